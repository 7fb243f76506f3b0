-- What the city's pages read. But for shape, the tables are those of the modules kitchens and people.

-- name: map_districts (network ref) -> id ref, code text, name text, parent ref, latitude int, longitude int, outline text,
--   kitchens int
-- walks: districts are few
SELECT p.id, p.code, p.name, p.parent, p.latitude, p.longitude, s.outline,
(SELECT sum(t.active) FROM tally_groups_place t WHERE t.network = p.network AND t.place = p.id AND t.kind IN ('olla', 'comedor'))
FROM place p LEFT JOIN shape s ON s.network = p.network AND s.place = p.id AND s.born = 1
WHERE p.network = :network AND p.level = 'district' AND p.born = 1 ORDER BY p.name_key NULLS LAST, p.code

-- name: city_districts (network ref) -> id ref, code text, name text, parent ref, latitude int, longitude int, outline text,
--   kitchens int
-- walks: districts are few
SELECT p.id, p.code, p.name, p.parent, p.latitude, p.longitude, NULL, k.kitchens FROM (
  SELECT place, sum(active) AS kitchens FROM tally_groups_place
  WHERE network = :network AND kind IN ('olla', 'comedor') GROUP BY place
) k JOIN place p ON p.network = :network AND p.id = k.place
WHERE k.kitchens > 0 AND p.level = 'district' ORDER BY p.name_key NULLS LAST, p.code

-- name: districts_called (network ref, from text) -> id ref, name_key text, level text
-- walks: districts are few
SELECT id, name_key, level FROM place WHERE network = :network AND name_key = :from AND born = 1

-- name: city_reported (network ref, first ref, past ref) -> district ref, kitchens int
SELECT district, count(DISTINCT kitchen) FROM meal WHERE network = :network AND id >= :first
AND id < :past AND born = 1 AND served IS NOT NULL AND coalesce(voided, 0) = 0 GROUP BY district

-- name: city_served (network ref, from date, to date, day date, monday date) ->
--   district ref, served int, known int, week int, week_known int, month int, month_known int
SELECT district, sum(CASE WHEN day = :day THEN served END), sum(CASE WHEN day = :day THEN served_n ELSE 0 END),
sum(CASE WHEN day >= :monday THEN served END), sum(CASE WHEN day >= :monday THEN served_n ELSE 0 END), sum(served), sum(served_n)
FROM tally_served_district_day WHERE network = :network AND day >= :from AND day <= :to GROUP BY district

-- name: city_days (network ref, from date, to date) -> day date, served int, known int
SELECT day, served, served_n FROM tally_served_day WHERE network = :network AND day >= :from AND day <= :to ORDER BY day

-- name: city_kitchens (network ref) -> id ref, code text, name text, place ref, capacity int, water text
-- walks: every kitchen of the city is looked at; in the order of ids that is four times as fast as by their places
SELECT g.id, g.code, g.name, g.place, k.capacity, k.water
FROM "group" g LEFT JOIN kitchen k ON k.network = g.network AND k.id = g.id AND k.born = 1
WHERE g.network = :network AND coalesce(g.kind, '') IN ('olla', 'comedor') AND g.born = 1 AND coalesce(g.voided, 0) = 0
AND coalesce(g.active, 0) = 1

-- name: city_heard (network ref, first ref, past ref) -> kitchen ref
SELECT DISTINCT kitchen FROM meal WHERE network = :network AND id >= :first AND id < :past AND born = 1
AND served IS NOT NULL AND coalesce(voided, 0) = 0

-- name: city_last (network ref, kitchen ref, day date) -> day date
SELECT day FROM meal WHERE network = :network AND kitchen = :kitchen AND day <= :day AND born = 1
AND served IS NOT NULL AND coalesce(voided, 0) = 0 ORDER BY day DESC LIMIT 1

-- name: city_needs (network ref, first ref, since date) -> item text, district ref, kitchens int
SELECT item, district, count(DISTINCT kitchen) FROM need WHERE network = :network AND id >= :first AND day >= :since
AND state = 'open' AND born = 1 AND coalesce(voided, 0) = 0 GROUP BY item, district

-- name: city_leader (network ref, kitchen ref, day date) -> name text, phone text
SELECT p.name, (SELECT min(k.phone) FROM contact k WHERE k.network = p.network AND k.person = p.id
  AND k.born = 1 AND coalesce(k.voided, 0) = 0)
FROM membership m JOIN person p ON p.network = m.network AND p.id = m.person
WHERE m.network = :network AND m."group" = :kitchen AND m.role = 'leader' AND m.born = 1
AND (m.until IS NULL OR m.until > :day) ORDER BY p.name_key NULLS LAST, p.id LIMIT 1

-- name: map_kitchens (network ref, place ref) -> id ref, code text, name text
SELECT id, code, name FROM "group" WHERE network = :network AND place = :place AND kind IN ('olla', 'comedor')
AND born = 1 AND coalesce(voided, 0) = 0 AND coalesce(active, 0) = 1 ORDER BY name_key NULLS LAST, code LIMIT 200

-- name: city_people (network ref) -> district ref, people int, known int
SELECT g.place, sum(k.capacity), count(k.capacity) FROM "group" g JOIN kitchen k ON k.network = g.network AND k.id = g.id
WHERE g.network = :network AND g.kind IN ('olla', 'comedor') AND g.born = 1 AND coalesce(g.voided, 0) = 0
AND coalesce(g.active, 0) = 1 AND k.born = 1 GROUP BY g.place

-- name: data_days (network ref, from date, to date) -> day date, district ref, served int, known int, free int, free_known int
SELECT day, district, served, served_n, free, free_n FROM tally_served_district_day
WHERE network = :network AND day >= :from AND day <= :to ORDER BY day, district

-- name: data_kitchens (network ref) -> id ref, code text, name text, kind text, district text, served int, known int
SELECT g.id, g.code, g.name, g.kind, p.code AS district,
(SELECT sum(t.served) FROM tally_served_kitchen t WHERE t.network = g.network AND t.kitchen = g.id),
(SELECT sum(t.served_n) FROM tally_served_kitchen t WHERE t.network = g.network AND t.kitchen = g.id)
FROM "group" g LEFT JOIN place p ON p.network = g.network AND p.id = g.place
WHERE g.network = :network AND g.kind IN ('olla', 'comedor') AND g.born = 1 AND coalesce(g.voided, 0) = 0
AND coalesce(g.active, 0) = 1 ORDER BY g.code NULLS LAST, g.id

-- name: city_district_days (network ref, from date, to date, district ref) -> day date, served int, known int
SELECT day, served, served_n FROM tally_served_district_day
WHERE network = :network AND day >= :from AND day <= :to AND district = :district ORDER BY day
