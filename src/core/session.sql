-- name: session_add (network ref, token blob, person ref, device ref, csrf text, now instant, until instant)
INSERT INTO session (network, token_hash, person, device, csrf, begun_at, used_at, until_at)
VALUES (:network, :token, :person, :device, :csrf, :now, :now, :until)

-- name: session_get (network ref, token blob) -> person ref, device ref, csrf text, used instant, until instant
SELECT s.person, s.device, s.csrf, s.used_at, s.until_at FROM session s
LEFT JOIN device d ON d.network = s.network AND d.id = s.device
WHERE s.network = :network AND s.token_hash = :token AND coalesce(d.revoked, 0) = 0

-- name: session_of (network ref, person ref, idle instant, soon instant) -> token blob, name text, begun instant, used instant
SELECT s.token_hash, d.name, s.begun_at, s.used_at FROM session s
LEFT JOIN device d ON d.network = s.network AND d.id = s.device
WHERE s.network = :network AND s.person = :person AND s.used_at >= :idle AND s.used_at <= :soon AND coalesce(d.revoked, 0) = 0
ORDER BY s.used_at DESC, s.token_hash

-- name: session_use (network ref, token blob, now instant)
UPDATE session SET used_at = :now WHERE network = :network AND token_hash = :token

-- name: session_drop (network ref, token blob)
DELETE FROM session WHERE network = :network AND token_hash = :token

-- name: session_drop_person (network ref, person ref)
DELETE FROM session WHERE network = :network AND person = :person

-- name: invite_add (network ref, code blob, letters blob, person ref, by ref, now instant, until instant, reusable bool)
INSERT INTO invite (network, code_hash, letters_hash, person, made_by, made_at, until_at, used_at, reusable)
VALUES (:network, :code, :letters, :person, :by, :now, :until, NULL, :reusable)

-- name: invite_get (network ref, hash blob, now instant, soon instant) -> code blob, person ref, reusable bool, until instant, by ref
SELECT code_hash, person, reusable, until_at, made_by FROM invite WHERE network = :network
AND (code_hash = :hash OR letters_hash = :hash) AND until_at > :now AND made_at <= :soon AND (used_at IS NULL OR reusable = 1)
ORDER BY made_at DESC, code_hash LIMIT 1

-- name: invite_use (network ref, code blob, now instant)
UPDATE invite SET used_at = :now WHERE network = :network AND code_hash = :code

-- name: invite_drop_person (network ref, person ref)
-- walks: invites live for days
DELETE FROM invite WHERE network = :network AND person = :person AND used_at IS NULL AND reusable = 0

-- name: enrolled_add (network ref, device blob, person ref, id ref, now instant)
INSERT INTO enrolled (network, device_hash, person, device, pin_hash, wrong, wait_until_at, made_at)
VALUES (:network, :device, :person, :id, NULL, 0, 0, :now)
ON CONFLICT (network, device_hash, person) DO UPDATE SET pin_hash = NULL, wrong = 0, wait_until_at = 0

-- name: enrolled_of (network ref, device blob) -> person ref, pin text, name text, icon text, colour text
SELECT e.person, e.pin_hash, p.name, e.icon, e.colour FROM enrolled e JOIN person p ON p.network = e.network AND p.id = e.person
LEFT JOIN device d ON d.network = e.network AND d.id = e.device
WHERE e.network = :network AND e.device_hash = :device AND coalesce(d.revoked, 0) = 0 ORDER BY e.made_at, e.person

-- name: enrolled_get (network ref, device blob, person ref) -> id ref, pin text, wrong int, wait instant
SELECT e.device, e.pin_hash, e.wrong, e.wait_until_at FROM enrolled e
LEFT JOIN device d ON d.network = e.network AND d.id = e.device
WHERE e.network = :network AND e.device_hash = :device AND e.person = :person AND coalesce(d.revoked, 0) = 0

-- name: enrolled_device (network ref, device blob) -> id ref
SELECT e.device FROM enrolled e LEFT JOIN device d ON d.network = e.network AND d.id = e.device
WHERE e.network = :network AND e.device_hash = :device AND coalesce(d.revoked, 0) = 0 LIMIT 1

-- name: enrolled_pin (network ref, device blob, person ref, pin text)
UPDATE enrolled SET pin_hash = :pin, wrong = 0, wait_until_at = 0
WHERE network = :network AND device_hash = :device AND person = :person

-- name: enrolled_tried (network ref, device blob, person ref, wrong int, wait instant)
UPDATE enrolled SET wrong = :wrong, wait_until_at = :wait
WHERE network = :network AND device_hash = :device AND person = :person

-- name: token_add (network ref, token blob, id ref, person ref, name text, allow int, now instant, until instant)
INSERT INTO api_token (network, token_hash, id, person, name, allow, made_at, until_at, revoked_at)
VALUES (:network, :token, :id, :person, :name, :allow, :now, :until, NULL)

-- name: token_get (network ref, token blob, now instant, soon instant) -> id ref, person ref, name text, allow int,
--   until_at instant
SELECT id, person, name, allow, until_at FROM api_token
WHERE network = :network AND token_hash = :token AND until_at > :now AND made_at <= :soon AND revoked_at IS NULL

-- name: token_all (network ref) -> id ref, person ref, name text, allow int, made instant, until instant, revoked bool
-- walks: tokens are few
SELECT id, person, name, allow, made_at, until_at, revoked_at IS NOT NULL FROM api_token
WHERE network = :network ORDER BY made_at, id

-- name: token_end (network ref, id ref, now instant)
-- walks: tokens are few
UPDATE api_token SET revoked_at = :now WHERE network = :network AND id = :id AND revoked_at IS NULL

-- name: limit_get (network ref, what text, subject blob) -> n int, since instant
SELECT n, since_at FROM limits WHERE network = :network AND what = :what AND subject = :subject

-- name: limit_put (network ref, what text, subject blob, n int, since instant)
INSERT INTO limits (network, what, subject, n, since_at) VALUES (:network, :what, :subject, :n, :since)
ON CONFLICT (network, what, subject) DO UPDATE SET n = excluded.n, since_at = excluded.since_at

-- name: people_named (network ref, from text, until text, most int) -> id ref
-- walks: folded names have no index: 75,000 persons take some 20 ms
SELECT id FROM person WHERE network = :network AND born = 1 AND name_key >= :from AND name_key < :until
ORDER BY name_key, id LIMIT :most

-- name: forget_sessions (network ref, person ref)
DELETE FROM session WHERE network = :network AND person = :person

-- name: forget_enrolled (network ref, person ref)
DELETE FROM enrolled WHERE network = :network AND person = :person

-- name: forget_invites (network ref, person ref)
-- walks: an erasure
DELETE FROM invite WHERE network = :network AND person = :person

-- name: forget_calendar (network ref, person ref)
DELETE FROM calendar_feed WHERE network = :network AND person = :person

-- name: forget_tokens (network ref, person ref)
-- walks: an erasure
DELETE FROM api_token WHERE network = :network AND person = :person

-- name: forget_parked (network ref, person ref)
DELETE FROM parked WHERE network = :network AND person = :person

-- name: forget_conversations (network ref, person ref)
DELETE FROM conversation WHERE network = :network AND phone IN (
  SELECT phone FROM contact WHERE network = :network AND person = :person AND phone IS NOT NULL)

-- name: text_code_put (network ref, person ref, code blob, until instant)
INSERT INTO text_code (network, person, code_hash, until_at, wrong) VALUES (:network, :person, :code, :until, 0)
ON CONFLICT (network, person) DO UPDATE SET code_hash = excluded.code_hash, until_at = excluded.until_at, wrong = 0

-- name: text_code_get (network ref, person ref, now instant, soon instant) -> code blob, wrong int
SELECT code_hash, wrong FROM text_code
WHERE network = :network AND person = :person AND until_at > :now AND until_at <= :soon

-- name: text_code_wrong (network ref, person ref)
UPDATE text_code SET wrong = wrong + 1 WHERE network = :network AND person = :person

-- name: text_code_drop (network ref, person ref)
DELETE FROM text_code WHERE network = :network AND person = :person

-- What is hers whatever number she writes from (channels/text).
-- name: forget_talk (network ref, key text)
DELETE FROM conversation WHERE network = :network AND phone = :key
