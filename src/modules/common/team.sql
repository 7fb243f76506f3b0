-- name: teams_of (network ref, person ref, most int) -> team ref
SELECT m.team FROM team_member m JOIN team t ON t.network = m.network AND t.id = m.team
WHERE m.network = :network AND m.person = :person AND m.born = 1 AND t.born = 1 ORDER BY m.id LIMIT :most

-- name: teams_all (network ref, most int) -> id ref, group ref
-- walks: teams are few
SELECT id, "group" FROM team WHERE network = :network AND born = 1 ORDER BY id LIMIT :most

-- name: team_members (network ref, team ref, most int) -> person ref, invited date, since date
SELECT person, invited, since FROM team_member WHERE network = :network AND team = :team AND born = 1
ORDER BY id LIMIT :most

-- name: members_of_group (network ref, group ref, today date, most int) -> person ref
SELECT DISTINCT person FROM membership WHERE network = :network AND "group" = :group AND born = 1
AND (since IS NULL OR since <= :today) AND (until IS NULL OR until > :today) ORDER BY person LIMIT :most

-- name: notes_of_team (network ref, team ref, before_day date, before_id ref, most int) ->
--   id ref, day date, author ref
SELECT id, day, author FROM note WHERE network = :network AND team = :team AND born = 1
AND coalesce(voided, 0) = 0 AND (day < :before_day OR (day = :before_day AND id < :before_id))
ORDER BY day DESC, id DESC LIMIT :most
