"""The letters of the review that is open in Excel: decided about, recorded, written, entered in the workbook."""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from secor_xl.errors import SecorError, reason_of
from secor_xl.excel.buttons.letter_records import recording
from secor_xl.excel.live_book import enter, live_area
from secor_xl.letters.letter import Letter, LetterState
from secor_xl.letters.plan import LetterKind
from secor_xl.procedure.form import known_form
from secor_xl.review.model import CorrectionRound, LetterRecord, Review
from secor_xl.runs.letter_policy import decided, written
from secor_xl.runs.output import OutputRefused
from secor_xl.runs.settings import Settings
from secor_xl.runs.single_workbook import JudgedWorkbook, ReviewService
from secor_xl.runs.verification.file_check import current_file
from secor_xl.text import is_blank
from secor_xl.workbook.reading.read_tables import entry_cells
from secor_xl.workbook.schema.layout import LETTERS, ROUNDS
from secor_xl.xlsx.sheet_values import cell_position

if TYPE_CHECKING:
    import xlwings

    from secor_xl.excel.buttons.opening import Opener
    from secor_xl.workbook.schema.geometry import SheetTable

PREVIEWS = "previews"


@dataclass(frozen=True, slots=True)
class CellEntry:
    """What is written into the workbook: on which sheet, from which cell on, which fields, rows of their facts."""

    sheet: str
    first: str
    fields: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]


def rendered(judged: JudgedWorkbook, service: ReviewService, settings: Settings) -> tuple[Letter, ...]:
    """Render the letters that are due and decide about each; nothing is written.

    Raises:
        LetterRefused: no letter is due; it holds the reasons.
        SecorError: a template or the folder cannot be used.
    """
    review, folder = judged.read.review, settings.letters_of(judged.read.review)
    planned = service.plan(judged)
    made = []
    for letter in planned:
        try:
            made.append(decided(letter, folder, service.templates.render, _logged_letter(letter, folder, review)))
        except OutputRefused as refusal:
            raise SecorError(unwritable(folder / letter.name, refusal.error, settings)) from None
    _try_folder(folder, settings)
    for letter in made:
        if letter.state is LetterState.IN_THE_WAY:
            _try_letter(folder / letter.name, settings)
    return tuple(made)


def last_entry(name: str, review: Review) -> LetterRecord | None:
    """Return the letter log's last entry of a file; its name tells the kind, and the round of a feedback letter."""
    same = (entry for entry in reversed(review.letters) if entry.file.strip().casefold() == name.casefold())
    return next(same, None)


def _logged_letter(letter: Letter, folder: Path, review: Review) -> Letter | None:
    """The letter that has the name of a planned one and is in the letter log: it may have gone out."""
    entry, now = last_entry(letter.name, review), current_file(folder / letter.name)
    if entry is None or not (now.fingerprint or now.trouble):
        return None
    state = LetterState.THERE if now.fingerprint == entry.fingerprint else LetterState.CHANGED
    return replace(letter, state=state, fingerprint=entry.fingerprint, date=entry.written_on or letter.date)


def _try_letter(path: Path, settings: Settings) -> None:
    try:
        with path.open("r+b"):  # Word lets nobody write into a letter that it has open
            pass
    except OSError as error:
        raise SecorError(unwritable(path, error, settings)) from None


def _try_folder(folder: Path, settings: Settings) -> None:
    """Whether the folder, or the nearest one above that is there, takes a file; nothing is left in it."""
    try:
        above = next(each for each in (folder, *folder.parents) if each.exists())
        probe = above / f".secor-xl-{os.getpid()}.tmp"
        probe.write_bytes(b"")
        probe.unlink()
    except OSError as error:
        raise SecorError(unwritable(folder, error, settings)) from None


def unwritable(path: Path, error: OSError | None, settings: Settings) -> str:
    """Why a letter, or the folder, cannot be written, in the words of somebody who sits in Excel."""
    elsewhere = f"To choose another folder, change letters_folder in {settings.file}."
    if error is not None and error.errno == errno.ENOSPC:
        return f"The disk is full, so no letter can be written to {path.parent}. Make room, then click again."
    if isinstance(error, PermissionError) and path.suffix == ".docx":
        return f"{path.name} is open in Word, or set to read-only. Close it there, then click again. It is in {path.parent}."
    reason = reason_of(error) if error else "the system does not say why"
    return f"Nothing can be written to the folder {path} ({reason}), so no letter was made. {elsewhere}"


def entries(book: xlwings.Book, judged: JudgedWorkbook, due: tuple[Letter, ...]) -> tuple[CellEntry, ...]:
    """List the entries to make: a row of the letter log for each letter, and in the round of a feedback letter what is blank.

    The round gets the day of the feedback, and where the form has these columns, the instrument version and the day of judgement.

    Raises:
        SecorError: the workbook has no room for it, or its columns were moved.
    """
    review, case, round_number = judged.read.review, judged.assessment.case, judged.assessment.outcome.round
    new = [
        LetterRecord(each.kind, round_number or None, each.date, each.name, each.fingerprint)
        for each in due
        if not (each.state is LetterState.UNCHANGED and _is_logged(each, review))
    ]
    made = []
    if new:
        columns = [column.field for column in LETTERS.inputs]
        first = len(review.letters) + 1
        cells = _blank_cells(book, LETTERS, first, len(new), columns)
        made.append(
            CellEntry(
                LETTERS.sheet,
                cells,
                tuple(columns),
                tuple(tuple(getattr(each, name) for name in columns) for each in new),
            )
        )
    if due and due[0].kind is LetterKind.FEEDBACK:
        round_now = [*review.rounds, *[CorrectionRound()] * round_number][round_number - 1]
        form = known_form(review.form.form_version)
        for facts in (
            {"feedback_sent_on": due[0].date},
            {"instrument_version": case.instrument.version, "judged_as_of": case.as_of},
        ):
            missing = not any(getattr(round_now, name) for name in facts)
            if missing and all(ROUNDS.column(name).since <= form for name in facts):
                cell = _blank_cells(book, ROUNDS, round_number, 1, list(facts))
                made.append(CellEntry(ROUNDS.sheet, cell, tuple(facts), (tuple(facts.values()),)))
    return tuple(made)


def _is_logged(each: Letter, review: Review) -> bool:
    wanted = (each.name, each.fingerprint)
    return any((entry.file, entry.fingerprint) == wanted for entry in review.letters)


def _blank_cells(book: xlwings.Book, table: SheetTable, first: int, count: int, fields: list[str]) -> str:
    """The first of the cells of so many entries, all of them blank and side by side."""
    if first + count - 1 > table.capacity:
        raise SecorError(f"The sheet {table.sheet} has {table.capacity} rows, and all are filled; no letter was made.")
    area = live_area(book, table.sheet)
    cells = entry_cells(area, table, first)
    places = [cell_position(cells[name]) if name in cells else (-1, -1) for name in fields]
    row, column = places[0]
    if column < 0 or places != [(row, column + number) for number in range(len(fields))]:
        raise SecorError(
            f"The columns of the sheet {table.sheet} were moved or renamed; put them back, then click again."
        )
    for down in range(count):
        for across in range(len(fields)):
            if not is_blank(area.value(row + down, column + across)):
                where = f"{table.sheet}!{area.cell(row + down, column + across)}"
                raise SecorError(f"{where} is not empty, so nothing can be entered there; clear it first.")
    return cells[fields[0]]


def input_cell(book: xlwings.Book, table: SheetTable, number: int, field: str) -> str:
    """Where a fact of a list's entry is typed; raises ``SecorError`` where its column is gone."""
    cells = entry_cells(live_area(book, table.sheet), table, number)
    if field not in cells:
        header = table.column(field).header
        raise SecorError(
            f'The column "{header}" of the sheet {table.sheet} is missing; put its header back, then click again.'
        )
    return cells[field]


def previews(judged: JudgedWorkbook, service: ReviewService, settings: Settings, opener: Opener) -> list[Path]:
    """PDFs of the letters that are due, in a folder of the reviewer's own; those of the last time are thrown away.

    Raises:
        LetterRefused: no letter is due; it holds the reasons.
        SecorError: a template cannot be used, or nothing is there that makes a PDF.
    """
    letters = service.plan(judged)
    above = settings.folder / PREVIEWS
    try:
        shutil.rmtree(above, ignore_errors=True)  # one that is still open on the screen stays until the next time
        above.mkdir(parents=True, exist_ok=True)
        folder = Path(tempfile.mkdtemp(dir=above))
        files = []
        for letter in service.rendered(letters, folder):
            files.append(folder / letter.name)
            files[-1].write_bytes(letter.data)
        made = opener.pdfs(files)
        for file in files:
            file.unlink()
    except OSError as error:
        raise SecorError(f"No preview could be written to {above} ({reason_of(error)}).") from None
    return made


class NotAllWritten(SecorError):
    """A letter could not be written; the message says why.

    Args:
        message: why.
        written: the letters before it, which are on disk.
    """

    def __init__(self, message: str, written: tuple[Letter, ...]) -> None:
        super().__init__(message)
        self.written = written


def write(
    due: tuple[Letter, ...], workbook: str, judged: JudgedWorkbook, service: ReviewService, settings: Settings
) -> None:
    """Record the letters and write them; another one of the same name is kept beside the new one.

    Args:
        due: the letters.
        workbook: the file that is open, as seen from the folder of the letters.
        judged: the review and its judgement.
        service: of the reviewer's office.
        settings: the reviewer's.

    Raises:
        NotAllWritten: one could not be written; it is the first, and no other is tried.
        SecorError: they could not be recorded, so nothing was written.
    """
    folder = settings.letters_of(judged.read.review)
    with recording(due, workbook, judged, service, folder) as record_failure:
        for number, each in enumerate(due):
            try:
                written(each, folder, replacing=True)
            except OutputRefused as refusal:
                record_failure()
                raise NotAllWritten(unwritable(folder / each.name, refusal.error, settings), due[:number]) from None


def enter_all(book: xlwings.Book, made: tuple[CellEntry, ...]) -> None:
    """Enter in the workbook what was written; raises ``SecorError`` where Excel does not let it."""
    for entry in made:
        try:
            enter(book, entry.sheet, entry.first, entry.rows)
        except SecorError:
            raise
        except Exception as error:
            raise SecorError(
                f"The letters are written, but Excel did not let them be entered on the sheet {entry.sheet}. Finish what you are"
                " typing, close every open dialog of Excel, then click again. Letters that were written are not changed."
            ) from error
