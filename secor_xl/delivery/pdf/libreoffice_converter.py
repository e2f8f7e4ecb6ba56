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
import threading
from collections.abc import Generator, Sequence
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
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
LOOK_UP_SECONDS, WAIT_SECONDS = 0.05, 0.4
LAST_SECONDS = 30
"""The time that a program has to be gone once it was ended."""
PASSED_OVER, BROKE_OFF, HUNG = ("could not open it, or make a PDF of it", "broke off at it", "hung at it and was ended")
BY_HAND = "Open it in Word or LibreOffice, see what is odd about it, and save it as a PDF there."
# The structure that screen readers need, as PDF/UA (ISO 14289) has it.
ACCESSIBLE = ",".join(f'"{name}":{{"type":"boolean","value":"true"}}' for name in ("UseTaggedPDF", "PDFUACompliance"))
OPTIONS = ("--headless", "--norestore", "--convert-to", f"pdf:writer_pdf_Export:{{{ACCESSIBLE}}}")


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
            line = subprocess.run(command, check=True, capture_output=True, timeout=30, creationflags=NO_WINDOW).stdout  # noqa: S603
            if line.startswith(b"LibreOffice "):
                return "LibreOffice " + ".".join(line.decode("ascii", "replace").split()[1].split(".")[:2])
        return "LibreOffice"

    def convert(self, letters: Sequence[Path], *, jobs: int = 1) -> Generator[Converted, None, None]:
        """Make PDFs, as ``PdfConverter`` says."""
        jobs = max(1, jobs)
        with temporary_folder(self.folder) as folder, ThreadPoolExecutor(jobs) as threads:
            copies, refused = [], []
            for number, letter in enumerate(letters):
                copy = _Copy(letter, folder / f"{number}.docx")
                try:
                    copy_to(copy.file, letter)
                    copies.append(copy)
                except NotAWordFile as error:
                    refused.append(Converted(letter, None, str(error)))
            size = max(1, min(FILES_A_START, -(-len(copies) // jobs)))
            conversion = _Conversion(self, folder)
            parts = [copies[first : first + size] for first in range(0, len(copies), size)]
            running = {threads.submit(conversion.convert, part) for part in parts}
            try:
                yield from refused
                while running:
                    # Windows lets Ctrl-C through only between waits.
                    done, running = wait(running, WAIT_SECONDS, FIRST_COMPLETED)
                    for future in done:
                        results, again = future.result()
                        running |= {threads.submit(conversion.convert, part) for part in again}
                        yield from results
            finally:
                conversion.stop()


@dataclass(slots=True, eq=False)
class _Copy:
    """A letter and its copy. The same letter may be given twice, so each copy is equal only to itself."""

    letter: Path
    file: Path
    tries: int = 0


class _Conversion:
    """The starts of one call of ``convert``; its threads share the reason why LibreOffice makes no PDF at all."""

    def __init__(self, office: LibreOffice, folder: Path) -> None:
        self._office, self._folder, self._numbers = office, folder, itertools.count()
        self._fault, self._checking, self._stopped = "", threading.Lock(), threading.Event()

    def stop(self) -> None:
        """End the running starts and begin no others."""
        self._stopped.set()

    def convert(self, copies: list[_Copy]) -> tuple[list[Converted], list[list[_Copy]]]:
        """Convert in one start; return the results, and the letters for each further start."""
        pdfs: list[bytes | None] = []
        if not self._fault and not self._stopped.is_set():
            pdfs, ending = self._run(copies)
        if not any(pdfs) and not self._works():
            return [_failed(copy, self._fault) for copy in copies], []
        results = [Converted(copy.letter, pdf) for copy, pdf in zip(copies, pdfs, strict=True) if pdf]
        missing = [copy for copy, pdf in zip(copies, pdfs, strict=True) if not pdf]
        tried = missing if ending == PASSED_OVER else missing[:1]
        for copy in tried:
            copy.tries += 1
            if copy.tries == TRIES:
                results.append(_failed(copy, f"{self._office.name} {ending}, in {TRIES} tries. {BY_HAND}"))
        again = [copy for copy in tried if copy.tries < TRIES]
        return results, [part for part in (again, missing[len(tried) :]) if part]

    def _works(self) -> bool:
        """Return whether LibreOffice makes a PDF of a plain document, so that the letters are the cause where it made none."""
        with self._checking:
            if not self._fault and not self._stopped.is_set():
                plain = _Copy(Path(), self._folder / "plain.docx")
                with suppress(OSError):
                    plain.file.write_bytes(plain_document())
                pdfs, _ = self._run([plain])
                if not any(pdfs) and not self._fault:
                    self._fault = (
                        f"there is no PDF, because {self._office.name} makes none even of a plain document. Make sure that it"
                        " opens by hand and can save a letter as a PDF there (its part Writer must be installed), and try again."
                    )
            return not self._fault and not self._stopped.is_set()

    def _run(self, copies: list[_Copy]) -> tuple[list[bytes | None], str]:
        """Start LibreOffice once; return the PDFs in the order of the copies, and how it ended."""
        folder = self._folder / f"start {next(self._numbers)}"
        made = folder / "pdf"
        command = [self._office.program, f"-env:UserInstallation={(folder / 'profile').as_uri()}", *OPTIONS]
        command += ["--outdir", str(made), *(str(copy.file) for copy in copies)]
        try:
            made.mkdir(parents=True)
            # It gets a process group of its own: its children are ended with it, and Ctrl-C reaches only us. It gets no pipe:
            # a child that outlives it would keep the pipe open.
            process = subprocess.Popen(  # noqa: S603 - a program that was found installed, with paths of our own
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
                creationflags=NO_WINDOW,
            )
        except OSError as error:
            self._fault = (
                f"there is no PDF, because LibreOffice could not be started ({error.filename or self._office.program}:"
                f" {reason_of(error)}). Make sure that it opens by hand and that the disk has room, and try again."
            )
            return [None] * len(copies), ""
        ending = self._ending(process, made)
        if process.poll() is None or os.name == "posix":  # also after its own end: its child may still run
            end_tree(process.pid)
        with suppress(OSError, subprocess.TimeoutExpired):
            process.kill()
            process.wait(LAST_SECONDS)
        pdfs = [whole_pdf(made / f"{copy.file.stem}.pdf") for copy in copies]
        remove(folder)
        return pdfs, ending

    def _ending(self, process: subprocess.Popen[bytes], made: Path) -> str:
        """Wait for the end, or until no PDF has come for too long; return how it ended."""
        done, idle = 0, 0.0
        while process.poll() is None:
            if idle > self._office.patience or self._stopped.wait(LOOK_UP_SECONDS):
                return HUNG
            before, done = done, sum(1 for _ in made.iterdir())
            idle = 0.0 if done > before else idle + LOOK_UP_SECONDS
        return BROKE_OFF if process.returncode else PASSED_OVER


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
