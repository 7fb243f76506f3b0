-- name: create_meta ()
CREATE TABLE IF NOT EXISTS meta (name TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (name)) STRICT, WITHOUT ROWID

-- name: create_session ()
CREATE TABLE IF NOT EXISTS session (token_hash BLOB NOT NULL, network BLOB NOT NULL, person BLOB NOT NULL,
device BLOB, csrf TEXT NOT NULL, begun_at INTEGER NOT NULL, used_at INTEGER NOT NULL, until_at INTEGER NOT NULL,
PRIMARY KEY (token_hash)) STRICT, WITHOUT ROWID

-- name: create_enrolled ()
CREATE TABLE IF NOT EXISTS enrolled (network BLOB NOT NULL, device_hash BLOB NOT NULL, person BLOB NOT NULL,
device BLOB NOT NULL, pin_hash TEXT, wrong INTEGER NOT NULL, wait_until_at INTEGER NOT NULL, made_at INTEGER NOT NULL,
PRIMARY KEY (network, device_hash, person)) STRICT, WITHOUT ROWID

-- name: create_invite ()
CREATE TABLE IF NOT EXISTS invite (network BLOB NOT NULL, code_hash BLOB NOT NULL, letters_hash BLOB NOT NULL,
person BLOB NOT NULL, made_by BLOB, made_at INTEGER NOT NULL, until_at INTEGER NOT NULL, used_at INTEGER,
reusable INTEGER NOT NULL, PRIMARY KEY (network, code_hash)) STRICT, WITHOUT ROWID

-- name: create_invite_letters ()
CREATE INDEX IF NOT EXISTS invite_letters ON invite (network, letters_hash)

-- name: create_api_token ()
CREATE TABLE IF NOT EXISTS api_token (token_hash BLOB NOT NULL, network BLOB NOT NULL, id BLOB NOT NULL,
person BLOB NOT NULL, name TEXT NOT NULL, allow INTEGER NOT NULL, made_at INTEGER NOT NULL,
until_at INTEGER NOT NULL, revoked_at INTEGER, PRIMARY KEY (token_hash)) STRICT, WITHOUT ROWID

-- name: create_limits ()
CREATE TABLE IF NOT EXISTS limits (network BLOB NOT NULL, what TEXT NOT NULL, subject BLOB NOT NULL,
n INTEGER NOT NULL, since_at INTEGER NOT NULL, PRIMARY KEY (network, what, subject)) STRICT, WITHOUT ROWID

-- name: create_conversation ()
CREATE TABLE IF NOT EXISTS conversation (network BLOB NOT NULL, phone TEXT NOT NULL, state TEXT NOT NULL,
until_at INTEGER NOT NULL, PRIMARY KEY (network, phone)) STRICT, WITHOUT ROWID
