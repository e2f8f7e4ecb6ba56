"""What is done for each workbook, in whatever process: read, judge, plan, write the letters to the disk without their names.

The names are given by the run itself, after its ledger knows of them (``run``).
"""

from __future__ import annotations

from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

from secor_xl.errors import SecorError
from secor_xl.letters.plan import LetterRefused
from secor_xl.runs.output import OutputRefused
from secor_xl.runs.register.register_row import register_row
from secor_xl.runs.season.job import Job, Task, Worked
from secor_xl.runs.season.on_the_way import AT_ONCE, Begun, arrived
from secor_xl.runs.season.result import Failure, Result, Trouble, failure_of
from secor_xl.runs.season.review_letters import Rehearsal, service_for
from secor_xl.runs.single_workbook import JudgedWorkbook
from secor_xl.runs.staging import stage
from secor_xl.xlsx.guard import UnreadableWorkbook


def work(task: Task, jobs: tuple[Job, ...]) -> list[Worked]:
    """Work on some workbooks; what is wrong with one never stops the next.

    Letters go to the disk while the next workbook is worked on.
    """
    with ThreadPoolExecutor(AT_ONCE) as disk:
        begun = [_work_on(task, job, disk) for job in jobs]
    return [arrived(each, task.folder) for each in begun]


def _work_on(task: Task, job: Job, disk: Executor) -> Begun:
    try:
        judged = service_for(task.templates_folder, task.templates, task.as_of).judge(Path(job.file))
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
    service = service_for(task.templates_folder, task.templates, task.as_of)
    outcome = judged.assessment.outcome
    late = tuple(each.number for each in outcome.accepted_late)
    result = Result(job.file, job.fingerprint, outcome.kind.value, outcome.words, outcome.round, late)
    try:
        planned = service.plan(judged)
    except LetterRefused as refusal:
        return Begun(Worked(replace(result, refused=refusal.reasons)))
    due = [letter for letter in planned if letter.kind in task.kinds]
    left_out = tuple(dict.fromkeys(letter.kind for letter in planned if letter.kind not in task.kinds))
    result = replace(result, left_out=left_out)
    try:
        rehearsal = Rehearsal(task, job, judged)
        rehearsed = [rehearsal.letter(letter) for letter in due]
        letters = tuple(letter for letter, _ in rehearsed)
        envelopes = rehearsal.envelopes(letters) if task.email else ()
    except OutputRefused as error:
        return Begun(Worked(replace(result, failure=failure_of(Trouble.OUTPUT, str(task.folder), error))))
    except SecorError as error:
        return Begun(Worked(replace(result, failure=failure_of(Trouble.TEMPLATE, job.file, error))))
    result = replace(result, letters=letters)
    new = [(letter.name, data) for letter, data in rehearsed if data is not None and not task.dry_run]
    writing = tuple(disk.submit(stage, task.folder / name, data) for name, data in new)
    return Begun(Worked(result, envelopes=envelopes), writing)
