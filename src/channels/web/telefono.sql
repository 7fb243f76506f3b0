-- name: talk_bubbles (network ref, address text, gateway ref) -> way text, text text, state text, made_at instant
SELECT way, text, state, made_at FROM message
WHERE network = :network AND address = :address AND gateway = :gateway ORDER BY made_at DESC, id DESC LIMIT 40
