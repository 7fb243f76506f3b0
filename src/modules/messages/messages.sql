-- The module's own reading, and what its pages do to messages, which are outside the journal (core/message.h).

-- name: phrases_count (network ref) -> n int
SELECT count(*) FROM phrase WHERE network = :network AND born = 1 AND coalesce(voided, 0) = 0
