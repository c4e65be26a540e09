-- Systems of one mart. Parameters: snapshot.
SELECT body_code, business, is_reported, is_applicable, steps_counted, step_completion_mic
FROM system_mart
WHERE snapshot = $snapshot
ORDER BY body_code NULLS LAST, business NULLS LAST
