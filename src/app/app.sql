-- name: persons_by_phone (network ref, phone text) -> id ref, name text
SELECT DISTINCT p.id, p.name FROM contact c JOIN person p ON p.network = c.network AND p.id = c.person
WHERE c.network = :network AND c.phone = :phone AND c.born = 1 AND coalesce(c.voided, 0) = 0 ORDER BY p.id

-- name: first_operator (network ref) -> person ref
SELECT person FROM membership WHERE network = :network AND role = 'operator' AND born = 1 AND "until" IS NULL
ORDER BY stamp, person LIMIT 1
