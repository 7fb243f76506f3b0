-- Outside the journal and the laws: they survive a rebuild and move with the data.

-- table: meta
-- everywhere:
CREATE TABLE meta (name TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (name));

-- table: session
CREATE TABLE session (network BLOB NOT NULL, token_hash BLOB NOT NULL, person BLOB NOT NULL,
device BLOB, csrf TEXT NOT NULL, begun_at INTEGER NOT NULL, used_at INTEGER NOT NULL, until_at INTEGER NOT NULL,
PRIMARY KEY (network, token_hash));
CREATE INDEX session_person ON session (network, person);

-- table: enrolled
CREATE TABLE enrolled (network BLOB NOT NULL, device_hash BLOB NOT NULL, person BLOB NOT NULL,
device BLOB NOT NULL, pin_hash TEXT, wrong INTEGER NOT NULL, wait_until_at INTEGER NOT NULL, made_at INTEGER NOT NULL,
icon TEXT, colour TEXT, used_at INTEGER, pass BLOB,
PRIMARY KEY (network, device_hash, person));
CREATE INDEX enrolled_pass ON enrolled (network, pass);
CREATE INDEX enrolled_device ON enrolled (network, device);
CREATE INDEX enrolled_person ON enrolled (network, person);

-- Bytes that a device sent and received, by month (202611).
-- table: device_use
CREATE TABLE device_use (network BLOB NOT NULL, device_hash BLOB NOT NULL, month INTEGER NOT NULL,
sent_bytes INTEGER NOT NULL, received_bytes INTEGER NOT NULL, PRIMARY KEY (network, device_hash, month));

-- table: invite
CREATE TABLE invite (network BLOB NOT NULL, code_hash BLOB NOT NULL, letters_hash BLOB NOT NULL,
person BLOB NOT NULL, made_by BLOB, made_at INTEGER NOT NULL, until_at INTEGER NOT NULL, used_at INTEGER,
reusable INTEGER NOT NULL, PRIMARY KEY (network, code_hash));
CREATE INDEX invite_letters ON invite (network, letters_hash);

-- table: api_token
CREATE TABLE api_token (network BLOB NOT NULL, token_hash BLOB NOT NULL, id BLOB NOT NULL,
person BLOB NOT NULL, name TEXT NOT NULL, allow INTEGER NOT NULL, made_at INTEGER NOT NULL,
until_at INTEGER NOT NULL, revoked_at INTEGER, PRIMARY KEY (network, token_hash));

-- table: limits
CREATE TABLE limits (network BLOB NOT NULL, what TEXT NOT NULL, subject BLOB NOT NULL,
n INTEGER NOT NULL, since_at INTEGER NOT NULL, PRIMARY KEY (network, what, subject));

-- What a person's phrase opens: her pair of keys, the secret one closed by argon2id of the phrase. Until she
-- typed it back (confirmed_at) nothing is sealed to her.
-- table: person_lock
CREATE TABLE person_lock (network BLOB NOT NULL, person BLOB NOT NULL, salt BLOB NOT NULL, public_key BLOB NOT NULL,
wrapped BLOB NOT NULL, confirmed_at INTEGER, wrong INTEGER NOT NULL, wait_until_at INTEGER NOT NULL,
made_at INTEGER NOT NULL, PRIMARY KEY (network, person));

-- The secret key of a team, sealed to the public key of one of its members.
-- table: team_share
CREATE TABLE team_share (network BLOB NOT NULL, team BLOB NOT NULL, key_id BLOB NOT NULL, person BLOB NOT NULL,
sealed BLOB NOT NULL, made_by BLOB NOT NULL, made_at INTEGER NOT NULL, PRIMARY KEY (network, team, key_id, person));
CREATE INDEX team_share_person ON team_share (network, person);

-- A secret key while its phrase is open in a session, closed by a key that only that session's cookie has.
-- table: unlocked
CREATE TABLE unlocked (network BLOB NOT NULL, session_hash BLOB NOT NULL, person BLOB NOT NULL, wrapped BLOB NOT NULL,
used_at INTEGER NOT NULL, PRIMARY KEY (network, session_hash));

-- table: conversation
CREATE TABLE conversation (network BLOB NOT NULL, phone TEXT NOT NULL, state TEXT NOT NULL,
until_at INTEGER NOT NULL, PRIMARY KEY (network, phone));

-- What is done at intervals: who does it now, until when she may take, when it was last done.
-- table: job
CREATE TABLE job (network BLOB NOT NULL, name TEXT NOT NULL, due_at INTEGER NOT NULL, holder BLOB,
lease_until_at INTEGER, done_at INTEGER, PRIMARY KEY (network, name));

-- What came from an outbox and was not done: kept with what was sent until somebody decides.
-- table: parked
CREATE TABLE parked (network BLOB NOT NULL, id BLOB NOT NULL, act BLOB NOT NULL, fix BLOB NOT NULL, person BLOB NOT NULL,
device BLOB, action TEXT NOT NULL, seen TEXT, args TEXT NOT NULL, files TEXT, acted_at INTEGER NOT NULL,
unsure INTEGER NOT NULL, kind TEXT NOT NULL, reasons TEXT NOT NULL, about_group BLOB, about_place BLOB,
arrived_at INTEGER NOT NULL, decided_at INTEGER, decision TEXT, decided_by BLOB, why TEXT, PRIMARY KEY (network, id));
CREATE INDEX parked_person ON parked (network, person, decided_at);
CREATE INDEX parked_kind ON parked (network, kind, decided_at);
CREATE INDEX parked_fix ON parked (network, fix);

-- Bytes that changes name (journal/blob.h): what is held, or was (state 1: erased; 2, 3: on the way out). The bytes
-- are files beside an SQLite file, else pieces here.
-- table: blob
CREATE TABLE blob (network BLOB NOT NULL, hash BLOB NOT NULL, type INTEGER NOT NULL, bytes INTEGER NOT NULL,
state INTEGER NOT NULL, made_at INTEGER NOT NULL, width INTEGER NOT NULL, height INTEGER NOT NULL,
duration_ms INTEGER NOT NULL, thumb TEXT, PRIMARY KEY (network, hash));
CREATE INDEX blob_state ON blob (network, state, made_at);

-- table: blob_piece
CREATE TABLE blob_piece (network BLOB NOT NULL, hash BLOB NOT NULL, n INTEGER NOT NULL, bytes BLOB NOT NULL,
PRIMARY KEY (network, hash, n));

-- Bytes on their way here, encrypted, for an item that waits (upload.h).
-- table: upload
CREATE TABLE upload (network BLOB NOT NULL, id BLOB NOT NULL, bytes INTEGER NOT NULL, have INTEGER NOT NULL,
until_at INTEGER NOT NULL, PRIMARY KEY (network, id));

-- table: upload_piece
CREATE TABLE upload_piece (network BLOB NOT NULL, id BLOB NOT NULL, begins_at INTEGER NOT NULL, bytes BLOB NOT NULL,
PRIMARY KEY (network, id, begins_at));

-- A way for messages in and out (gateway.h): a phone with a SIM, a modem, a service. Its settings are JSON of its kind;
-- `position` is how far it was read. Who holds it (one process at a time) receives by it until the lease ends.
-- table: gateway
CREATE TABLE gateway (network BLOB NOT NULL, id BLOB NOT NULL, kind TEXT NOT NULL, name TEXT NOT NULL, number TEXT NOT NULL,
settings TEXT NOT NULL, secret TEXT NOT NULL, price_mills INTEGER, ceiling_mills INTEGER, pace_ms INTEGER NOT NULL,
closed INTEGER NOT NULL, made_at INTEGER NOT NULL, seen_at INTEGER, fault TEXT, fault_at INTEGER, position TEXT,
holder BLOB, lease_until_at INTEGER, paced_at INTEGER, PRIMARY KEY (network, id));

-- What came and what goes (message.h), for ninety days.
-- table: message
CREATE TABLE message (network BLOB NOT NULL, id BLOB NOT NULL, way TEXT NOT NULL, gateway BLOB, address TEXT NOT NULL,
person BLOB, about_group BLOB, kind TEXT NOT NULL, text TEXT NOT NULL, media TEXT, state TEXT NOT NULL, ref TEXT,
answers BLOB, batch BLOB, author BLOB, segments INTEGER NOT NULL, cost_mills INTEGER, made_at INTEGER NOT NULL,
due_at INTEGER NOT NULL, lease_until_at INTEGER, tries INTEGER NOT NULL, sent_at INTEGER, delivered_at INTEGER,
read_at INTEGER, failed_at INTEGER, fault TEXT, rank INTEGER NOT NULL, month INTEGER, PRIMARY KEY (network, id));
CREATE INDEX message_thread ON message (network, address, made_at);
CREATE INDEX message_due ON message (network, gateway, state, rank, due_at, id);
CREATE INDEX message_state ON message (network, state, made_at);
CREATE INDEX message_ref ON message (network, gateway, ref);
CREATE INDEX message_batch ON message (network, batch, state);

-- The words of a broadcast and how far it is (modules/messages/broadcast.h), for ninety days.
-- table: broadcast_run
CREATE TABLE broadcast_run (network BLOB NOT NULL, id BLOB NOT NULL, text TEXT NOT NULL, position BLOB NOT NULL,
queued INTEGER NOT NULL, begun_at INTEGER NOT NULL, done_at INTEGER, PRIMARY KEY (network, id));

-- How far it is with telling people of each meeting (modules/meetings/invite_run.c), until ninety days behind it.
-- table: invite_state
CREATE TABLE invite_state (network BLOB NOT NULL, meeting BLOB NOT NULL, day INTEGER NOT NULL, round INTEGER NOT NULL,
told TEXT NOT NULL, stage TEXT NOT NULL, begun_at INTEGER NOT NULL, done_at INTEGER, was_invited INTEGER NOT NULL,
was_evening INTEGER NOT NULL, was_before INTEGER NOT NULL, over INTEGER NOT NULL, at_group BLOB NOT NULL,
at_person BLOB NOT NULL, PRIMARY KEY (network, meeting));
CREATE INDEX invite_open ON invite_state (network, over, meeting);

-- One for each address that wrote or was written to: where it was last heard, whose it is, whether somebody must answer.
-- table: thread
CREATE TABLE thread (network BLOB NOT NULL, address TEXT NOT NULL, gateway BLOB, person BLOB, about_group BLOB,
last_at INTEGER NOT NULL, heard_at INTEGER, lost_at INTEGER, stopped_at INTEGER, PRIMARY KEY (network, address));
CREATE INDEX thread_group ON thread (network, about_group, last_at);
CREATE INDEX thread_person ON thread (network, person, heard_at);
CREATE INDEX thread_heard ON thread (network, heard_at, address);

-- What a gateway's messages of a month (202611) took.
-- table: message_spend
CREATE TABLE message_spend (network BLOB NOT NULL, gateway BLOB NOT NULL, month INTEGER NOT NULL, segments INTEGER NOT NULL,
cost_mills INTEGER NOT NULL, PRIMARY KEY (network, gateway, month));

-- A code seen on her signed-in page that a text message proves her with, once.
-- table: text_code
CREATE TABLE text_code (network BLOB NOT NULL, person BLOB NOT NULL, code_hash BLOB NOT NULL, until_at INTEGER NOT NULL,
wrong INTEGER NOT NULL, PRIMARY KEY (network, person));

-- The telephone that a service vouches for behind an address of its own ("tg:123").
-- table: address_phone
CREATE TABLE address_phone (network BLOB NOT NULL, address TEXT NOT NULL, phone TEXT NOT NULL, made_at INTEGER NOT NULL,
PRIMARY KEY (network, address));

-- A photo or a voice note that a service keeps for us until we fetch it, and then it is delivered: minutes.
-- table: media_wait
CREATE TABLE media_wait (network BLOB NOT NULL, id BLOB NOT NULL, gateway BLOB NOT NULL, address TEXT NOT NULL,
ref TEXT NOT NULL, text TEXT NOT NULL, media TEXT NOT NULL, sent_at INTEGER, made_at INTEGER NOT NULL,
due_at INTEGER NOT NULL, tries INTEGER NOT NULL, PRIMARY KEY (network, id));
CREATE INDEX media_wait_due ON media_wait (network, gateway, due_at);

-- Where her phone's calendar asks for her meetings (modules/meetings/series_feed.c): a hash of its key, which follows from the salt
-- and the server's secret.
-- table: calendar_feed
CREATE TABLE calendar_feed (network BLOB NOT NULL, person BLOB NOT NULL, key_hash BLOB NOT NULL, salt BLOB NOT NULL,
made_at INTEGER NOT NULL, PRIMARY KEY (network, person));
CREATE INDEX calendar_feed_key ON calendar_feed (network, key_hash);

-- The box of a secret ballot (modules/meetings/decide_box.c): counts sealed under the server's secret, until they are counted.
-- table: ballot_box
CREATE TABLE ballot_box (network BLOB NOT NULL, proposal BLOB NOT NULL, sealed BLOB NOT NULL, PRIMARY KEY (network, proposal));
