-- name: attachments_of (network ref, group ref, most int) -> id ref
SELECT id FROM attachment WHERE network = :network AND "group" = :group AND born = 1 AND coalesce(voided, 0) = 0
ORDER BY day DESC, id DESC LIMIT :most

-- name: attachments_beside (network ref, group ref, about text, most int) -> id ref
SELECT id FROM attachment WHERE network = :network AND "group" = :group AND about = :about AND born = 1
AND coalesce(voided, 0) = 0 ORDER BY day DESC, id DESC LIMIT :most

-- name: recordings (network ref, most int) -> page text, language text, file text
SELECT page, language, file FROM recording WHERE network = :network AND born = 1 AND coalesce(voided, 0) = 0
AND file IS NOT NULL LIMIT :most
