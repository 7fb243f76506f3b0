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

-- Open is what nobody decided and whose act and correction are not in the journal.
-- name: parked_mine (network ref, person ref, most int) -> id ref
SELECT p.id FROM parked p WHERE p.network = :network AND p.person = :person AND p.decided_at IS NULL
AND NOT EXISTS (SELECT 1 FROM journal j WHERE j.network = p.network AND j.change = p.fix)
AND (p.kind = 'conflict' OR NOT EXISTS (SELECT 1 FROM journal j WHERE j.network = p.network AND j.change = p.act))
ORDER BY p.arrived_at, p.id LIMIT :most

-- name: parked_others (network ref, most int) -> id ref, person ref, group ref, place ref
SELECT p.id, p.person, p.about_group, p.about_place FROM parked p
WHERE p.network = :network AND p.kind IN ('membership', 'device', 'clock') AND p.decided_at IS NULL
AND NOT EXISTS (SELECT 1 FROM journal j WHERE j.network = p.network AND j.change = p.fix)
AND NOT EXISTS (SELECT 1 FROM journal j WHERE j.network = p.network AND j.change = p.act)
ORDER BY p.arrived_at, p.id LIMIT :most

-- name: parked_rejected (network ref, person ref, most int) -> id ref
SELECT id FROM parked WHERE network = :network AND person = :person AND decided_at IS NOT NULL AND decision = 'rejected'
ORDER BY decided_at DESC, id LIMIT :most

-- name: parked_by_fix (network ref, fix ref) -> id ref, person ref
SELECT id, person FROM parked WHERE network = :network AND fix = :fix AND decided_at IS NULL

-- name: parked_decide (network ref, id ref, decision text, by ref, why text, now instant)
UPDATE parked SET decided_at = :now, decision = :decision, decided_by = :by, why = :why
WHERE network = :network AND id = :id AND decided_at IS NULL

-- name: parked_count (network ref) -> n int, oldest instant
SELECT count(*) AS n, min(p.arrived_at) AS oldest FROM parked p WHERE p.network = :network AND p.decided_at IS NULL
AND NOT EXISTS (SELECT 1 FROM journal j WHERE j.network = p.network AND j.change = p.fix)
AND (p.kind = 'conflict' OR NOT EXISTS (SELECT 1 FROM journal j WHERE j.network = p.network AND j.change = p.act))

-- name: parked_settle (network ref, now instant)
UPDATE parked SET decided_at = :now, decision = 'corrected' WHERE network = :network AND decided_at IS NULL AND (
EXISTS (SELECT 1 FROM journal j WHERE j.network = parked.network AND j.change = parked.fix) OR (kind <> 'conflict' AND
EXISTS (SELECT 1 FROM journal j WHERE j.network = parked.network AND j.change = parked.act)))

-- name: parked_sweep (network ref, before instant)
DELETE FROM parked WHERE network = :network AND decided_at IS NOT NULL AND decided_at < :before


-- name: parked_turn (network ref, id ref, kind text, reasons text, group ref, place ref)
UPDATE parked SET kind = :kind, reasons = :reasons, about_group = :group, about_place = :place
WHERE network = :network AND id = :id AND decided_at IS NULL

-- name: parked_waiting (network ref, most int) -> id ref
SELECT id FROM parked WHERE network = :network AND kind = 'waiting' AND decided_at IS NULL ORDER BY arrived_at, id LIMIT :most

-- name: device_is_retired (network ref, id ref) -> revoked bool
SELECT coalesce(revoked, 0) FROM device WHERE network = :network AND id = :id
