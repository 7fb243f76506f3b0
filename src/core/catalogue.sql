-- What stands in a database, asked before any of our own statements can be prepared.

-- name: catalogue () -> table_name text, part_name text
-- sqlite:
SELECT t.name AS table_name, c.name AS part_name FROM sqlite_schema t, pragma_table_info(t.name) c
WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite!_%' ESCAPE '!'
UNION ALL SELECT tbl_name, 'index ' || name FROM sqlite_schema WHERE type = 'index'
-- pg:
SELECT t.relname::text AS table_name, c.attname::text AS part_name
FROM pg_class t JOIN pg_attribute c ON c.attrelid = t.oid AND c.attnum > 0 AND NOT c.attisdropped
WHERE t.relnamespace = 'public'::regnamespace AND t.relkind IN ('r', 'p')
AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = t.oid AND d.deptype = 'e')
UNION ALL SELECT t.relname::text, 'index ' || i.relname
FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_class t ON t.oid = x.indrelid
WHERE t.relnamespace = 'public'::regnamespace

-- Who makes or upgrades tables is alone: another process that starts waits, longer than for a row, and finds
-- all done.
-- name: patient () -> was text
-- sqlite:
SELECT '' AS was
-- pg:
SELECT set_config('lock_timeout', '30min', true) AS was

-- name: alone () -> done int
-- sqlite:
SELECT 1 AS done
-- pg:
SELECT 1 AS done FROM pg_advisory_xact_lock(1635348841)
