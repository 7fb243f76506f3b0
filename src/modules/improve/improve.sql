-- Improvements of kitchens.

-- name: improvements_open (network ref) -> id ref, group ref
-- walks: some thousand in a whole city, read on one page by whoever watches over kitchens
SELECT id, "group" FROM improvement WHERE network = :network AND born = 1 AND coalesce(state, 'needed') <> 'done'
ORDER BY since NULLS LAST, id
