-- What went, and of other modules whose pot was told.

-- Its pot was told that day.
-- name: pot_of_day (network ref, kitchen ref, day date) -> id ref
SELECT id FROM meal WHERE network = :network AND kitchen = :kitchen AND day = :day AND born = 1 AND served IS NOT NULL
AND coalesce(voided, 0) = 0 LIMIT 1

-- name: broadcasts_latest (network ref, most int) -> id ref
-- walks: broadcasts are hundreds
SELECT id FROM broadcast WHERE network = :network AND born = 1 ORDER BY id DESC LIMIT :most
