-- The module's own reading.

-- name: balances_of (network ref, group ref, most int) -> id ref
SELECT id FROM balance WHERE network = :network AND "group" = :group AND born = 1 ORDER BY since DESC NULLS LAST, id DESC LIMIT :most

-- name: balance_rows (network ref, balance ref, most int) -> id ref
SELECT id FROM balance_row WHERE network = :network AND balance = :balance AND born = 1 AND coalesce(voided, 0) = 0
ORDER BY n NULLS LAST, id LIMIT :most

-- name: balance_last_row (network ref, balance ref) -> n int
SELECT n FROM balance_row WHERE network = :network AND balance = :balance AND n IS NOT NULL ORDER BY n DESC NULLS LAST LIMIT 1

-- name: balance_taken (network ref, group ref, source text) -> id ref
SELECT id FROM balance_row WHERE network = :network AND "group" = :group AND source = :source AND born = 1
AND coalesce(voided, 0) = 0 LIMIT 1

-- name: receipt_rows (network ref, ruc text, receipt text) -> id ref, balance ref, group ref, n int
SELECT id, balance, "group", n FROM balance_row WHERE network = :network AND ruc = :ruc AND receipt = :receipt AND born = 1
AND coalesce(voided, 0) = 0 ORDER BY id LIMIT 20
