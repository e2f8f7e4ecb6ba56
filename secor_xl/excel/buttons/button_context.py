"""The context of a button besides the workbook: dialogs, the reviewer's settings, the system, the day."""

from __future__ import annotations

import datetime as dt
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from secor_xl.errors import DataError, SecorError
from secor_xl.excel.buttons.dialogs import Dialogs
from secor_xl.excel.buttons.opening import Opener
from secor_xl.excel.live_book import read_live
from secor_xl.letters.problems import TemplateProblem
from secor_xl.runs.settings import Settings, read_settings, settings_folder, templates_named_by
from secor_xl.runs.single_workbook import JudgedWorkbook, ReviewService

if TYPE_CHECKING:
    import xlwings


def _today() -> dt.date:
    return dt.date.today()  # noqa: DTZ011 - the reviewer's own day


@dataclass(frozen=True)
class ButtonContext:
    """The context of a button.

    Attributes:
        dialogs: tells and asks the reviewer.
        opener: shows files and makes PDFs.
        folder: the folder of the reviewer's settings.
        today: the day of the judgement, and the date of letters.
    """

    dialogs: Dialogs
    opener: Opener = field(default_factory=Opener)
    folder: Path = field(default_factory=settings_folder)
    today: dt.date = field(default_factory=_today)

    @classmethod
    def of(cls, book: xlwings.Book) -> ButtonContext:
        """Make the context of a workbook that is open in Excel."""
        return cls(Dialogs(book.app))

    @cached_property
    def settings(self) -> Settings:
        """The reviewer's settings; raises ``DataError`` where they cannot be used."""
        return read_settings(self.folder)

    @cached_property
    def service(self) -> ReviewService:
        """The review service of the reviewer's office, as of today."""
        return ReviewService(self.settings.templates, self.today)

    def in_words(self, error: SecorError) -> str:
        """Return the message for an error; for the office's own files with the setting that names their folder."""
        if isinstance(error, DataError | TemplateProblem):
            with suppress(DataError):  # the settings themselves cannot be used, and the error says so
                file = error.template if isinstance(error, TemplateProblem) else error.file
                if (self.settings.templates / file).parent == self.settings.templates:
                    return f"{str(error).removesuffix('.')}. {templates_named_by(self.settings)}"
        return str(error)

    def judge(self, book: xlwings.Book) -> JudgedWorkbook:
        """Judge the workbook as it is on the screen.

        Raises:
            UnreadableWorkbook: it is no review workbook of this form.
            DataError: the office's data cannot be used.
        """
        return self.service.judged(Path(book.name), read_live(book))
