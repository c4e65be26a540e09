-- Rows of one of MIC's monthly files. Parameters: snapshot.
SELECT body_code, business, steps_counted
FROM mic_progress
WHERE snapshot = $snapshot
ORDER BY body_code NULLS LAST, business NULLS LAST
