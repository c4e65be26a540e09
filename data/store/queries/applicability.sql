-- Rows of one applicability table. Parameters: snapshot.
SELECT body_code, business, is_applicable, applies_from
FROM applicability
WHERE snapshot = $snapshot
ORDER BY body_code NULLS LAST, business NULLS LAST, applies_from NULLS LAST
