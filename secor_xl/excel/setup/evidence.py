"""The record of our workbooks in a real Excel: one file without personal data, which people can send to us.

All steps run on scratch copies of a fictional review. A step is recorded by its name, its success, and a number, the addresses of
cells or the kind of an error: no path, no name, no text of a cell.
"""

from __future__ import annotations

import datetime as dt
import platform
import shutil
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from secor_xl import __version__
from secor_xl.excel import buttons
from secor_xl.excel.button_list import COMMANDS
from secor_xl.excel.buttons.button_context import ButtonContext
from secor_xl.excel.buttons.dialogs import Dialogs
from secor_xl.excel.buttons.opening import Opener
from secor_xl.excel.live_book import shown_text
from secor_xl.excel.macro_workbook import build_macro_workbook
from secor_xl.excel.setup.self_test import ExcelDiffers, Opened, compare, in_excel
from secor_xl.runs.settings import FILE
from secor_xl.workbook.reading.read_workbook import read_workbook
from secor_xl.workbook.schema.computed_ranges import STATE
from secor_xl.workbook.schema.layout import START
from secor_xl.workbook.schema.named_ranges import range_of

if TYPE_CHECKING:
    import xlwings

    from secor_xl.excel.setup.checks import CheckResult
    from secor_xl.excel.setup.machine import Machine
    from secor_xl.judgement.assessment import Assessment

SCHEMA = "secor-xl/excel-evidence/1"
REPAIRED = "[Repaired]"
WITH_MACROS, WITHOUT_MACROS = 1, 3
"""Excel's AutomationSecurity: macros of files that a program opens run, or never run."""
LONGEST_WAIT, SHORT_WAIT, LOOK_AGAIN = 20.0, 4.0, 0.5
"""Seconds for Excel to do what it does by itself after it has opened a workbook."""


@dataclass(frozen=True, slots=True)
class EvidenceStep:
    """One step; ``ok`` is ``None`` where this Excel gives no way to try it."""

    name: str
    ok: bool | None
    seen: str = ""


class NotTried(Exception):
    """This Excel gives no way to try it."""


@dataclass
class SilentReviewer(Dialogs, Opener):
    """Dialogs and opener that agree to everything, count messages, and show nothing."""

    folder: Path
    told: int = 0
    troubles: int = 0
    shown: int = 0

    def tell(self, _text: str, *, trouble: bool = False) -> None:
        """Count a message."""
        self.told += 1
        self.troubles += trouble

    def ask(self, _text: str) -> bool:
        """Agree."""
        return True

    def where_to(self, _suggested: Path) -> Path | None:
        """Return a name in the scratch folder."""
        return self.folder / "new.xlsm"

    def which_file(self, _title: str) -> Path | None:
        """Choose none: a file of the test would have to be in the package."""
        return None

    def show(self, _path: Path) -> None:
        """Count a file."""
        self.shown += 1

    def pdfs(self, letters: Iterable[Path]) -> list[Path]:
        """Make none: PDFs are Word's work, not Excel's."""
        return [letter.with_suffix(".pdf") for letter in letters]


def record(
    machine: Machine, findings: tuple[CheckResult, ...], assessment: Assessment, opened: Opened = in_excel
) -> dict[str, Any]:
    """Try a workbook in Excel step by step; returns the evidence as plain data (docs/evidence.md).

    Args:
        machine: the computer.
        findings: the doctor's results.
        assessment: the judgement of the fictional review that the scratch workbooks are made of.
        opened: opens a workbook; Excel itself if left out.
    """
    with tempfile.TemporaryDirectory(prefix="secor-xl-") as folder:
        scratch = Scratch(Path(folder), assessment, opened)
        steps = [step for tried in STEPS for step in tried(scratch)]
    return {
        "schema": SCHEMA,
        "tool": __version__,
        "day": str(dt.datetime.now(tz=dt.UTC).date()),
        "system": platform.platform(),
        "python": platform.python_version(),
        "xlwings": machine.version("xlwings"),
        "excel": scratch.excel,
        "doctor": {each.check: each.ok for each in findings},
        "steps": [{"step": step.name, "ok": step.ok, "seen": step.seen or None} for step in steps],
    }


@dataclass
class Scratch:
    """A temporary folder, the judged review, the opener of workbooks, and the version of the Excel that answered."""

    folder: Path
    assessment: Assessment
    opened: Opened
    excel: dict[str, str] = field(default_factory=dict)

    def workbook(self, name: str, *, moves: bool = False) -> Path:
        """Make a fresh macro-enabled workbook."""
        path = self.folder / f"{name}.xlsm"
        path.write_bytes(build_macro_workbook(self.assessment, live_as_of=moves))
        return path

    def state(self, book: xlwings.Book) -> str:
        """Return the line of the start sheet that names its day and entries."""
        return shown_text(book, START, range_of(STATE, self.assessment.case.instrument).first)


def _tried(name: str, work: Callable[[], str]) -> EvidenceStep:
    """Take a step. An exception is its result: the addresses of cells, or the kind of an error, whose message may name files."""
    try:
        return EvidenceStep(name, True, work())
    except NotTried:
        return EvidenceStep(name, None)
    except ExcelDiffers as error:
        return EvidenceStep(name, False, error.where)
    except Exception as error:  # noqa: BLE001 - COM has errors of every kind
        number = f" {error.args[0]}" if error.args and isinstance(error.args[0], int) else ""
        return EvidenceStep(name, False, f"{type(error).__name__}{number}")


def _cells(scratch: Scratch) -> Iterator[EvidenceStep]:
    def work() -> str:
        with scratch.opened(scratch.workbook("cells")) as book:
            api = book.app.api
            scratch.excel["version"] = str(book.app.version)
            scratch.excel["build"] = str(getattr(api, "Build", ""))
            scratch.excel["system"] = str(getattr(api, "OperatingSystem", ""))
            return f"{compare(book, scratch.assessment)} cells"

    yield _tried("every computed cell, after changes, with a long finding and a long refusal", work)


def _saving(scratch: Scratch) -> Iterator[EvidenceStep]:
    path = scratch.workbook("saved")

    def save() -> str:
        with scratch.opened(path) as book:
            _refuse_repaired(book)
            book.save()
        if read_workbook(path).review != scratch.assessment.case.review:
            raise _wrong("the saved workbook is read as another review")
        return ""

    def again() -> str:
        with scratch.opened(path) as book:
            _refuse_repaired(book)
        return ""

    yield _tried("open without repair, save, and read the same review", save)
    yield _tried("open again what was saved, without repair", again)


def _wrong(words: str) -> ExcelDiffers:
    return ExcelDiffers(words, words)


def _refuse_repaired(book: xlwings.Book) -> None:
    windows = getattr(book.api, "Windows", None)
    if windows is not None and REPAIRED in str(windows(1).Caption):
        raise _wrong("Excel repaired the workbook")


def _buttons(scratch: Scratch) -> Iterator[EvidenceStep]:
    for command in COMMANDS:

        def work(function: str = command.function) -> str:
            folder = scratch.folder / function
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            (folder / FILE).write_text(
                f"letters_folder = '{folder / 'letters'}'\nreviews_folder = '{folder}'\n", encoding="utf-8"
            )
            reviewer = SilentReviewer(folder)
            context = ButtonContext(reviewer, reviewer, folder, scratch.assessment.case.as_of)
            with scratch.opened(scratch.workbook(function)) as book:
                getattr(buttons, function)(book, context)
            return f"{reviewer.told} said, {reviewer.troubles} of them as trouble, {reviewer.shown} shown"

        yield _tried(f"button {command.label}", work)


def _opening(scratch: Scratch) -> Iterator[EvidenceStep]:
    def opening(security: int, wanted: dt.date, longest_wait: float) -> str:
        with scratch.opened(scratch.workbook("first")) as first:
            api = first.app.api
            if not hasattr(api, "AutomationSecurity"):
                raise NotTried
            api.AutomationSecurity = security
            book = first.app.books.open(str(scratch.workbook(f"opening {security}", moves=True)))
            until = time.monotonic() + longest_wait
            while time.monotonic() < until and str(today) not in scratch.state(book):
                time.sleep(LOOK_AGAIN)
            state, saved = scratch.state(book), getattr(book.api, "Saved", True)
        if str(wanted) not in state:
            raise _wrong(f"the cells are not as of {wanted}")
        if not saved:
            raise _wrong("Excel would ask to save")
        return ""

    today = dt.datetime.now(tz=dt.UTC).astimezone().date()
    made = scratch.assessment.case.as_of
    moves, stays = "opening with macros moves the day, and the cells follow", "opening without macros changes nothing"
    yield _tried(moves, lambda: opening(WITH_MACROS, today, LONGEST_WAIT))
    yield _tried(stays, lambda: opening(WITHOUT_MACROS, made, SHORT_WAIT))


STEPS: tuple[Callable[[Scratch], Iterator[EvidenceStep]], ...] = (_cells, _saving, _buttons, _opening)
