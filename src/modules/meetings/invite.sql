-- The module's own reading, and invite_state (core/operational.sql): how far it is with telling people of each meeting.

-- name: invite_look (network ref, from date, until date) -> id ref, group ref, day date, hour text, topic text, place text,
--   link text, dial text, voided int, round int, told text, stage text, begun instant, done instant, was_invited int,
--   was_evening int, was_before int, over int
SELECT m.id, m."group", m.day, m.hour, m.topic, m.place, m.link, m.dial, coalesce(m.voided, 0), coalesce(s.round, 0), s.told,
s.stage, coalesce(s.begun_at, 0), coalesce(s.done_at, 0), coalesce(s.was_invited, 0), coalesce(s.was_evening, 0),
coalesce(s.was_before, 0), coalesce(s.over, 0) FROM meeting m
LEFT JOIN invite_state s ON s.network = m.network AND s.meeting = m.id
WHERE m.network = :network AND m.day >= :from AND m.day <= :until AND m.born = 1 AND coalesce(s.over, 0) = 0
ORDER BY m.day, m.hour, m.id LIMIT 8000

-- What was told of and lies in another week by now, or is past.
-- name: invite_open (network ref, from date, until date) -> id ref, group ref, day date, hour text, topic text, place text,
--   link text, dial text, voided int, round int, told text, stage text, begun instant, done instant, was_invited int,
--   was_evening int, was_before int, over int
SELECT m.id, m."group", m.day, m.hour, m.topic, m.place, m.link, m.dial, coalesce(m.voided, 0), s.round, s.told,
s.stage, s.begun_at, coalesce(s.done_at, 0), s.was_invited, s.was_evening, s.was_before, s.over FROM invite_state s
JOIN meeting m ON m.network = s.network AND m.id = s.meeting
WHERE s.network = :network AND s.over = 0 AND m.born = 1 AND (m.day < :from OR m.day > :until) ORDER BY s.meeting LIMIT 2000

-- name: invite_one (network ref, meeting ref) -> round int, told text, stage text, begun instant, done instant,
--   was_invited int, was_evening int, was_before int, over int, at_group ref, at_person ref
SELECT round, told, stage, begun_at, coalesce(done_at, 0), was_invited, was_evening, was_before, over, at_group, at_person
FROM invite_state WHERE network = :network AND meeting = :meeting

-- name: invite_begin (network ref, meeting ref, day date, round int, told text, stage text, now instant, done instant,
--   was_invited int, was_evening int, was_before int, over int, zero ref)
INSERT INTO invite_state (network, meeting, day, round, told, stage, begun_at, done_at, was_invited, was_evening, was_before,
over, at_group, at_person)
VALUES (:network, :meeting, :day, :round, :told, :stage, :now, :done, :was_invited, :was_evening, :was_before, :over, :zero, :zero)
ON CONFLICT (network, meeting) DO UPDATE SET day = excluded.day, round = excluded.round, told = excluded.told,
stage = excluded.stage, begun_at = excluded.begun_at, done_at = excluded.done_at, was_invited = excluded.was_invited,
was_evening = excluded.was_evening, was_before = excluded.was_before, over = excluded.over, at_group = excluded.at_group,
at_person = excluded.at_person

-- name: invite_move (network ref, meeting ref, group ref, person ref, done instant)
UPDATE invite_state SET at_group = :group, at_person = :person, done_at = :done WHERE network = :network AND meeting = :meeting

-- name: invite_sweep (network ref, before date)
DELETE FROM invite_state WHERE network = :network AND over = 1 AND day < :before

-- name: invite_members (network ref, group ref, after ref, day date, most int) -> person ref, language text
SELECT m.person, p.language FROM membership m JOIN person p ON p.network = m.network AND p.id = m.person
WHERE m.network = :network AND m."group" = :group AND m.person > :after AND m.born = 1
AND (m.since IS NULL OR m.since <= :day) AND (m."until" IS NULL OR m."until" > :day)
AND p.born = 1 AND coalesce(p.voided, 0) = 0 ORDER BY m.person, m.id LIMIT :most

-- name: invite_below (network ref, group ref) -> id ref
SELECT id FROM "group" WHERE network = :network AND parent = :group AND born = 1 AND coalesce(voided, 0) = 0 ORDER BY id

-- name: invite_waiting (network ref, meeting ref, most int) -> id ref
SELECT id FROM message WHERE network = :network AND batch = :meeting AND state IN ('queued', 'held') LIMIT :most

-- name: invite_sent (network ref, meeting ref) -> state text, n int
SELECT state, count(*) FROM message WHERE network = :network AND batch = :meeting GROUP BY state

-- name: invite_week (network ref, from date, until date) -> id ref, group ref, day date, hour text, topic text, place text
SELECT id, "group", day, hour, topic, place FROM meeting WHERE network = :network AND day >= :from AND day <= :until
AND born = 1 AND coalesce(voided, 0) = 0 ORDER BY day, hour, id LIMIT 2000
