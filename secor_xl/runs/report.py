"""A judgement as plain data for programs (``check --json``). The form is versioned and documented in docs/json.md."""

from __future__ import annotations

from typing import Any

from secor_xl import __version__
from secor_xl.judgement.assessment import Assessment
from secor_xl.judgement.deadlines import RoundDeadline
from secor_xl.judgement.flags import Flag
from secor_xl.judgement.outcome import Because
from secor_xl.judgement.scoring import Score
from secor_xl.runs.single_workbook import JudgedWorkbook
from secor_xl.workbook.functions.results import cell_of_flag
from secor_xl.workbook.reading.read_review import ReadReview

SCHEMA = "secor-xl/assessment/1"


def judged_record(judged: JudgedWorkbook) -> dict[str, Any]:
    """The judgement of one workbook as plain data."""
    assessment, read = judged.assessment, judged.read
    return {
        "schema": SCHEMA,
        "tool": __version__,
        "file": str(judged.path),
        "fingerprint": read.fingerprint,
        "procedure": assessment.case.parameters.version,
        "instrument": {"id": read.instrument.id, "version": read.instrument.version},
        "as_of": assessment.case.as_of.isoformat(),
        "reference": read.review.case.reference,
        "employer": read.review.employer.legal_name,
        "year_kind": read.review.case.year_kind,
        **assessment_record(judged),
    }


def unreadable_record(path: str, message: str) -> dict[str, Any]:
    """A file that could not be read, in the same form."""
    return {"schema": SCHEMA, "tool": __version__, "file": path, "error": message}


def assessment_record(judged: JudgedWorkbook) -> dict[str, Any]:
    """Outcome, scores, deadlines and flags as plain data."""
    assessment, outcome = judged.assessment, judged.assessment.outcome
    return {
        "outcome": {
            "kind": outcome.kind.value,
            "words": outcome.words,
            "round": outcome.round or None,
            "because": [_because(each) for each in outcome.because],
            "accepted_late": list(outcome.acceptances),
            "next_step": outcome.next_step,
        },
        "scores": {
            "overall": _score(assessment.scores.overall),
            "elements": [_score(score) for score in assessment.scores.elements],
        },
        "deadlines": {
            "final_on": _date(assessment.deadlines.final_on),
            "rounds": [_round(each, assessment) for each in assessment.deadlines.rounds],
        },
        "flags": [_flag(flag, judged.read) for flag in assessment.flags],
    }


def _because(because: Because) -> dict[str, Any]:
    parameter = because.parameter
    held = None
    if parameter:
        held = {"name": parameter.name, "value": f"{parameter.value:f}", "unit": parameter.unit}
    return {"clause": because.clause, "seen": because.seen, "parameter": held}


def _score(score: Score) -> dict[str, Any]:
    exact = score.percentage
    return {
        "label": score.label,
        "title": score.title,
        "given": f"{score.given:f}",
        "possible": f"{score.possible:f}",
        "claimed": f"{score.claimed:f}",
        "percentage": None if exact is None else f"{exact.numerator}/{exact.denominator}",
        "shown": score.shown,
        "minimum": f"{score.minimum.value:f}" if score.minimum else None,
        "verdict": score.verdict_words,
        "unscored": list(score.unscored),
    }


def _round(each: RoundDeadline, assessment: Assessment) -> dict[str, Any]:
    return {
        "number": each.number,
        "received_on": _date(each.round.received_on),
        "due_on": _date(each.due_on),
        "returned_on": _date(each.round.returned_on),
        "days_left": each.days_left,
        "state": assessment.round_words(each),
    }


def _flag(flag: Flag, read: ReadReview) -> dict[str, Any]:
    sheet, cell = cell_of_flag(flag, read.found)
    return {
        "code": flag.code,
        "severity": flag.severity.value,
        "clause": flag.clause,
        "where": str(flag.place),
        "sheet": sheet,
        "cell": cell,
        "message": flag.message,
        "hint": flag.rule.hint,
        "needed": flag.needed,
    }


def _date(day: Any) -> str | None:  # noqa: ANN401 - a date or nothing
    return day.isoformat() if day else None
