-- Rows of one population table, whole numbers of people. Parameters: snapshot.
SELECT body_code, population, counted_on
FROM population
WHERE snapshot = $snapshot
ORDER BY body_code NULLS LAST
