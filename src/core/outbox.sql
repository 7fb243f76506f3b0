-- name: pass_find (network ref, pass blob) -> person ref, device ref, revoked bool
SELECT e.person, e.device, coalesce(d.revoked, 0) FROM enrolled e
LEFT JOIN device d ON d.network = e.network AND d.id = e.device
WHERE e.network = :network AND e.pass = :pass

-- name: pass_of (network ref, device blob, person ref) -> pass blob
SELECT e.pass FROM enrolled e LEFT JOIN device d ON d.network = e.network AND d.id = e.device
WHERE e.network = :network AND e.device_hash = :device AND e.person = :person AND coalesce(d.revoked, 0) = 0

-- name: pass_give (network ref, device blob, person ref, pass blob)
UPDATE enrolled SET pass = :pass WHERE network = :network AND device_hash = :device AND person = :person
