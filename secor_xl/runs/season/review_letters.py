"""The letters of one review in a run, with the e-mail of each."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from secor_xl.errors import SecorError
from secor_xl.files import fingerprint_of
from secor_xl.letters.letter import Letter
from secor_xl.letters.plan import LetterRefused
from secor_xl.letters.render import LetterTemplates
from secor_xl.runs.letter_policy import decided, refuse_in_the_way
from secor_xl.runs.season.request import Job, Request
from secor_xl.runs.season.template_fingerprints import templates_fingerprint
from secor_xl.runs.settings import template_cache
from secor_xl.runs.single_workbook import JudgedWorkbook, ReviewService

if TYPE_CHECKING:
    from secor_xl.delivery.email.envelope import Envelope
    from secor_xl.judgement.assessment import Assessment


@dataclass(frozen=True, slots=True)
class ReviewLetters:
    """The letters of one review, before any of them is written.

    Attributes:
        request: the run.
        job: the workbook, with the letters that were made of it before.
        judged: its judgement as of the day of the run.
    """

    request: Request
    job: Job
    judged: JudgedWorkbook

    def decided(self, letter: Letter) -> Letter:
        """Decide about a letter; raises ``TemplateProblem``, or ``OutputRefused`` where a file is in its way."""
        request = self.request
        earlier = None if request.replace else self.job.letter(letter.name)
        render = self._service(request.as_of).templates.render
        made = decided(
            replace(letter, workbook=self.job.fingerprint), request.folder, render, earlier, self._is_of_the_review
        )
        if not request.replace:
            refuse_in_the_way(made, request.folder)
        return made

    def envelopes(self, letters: tuple[Letter, ...]) -> tuple[tuple[str, Envelope], ...]:
        """Return the e-mail of each letter, which tells the days that the letter itself tells, whenever it is written."""
        from secor_xl.delivery.email.envelope import envelope_of  # noqa: PLC0415 - only where e-mails are asked for

        due = {day: self._due_on(day) for day in {letter.date for letter in letters}}
        told = [(letter.name, due[letter.date].get(letter.name)) for letter in letters]
        return tuple((name, envelope_of(*found)) for name, found in told if found)

    def _is_of_the_review(self, earlier: Letter) -> bool:
        """Whether the review gives the very letter that was made on that day, of which the file on disk may be an improvement."""
        letter, _ = self._due_on(earlier.date).get(earlier.name, (None, None))
        if letter is None:
            return False
        return fingerprint_of(self._service(earlier.date).templates.render(letter)) == earlier.fingerprint

    def _due_on(self, day: dt.date) -> dict[str, tuple[Letter, Assessment]]:
        """The letters that were due on a day, by name, each with the judgement that it tells."""
        service = self._service(day)
        judged = self.judged if day == self.request.as_of else service.judged(self.judged.path, self.judged.read)
        try:
            return {letter.name: (letter, judged.assessment) for letter in service.plan(judged)}
        except LetterRefused:
            return {}

    def _service(self, day: dt.date) -> ReviewService:
        return service_for(self.request.templates_folder, self.request.templates, day)


@lru_cache(maxsize=8)
def service_for(templates_folder: Path, templates: str, as_of: dt.date) -> ReviewService:
    """Return the service of this process; raises ``SecorError`` where the templates have another fingerprint."""
    return ReviewService(templates_folder, as_of, _prepared(templates_folder, templates))


@lru_cache(maxsize=2)
def _prepared(templates_folder: Path, templates: str) -> LetterTemplates:
    """The templates that the run began with; they are prepared once in each process."""
    if templates_fingerprint(templates_folder) != templates:
        raise SecorError(
            f"{templates_folder}: the templates were changed while the run was going on. Run again when they are finished"
        )
    return LetterTemplates(templates_folder, template_cache())
