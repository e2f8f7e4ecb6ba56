"""The values of every computed range of a workbook: exactly as many rows as the range has.

A workbook holds these values as they are; in one with live cells array formulas return the same rows (``functions``). Texts are
cut to what a cell can show, in a formula to what Excel takes from a function, and everything that does not fit a list says so
in its last line.
"""

from __future__ import annotations

import datetime as dt
import re
import textwrap
from collections.abc import Callable, Iterable
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from itertools import compress
from typing import TypeAlias

from secor_xl.judgement.assessment import Assessment
from secor_xl.judgement.case import Place
from secor_xl.judgement.flags import Flag, Severity
from secor_xl.judgement.outcome import Because
from secor_xl.judgement.review_comparison import CorrectionRequest, ReviewComparison, since_feedback
from secor_xl.judgement.scoring import Score
from secor_xl.procedure.form import known_form
from secor_xl.review.change_words import NO_CHANGE, short_sides
from secor_xl.review.labels import LABELS
from secor_xl.review.model import Review
from secor_xl.review.quantities import truncated
from secor_xl.text import capitalized
from secor_xl.workbook.reading.cell_locations import CellLocations
from secor_xl.workbook.reading.cell_problem import CellProblem
from secor_xl.workbook.schema import computed_ranges, named_ranges, start_sheet
from secor_xl.workbook.schema.cell_limits import cut, cut_lines, short_line
from secor_xl.workbook.schema.geometry import NamedRange, quoted
from secor_xl.workbook.schema.layout import FLAGS_SHEET

Value: TypeAlias = str | int | Decimal | dt.date | None
Rows: TypeAlias = tuple[tuple[Value, ...], ...]
RowFlags: TypeAlias = dict[tuple[str, int], list[Flag]]

IN_A_CELL, IN_A_FORMULA = 2000, 255
"""The most UTF-16 units of one computed cell. Where a function gives back one longer text, Excel shows ``#VALUE!`` in its whole
block; in a cell without a formula nobody reads more."""
SEVERITIES = (Severity.FORM, Severity.BLOCKING, Severity.ADVISORY)
NOT_DRAWN = -1
"""The number of a live chart for a score or a mark that is not there. A function can give back no blank, a text is drawn as 0, and
``#N/A`` cannot be given by way of xlwings; a number below the chart's axis is not drawn."""
HEADCOUNT_SINCE = 2
"""The form since which the sum of all people has a function of its own."""
NOT_CHANGED = "asked for and not changed"
NOTHING_TO_COMPARE = "No feedback was made yet, so there is nothing to compare."
LONGEST_SIDE = 250
"""The most characters of a fact before or after a change."""
NO_FINAL_DATE = "not before the first feedback is sent"


def computed_values(
    assessment: Assessment, longest: int = IN_A_FORMULA, found: CellLocations | None = None
) -> dict[str, Rows]:
    """Return the values of every range that Python computes, by its name.

    Args:
        assessment: the review and its judgement.
        longest: the most UTF-16 units of a text.
        found: the workbook that was read; without it, the values are those of a new workbook.
    """
    ranges = named_ranges.all_ranges(assessment.case.instrument)
    found = found or CellLocations({}, assessment.case.instrument)
    by_row = flags_by_row(assessment, found)
    made = {name: _filled(make(assessment), ranges[name], longest) for name, make in _ON_ITS_OWN.items()}
    made[computed_ranges.ALL_FLAGS] = _filled(_all_flags(assessment, found), ranges[computed_ranges.ALL_FLAGS], longest)
    compared = since_feedback(assessment)
    changes = {
        computed_ranges.QUESTION_CHANGES: _question_changes(assessment, compared),
        computed_ranges.ALL_CHANGES: _all_changes(assessment, compared, found),
    }
    made |= {name: _filled(rows, ranges[name], longest) for name, rows in changes.items()}
    for name in _ROW_FLAGS:
        made[name] = _row_flags(by_row, ranges[name], longest, found)
    form = known_form(assessment.case.review.form.form_version)
    if found.sheets and form < HEADCOUNT_SINCE:  # the sum is among the flags
        block = ranges[computed_ranges.SUBMISSION_FLAGS]
        rows = _row_flags(by_row, replace(block, rows=block.rows + 1), longest, found)
        before = found.headcount_row - block.row
        made[block.name] = (*rows[:before], *made[computed_ranges.HEADCOUNT], *rows[before + 1 :])
    if found.sheets:  # the formulas of an earlier form fill fewer columns
        kept = [
            column.since <= form
            for column in start_sheet.SCORE_COLUMNS[start_sheet.SCORE_COLUMNS.index(start_sheet.THIRD) :]
        ]
        for name in (computed_ranges.OVERALL, computed_ranges.ELEMENTS):
            made[name] = tuple(tuple(compress(row, kept)) for row in made[name])
    return made


def cell_of_flag(flag: Flag, found: CellLocations) -> tuple[str, str]:
    """Return the sheet and the cell of a flag in a workbook that was read; empty where it has none."""
    if isinstance(flag.problem, CellProblem):
        return flag.problem.sheet, flag.problem.cell
    return found.cell_of(flag.place) or ("", "")


def flags_by_row(assessment: Assessment, found: CellLocations | None = None) -> RowFlags:
    """Return the flags by the sheet and row of their cell, in the order of the work."""
    found = found or CellLocations({}, assessment.case.instrument)
    by_row: RowFlags = {}
    for flag in in_order(assessment.flags):
        sheet, cell = cell_of_flag(flag, found)
        if row := _row_in(cell):
            by_row.setdefault((sheet, row), []).append(flag)
    return by_row


def _row_in(cell: str) -> int:
    """Return the row of a cell's address; 0 where it has none."""
    row = re.search(r"[0-9]+$", cell)
    return int(row[0]) if row else 0


def in_order(flags: Iterable[Flag]) -> list[Flag]:
    """Flags in the order of the work: what is unfinished, what blocks, what is only advised."""
    return sorted(flags, key=lambda flag: SEVERITIES.index(flag.severity))


def flag_words(flag: Flag) -> str:
    """Return the words of a flag beside its entry."""
    return f"{flag.code} ({flag.severity}): {short_line(flag.message, IN_A_CELL)}"


def _row_flags(by_row: RowFlags, block: NamedRange, longest: int, found: CellLocations) -> Rows:
    # The accounts are below the facts of the submission, of which another form has another number.
    moved = found.cell_of(Place("accounts")) if block.name == computed_ranges.ACCOUNT_FLAGS else None
    first = _row_in(moved[1]) if moved else block.row
    by_line = (tuple(map(flag_words, by_row.get((block.sheet, first + n), ()))) for n in range(block.rows))
    return tuple((cut_lines(lines, longest, f"sheet {FLAGS_SHEET}"),) for lines in by_line)


def _facts(assessment: Assessment) -> Rows:
    review = assessment.case.review
    employer = review.employer
    names = dict.fromkeys(name for name in (employer.legal_name, employer.trade_name) if name)
    kind = f"{review.case.year_kind.value.capitalize()} year" if review.case.year_kind else "not entered yet"
    texts = (", ".join(names) or "not entered yet", review.case.reference or "not entered yet", kind)
    return tuple((short_line(text, start_sheet.FACT_WIDTH),) for text in texts)


def _state(assessment: Assessment) -> Rows:
    count = entries(assessment.case.review)
    return ((f"Computed as of {assessment.case.as_of} from {count} {'entry' if count == 1 else 'entries'}.",),)


def entries(review: Review) -> int:
    """Count the facts that are entered."""
    facts = (
        getattr(record, name)
        for section, labels in LABELS.items()
        for record in _records(review, section)
        for name in labels
        if name != "question_id"
    )
    return sum(fact not in (None, "", ()) for fact in facts)


def _records(review: Review, section: str) -> tuple[object, ...]:
    found = () if section == "form" else getattr(review, section)
    return found if isinstance(found, tuple) else (found,)


def _counts(assessment: Assessment) -> Rows:
    counted = (assessment.blocking, assessment.unfinished, assessment.advisory, assessment.scores.overall.unscored)
    return tuple((len(each),) for each in counted)


def _outcome(assessment: Assessment) -> Rows:
    outcome = assessment.outcome
    words = outcome.kind.value.capitalize() + (f" (round {outcome.round})" if outcome.round else "")
    accepted = "; ".join(capitalized(sentence) for sentence in outcome.acceptances)
    return ((words,), *((line,) for line in _lines(accepted, start_sheet.TEXT_WIDTH, start_sheet.ACCEPTANCE_LINES)))


def _because(assessment: Assessment) -> Rows:
    lines = because_lines(assessment)
    first = (not number or lines[number - 1][0] != reasons for number, (reasons, _) in enumerate(lines))
    return tuple(
        (reasons[0].clause if begins and len(reasons) == 1 else "", line)
        for begins, (reasons, line) in zip(first, lines, strict=True)
    )


def because_lines(assessment: Assessment) -> list[tuple[tuple[Because, ...], str]]:
    """Return the lines below *Because*: the reasons of each line (several where it only counts them) and its words."""
    reasons = assessment.outcome.because
    shown: list[tuple[tuple[Because, ...], str]] = []
    for number, reason in enumerate(reasons):
        lines = _lines(_because_words(reason), start_sheet.TEXT_WIDTH - 14, 2)
        room = start_sheet.BECAUSE_LINES - len(shown) - (number + 1 < len(reasons))
        if len(lines) > room:
            rest = reasons[number:]
            return [*shown, (rest, f"and {len(rest)} more; every open flag is on the sheet Flags")]
        shown += [((reason,), line) for line in lines]
    return shown


def _because_words(reason: Because) -> str:
    if reason.parameter is None:
        return capitalized(reason.seen)
    held = "to reach" if reason.parameter.unit == "percent" else "at most"
    return f"{capitalized(reason.seen)} ({held}: {reason.parameter})"


def _score(score: Score) -> tuple[Value, ...]:
    return (
        _scored(score),
        score.given,
        score.possible,
        score.shown,
        _percent(score.percentage),
        score.minimum.value if score.minimum else None,
        score.verdict_words,
        score.claimed,
    )


def _percent(percentage: Fraction | None) -> Decimal | None:
    """Return the percentage for the bars: truncated, like the words beside it."""
    return None if percentage is None else truncated(percentage)


def _chart(assessment: Assessment) -> Rows:
    def number(value: Decimal | None) -> Decimal | int:
        return NOT_DRAWN if value is None else value

    return tuple(
        (number(_percent(score.percentage)), number(score.minimum.value if score.minimum else None))
        for score in assessment.scores.elements
    )


def _deadlines(assessment: Assessment) -> Rows:
    return tuple(
        (
            f"Round {each.number}",
            short_line(assessment.round_words(each), 60),
            each.round.received_on,
            each.due_on,
            each.round.returned_on,
            each.days_left,
        )
        for each in assessment.deadlines.rounds[-start_sheet.ROUND_LINES :]
    )


def _progress(assessment: Assessment) -> Rows:
    """Count the scored questions of each element, in the row of its first question."""
    words = {score.label: _scored(score) for score in assessment.scores.elements}
    return tuple((words.pop(question.element, None),) for question in assessment.case.instrument.questions)


def _scored(score: Score) -> str:
    done = score.questions - len(score.unscored)
    return f"{done} of {score.questions}" if score.unscored else f"all {done}"


def _round_deadlines(assessment: Assessment) -> Rows:
    return tuple((each.due_on, each.days_left, assessment.round_words(each)) for each in assessment.deadlines.rounds)


def _all_flags(assessment: Assessment, found: CellLocations) -> Rows:
    flags = in_order(assessment.flags)
    capacity = named_ranges.range_of(computed_ranges.ALL_FLAGS, assessment.case.instrument).rows
    shown = flags if len(flags) <= capacity else flags[: capacity - 1]
    rows: list[tuple[Value, ...]] = [
        (
            flag.code,
            flag.severity.value,
            flag.where,
            "!".join(part for part in (quoted(sheet), cell) if part) if sheet else "",
            short_line(flag.message, IN_A_CELL),
            flag.clause,
            flag.rule.hint,
        )
        for flag in shown
        for sheet, cell in [cell_of_flag(flag, found)]
    ]
    if len(shown) < len(flags):
        rows.append(("", "", "", "", f"and {len(flags) - len(shown)} more", "", ""))
    return tuple(rows)


def _question_changes(assessment: Assessment, compared: ReviewComparison | None) -> Rows:
    """Return for each question what changed since the last feedback, or that nothing did that was asked for."""
    case = assessment.case
    unanswered = compared.unanswered if compared and case.last_was_returned else ()
    words = {each.place.item: NO_CHANGE for each in unanswered if each.place.section == "questions"} | case.changed
    return tuple((words.get(question.id),) for question in case.instrument.questions)


def _all_changes(assessment: Assessment, compared: ReviewComparison | None, found: CellLocations) -> Rows:
    if compared is None or assessment.case.snapshot is None:
        return ((NOTHING_TO_COMPARE, "", "", "", "", ""),)
    rows: list[tuple[Value, ...]] = []
    for change in compared.changes:
        if change.section in ("rounds", "letters"):  # their sheets show what came after the feedback
            continue
        asked = [each for each in compared.requests if change in each.changes]
        is_gone = not change.field and change.after is None
        place = Place(change.section, change.field, "" if is_gone and change.section != "questions" else change.item)
        kind = compared.group(change).value
        rows.append((change.where, _address(place, found), kind, _needed(asked), *short_sides(change, LONGEST_SIDE)))
    rows += [
        (each.asked.item, _address(each.place, found), NOT_CHANGED, _needed([each]), "", "")
        for each in (compared.unanswered if assessment.case.last_was_returned else ())
    ]
    if not rows:
        return ((f"Nothing has changed since the feedback of round {assessment.case.snapshot.round}.", *[""] * 5),)
    capacity = named_ranges.range_of(computed_ranges.ALL_CHANGES, assessment.case.instrument).rows
    if len(rows) > capacity:
        rest = f"and {len(rows) - capacity + 1} more: secor-xl compare FILE --round shows all"
        rows = [*rows[: capacity - 1], (rest, "", "", "", "", "")]
    return tuple(rows)


def _needed(requests: Iterable[CorrectionRequest]) -> str:
    return short_line(" ".join(dict.fromkeys(text for each in requests for text in each.asked.needed)), IN_A_CELL)


def _address(place: Place, found: CellLocations) -> str:
    """Return the cell of a place as a link leads to it."""
    sheet, cell = found.cell_of(place) or ("", "")
    return f"{quoted(sheet)}!{cell}" if cell else ""


_ON_ITS_OWN: dict[str, Callable[[Assessment], Rows]] = {
    computed_ranges.FACTS: _facts,
    computed_ranges.AS_OF: lambda each: ((each.case.as_of,),),
    computed_ranges.COUNTS: _counts,
    computed_ranges.STATE: _state,
    computed_ranges.OUTCOME: _outcome,
    computed_ranges.NEXT_STEP: lambda each: ((short_line(each.outcome.next_step, start_sheet.TEXT_WIDTH),),),
    computed_ranges.BECAUSE: _because,
    computed_ranges.OVERALL: lambda each: (_score(each.scores.overall),),
    computed_ranges.ELEMENTS: lambda each: tuple(map(_score, each.scores.elements)),
    computed_ranges.DEADLINES: _deadlines,
    computed_ranges.FINAL_DATE: lambda each: ((each.deadlines.final_on or NO_FINAL_DATE,),),
    computed_ranges.HEADCOUNT: lambda each: ((each.case.review.profile.headcount,),),
    computed_ranges.PROGRESS: _progress,
    computed_ranges.ROUND_DEADLINES: _round_deadlines,
    computed_ranges.CHART: _chart,
}
_ROW_FLAGS = (
    computed_ranges.SUBMISSION_FLAGS,
    computed_ranges.ACCOUNT_FLAGS,
    computed_ranges.QUESTION_FLAGS,
    computed_ranges.ACTION_PLAN_FLAGS,
    computed_ranges.LAST_YEAR_FLAGS,
    computed_ranges.ROUND_FLAGS,
)


def _filled(rows: Rows, block: NamedRange, longest: int) -> Rows:
    """Fill a range: cut long texts and add blank rows below."""
    blank = (None,) * block.columns
    fitting = (tuple(cut(value, longest) if isinstance(value, str) else value for value in row) for row in rows)
    return (*tuple(fitting)[: block.rows], *((blank,) * (block.rows - len(rows))))


def _lines(text: str, width: int, most: int) -> list[str]:
    return textwrap.wrap(
        short_line(text, width * most), width, max_lines=most, placeholder=" …", break_on_hyphens=False
    )
