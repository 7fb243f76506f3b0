-- Queries of the room's own tests, on a table that looks like any projected one.

-- name: put (id int, note text, photo blob)
INSERT INTO item (id, note, photo) VALUES (:id, :note, :photo)

-- name: put_once (id int)
INSERT INTO item (id) VALUES (:id) ON CONFLICT DO NOTHING

-- name: rename (note text, from int)
UPDATE item SET note = :note WHERE id >= :from

-- name: all () -> id int, note text, photo blob
SELECT id, note, photo FROM item ORDER BY id

-- name: get (id int) -> note text, photo blob
SELECT note, photo FROM item WHERE id = :id

-- name: count () -> n int
SELECT count(*) AS n FROM item

-- name: take (id int) -> note text
DELETE FROM item WHERE id = :id RETURNING note

-- name: echo (a int, b text, c blob, d int) -> a int, b text, c blob, d int
SELECT :a AS a, :b AS b, :c AS c, :d AS d

-- name: half () -> h int
SELECT 0.5 AS h

-- name: series (upto int) -> many n int, note text
WITH RECURSIVE s (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < :upto)
SELECT n, 'una nota de unas cuantas letras para que la fila pese' AS note FROM s
