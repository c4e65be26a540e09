-- All columns of one body's systems in one mart. Parameters: snapshot, body_code.
SELECT
    body_code, business, is_reported, is_applicable, steps_counted, step_completion_mic, steps_completed,
    steps_not_applicable, steps_in_progress, step_completion_effective, phase, live_on, planned_live_on,
    first_planned_live_on, last_planned_live_on, replan_count, is_designated, designated_due_on, designated_reason,
    vendor_code, self_assessment, entered_at, is_carried, last_report_month, phase0_attained, phase0_is_latest_bound,
    phase0_state, step_3_2_attained, step_3_2_is_latest_bound, step_3_2_state, step_8_2_attained,
    step_8_2_is_latest_bound, step_8_2_state, step_10_2_attained, step_10_2_is_latest_bound, step_10_2_state,
    step_13_1_attained, step_13_1_is_latest_bound, step_13_1_state, live_attained, live_is_latest_bound, live_state,
    overdue_months, judgement, judgement_rule, has_order_conflict
FROM system_mart
WHERE snapshot = $snapshot AND body_code = $body_code
ORDER BY business NULLS LAST
