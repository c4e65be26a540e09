-- Rows of one 特定移行 list, 共通機能 included. Parameters: snapshot.
SELECT body_code, business
FROM designated_list
WHERE snapshot = $snapshot
ORDER BY body_code NULLS LAST, business NULLS LAST
