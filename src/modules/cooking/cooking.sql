-- name: turns_between (network ref, group ref, from date, to date) -> id ref, day date, person ref, state text
SELECT id, day, person, state FROM turn WHERE network = :network AND "group" = :group AND day >= :from AND day <= :to
AND born = 1 ORDER BY day, id LIMIT 600

-- name: cooks_of (network ref, group ref, day date) -> person ref
SELECT DISTINCT m.person FROM membership m WHERE m.network = :network AND m."group" = :group AND m.born = 1
AND m.role IN ('leader', 'cook', 'member') AND (m.since IS NULL OR m.since <= :day) AND (m.until IS NULL OR m.until > :day)
ORDER BY m.person LIMIT 60

-- name: weeks_of (network ref, group ref, from date) -> week date, minutes int, known int
SELECT week, minutes, minutes_n FROM tally_turn_week WHERE network = :network AND "group" = :group AND week >= :from ORDER BY week

-- name: my_turns (network ref, person ref, from date, to date) -> day date, group ref
SELECT day, "group" FROM turn WHERE network = :network AND person = :person AND day >= :from AND day <= :to AND born = 1
AND state = 'planned' ORDER BY day LIMIT 10
