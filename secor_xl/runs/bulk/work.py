"""What is done for each workbook, in whatever process: read, judge, plan, write the letters to the disk without their names.

The names are given by the run itself, after its ledger knows of them (``run``).
"""

from __future__ import annotations

import datetime as dt
import hashlib
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from secor_xl.errors import SecorError
from secor_xl.letters.plan import LetterRefused, PlannedLetter
from secor_xl.letters.render import LetterTemplates
from secor_xl.review.model import LetterKind
from secor_xl.runs.bulk.on_the_way import AT_ONCE, Begun, arrived
from secor_xl.runs.bulk.result import Failure, LetterResult, Result, Standing, Trouble, failure_of
from secor_xl.runs.bulk.templates import templates_fingerprint
from secor_xl.runs.desk import IN_THE_WAY, Desk, JudgedWorkbook
from secor_xl.runs.output import OutputRefused, is_there, refuse_conflict
from secor_xl.runs.register_row import RegisterRow, register_row
from secor_xl.runs.staging import Staged, stage
from secor_xl.workbook.guard import UnreadableWorkbook

if TYPE_CHECKING:
    from secor_xl.judgement.assessment import Assessment
    from secor_xl.letters.email_envelope import Envelope


@dataclass(frozen=True, slots=True)
class Task:
    """What is the same for all workbooks of a run.

    Attributes:
        templates_folder: the office's letter templates and data.
        templates: their fingerprint when the run began.
        as_of: the day of the judgements and of the letters.
        folder: where the letters go.
        kinds: the kinds of letters that were asked for.
        replace: whether letters that are there are made anew, and the old ones kept beside them.
        dry_run: whether nothing is written.
        pdf: whether each letter gets a PDF.
        email: whether each letter gets an e-mail draft.
        register: whether the register is made, which needs to know of every review.
    """

    templates_folder: Path
    templates: str
    as_of: dt.date
    folder: Path
    kinds: frozenset[LetterKind]
    replace: bool = False
    dry_run: bool = False
    pdf: bool = False
    email: bool = False
    register: bool = False


@dataclass(frozen=True, slots=True)
class Issued:
    """A letter that an earlier run made, and that is on the disk, as it was made or improved by hand.

    Attributes:
        name: its file name.
        fingerprint: that it had when it was made.
        as_of: the day of the judgement that it tells, which is also its date.
        of_these_bytes: whether it was made of the very bytes that the workbook has now; else of the file as it was then.
    """

    name: str
    fingerprint: str
    as_of: dt.date
    of_these_bytes: bool


@dataclass(frozen=True, slots=True)
class Job:
    """One workbook to work on.

    Attributes:
        file: where it is.
        fingerprint: of its bytes when the run looked at it.
        issued: the letters that earlier runs made of it.
    """

    file: str
    fingerprint: str
    issued: tuple[Issued, ...] = ()

    def letter(self, name: str) -> Issued | None:
        """The letter of that name that an earlier run made."""
        return next((each for each in self.issued if each.name == name), None)


@dataclass(frozen=True, slots=True)
class Worked:
    """What came of it.

    Attributes:
        result: what became of the workbook, as far as it is known before the letters have their names.
        staged: the letters that are on the disk and wait for their names.
        procedure: the version of the procedure that judged.
        instrument: the id and version of the instrument, and its fingerprint.
        envelopes: the e-mail of each letter by the letter's name, where e-mails are asked for.
        row: what the register says of the review, where it is asked for.
    """

    result: Result
    staged: tuple[Staged, ...] = ()
    procedure: str = ""
    instrument: tuple[str, ...] = ()
    envelopes: tuple[tuple[str, Envelope], ...] = ()
    row: RegisterRow | None = None


def work(task: Task, jobs: tuple[Job, ...]) -> list[Worked]:
    """Work on some workbooks; what is wrong with one never stops the next.

    Letters go to the disk while the next workbook is worked on.
    """
    with ThreadPoolExecutor(AT_ONCE) as disk:
        begun = [_work_on(task, job, disk) for job in jobs]
    return [arrived(each, task.folder) for each in begun]


def _work_on(task: Task, job: Job, disk: Executor) -> Begun:
    try:
        judged = desk_of(task.templates_folder, task.templates, task.as_of).judge(Path(job.file), shown=False)
    except UnreadableWorkbook as error:
        return Begun(Worked(Result(job.file, failure=failure_of(Trouble.UNREADABLE, job.file, error))))
    except SecorError as error:  # the office's data
        return Begun(Worked(Result(job.file, job.fingerprint, failure=failure_of(Trouble.TEMPLATE, job.file, error))))
    if judged.read.fingerprint != job.fingerprint:
        cause, cure = "was changed while the run was going on", "Save and close it, and run again"
        return Begun(Worked(Result(job.file, failure=Failure(Trouble.UNREADABLE, cause, cure))))
    begun = _with_letters(task, job, judged, disk)
    case = judged.assessment.case
    instrument = (case.instrument.id, case.instrument.version, case.instrument.fingerprint)
    row = register_row(judged) if task.register else None
    worked = replace(begun.worked, procedure=case.parameters.version, instrument=instrument, row=row)
    return replace(begun, worked=worked)


def _with_letters(task: Task, job: Job, judged: JudgedWorkbook, disk: Executor) -> Begun:
    """The letters of one review; none is begun to be written before all of them are right."""
    desk = desk_of(task.templates_folder, task.templates, task.as_of)
    outcome = judged.assessment.outcome
    late = tuple(each.number for each in outcome.accepted_late)
    result = Result(job.file, job.fingerprint, outcome.kind.value, outcome.words, outcome.round, late)
    try:
        planned = desk.plan(judged)
    except LetterRefused as refusal:
        return Begun(Worked(replace(result, refused=refusal.reasons)))
    due = [letter for letter in planned if letter.kind in task.kinds]
    left_out = tuple(dict.fromkeys(letter.kind for letter in planned if letter.kind not in task.kinds))
    result = replace(result, left_out=left_out)
    try:
        then = Then(task, judged)
        rehearsed = [_rehearsed(task, job.letter(letter.name), then, letter) for letter in due]
        envelopes = _envelopes(task, job, then, [letter for letter, _ in rehearsed]) if task.email else ()
    except OutputRefused as error:
        return Begun(Worked(replace(result, failure=failure_of(Trouble.OUTPUT, str(task.folder), error))))
    except SecorError as error:
        return Begun(Worked(replace(result, failure=failure_of(Trouble.TEMPLATE, job.file, error))))
    result = replace(result, letters=tuple(letter for letter, _ in rehearsed))
    new = [(letter.name, data) for letter, data in rehearsed if data is not None and not task.dry_run]
    writing = tuple(disk.submit(stage, task.folder / name, data) for name, data in new)
    return Begun(Worked(result, envelopes=envelopes), writing)


@dataclass(frozen=True, slots=True)
class Then:
    """A review judged as of another day, such as the day of a letter that an earlier run made of it."""

    task: Task
    judged: JudgedWorkbook

    def desk(self, as_of: dt.date) -> Desk:
        """The desk as of that day, with the templates of this run."""
        return desk_of(self.task.templates_folder, self.task.templates, as_of)

    def letters(self, as_of: dt.date) -> dict[str, tuple[PlannedLetter, Assessment]]:
        """The letters that were due on that day, by name, each with the judgement that it tells."""
        desk = self.desk(as_of)
        judged = self.judged if as_of == self.task.as_of else desk.judged(self.judged.path, self.judged.read)
        try:
            return {letter.name: (letter, judged.assessment) for letter in desk.plan(judged)}
        except LetterRefused:
            return {}

    def gives(self, issued: Issued) -> bool:
        """Whether the review gives the very letter that was made on that day, of which the file on disk may be an improvement."""
        letter, _ = self.letters(issued.as_of).get(issued.name, (None, None))
        if letter is None:
            return False
        again = self.desk(issued.as_of).templates.render(letter)
        return hashlib.sha256(again).hexdigest() == issued.fingerprint


def _envelopes(task: Task, job: Job, then: Then, letters: list[LetterResult]) -> tuple[tuple[str, Envelope], ...]:
    """The e-mail of each letter, which tells the days that the letter itself tells, on whatever day it is written."""
    from secor_xl.letters.email_envelope import envelope_of  # noqa: PLC0415 - only where e-mails are asked for

    envelopes = []
    for letter in letters:
        issued = job.letter(letter.name) if letter.standing is Standing.THERE else None
        planned = then.letters(issued.as_of if issued else task.as_of).get(letter.name)
        if planned:
            envelopes.append((letter.name, envelope_of(*planned)))
    return tuple(envelopes)


def _rehearsed(
    task: Task, issued: Issued | None, then: Then, letter: PlannedLetter
) -> tuple[LetterResult, bytes | None]:
    """How a letter stands, and its bytes where they are to be written."""
    path = task.folder / letter.name
    result = LetterResult(letter.kind, letter.name, letter.addressee, Standing.THERE)
    if issued and not task.replace and (issued.of_these_bytes or then.gives(issued)):
        return replace(result, fingerprint=issued.fingerprint), None
    data = then.desk(task.as_of).templates.render(letter)
    if is_there(path, data):
        there = hashlib.sha256(path.read_bytes()).hexdigest()
        return replace(result, standing=Standing.UNCHANGED, fingerprint=there), None
    if not task.replace:
        refuse_conflict(path, data, IN_THE_WAY)
    standing = Standing.PLANNED if task.dry_run else Standing.WRITTEN
    return replace(result, standing=standing, fingerprint=hashlib.sha256(data).hexdigest()), data


@lru_cache(maxsize=8)
def desk_of(templates_folder: Path, templates: str, as_of: dt.date) -> Desk:
    """The desk of this process; raises ``SecorError`` where the templates are not the ones of that fingerprint."""
    return Desk(templates_folder, as_of, _prepared(templates_folder, templates))


@lru_cache(maxsize=2)
def _prepared(templates_folder: Path, templates: str) -> LetterTemplates:
    """The templates that the run began with; they are prepared once in each process."""
    if templates_fingerprint(templates_folder) != templates:
        raise SecorError(
            f"{templates_folder}: the templates were changed while the run was going on. Run again when they are finished"
        )
    return LetterTemplates(templates_folder)
