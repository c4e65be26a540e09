-- Bodies of one mart's digest, all columns. Parameters: snapshot.
SELECT
    body_code, systems_applicable, systems_reported, systems_counted, steps_counted, step_completion_mic, is_complete,
    step_completion_effective, systems_known, systems_migrated, systems_designated, is_all_migrated, phase, phase_0,
    phase_1, phase_2, phase_3, phase_4, phase_unknown, overdue_months, judgement, judgement_late, judgement_unreported,
    judgement_caution, judgement_on_track, judgement_done, judgement_late_designated, judgement_unreported_designated,
    judgement_caution_designated, judgement_on_track_designated, judgement_done_designated
FROM body_mart
WHERE snapshot = $snapshot
ORDER BY body_code NULLS LAST
