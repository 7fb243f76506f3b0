-- What the adapters of text messages look at, beside message.h.

-- How the gateway calls this handing out; NULL: the next one is to be another.
-- name: message_turn (network ref, id ref, turn text)
UPDATE message SET ref = :turn WHERE network = :network AND id = :id AND way = 'out' AND state IN ('queued', 'failed')

-- The nearest in time of what was sent to a number: each piece of a long message has a receipt of its own.
-- name: message_sent_near (network ref, gateway ref, address text, at instant, before instant, after instant) -> id ref
SELECT id FROM message WHERE network = :network AND gateway = :gateway AND address = :address AND way = 'out'
AND state IN ('sent', 'delivered', 'read') AND sent_at >= :before AND sent_at <= :after ORDER BY abs(sent_at - :at), id LIMIT 1
