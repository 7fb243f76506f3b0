-- name: reach_due (network ref, from int, to int, after ref) -> person ref, hour int, discreet int, language text
SELECT r.person, r.reminder_hour, r.discreet, p.language FROM reach r JOIN person p ON p.network = r.network AND p.id = r.person
WHERE r.network = :network AND r.reminder_hour >= :from AND r.reminder_hour <= :to AND r.born = 1
AND p.born = 1 AND coalesce(p.voided, 0) = 0 AND r.person > :after ORDER BY r.person LIMIT 200

-- name: reach_summary (network ref, after ref) -> person ref, discreet int, language text
SELECT r.person, r.discreet, p.language FROM reach r JOIN person p ON p.network = r.network AND p.id = r.person
WHERE r.network = :network AND r.summary = 1 AND r.born = 1
AND p.born = 1 AND coalesce(p.voided, 0) = 0 AND r.person > :after ORDER BY r.person LIMIT 200
