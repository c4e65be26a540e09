-- Systems of one mart, without what only the page of a single body shows. Parameters: snapshot.
SELECT
    body_code, business, is_reported, is_applicable, steps_counted, step_completion_mic, step_completion_effective,
    phase, live_on, planned_live_on, is_designated, designated_due_on, is_carried, last_report_month,
    phase0_attained, phase0_is_latest_bound, phase0_state, step_3_2_attained, step_3_2_is_latest_bound, step_3_2_state,
    step_8_2_attained, step_8_2_is_latest_bound, step_8_2_state, step_10_2_attained, step_10_2_is_latest_bound,
    step_10_2_state, step_13_1_attained, step_13_1_is_latest_bound, step_13_1_state, live_attained,
    live_is_latest_bound, live_state, overdue_months, judgement, has_order_conflict
FROM system_mart
WHERE snapshot = $snapshot
ORDER BY body_code NULLS LAST, business NULLS LAST
