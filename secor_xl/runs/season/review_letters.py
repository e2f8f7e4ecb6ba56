"""How each letter of a review stands: made by an earlier run, there with the same content, or to be written; and its e-mail."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from secor_xl.errors import SecorError
from secor_xl.files import content_of
from secor_xl.letters.plan import LetterRefused, PlannedLetter
from secor_xl.letters.render import LetterTemplates
from secor_xl.runs.output import is_there, refuse_conflict
from secor_xl.runs.season.job import Issued, Job, Task
from secor_xl.runs.season.result import LetterResult, Standing
from secor_xl.runs.season.template_fingerprints import templates_fingerprint
from secor_xl.runs.settings import template_cache
from secor_xl.runs.single_workbook import IN_THE_WAY, JudgedWorkbook, ReviewService

if TYPE_CHECKING:
    from secor_xl.delivery.email.envelope import Envelope
    from secor_xl.judgement.assessment import Assessment


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """The letters of one review, before any of them is written.

    Attributes:
        task: what the run is about.
        job: the workbook, with the letters that earlier runs made of it.
        judged: its judgement as of the day of the run.
    """

    task: Task
    job: Job
    judged: JudgedWorkbook

    def letter(self, planned: PlannedLetter) -> tuple[LetterResult, bytes | None]:
        """How a letter stands, and its bytes where they are to be written; raises ``OutputRefused`` or ``TemplateProblem``."""
        path, issued = self.task.folder / planned.name, self.job.letter(planned.name)
        result = LetterResult(planned.kind, planned.name, planned.addressee, Standing.THERE)
        if issued and not self.task.replace and (issued.of_these_bytes or self._gives(issued)):
            return replace(result, fingerprint=issued.fingerprint), None
        data = self._desk(self.task.as_of).templates.render(planned)
        if is_there(path, data):
            there = hashlib.sha256(content_of(path)).hexdigest()
            return replace(result, standing=Standing.UNCHANGED, fingerprint=there), None
        if not self.task.replace:
            refuse_conflict(path, data, IN_THE_WAY)
        standing = Standing.PLANNED if self.task.dry_run else Standing.WRITTEN
        return replace(result, standing=standing, fingerprint=hashlib.sha256(data).hexdigest()), data

    def envelopes(self, letters: tuple[LetterResult, ...]) -> tuple[tuple[str, Envelope], ...]:
        """The e-mail of each letter, which tells the days that the letter itself tells, on whatever day it is written."""
        from secor_xl.delivery.email.envelope import envelope_of  # noqa: PLC0415 - only where e-mails are asked for

        days = {letter.name: self._day_of(letter) for letter in letters}
        due = {day: self._due_on(day) for day in set(days.values())}
        told = {name: due[day][name] for name, day in days.items() if name in due[day]}
        return tuple((name, envelope_of(*letter)) for name, letter in told.items())

    def _day_of(self, letter: LetterResult) -> dt.date:
        issued = self.job.letter(letter.name)
        return issued.as_of if issued and letter.standing is Standing.THERE else self.task.as_of

    def _gives(self, issued: Issued) -> bool:
        """Whether the review gives the very letter that was made on that day, of which the file on disk may be an improvement."""
        letter, _ = self._due_on(issued.as_of).get(issued.name, (None, None))
        if letter is None:
            return False
        again = self._desk(issued.as_of).templates.render(letter)
        return hashlib.sha256(again).hexdigest() == issued.fingerprint

    def _due_on(self, day: dt.date) -> dict[str, tuple[PlannedLetter, Assessment]]:
        """The letters that were due on a day, by name, each with the judgement that it tells."""
        service = self._desk(day)
        judged = self.judged if day == self.task.as_of else service.judged(self.judged.path, self.judged.read)
        try:
            return {letter.name: (letter, judged.assessment) for letter in service.plan(judged)}
        except LetterRefused:
            return {}

    def _desk(self, day: dt.date) -> ReviewService:
        return service_for(self.task.templates_folder, self.task.templates, day)


@lru_cache(maxsize=8)
def service_for(templates_folder: Path, templates: str, as_of: dt.date) -> ReviewService:
    """The service of this process; raises ``SecorError`` where the templates are not the ones of that fingerprint."""
    return ReviewService(templates_folder, as_of, _prepared(templates_folder, templates))


@lru_cache(maxsize=2)
def _prepared(templates_folder: Path, templates: str) -> LetterTemplates:
    """The templates that the run began with; they are prepared once in each process."""
    if templates_fingerprint(templates_folder) != templates:
        raise SecorError(
            f"{templates_folder}: the templates were changed while the run was going on. Run again when they are finished"
        )
    return LetterTemplates(templates_folder, template_cache())
