-- What stores are read for beyond single records. What was taken back and what takes it back are left out by pairs. A store
-- is that of the kitchen and of those joined to it, as in common/stock.sql.

-- name: store_kitchen (network ref, id ref) -> code text
SELECT code FROM "group" WHERE network = :network AND id = :id AND kind IN ('olla', 'comedor') AND born = 1
AND coalesce(voided, 0) = 0

-- name: store_mine (network ref, person ref, day date) -> id ref, code text
SELECT g.id, g.code FROM membership m
JOIN "group" g ON g.network = m.network AND g.id = m."group"
WHERE m.network = :network AND m.person = :person AND m.born = 1 AND m.role IN ('leader', 'cook')
AND (m.since IS NULL OR m.since <= :day) AND (m.until IS NULL OR m.until > :day)
AND g.kind IN ('olla', 'comedor') AND g.born = 1 AND coalesce(g.voided, 0) = 0
GROUP BY g.id, g.code ORDER BY g.code NULLS FIRST, g.id LIMIT 20

-- name: store_again (network ref, group ref, food ref, day date, kind text, amount int) -> id ref
SELECT id FROM stock_move WHERE network = :network AND "group" IN (
  WITH RECURSIVE same (id) AS (SELECT coalesce(same_as, id) FROM "group" WHERE network = :network AND id = :group
  UNION SELECT g.id FROM same JOIN "group" g ON g.network = :network AND g.same_as = same.id) SELECT id FROM same)
AND food = :food AND day = :day AND kind = :kind
AND amount = :amount AND born = 1
AND NOT EXISTS (SELECT 1 FROM stock_move b WHERE b.network = stock_move.network AND b."group" = stock_move."group"
  AND b.food = stock_move.food AND b.day = stock_move.day AND b.reverses = stock_move.id)
ORDER BY id LIMIT 1

-- name: store_receipt (network ref, ruc text, receipt text) -> group ref, day date, food ref
SELECT "group", day, food FROM stock_move WHERE network = :network AND ruc = :ruc AND receipt = :receipt
AND kind = 'bought' AND born = 1
AND NOT EXISTS (SELECT 1 FROM stock_move b WHERE b.network = stock_move.network AND b."group" = stock_move."group"
  AND b.food = stock_move.food AND b.day = stock_move.day AND b.reverses = stock_move.id)
ORDER BY day, id LIMIT 20

-- name: store_used (network ref, group ref, from date, to date) -> food ref, used int
SELECT food, -sum(delta) FROM stock_move WHERE network = :network AND "group" IN (
  WITH RECURSIVE same (id) AS (SELECT coalesce(same_as, id) FROM "group" WHERE network = :network AND id = :group
  UNION SELECT g.id FROM same JOIN "group" g ON g.network = :network AND g.same_as = same.id) SELECT id FROM same)
AND day >= :from AND day <= :to
AND born = 1 AND kind = 'used'
AND NOT EXISTS (SELECT 1 FROM stock_move b WHERE b.network = stock_move.network AND b."group" = stock_move."group"
  AND b.food = stock_move.food AND b.day = stock_move.day AND b.reverses = stock_move.id)
GROUP BY food ORDER BY food

-- name: store_came (network ref, group ref, from date) -> food ref, day date, delta int, best_before date
SELECT food, day, delta, best_before FROM stock_move WHERE network = :network AND "group" IN (
  WITH RECURSIVE same (id) AS (SELECT coalesce(same_as, id) FROM "group" WHERE network = :network AND id = :group
  UNION SELECT g.id FROM same JOIN "group" g ON g.network = :network AND g.same_as = same.id) SELECT id FROM same)
AND day >= :from
AND born = 1 AND (delta > 0 OR kind = 'reversed') ORDER BY day DESC, id DESC

-- Between two that are one nothing is lent.

-- name: store_loans (network ref, group ref, nobody ref) -> other ref, food ref, net int
WITH RECURSIVE same (id) AS (SELECT coalesce(same_as, id) FROM "group" WHERE network = :network AND id = :group
UNION SELECT g.id FROM same JOIN "group" g ON g.network = :network AND g.same_as = same.id)
SELECT other, food, sum(delta) FROM tally_stock_by WHERE network = :network AND "group" IN (SELECT id FROM same)
AND delta <> 0
AND other <> :nobody AND other NOT IN (SELECT id FROM same) GROUP BY other, food HAVING sum(delta) <> 0 ORDER BY other, food

-- name: store_from_others (network ref, group ref, from date, max int) -> id ref, other ref, food ref, kind text, day date, amount int
SELECT id, other, food, kind, day, amount FROM stock_move WHERE network = :network AND "group" = :group AND day >= :from AND born = 1
AND kind IN ('lent', 'borrowed', 'repaid', 'returned')
AND NOT EXISTS (SELECT 1 FROM membership m WHERE m.network = stock_move.network AND m.person = stock_move.by
  AND m."group" = stock_move."group" AND m.born = 1)
AND NOT EXISTS (SELECT 1 FROM stock_move b WHERE b.network = stock_move.network AND b."group" = stock_move."group"
  AND b.food = stock_move.food AND b.day = stock_move.day AND b.reverses = stock_move.id)
ORDER BY id DESC LIMIT :max

-- name: store_last_of (network ref, group ref, from date) -> id ref, by ref
SELECT id, by FROM stock_move WHERE network = :network AND "group" IN (
  WITH RECURSIVE same (id) AS (SELECT coalesce(same_as, id) FROM "group" WHERE network = :network AND id = :group
  UNION SELECT g.id FROM same JOIN "group" g ON g.network = :network AND g.same_as = same.id) SELECT id FROM same)
AND day >= :from AND born = 1
AND kind <> 'reversed' ORDER BY id DESC LIMIT 40

-- name: store_prices (network ref, district ref, from date, to date) -> food ref, cost int, amount int
SELECT food, sum(cost), sum(amount) FROM tally_stock_price
WHERE network = :network AND district = :district AND week >= :from AND week <= :to
GROUP BY food HAVING sum(amount) > 0 ORDER BY food

-- name: store_sellers (network ref, district ref, from date, to date) -> food ref, kitchens int
SELECT food, count(DISTINCT "group") FROM stock_move
WHERE network = :network AND district = :district AND week >= :from AND week <= :to AND kind = 'bought' AND born = 1
GROUP BY food ORDER BY food

-- name: store_kitchens_of (network ref, place ref) -> id ref, code text, name text
SELECT id, code, name FROM "group" WHERE network = :network AND place = :place AND kind IN ('olla', 'comedor') AND born = 1
AND coalesce(voided, 0) = 0 ORDER BY code NULLS FIRST, id LIMIT 200

-- name: store_since (network ref, group ref, food ref, from date) -> balance int
SELECT sum(delta) FROM stock_move WHERE network = :network AND "group" IN (
  WITH RECURSIVE same (id) AS (SELECT coalesce(same_as, id) FROM "group" WHERE network = :network AND id = :group
  UNION SELECT g.id FROM same JOIN "group" g ON g.network = :network AND g.same_as = same.id) SELECT id FROM same)
AND food = :food AND day >= :from
