-- Minutes, who wrote, who approved, who took what on.

-- name: minutes_of (network ref, meeting ref) -> id ref, point ref, place int, text text, author ref, came_after int
SELECT id, point, place, text, author, came_after FROM minute WHERE network = :network AND meeting = :meeting AND born = 1
AND coalesce(voided, 0) = 0 ORDER BY place NULLS LAST, id LIMIT 400

-- name: minutes_secretaries (network ref, meeting ref) -> person ref
SELECT person FROM minutes_secretary WHERE network = :network AND meeting = :meeting AND born = 1 AND coalesce(voided, 0) = 0
ORDER BY person LIMIT 20

-- name: minutes_amendments (network ref, meeting ref) -> id ref, text text, day date, author ref
SELECT id, text, day, author FROM minutes_amendment WHERE network = :network AND meeting = :meeting AND born = 1 ORDER BY id LIMIT 60

-- The acts of a group run through each year.
-- name: minutes_number (network ref, group ref, year int) -> n int
SELECT coalesce(max(number), 0) FROM minutes_approval WHERE network = :network AND "group" = :group AND year = :year AND born = 1

-- name: charges_hers (network ref, person ref) -> agreement ref, what text, by date, state text, group ref, meeting ref, sign text
SELECT k.agreement, a.what, a."by", a.state, a."group", k.meeting, a.sign FROM charge k JOIN agreement a
ON a.network = k.network AND a.id = k.agreement WHERE k.network = :network AND k.person = :person AND k.born = 1 AND a.born = 1
AND a.closed = 0 ORDER BY a."by" NULLS LAST, a.id LIMIT 60

-- name: charges_since (network ref, from instant) -> agreement ref, person ref, what text, by date, closed int
SELECT k.agreement, k.person, a.what, a."by", a.closed FROM charge k JOIN agreement a ON a.network = k.network AND a.id = k.agreement
WHERE k.network = :network AND k.at >= :from AND k.born = 1 AND a.born = 1 ORDER BY k.at, k.id LIMIT 1000

-- What meetings of that group left open before that day, the most urgent first.
-- name: agreements_left (network ref, group ref, day date) -> id ref, what text, who text, by date, state text, source text
SELECT id, what, who, "by", state, source FROM agreement WHERE network = :network AND "group" = :group AND closed = 0 AND day < :day
AND born = 1 ORDER BY "by" NULLS LAST, id LIMIT 60

-- name: leaders_of (network ref, group ref, day date) -> person ref
SELECT DISTINCT person FROM membership WHERE network = :network AND "group" = :group AND born = 1
AND role IN ('leader', 'coordinator') AND ("until" IS NULL OR "until" > :day) ORDER BY person LIMIT 20
