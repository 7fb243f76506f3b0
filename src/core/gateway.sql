-- The ways by which messages come and go (gateway.h). Secrets are read by gateway_get's and gateways_read's callers only.

-- name: gateways_all (network ref, most int) -> id ref, kind text, name text, number text, settings text, secret text,
--   price int, ceiling int, pace int, closed bool, seen instant, fault text, fault_at instant, position text, paced instant
-- walks: gateways are few
SELECT id, kind, name, number, settings, secret, price_mills, ceiling_mills, pace_ms, closed, seen_at, fault, fault_at,
position, paced_at FROM gateway WHERE network = :network ORDER BY closed, made_at, id LIMIT :most

-- name: gateway_get (network ref, id ref) -> id ref, kind text, name text, number text, settings text, secret text,
--   price int, ceiling int, pace int, closed bool, seen instant, fault text, fault_at instant, position text, paced instant
SELECT id, kind, name, number, settings, secret, price_mills, ceiling_mills, pace_ms, closed, seen_at, fault, fault_at,
position, paced_at FROM gateway WHERE network = :network AND id = :id

-- name: gateway_put (network ref, id ref, kind text, name text, number text, settings text, secret text, price int,
--   ceiling int, pace int, closed bool, now instant)
INSERT INTO gateway (network, id, kind, name, number, settings, secret, price_mills, ceiling_mills, pace_ms, closed, made_at,
seen_at, fault, fault_at, position, holder, lease_until_at, paced_at)
VALUES (:network, :id, :kind, :name, :number, :settings, :secret, :price, :ceiling, :pace, :closed, :now,
NULL, NULL, NULL, NULL, NULL, NULL, NULL)
ON CONFLICT (network, id) DO UPDATE SET kind = excluded.kind, name = excluded.name, number = excluded.number,
settings = excluded.settings, secret = excluded.secret, price_mills = excluded.price_mills,
ceiling_mills = excluded.ceiling_mills, pace_ms = excluded.pace_ms, closed = excluded.closed

-- Noted at most every few seconds: a gateway that brings ten messages at once was heard once.
-- name: gateway_heard (network ref, id ref, now instant, noted instant)
UPDATE gateway SET seen_at = :now, fault = NULL, fault_at = NULL
WHERE network = :network AND id = :id AND (fault IS NOT NULL OR seen_at IS NULL OR seen_at < :noted OR seen_at > :now)

-- name: gateway_faulty (network ref, id ref, code text, now instant)
UPDATE gateway SET fault = :code, fault_at = coalesce(fault_at, :now)
WHERE network = :network AND id = :id AND (fault IS NULL OR fault <> :code)

-- name: gateway_position (network ref, id ref, position text)
UPDATE gateway SET position = :position WHERE network = :network AND id = :id

-- Who listens to it: the holder goes on, another one when the lease is over (or was noted by a clock far ahead).
-- name: gateway_hold (network ref, id ref, holder ref, now instant, until instant, most instant)
UPDATE gateway SET holder = :holder, lease_until_at = :until WHERE network = :network AND id = :id
AND (holder IS NULL OR holder = :holder OR lease_until_at IS NULL OR lease_until_at <= :now OR lease_until_at > :most)

-- name: gateway_let_go (network ref, id ref, holder ref)
UPDATE gateway SET holder = NULL, lease_until_at = NULL WHERE network = :network AND id = :id AND holder = :holder

-- name: gateway_paced (network ref, id ref, at instant)
UPDATE gateway SET paced_at = :at WHERE network = :network AND id = :id
