-- What the adapters of internet services look at.

-- name: address_phone_get (network ref, address text) -> phone text
SELECT phone FROM address_phone WHERE network = :network AND address = :address

-- name: address_phone_put (network ref, address text, phone text, now instant)
INSERT INTO address_phone (network, address, phone, made_at) VALUES (:network, :address, :phone, :now)
ON CONFLICT (network, address) DO UPDATE SET phone = excluded.phone, made_at = excluded.made_at

-- name: address_heard (network ref, gateway ref, address text) -> heard instant
SELECT heard_at FROM thread WHERE network = :network AND address = :address AND gateway = :gateway AND heard_at IS NOT NULL
