"""Letters to PDF by LibreOffice: many files a start, several starts side by side, and no letter falls because of another.

Every start has a throw-away profile: a LibreOffice that is open already would take the call and answer nothing, and two
must not share one. It never sees a path of the user's: the letters are handed over as numbered copies in a temporary folder,
so that no name is too long or too strange, and two letters of the same name do not overwrite each other.

LibreOffice goes through its files in their order and says nothing by its exit code. So what counts is which PDFs are there:
where it hung or broke off, the first letter without one is to blame. That letter is tried once more alone, and the others
go on without it.
"""

from __future__ import annotations

import itertools
import queue
import subprocess
from collections import Counter, deque
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from secor_xl.letters.pdf_files import (
    Converted,
    NotAWordFile,
    remove,
    temporary_folder,
    whole_pdf,
    word_file,
)
from secor_xl.letters.pdf_programs import NO_WINDOW, Ending, Programs
from secor_xl.letters.pdf_threads import side_by_side

FILES_A_START = 50
"""More gain nothing: the start is then a small part of the time."""
PATIENCE = 90
"""Seconds without another PDF after which LibreOffice is taken to hang: a letter takes a tenth of one, a cold start several."""
TRIES = 2
STARTS_IN_VAIN = 6
"""So many starts in a row that made no PDF at all speak against LibreOffice, and not against the letters."""
TAGGED_PDF = 'pdf:writer_pdf_Export:{"UseTaggedPDF":{"type":"boolean","value":"true"}}'
"""With its structure, for who has it read aloud; LibreOffice leaves it away by itself."""
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
        with suppress(OSError, subprocess.SubprocessError, UnicodeError):
            told = subprocess.run(  # noqa: S603 - the program that was found installed
                [self.program, "--version"], check=True, capture_output=True, timeout=30, creationflags=NO_WINDOW
            ).stdout.decode("ascii", "replace")
            if told.startswith("LibreOffice "):
                return "LibreOffice " + ".".join(told.split()[1].split(".")[:2])
        return "LibreOffice"

    def convert(self, letters: Sequence[Path], *, jobs: int = 1) -> Iterator[Converted]:
        """Make PDFs, as ``PdfConverter`` says."""
        batches: queue.SimpleQueue[Sequence[Path]] = queue.SimpleQueue()
        size = max(1, min(FILES_A_START, -(-len(letters) // max(1, jobs))))
        for start in range(0, len(letters), size):
            batches.put(letters[start : start + size])
        with temporary_folder(self.folder) as folder:
            programs = Programs()
            conversion = _Conversion(self, folder, programs, batches)
            yield from side_by_side([conversion.work] * max(1, min(jobs, batches.qsize())), programs.end)


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
        self._in_vain = 0
        self._cannot = ""

    def work(self) -> Iterator[list[Converted]]:
        """What one thread does: one batch after the other, until none is left."""
        while not self._programs.ended:
            try:
                letters = self._batches.get_nowait()
            except queue.Empty:
                return
            yield from self._batch(letters)

    def _batch(self, letters: Sequence[Path]) -> Iterator[list[Converted]]:
        copies: list[_Copy] = []
        for letter in letters:
            try:
                copies.append(_Copy(letter, word_file(letter)))
            except NotAWordFile as error:
                yield [Converted(letter, None, str(error))]
        tries: Counter[_Copy] = Counter()
        waiting = deque([copies] if copies else [])
        while waiting and not self._programs.ended:
            handed = waiting.popleft()
            if cannot := self._gives_up():
                yield [Converted(copy.letter, None, f"{copy.letter}: {cannot}") for copy in handed]
                continue
            ending, pdfs = self._start(handed)
            yield [Converted(copy.letter, pdf) for copy, pdf in zip(handed, pdfs, strict=True) if pdf]
            missing = [copy for copy, pdf in zip(handed, pdfs, strict=True) if not pdf]
            to_blame = missing if ending is Ending.DONE else missing[:1]
            tries.update(to_blame)
            given_up = [copy for copy in to_blame if tries[copy] >= TRIES]
            yield [Converted(copy.letter, None, self._why(copy, ending)) for copy in given_up]
            again = [copy for copy in to_blame if tries[copy] < TRIES]
            waiting.extend(part for part in (again, missing[len(to_blame) :]) if part)

    def _start(self, handed: Sequence[_Copy]) -> tuple[Ending, list[bytes | None]]:
        """Start LibreOffice once for some letters; their PDFs in the same order, ``None`` for those that are not there."""
        folder = self._folder / str(next(self._numbers))
        made = folder / "pdf"
        try:
            made.mkdir(parents=True)
            files = [folder / f"{number}.docx" for number in range(len(handed))]
            for file, copy in zip(files, handed, strict=True):
                file.write_bytes(copy.content)
            command = [self._office.program, f"-env:UserInstallation={(folder / 'profile').as_uri()}"]
            command += [
                "--headless",
                "--norestore",
                "--convert-to",
                TAGGED_PDF,
                "--outdir",
                str(made),
                *map(str, files),
            ]
            ending = self._programs.run(
                command, progress=lambda: sum(1 for _ in made.iterdir()), patience=self._office.patience
            )
            pdfs = [whole_pdf(made / f"{file.stem}.pdf") for file in files]
        except OSError as error:
            self._cannot = f"{error.filename or self._office.program}: {error.strerror or error}"
            return Ending.BROKE_OFF, [None] * len(handed)
        finally:
            remove(folder)
        self._in_vain = 0 if any(pdfs) else self._in_vain + 1
        return ending, pdfs

    def _gives_up(self) -> str:
        """Why LibreOffice is not started any more; empty while it is."""
        if self._cannot:
            return (
                f"LibreOffice could not be started ({self._cannot}), so there is no PDF. Make sure that it opens by hand"
                " and that the disk has room, and try again."
            )
        if self._in_vain >= STARTS_IN_VAIN:
            return (
                f"was not tried, because {self._office.name} made no PDF at all in {STARTS_IN_VAIN} starts in a row. Make sure"
                " that it opens by hand and can save a letter as a PDF (its part Writer must be installed), and try again."
            )
        return ""

    def _why(self, copy: _Copy, ending: Ending) -> str:
        what = {
            Ending.DONE: "could not open it, or make a PDF of it",
            Ending.BROKE_OFF: "broke off at it",
            Ending.HUNG: "hung at it and was ended",
        }[ending]
        return f"{copy.letter}: {self._office.name} {what}, in {TRIES} tries. {BY_HAND}"
