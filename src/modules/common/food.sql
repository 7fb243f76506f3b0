-- name: foods (network ref) -> id ref, name_key text, words text
-- walks: a table of the network, some hundred rows
SELECT id, name_key, words FROM food WHERE network = :network AND born = 1 ORDER BY code

-- name: foods_after (network ref, after text, most int) -> id ref
SELECT id FROM food WHERE network = :network AND born = 1 AND code > :after ORDER BY code LIMIT :most
