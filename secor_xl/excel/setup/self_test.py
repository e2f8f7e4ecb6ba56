"""The self-test: a review workbook opened in the reviewer's own Excel, each computed cell compared with the library.

Everything but ``in_excel`` is tested over an engine of ours as well.
"""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from secor_xl.errors import SecorError
from secor_xl.excel.macro_workbook import build_macro_workbook
from secor_xl.excel.setup.checks import CheckResult, check
from secor_xl.excel.setup.machine import WINDOWS, Machine
from secor_xl.judgement.assessment import Assessment, assess
from secor_xl.judgement.case import Place
from secor_xl.review.model import QuestionReview, Response, Timing
from secor_xl.workbook.functions.live_results import Shown as LiveValue
from secor_xl.workbook.functions.live_results import sentence_rows
from secor_xl.workbook.functions.registry import FUNCTIONS
from secor_xl.workbook.functions.results import Value, computed_values
from secor_xl.workbook.schema import named_ranges
from secor_xl.workbook.schema.layout import FORM_SHEET, START, TOOL_VERSION_CELL, cell_of
from secor_xl.xlsx.sheet_values import column_letter

if TYPE_CHECKING:
    import xlwings

    from secor_xl.procedure.instrument import Instrument

Rows: TypeAlias = Sequence[Sequence[Value | LiveValue]]
Opened: TypeAlias = Callable[[Path], AbstractContextManager["xlwings.Book"]]
MOST_NAMED = 3
LONG_FINDING = "The record of this drill bears no date. " * 8  # 320 characters
LONG_VERSION = "x" * 600
"""Replaces the version that made the workbook: the refusal quotes it, and is longer than Excel takes from a function."""


class ExcelDiffers(SecorError):
    """Excel shows something else than the library says.

    Args:
        message: the difference; it may quote cells.
        where: the difference without any text of a cell.
    """

    def __init__(self, message: str, where: str) -> None:
        super().__init__(message)
        self.where = where


@contextmanager
def in_excel(path: Path) -> Iterator[xlwings.Book]:
    """Open a workbook in an invisible Excel of its own, which ends with the block."""
    import xlwings  # noqa: PLC0415 - costly, and only here

    app = xlwings.App(visible=False, add_book=False)
    try:
        app.display_alerts = False
        yield app.books.open(str(path))
    finally:
        with suppress(Exception):  # it may be busy, or gone already
            for book in app.books:
                book.close()
            app.quit()
        with suppress(Exception):
            app.kill()


@check("cells", "Cells in Excel")
def check_cells(machine: Machine, assessment: Assessment, opened: Opened | None = None) -> CheckResult:
    """Open a workbook in Excel, change entries, and compare every computed cell after each recalculation.

    Args:
        machine: the computer.
        assessment: the judgement that the workbook is made of.
        opened: opens a workbook; Excel itself if left out.
    """
    if machine.platform != WINDOWS and opened is None:
        return CheckResult("not tried; that needs Excel on Windows")
    try:
        with tempfile.TemporaryDirectory(prefix="secor-xl-") as folder:
            path = Path(folder, "self-test.xlsm")
            path.write_bytes(build_macro_workbook(assessment, live_as_of=False))
            with (opened or in_excel)(path) as book:
                compared = compare(book, assessment)
    except ExcelDiffers as error:
        return CheckResult(str(error), "Run 'secor-xl excel doctor --no-excel', put right what it says, and try again")
    except Exception:  # noqa: BLE001 - COM has errors of every kind, and the check itself must not fail
        cure = "Close Excel, end what is left of it in the Task Manager, and try again"
        return CheckResult("Excel did not start, or ended while the cells were compared", cure)
    return CheckResult(f"{compared} cells show what they should, before and after changes, with long texts too")


def compare(book: xlwings.Book, assessment: Assessment) -> int:
    """Compare every computed cell: as it is, after each of some changes, and with a refusal; returns the number of cells.

    Raises:
        ExcelDiffers: a cell shows something else.
    """
    recalculate(book)
    instrument = assessment.case.instrument
    compared = refuse_differences(book, computed_values(assessment), instrument)
    for typed, changed in changes(assessment):
        for place, value in typed.items():
            sheet, cell = cell_of(place, instrument) or (START, "")
            book.sheets[sheet].range(cell).value = value
        recalculate(book)
        compared += refuse_differences(book, computed_values(changed), instrument)
    form = book.sheets[FORM_SHEET]
    form.api.Unprotect()
    form.range(TOOL_VERSION_CELL).value = LONG_VERSION
    recalculate(book)
    refusal = sentence_rows(f"Made with secor-xl {LONG_VERSION}", len(instrument.by_id), len(instrument.elements))
    return compared + refuse_differences(book, refusal, instrument)


def recalculate(book: xlwings.Book) -> None:
    """Let Excel calculate every cell, those that it takes for current too."""
    full = getattr(book.app.api, "CalculateFull", None)
    if full is not None:
        full()
    else:
        book.app.calculate()


def changes(assessment: Assessment) -> Iterator[tuple[dict[Place, float | str], Assessment]]:
    """Yield entries to type, and the judgement then: half the points of the first scored question, then a long finding."""
    case = assessment.case
    entry, points = next(
        (each, each.points) for each in case.review.questions if each.points and each.response is Response.YES
    )
    halved = replace(entry, points=points / 2)
    yield {_of(entry, "points"): float(points / 2)}, _with_question(assessment, halved)
    found = replace(halved, finding=LONG_FINDING, timing=Timing.NOW, resolved_on=None)
    typed = {"finding": LONG_FINDING, "timing": Timing.NOW.value, "resolved_on": ""}
    yield {_of(entry, name): value for name, value in typed.items()}, _with_question(assessment, found)


def _of(entry: QuestionReview, field: str) -> Place:
    return Place("questions", field, entry.question_id)


def _with_question(assessment: Assessment, entry: QuestionReview) -> Assessment:
    case = assessment.case
    questions = tuple(entry if each.question_id == entry.question_id else each for each in case.review.questions)
    review = replace(case.review, questions=questions)
    return assess(review, instrument=case.instrument, office=case.office, as_of=case.as_of)


def refuse_differences(book: xlwings.Book, expected: Mapping[str, Rows], instrument: Instrument) -> int:
    """Compare every computed cell with the rows of its rectangle; returns the number of cells.

    Raises:
        ExcelDiffers: a cell shows something else.
    """
    compared, differences = 0, []
    for function in FUNCTIONS:
        block = named_ranges.range_of(function.range_name, instrument)
        shown = book.sheets[block.sheet].range(block.cells).options(ndim=2, err_to_str=True).value
        for down, (seen, wanted) in enumerate(zip(shown, expected[function.range_name], strict=True)):
            for across, (one, other) in enumerate(zip(seen, wanted, strict=True)):
                compared += 1
                if _plain(one) != _plain(other):
                    cell = f"{block.sheet}!{column_letter(block.column + across)}{block.row + down}"
                    differences.append((cell, f"{cell} shows {one!r}, not {_plain(other)!r}"))
    if differences:
        cells, words = zip(*differences[:MOST_NAMED], strict=True)
        more = f" and {len(differences) - MOST_NAMED} more" if len(differences) > MOST_NAMED else ""
        raise ExcelDiffers("; ".join(words) + more, f"another value in {', '.join(cells)}{more}")
    return compared


def _plain(value: Any) -> str | float | bool | dt.date:  # noqa: ANN401 - the value of a cell
    """Return a value in the types of a cell: one kind of number, days without a time, an empty text for nothing."""
    if value is None:
        return ""
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, str | bool | dt.date):
        return value
    return float(value)
