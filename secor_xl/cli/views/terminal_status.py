"""The view of the status in the terminal."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from secor_xl.cli.views.terminal import console, table
from secor_xl.judgement.work_state import WorkState
from secor_xl.review.calendar import shown_date
from secor_xl.runs.status.season_status import SeasonStatus
from secor_xl.runs.status.status_line import STATES, UNREADABLE, StatusLine
from secor_xl.text import capitalized, counted, on_one_line

STYLES = {WorkState.DUE_SOON.value: "yellow", WorkState.LETTER_DUE.value: "green", WorkState.CLOSED.value: "dim"}
LATE, FAILED = "bold red", "red"
NAME_WIDTH = 30
NO_REVIEWER = "no reviewer entered"


def print_status(status: SeasonStatus, as_of: dt.date) -> None:
    """Print one line for each review, the totals by reviewer and state, and the files that could not be read."""
    out = console()
    reviews = [each for each in status.lines if each.state != UNREADABLE]
    failed = [each for each in status.lines if each.state == UNREADABLE]
    late = sum(each.late for each in reviews)
    out.print(Text(f"Status of {shown_date(as_of)}: {counted(len(reviews), 'review')}, {late} late", style="bold"))
    if reviews:
        out.print()
        out.print(_reviews(reviews))
        out.print()
        out.print(_totals(reviews))
        _print_files(out, reviews)
    if failed:
        made = table("Could not be read", "Cause and cure")
        for each in failed:
            made.add_row(Text(each.file, style=FAILED), each.next_step)
        out.print()
        out.print(made)


def _reviews(lines: Sequence[StatusLine]) -> Table:
    made = table("State", "Reference", "Employer", "Reviewer", "Round", "By", "Days", "Next")
    for number in (4, 6):
        made.columns[number].justify = "right"
    for each in lines:
        made.add_row(
            Text(_state(each), style=LATE if each.late else STYLES.get(each.state, "")),
            each.reference,
            on_one_line(each.employer, NAME_WIDTH),
            on_one_line(each.reviewer, NAME_WIDTH),
            str(each.round or ""),
            shown_date(each.due_on) if each.due_on else "",
            "" if each.days_left is None else str(each.days_left),
            each.next_step,
        )
    return made


def _state(line: StatusLine) -> str:
    words = capitalized(line.state)
    if line.state == WorkState.IN_REVIEW.value:
        words += f" ({line.scored} of {line.questions} scored)"
    return words


def _totals(lines: Sequence[StatusLine]) -> Table:
    """The number of reviews by reviewer and state; only states that occur have a column."""
    states = [state for state in STATES if any(each.state == state for each in lines)]
    made = table("Reviewer", *(capitalized(state) for state in states), "All")
    for column in made.columns[1:]:
        column.justify = "right"
    by_reviewer: dict[str, Counter[str]] = {}
    for each in lines:
        by_reviewer.setdefault(each.reviewer, Counter())[each.state] += 1
    for name in sorted(by_reviewer):
        numbers = by_reviewer[name]
        made.add_row(name or NO_REVIEWER, *(str(numbers[state] or "") for state in states), str(numbers.total()))
    if len(by_reviewer) > 1:
        made.add_section()
        all_of_them = Counter(each.state for each in lines)
        made.add_row("All", *(str(all_of_them[state]) for state in states), str(len(lines)))
    return made


def _print_files(out: Console, lines: Sequence[StatusLine]) -> None:
    """Name the files of reviews that share a reference or have none."""
    named = Counter(each.reference for each in lines)
    unclear = [each for each in lines if (not each.reference or named[each.reference] > 1)]
    if unclear:
        out.print()
        for each in unclear:
            out.print(Text(f"{each.reference or 'No reference'}: {each.file}", style="dim"))
