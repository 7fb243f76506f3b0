-- The module's own reading, and what its pages do to messages, which are outside the journal (core/message.h).

-- name: phrases_count (network ref) -> n int
SELECT count(*) FROM phrase WHERE network = :network AND born = 1 AND coalesce(voided, 0) = 0

-- ---- conversations ----

-- name: thread_get (network ref, address text) -> gateway ref, person ref, last instant, heard instant, lost instant
SELECT gateway, person, last_at, heard_at, lost_at FROM thread WHERE network = :network AND address = :address

-- The group a person is in now.
-- name: groups_now (network ref, person ref, day date) -> group ref
SELECT "group" FROM membership WHERE network = :network AND person = :person AND born = 1
AND (since IS NULL OR since <= :day) AND (until IS NULL OR until > :day) ORDER BY since, id LIMIT 40

-- Newest first; "later" addresses of the same instant behind.
-- name: threads_before (network ref, before instant, address text, most int) -> address text, gateway ref, person ref,
--   last instant, heard instant, lost instant
SELECT address, gateway, person, last_at, heard_at, lost_at FROM thread WHERE network = :network
AND (last_at < :before OR (last_at = :before AND address < :address)) ORDER BY last_at DESC, address DESC LIMIT :most

-- name: threads_waiting_before (network ref, before instant, address text, most int) -> address text, gateway ref,
--   person ref, last instant, heard instant, lost instant
SELECT address, gateway, person, last_at, heard_at, lost_at FROM thread WHERE network = :network AND lost_at IS NOT NULL
AND (last_at < :before OR (last_at = :before AND address < :address)) ORDER BY last_at DESC, address DESC LIMIT :most

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
SELECT f.id, f.said, f.means, p.name AS author, f.stamp FROM phrase f
LEFT JOIN person p ON p.network = f.network AND p.id = f.author
WHERE f.network = :network AND f.born = 1 AND coalesce(f.voided, 0) = 0 AND f.said > :after ORDER BY f.said, f.id LIMIT :most
