-- name: memberships_of (network ref, person ref, day date) -> id ref, group ref, role text, kind text
SELECT m.id, m."group", m.role, g.kind FROM membership m JOIN "group" g ON g.network = m.network AND g.id = m."group"
WHERE m.network = :network AND m.person = :person AND m.born = 1
AND (m.since IS NULL OR m.since <= :day) AND (m.until IS NULL OR m.until > :day)
ORDER BY m.id

-- name: person_name (network ref, person ref) -> name text
SELECT name FROM person WHERE network = :network AND id = :person

-- name: group_info (network ref, id ref) -> parent ref, place ref, name text, code text, kind text
SELECT parent, place, name, code, kind FROM "group" WHERE network = :network AND id = :id AND born = 1

-- name: groups_all (network ref, most int) -> id ref
SELECT id FROM "group" WHERE network = :network AND born = 1 AND coalesce(voided, 0) = 0 ORDER BY code, name_key LIMIT :most

-- name: places_used (network ref) -> id ref, code text, name text
SELECT p.id, p.code, p.name FROM (SELECT DISTINCT place FROM "group" WHERE network = :network AND place IS NOT NULL
AND born = 1 AND coalesce(voided, 0) = 0) g
JOIN place p ON p.network = :network AND p.id = g.place
WHERE p.born = 1 AND p.level = 'district' ORDER BY p.name_key, p.code

-- name: place_parent (network ref, id ref) -> parent ref
SELECT parent FROM place WHERE network = :network AND id = :id

-- name: network_get (id ref) -> name text, country text, zone text, currency text, demo int
SELECT name, country, zone, currency, demo FROM network WHERE network = :id AND id = :id

-- name: meta_get (name text) -> value text
SELECT value FROM meta WHERE name = :name

-- name: meta_put (name text, value text)
INSERT INTO meta (name, value) VALUES (:name, :value) ON CONFLICT (name) DO UPDATE SET value = excluded.value
