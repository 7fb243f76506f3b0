-- What came and what goes (message.h). rank: 0 for what somebody waits for, 1 for the rest. due_at of a queued one is
-- also the end of its lease. month: the one whose spending it was counted in, NULL: in none.

-- name: message_get (network ref, id ref) -> id ref, way text, gateway ref, address text, person ref, group ref, kind text,
--   text text, media text, state text, ref text, answers ref, batch ref, author ref, segments int, cost int, made instant,
--   due instant, tries int, sent instant, delivered instant, was_read instant, failed instant, fault text
SELECT id, way, gateway, address, person, about_group, kind, text, media, state, ref, answers, batch, author, segments,
cost_mills, made_at, due_at, tries, sent_at, delivered_at, read_at, failed_at, fault FROM message
WHERE network = :network AND id = :id

-- name: message_by_ref (network ref, gateway ref, ref text) -> id ref, way text, gateway ref, address text, person ref,
--   group ref, kind text, text text, media text, state text, ref text, answers ref, batch ref, author ref, segments int,
--   cost int, made instant, due instant, tries int, sent instant, delivered instant, was_read instant, failed instant, fault text
SELECT id, way, gateway, address, person, about_group, kind, text, media, state, ref, answers, batch, author, segments,
cost_mills, made_at, due_at, tries, sent_at, delivered_at, read_at, failed_at, fault FROM message
WHERE network = :network AND gateway = :gateway AND ref = :ref AND way = 'out' ORDER BY made_at DESC LIMIT 1

-- name: message_add (network ref, id ref, way text, gateway ref, address text, person ref, group ref, kind text, text text,
--   media text, state text, ref text, answers ref, batch ref, author ref, segments int, cost int, made instant, due instant,
--   sent instant, fault text, rank int, month int)
INSERT INTO message (network, id, way, gateway, address, person, about_group, kind, text, media, state, ref, answers, batch,
author, segments, cost_mills, made_at, due_at, lease_until_at, tries, sent_at, delivered_at, read_at, failed_at, fault, rank,
month)
VALUES (:network, :id, :way, :gateway, :address, :person, :group, :kind, :text, :media, :state, :ref, :answers, :batch,
:author, :segments, :cost, :made, :due, NULL, 0, :sent, NULL, NULL, NULL, :fault, :rank, :month)
ON CONFLICT (network, id) DO NOTHING

-- name: message_due (network ref, gateway ref, state text, rank int, now instant, most int) -> id ref, way text, gateway ref,
--   address text, person ref, group ref, kind text, text text, media text, state text, ref text, answers ref, batch ref,
--   author ref, segments int, cost int, made instant, due instant, tries int, sent instant, delivered instant,
--   was_read instant, failed instant, fault text
SELECT id, way, gateway, address, person, about_group, kind, text, media, state, ref, answers, batch, author, segments,
cost_mills, made_at, due_at, tries, sent_at, delivered_at, read_at, failed_at, fault FROM message
WHERE network = :network AND gateway = :gateway AND state = :state AND rank = :rank AND due_at <= :now
ORDER BY due_at, id LIMIT :most

-- name: message_lease (network ref, id ref, until instant)
UPDATE message SET due_at = :until, lease_until_at = :until WHERE network = :network AND id = :id AND state = 'queued'

-- Forward only. What failed under the gateway's id for it was sent before that, even if that is noted later.
-- name: message_sent (network ref, id ref, ref text, at instant)
UPDATE message SET state = 'sent', ref = coalesce(:ref, ref), sent_at = coalesce(sent_at, :at), lease_until_at = NULL, fault = NULL
WHERE network = :network AND id = :id AND way = 'out'
AND (state = 'queued' OR (state = 'failed' AND (ref IS NULL OR ref <> :ref)))

-- name: message_delivered (network ref, id ref, at instant)
UPDATE message SET state = 'delivered', delivered_at = coalesce(delivered_at, :at), sent_at = coalesce(sent_at, :at),
lease_until_at = NULL, fault = NULL
WHERE network = :network AND id = :id AND way = 'out' AND state IN ('queued', 'sent', 'failed')

-- A read one was delivered, though its receipt may have been lost; a receipt that comes later still gives its time.
-- name: message_was_read (network ref, id ref, at instant)
UPDATE message SET state = 'read', read_at = coalesce(read_at, :at), sent_at = coalesce(sent_at, :at),
lease_until_at = NULL, fault = NULL
WHERE network = :network AND id = :id AND way = 'out' AND state IN ('queued', 'sent', 'delivered', 'failed')

-- name: message_receipt (network ref, id ref, at instant)
UPDATE message SET delivered_at = :at WHERE network = :network AND id = :id AND state = 'read' AND delivered_at IS NULL

-- name: message_later (network ref, id ref, due instant, tries int, fault text)
UPDATE message SET due_at = :due, tries = :tries, fault = :fault, lease_until_at = NULL
WHERE network = :network AND id = :id AND state = 'queued'

-- name: message_fail (network ref, id ref, tries int, fault text, now instant, month int)
UPDATE message SET state = 'failed', tries = :tries, fault = :fault, failed_at = :now, month = :month, lease_until_at = NULL
WHERE network = :network AND id = :id AND state IN ('queued', 'sent')

-- name: message_to (network ref, id ref, state text, due instant, month int, fault text)
UPDATE message SET state = :state, due_at = :due, month = :month, fault = :fault, tries = 0, failed_at = NULL,
lease_until_at = NULL WHERE network = :network AND id = :id

-- name: message_alert_gone (network ref, id ref)
DELETE FROM message WHERE network = :network AND id = :id AND kind = 'alert' AND state <> 'queued'

-- name: message_month (network ref, id ref) -> month int
SELECT month FROM message WHERE network = :network AND id = :id

-- name: message_waiting_for (network ref, address text) -> id ref
SELECT id FROM message WHERE network = :network AND address = :address AND way = 'out' AND state IN ('queued', 'held')
AND kind NOT IN ('reply', 'answer')

-- All states there are, so that an index leads to the old ones.
-- name: message_sweep (network ref, before instant)
DELETE FROM message WHERE network = :network AND made_at < :before AND state IN ('done', 'asked', 'answered', 'lost',
'silent', 'queued', 'held', 'sent', 'delivered', 'read', 'failed', 'dropped')

-- ---- threads ----

-- name: thread_put (network ref, address text, gateway ref, person ref, group ref, at instant, heard instant, lost instant)
INSERT INTO thread (network, address, gateway, person, about_group, last_at, heard_at, lost_at, stopped_at)
VALUES (:network, :address, :gateway, :person, :group, :at, :heard, :lost, NULL)
ON CONFLICT (network, address) DO UPDATE SET
gateway = CASE WHEN excluded.heard_at IS NULL THEN coalesce(thread.gateway, excluded.gateway) ELSE excluded.gateway END,
person = coalesce(excluded.person, thread.person), about_group = coalesce(excluded.about_group, thread.about_group),
last_at = CASE WHEN excluded.last_at > thread.last_at THEN excluded.last_at ELSE thread.last_at END,
heard_at = coalesce(excluded.heard_at, thread.heard_at), lost_at = coalesce(excluded.lost_at, thread.lost_at)

-- Somebody answered what was not understood.
-- name: thread_answered (network ref, address text)
UPDATE thread SET lost_at = NULL WHERE network = :network AND address = :address AND lost_at IS NOT NULL

-- name: thread_stop (network ref, address text, now instant, stopped instant)
INSERT INTO thread (network, address, gateway, person, about_group, last_at, heard_at, lost_at, stopped_at)
VALUES (:network, :address, NULL, NULL, NULL, :now, NULL, NULL, :stopped)
ON CONFLICT (network, address) DO UPDATE SET stopped_at = excluded.stopped_at

-- name: thread_stopped (network ref, address text) -> stopped instant
SELECT stopped_at FROM thread WHERE network = :network AND address = :address AND stopped_at IS NOT NULL

-- name: thread_sweep (network ref, before instant)
-- walks: housekeeping
DELETE FROM thread WHERE network = :network AND last_at < :before AND stopped_at IS NULL

-- ---- where a person is written to ----

-- name: route_heard (network ref, person ref, since instant) -> gateway ref, address text
SELECT t.gateway, t.address FROM thread t
JOIN gateway g ON g.network = t.network AND g.id = t.gateway AND g.closed = 0
WHERE t.network = :network AND t.person = :person AND t.heard_at >= :since ORDER BY t.heard_at DESC, t.address LIMIT 1

-- name: route_phone (network ref, person ref) -> phone text
SELECT phone FROM contact WHERE network = :network AND person = :person AND phone IS NOT NULL AND born = 1
AND coalesce(voided, 0) = 0 ORDER BY id LIMIT 1

-- name: route_sms (network ref) -> gateway ref
-- walks: gateways are few
SELECT id FROM gateway WHERE network = :network AND closed = 0 AND kind IN ('android', 'gammu', 'kannel')
ORDER BY CASE WHEN fault IS NULL THEN 0 ELSE 1 END, made_at, id LIMIT 1

-- ---- what it costs ----

-- name: spend_get (network ref, gateway ref, month int) -> cost int, segments int
SELECT cost_mills, segments FROM message_spend WHERE network = :network AND gateway = :gateway AND month = :month

-- name: spend_add (network ref, gateway ref, month int, segments int, cost int)
INSERT INTO message_spend (network, gateway, month, segments, cost_mills)
VALUES (:network, :gateway, :month, :segments, :cost)
ON CONFLICT (network, gateway, month) DO UPDATE SET segments = message_spend.segments + excluded.segments,
cost_mills = message_spend.cost_mills + excluded.cost_mills

-- name: spend_sweep (network ref, before int)
-- walks: housekeeping
DELETE FROM message_spend WHERE network = :network AND month < :before

-- ---- forgetting ----

-- name: erase_codes (network ref, person ref)
DELETE FROM text_code WHERE network = :network AND person = :person

-- What nobody signed on an address that is hers is hers too.
-- name: erase_messages (network ref, person ref)
-- walks: an erasure
DELETE FROM message WHERE network = :network AND (person = :person OR (person IS NULL AND address IN (
  SELECT address FROM thread WHERE network = :network AND person = :person
  UNION SELECT phone FROM contact WHERE network = :network AND person = :person AND phone IS NOT NULL)))

-- name: erase_media_wait (network ref, person ref)
-- walks: an erasure
DELETE FROM media_wait WHERE network = :network AND address IN (
  SELECT address FROM thread WHERE network = :network AND person = :person
  UNION SELECT phone FROM contact WHERE network = :network AND person = :person AND phone IS NOT NULL)

-- name: media_wait_sweep (network ref, before instant)
-- walks: housekeeping
DELETE FROM media_wait WHERE network = :network AND made_at < :before

-- name: erase_phones (network ref, person ref)
-- walks: an erasure
DELETE FROM address_phone WHERE network = :network AND (
  address IN (SELECT address FROM thread WHERE network = :network AND person = :person) OR
  phone IN (SELECT phone FROM contact WHERE network = :network AND person = :person AND phone IS NOT NULL))

-- name: erase_conversations (network ref, person ref)
DELETE FROM conversation WHERE network = :network AND phone IN (
  SELECT address FROM thread WHERE network = :network AND person = :person)

-- name: erase_threads (network ref, person ref)
DELETE FROM thread WHERE network = :network AND person = :person AND stopped_at IS NULL

-- That an address wants no messages is remembered, not whose it was.
-- name: erase_stopped (network ref, person ref)
UPDATE thread SET person = NULL, about_group = NULL WHERE network = :network AND person = :person

-- name: codes_sweep (network ref, now instant)
-- walks: housekeeping
DELETE FROM text_code WHERE network = :network AND until_at <= :now

-- name: phones_sweep (network ref, before instant)
-- walks: housekeeping
DELETE FROM address_phone WHERE network = :network AND made_at < :before
AND NOT EXISTS (SELECT 1 FROM thread t WHERE t.network = address_phone.network AND t.address = address_phone.address)

-- ---- for who looks after it ----

-- name: message_counts (network ref) -> state text, n int, oldest instant, due instant
SELECT state, count(*) AS n, min(made_at) AS oldest, min(due_at) AS due FROM message WHERE network = :network
AND state IN ('queued', 'held', 'failed') GROUP BY state ORDER BY state

-- name: message_counts_of (network ref, gateway ref) -> state text, n int, oldest instant, due instant
SELECT state, count(*) AS n, min(made_at) AS oldest, min(due_at) AS due FROM message
WHERE network = :network AND gateway = :gateway AND state IN ('queued', 'held', 'failed') GROUP BY state ORDER BY state

-- name: message_lately (network ref, since instant) -> state text, n int
SELECT state, count(*) AS n FROM message WHERE network = :network
AND state IN ('done', 'asked', 'answered', 'lost', 'silent', 'sent', 'delivered', 'read', 'dropped') AND made_at >= :since
GROUP BY state ORDER BY state
