"""Find the flags that a row of the start sheet shows: a line below *Because*, or one of the numbers of flags."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secor_xl.judgement.outcome import Because, OutcomeKind
from secor_xl.workbook.functions.results import because_lines, in_order
from secor_xl.workbook.schema import start_sheet

if TYPE_CHECKING:
    from secor_xl.judgement.assessment import Assessment
    from secor_xl.judgement.flags import Flag


def flags_on_start(assessment: Assessment, row: int) -> list[Flag]:
    """Return the flags that a row of the start sheet shows, in the order of the work."""
    counted = dict(enumerate((assessment.blocking, assessment.unfinished, assessment.advisory), start_sheet.FACTS_ROW))
    behind = {flag for reason in reasons_on_start(assessment, row) for flag in _behind(reason, assessment)}
    return in_order(flag for flag in assessment.flags if flag in behind or flag in counted.get(row, ()))


def reasons_on_start(assessment: Assessment, row: int) -> tuple[Because, ...]:
    """Return the reasons that a row below *Because* shows."""
    lines = because_lines(assessment)
    number = row - start_sheet.BECAUSE_HEADER_ROW - 1
    return lines[number][0] if 0 <= number < len(lines) else ()


def _behind(reason: Because, assessment: Assessment) -> tuple[Flag, ...]:
    """Return the flags of a reason: those of its clause, or every open item of the form; none for a score or deadline."""
    outcome = assessment.outcome
    if reason.parameter is not None or not outcome.flags:
        return ()
    if outcome.kind is OutcomeKind.INCOMPLETE and reason is outcome.because[-1]:
        return outcome.flags
    return tuple(flag for flag in outcome.flags if flag.clause == reason.clause)
