-- The phone itself: who is on it, its pictures, its data.

-- name: device_retired (network ref, device blob) -> id ref
SELECT e.device FROM enrolled e JOIN device d ON d.network = e.network AND d.id = e.device
WHERE e.network = :network AND e.device_hash = :device AND d.revoked = 1 LIMIT 1

-- name: device_picture (network ref, device blob, person ref, icon text, colour text)
UPDATE enrolled SET icon = :icon, colour = :colour
WHERE network = :network AND device_hash = :device AND person = :person

-- name: device_contact (network ref, device blob, person ref, now instant)
UPDATE enrolled SET used_at = :now WHERE network = :network AND device_hash = :device AND person = :person

-- name: device_people (network ref, id ref) -> person ref, name text, made instant, used instant
SELECT e.person, p.name, e.made_at, e.used_at FROM enrolled e
JOIN person p ON p.network = e.network AND p.id = e.person
WHERE e.network = :network AND e.device = :id ORDER BY e.made_at, e.person

-- name: device_hers (network ref, person ref) -> device ref, name text, made instant, used instant, hash blob
SELECT e.device, d.name, e.made_at, e.used_at, e.device_hash FROM enrolled e
LEFT JOIN device d ON d.network = e.network AND d.id = e.device
WHERE e.network = :network AND e.person = :person AND coalesce(d.revoked, 0) = 0 ORDER BY e.made_at DESC, e.device

-- name: device_leave (network ref, id ref, person ref)
DELETE FROM enrolled WHERE network = :network AND device = :id AND person = :person

-- name: device_leave_sessions (network ref, id ref, person ref)
DELETE FROM session WHERE network = :network AND device = :id AND person = :person

-- name: device_use_add (network ref, device blob, month int, sent int, received int)
INSERT INTO device_use (network, device_hash, month, sent_bytes, received_bytes)
VALUES (:network, :device, :month, :sent, :received)
ON CONFLICT (network, device_hash, month) DO UPDATE SET sent_bytes = device_use.sent_bytes + excluded.sent_bytes,
received_bytes = device_use.received_bytes + excluded.received_bytes

-- name: device_use_get (network ref, device blob, month int) -> sent int, received int
SELECT sent_bytes, received_bytes FROM device_use WHERE network = :network AND device_hash = :device AND month = :month
