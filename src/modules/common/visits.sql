-- Visits and agreements.

-- name: visits_of (network ref, group ref, max int) -> id ref
SELECT id FROM visit WHERE network = :network AND "group" = :group AND born = 1 AND coalesce(voided, 0) = 0
ORDER BY day DESC, id DESC LIMIT :max

-- name: visits_all (network ref, max int) -> id ref
SELECT id FROM visit WHERE network = :network AND born = 1 AND coalesce(voided, 0) = 0 AND day IS NOT NULL
ORDER BY day DESC, id DESC LIMIT :max

-- name: visits_planned (network ref, day date, max int) -> group ref
SELECT "group" FROM visit WHERE network = :network AND held = 0 AND day <= :day AND born = 1 AND coalesce(voided, 0) = 0
ORDER BY day, id LIMIT :max

-- name: agreements_open (network ref, group ref, max int) -> id ref, group ref, what text, who text, state text, by date, source text
SELECT id, "group", what, who, state, "by", source FROM agreement WHERE network = :network AND "group" = :group AND closed = 0
AND born = 1 ORDER BY "by" NULLS LAST, id LIMIT :max

-- name: agreements_of (network ref, source text, max int) -> id ref, group ref, what text, who text, state text, by date, source text
SELECT id, "group", what, who, state, "by", source FROM agreement WHERE network = :network AND source = :source AND born = 1
ORDER BY id LIMIT :max

-- name: agreements_due (network ref, day date, max int) -> id ref, group ref, what text, who text, state text, by date, source text
SELECT id, "group", what, who, state, "by", source FROM agreement WHERE network = :network AND closed = 0 AND "by" < :day
AND born = 1 ORDER BY "by" NULLS LAST, id LIMIT :max

-- name: agreements_looked (network ref, group ref, source text, max int) -> id ref, group ref, what text, who text, state text, by date, source text
SELECT id, "group", what, who, state, "by", source FROM agreement WHERE network = :network AND "group" = :group AND closed = 1
AND looked_at = :source AND born = 1 ORDER BY id LIMIT :max
