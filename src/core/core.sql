-- name: memberships_of (network ref, person ref, day date) -> id ref, group ref, role text, kind text
SELECT m.id, m."group", m.role, g.kind FROM membership m JOIN "group" g ON g.network = m.network AND g.id = m."group"
WHERE m.network = :network AND m.person = :person AND m.born = 1
AND (m.since IS NULL OR m.since <= :day) AND (m.until IS NULL OR m.until > :day)
ORDER BY m.id

-- name: person_name (network ref, person ref) -> name text
SELECT name FROM person WHERE network = :network AND id = :person

-- name: group_info (network ref, id ref) -> parent ref, place ref, name text, code text, kind text
SELECT parent, place, name, code, kind FROM "group" WHERE network = :network AND id = :id AND born = 1

-- name: groups_all (network ref, most int) -> id ref
-- walks: a choice among all groups, as far as it goes
SELECT id FROM "group" WHERE network = :network AND born = 1 AND coalesce(voided, 0) = 0
ORDER BY code NULLS FIRST, name_key NULLS FIRST, id LIMIT :most

-- name: places_used (network ref) -> id ref, code text, name text
SELECT p.id, p.code, p.name FROM (SELECT DISTINCT place FROM "group" WHERE network = :network AND place IS NOT NULL
AND born = 1 AND coalesce(voided, 0) = 0) g
JOIN place p ON p.network = :network AND p.id = g.place
WHERE p.born = 1 AND p.level = 'district' ORDER BY p.name_key, p.code

-- name: place_parent (network ref, id ref) -> parent ref
SELECT parent FROM place WHERE network = :network AND id = :id

-- name: network_get (id ref) -> name text, country text, zone text, currency text, demo int
SELECT name, country, zone, currency, demo FROM network WHERE network = :id AND id = :id

-- name: meta_get (name text) -> value text
SELECT value FROM meta WHERE name = :name

-- name: meta_put (name text, value text)
INSERT INTO meta (name, value) VALUES (:name, :value) ON CONFLICT (name) DO UPDATE SET value = excluded.value

-- name: store_facts () -> name text, value text
-- walks: no table
-- sqlite:
SELECT 'server_version' AS name, sqlite_version() AS value
UNION ALL SELECT 'journal_mode', journal_mode FROM pragma_journal_mode
UNION ALL SELECT 'bytes', CAST(page_count * page_size AS TEXT) FROM pragma_page_count, pragma_page_size
-- pg:
SELECT name, CASE WHEN name = 'synchronous_commit' THEN reset_val ELSE setting END AS value FROM pg_settings
WHERE name IN ('server_version', 'fsync', 'full_page_writes', 'synchronous_commit', 'synchronous_standby_names',
'max_connections', 'superuser_reserved_connections', 'server_encoding')
UNION ALL SELECT 'bytes', CAST(pg_database_size(current_database()) AS text)
UNION ALL SELECT 'connections', CAST(count(*) AS text) FROM pg_stat_activity WHERE backend_type = 'client backend'
UNION ALL SELECT 'standbys', CAST(count(*) AS text) FROM pg_stat_replication
UNION ALL SELECT 'waited_for', CAST(count(*) AS text) FROM pg_stat_replication
WHERE state = 'streaming' AND sync_state IN ('sync', 'quorum')
UNION ALL SELECT 'hidden', CAST(count(*) AS text) FROM pg_stat_replication WHERE sync_state IS NULL
UNION ALL SELECT 'other_order', CAST(count(*) AS text) FROM pg_attribute a
JOIN pg_class t ON t.oid = a.attrelid JOIN pg_namespace s ON s.oid = t.relnamespace JOIN pg_collation o ON o.oid = a.attcollation
WHERE s.nspname = 'public' AND t.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped AND o.collname <> 'C'
AND NOT (o.collname = 'default' AND (SELECT datcollate FROM pg_database WHERE datname = current_database()) = 'C')

-- name: head_ends (network ref) -> seq int, last int, hash blob, last_hash blob
-- walks: a row a chain
SELECT c.seq, j.seq AS last, c.hash, j.hash AS last_hash FROM chain c LEFT JOIN journal j ON j.network = c.network
AND j.seq = (SELECT max(seq) FROM journal WHERE network = :network) WHERE c.network = :network
