-- Gardens, and what grows in them.

-- name: gardens_of (network ref, group ref, most int) -> id ref
SELECT id FROM garden WHERE network = :network AND "group" = :group AND born = 1 AND closed IS NULL
ORDER BY name, id LIMIT :most

-- name: entries_of (network ref, contest ref, most int) -> id ref
SELECT id FROM contest_entry WHERE network = :network AND contest = :contest AND born = 1 ORDER BY id LIMIT :most

-- name: contests_open (network ref, day date) -> n int
SELECT count(*) FROM contest WHERE network = :network AND until >= :day AND born = 1

-- name: sowings_growing (network ref, group ref, since date, most int) -> garden ref, day date, crop text
SELECT garden, day, crop FROM sowing WHERE network = :network AND "group" = :group AND day >= :since AND born = 1
AND coalesce(state, 'growing') = 'growing' ORDER BY day, crop LIMIT :most

-- name: lessons_sum (network ref, group ref) -> families int, known int
SELECT sum(new_families), sum(new_families_n) FROM tally_lesson_day WHERE network = :network AND "group" = :group

-- name: contests (network ref, most int) -> id ref, group ref, name text, until date
-- walks: a network calls a few contests a year
SELECT id, "group", name, until FROM contest WHERE network = :network AND born = 1 ORDER BY until DESC, id LIMIT :most
