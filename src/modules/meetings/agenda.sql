-- The agenda's own reading.

-- Open ones, and those closed on that day or later: what a meeting of that day may still have had before it.
-- name: agenda_of_group (network ref, group ref, day date) -> id ref, meeting ref, title text, why text, minutes int, place int, person ref, state text, closed_on ref, day date, hour text, closed_day date, placed_on ref
SELECT p.id, p.meeting, p.title, p.why, p.minutes, p.place, p.person, p.state, p.closed_on, m.day, m.hour, z.day AS closed_day, p.placed_on
FROM agenda_point p JOIN meeting m ON m.network = p.network AND m.id = p.meeting
LEFT JOIN meeting z ON z.network = p.network AND z.id = p.closed_on
WHERE p.network = :network AND p."group" = :group AND p.born = 1 AND m.born = 1 AND m.day <= :day
AND (p.state = 'open' OR z.day >= :day) ORDER BY p.id LIMIT 300

-- name: agenda_meetings (network ref, group ref, from date, until date) -> id ref, day date, hour text
SELECT id, day, hour FROM meeting WHERE network = :network AND "group" = :group AND day >= :from AND day <= :until AND born = 1
AND coalesce(voided, 0) = 0 ORDER BY day, hour, id LIMIT 400
