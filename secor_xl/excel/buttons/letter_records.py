"""The records of the letters' folder, as the buttons use them: what they make is recorded, and compared with the letter log."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from secor_xl import __version__
from secor_xl.errors import SecorError
from secor_xl.excel.live_book import path_of
from secor_xl.letters.letter import Letter
from secor_xl.records.database import FolderInUse
from secor_xl.records.records import BUTTON, Records, ReviewRecord, reading, writing
from secor_xl.review.calendar import shown_date
from secor_xl.review.model import Review
from secor_xl.runs.season.result import Trouble
from secor_xl.runs.season.template_fingerprints import templates_fingerprint
from secor_xl.runs.single_workbook import JudgedWorkbook, ReviewService
from secor_xl.workbook.schema.layout import LETTERS_SHEET
from secor_xl.workbook.writing.file_links import path_from

if TYPE_CHECKING:
    import xlwings


def workbook_from(folder: Path, book: xlwings.Book) -> str:
    """Return the workbook as seen from a folder; only its name where it is on no disk of this computer."""
    path = path_of(book)
    return path_from(folder, path) if path else str(book.name)


@contextmanager
def recording(
    due: tuple[Letter, ...], workbook: str, judged: JudgedWorkbook, service: ReviewService, folder: Path
) -> Iterator[Callable[[], None]]:
    """Record letters, and keep runs out of their folder while they are written.

    Args:
        due: the letters.
        workbook: the file that is open, as seen from the folder.
        judged: the review and its judgement.
        service: of the reviewer's office.
        folder: of the letters.

    Yields:
        A function that records that not all of them could be written.

    Raises:
        SecorError: a run is writing to the folder, or the records cannot be used; nothing was recorded.
    """
    case, outcome = judged.assessment.case, judged.assessment.outcome
    record = ReviewRecord(
        workbook=workbook,
        fingerprint="",  # what is on the screen is in no file yet
        as_of=case.as_of,
        outcome=outcome.kind.value,
        round=outcome.round,
        accepted_late=tuple(each.number for each in outcome.accepted_late),
        letters=due,
        left_out=(),
        failed="",
        tool=__version__,
        procedure=case.parameters.version,
        instrument=(case.instrument.id, case.instrument.version, case.instrument.fingerprint),
        templates=templates_fingerprint(service.templates_folder),
        made_by=BUTTON,
    )
    with _in_words(folder), writing(folder, lambda: dt.datetime.now(dt.UTC)) as records:
        if not all(records.was_made(each.name, each.fingerprint) for each in due):
            records.add_reviews([record])
        yield lambda: records.add_reviews([replace(record, letters=(), failed=Trouble.OUTPUT.value)])


def differences(review: Review, due: tuple[Letter, ...], workbook: str, folder: Path) -> tuple[str, ...]:
    """Compare the letter log with the records of the letters' folder.

    Args:
        review: with its letter log.
        due: the letters that are about to be recorded and entered.
        workbook: the file that is open, as seen from the folder.
        folder: of the letters.

    Returns:
        A sentence for each difference, with its cure.

    Raises:
        SecorError: a run is writing to the folder, or the records cannot be used.
    """
    with _in_words(folder), reading(folder) as records:
        if not records.opened_at:
            return ()
        return (*_logged_otherwise(review, records), *_not_logged(review, due, records.letters_of(workbook, "")))


def _logged_otherwise(review: Review, records: Records) -> Iterator[str]:
    for entry in review.letters:
        name, recorded = entry.file.strip(), records.fingerprints_of(entry.file.strip())
        if name and not recorded:
            yield (
                f"{name} is in the letter log, but not in the records of the folder: it was made for another folder, or its row"
                f" was typed. Find its file, and correct its row on the sheet {LETTERS_SHEET}."
            )
        elif name and entry.fingerprint.strip() not in ("", *recorded):
            yield (
                f"{name} has other content in the letter log than in the records of the folder: two of that name were made. Find"
                f" out which one was sent, and clear the row of the other on the sheet {LETTERS_SHEET}."
            )


def _not_logged(review: Review, due: tuple[Letter, ...], made: list[Letter]) -> Iterator[str]:
    known = {*(entry.file.strip() for entry in review.letters), *(letter.name for letter in due)}
    for letter in made:
        if letter.name not in known:
            yield (
                f"{letter.name} was made of this workbook on {shown_date(letter.date)}, but is not in the letter log: the workbook"
                f" was closed without saving. If it was sent, enter it on the sheet {LETTERS_SHEET}; if not, move it away."
            )


@contextmanager
def _in_words(folder: Path) -> Iterator[None]:
    """Say in the words of somebody who sits in Excel that a run is going on."""
    try:
        yield
    except FolderInUse:
        raise SecorError(
            f"'secor-xl letters' is writing letters to the folder {folder} now, so no letter was made. Wait until it has finished,"
            " then click again."
        ) from None
