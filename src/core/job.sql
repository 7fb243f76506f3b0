-- name: job_get (network ref, name text) -> due instant, lease instant, done instant
SELECT due_at, lease_until_at, done_at FROM job WHERE network = :network AND name = :name

-- name: job_claim (network ref, name text, due instant, holder ref, lease instant)
INSERT INTO job (network, name, due_at, holder, lease_until_at, done_at)
VALUES (:network, :name, :due, :holder, :lease, NULL)
ON CONFLICT (network, name) DO UPDATE SET due_at = excluded.due_at, holder = excluded.holder,
lease_until_at = excluded.lease_until_at, done_at = NULL

-- name: job_done (network ref, name text, due instant, holder ref, now instant)
UPDATE job SET done_at = :now WHERE network = :network AND name = :name AND due_at = :due AND holder = :holder

-- name: old_sessions (network ref, now instant, idle instant)
-- walks: housekeeping
DELETE FROM session WHERE network = :network AND (until_at < :now OR used_at < :idle)

-- name: old_invites (network ref, now instant)
-- walks: housekeeping
DELETE FROM invite WHERE network = :network AND (until_at < :now OR (used_at IS NOT NULL AND reusable = 0))

-- name: old_limits (network ref, before instant)
-- walks: housekeeping
DELETE FROM limits WHERE network = :network AND since_at < :before

-- name: old_conversations (network ref, now instant)
-- walks: housekeeping
DELETE FROM conversation WHERE network = :network AND until_at <= :now

-- name: old_jobs (network ref, before instant)
-- walks: housekeeping
DELETE FROM job WHERE network = :network AND due_at < :before
