"""One call from a workbook file to its judgement, and one from there to its letters on disk."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from secor_xl.judgement.assessment import Assessment, assess
from secor_xl.letters.letter import Letter
from secor_xl.letters.plan import planned_letters
from secor_xl.procedure.instrument import Instrument
from secor_xl.procedure.office import OFFICE_FILE, Office, read_office
from secor_xl.review.model import Review
from secor_xl.runs.letter_policy import decided, refuse_in_the_way, written
from secor_xl.runs.settings import template_cache
from secor_xl.workbook.reading.cell_problem import CellProblem
from secor_xl.workbook.reading.read_workbook import ReadReview, read_workbook
from secor_xl.xlsx.guard import within_means

if TYPE_CHECKING:
    from secor_xl.letters.render import LetterTemplates


@dataclass(frozen=True)
class JudgedWorkbook:
    """A workbook that was read, and its judgement."""

    path: Path
    read: ReadReview
    assessment: Assessment


@dataclass(frozen=True)
class ReviewService:
    """An office with its letter templates, working as of one day.

    Attributes:
        templates_folder: the folder of the Word templates and of ``office.toml``.
        as_of: the day on which reviews are judged; letters carry this date.
        prepared: the letter templates, where they have been prepared already.
    """

    templates_folder: Path
    as_of: dt.date
    prepared: LetterTemplates | None = field(default=None, repr=False, compare=False)

    @cached_property
    def office(self) -> Office:
        """The office's own data; raises ``DataError`` where it cannot be used."""
        return read_office(self.templates_folder / OFFICE_FILE)

    @cached_property
    def templates(self) -> LetterTemplates:
        """The letter templates, prepared when the first letter needs them."""
        from secor_xl.letters.render import LetterTemplates  # noqa: PLC0415 - rendering is costly to import

        return self.prepared or LetterTemplates(self.templates_folder, template_cache())

    def judge(self, path: Path) -> JudgedWorkbook:
        """Read a workbook and judge it; its computed cells are not used.

        Raises:
            UnreadableWorkbook: the file is no review workbook that can be read.
        """
        with within_means(str(path)):
            return self.judged(path, read_workbook(path))

    def judged(self, path: Path, read: ReadReview) -> JudgedWorkbook:
        """The judgement of a workbook that was read already, such as one that is open in Excel."""
        return JudgedWorkbook(path, read, self.assess(read.review, read.instrument, read.problems))

    def assess(self, review: Review, instrument: Instrument, problems: tuple[CellProblem, ...] = ()) -> Assessment:
        """Judge a review, wherever it comes from."""
        return assess(review, instrument=instrument, office=self.office, as_of=self.as_of, problems=problems)

    def plan(self, judged: JudgedWorkbook) -> tuple[Letter, ...]:
        """Plan the letters that the outcome calls for.

        Raises:
            LetterRefused: no letter is due; it holds the reasons.
        """
        return planned_letters(judged.assessment, letter_date=self.as_of)

    def rendered(self, letters: tuple[Letter, ...], folder: Path) -> tuple[Letter, ...]:
        """Render all letters of one review and compare each with the file that has its name; writes nothing.

        Raises:
            TemplateProblem: a template cannot give a right letter.
            OutputRefused: a file in the place of a letter cannot be read.
        """
        return tuple(decided(letter, folder, self.templates.render) for letter in letters)

    def write(self, letters: tuple[Letter, ...], folder: Path, *, replace: bool = False) -> tuple[Letter, ...]:
        """Write the letters of one review, after all of them have been rendered.

        Raises:
            TemplateProblem: a template cannot give a right letter; nothing is written.
            OutputRefused: a letter of that name with other content is there, or the folder cannot be written to.
        """
        rendered = self.rendered(letters, folder)
        if not replace:
            for letter in rendered:
                refuse_in_the_way(letter, folder)
        return tuple(written(letter, folder, replacing=replace) for letter in rendered)
