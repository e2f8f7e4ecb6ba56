"""The flag rules, one module per area; importing this package registers them all."""

from secor_xl.judgement.flags import registered_rules
from secor_xl.judgement.rules import (
    action_plan,
    assessor_notes,
    contradictions,
    documents,
    eligibility,
    instrument_applied,
    last_year_items,
    program,
    provenance,
    reviewer_findings,
    rounds,
    scoring_entries,
    submission_missing,
    submission_wrong,
    unfinished,
)

ALL = registered_rules()
