-- The journal's tables: what lasts.

-- table: journal
CREATE TABLE journal (network BLOB NOT NULL, seq INTEGER NOT NULL, change BLOB NOT NULL,
header BLOB NOT NULL, hash BLOB NOT NULL, PRIMARY KEY (network, seq));
CREATE UNIQUE INDEX journal_change ON journal (network, change);

-- table: journal_part
CREATE TABLE journal_part (network BLOB NOT NULL, seq INTEGER NOT NULL, part INTEGER NOT NULL,
subject BLOB, salt BLOB, body TEXT, PRIMARY KEY (network, seq, part));
CREATE INDEX journal_part_subject ON journal_part (network, subject) WHERE subject IS NOT NULL;

-- table: journal_record
CREATE TABLE journal_record (network BLOB NOT NULL, record BLOB NOT NULL, seq INTEGER NOT NULL,
PRIMARY KEY (network, record, seq));

-- table: chain
CREATE TABLE chain (network BLOB NOT NULL, seq INTEGER NOT NULL, hash BLOB NOT NULL,
stamp INTEGER NOT NULL, epoch INTEGER NOT NULL, PRIMARY KEY (network));
