"""A run: recognize every file, hold what contradicts itself, work on the rest, record it, give the letters their names.

In this order, so that a run that is killed anywhere and started again ends with the same letters as one that was not.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Generator, Iterable, Iterator
from concurrent.futures import Executor
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from functools import partial

from secor_xl.letters.outcome_guard import LetterRefused, why_in_the_future
from secor_xl.procedure.office import OFFICE_FILE, read_office
from secor_xl.records.database import RecordsRefused, has_records
from secor_xl.records.records import Clock, Records, reading, writing
from secor_xl.runs.output import OutputRefused, flush_folder, refuse_folder
from secor_xl.runs.register.run_register import RegisterOfRun
from secor_xl.runs.season.conflicts import conflicts_among
from secor_xl.runs.season.derived_files import DerivedFileMaker, makers
from secor_xl.runs.season.earlier_letters import EarlierLetters
from secor_xl.runs.season.publishing import discard_letters, published
from secor_xl.runs.season.recognition import LeftAlone, Recognized, recognize
from secor_xl.runs.season.request import ALL_KINDS, Job, Request, Worked
from secor_xl.runs.season.result import Result, lost_file
from secor_xl.runs.season.run_records import RunRecords
from secor_xl.runs.season.template_fingerprints import templates_fingerprint
from secor_xl.runs.season.work import work
from secor_xl.runs.season.workbook_paths import FoundPath, files_in
from secor_xl.runs.season.workers import WORTH_PROCESSES, Workers, processes_for
from secor_xl.runs.staging import remove_leftovers

RECOGNIZED_TOGETHER, WORKED_ON_TOGETHER = 64, 16
__all__ = ["ALL_KINDS", "LetterRun", "Progress", "Request"]


class Progress:
    """Progress callbacks; the defaults do nothing."""

    def begin(self, words: str, total: int) -> None:
        """A part of the run begins.

        Args:
            words: its name.
            total: how many steps it has.
        """

    def advance(self, steps: int) -> None:
        """So many steps are done."""

    def stopping(self) -> None:
        """The run was interrupted, and brings to an end what it has in hand."""


class LetterRun:
    """One run over many workbooks.

    Args:
        request: what is asked for.
        clock: returns the time with its time zone; letters are not dated after it, and the records contain it.
        executor: another engine for the work, such as that of Dask; ``None`` for processes on this machine.
        progress: callbacks that show the progress.

    Attributes:
        left_alone: the number of other files in the folders, by kind.
        faults: the faults of the existing records, in words.
    """

    def __init__(
        self,
        request: Request,
        clock: Clock,
        *,
        executor: Executor | None = None,
        progress: Progress | None = None,
    ) -> None:
        self.request, self._clock = request, clock
        self.left_alone: Counter[LeftAlone] = Counter()
        self.faults: tuple[str, ...] = ()
        self._executor, self._progress = executor, progress or Progress()

    def results(self) -> Generator[Result, None, None]:
        """Yield the result of each workbook, in the order of the arguments. Close the generator to interrupt the run.

        Raises:
            LetterRefused: the letters would be dated after today.
            DataError: the office's data cannot be used.
            NoConverter: PDFs are requested, but neither Word nor LibreOffice is installed.
            FolderInUse: another run is writing to the folder.
            OutputRefused: the folder cannot be written to.
            RecordsRefused: the records cannot be read or written.
        """
        asked = self.request
        if why := why_in_the_future(asked.as_of, self._clock().astimezone().date()):
            raise LetterRefused((why,))
        read_office(asked.templates_folder / OFFICE_FILE)
        refuse_folder(asked.folder)
        to_write = not asked.dry_run
        converter, emails = makers(asked.templates_folder, pdf=asked.pdf and to_write, email=asked.email and to_write)
        with ExitStack() as until_the_end:
            # Records that are there are opened first: two runs never get in each other's way. New ones, and their folder, are
            # only made for a review: a slip of the pen leaves nothing behind.
            opened = until_the_end.enter_context(self._writing()) if to_write and has_records(asked.folder) else None
            files = list(files_in(asked.arguments, asked.folder))
            workers, records = Workers(processes_for(asked.jobs, len(files)), self._executor), None
            try:
                recognized = self._recognize(files, workers)
                if opened is None:
                    is_needed = to_write and any(each.identity for each in recognized)
                    opened = until_the_end.enter_context(self._writing() if is_needed else reading(asked.folder))
                self.faults = opened.faults
                records = RunRecords(opened, self._with_templates())
                derived = DerivedFileMaker(records, converter, emails, processes_for(asked.jobs, WORTH_PROCESSES))
                worked = derived.completed(self._worked(recognized, workers, records))
                registered = asked.register and to_write and opened.is_writable
                yield from self._registered(worked, records) if registered else self._counted(worked)
            except (KeyboardInterrupt, GeneratorExit):
                self._progress.stopping()
                self._publish_what_is_finished(workers, records)
                raise
            except (OutputRefused, RecordsRefused):
                for done in workers.finished():
                    discard_letters(each for each in done if isinstance(each, Worked))
                raise
            finally:
                workers.close()

    def _publish_what_is_finished(self, workers: Workers, records: RunRecords | None) -> None:
        """After an interruption; a second one ends what is still in hand."""
        try:
            for done in workers.finished():
                if records is not None:
                    published((each for each in done if isinstance(each, Worked)), records)
        except KeyboardInterrupt:
            workers.end()

    @contextmanager
    def _writing(self) -> Iterator[Records]:
        folder = self.request.folder
        with writing(folder, self._clock) as records:
            try:
                yield records
            finally:
                if records.database.is_in_place():  # else it may be another run's folder
                    remove_leftovers(folder)
                    flush_folder(folder)

    def _with_templates(self) -> Request:
        """The request as workers get it: with the fingerprint of the templates, without thousands of arguments."""
        asked = self.request
        return replace(asked, arguments=(), templates=templates_fingerprint(asked.templates_folder))

    def _counted(self, stream: Iterable[Worked]) -> Iterator[Result]:
        for worked in stream:
            self._progress.advance(1)
            yield worked.result

    def _registered(self, stream: Iterable[Worked], records: RunRecords) -> Iterator[Result]:
        """Yield the results, and write the register of all of them at the end."""
        register = RegisterOfRun(records, self.request.arguments)
        for worked in stream:
            register.add(worked)
            self._progress.advance(1)
            yield worked.result
        register.write()

    def _worked(self, recognized: list[Recognized], workers: Workers, records: RunRecords) -> Iterator[Worked]:
        present = frozenset(each.identity.fingerprint for each in recognized if each.identity)
        earlier = EarlierLetters(records.records, records.request, present)
        plan = self._plan(recognized, records)
        self._progress.begin("Letters", len(plan))
        jobs = [each for each in plan if isinstance(each, Job)]
        pieces = workers.map(partial(work, records.request), jobs, _lost, together=WORKED_ON_TOGETHER)
        worked = (each for piece in pieces for each in published(piece, records))
        for each in plan:
            if isinstance(each, Job):
                done = next(worked)
            else:
                records.add([done := Worked(each)])
            yield earlier.with_warnings(done)

    def _recognize(self, files: list[FoundPath], workers: Workers) -> list[Recognized]:
        self._progress.begin("Files", len(files))
        recognized: list[Recognized] = []
        for piece in workers.map(recognize, files, _unseen, together=RECOGNIZED_TOGETHER):
            recognized += piece
            self._progress.advance(len(piece))
        return recognized

    def _plan(self, recognized: list[Recognized], records: RunRecords) -> list[Result | Job]:
        """Return for each workbook its result, or the job that is left to do."""
        held = conflicts_among(recognized)
        plan: list[Result | Job] = []
        for each in recognized:
            if each.left_alone:
                self.left_alone[each.left_alone] += 1
            elif each.identity is None:
                plan.append(Result(each.path, failure=each.failure))
            elif each.path in held:
                plan.append(Result(each.path, each.identity.fingerprint, failure=held[each.path]))
            else:
                plan.append(records.known(each.path, each.identity.fingerprint))
        return plan


def _lost(job: Job, error: Exception) -> Worked:
    return Worked(Result(job.file, job.fingerprint, failure=lost_file(error)))


def _unseen(file: FoundPath, error: Exception) -> Recognized:
    return Recognized(file.path, failure=lost_file(error))
