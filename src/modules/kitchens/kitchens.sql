-- The module's own reading. A listed record is born and not voided; a listed kitchen also works.

-- name: meal_recent (network ref, kitchen ref, since date, day date, sitting text, id ref) -> served int
SELECT served FROM meal WHERE network = :network AND kitchen = :kitchen AND day >= :since AND day <= :day
AND sitting = :sitting AND id <> :id AND born = 1 AND served IS NOT NULL AND coalesce(voided, 0) = 0 ORDER BY day DESC LIMIT 14

-- name: roles_of (network ref, person ref) -> group ref, role text
SELECT "group", role FROM membership WHERE network = :network AND person = :person AND born = 1

-- name: code_last (network ref, first text, past text) -> code text
SELECT max(code) FROM "group" WHERE network = :network AND code >= :first AND code < :past

-- name: district_boards (network ref, place ref) -> id ref
SELECT id FROM "group" WHERE network = :network AND place = :place AND kind = 'district_board'
AND born = 1 AND coalesce(voided, 0) = 0 ORDER BY id LIMIT 1

-- name: my_kitchens (network ref, person ref, day date) -> id ref, code text, name text
SELECT g.id, g.code, g.name FROM membership m
JOIN "group" g ON g.network = m.network AND g.id = m."group"
WHERE m.network = :network AND m.person = :person AND m.born = 1 AND m.role IN ('leader', 'cook')
AND (m.since IS NULL OR m.since <= :day) AND (m.until IS NULL OR m.until > :day)
AND g.kind IN ('olla', 'comedor') AND g.born = 1 AND coalesce(g.voided, 0) = 0
GROUP BY g.id, g.code, g.name ORDER BY g.code NULLS FIRST, g.id LIMIT 20

-- name: kitchen_by_code (network ref, code text) -> id ref, name text, kind text, place ref
SELECT id, name, kind, place FROM "group" WHERE network = :network AND code = :code
AND kind IN ('olla', 'comedor') AND born = 1 AND coalesce(voided, 0) = 0

-- name: place_by_code (network ref, code text) -> id ref, name text, parent ref, level text
SELECT id, name, parent, level FROM place WHERE network = :network AND code = :code AND born = 1

-- name: place_named (network ref, id ref) -> code text, name text, parent ref, level text
SELECT code, name, parent, level FROM place WHERE network = :network AND id = :id AND born = 1

-- name: days_served (network ref, from date, to date) -> day date, served int, known int
SELECT day, served, served_n FROM tally_served_day
WHERE network = :network AND day >= :from AND day <= :to ORDER BY day

-- name: served_ever (network ref) -> served int, known int, since date
-- walks: a row a day
SELECT sum(served), sum(served_n), min(day) FROM tally_served_day
WHERE network = :network AND served_n > 0

-- name: sittings_of_day (network ref, day date) -> sitting text, known int
SELECT sitting, served_n FROM tally_served_sitting
WHERE network = :network AND day = :day AND served_n > 0

-- name: reported_of_day (network ref, first ref, past ref) -> district ref, kitchens int
SELECT district, count(DISTINCT kitchen) FROM meal WHERE network = :network AND id >= :first
AND id < :past AND born = 1 AND served IS NOT NULL AND coalesce(voided, 0) = 0 GROUP BY district

-- name: districts (network ref) -> id ref, code text, name text, kitchens int, latitude int, longitude int
-- walks: districts are few
SELECT p.id, p.code, p.name, k.kitchens, p.latitude, p.longitude FROM (
  SELECT place, sum(active) AS kitchens FROM tally_groups_place
  WHERE network = :network AND kind IN ('olla', 'comedor') GROUP BY place
) k JOIN place p ON p.network = :network AND p.id = k.place
WHERE k.kitchens > 0 ORDER BY p.name_key, p.code

-- name: districts_served (network ref, from date, to date, day date) ->
--   district ref, week int, week_known int, served int, known int
SELECT district, sum(served), sum(served_n), sum(CASE WHEN day = :day THEN served END),
sum(CASE WHEN day = :day THEN served_n ELSE 0 END)
FROM tally_served_district_day WHERE network = :network AND day >= :from AND day <= :to
GROUP BY district

-- name: district_days (network ref, from date, to date, district ref) -> day date, served int, known int
SELECT day, served, served_n FROM tally_served_district_day
WHERE network = :network AND day >= :from AND day <= :to AND district = :district ORDER BY day

-- name: kitchens_count (network ref) -> kitchens int
-- walks: districts are few
SELECT sum(active) FROM tally_groups_place WHERE network = :network AND kind IN ('olla', 'comedor')

-- name: kitchens_in (network ref, place ref) -> kitchens int
SELECT sum(active) FROM tally_groups_place
WHERE network = :network AND place = :place AND kind IN ('olla', 'comedor')

-- name: kitchens_at (network ref, place ref, after text, monday date, today date) ->
--   id ref, code text, name text, kind text, served int, week int
SELECT g.id, g.code, g.name, g.kind,
(SELECT sum(m.served) FROM meal m WHERE m.network = g.network AND m.kitchen = g.id
  AND m.day = :today AND m.born = 1 AND coalesce(m.voided, 0) = 0),
(SELECT sum(m.served) FROM meal m WHERE m.network = g.network AND m.kitchen = g.id
  AND m.day >= :monday AND m.day <= :today AND m.born = 1 AND coalesce(m.voided, 0) = 0)
FROM "group" g WHERE g.network = :network AND g.place = :place AND g.kind IN ('olla', 'comedor')
AND g.born = 1 AND coalesce(g.voided, 0) = 0 AND coalesce(g.active, 0) = 1 AND g.code > :after
ORDER BY g.code LIMIT 101

-- name: kitchen_first (network ref, place ref) -> id ref
SELECT id FROM "group" WHERE network = :network AND place = :place AND kind IN ('olla', 'comedor')
AND born = 1 AND coalesce(voided, 0) = 0 AND coalesce(active, 0) = 1 ORDER BY code NULLS FIRST, id LIMIT 1

-- name: kitchen_days (network ref, kitchen ref, from date, to date) ->
--   day date, served int, free int, leftover int, planned int
SELECT day, sum(served), sum(free), sum(leftover), sum(planned) FROM meal
WHERE network = :network AND kitchen = :kitchen AND day >= :from AND day <= :to
AND born = 1 AND coalesce(voided, 0) = 0 GROUP BY day ORDER BY day

-- name: kitchen_ever (network ref, kitchen ref) -> served int, known int
SELECT sum(served), sum(served_n) FROM tally_served_kitchen WHERE network = :network AND kitchen = :kitchen

-- name: sitting_ever (network ref, kitchen ref, sitting text) -> served int, known int
SELECT served, served_n FROM tally_served_kitchen
WHERE network = :network AND kitchen = :kitchen AND sitting = :sitting

-- name: roster (network ref, place ref, after text, day date) -> id ref, code text, name text,
--   served int, free int, change ref
SELECT g.id, g.code, g.name,
(SELECT sum(m.served) FROM meal m WHERE m.network = g.network AND m.kitchen = g.id
  AND m.day = :day AND m.born = 1 AND coalesce(m.voided, 0) = 0),
(SELECT sum(m.free) FROM meal m WHERE m.network = g.network AND m.kitchen = g.id
  AND m.day = :day AND m.born = 1 AND coalesce(m.voided, 0) = 0),
(SELECT m.change FROM meal m WHERE m.network = g.network AND m.kitchen = g.id
  AND m.day = :day AND m.born = 1 AND coalesce(m.voided, 0) = 0 ORDER BY m.stamp DESC LIMIT 1)
FROM "group" g WHERE g.network = :network AND g.place = :place AND g.kind IN ('olla', 'comedor')
AND g.born = 1 AND coalesce(g.voided, 0) = 0 AND coalesce(g.active, 0) = 1 AND g.code > :after
ORDER BY g.code LIMIT 101

-- name: kitchen_last (network ref, kitchen ref, day date) -> day date
SELECT max(day) FROM meal WHERE network = :network AND kitchen = :kitchen AND day < :day
AND born = 1 AND served IS NOT NULL AND coalesce(voided, 0) = 0

-- name: leader_of (network ref, kitchen ref, day date) -> name text, phone text
SELECT p.name, (SELECT min(k.phone) FROM contact k WHERE k.network = p.network AND k.person = p.id
  AND k.born = 1 AND coalesce(k.voided, 0) = 0)
FROM membership m JOIN person p ON p.network = m.network AND p.id = m.person
WHERE m.network = :network AND m."group" = :kitchen AND m.role = 'leader' AND m.born = 1
AND (m.until IS NULL OR m.until > :day) ORDER BY p.name_key NULLS LAST, p.id LIMIT 1

-- name: needs_open (network ref, kitchen ref, since date) -> id ref, item text, amount int, measure text, day date
SELECT id, item, amount, measure, day FROM need WHERE network = :network AND kitchen = :kitchen AND day >= :since
AND state = 'open' AND born = 1 AND coalesce(voided, 0) = 0 ORDER BY day DESC, item

-- name: needs_of_item (network ref, kitchen ref, since date, item text) ->
--   id ref, amount int, measure text
SELECT id, amount, measure FROM need WHERE network = :network AND kitchen = :kitchen AND day >= :since AND item = :item
AND state = 'open' AND born = 1 AND coalesce(voided, 0) = 0 ORDER BY day DESC, id LIMIT 31

-- name: needs_most (network ref, district ref, since date, most int) -> item text, kitchens int
SELECT item, count(DISTINCT kitchen) AS kitchens FROM need WHERE network = :network AND district = :district
AND day >= :since AND state = 'open' AND born = 1 AND coalesce(voided, 0) = 0
GROUP BY item ORDER BY kitchens DESC, item LIMIT :most

-- name: needs_districts (network ref, since date) -> district ref, kitchens int
SELECT district, count(DISTINCT kitchen) FROM need WHERE network = :network AND day >= :since AND state = 'open'
AND born = 1 AND coalesce(voided, 0) = 0 AND district IS NOT NULL GROUP BY district

-- name: needs_in (network ref, district ref, since date) -> id ref, kitchen ref, item text, amount int, measure text, day date
SELECT id, kitchen, item, amount, measure, day FROM need WHERE network = :network AND district = :district
AND day >= :since AND state = 'open' AND born = 1 AND coalesce(voided, 0) = 0
ORDER BY kitchen, day DESC, item LIMIT 500

-- name: district_day (network ref, district ref, day date) -> served int, known int, free int, free_known int
SELECT served, served_n, free, free_n FROM tally_served_district_day
WHERE network = :network AND district = :district AND day = :day

-- Of joined kitchens, what others say of either; who is joined too speaks once, and for herself not at all.

-- name: confirms_of (network ref, kitchen ref) -> by ref, level text, day date
WITH RECURSIVE same (id) AS (SELECT coalesce(same_as, id) FROM "group" WHERE network = :network AND id = :kitchen
UNION SELECT g.id FROM same JOIN "group" g ON g.network = :network AND g.same_as = same.id)
SELECT coalesce(b.same_as, x."by"), x.level, max(x.day) FROM kitchen_confirm x
LEFT JOIN "group" b ON b.network = x.network AND b.id = x."by"
WHERE x.network = :network AND x.kitchen IN (SELECT id FROM same) AND x.born = 1 AND coalesce(x.voided, 0) = 0
AND x."by" NOT IN (SELECT id FROM same)
GROUP BY coalesce(b.same_as, x."by"), x.level ORDER BY x.level, max(x.day) NULLS FIRST, coalesce(b.same_as, x."by")

-- name: code_holders (network ref, kind text, code text) -> group ref
SELECT "group" FROM kitchen_code WHERE network = :network AND kind = :kind AND code = :code AND born = 1

-- name: people_of (network ref, group ref) -> id ref, name text
SELECT p.id, p.name FROM membership m JOIN person p ON p.network = m.network AND p.id = m.person
WHERE m.network = :network AND m."group" = :group AND m.born = 1 AND p.born = 1 AND p.name IS NOT NULL

-- name: kitchens_of_district (network ref, place ref) -> id ref, name text, latitude int, longitude int
SELECT g.id, g.name, k.latitude, k.longitude FROM "group" g JOIN kitchen k ON k.network = g.network AND k.id = g.id
WHERE g.network = :network AND g.place = :place AND g.kind IN ('olla', 'comedor') AND g.born = 1
AND coalesce(g.voided, 0) = 0 AND k.born = 1 ORDER BY g.code NULLS FIRST, g.id

-- name: led_with_phone_of (network ref, person ref, day date) -> id ref
SELECT m."group" FROM contact k JOIN contact o ON o.network = k.network AND o.phone = k.phone
JOIN membership m ON m.network = o.network AND m.person = o.person
WHERE k.network = :network AND k.person = :person AND k.born = 1 AND coalesce(k.voided, 0) = 0
AND o.born = 1 AND coalesce(o.voided, 0) = 0 AND m.role = 'leader' AND m.born = 1 AND (m.until IS NULL OR m.until > :day)

-- name: led_by (network ref, person ref, day date) -> id ref
SELECT m."group" FROM membership m JOIN kitchen k ON k.network = m.network AND k.id = m."group"
WHERE m.network = :network AND m.person = :person AND m.role = 'leader' AND m.born = 1 AND (m.until IS NULL OR m.until > :day)

-- name: parts_in (network ref, group ref, day date) -> person ref, role text
SELECT person, role FROM membership WHERE network = :network AND "group" = :group AND born = 1
AND (until IS NULL OR until > :day)

-- name: joined_to (network ref, kitchen ref) -> id ref, code text, name text
SELECT id, code, name FROM "group" WHERE network = :network AND same_as = :kitchen AND born = 1 ORDER BY code NULLS FIRST, id

-- name: joined_in (network ref, place ref) -> id ref, into ref
SELECT id, same_as FROM "group" WHERE network = :network AND place = :place AND kind IN ('olla', 'comedor')
AND same_as IS NOT NULL AND born = 1 ORDER BY code NULLS FIRST, id

-- name: pots_twice (network ref, former ref, kitchen ref) ->
--   day date, sitting text, one ref, one_served int, one_voided bool, other ref, other_served int, other_voided bool
SELECT x.day, x.sitting, x.id, x.served, coalesce(x.voided, 0), y.id, y.served, coalesce(y.voided, 0)
FROM meal x JOIN meal y ON y.network = x.network AND y.kitchen = :kitchen AND y.day = x.day AND y.sitting = x.sitting
WHERE x.network = :network AND x.kitchen = :former AND x.born = 1 AND y.born = 1 AND x.served IS NOT NULL
AND y.served IS NOT NULL ORDER BY x.day DESC, x.sitting LIMIT 60

-- name: codes_of (network ref, group ref) -> kind text, code text
SELECT kind, code FROM kitchen_code WHERE network = :network AND "group" = :group AND born = 1 ORDER BY kind

-- name: unconfirmed_at (network ref, place ref, mine ref) -> id ref, latitude int, longitude int
SELECT g.id, k.latitude, k.longitude FROM "group" g JOIN kitchen k ON k.network = g.network AND k.id = g.id
WHERE g.network = :network AND g.place = :place AND g.kind IN ('olla', 'comedor') AND g.born = 1 AND g.id <> :mine
AND coalesce(g.voided, 0) = 0 AND coalesce(g.active, 0) = 1
AND NOT EXISTS (SELECT 1 FROM kitchen_confirm x WHERE x.network = g.network AND x.kitchen = g.id AND x.born = 1
  AND coalesce(x.voided, 0) = 0 AND (x."by" = :mine OR x.level = 'municipality'))
AND (SELECT count(*) FROM kitchen_confirm x WHERE x.network = g.network AND x.kitchen = g.id AND x.born = 1
  AND coalesce(x.voided, 0) = 0) < 2

-- name: place_centre (network ref, code text) -> latitude int, longitude int
SELECT latitude, longitude FROM place WHERE network = :network AND code = :code AND born = 1
