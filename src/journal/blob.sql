-- name: blob_get (network ref, hash blob) -> type int, bytes int, state int, width int, height int, duration_ms int, thumb text
SELECT type, bytes, state, width, height, duration_ms, thumb FROM blob WHERE network = :network AND hash = :hash

-- name: blob_put (network ref, hash blob, type int, bytes int, now instant, width int, height int, duration_ms int, thumb text)
INSERT INTO blob (network, hash, type, bytes, state, made_at, width, height, duration_ms, thumb)
VALUES (:network, :hash, :type, :bytes, 0, :now, :width, :height, :duration_ms, :thumb)
ON CONFLICT (network, hash) DO UPDATE SET state = 0, made_at = excluded.made_at

-- name: blob_state (network ref, hash blob, state int)
UPDATE blob SET state = :state WHERE network = :network AND hash = :hash

-- name: blob_forget (network ref, hash blob)
DELETE FROM blob WHERE network = :network AND hash = :hash

-- name: blob_leaving (network ref, state int) -> many hash blob
SELECT hash FROM blob WHERE network = :network AND state = :state

-- name: blob_old (network ref, before instant, after blob, most int) -> hash blob, type int, bytes int
SELECT hash, type, bytes FROM blob WHERE network = :network AND state = 0 AND made_at < :before AND hash > :after
ORDER BY hash LIMIT :most

-- name: blob_all (network ref, after blob, most int) -> hash blob, type int, bytes int, state int
SELECT hash, type, bytes, state FROM blob WHERE network = :network AND hash > :after ORDER BY hash LIMIT :most

-- name: blob_piece_put (network ref, hash blob, n int, bytes blob)
INSERT INTO blob_piece (network, hash, n, bytes) VALUES (:network, :hash, :n, :bytes)
ON CONFLICT (network, hash, n) DO UPDATE SET bytes = excluded.bytes

-- name: blob_piece_get (network ref, hash blob, n int) -> bytes blob
SELECT bytes FROM blob_piece WHERE network = :network AND hash = :hash AND n = :n

-- name: blob_pieces_drop (network ref, hash blob)
DELETE FROM blob_piece WHERE network = :network AND hash = :hash
