-- name: duties (network ref, most int) -> id ref, team ref, person ref, day text, from_hour int, to_hour int
-- walks: duties are few
SELECT id, team, person, day, from_hour, to_hour FROM duty
WHERE network = :network AND born = 1 AND coalesce(voided, 0) = 0 ORDER BY id LIMIT :most

-- name: duty_members (network ref, team ref, most int) -> person ref
SELECT person FROM team_member WHERE network = :network AND team = :team AND born = 1 AND since IS NOT NULL
ORDER BY id LIMIT :most

-- name: alerts_open (network ref, team ref, most int) -> id ref, at instant, taken_by ref
SELECT id, at, taken_by FROM alert WHERE network = :network AND team = :team AND born = 1 AND closed_at IS NULL
ORDER BY at DESC, id LIMIT :most

-- name: alerts_nobodys (network ref, most int) -> id ref, at instant, taken_by ref
SELECT id, at, taken_by FROM alert WHERE network = :network AND team IS NULL AND born = 1 AND closed_at IS NULL
ORDER BY at DESC, id LIMIT :most
