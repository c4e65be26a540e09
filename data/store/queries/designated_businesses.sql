-- Bodies per business of one 特定移行 list, 共通機能 as a row of its own. Parameters: snapshot.
SELECT business, COUNT(*) AS designated_bodies
FROM designated_list
WHERE snapshot = $snapshot
GROUP BY business
ORDER BY business NULLS LAST
