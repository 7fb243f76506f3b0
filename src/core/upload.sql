-- name: upload_get (network ref, id ref) -> bytes int, have int, until_at instant
SELECT bytes, have, until_at FROM upload WHERE network = :network AND id = :id

-- name: upload_put (network ref, id ref, bytes int, until instant)
INSERT INTO upload (network, id, bytes, have, until_at) VALUES (:network, :id, :bytes, 0, :until)
ON CONFLICT (network, id) DO UPDATE SET until_at = excluded.until_at

-- name: upload_have (network ref, id ref, have int)
UPDATE upload SET have = :have WHERE network = :network AND id = :id

-- name: upload_drop (network ref, id ref)
DELETE FROM upload WHERE network = :network AND id = :id

-- name: upload_piece_put (network ref, id ref, begins int, bytes blob)
INSERT INTO upload_piece (network, id, begins_at, bytes) VALUES (:network, :id, :begins, :bytes)

-- name: upload_pieces (network ref, id ref) -> many begins_at int, bytes blob
SELECT begins_at, bytes FROM upload_piece WHERE network = :network AND id = :id ORDER BY begins_at

-- name: upload_pieces_drop (network ref, id ref)
DELETE FROM upload_piece WHERE network = :network AND id = :id

-- name: uploads_old (network ref, now instant, most int) -> id ref
-- walks: housekeeping
SELECT id FROM upload WHERE network = :network AND until_at < :now ORDER BY id LIMIT :most
