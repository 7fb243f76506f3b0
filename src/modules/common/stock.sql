-- A movement is one put that makes it: no half of one is ever there. The store of a group is its own and that of those
-- that were joined to it ("same"): movements keep the group they were told for, so that parting them loses nothing.

-- name: stock_sum (network ref, group ref, food ref) -> balance int
SELECT sum(delta) FROM stock_move WHERE network = :network AND "group" IN (
  WITH RECURSIVE same (id) AS (SELECT coalesce(same_as, id) FROM "group" WHERE network = :network AND id = :group
  UNION SELECT g.id FROM same JOIN "group" g ON g.network = :network AND g.same_as = same.id) SELECT id FROM same)
AND food = :food

-- name: stock_of_group (network ref, group ref) -> food ref, balance int, moves int
SELECT food, sum(delta), sum(delta_n) FROM tally_stock_by WHERE network = :network AND "group" IN (
  WITH RECURSIVE same (id) AS (SELECT coalesce(same_as, id) FROM "group" WHERE network = :network AND id = :group
  UNION SELECT g.id FROM same JOIN "group" g ON g.network = :network AND g.same_as = same.id) SELECT id FROM same)
GROUP BY food ORDER BY food

-- A kind empty: all of them. What takes back comes along with its kind, so that what was taken back is known.

-- name: stock_of_food (network ref, group ref, food ref, from date, to date, kind text, most int) -> id ref
SELECT id FROM stock_move WHERE network = :network AND "group" IN (
  WITH RECURSIVE same (id) AS (SELECT coalesce(same_as, id) FROM "group" WHERE network = :network AND id = :group
  UNION SELECT g.id FROM same JOIN "group" g ON g.network = :network AND g.same_as = same.id) SELECT id FROM same)
AND food = :food AND day >= :from AND day <= :to
AND born = 1 AND (:kind = '' OR kind = :kind OR kind = 'reversed') ORDER BY day, id LIMIT :most

-- name: stock_of_days (network ref, group ref, from date, to date, kind text, most int) -> id ref
SELECT id FROM stock_move WHERE network = :network AND "group" IN (
  WITH RECURSIVE same (id) AS (SELECT coalesce(same_as, id) FROM "group" WHERE network = :network AND id = :group
  UNION SELECT g.id FROM same JOIN "group" g ON g.network = :network AND g.same_as = same.id) SELECT id FROM same)
AND day >= :from AND day <= :to AND born = 1
AND (:kind = '' OR kind = :kind OR kind = 'reversed') ORDER BY day, id LIMIT :most

-- name: stock_paid_last (network ref, group ref, food ref, from date) -> cost int, amount int
SELECT cost, amount FROM stock_move WHERE network = :network AND "group" IN (
  WITH RECURSIVE same (id) AS (SELECT coalesce(same_as, id) FROM "group" WHERE network = :network AND id = :group
  UNION SELECT g.id FROM same JOIN "group" g ON g.network = :network AND g.same_as = same.id) SELECT id FROM same)
AND food = :food AND day >= :from
AND kind = 'bought' AND cost IS NOT NULL AND amount > 0 AND born = 1
AND NOT EXISTS (SELECT 1 FROM stock_move b WHERE b.network = stock_move.network AND b."group" = stock_move."group"
  AND b.food = stock_move.food AND b.day = stock_move.day AND b.reverses = stock_move.id)
ORDER BY day DESC, id DESC LIMIT 1
