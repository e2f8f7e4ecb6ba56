"""A run: look at every file, hold what contradicts itself, work on the rest, tell the ledger, give the letters their names.

In this order, so that a run that is killed anywhere and started again ends with the same letters as one that was not.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Generator, Iterable, Iterator
from concurrent.futures import Executor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, fields
from functools import partial
from pathlib import Path

from secor_xl.letters.outcome_guard import LetterRefused, why_in_the_future
from secor_xl.procedure.office import OFFICE_FILE, read_office
from secor_xl.review.model import LetterKind
from secor_xl.runs.output import OutputRefused, flush_folder, refuse_folder
from secor_xl.runs.register.run_register import RegisterOfRun
from secor_xl.runs.season.conflicts import conflicts_among
from secor_xl.runs.season.derived_files import DerivedFiles, makers
from secor_xl.runs.season.job import Job, Task, Worked
from secor_xl.runs.season.ledger import Clock, Ledger, has_ledger, read_history
from secor_xl.runs.season.publishing import discard_letters, published
from secor_xl.runs.season.recognition import LeftAlone, Recognized, recognize
from secor_xl.runs.season.result import Failure, Result, Trouble
from secor_xl.runs.season.run_records import Lines
from secor_xl.runs.season.template_fingerprints import templates_fingerprint
from secor_xl.runs.season.work import work
from secor_xl.runs.season.workbook_paths import FoundPath, NotFound, files_in
from secor_xl.runs.season.workers import WORTH_PROCESSES, Workers, processes_for
from secor_xl.runs.staging import remove_leftovers

RECOGNIZED_TOGETHER, WORKED_ON_TOGETHER = 64, 16
ALL_KINDS = frozenset(LetterKind)


@dataclass(frozen=True, slots=True)
class Request:
    """What a run is asked for.

    Attributes:
        arguments: files, folders and patterns.
        folder: where the letters go.
        templates_folder: the office's letter templates and data.
        as_of: the day of the judgements and of the letters.
        kinds: the kinds of letters that are wanted.
        replace: whether letters that are there are made anew; the old ones are kept beside them.
        dry_run: whether nothing is written.
        jobs: how many processes; ``None`` leaves it to the machine.
        pdf: whether each letter gets a PDF.
        email: whether each letter gets an e-mail draft.
        register: whether the register is made; then every workbook is judged, even one that has not changed.
    """

    arguments: tuple[str, ...]
    folder: Path
    templates_folder: Path
    as_of: dt.date
    kinds: frozenset[LetterKind] = ALL_KINDS
    replace: bool = False
    dry_run: bool = False
    jobs: int | None = None
    pdf: bool = False
    email: bool = False
    register: bool = False


class Progress:
    """Whoever wants to know how far a run is; this one does not."""

    def begin(self, words: str, total: int) -> None:
        """A part of the run begins, in words, with so many steps."""

    def advance(self, steps: int) -> None:
        """So many steps are done."""

    def stopping(self) -> None:
        """The run was interrupted, and brings to an end what it has in hand."""


class LetterRun:
    """One run over many workbooks.

    Args:
        request: what is asked for.
        clock: tells the time, with its time zone: letters are not dated after it, and the ledger bears it.
        executor: an engine of somebody else's, such as one of Dask; ``None`` for processes on this machine.
        progress: who is told how far it is.

    Attributes:
        left_alone: how many files of which kind were met in folders that are no review workbooks.
        faults: what is wrong with the ledger that was there before, in words.
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
        """What became of each workbook, in the order of the arguments. Close it to interrupt the run.

        Raises:
            LetterRefused: the letters would be dated after today.
            DataError: the office's data cannot be used.
            NoConverter: PDFs are asked for, and nothing is there that makes them.
            FolderInUse: another run is writing to the folder.
            OutputRefused: the folder cannot be written to, or the ledger no longer.
        """
        asked = self.request
        if why := why_in_the_future(asked.as_of, self._clock().astimezone().date()):
            raise LetterRefused((why,))
        read_office(asked.templates_folder / OFFICE_FILE)
        refuse_folder(asked.folder)
        writing = not asked.dry_run
        converter, emails = makers(asked.templates_folder, pdf=asked.pdf and writing, email=asked.email and writing)
        with ExitStack() as until_the_end:
            # A ledger that is there is opened first: two runs never get in each other's way. A new one, and its folder, are only
            # made for a review: a slip of the pen leaves nothing behind.
            ledger = until_the_end.enter_context(self._ledger()) if writing and has_ledger(asked.folder) else None
            files = list(files_in(asked.arguments, asked.folder))
            workers, lines = Workers(processes_for(asked.jobs, len(files)), self._executor), None
            try:
                looked = self._look(files, workers)
                if writing and ledger is None and any(each.identity for each in looked):
                    ledger = until_the_end.enter_context(self._ledger())
                history = read_history(asked.folder) if ledger is None else ledger.history
                self.faults = tuple(history.faults)
                lines = Lines(ledger, history, self._task())
                companions = DerivedFiles(lines, converter, emails, processes_for(asked.jobs, WORTH_PROCESSES))
                worked = companions.completed(self._worked(looked, workers, lines))
                yield from self._registered(worked, lines) if asked.register and ledger else self._counted(worked)
            except (KeyboardInterrupt, GeneratorExit):
                self._progress.stopping()
                self._publish_what_is_finished(workers, lines)
                raise
            except OutputRefused:
                for done in workers.finished():
                    discard_letters(each for each in done if isinstance(each, Worked))
                raise
            finally:
                workers.close()

    def _publish_what_is_finished(self, workers: Workers, lines: Lines | None) -> None:
        """After an interruption; a second one ends what is still in hand."""
        try:
            for done in workers.finished():
                if lines is not None:
                    published((each for each in done if isinstance(each, Worked)), lines)
        except KeyboardInterrupt:
            workers.end()

    @contextmanager
    def _ledger(self) -> Iterator[Ledger]:
        folder = self.request.folder
        with Ledger(folder, self._clock) as ledger:
            try:
                yield ledger
            finally:
                if ledger.is_in_place():  # else it may be another run's folder
                    remove_leftovers(folder)
                    flush_folder(folder)

    def _task(self) -> Task:
        asked = self.request
        same = {each.name: getattr(asked, each.name) for each in fields(Task) if each.name != "templates"}
        return Task(**same, templates=templates_fingerprint(asked.templates_folder))

    def _counted(self, stream: Iterable[Worked]) -> Iterator[Result]:
        for worked in stream:
            self._progress.advance(1)
            yield worked.result

    def _registered(self, stream: Iterable[Worked], lines: Lines) -> Iterator[Result]:
        """The same, and the register of all of it at the end."""
        register = RegisterOfRun(lines, self.request.arguments)
        for worked in stream:
            register.add(worked)
            self._progress.advance(1)
            yield worked.result
        register.write()

    def _worked(self, looked: list[Recognized], workers: Workers, lines: Lines) -> Iterator[Worked]:
        remarks = lines.remarks(each.identity.fingerprint for each in looked if each.identity)
        plan = self._plan(looked, lines)
        self._progress.begin("Letters", len(plan))
        jobs = [each for each in plan if isinstance(each, Job)]
        pieces = workers.map(partial(work, lines.task), jobs, _lost, together=WORKED_ON_TOGETHER)
        worked = (each for piece in pieces for each in published(piece, lines))
        for each in plan:
            if isinstance(each, Job):
                done = next(worked)
            else:
                lines.tell([done := Worked(each)])
            yield remarks.added(done)

    def _look(self, files: list[FoundPath | NotFound], workers: Workers) -> list[Recognized]:
        """The first look at all files; what was not found is told like what could not be read."""
        self._progress.begin("Files", len(files))
        found = [each for each in files if isinstance(each, FoundPath)]
        pieces = workers.map(recognize, found, _unseen, together=RECOGNIZED_TOGETHER)
        looked = (each for piece in pieces for each in piece)
        seen = []
        for each in files:
            seen.append(next(looked) if isinstance(each, FoundPath) else Recognized(each.path, failure=each.failure))
            self._progress.advance(1)
        return seen

    def _plan(self, looked: list[Recognized], lines: Lines) -> list[Result | Job]:
        """For each workbook what is left to do, or what became of it already."""
        held = conflicts_among(looked)
        plan: list[Result | Job] = []
        for each in looked:
            if each.left_alone:
                self.left_alone[each.left_alone] += 1
            elif each.identity is None:
                plan.append(Result(each.path, failure=each.failure))
            elif each.path in held:
                plan.append(Result(each.path, each.identity.fingerprint, failure=held[each.path]))
            else:
                plan.append(lines.known(each.path, each.identity.fingerprint))
        return plan


def _lost(job: Job, error: Exception) -> Worked:
    return Worked(Result(job.file, job.fingerprint, failure=_loss(error)))


def _unseen(file: FoundPath, error: Exception) -> Recognized:
    return Recognized(file.path, failure=_loss(error))


def _loss(error: Exception) -> Failure:
    cause = f"the program that worked on it broke off ({type(error).__name__})"
    return Failure(
        Trouble.LOST,
        cause,
        "Run again. If it happens again, open the file in Excel, save it and run once more, and report it",
    )
