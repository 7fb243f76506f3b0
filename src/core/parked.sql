-- name: parked_put (network ref, id ref, act ref, fix ref, person ref, device ref, action text, seen text, args text,
--   files text, acted instant, unsure bool, kind text, reasons text, group ref, place ref, now instant)
INSERT INTO parked (network, id, act, fix, person, device, action, seen, args, files, acted_at, unsure, kind, reasons,
about_group, about_place, arrived_at, decided_at, decision, decided_by, why)
VALUES (:network, :id, :act, :fix, :person, :device, :action, :seen, :args, :files, :acted, :unsure, :kind, :reasons,
:group, :place, :now, NULL, NULL, NULL, NULL)

-- name: parked_get (network ref, id ref) -> act ref, fix ref, person ref, device ref, action text, seen text, args text,
--   files text, acted instant, unsure bool, kind text, reasons text, group ref, place ref, arrived instant,
--   decided instant, decision text, by ref, why text
SELECT act, fix, person, device, action, seen, args, files, acted_at, unsure, kind, reasons, about_group, about_place,
arrived_at, decided_at, decision, decided_by, why FROM parked WHERE network = :network AND id = :id

-- name: parked_open_of (network ref, person ref) -> n int
SELECT count(*) FROM parked WHERE network = :network AND person = :person AND decided_at IS NULL

-- name: memberships_then (network ref, person ref, day date) -> id ref, group ref, role text
SELECT id, "group", role FROM membership WHERE network = :network AND person = :person AND born = 1
AND (since IS NULL OR since <= :day) AND (until IS NULL OR until >= :day) ORDER BY id
