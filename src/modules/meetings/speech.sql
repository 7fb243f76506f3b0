-- The word in a meeting.

-- name: speech_open (network ref, meeting ref) -> id ref, person ref, name text, said text, way text, asked_at int, given_at int
SELECT s.id, s.person, p.name, s.name AS said, s.way, s.asked_at, s.given_at FROM speech s
LEFT JOIN person p ON p.network = s.network AND p.id = s.person AND p.born = 1
WHERE s.network = :network AND s.meeting = :meeting AND s.ended_at IS NULL AND s.born = 1 AND coalesce(s.voided, 0) = 0
ORDER BY s.asked_at NULLS LAST, s.id LIMIT 1001

-- name: speech_done (network ref, meeting ref) -> person ref, said text, way text, seconds int
SELECT person, name AS said, way, seconds FROM speech WHERE network = :network AND meeting = :meeting AND ended_at IS NOT NULL
AND born = 1 AND coalesce(voided, 0) = 0 ORDER BY id LIMIT 1000
