-- name: chain_get (network ref) -> seq int, hash blob, stamp int, epoch int
-- walks: a row a network
SELECT seq, hash, stamp, epoch FROM chain WHERE network = :network

-- name: chain_lock (network ref) -> seq int, hash blob, stamp int, epoch int
-- walks: a row a network
SELECT seq, hash, stamp, epoch FROM chain WHERE network = :network
-- pg:
FOR UPDATE

-- name: chain_make (network ref, hash blob)
INSERT INTO chain (network, seq, hash, stamp, epoch) VALUES (:network, 0, :hash, 0, 0)
ON CONFLICT (network) DO NOTHING

-- name: chain_put (network ref, seq int, hash blob, stamp int, epoch int)
INSERT INTO chain (network, seq, hash, stamp, epoch) VALUES (:network, :seq, :hash, :stamp, :epoch)
ON CONFLICT (network) DO UPDATE SET seq = excluded.seq, hash = excluded.hash, stamp = excluded.stamp,
epoch = excluded.epoch

-- name: chain_networks () -> network ref
-- walks: a row a network
SELECT network FROM chain ORDER BY network

-- name: chain_lock_all () -> network ref
-- walks: a row a network
SELECT network FROM chain ORDER BY network
-- pg:
FOR UPDATE

-- name: journal_add (network ref, seq int, change ref, header blob, hash blob)
INSERT INTO journal (network, seq, change, header, hash) VALUES (:network, :seq, :change, :header, :hash)

-- name: journal_get (network ref, seq int) -> header blob, hash blob
SELECT header, hash FROM journal WHERE network = :network AND seq = :seq

-- name: journal_behind (network ref, after int) -> many seq int, header blob, hash blob, change ref
SELECT seq, header, hash, change FROM journal WHERE network = :network AND seq > :after ORDER BY seq

-- name: journal_by_change (network ref, change ref) -> seq int, header blob
SELECT seq, header FROM journal WHERE network = :network AND change = :change

-- name: part_add (network ref, seq int, part int, subject ref, salt blob, body text)
INSERT INTO journal_part (network, seq, part, subject, salt, body)
VALUES (:network, :seq, :part, :subject, :salt, :body)

-- name: parts_get (network ref, seq int) -> part int, salt blob, body text, subject ref
SELECT part, salt, body, subject FROM journal_part WHERE network = :network AND seq = :seq ORDER BY part

-- name: parts_behind (network ref, after int) -> many part int, salt blob, body text, subject ref, seq int
SELECT part, salt, body, subject, seq FROM journal_part WHERE network = :network AND seq > :after ORDER BY seq, part

-- name: parts_erase (network ref, subject ref)
UPDATE journal_part SET salt = NULL, body = NULL WHERE network = :network AND subject = :subject

-- name: touched_add (network ref, record ref, seq int)
INSERT INTO journal_record (network, record, seq) VALUES (:network, :record, :seq)
ON CONFLICT (network, record, seq) DO NOTHING

-- name: touched_of (network ref, record ref, most int) -> seq int
SELECT seq FROM (SELECT seq FROM journal_record WHERE network = :network AND record = :record
ORDER BY seq DESC LIMIT :most) AS latest ORDER BY seq
