"""The buttons that make workbooks beside the open one, a blank one or an upgraded one; and the as-of day of the open one."""

from __future__ import annotations

import datetime as dt
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from secor_xl import __version__
from secor_xl.errors import SecorError, reason_of
from secor_xl.excel.buttons.dialogs import bullets
from secor_xl.excel.buttons.errors_shown import is_busy
from secor_xl.excel.live_book import enter, is_online, path_of, read_live, sheet_of, shown_text
from secor_xl.files import content_of
from secor_xl.judgement.assessment import Assessment
from secor_xl.letters.outcome_guard import LetterRefused, why_in_the_future
from secor_xl.review.calendar import shown_date
from secor_xl.runs.output import OutputRefused, write_safely
from secor_xl.runs.settings import documents_folder
from secor_xl.runs.single_workbook import JudgedWorkbook, ReviewService
from secor_xl.text import capitalized
from secor_xl.workbook.functions.arguments import cell_value
from secor_xl.workbook.functions.results import computed_values
from secor_xl.workbook.migration.versions import INSTALL_NEWER, is_newer, newer_words
from secor_xl.workbook.reading.cell_parsing import as_date
from secor_xl.workbook.schema.computed_ranges import AS_OF, OUTCOME, STATE
from secor_xl.workbook.schema.layout import START
from secor_xl.workbook.schema.named_ranges import AS_OF_KIND, MOVES
from secor_xl.workbook.writing.build import blank_review

if TYPE_CHECKING:
    import xlwings

    from secor_xl.xlsx.comments import Notes

SUFFIX = ".xlsm"
MOST_LEFT = 10


def folder_beside(book: xlwings.Book) -> Path:
    """Return the folder of the workbook; where it has none on this computer, a folder among the documents."""
    path = path_of(book)
    return path.parent if path else documents_folder() / "SECOR reviews"


def free_name(folder: Path, stem: str) -> Path:
    """Return a path that is free: the stem, or the stem with a number."""
    path, number = folder / f"{stem}{SUFFIX}", 1
    while path.exists():
        number += 1
        path = folder / f"{stem} {number}{SUFFIX}"
    return path


def make_blank(path: Path, service: ReviewService) -> Path:
    """Write a blank review workbook with the office's instrument; raises ``SecorError`` where a file of that name is there."""
    from secor_xl.excel.macro_workbook import build_macro_workbook  # noqa: PLC0415 - only these two buttons need it

    path = path if path.suffix.lower() == SUFFIX else path.with_name(path.name + SUFFIX)
    if path.exists():
        raise SecorError(f"{path} is there already, and is not changed. Click again and choose another name.")
    instrument = service.office.instruments[0]
    _write(path, build_macro_workbook(service.assess(blank_review(instrument), instrument)))
    return path


def move_day(book: xlwings.Book, judged: JudgedWorkbook, today: dt.date) -> None:
    """Move the as-of day to today, unless the reviewer has fixed it or the cells do not follow.

    They do not follow on a Mac, where another version made the workbook, and where Python does not answer: the day then stays.
    """
    if sys.platform == "darwin" or judged.read.tool_version != __version__:
        return
    day, kind, state = (judged.read.found.on_start(name) for name in (AS_OF, AS_OF_KIND, STATE))
    _, before = _day_of_cells(book, judged)
    if sheet_of(book, START).range(kind).value != MOVES or before == today:
        return
    enter(book, START, day, ((today,),))
    book.app.calculate()
    if str(today) not in shown_text(book, START, state) and before is not None:
        enter(book, START, day, ((before,),))


def refuse_cells_ahead(book: xlwings.Book, judged: JudgedWorkbook, service: ReviewService) -> None:
    """Refuse letters while the cells are judged as of a day after today: their outcome is not the one of the letters."""
    where, day = _day_of_cells(book, judged)
    if day and (why := why_in_the_future(day, service.as_of)):
        raise LetterRefused(
            (f"{capitalized(where)} is {shown_date(day)}. {why} Type today's date there, then click again.",)
        )


def _day_of_cells(book: xlwings.Book, judged: JudgedWorkbook) -> tuple[str, dt.date | None]:
    """Return the as-of cell, in words, and its day."""
    cell = judged.read.found.on_start(AS_OF)
    day = as_date(cell_value(sheet_of(book, START).range(cell).value))
    return f"the cell As of ({START}!{cell})", day if isinstance(day, dt.date) else None


def why_cells_differ(book: xlwings.Book, judged: JudgedWorkbook, service: ReviewService, shown: str) -> tuple[str, ...]:
    """Say why the start sheet shows another outcome than today's; nothing where it shows the same."""
    if shown == _outcome_cell(judged.assessment):
        return ()
    made_by = judged.read.tool_version
    if made_by != __version__:
        cure = f"{f'I{INSTALL_NEWER[1:]}' if is_newer(made_by) else 'Upgrade workbook brings it to this one'}."
        made = f"secor-xl {made_by}" if made_by else "an unknown version of secor-xl"
        return (f"The workbook was made with {made}; this is {__version__}, so its cells do not follow. {cure}",)
    where, day = _day_of_cells(book, judged)
    if day is None:
        return (f"The cells are not judged, because there is no date in {where}. Enter one.",)
    reasons = []
    if day != service.as_of:
        cure = f'choose "{MOVES}" in the cell beside it' if judged.read.is_of_this_form else "use Upgrade workbook"
        reasons.append(
            f"The cells are judged as of {shown_date(day)}, the day in {where}; the button judges as of today."
            f" To judge the cells as of today too, {cure}."
        )
    then = replace(service, as_of=day).judged(judged.path, judged.read).assessment
    if shown != _outcome_cell(then):
        reasons.append(
            "If the cells do not change, they get no answer from Python (on a Mac they never do); 'secor-xl excel doctor' says why."
        )
    return tuple(reasons)


def _outcome_cell(assessment: Assessment) -> str:
    return str(computed_values(assessment)[OUTCOME][0][0])


@dataclass(frozen=True, slots=True)
class UpgradePlan:
    """The old workbook, the version that made it, and the path of the new one."""

    old: Path
    version: str
    new: Path

    @property
    def question(self) -> str:
        """The question before the upgrade."""
        return (
            f"This workbook was made by secor-xl {self.version}; {__version__} is installed.\n\nIt is saved, and built anew as"
            f"\n\n{self.new}\n\nwith all its entries, letters and notes. The old file is not changed; close it"
            " afterwards."
        )


def upgrade_plan(book: xlwings.Book) -> UpgradePlan:
    """Plan an upgrade; raises ``SecorError`` where there is nothing to do, or no file on this computer."""
    path = path_of(book)
    if path is None and is_online(book):
        raise SecorError(
            f"{book.name} is open from OneDrive or SharePoint, and Excel gives only its web address. Save a copy on this"
            " computer (File, Save As, Browse), open that, then click again."
        )
    if path is None:
        raise SecorError(f"{book.name} was never saved. Save it under a name (File, Save As), then click again.")
    read = read_live(book)
    version = read.tool_version
    if version == __version__ and read.is_of_this_form:
        raise SecorError(
            f"This workbook was made by secor-xl {version}, the installed version: there is nothing to upgrade."
        )
    if is_newer(version):
        raise SecorError(f"This workbook was not changed: {newer_words(version)}.")
    return UpgradePlan(path, version or "of old", free_name(path.parent, f"{path.stem} (secor-xl {__version__})"))


def save_first(book: xlwings.Book) -> None:
    """Save the workbook, because the upgrade reads its file; raises ``SecorError`` where Excel does not save it."""
    try:
        book.save()
    except Exception as error:
        if is_busy(error):
            raise
        raise SecorError(
            f"{book.name} could not be saved, so it was not upgraded, and nothing was changed. Save it yourself (File, Save; or"
            " File, Save As, where the file is read-only or its folder may not be written to), then click again."
        ) from error


def upgrade_beside(plan: UpgradePlan, service: ReviewService) -> str:
    """Write the new workbook; returns a message of what could not be carried over."""
    from secor_xl.excel.macro_workbook import build_macro_workbook  # noqa: PLC0415
    from secor_xl.runs.upgrade import rebuild  # noqa: PLC0415

    def build(assessment: Assessment, notes: Notes) -> bytes:
        return build_macro_workbook(assessment, notes=notes)

    try:
        content = content_of(plan.old)
    except OSError as error:
        raise SecorError(f"{plan.old} cannot be read ({reason_of(error)}).") from None
    rebuilt = rebuild(content, plan.old.name, service, build)
    _write(plan.new, rebuilt.data)
    lines = [f"{capitalized(sentence)}." for sentence in rebuilt.moved]
    if rebuilt.left:
        lines += ["These entries were outside of the form and are not in the new workbook:", ""]
        lines += bullets(rebuilt.left, MOST_LEFT, "the old workbook has them all")
    return "\n".join(lines)


def _write(path: Path, data: bytes) -> None:
    try:
        write_safely(path, data)
    except OutputRefused as refusal:
        reason = reason_of(refusal.error) if refusal.error else "a file of that name is there"
        raise SecorError(f"{path} cannot be written ({reason}). Choose another folder, then click again.") from None
