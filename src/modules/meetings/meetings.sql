-- The module's own reading.

-- name: meetings_from (network ref, group ref, day date, most int) -> id ref, group ref, day date, hour text, minutes int, topic text, place text, link text, dial text
SELECT id, "group", day, hour, minutes, topic, place, link, dial FROM meeting WHERE network = :network AND "group" = :group
AND day >= :day AND born = 1 AND coalesce(voided, 0) = 0 ORDER BY day, hour, id LIMIT :most

-- name: meetings_on (network ref, day date) -> id ref, group ref, hour text, minutes int, topic text
SELECT id, "group", hour, minutes, topic FROM meeting WHERE network = :network AND day = :day AND born = 1
AND coalesce(voided, 0) = 0 ORDER BY id LIMIT 20000

-- name: attendance_count (network ref, meeting ref) -> answer text, people int
SELECT answer, count(*) FROM attendance WHERE network = :network AND meeting = :meeting AND born = 1 AND answer IS NOT NULL
GROUP BY answer

-- name: attendance_of (network ref, meeting ref) -> person ref, name text, answer text, at text
SELECT a.person, p.name, a.answer, a.at FROM attendance a JOIN person p ON p.network = a.network AND p.id = a.person
WHERE a.network = :network AND a.meeting = :meeting AND a.born = 1 AND a.answer IS NOT NULL AND p.born = 1
AND coalesce(p.voided, 0) = 0 ORDER BY p.name_key NULLS LAST, p.id LIMIT 301
