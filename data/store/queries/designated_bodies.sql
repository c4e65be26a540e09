-- Per body of one 特定移行 list: systems (the 20 businesses) and 共通機能, which is never a system. Parameters: snapshot.
SELECT
    body_code,
    SUM(CASE WHEN business = 'common_function' THEN 0 ELSE 1 END) AS designated_systems,
    SUM(CASE WHEN business = 'common_function' THEN 1 ELSE 0 END) AS designated_common_function
FROM designated_list
WHERE snapshot = $snapshot
GROUP BY body_code
ORDER BY body_code NULLS LAST
