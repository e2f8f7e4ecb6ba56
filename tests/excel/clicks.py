"""A reviewer at Excel, for the tests of the buttons: a workbook file that is open, somebody who answers, folders of their own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import xlwings

from secor_xl.errors import SecorError
from secor_xl.excel.buttons.button_context import ButtonContext
from secor_xl.excel.buttons.dialogs import Dialogs
from secor_xl.excel.buttons.opening import Opener
from secor_xl.excel.macro_workbook import build_macro_workbook
from secor_xl.judgement.assessment import Assessment, assess
from secor_xl.judgement.case import Place
from secor_xl.procedure.instrument import Instrument
from secor_xl.review.model import Review
from secor_xl.runs.settings import FILE
from secor_xl.samples.employers import Sample, samples
from secor_xl.workbook.schema.layout import cell_of
from tests.excel.fake_engine import App, Book, open_book
from tests.workbook.shipped import INSTRUMENT, OFFICE, judged

SAMPLES = samples(INSTRUMENT)
every_sample = pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.file_stem)


class NotingOpener(Opener):
    """Takes note of what is shown, and makes PDFs of nothing."""

    def __init__(self) -> None:
        self.shown: list[Path] = []
        self.pdfs_fail = ""

    def show(self, path: Path) -> None:
        self.shown.append(path)

    def pdfs(self, letters: Iterable[Path]) -> list[Path]:
        if self.pdfs_fail:
            raise SecorError(self.pdfs_fail)
        made = [letter.with_suffix(".pdf") for letter in letters]
        for pdf in made:
            pdf.write_bytes(b"%PDF")
        return made


@dataclass
class Reviewer:
    """A reviewer with a workbook on the screen."""

    path: Path
    book: xlwings.Book
    home: Path
    letters: Path
    today: dt.date
    opener: NotingOpener = field(default_factory=NotingOpener)

    @property
    def excel(self) -> App:
        return self.book.app.impl  # type: ignore[no-any-return]

    @property
    def open_workbook(self) -> Book:
        return self.book.impl  # type: ignore[no-any-return]

    @property
    def context(self) -> ButtonContext:
        return ButtonContext(Dialogs(self.book.app), self.opener, self.home, self.today)

    def click(self, button: Any, *answers: str) -> list[str]:
        """Click a button; gives back everything that is said and asked, and forgets it."""
        self.excel.answers.extend(answers)
        self.excel.display_alerts = False  # as the macro of every button does
        button(self.book, self.context)
        assert not self.excel.display_alerts
        self.excel.display_alerts = True
        assert not self.excel.answers, "something was not asked"
        return self.heard()

    def heard(self) -> list[str]:
        heard = [*self.excel.asked, *self.excel.told, *self.excel.troubles]
        for each in (self.excel.asked, self.excel.told, self.excel.troubles):
            each.clear()
        return heard

    def enter(self, place: tuple[str, str], value: Any) -> None:
        """Type into a cell of a sheet; nothing is saved."""
        sheet, cell = place
        self.book.sheets[sheet].range(cell).value = value

    def shown(self, sheet: str, cell: str) -> Any:
        return self.book.sheets[sheet].range(cell).value

    def select(self, sheet: str, cell: str) -> None:
        self.book.sheets[sheet].range(cell).select()

    def rename(self, sheet: str, name: str) -> None:
        for file in (self.open_workbook.file, self.open_workbook.values):
            file[sheet].title = name

    def on_disk(self) -> list[str]:
        return sorted(str(path.relative_to(self.letters)) for path in self.letters.rglob("*.docx"))


def judged_sample(sample: Sample) -> Assessment:
    made: Assessment = judged(sample.review, as_of=sample.as_of)
    return made


def where(section: str, field: str, item: str = "") -> tuple[str, str]:
    """The sheet and cell of a fact."""
    found = cell_of(Place(section, field, item), INSTRUMENT)
    assert found
    return found


@cache
def macro_workbook(review: Review, as_of: dt.date, instrument: Instrument = INSTRUMENT) -> bytes:
    return build_macro_workbook(assess(review, instrument=instrument, office=OFFICE, as_of=as_of))


def reviewer_at(path: Path, folder: Path, today: dt.date, templates: Path | None = None) -> Reviewer:
    """A reviewer with a workbook file open, whose letters go to a folder of the test."""
    home, letters = folder / "home", folder / "letters"
    home.mkdir(exist_ok=True)
    settings = f"letters_folder = '{letters}'\n" + (f"templates_folder = '{templates}'\n" if templates else "")
    (home / FILE).write_text(settings, encoding="utf-8")
    return Reviewer(path, open_book(path, today), home, letters, today)


def reviewer(
    folder: Path, review: Review, as_of: dt.date, instrument: Instrument = INSTRUMENT, templates: Path | None = None
) -> Reviewer:
    """A reviewer with a macro-enabled workbook of a review, whose letters go to a folder of the test."""
    path = folder / "work" / "review.xlsm"
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(macro_workbook(review, as_of, instrument))
    return reviewer_at(path, folder, as_of, templates)


def of_sample(folder: Path, sample: Sample) -> Reviewer:
    return reviewer(folder, sample.review, sample.as_of)


def sample_with(outcome: str, *, rounds: int | None = None) -> Sample:
    """The first sample with an outcome, and so many rounds."""
    return next(
        each for each in SAMPLES if each.expected_outcome.value == outcome and rounds in (None, len(each.review.rounds))
    )
