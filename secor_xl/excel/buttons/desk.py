"""The list of the button My desk: what is due in all reviews of the reviewer, as a workbook of its own."""

from __future__ import annotations

import datetime as dt
from contextlib import suppress
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from secor_xl.errors import SecorError
from secor_xl.excel.live_book import path_of
from secor_xl.review.calendar import DUE_SOON_DAYS
from secor_xl.runs.output import OutputRefused, write_safely
from secor_xl.runs.settings import REVIEWS, Settings, leave_settings
from secor_xl.runs.status.season_status import StatusRequest, season_status
from secor_xl.runs.status.status_workbook import status_workbook

if TYPE_CHECKING:
    import xlwings

FOLDER, NAME = "desk", "My desk"


def make_desk(book: xlwings.Book, settings: Settings, today: dt.date) -> tuple[Path, str]:
    """Write the list into the folder of the settings; earlier lists are removed, unless they are open.

    Args:
        book: the open workbook, whose Excel will open the list.
        settings: the reviewer's, with the folders of reviews and letters.
        today: the day of the judgement.

    Returns:
        The list, and why it may be incomplete; empty where it is complete.

    Raises:
        SecorError: no folder of reviews is named, or it is not there, or the list cannot be written.
    """
    reviews = _reviews_folder(book, settings)
    # One process: a button runs inside the program that Excel has started.
    asked = StatusRequest(
        (str(reviews),), settings.templates, today, DUE_SOON_DAYS, 1, settings.folder, settings.letters
    )
    found = season_status(asked)
    path = _free_path(settings.folder / FOLDER, {each.name.casefold() for each in book.app.books}, today)
    try:
        write_safely(path, status_workbook(found.lines, today, path))
    except OutputRefused as refusal:
        raise SecorError(f"The list of your desk was not made. {refusal}") from None
    return path, found.records_unused


def _reviews_folder(book: xlwings.Book, settings: Settings) -> Path:
    if settings.reviews is None:
        leave_settings(settings)
        path = path_of(book)
        example = path.parent if path else "C:\\SECOR reviews"
        raise SecorError(
            f"The settings do not name the folder of your reviews yet. Open {settings.file} in a text editor, and add this line"
            f" with your folder: {REVIEWS} = '{example}'"
        )
    if not settings.reviews.is_dir():
        raise SecorError(f"The folder {settings.reviews} is not there. Correct {REVIEWS} in {settings.file}.")
    return settings.reviews


def _free_path(folder: Path, open_names: set[str], today: dt.date) -> Path:
    """Return a path for the list: Excel opens no two workbooks of one name."""
    for old in folder.glob(f"{NAME}*.xlsx"):
        if old.name.casefold() not in open_names:
            with suppress(OSError):
                old.unlink()
    names = (f"{NAME} {today}{f' {number}' if number > 1 else ''}.xlsx" for number in count(1))
    return next(path for name in names if not (path := folder / name).exists() and name.casefold() not in open_names)
