-- name: create_journal ()
CREATE TABLE IF NOT EXISTS journal (network BLOB NOT NULL, seq INTEGER NOT NULL, change BLOB NOT NULL,
header BLOB NOT NULL, hash BLOB NOT NULL, PRIMARY KEY (network, seq)) STRICT, WITHOUT ROWID

-- name: create_journal_change ()
CREATE UNIQUE INDEX IF NOT EXISTS journal_change ON journal (network, change)

-- name: create_journal_part ()
CREATE TABLE IF NOT EXISTS journal_part (network BLOB NOT NULL, seq INTEGER NOT NULL, part INTEGER NOT NULL,
subject BLOB, salt BLOB, body TEXT, PRIMARY KEY (network, seq, part)) STRICT, WITHOUT ROWID

-- name: create_journal_part_subject ()
CREATE INDEX IF NOT EXISTS journal_part_subject ON journal_part (network, subject) WHERE subject IS NOT NULL

-- name: create_journal_record ()
CREATE TABLE IF NOT EXISTS journal_record (network BLOB NOT NULL, record BLOB NOT NULL, seq INTEGER NOT NULL,
PRIMARY KEY (network, record, seq)) STRICT, WITHOUT ROWID

-- name: create_chain ()
CREATE TABLE IF NOT EXISTS chain (network BLOB NOT NULL, seq INTEGER NOT NULL, hash BLOB NOT NULL,
stamp INTEGER NOT NULL, epoch INTEGER NOT NULL, PRIMARY KEY (network)) STRICT, WITHOUT ROWID
