-- Forms made at run time: a handful, each with a few versions; their answers may be many.

-- name: forms_all (network ref) -> id ref, code text, name text, use text
-- walks: a network has a handful of forms
SELECT id, code, name, "use" FROM form WHERE network = :network AND born = 1 AND coalesce(voided, 0) = 0 ORDER BY code LIMIT 200

-- name: form_questions (network ref, form ref) -> id ref
SELECT id FROM form_question WHERE network = :network AND form = :form AND born = 1 AND coalesce(voided, 0) = 0
ORDER BY place NULLS LAST, name LIMIT 60

-- name: form_number (network ref, form ref) -> number int
SELECT number FROM form_version WHERE network = :network AND form = :form AND born = 1 ORDER BY number DESC LIMIT 1

-- name: form_versions (network ref, form ref) -> number int, day date
SELECT number, day FROM form_version WHERE network = :network AND form = :form AND born = 1 ORDER BY number DESC LIMIT 100

-- name: form_answers_of (network ref, record ref) -> field text, a text, b text, c text, d text
SELECT field, in_public, in_network, in_group, in_personal FROM form_answer WHERE network = :network AND record = :record AND born = 1

-- name: form_records (network ref, form ref, version int, last ref, max int) -> id ref
SELECT id FROM form_record WHERE network = :network AND form = :form AND version = :version AND born = 1 AND id < :last
ORDER BY id DESC LIMIT :max

-- name: form_answered (network ref, form ref) -> version int, records int
SELECT version, count(*) FROM form_record WHERE network = :network AND form = :form AND born = 1 GROUP BY version ORDER BY version
