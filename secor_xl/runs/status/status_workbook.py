"""The status as a workbook, with a link to each review."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

from secor_xl.review.calendar import shown_date
from secor_xl.runs.status.status_line import StatusLine
from secor_xl.text import capitalized
from secor_xl.workbook.writing.file_links import path_from
from secor_xl.workbook.writing.list_workbook import (
    DATE,
    NUMBER,
    TEXT,
    Linked,
    ListedColumn,
    ListedValue,
    ListingBook,
    StandsOut,
)

EMPTY = "No review to show."


def status_workbook(lines: Sequence[StatusLine], as_of: dt.date, path: Path) -> bytes:
    """Return the workbook of a status.

    Args:
        lines: the reviews, most urgent first.
        as_of: the day of the status.
        path: where the workbook will be; its links are relative to that folder.
    """

    def days(line: StatusLine) -> ListedValue:
        if line.days_left is None:
            return None
        return StandsOut(Decimal(line.days_left)) if line.late else line.days_left

    def review(line: StatusLine) -> Linked:
        return Linked(line.reference or line.employer or Path(line.file).name, path_from(path.parent, Path(line.file)))

    columns: tuple[ListedColumn[StatusLine], ...] = (
        ListedColumn("Review", 18, review),
        ListedColumn("State", 24, lambda line: capitalized(line.state)),
        ListedColumn("Employer", 34, lambda line: line.employer),
        ListedColumn("Reviewer", 20, lambda line: line.reviewer),
        ListedColumn("Round", 8, lambda line: line.round or None, NUMBER),
        ListedColumn("By", 18, lambda line: line.due_on, DATE),
        ListedColumn("Days left", 10, days, NUMBER),
        ListedColumn("Scored", 9, lambda line: line.scored if line.questions else None, NUMBER),
        ListedColumn("Questions", 11, lambda line: line.questions or None, NUMBER),
        ListedColumn("Next", 58, lambda line: line.next_step),
        ListedColumn("File", 40, lambda line: line.file, TEXT),
    )
    book = ListingBook(title="Status", subtitle=shown_date(as_of), day=as_of)
    book.add_list(
        "Status", f"Status of {shown_date(as_of)}", "Late first, then by state and day.", columns, lines, EMPTY
    )
    return book.content()
