-- The module's own reading.

-- name: kitchens_count (network ref) -> n int
SELECT count(*) FROM "group" WHERE network = :network AND kind IN ('olla', 'comedor')

-- name: kitchens_all (network ref) -> id ref, place ref, latitude int, longitude int, diners int, days text
SELECT g.id, g.place, k.latitude, k.longitude, k.capacity, k.days FROM "group" g
LEFT JOIN kitchen k ON k.network = g.network AND k.id = g.id
WHERE g.network = :network AND g.born = 1 AND g.kind IN ('olla', 'comedor') AND coalesce(g.active, 1) = 1
AND coalesce(g.voided, 0) = 0 AND g.same_as IS NULL ORDER BY g.id

-- name: received (network ref, from date) -> kitchen ref, had_g int
SELECT kitchen, sum(came_g) FROM tally_recovered_day WHERE network = :network AND fetch_day >= :from GROUP BY kitchen

-- name: promised (network ref, from date) -> kitchen ref, had_g int
SELECT kitchen, sum(amount) FROM offer WHERE network = :network AND state = 'taken' AND day >= :from
AND born = 1 AND coalesce(voided, 0) = 0 AND kitchen IS NOT NULL GROUP BY kitchen

-- name: asked_of (network ref, offer ref) -> kitchen ref, answer text, round int, distance_m int, share_g int, asked_at instant
SELECT kitchen, answer, round, distance_m, share_g, asked_at FROM offer_ask
WHERE network = :network AND offer = :offer AND born = 1 ORDER BY round, asked_at, kitchen LIMIT 200

-- name: asked_me (network ref, kitchen ref, from instant) -> offer ref, answer text
SELECT offer, answer FROM offer_ask WHERE network = :network AND kitchen = :kitchen AND asked_at >= :from AND born = 1
ORDER BY asked_at DESC, offer LIMIT 60

-- name: offers_mine (network ref, kitchen ref) -> id ref
SELECT id FROM offer WHERE network = :network AND kitchen = :kitchen AND state = 'taken' AND born = 1
AND coalesce(voided, 0) = 0 ORDER BY until, id LIMIT 60

-- name: offers_lately (network ref, kitchen ref) -> id ref
SELECT id FROM offer WHERE network = :network AND kitchen = :kitchen AND state = 'fetched' AND born = 1
AND coalesce(voided, 0) = 0 ORDER BY fetch_day DESC, id DESC LIMIT 10

-- name: offers_open (network ref, from date) -> id ref
SELECT id FROM offer WHERE network = :network AND state = 'open' AND day >= :from AND born = 1
AND coalesce(voided, 0) = 0 ORDER BY day, id LIMIT 300

-- name: offers_due (network ref, now instant) -> id ref
SELECT id FROM offer WHERE network = :network AND state = 'open' AND turn_at <= :now AND born = 1
AND coalesce(voided, 0) = 0 ORDER BY turn_at, id LIMIT 600

-- name: offers_of (network ref, giver ref) -> id ref
SELECT id FROM offer WHERE network = :network AND giver = :giver AND born = 1 AND coalesce(voided, 0) = 0
ORDER BY day DESC, id DESC LIMIT 20

-- name: givers_of (network ref, group ref) -> id ref
SELECT id FROM giver WHERE network = :network AND "group" = :group AND born = 1 AND coalesce(voided, 0) = 0
ORDER BY id LIMIT 100

-- name: giver_of_person (network ref, person ref) -> id ref
SELECT id FROM giver WHERE network = :network AND person = :person AND born = 1 AND coalesce(voided, 0) = 0
ORDER BY id LIMIT 5

-- name: recovered_months (network ref, from date) -> month date, came_g int, rejected_g int
-- walks: a row a district and month, of whole districts
SELECT month, sum(came_g), sum(rejected_g) FROM tally_recovered_month WHERE network = :network AND month >= :from
GROUP BY month ORDER BY month

-- name: recovered_places (network ref, from date) -> place ref, came_g int, rejected_g int
-- walks: a row a district and month, of whole districts
SELECT place, sum(came_g), sum(rejected_g) FROM tally_recovered_month WHERE network = :network AND month >= :from
GROUP BY place ORDER BY place

-- name: members (network ref, group ref, day date) -> person ref, name text
SELECT m.person, p.name FROM membership m JOIN person p ON p.network = m.network AND p.id = m.person
WHERE m.network = :network AND m."group" = :group AND m.born = 1 AND p.born = 1 AND coalesce(p.voided, 0) = 0
AND (m."until" IS NULL OR m."until" > :day) AND p.name IS NOT NULL ORDER BY m.person LIMIT 200

-- name: tellers (network ref, group ref, day date) -> person ref
SELECT DISTINCT person FROM membership WHERE network = :network AND "group" = :group AND born = 1
AND role IN ('leader', 'cook') AND ("until" IS NULL OR "until" > :day) ORDER BY person LIMIT 20

-- name: pickups_on (network ref, weekday text) -> id ref
SELECT id FROM pickup WHERE network = :network AND weekday = :weekday AND born = 1 AND coalesce(voided, 0) = 0
ORDER BY id LIMIT 5000

-- name: pickups_of (network ref, group ref) -> id ref
SELECT id FROM pickup WHERE network = :network AND "group" = :group AND born = 1 AND coalesce(voided, 0) = 0
ORDER BY id LIMIT 60

-- name: asks_since (network ref, from instant) -> id ref, offer ref, kitchen ref
SELECT id, offer, kitchen FROM offer_ask WHERE network = :network AND asked_at >= :from AND answer = 'asked' AND born = 1
ORDER BY asked_at, id LIMIT 1000

-- name: offers_taken (network ref, from date) -> id ref, giver ref, kitchen ref, taken_at instant
SELECT id, giver, kitchen, taken_at FROM offer WHERE network = :network AND state = 'taken' AND day >= :from AND born = 1
AND coalesce(voided, 0) = 0 ORDER BY day, id LIMIT 1000

-- name: givers_all (network ref) -> id ref
-- walks: givers are some hundred at most
SELECT id FROM giver WHERE network = :network AND born = 1 AND coalesce(voided, 0) = 0 ORDER BY id LIMIT 300
