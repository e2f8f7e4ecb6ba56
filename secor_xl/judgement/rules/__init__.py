"""The flag rules, one module per area; importing this package registers them all."""

from secor_xl.judgement.flags import registered_rules
from secor_xl.judgement.rules import (
    action_plan,
    contradictions,
    documents,
    eligibility,
    findings,
    instrument_applied,
    made_with,
    notes,
    program,
    rounds,
    scoring_entries,
    submission_missing,
    submission_wrong,
    unfinished,
)

ALL = registered_rules()

__all__ = [
    "ALL",
    "action_plan",
    "contradictions",
    "documents",
    "eligibility",
    "findings",
    "instrument_applied",
    "made_with",
    "notes",
    "program",
    "rounds",
    "scoring_entries",
    "submission_missing",
    "submission_wrong",
    "unfinished",
]
