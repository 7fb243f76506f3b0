-- The padrón of diners: of a kitchen and of those that were joined to it.

-- name: diners_alike (network ref, alike text, age text) -> id ref, group ref, number text
SELECT id, "group", document_number FROM diner WHERE network = :network AND alike = :alike AND age = :age AND present = 1 AND born = 1

-- name: diners_by_document (network ref, number text, kind text) -> id ref, group ref, alike text
SELECT id, "group", alike FROM diner WHERE network = :network AND document_number = :number AND document_kind = :kind
AND present = 1 AND born = 1

-- name: diners_of (network ref, group ref, after text, most int) -> id ref, alike text
SELECT id, alike FROM diner WHERE network = :network AND "group" IN (
  WITH RECURSIVE same (id) AS (SELECT coalesce(same_as, id) FROM "group" WHERE network = :network AND id = :group
  UNION SELECT g.id FROM same JOIN "group" g ON g.network = :network AND g.same_as = same.id) SELECT id FROM same)
AND alike > :after AND present = 1 AND born = 1
ORDER BY alike, id LIMIT :most

-- name: diners_page (network ref, group ref, after text, after_id ref, most int) -> id ref, alike text
SELECT id, alike FROM diner WHERE network = :network AND "group" IN (
  WITH RECURSIVE same (id) AS (SELECT coalesce(same_as, id) FROM "group" WHERE network = :network AND id = :group
  UNION SELECT g.id FROM same JOIN "group" g ON g.network = :network AND g.same_as = same.id) SELECT id FROM same)
AND alike >= :after
AND (alike > :after OR id > :after_id) AND present = 1 AND born = 1 ORDER BY alike, id LIMIT :most

-- name: diners_left (network ref, group ref, most int) -> id ref
SELECT id FROM diner WHERE network = :network AND "group" IN (
  WITH RECURSIVE same (id) AS (SELECT coalesce(same_as, id) FROM "group" WHERE network = :network AND id = :group
  UNION SELECT g.id FROM same JOIN "group" g ON g.network = :network AND g.same_as = same.id) SELECT id FROM same)
AND alike > '' AND present = 0 AND born = 1
ORDER BY "left" DESC NULLS LAST, alike, id LIMIT :most

-- name: diners_count (network ref, group ref) -> age text, kind text, n int
SELECT age, kind, present FROM tally_diners_present WHERE network = :network AND "group" IN (
  WITH RECURSIVE same (id) AS (SELECT coalesce(same_as, id) FROM "group" WHERE network = :network AND id = :group
  UNION SELECT g.id FROM same JOIN "group" g ON g.network = :network AND g.same_as = same.id) SELECT id FROM same)

-- Whoever left one of the two, or was erased, is in two no more.

-- name: twice_open (network ref) -> id ref, group_one ref, group_other ref
SELECT t.id, t.group_one, t.group_other FROM diner_twice t JOIN diner a ON a.network = t.network AND a.id = t.one
JOIN diner b ON b.network = t.network AND b.id = t.other
WHERE t.network = :network AND t.state = 'open' AND t.born = 1 AND a.born = 1 AND a.present = 1 AND b.born = 1 AND b.present = 1
ORDER BY t.id DESC

-- name: seats_of (network ref, group ref) -> seat text, name text, kind text, number text
SELECT seat, name, document_kind, document_number FROM board_seat WHERE network = :network AND "group" = :group AND born = 1
