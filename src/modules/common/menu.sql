-- name: recipe_items (network ref, recipe ref, most int) -> food ref, amount int, typed text
SELECT food, amount, typed FROM recipe_item WHERE network = :network AND recipe = :recipe AND born = 1
AND coalesce(voided, 0) = 0 ORDER BY coalesce(amount, 0) DESC, id LIMIT :most

-- name: recipes_of (network ref, group ref, most int) -> id ref, name_key text
SELECT id, name_key FROM recipe WHERE network = :network AND "group" = :group AND born = 1 AND coalesce(voided, 0) = 0
ORDER BY name_key, id LIMIT :most

-- name: menus_between (network ref, group ref, from date, to date) -> id ref
SELECT id FROM menu WHERE network = :network AND "group" = :group AND day >= :from AND day <= :to AND born = 1
AND coalesce(voided, 0) = 0 ORDER BY day, id LIMIT 100
