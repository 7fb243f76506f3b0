-- What was said beside meetings.

-- name: spoken_of_meeting (network ref, meeting ref) -> id ref, meeting ref, point ref, person ref, name text, file text, seconds int, text text, live bool, at instant
SELECT s.id, s.meeting, s.point, s.person, coalesce(p.short_name, p.name) AS name, s.file, s.seconds, s.text, s.live, s.at
FROM spoken s LEFT JOIN person p ON p.network = s.network AND p.id = s.person
WHERE s.network = :network AND s.meeting = :meeting AND s.born = 1 AND coalesce(s.voided, 0) = 0 ORDER BY s.at, s.id LIMIT 300

-- name: spoken_of_point (network ref, point ref) -> id ref, meeting ref, point ref, person ref, name text, file text, seconds int, text text, live bool, at instant
SELECT s.id, s.meeting, s.point, s.person, coalesce(p.short_name, p.name) AS name, s.file, s.seconds, s.text, s.live, s.at
FROM spoken s LEFT JOIN person p ON p.network = s.network AND p.id = s.person
WHERE s.network = :network AND s.point = :point AND s.born = 1 AND coalesce(s.voided, 0) = 0 ORDER BY s.at, s.id LIMIT 300

-- name: spoken_of_person (network ref, meeting ref, person ref) -> id ref
SELECT id FROM spoken WHERE network = :network AND meeting = :meeting AND person = :person AND born = 1 AND coalesce(voided, 0) = 0 LIMIT 1
