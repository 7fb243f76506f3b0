-- The module's own reading.

-- name: roles_open (network ref, person ref) -> id ref
SELECT id FROM membership WHERE network = :network AND person = :person AND born = 1 AND "until" IS NULL ORDER BY id

-- name: devices_named (network ref, from text, until text, most int) -> id ref, name text, person text, revoked int
-- walks: the phones of a network, by the thousand at most
SELECT d.id, d.name, p.name AS person, d.revoked FROM device d JOIN person p ON p.network = d.network AND p.id = d.person
WHERE d.network = :network AND d.born = 1 AND p.name_key >= :from AND p.name_key < :until
ORDER BY d.id DESC LIMIT :most

-- name: device_one (network ref, id ref) -> name text, person text, revoked int
SELECT d.name, p.name AS person, coalesce(d.revoked, 0) FROM device d
LEFT JOIN person p ON p.network = d.network AND p.id = d.person
WHERE d.network = :network AND d.id = :id AND d.born = 1
