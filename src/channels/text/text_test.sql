-- name: test_count (network ref, way text, state text) -> n int
SELECT count(*) AS n FROM message WHERE network = :network AND way = :way AND state = :state

-- name: test_vouch (network ref, address text, phone text, now instant)
INSERT INTO address_phone (network, address, phone, made_at) VALUES (:network, :address, :phone, :now)
