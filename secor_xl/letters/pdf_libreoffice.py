"""Letters to PDF by LibreOffice: many files a start, several starts side by side, and no letter falls because of another.

LibreOffice says nothing by its exit code, so what counts is which PDFs are there. It goes through its files in their order:
where it hung or broke off, the first letter without a PDF is to blame. That letter is tried once more alone, and the others
go on without it.
"""

from __future__ import annotations

import itertools
import queue
import subprocess
from collections import Counter, deque
from collections.abc import Generator, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from secor_xl.errors import reason_of
from secor_xl.letters.pdf_files import Converted, NotAWordFile, temporary_folder, word_file
from secor_xl.letters.pdf_office_start import plain_document, started
from secor_xl.letters.pdf_programs import NO_WINDOW, Ending, Programs
from secor_xl.letters.pdf_threads import side_by_side

FILES_A_START = 48
"""More gain nothing: the start is then a small part of the time."""
PATIENCE = 100
"""Seconds without another PDF after which LibreOffice is taken to hang: a letter takes a tenth of one, a cold start several."""
TRIES = 2
BY_HAND = "Open it in Word or LibreOffice, see what is odd about it, and save it as a PDF there."


class LibreOffice:
    """LibreOffice, as it is installed.

    Args:
        program: its program ``soffice``.
        patience: seconds without another PDF after which it is taken to hang.
        folder: where its temporary files go; ``None`` is where the system has them.
    """

    def __init__(self, program: str, *, patience: float = PATIENCE, folder: Path | None = None) -> None:
        self.program, self.patience, self.folder = program, patience, folder

    @cached_property
    def name(self) -> str:
        """Its name and version, such as "LibreOffice 7.4"; without the version where it does not tell."""
        with suppress(OSError, subprocess.SubprocessError):
            told = subprocess.run(  # noqa: S603 - the program that was found installed
                [self.program, "--version"], check=True, capture_output=True, timeout=30, creationflags=NO_WINDOW
            ).stdout.decode("ascii", "replace")
            if told.startswith("LibreOffice "):
                return "LibreOffice " + ".".join(told.split()[1].split(".")[:2])
        return "LibreOffice"

    def convert(self, letters: Sequence[Path], *, jobs: int = 1) -> Generator[Converted, None, None]:
        """Make PDFs, as ``PdfConverter`` says."""
        jobs = max(1, jobs)
        size = max(1, min(FILES_A_START, -(-len(letters) // jobs)))
        batches: queue.SimpleQueue[Sequence[Path]] = queue.SimpleQueue()
        for start in range(0, len(letters), size):
            batches.put(letters[start : start + size])
        with temporary_folder(self.folder) as folder:
            programs = Programs()
            conversion = _Conversion(self, folder, programs, batches)
            yield from side_by_side([conversion.work] * min(jobs, batches.qsize()), programs.end)


@dataclass(frozen=True, slots=True, eq=False)
class _Copy:
    """A letter and what is handed over of it. The same letter may be asked for twice, so each is only like itself."""

    letter: Path
    content: bytes


class _Conversion:
    """One call of ``convert``, shared by its threads."""

    def __init__(
        self, office: LibreOffice, folder: Path, programs: Programs, batches: queue.SimpleQueue[Sequence[Path]]
    ) -> None:
        self._office, self._folder, self._programs, self._batches = office, folder, programs, batches
        self._numbers = itertools.count()
        self._cannot = ""

    def work(self) -> Iterator[list[Converted]]:
        """What one thread does: one batch after the other, until none is left."""
        while not self._programs.ended:
            try:
                letters = self._batches.get_nowait()
            except queue.Empty:
                return
            copies = []
            for letter in letters:
                try:
                    copies.append(_Copy(letter, word_file(letter)))
                except NotAWordFile as error:
                    yield [Converted(letter, None, str(error))]
            if copies:
                yield from self._batch(copies)

    def _batch(self, copies: Sequence[_Copy]) -> Iterator[list[Converted]]:
        """Start LibreOffice until each letter has its PDF or was tried often enough: every start brings one of them nearer."""
        tries: Counter[_Copy] = Counter()
        waiting = deque([copies])
        while waiting and not self._programs.ended:
            handed = waiting.popleft()
            ending, pdfs = self._started([copy.content for copy in handed])
            if not any(pdfs) and not self._works():
                yield [Converted(copy.letter, None, f"{copy.letter}: {self._cannot}") for copy in handed]
                continue
            yield [Converted(copy.letter, pdf) for copy, pdf in zip(handed, pdfs, strict=True) if pdf]
            missing = [copy for copy, pdf in zip(handed, pdfs, strict=True) if not pdf]
            to_blame = missing if ending is Ending.DONE else missing[:1]
            tries.update(to_blame)
            again = [copy for copy in to_blame if tries[copy] < TRIES]
            yield [Converted(copy.letter, None, self._why(copy, ending)) for copy in to_blame if copy not in again]
            waiting.extend(part for part in (again, missing[len(to_blame) :]) if part)

    def _started(self, contents: Sequence[bytes]) -> tuple[Ending, list[bytes | None]]:
        """What one start makes of some letters; nothing where LibreOffice is known not to work."""
        if not self._cannot:
            folder = self._folder / str(next(self._numbers))
            try:
                return started(self._office.program, contents, folder, self._programs, patience=self._office.patience)
            except OSError as error:
                self._cannot = (
                    f"there is no PDF, because LibreOffice could not be started ({error.filename or self._office.program}:"
                    f" {reason_of(error)}). Make sure that it opens by hand and that the disk has room, and try again."
                )
        return Ending.BROKE_OFF, [None] * len(contents)

    def _works(self) -> bool:
        """Whether a start that made nothing was the fault of a letter, and not of LibreOffice."""
        if not any(self._started([plain_document()])[1]) and not self._cannot:
            self._cannot = (
                f"there is no PDF, because {self._office.name} makes none even of a plain document. Make sure that it opens by"
                " hand and can save a letter as a PDF there (its part Writer must be installed), and try again."
            )
        return not self._cannot

    def _why(self, copy: _Copy, ending: Ending) -> str:
        what = {
            Ending.DONE: "could not open it, or make a PDF of it",
            Ending.BROKE_OFF: "broke off at it",
            Ending.HUNG: "hung at it and was ended",
        }[ending]
        return f"{copy.letter}: {self._office.name} {what}, in {TRIES} tries. {BY_HAND}"
