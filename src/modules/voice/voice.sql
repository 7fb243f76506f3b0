-- The module's own reading. Meals, groups and places are the tables of other modules.

-- name: authorities (network ref, most int) -> id ref, name text, office text
-- walks: offices are some dozens
SELECT id, name, office FROM authority WHERE network = :network AND born = 1 ORDER BY name, office, id LIMIT :most

-- name: holidays (network ref, most int) -> id ref, day date, name text
-- walks: a few a year are declared
SELECT id, day, name FROM holiday WHERE network = :network AND born = 1 AND coalesce(voided, 0) = 0 ORDER BY day DESC NULLS LAST, id LIMIT :most

-- name: letters_of (network ref, group ref, most int) -> id ref
SELECT id FROM letter WHERE network = :network AND "group" = :group AND born = 1 AND coalesce(voided, 0) = 0 ORDER BY id DESC LIMIT :most

-- name: letters_by_state (network ref, state text, most int) -> id ref
SELECT id FROM letter WHERE network = :network AND state = :state AND born = 1 AND coalesce(voided, 0) = 0 ORDER BY id DESC LIMIT :most

-- name: letters_of_meeting (network ref, meeting ref, most int) -> id ref
SELECT id FROM letter WHERE network = :network AND meeting = :meeting AND born = 1 AND coalesce(voided, 0) = 0 ORDER BY id LIMIT :most

-- name: letter_last (network ref, group ref, year int, kind text) -> n int
SELECT max(n) FROM letter WHERE network = :network AND "group" = :group AND year = :year AND kind = :kind

-- name: letter_last_call (network ref) -> n int
SELECT call FROM letter WHERE network = :network AND call IS NOT NULL ORDER BY call DESC LIMIT 1

-- name: letters_called (network ref, call int) -> id ref
SELECT id FROM letter WHERE network = :network AND call = :call AND born = 1 AND coalesce(voided, 0) = 0 LIMIT 1

-- name: letters_gathering (network ref, day date) -> id ref
SELECT id FROM letter WHERE network = :network AND until >= :day AND born = 1 AND coalesce(voided, 0) = 0 ORDER BY until, id LIMIT 20

-- name: open_letters (network ref, past ref, most int) -> id ref
SELECT id FROM open_letter WHERE network = :network AND id < :past AND born = 1 AND coalesce(voided, 0) = 0 ORDER BY id DESC LIMIT :most

-- name: open_letters_of (network ref, group ref, most int) -> id ref
SELECT id FROM open_letter WHERE network = :network AND "group" = :group AND born = 1 AND coalesce(voided, 0) = 0 ORDER BY id DESC LIMIT :most

-- name: support_ways (network ref, letter ref) -> way text, people int
SELECT way, people FROM tally_petition_support WHERE network = :network AND letter = :letter

-- name: support_places (network ref, letter ref) -> place ref, people int
SELECT place, sum(people) FROM tally_petition_place WHERE network = :network AND letter = :letter AND place IS NOT NULL GROUP BY place ORDER BY place

-- name: signed_sum (network ref, letter ref) -> sheets int, counted int, people int
SELECT count(*), count(people), sum(people) FROM petition_sheet WHERE network = :network AND letter = :letter AND born = 1 AND coalesce(voided, 0) = 0

-- name: signed_of (network ref, letter ref, most int) -> id ref
SELECT id FROM petition_sheet WHERE network = :network AND letter = :letter AND born = 1 AND coalesce(voided, 0) = 0 ORDER BY n NULLS LAST, id LIMIT :most

-- name: signed_last (network ref, letter ref) -> n int
SELECT n FROM petition_sheet WHERE network = :network AND letter = :letter AND n IS NOT NULL ORDER BY n DESC LIMIT 1

-- name: sheet_photos (network ref, group ref, about text) -> n int
SELECT count(*) FROM attachment WHERE network = :network AND "group" = :group AND about = :about AND born = 1 AND coalesce(voided, 0) = 0

-- name: phones_of (network ref, person ref) -> phone text
SELECT phone FROM contact WHERE network = :network AND person = :person AND born = 1 AND coalesce(voided, 0) = 0 ORDER BY phone NULLS LAST LIMIT 6

-- name: promises (network ref, most int) -> id ref
-- walks: promises are some hundreds, and the page shows them all
SELECT id FROM promise WHERE network = :network AND born = 1 AND coalesce(voided, 0) = 0 ORDER BY id DESC LIMIT :most

-- name: promises_of_meeting (network ref, meeting ref, most int) -> id ref
SELECT id FROM promise WHERE network = :network AND meeting = :meeting AND born = 1 AND coalesce(voided, 0) = 0 ORDER BY id LIMIT :most

-- name: promises_of_letter (network ref, letter ref, most int) -> id ref
SELECT id FROM promise WHERE network = :network AND letter = :letter AND born = 1 AND coalesce(voided, 0) = 0 ORDER BY id LIMIT :most

-- name: arrivals_of (network ref, promise ref, most int) -> id ref
SELECT id FROM promise_arrival WHERE network = :network AND promise = :promise AND born = 1 ORDER BY day NULLS LAST, id LIMIT :most

-- name: arrivals_sum (network ref, promise ref) -> n int, last date, amount int, known int, whole int
SELECT count(*), max(day), sum(amount), count(amount), max(whole) FROM promise_arrival WHERE network = :network AND promise = :promise AND born = 1
AND coalesce(voided, 0) = 0

-- name: arrival_kept (network ref, promise ref, whole int) -> day date
SELECT day FROM promise_arrival WHERE network = :network AND promise = :promise AND born = 1 AND coalesce(voided, 0) = 0
AND coalesce(whole, 0) >= :whole ORDER BY day NULLS LAST, id LIMIT 1

-- name: arrival_amounts (network ref, promise ref) -> day date, amount int
SELECT day, amount FROM promise_arrival WHERE network = :network AND promise = :promise AND born = 1 AND coalesce(voided, 0) = 0
ORDER BY day NULLS LAST, id

-- name: press_kitchens (network ref) -> kitchens int
-- walks: a few rows a district
SELECT sum(active) FROM tally_groups_place WHERE network = :network AND kind IN ('olla', 'comedor')

-- name: press_reported (network ref, first ref, past ref) -> kitchens int
SELECT count(DISTINCT kitchen) FROM meal WHERE network = :network AND id >= :first AND id < :past AND born = 1 AND served IS NOT NULL
AND coalesce(voided, 0) = 0

-- name: press_served (network ref, from date, to date) -> served int, known int
SELECT sum(served), sum(served_n) FROM tally_served_day WHERE network = :network AND day >= :from AND day <= :to
