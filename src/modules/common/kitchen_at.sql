-- Where kitchens are. The tables are those of the modules kitchens and people.

-- name: kitchens_between (network ref, south int, north int, west int, east int) ->
--   id ref, place ref, latitude int, longitude int, on_map text
SELECT k.id, g.place, k.latitude, k.longitude, k.on_map FROM kitchen k
JOIN "group" g ON g.network = k.network AND g.id = k.id
WHERE k.network = :network AND k.latitude >= :south AND k.latitude <= :north AND k.longitude >= :west AND k.longitude <= :east
AND k.born = 1 AND g.born = 1 AND coalesce(g.voided, 0) = 0 AND coalesce(g.active, 0) = 1

-- name: kitchens_placed (network ref) -> id ref, place ref, latitude int, longitude int, on_map text
-- walks: every kitchen is wanted
SELECT k.id, g.place, k.latitude, k.longitude, k.on_map FROM kitchen k
JOIN "group" g ON g.network = k.network AND g.id = k.id
WHERE k.network = :network AND k.latitude IS NOT NULL AND k.longitude IS NOT NULL
AND k.born = 1 AND g.born = 1 AND coalesce(g.voided, 0) = 0 AND coalesce(g.active, 0) = 1 ORDER BY k.id
