"""Compute the cells of a live workbook from its ranges, once for all functions of one recalculation.

The ranges are put back in their places on the sheets and read by the code that reads a file, so the cell, the button and the
command line see one review. Where there is nothing to judge, the first cell of every range says why in a sentence, and all
others are blank.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from itertools import chain
from typing import Never, TypeAlias

from secor_xl import __version__
from secor_xl.errors import SecorError
from secor_xl.judgement.assessment import assess
from secor_xl.procedure.form import FORM_ID
from secor_xl.procedure.instrument import QUESTION_ID
from secor_xl.procedure.office import Office
from secor_xl.text import on_one_line
from secor_xl.workbook.functions.arguments import RangeValues, as_range, cell_value
from secor_xl.workbook.functions.live_office import office_in_force
from secor_xl.workbook.functions.registry import ARGUMENTS
from secor_xl.workbook.functions.results import IN_A_FORMULA, NOT_DRAWN, Value, computed_values
from secor_xl.workbook.migration.versions import INSTALL_NEWER, is_newer
from secor_xl.workbook.reading.cell_parsing import TYPE_A_DATE, Unfit, as_date, as_text
from secor_xl.workbook.reading.cell_problem import CellProblem
from secor_xl.workbook.reading.read_review import ReadReview, read_values
from secor_xl.workbook.schema import computed_ranges, layout, named_ranges
from secor_xl.workbook.schema.cell_limits import cut
from secor_xl.workbook.schema.computed_ranges import ComputedRange
from secor_xl.xlsx.sheet_values import ErrorValue, Rows, SheetValues

Shown: TypeAlias = str | int | float | dt.date | None
ShownRows: TypeAlias = tuple[tuple[Shown, ...], ...]
Areas: TypeAlias = Mapping[str, Rows]

RANGES = tuple(argument.range_name for argument in ARGUMENTS)
# Lists of fixed length. A shorter range would lose entries without a word; of the others, a missing row is missed by its label.
FIXED = tuple(name for name, table in named_ranges.TABLE_RANGES.items() if table.capacity)
WORKBOOKS_KEPT = 4
"""The number of results that are kept, one for each open workbook."""
SAYS_THE_REST = "… Check now says the rest."
LARGEST_LONG = 2**31 - 1
"""The largest whole number that Excel takes over COM; larger ones go as floating point numbers, which is what it has anyway."""


class NothingToJudge(SecorError):
    """The ranges hold no review, or none that may be judged here; the message is for the cells."""


class Same:
    """An office as part of a key, equal by identity: an office has a dictionary, which cannot be hashed."""

    def __init__(self, office: Office) -> None:
        self.office = office

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Same) and other.office is self.office

    def __hash__(self) -> int:
        return id(self.office)


def answer(function: ComputedRange, values: Sequence[object]) -> list[list[Shown]]:
    """Return the rows of the range that an in-cell function fills; never raises.

    Args:
        function: one of ``FUNCTIONS``.
        values: for each argument its rows as a spreadsheet passes them, for a scalar its value.

    Returns:
        Exactly the rows of the range; a sentence in the first cell and blanks elsewhere where there is nothing to judge.
    """
    return [list(row) for row in shown_cells(values)[function.range_name]]


def shown_cells(values: Sequence[object]) -> Mapping[str, ShownRows]:
    """Return the rows of every computed range, by its name; never raises.

    One recalculation calls every function with the same ranges, so the results are kept. The key is everything that they depend
    on: each value of each range, as-of day included, and its type, and the office as an object, which ``OfficeFile`` makes anew
    when its file has changed. The type is needed because ``1``, ``1.0`` and ``True`` are equal in Python and different in a
    cell; with it the key is enough, because ``cell_value`` makes the same of equal values of one type. The program itself and
    its data do not change while it runs.
    """
    ranges: tuple[RangeValues, ...] = ()
    try:
        # The functions of an earlier form have fewer ranges; the day is always the last argument.
        given = [*values[:-1], *[None] * (len(RANGES) - len(values)), *values[-1:]][: len(RANGES)]
        ranges = tuple(map(as_range, given))
        kinds = tuple(map(type, chain.from_iterable(chain.from_iterable(ranges))))
        try:
            return judged_ranges(ranges, kinds, Same(office_in_force()))
        except SecorError as error:  # the office's file
            return sentence_rows(f"The office's data cannot be used: {error}", *_sizes(ranges))
    except Exception as error:  # noqa: BLE001 - what is raised becomes a text in the cell, and a text is greater than any number
        words = f"secor-xl could not judge this review because of a fault of its own ({type(error).__name__}); please report it"
        return sentence_rows(words, *_sizes(ranges))


@lru_cache(maxsize=WORKBOOKS_KEPT)
def judged_ranges(ranges: tuple[RangeValues, ...], _kinds: tuple[type, ...], office: Same) -> Mapping[str, ShownRows]:
    """Return the rows of every computed range; ``_kinds`` is only a part of the key."""
    areas = {
        name: [[cell_value(value) for value in row] for row in rows] for name, rows in zip(RANGES, ranges, strict=True)
    }
    sizes = _sizes(ranges)
    try:
        read = read_ranges(areas)
        sizes = len(read.instrument.by_id), len(read.instrument.elements)
        as_of = _day(areas[computed_ranges.AS_OF])
    except NothingToJudge as error:
        return sentence_rows(str(error), *sizes)
    problems = (*read.problems, *_cut_short(areas))
    assessment = assess(read.review, instrument=read.instrument, office=office.office, as_of=as_of, problems=problems)
    return {
        name: tuple(tuple(map(_plain, row)) for row in rows)
        for name, rows in computed_values(assessment, found=read.found).items()
    }


def read_ranges(areas: Areas) -> ReadReview:
    """Read the review in the ranges; raises ``NothingToJudge``."""
    sheets = _sheets(areas)
    form = sheets.get(layout.FORM_SHEET)
    if form is not None and form.at(layout.FORM_ID_CELL) == FORM_ID:
        made_by = as_text(form.at(layout.TOOL_VERSION_CELL))
        if made_by != __version__:
            other = f"secor-xl {made_by}" if isinstance(made_by, str) and made_by else "an unknown version of secor-xl"
            newer = isinstance(made_by, str) and is_newer(made_by)
            cure = INSTALL_NEWER if newer else "use Upgrade workbook, or 'secor-xl upgrade' with this file"
            raise NothingToJudge(f"Made with {other}; this is {__version__}: {cure}")
    return read_values(sheets, _refuse)


def _refuse(seen: str, cure: str) -> Never:
    raise NothingToJudge(f"Sheet {layout.FORM_SHEET}: this workbook {seen}. {cure}")


def _sheets(areas: Areas) -> dict[str, SheetValues]:
    """Put the ranges back in their places on the sheets; a sheet whose ranges are gone is left out."""
    sheets: dict[str, SheetValues] = {}
    # Rows that were inserted into the submission, or that an earlier form does not have, move the accounts below it.
    places = named_ranges.ranges_of_size(1, 1)
    submission = [
        row for row in areas[named_ranges.SUBMISSION_RANGE] if row[:1] != [layout.HEADCOUNT_LABEL]
    ]  # as in form 1
    moved = len(submission) - places[named_ranges.SUBMISSION_RANGE].rows
    for name in RANGES[:-1]:
        rows, place = areas[name], places[name]
        if len(rows) == 1 and len(rows[0]) == 1 and (rows[0][0] is None or isinstance(rows[0][0], ErrorValue)):
            continue
        sheet = sheets.setdefault(place.sheet, SheetValues(place.sheet, [])).rows
        first = place.row - 1 + (moved if name == named_ranges.ACCOUNTS_RANGE else 0)
        sheet.extend([] for _ in range(first - len(sheet)))
        sheet.extend([None] * (place.column - 1) + row for row in rows)
    return sheets


def _cut_short(areas: Areas) -> list[CellProblem]:
    places = named_ranges.ranges_of_size(1, 1)
    return [
        CellProblem(
            places[name].sheet,
            places[name].first,
            f"the table has {len(areas[name])} rows with its headers instead of {places[name].rows}, so entries may be lost",
            "Take an earlier copy of the workbook, or use Upgrade workbook",
        )
        for name in FIXED
        if areas[name] != [[None]] and len(areas[name]) < places[name].rows  # an earlier form may not have the list
    ]


def _day(rows: Rows) -> dt.date:
    """Read the day of the judgement from the cell that is named ``secor_as_of``; raises ``NothingToJudge``."""
    place = named_ranges.ranges_of_size(1, 1)[computed_ranges.AS_OF]
    day = as_date(rows[0][0] if rows and rows[0] else None)
    if isinstance(day, dt.date):
        return day
    seen, cure = ("nothing is entered", TYPE_A_DATE)
    if isinstance(day, Unfit):
        seen, cure = day.seen, day.allowed
    raise NothingToJudge(f"The day of the judgement is needed in {place.sheet}!{place.first}: {seen}. {cure}")


def _sizes(ranges: tuple[RangeValues, ...]) -> tuple[int, int]:
    """Count the questions and elements on the sheet of questions, where no instrument could be read."""
    rows: RangeValues = dict(zip(RANGES, ranges, strict=False)).get(named_ranges.QUESTIONS_RANGE, ())
    ids = [row[0] for row in rows if row and isinstance(row[0], str) and QUESTION_ID.fullmatch(row[0])]
    return max(1, len(rows) - 1), max(1, len({question_id[:1] for question_id in ids}))


def sentence_rows(words: str, questions: int, elements: int) -> dict[str, ShownRows]:
    """Return a sentence in the first cell of each range and blanks elsewhere; the chart draws nothing."""
    text = cut(on_one_line(words), IN_A_FORMULA, SAYS_THE_REST)
    rows: dict[str, ShownRows] = {}
    for name, block in named_ranges.ranges_of_size(questions, elements).items():
        if name in computed_ranges.COMPUTED:
            first, other = (NOT_DRAWN, NOT_DRAWN) if name == computed_ranges.CHART else (text, None)
            blank = (other,) * block.columns
            rows[name] = ((first, *blank[1:]), *(blank,) * (block.rows - 1))
    return rows


def _plain(value: Value) -> Shown:
    """Return a value as a function returns it to Excel."""
    if isinstance(value, int | Decimal):
        whole = int(value)
        return whole if whole == value and abs(whole) <= LARGEST_LONG else float(value)
    return value
