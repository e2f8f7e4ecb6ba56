"""The work on each workbook, in whatever process: read, judge, plan, and write the letters to the disk without their names.

The run itself gives the names, after it has recorded the letters (``publishing``).
"""

from __future__ import annotations

from concurrent.futures import Executor, Future, ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

from secor_xl.errors import SecorError
from secor_xl.letters.letter import LetterState
from secor_xl.letters.plan import LetterRefused
from secor_xl.runs.output import OutputRefused
from secor_xl.runs.register.register_row import register_row
from secor_xl.runs.season.request import Job, Request, Worked
from secor_xl.runs.season.result import Failure, Result, Trouble, failure_of
from secor_xl.runs.season.review_letters import ReviewLetters, service_for
from secor_xl.runs.single_workbook import JudgedWorkbook
from secor_xl.runs.staging import Staged, discard, stage
from secor_xl.xlsx.guard import UnreadableWorkbook

WRITTEN_AT_ONCE = 4
"""The letters that each process writes at the same time: a disk says of several that they are safe hardly later than of one."""


def work(request: Request, jobs: tuple[Job, ...]) -> list[Worked]:
    """Work on some workbooks; what is wrong with one never stops the next.

    Letters go to the disk while the next workbook is worked on.
    """
    with ThreadPoolExecutor(WRITTEN_AT_ONCE) as disk:
        begun = [_work_on(request, job, disk) for job in jobs]
    return [_staged(worked, writing, request.folder) for worked, writing in begun]


def _work_on(request: Request, job: Job, disk: Executor) -> tuple[Worked, list[Future[Staged]]]:
    """Work on one workbook; returns with it the letters that are being written to the disk."""
    try:
        judged = service_for(request.templates_folder, request.templates, request.as_of).judge(Path(job.file))
    except UnreadableWorkbook as error:
        return Worked(Result(job.file, failure=failure_of(Trouble.UNREADABLE, job.file, error))), []
    except SecorError as error:  # the office's data
        return Worked(Result(job.file, job.fingerprint, failure=failure_of(Trouble.TEMPLATE, job.file, error))), []
    if judged.read.fingerprint != job.fingerprint:
        cause, cure = "was changed while the run was going on", "Save and close it, and run again"
        return Worked(Result(job.file, failure=Failure(Trouble.UNREADABLE, cause, cure))), []
    worked = _with_letters(request, job, judged)
    case = judged.assessment.case
    instrument = (case.instrument.id, case.instrument.version, case.instrument.fingerprint)
    row = register_row(judged) if request.register else None
    worked = replace(worked, procedure=case.parameters.version, instrument=instrument, row=row)
    new = [letter for letter in worked.result.letters if not letter.on_disk and not request.dry_run]
    writing = [disk.submit(stage, request.folder / letter.name, letter.data) for letter in new]
    state = LetterState.PLANNED if request.dry_run else LetterState.WRITTEN
    letters = tuple(
        replace(letter, state=letter.state if letter.on_disk else state, context={}, data=b"")
        for letter in worked.result.letters
    )
    return replace(worked, result=replace(worked.result, letters=letters)), writing


def _with_letters(request: Request, job: Job, judged: JudgedWorkbook) -> Worked:
    """The letters of one review; none is begun to be written before all of them are right."""
    service = service_for(request.templates_folder, request.templates, request.as_of)
    outcome = judged.assessment.outcome
    late = tuple(each.number for each in outcome.accepted_late)
    result = Result(job.file, job.fingerprint, outcome.kind.value, outcome.words, outcome.round, late)
    try:
        planned = service.plan(judged)
    except LetterRefused as refusal:
        return Worked(replace(result, refused=refusal.reasons))
    left_out = tuple(dict.fromkeys(letter.kind for letter in planned if letter.kind not in request.kinds))
    result = replace(result, left_out=left_out)
    try:
        due = ReviewLetters(request, job, judged)
        letters = tuple(due.decided(letter) for letter in planned if letter.kind in request.kinds)
        envelopes = due.envelopes(letters) if request.email else ()
    except OutputRefused as error:
        return Worked(replace(result, failure=failure_of(Trouble.OUTPUT, str(request.folder), error)))
    except SecorError as error:
        return Worked(replace(result, failure=failure_of(Trouble.TEMPLATE, job.file, error)))
    return Worked(replace(result, letters=letters), envelopes=envelopes)


def _staged(worked: Worked, writing: list[Future[Staged]], folder: Path) -> Worked:
    """Wait for the letters of one review: all of them are whole on the disk, or none is."""
    staged: list[Staged] = []
    failure: Failure | None = None
    for letter in writing:
        try:
            staged.append(letter.result())
        except OutputRefused as error:
            failure = failure or failure_of(Trouble.OUTPUT, str(folder), error)
    if failure is None:
        return replace(worked, staged=tuple(staged))
    for each in staged:
        discard(each)
    return replace(worked, result=replace(worked.result, letters=(), failure=failure), envelopes=())
