-- The module's own reading, and the private addresses of calendars.

-- name: series_open (network ref, id ref) -> id ref
SELECT id FROM series WHERE network = :network AND id > :id AND born = 1 AND coalesce(voided, 0) = 0 ORDER BY id LIMIT 500

-- name: series_of (network ref, group ref) -> id ref
SELECT id FROM series WHERE network = :network AND "group" = :group AND born = 1 AND coalesce(voided, 0) = 0 ORDER BY id LIMIT 60

-- name: series_meetings (network ref, series ref, day date) -> id ref, occurs date, voided int
SELECT id, occurs, voided FROM meeting WHERE network = :network AND series = :series AND occurs >= :day AND born = 1
ORDER BY occurs, id LIMIT 60

-- name: calendar_meetings (network ref, group ref, from date) -> id ref, group ref, day date, hour text, minutes int, topic text, place text, link text, dial text, series ref, occurs date, edition int, voided int, stamp int
SELECT id, "group", day, hour, minutes, topic, place, link, dial, series, occurs, edition, voided, stamp FROM meeting
WHERE network = :network AND "group" = :group AND day >= :from AND born = 1 ORDER BY day, id LIMIT 1000

-- name: calendar_find (network ref, key blob) -> person ref
SELECT person FROM calendar_feed WHERE network = :network AND key_hash = :key

-- name: calendar_mine (network ref, person ref) -> salt blob
SELECT salt FROM calendar_feed WHERE network = :network AND person = :person

-- name: calendar_drop (network ref, person ref)
DELETE FROM calendar_feed WHERE network = :network AND person = :person

-- name: calendar_put (network ref, person ref, key blob, salt blob, made instant)
INSERT INTO calendar_feed (network, person, key_hash, salt, made_at) VALUES (:network, :person, :key, :salt, :made)
