-- What a group's weeks sum up to.

-- name: week_rows (network ref, group ref, day date) -> person ref, mon text, tue text, wed text, thu text, fri text, sat text, sun text
-- walks: the groups below one, made by the statement itself
WITH RECURSIVE below (id) AS (SELECT id FROM "group" WHERE network = :network AND id = :group
UNION SELECT g.id FROM "group" g JOIN below b ON g.parent = b.id WHERE g.network = :network AND g.born = 1 AND coalesce(g.voided, 0) = 0)
SELECT m.person, w.mon, w.tue, w.wed, w.thu, w.fri, w.sat, w.sun FROM below b CROSS JOIN membership m
JOIN week w ON w.network = :network AND w.person = m.person AND w.born = 1 AND w.told = 1
WHERE m.network = :network AND m."group" = b.id AND m.born = 1 AND (m.since IS NULL OR m.since <= :day) AND (m.until IS NULL OR m.until > :day)
ORDER BY m.person LIMIT 6000
