-- name: lock_get (network ref, person ref) -> salt blob, public blob, wrapped blob, confirmed bool, wrong int, wait instant
SELECT salt, public_key, wrapped, confirmed_at IS NOT NULL, wrong, wait_until_at FROM person_lock
WHERE network = :network AND person = :person

-- name: lock_put (network ref, person ref, salt blob, public blob, wrapped blob, now instant)
INSERT INTO person_lock (network, person, salt, public_key, wrapped, confirmed_at, wrong, wait_until_at, made_at)
VALUES (:network, :person, :salt, :public, :wrapped, NULL, 0, 0, :now)
ON CONFLICT (network, person) DO UPDATE SET salt = excluded.salt, public_key = excluded.public_key,
wrapped = excluded.wrapped, wrong = 0, wait_until_at = 0, made_at = excluded.made_at
WHERE person_lock.confirmed_at IS NULL

-- name: lock_confirm (network ref, person ref, public blob, now instant)
UPDATE person_lock SET confirmed_at = :now WHERE network = :network AND person = :person AND public_key = :public
AND confirmed_at IS NULL

-- name: lock_tried (network ref, person ref, wrong int, wait instant)
UPDATE person_lock SET wrong = :wrong, wait_until_at = :wait WHERE network = :network AND person = :person

-- name: share_get (network ref, team ref, key blob, person ref) -> sealed blob
SELECT sealed FROM team_share WHERE network = :network AND team = :team AND key_id = :key AND person = :person

-- name: share_put (network ref, team ref, key blob, person ref, sealed blob, by ref, now instant)
INSERT INTO team_share (network, team, key_id, person, sealed, made_by, made_at)
VALUES (:network, :team, :key, :person, :sealed, :by, :now)
ON CONFLICT (network, team, key_id, person) DO UPDATE SET sealed = excluded.sealed, made_by = excluded.made_by,
made_at = excluded.made_at

-- name: unlock_put (network ref, session blob, person ref, wrapped blob, now instant)
INSERT INTO unlocked (network, session_hash, person, wrapped, used_at) VALUES (:network, :session, :person, :wrapped, :now)
ON CONFLICT (network, session_hash) DO UPDATE SET person = excluded.person, wrapped = excluded.wrapped,
used_at = excluded.used_at

-- name: unlock_get (network ref, session blob) -> person ref, wrapped blob, used instant
SELECT u.person, u.wrapped, u.used_at FROM unlocked u
JOIN session s ON s.network = u.network AND s.token_hash = u.session_hash AND s.person = u.person
WHERE u.network = :network AND u.session_hash = :session

-- name: unlock_use (network ref, session blob, now instant)
UPDATE unlocked SET used_at = :now WHERE network = :network AND session_hash = :session

-- name: unlock_drop (network ref, session blob)
DELETE FROM unlocked WHERE network = :network AND session_hash = :session

-- name: unlock_drop_old (network ref, idle instant)
-- walks: housekeeping
DELETE FROM unlocked WHERE network = :network AND (used_at < :idle OR NOT EXISTS (
  SELECT 1 FROM session s WHERE s.network = unlocked.network AND s.token_hash = unlocked.session_hash))

-- name: forget_lock (network ref, person ref)
DELETE FROM person_lock WHERE network = :network AND person = :person

-- name: forget_shares (network ref, person ref)
DELETE FROM team_share WHERE network = :network AND person = :person

-- name: forget_unlocked (network ref, person ref)
-- walks: an erasure
DELETE FROM unlocked WHERE network = :network AND person = :person
