-- The module's own reading, and what its pages do to messages, which are outside the journal (core/message.h).

-- name: phrases_count (network ref) -> n int
-- walks: what was taught: hundreds
SELECT count(*) FROM phrase WHERE network = :network AND born = 1 AND coalesce(voided, 0) = 0

-- ---- conversations ----

-- name: thread_get (network ref, address text) -> gateway ref, person ref, last instant, heard instant, lost instant
SELECT gateway, person, last_at, heard_at, lost_at FROM thread WHERE network = :network AND address = :address

-- The group a person is in now.
-- name: groups_now (network ref, person ref, day date) -> group ref
SELECT "group" FROM membership WHERE network = :network AND person = :person AND born = 1
AND (since IS NULL OR since <= :day) AND (until IS NULL OR until > :day) ORDER BY since, id LIMIT 40

-- Whoever wrote, by when she last did: what went out to many moves nobody up.
-- name: threads_before (network ref, before instant, address text, most int) -> address text, gateway ref, person ref,
--   last instant, heard instant, lost instant
SELECT address, gateway, person, last_at, heard_at, lost_at FROM thread WHERE network = :network
AND (heard_at < :before OR (heard_at = :before AND address < :address)) ORDER BY heard_at DESC, address DESC LIMIT :most

-- name: threads_waiting_before (network ref, before instant, address text, most int) -> address text, gateway ref,
--   person ref, last instant, heard instant, lost instant
SELECT address, gateway, person, last_at, heard_at, lost_at FROM thread WHERE network = :network AND lost_at IS NOT NULL
AND (heard_at < :before OR (heard_at = :before AND address < :address)) ORDER BY heard_at DESC, address DESC LIMIT :most

-- name: messages_before (network ref, address text, before instant, before_id ref, most int) -> id ref, person ref
SELECT id, person FROM message WHERE network = :network AND address = :address
AND (made_at < :before OR (made_at = :before AND id < :before_id)) ORDER BY made_at DESC, id DESC LIMIT :most

-- Messages of one address are put away: nothing waits there any more.
-- name: lost_aside (network ref, id ref)
UPDATE message SET state = 'silent' WHERE network = :network AND id = :id AND way = 'in' AND state = 'lost'

-- name: thread_settled (network ref, address text)
UPDATE thread SET lost_at = NULL WHERE network = :network AND address = :address AND lost_at IS NOT NULL
AND NOT EXISTS (SELECT 1 FROM message m WHERE m.network = thread.network AND m.address = thread.address AND m.state = 'lost')

-- name: phone_of (network ref, person ref) -> phone text
SELECT phone FROM contact WHERE network = :network AND person = :person AND phone IS NOT NULL AND born = 1
AND coalesce(voided, 0) = 0 ORDER BY id LIMIT 1

-- ---- not understood, and what was taught ----

-- name: messages_lost (network ref, most int) -> id ref, person ref, text text, made instant
SELECT id, person, text, made_at FROM message WHERE network = :network AND state = 'lost' ORDER BY made_at DESC LIMIT :most

-- Behind the words `after`; stamp: when it was taught or altered.
-- name: phrases (network ref, after text, most int) -> id ref, said text, means text, author text, stamp int
-- walks: what was taught: hundreds
SELECT f.id, f.said, f.means, p.name AS author, f.stamp FROM phrase f
LEFT JOIN person p ON p.network = f.network AND p.id = f.author
WHERE f.network = :network AND f.born = 1 AND coalesce(f.voided, 0) = 0 AND f.said > :after ORDER BY f.said, f.id LIMIT :most

-- ---- broadcasts ----

-- Memberships of now behind a person and a row of hers, by person; role empty: any.
-- name: members_behind (network ref, after ref, row ref, day date, role text, most int) -> person ref, group ref, id ref
SELECT person, "group", id FROM membership WHERE network = :network
AND (person > :after OR (person = :after AND id > :row)) AND born = 1
AND (since IS NULL OR since <= :day) AND (until IS NULL OR until > :day) AND (:role = '' OR role = :role)
ORDER BY person, id LIMIT :most

-- name: run_add (network ref, id ref, text text, cursor ref, now instant)
INSERT INTO broadcast_run (network, id, text, position, queued, begun_at, done_at)
VALUES (:network, :id, :text, :cursor, 0, :now, NULL) ON CONFLICT (network, id) DO NOTHING

-- name: run_get (network ref, id ref) -> text text, cursor ref, queued int, begun instant, done instant
SELECT text, position, queued, begun_at, done_at FROM broadcast_run WHERE network = :network AND id = :id

-- name: run_move (network ref, id ref, cursor ref, queued int, done instant)
UPDATE broadcast_run SET position = :cursor, queued = :queued, done_at = :done
WHERE network = :network AND id = :id AND done_at IS NULL

-- name: run_end (network ref, id ref, now instant)
UPDATE broadcast_run SET done_at = :now WHERE network = :network AND id = :id AND done_at IS NULL

-- name: runs_open (network ref, most int) -> id ref
-- walks: broadcasts are hundreds
SELECT id FROM broadcast_run WHERE network = :network AND done_at IS NULL ORDER BY begun_at, id LIMIT :most

-- name: runs_sweep (network ref, before instant)
-- walks: housekeeping
DELETE FROM broadcast_run WHERE network = :network AND begun_at < :before

-- name: batch_waiting (network ref, batch ref, most int) -> id ref
SELECT id FROM message WHERE network = :network AND batch = :batch AND state IN ('queued', 'held') LIMIT :most

-- name: batch_counts (network ref, batch ref) -> state text, n int
SELECT state, count(*) FROM message WHERE network = :network AND batch = :batch GROUP BY state

-- name: batch_of_state (network ref, batch ref, state text, after ref, most int) -> id ref, person ref
SELECT id, person FROM message WHERE network = :network AND batch = :batch AND state = :state AND id > :after
ORDER BY id LIMIT :most

-- Groups that are no kitchens: whom one may write to as a whole.
-- name: groups_large (network ref, most int) -> id ref, name text
-- walks: a choice among all groups
SELECT id, name FROM "group" WHERE network = :network AND kind NOT IN ('olla', 'comedor') AND born = 1
AND coalesce(voided, 0) = 0 ORDER BY name_key NULLS LAST, id LIMIT :most

-- Places that have groups.
-- name: places_used (network ref, most int) -> id ref, code text, name text
-- walks: places are few
SELECT p.id, p.code, p.name FROM place p WHERE p.network = :network AND p.level = 'district' AND p.born = 1
AND EXISTS (SELECT 1 FROM "group" g WHERE g.network = p.network AND g.place = p.id AND g.born = 1)
ORDER BY p.name_key, p.id LIMIT :most

-- ---- letters that did not go ----

-- name: letters (network ref, state text, most int) -> id ref, person ref
SELECT id, person FROM message WHERE network = :network AND state = :state AND way = 'out'
ORDER BY made_at DESC, id DESC LIMIT :most
