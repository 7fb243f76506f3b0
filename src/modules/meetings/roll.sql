-- Who is there.

-- name: roll_padron (network ref, group ref, meeting ref, day date) -> person ref, name text, number text, kitchen ref, kitchen_name text, here int, room int, phone int, screen int, neighbour int, note int, seen int, by_code int, said int, by_sheet int, arrived text, gone text, late int, holder ref, holder_here int
-- walks: the groups below one, made by the statement itself
WITH RECURSIVE below (id) AS (SELECT id FROM "group" WHERE network = :network AND id = :group
UNION SELECT g.id FROM "group" g JOIN below b ON g.parent = b.id WHERE g.network = :network AND g.born = 1 AND coalesce(g.voided, 0) = 0)
SELECT m.person, p.name, p.document_number AS number, g.id AS kitchen, g.name AS kitchen_name, r.here, r.room, r.phone, r.screen, r.neighbour,
r.note, r.seen, r.by_code, r.said, r.by_sheet, r.arrived, r.gone, r.tardy, x.holder, h.here AS holder_here
FROM below b CROSS JOIN membership m JOIN "group" g ON g.network = :network AND g.id = b.id
JOIN person p ON p.network = :network AND p.id = m.person
LEFT JOIN presence r ON r.network = :network AND r.meeting = :meeting AND r.person = m.person AND r.born = 1
LEFT JOIN proxy x ON x.network = :network AND x.meeting = :meeting AND x.person = m.person AND x.born = 1
LEFT JOIN presence h ON h.network = :network AND h.meeting = :meeting AND h.person = x.holder AND h.born = 1
WHERE m.network = :network AND m."group" = b.id AND m.born = 1 AND (m.since IS NULL OR m.since <= :day) AND (m.until IS NULL OR m.until > :day)
AND p.born = 1 AND coalesce(p.voided, 0) = 0 AND p.name IS NOT NULL
ORDER BY g.name_key NULLS LAST, g.id, p.name_key NULLS LAST, p.id LIMIT 6000

-- name: roll_size (network ref, group ref, day date) -> people int
-- walks: the groups below one, made by the statement itself
WITH RECURSIVE below (id) AS (SELECT id FROM "group" WHERE network = :network AND id = :group
UNION SELECT g.id FROM "group" g JOIN below b ON g.parent = b.id WHERE g.network = :network AND g.born = 1 AND coalesce(g.voided, 0) = 0)
SELECT count(DISTINCT m.person) AS people FROM below b CROSS JOIN membership m
JOIN person p ON p.network = :network AND p.id = m.person
WHERE m.network = :network AND m."group" = b.id AND m.born = 1 AND (m.since IS NULL OR m.since <= :day) AND (m.until IS NULL OR m.until > :day)
AND p.born = 1 AND coalesce(p.voided, 0) = 0 AND p.name IS NOT NULL

-- Of the padrón counts who came in any way but a voice note alone.
-- name: roll_sums (network ref, meeting ref) -> present int, early int, late int, guests int, room int, phone int, screen int, neighbour int, note int
SELECT sum(CASE WHEN guest = 0 AND came = 1 THEN 1 ELSE 0 END) AS present,
sum(CASE WHEN guest = 0 AND came = 1 AND gone IS NOT NULL THEN 1 ELSE 0 END) AS early, sum(CASE WHEN guest = 0 THEN tardy ELSE 0 END) AS late,
sum(guest) AS guests, sum(room) AS room, sum(phone) AS phone, sum(screen) AS screen, sum(neighbour) AS neighbour, sum(note) AS note
FROM (SELECT coalesce(guest, 0) AS guest, gone, coalesce(tardy, 0) AS tardy, coalesce(room, 0) AS room, coalesce(phone, 0) AS phone,
coalesce(screen, 0) AS screen, coalesce(neighbour, 0) AS neighbour, coalesce(note, 0) AS note,
CASE WHEN coalesce(note, 0) = 0 OR coalesce(room, 0) + coalesce(phone, 0) + coalesce(screen, 0) + coalesce(neighbour, 0) > 0 THEN 1 ELSE 0 END AS came
FROM presence WHERE network = :network AND meeting = :meeting AND born = 1 AND here = 1) x

-- Present ones who are not of the padrón, but of the network.
-- name: roll_strangers (network ref, meeting ref) -> person ref, name text, room int, phone int, screen int, neighbour int, note int
SELECT r.person, p.name, r.room, r.phone, r.screen, r.neighbour, r.note FROM presence r
JOIN person p ON p.network = r.network AND p.id = r.person
WHERE r.network = :network AND r.meeting = :meeting AND r.born = 1 AND r.here = 1 AND r.guest = 1 AND p.name IS NOT NULL
AND coalesce(p.voided, 0) = 0 ORDER BY p.name_key NULLS LAST, p.id LIMIT 200

-- name: roll_guests (network ref, meeting ref) -> id ref, name text, comes_from text
SELECT id, name, comes_from FROM meeting_guest WHERE network = :network AND meeting = :meeting AND born = 1 AND name IS NOT NULL
ORDER BY id LIMIT 200

-- Those who gave their word to somebody, and are not there.
-- name: roll_proxies (network ref, meeting ref) -> person ref, holder ref, holder_here int, gone text
SELECT x.person, x.holder, h.here AS holder_here, h.gone FROM proxy x
LEFT JOIN presence r ON r.network = x.network AND r.meeting = x.meeting AND r.person = x.person AND r.born = 1 AND r.here = 1
LEFT JOIN presence h ON h.network = x.network AND h.meeting = x.meeting AND h.person = x.holder AND h.born = 1
WHERE x.network = :network AND x.meeting = :meeting AND x.born = 1 AND x.holder IS NOT NULL AND r.id IS NULL ORDER BY x.id

-- name: roll_held (network ref, meeting ref, holder ref) -> people int
SELECT count(*) AS people FROM proxy WHERE network = :network AND meeting = :meeting AND holder = :holder AND born = 1
