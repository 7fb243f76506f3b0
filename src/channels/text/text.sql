-- name: conversation_get (network ref, phone text, now instant) -> state text
SELECT state FROM conversation WHERE network = :network AND phone = :phone AND until_at > :now

-- name: conversation_put (network ref, phone text, state text, until_at instant)
INSERT INTO conversation (network, phone, state, until_at) VALUES (:network, :phone, :state, :until_at)
ON CONFLICT (network, phone) DO UPDATE SET state = excluded.state, until_at = excluded.until_at

-- name: persons_of_phone (network ref, phone text) -> person ref, name text, language text
SELECT DISTINCT p.id, p.name, p.language
FROM contact k
JOIN person q ON q.network = k.network AND q.id = k.person AND q.born = 1
JOIN person p ON p.network = q.network AND p.id = COALESCE(q.same_as, q.id) AND p.born = 1
WHERE k.network = :network AND k.phone = :phone AND k.born = 1
AND (k.voided IS NULL OR k.voided = 0) AND (p.voided IS NULL OR p.voided = 0)
ORDER BY p.id

-- name: phone_of_address (network ref, address text) -> phone text
SELECT phone FROM address_phone WHERE network = :network AND address = :address

-- name: phrases (network ref, most int) -> said text, means text
-- walks: what was taught: hundreds
SELECT said, means FROM phrase
WHERE network = :network AND born = 1 AND (voided IS NULL OR voided = 0) ORDER BY id LIMIT :most
