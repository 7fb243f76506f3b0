-- What the adapters of internet services look at.

-- name: address_phone_get (network ref, address text) -> phone text
SELECT phone FROM address_phone WHERE network = :network AND address = :address

-- name: address_phone_put (network ref, address text, phone text, now instant)
INSERT INTO address_phone (network, address, phone, made_at) VALUES (:network, :address, :phone, :now)
ON CONFLICT (network, address) DO UPDATE SET phone = excluded.phone, made_at = excluded.made_at

-- name: address_heard (network ref, gateway ref, address text) -> heard instant
SELECT heard_at FROM thread WHERE network = :network AND address = :address AND gateway = :gateway AND heard_at IS NOT NULL

-- What could not go because she had not written for a day.
-- name: window_opened (network ref, gateway ref, address text, now instant)
UPDATE message SET due_at = :now WHERE network = :network AND gateway = :gateway AND address = :address AND way = 'out'
AND state = 'queued' AND fault = 'window' AND due_at > :now

-- The service says that it was free: the month in which it was counted gets that back.
-- name: spend_back (network ref, id ref, cost int)
UPDATE message_spend SET cost_mills = cost_mills - :cost WHERE network = :network
AND gateway = (SELECT m.gateway FROM message m WHERE m.network = :network AND m.id = :id)
AND month = (SELECT m.month FROM message m WHERE m.network = :network AND m.id = :id)

-- name: message_free (network ref, id ref)
UPDATE message SET cost_mills = 0 WHERE network = :network AND id = :id

-- ---- photos and voice notes that are still to be fetched ----

-- name: media_wait_put (network ref, id ref, gateway ref, address text, ref text, text text, media text, sent instant,
--   now instant)
INSERT INTO media_wait (network, id, gateway, address, ref, text, media, sent_at, made_at, due_at, tries)
VALUES (:network, :id, :gateway, :address, :ref, :text, :media, :sent, :now, :now, 0)
ON CONFLICT (network, id) DO NOTHING

-- name: media_wait_next (network ref, gateway ref) -> id ref, address text, ref text, text text, media text,
--   sent instant, tries int, due instant
SELECT id, address, ref, text, media, sent_at, tries, due_at FROM media_wait
WHERE network = :network AND gateway = :gateway ORDER BY due_at, id LIMIT 1

-- name: media_wait_later (network ref, id ref, due instant)
UPDATE media_wait SET due_at = :due, tries = tries + 1 WHERE network = :network AND id = :id

-- name: media_wait_drop (network ref, id ref)
DELETE FROM media_wait WHERE network = :network AND id = :id
