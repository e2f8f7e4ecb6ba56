"""Convert letters to PDF with LibreOffice: many files for each start, several starts at a time.

LibreOffice's exit code is unreliable; only the PDFs count. It converts its files in order: where it hung or crashed, the first
letter without a PDF is the cause. That letter is tried once more alone, and the others are converted without it.

Each start has a profile of its own: an open LibreOffice with the same profile would take the call without an answer.
LibreOffice gets numbered copies in a temporary folder, so that no name is too long and no two PDFs have the same name.
"""

from __future__ import annotations

import itertools
import os
import subprocess
import time
from collections import deque
from collections.abc import Generator, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from secor_xl.delivery.pdf.conversion_files import (
    NO_WINDOW,
    Converted,
    NotAWordFile,
    copy_to,
    end_tree,
    remove,
    temporary_folder,
    whole_pdf,
)
from secor_xl.errors import reason_of

FILES_A_START = 48
"""The most files for one start; with more, the start is already a small part of the time."""
PATIENCE = 100
"""The seconds without another PDF after which LibreOffice hangs: a letter takes a tenth of one, a cold start several."""
TRIES = 2
LOOK_UP_SECONDS = 0.05
LAST_SECONDS = 30
"""The time that a program has to be gone once it was ended."""
PASSED_OVER, BROKE_OFF, HUNG = (
    "could not open it, or make a PDF of it",
    "broke off at it",
    "hung at it and was ended",
)
BY_HAND = "Open it in Word or LibreOffice, see what is odd about it, and save it as a PDF there."
OPTIONS = (
    *("--headless", "--norestore", "--convert-to"),
    'pdf:writer_pdf_Export:{"UseTaggedPDF":{"type":"boolean","value":"true"}}',  # screen readers need the structure
)


class LibreOffice:
    """An installed LibreOffice.

    Args:
        program: its program ``soffice``.
        patience: the seconds without another PDF after which it is ended.
        folder: the folder for its temporary files; ``None`` is the system's.
    """

    def __init__(self, program: str, *, patience: float = PATIENCE, folder: Path | None = None) -> None:
        self.program, self.patience, self.folder = program, patience, folder

    @cached_property
    def name(self) -> str:
        """Its name and version, such as "LibreOffice 7.4"; without the version where it does not tell."""
        command = [self.program, "--version"]
        with suppress(OSError, subprocess.SubprocessError):
            told = subprocess.run(command, check=True, capture_output=True, timeout=30, creationflags=NO_WINDOW).stdout  # noqa: S603
            if told.startswith(b"LibreOffice "):
                return "LibreOffice " + ".".join(told.decode("ascii", "replace").split()[1].split(".")[:2])
        return "LibreOffice"

    def convert(self, letters: Sequence[Path], *, jobs: int = 1) -> Generator[Converted, None, None]:
        """Make PDFs, as ``PdfConverter`` says."""
        with temporary_folder(self.folder) as folder:
            conversion = _Conversion(self, folder)
            try:
                yield from conversion.convert(letters, max(1, jobs))
            finally:
                for start in conversion.running:
                    start.end()


@dataclass(slots=True, eq=False)
class _Copy:
    """A letter and its copy. The same letter may be asked for twice, so each copy is equal only to itself."""

    letter: Path
    file: Path
    tries: int = 0


class _Conversion:
    """One call of ``convert``; ``fault`` is the reason why LibreOffice makes no PDF at all, once it is known."""

    def __init__(self, office: LibreOffice, folder: Path) -> None:
        self._office, self._folder, self._numbers = office, folder, itertools.count()
        self._waiting, self._results = deque[list[_Copy]](), list[Converted]()
        self.running, self.fault = list[_Start](), ""

    def convert(self, letters: Sequence[Path], jobs: int) -> Iterator[Converted]:
        """Make PDFs in at most ``jobs`` starts at a time."""
        copies = []
        for number, letter in enumerate(letters):
            copy = _Copy(letter, self._folder / f"{number}.docx")
            try:
                copy_to(copy.file, letter)
                copies.append(copy)
            except NotAWordFile as error:
                self._results.append(Converted(letter, None, str(error)))
        size = max(1, min(FILES_A_START, -(-len(copies) // jobs)))
        self._waiting.extend(copies[first : first + size] for first in range(0, len(copies), size))
        while self._waiting or self.running or self._results:
            while self._waiting and len(self.running) < jobs and not self.fault:
                copies = self._waiting.popleft()
                if not self._start(copies):
                    self._waiting.append(copies)
            while self._waiting and self.fault:
                self._results += [_failed(copy, self.fault) for copy in self._waiting.popleft()]
            yield from self._results
            self._results.clear()
            for start in [each for each in self.running if each.ending()]:
                self._take(start)
            if self.running and not self._results:
                time.sleep(LOOK_UP_SECONDS)

    def _start(self, copies: list[_Copy]) -> bool:
        """Start LibreOffice; returns ``False`` where that is impossible."""
        try:
            self.running.append(_Start(self._office, copies, self._folder / f"start {next(self._numbers)}"))
        except OSError as error:
            self.fault = (
                f"there is no PDF, because LibreOffice could not be started ({error.filename or self._office.program}:"
                f" {reason_of(error)}). Make sure that it opens by hand and that the disk has room, and try again."
            )
        return not self.fault

    def _take(self, start: _Start) -> None:
        """Take the PDFs of a start that has ended, and decide which letters are tried again."""
        copies, pdfs, ending = start.copies, start.end(), start.ending()
        self.running.remove(start)
        if not any(pdfs) and not self._works():
            self._waiting.append(copies)
            return
        self._results += [Converted(copy.letter, pdf) for copy, pdf in zip(copies, pdfs, strict=True) if pdf]
        missing = [copy for copy, pdf in zip(copies, pdfs, strict=True) if not pdf]
        tried = missing if ending == PASSED_OVER else missing[:1]
        for copy in tried:
            copy.tries += 1
            if copy.tries == TRIES:
                self._results.append(_failed(copy, f"{self._office.name} {ending}, in {TRIES} tries. {BY_HAND}"))
        again = [copy for copy in tried if copy.tries < TRIES]
        self._waiting.extend(part for part in (again, missing[len(tried) :]) if part)

    def _works(self) -> bool:
        """Whether LibreOffice makes a PDF of a plain document, so that the letters are the cause where it made none."""
        if not self.fault:
            plain = _Copy(Path(), self._folder / "plain.docx")
            with suppress(OSError):
                plain.file.write_bytes(plain_document())
            if self._start([plain]):
                start = self.running[-1]
                while not start.ending():
                    time.sleep(LOOK_UP_SECONDS)
                if not any(start.end()):
                    self.fault = (
                        f"there is no PDF, because {self._office.name} makes none even of a plain document. Make sure that it"
                        " opens by hand and can save a letter as a PDF there (its part Writer must be installed), and try again."
                    )
                self.running.remove(start)
        return not self.fault


class _Start:
    """One start of LibreOffice, which works in a folder of its own; raises ``OSError`` where that is impossible."""

    def __init__(self, office: LibreOffice, copies: list[_Copy], folder: Path) -> None:
        self.copies, self._folder, self._made = copies, folder, folder / "pdf"
        self._patience, self._done, self._idle, self._ending = office.patience, 0, 0.0, ""
        self._made.mkdir(parents=True)
        command = [office.program, f"-env:UserInstallation={(folder / 'profile').as_uri()}", *OPTIONS]
        command += ["--outdir", str(self._made), *(str(copy.file) for copy in copies)]
        # It gets a group of its own: what it starts is ended with it, and Ctrl-C reaches only us. It gets no pipe: what it leaves
        # behind would hold it open.
        self._process = subprocess.Popen(  # noqa: S603 - a program that was found installed, with paths of our own
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            creationflags=NO_WINDOW,
        )

    def ending(self) -> str:
        """Return how it ended; empty while it runs. Call it once in ``LOOK_UP_SECONDS``."""
        if not self._ending:
            self._idle += LOOK_UP_SECONDS
            done, code = sum(1 for _ in self._made.iterdir()), self._process.poll()
            if code is not None:
                self._ending = BROKE_OFF if code else PASSED_OVER
            elif done > self._done:
                self._done, self._idle = done, 0
            elif self._idle > self._patience:
                self._ending = HUNG
        return self._ending

    def end(self) -> list[bytes | None]:
        """End it, and return the PDFs in the order of the copies, ``None`` for each that is not there."""
        if self._process.poll() is None or os.name == "posix":  # also after its own end: its child may go on
            end_tree(self._process.pid)
        with suppress(OSError, subprocess.TimeoutExpired):
            self._process.kill()
            self._process.wait(LAST_SECONDS)
        pdfs = [whole_pdf(self._made / f"{copy.file.stem}.pdf") for copy in self.copies]
        remove(self._folder)
        return pdfs


def plain_document() -> bytes:
    """Return a Word file that every LibreOffice can convert."""
    import io  # noqa: PLC0415 - only where something went wrong

    import docx  # noqa: PLC0415

    document, stream = docx.Document(), io.BytesIO()
    document.add_paragraph("A letter")
    document.save(stream)
    return stream.getvalue()


def _failed(copy: _Copy, reason: str) -> Converted:
    return Converted(copy.letter, None, f"{copy.letter}: {reason}")
