-- name: persons_by_phone (network ref, phone text) -> id ref, name text
SELECT DISTINCT p.id, p.name FROM contact c JOIN person p ON p.network = c.network AND p.id = c.person
WHERE c.network = :network AND c.phone = :phone AND c.born = 1 AND coalesce(c.voided, 0) = 0 ORDER BY p.id

-- name: first_operator (network ref) -> person ref
-- walks: at the console
SELECT person FROM membership WHERE network = :network AND role = 'operator' AND born = 1 AND "until" IS NULL
ORDER BY stamp, person LIMIT 1

-- name: group_parents (network ref) -> many id ref, above ref, label text
-- walks: `ayni doctor`
SELECT id, parent AS above, coalesce(code, name) AS label FROM "group" WHERE network = :network AND parent IS NOT NULL ORDER BY id

-- name: groups_merged (network ref) -> many id ref, above ref, label text
-- walks: `ayni doctor`
SELECT id, same_as AS above, coalesce(code, name) AS label FROM "group" WHERE network = :network AND same_as IS NOT NULL ORDER BY id

-- name: persons_merged (network ref) -> many id ref, above ref
-- walks: `ayni doctor`
SELECT id, same_as AS above FROM person WHERE network = :network AND same_as IS NOT NULL ORDER BY id

-- Who may be behind a name in an exported chat.
-- name: chat_persons (network ref, most int) -> person ref, name text, group ref, code text, phone text
-- walks: once an exported chat
SELECT m.person, p.name, m."group", coalesce(g.code, g.name) AS code, c.phone FROM membership m
JOIN person p ON p.network = m.network AND p.id = m.person AND p.born = 1 AND p.name IS NOT NULL
JOIN "group" g ON g.network = m.network AND g.id = m."group"
LEFT JOIN contact c ON c.network = m.network AND c.person = m.person AND c.born = 1 AND coalesce(c.voided, 0) = 0
WHERE m.network = :network AND m.born = 1 AND m."until" IS NULL ORDER BY g.code NULLS LAST, g.name, p.name, m.person, c.phone LIMIT :most
