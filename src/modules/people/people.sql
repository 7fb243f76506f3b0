-- The module's own reading.

-- name: roles_open (network ref, person ref) -> id ref
SELECT id FROM membership WHERE network = :network AND person = :person AND born = 1 AND "until" IS NULL ORDER BY id
