-- Proposals, votes, and the box of secret ballots.

-- name: proposals_of (network ref, meeting ref) -> id ref
SELECT id FROM proposal WHERE network = :network AND meeting = :meeting AND born = 1 ORDER BY number, id LIMIT 60

-- name: proposal_last (network ref, meeting ref) -> number int
SELECT coalesce(max(number), 0) FROM proposal WHERE network = :network AND meeting = :meeting AND born = 1

-- name: proposals_in (network ref, state text) -> id ref
SELECT id FROM proposal WHERE network = :network AND state = :state AND born = 1 ORDER BY id DESC LIMIT 200

-- name: votes_count (network ref, proposal ref) -> choice text, n int
SELECT choice, count(*) FROM vote WHERE network = :network AND proposal = :proposal AND born = 1 AND choice IS NOT NULL
GROUP BY choice

-- name: base_votes_count (network ref, proposal ref) -> choice text, n int
SELECT choice, count(*) FROM base_vote WHERE network = :network AND proposal = :proposal AND born = 1 AND choice IS NOT NULL
GROUP BY choice

-- name: votes_of (network ref, proposal ref) -> person ref, choice text, source text, by ref, late text
SELECT person, choice, source, "by", late_choice FROM vote WHERE network = :network AND proposal = :proposal AND born = 1
ORDER BY person LIMIT 301

-- name: voters_of (network ref, proposal ref) -> person ref
SELECT person FROM vote WHERE network = :network AND proposal = :proposal AND born = 1 AND choice IS NOT NULL
ORDER BY person LIMIT 2000

-- name: base_votes_of (network ref, proposal ref) -> id ref
SELECT id FROM base_vote WHERE network = :network AND proposal = :proposal AND born = 1 ORDER BY base LIMIT 301

-- name: casters_count (network ref, proposal ref) -> n int
SELECT count(*) FROM ballot_cast WHERE network = :network AND proposal = :proposal AND born = 1

-- name: casters_of (network ref, proposal ref) -> person ref
SELECT person FROM ballot_cast WHERE network = :network AND proposal = :proposal AND born = 1 ORDER BY person LIMIT 2000

-- name: objections_of (network ref, proposal ref) -> person ref, reason text, lifted bool
SELECT person, reason, coalesce(lifted, 0) FROM objection WHERE network = :network AND proposal = :proposal AND born = 1
ORDER BY person LIMIT 100

-- name: objections_left (network ref, proposal ref) -> n int
SELECT count(*) FROM objection WHERE network = :network AND proposal = :proposal AND born = 1 AND coalesce(lifted, 0) = 0

-- name: box_get (network ref, proposal ref) -> sealed blob
SELECT sealed FROM ballot_box WHERE network = :network AND proposal = :proposal

-- name: box_put (network ref, proposal ref, sealed blob)
INSERT INTO ballot_box (network, proposal, sealed) VALUES (:network, :proposal, :sealed)
ON CONFLICT (network, proposal) DO UPDATE SET sealed = excluded.sealed

-- name: box_drop (network ref, proposal ref)
DELETE FROM ballot_box WHERE network = :network AND proposal = :proposal

-- name: boxes (network ref) -> proposal ref
-- walks: a row a secret ballot that is open
SELECT proposal FROM ballot_box WHERE network = :network ORDER BY proposal LIMIT 200
