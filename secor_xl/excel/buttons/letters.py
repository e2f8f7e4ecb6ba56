"""The letters of the review that is open in Excel: render, decide, record, write, preview."""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from secor_xl.errors import SecorError, reason_of
from secor_xl.excel.buttons.letter_log import last_entry
from secor_xl.excel.buttons.letter_records import recording
from secor_xl.letters.letter import Letter, LetterState
from secor_xl.review.model import Review
from secor_xl.runs.letter_policy import decided, written
from secor_xl.runs.output import OutputRefused
from secor_xl.runs.settings import Settings
from secor_xl.runs.single_workbook import JudgedWorkbook, ReviewService
from secor_xl.runs.verification.file_check import current_file

if TYPE_CHECKING:
    from secor_xl.excel.buttons.opening import Opener

PREVIEWS = "previews"


def rendered(judged: JudgedWorkbook, service: ReviewService, settings: Settings) -> tuple[Letter, ...]:
    """Render the letters that are due and decide about each; nothing is written.

    Raises:
        LetterRefused: no letter is due; it gives the reasons.
        SecorError: a template or the folder cannot be used.
    """
    review, folder = judged.read.review, settings.letters_of(judged.read.review)
    made = []
    for letter in service.plan(judged):
        try:
            made.append(decided(letter, folder, service.templates.render, _logged_letter(letter, folder, review)))
        except OutputRefused as refusal:
            raise SecorError(unwritable(folder / letter.name, refusal.error, settings)) from None
    _try_folder(folder, settings)
    for letter in made:
        if letter.state is LetterState.IN_THE_WAY:
            _try_letter(folder / letter.name, settings)
    return tuple(made)


def _logged_letter(letter: Letter, folder: Path, review: Review) -> Letter | None:
    """Return the letter that has the name of a planned one and is in the letter log: it may have gone out."""
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
    """Refuse a folder where it, or the nearest one above that is there, takes no file; nothing is left in it."""
    try:
        above = next(each for each in (folder, *folder.parents) if each.exists())
        probe = above / f".secor-xl-{os.getpid()}.tmp"
        probe.write_bytes(b"")
        probe.unlink()
    except OSError as error:
        raise SecorError(unwritable(folder, error, settings)) from None


def unwritable(path: Path, error: OSError | None, settings: Settings) -> str:
    """Explain to somebody who sits in Excel why a letter or its folder cannot be written."""
    elsewhere = f"To choose another folder, change letters_folder in {settings.file}."
    if error is not None and error.errno == errno.ENOSPC:
        return f"The disk is full, so no letter can be written to {path.parent}. Make room, then click again."
    if isinstance(error, PermissionError) and path.suffix == ".docx":
        return f"{path.name} is open in Word, or set to read-only. Close it there, then click again. It is in {path.parent}."
    reason = reason_of(error) if error else "the system does not say why"
    return f"Nothing can be written to the folder {path} ({reason}), so no letter was made. {elsewhere}"


def previews(judged: JudgedWorkbook, service: ReviewService, settings: Settings, opener: Opener) -> list[Path]:
    """Make PDFs of the letters that are due, in a folder of the reviewer's own; those of the last time are removed.

    Raises:
        LetterRefused: no letter is due; it gives the reasons.
        SecorError: a template cannot be used, or no program that makes PDFs is installed.
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
