"""Letters to PDF by Word, on Windows.

Word sees copies in a temporary folder, so that no name is too long and no letter that is open is touched. One Word does all:
several share their Normal template and stand in each other's way. Where it crashes at a letter, or hangs and is ended, another
one takes its place; the letter is tried once more, and the others go on.
"""

from __future__ import annotations

import importlib
import threading
from collections.abc import Generator, Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from secor_xl.errors import reason_of
from secor_xl.letters.pdf_files import Converted, NotAWordFile, PdfConverter, temporary_folder, whole_pdf, word_file
from secor_xl.letters.pdf_threads import side_by_side
from secor_xl.letters.pdf_word_instance import WordInstance

SECONDS = 120
"""After so many seconds with one letter Word is taken to hang; it needs one or two."""
TRIES = 2
CRASHES_IN_A_ROW = 6
"""So many crashes without a PDF between them speak against Word, and not against the letters."""
BY_HAND = "Open it in Word, see what is odd about it, and save it as a PDF there."


class Word:
    """Word, as it is installed.

    Args:
        otherwise: who makes the PDFs where Word does not start (it may not be activated yet); ``None`` for nobody.
        seconds: how long it may take for one letter.
    """

    name = "Word"

    def __init__(self, *, otherwise: PdfConverter | None = None, seconds: float = SECONDS) -> None:
        self.otherwise, self.seconds = otherwise, seconds

    def convert(self, letters: Sequence[Path], *, jobs: int = 1) -> Generator[Converted, None, None]:
        """Make PDFs, as ``PdfConverter`` says; by one Word, however many ``jobs`` there may be."""
        with temporary_folder() as folder:
            conversion = _Conversion(letters, folder, self.seconds)
            yield from side_by_side([conversion.work], conversion.stop)
        if conversion.has_started:
            return
        if self.otherwise:
            yield from self.otherwise.convert(letters, jobs=jobs)
            return
        for letter in letters:
            yield Converted(
                letter, None, f"{letter}: Word does not start. Open it by hand, see what it asks, and try again."
            )


class _Conversion:
    """One call of ``convert``; all that is Word's happens in one thread, as COM asks for."""

    def __init__(self, letters: Sequence[Path], folder: Path, seconds: float) -> None:
        self.has_started = False
        self._letters, self._seconds, self._stopped, self._crashes = letters, seconds, False, 0
        self._copy, self._pdf = folder / "letter.docx", folder / "letter.pdf"
        self._word: WordInstance | None = None

    def work(self) -> Iterator[list[Converted]]:
        """What the thread does."""
        com = importlib.import_module("pythoncom")
        com.CoInitialize()
        try:
            self.has_started = self._running_word() is not None
            for letter in self._letters if self.has_started else ():
                if self._stopped:
                    return
                yield [self._converted(letter)]
        finally:
            if self._word:
                self._word.quit()
            self._word = None  # let go of before COM is
            com.CoUninitialize()

    def stop(self) -> None:
        """End Word at once where it is at work."""
        self._stopped = True
        if word := self._word:
            word.end()

    def _running_word(self) -> WordInstance | None:
        """The Word that is running, or a new one; ``None`` where none starts."""
        if self._word is None:
            with suppress(Exception):  # COM has one kind of error for everything
                self._word = WordInstance()
        return self._word

    def _converted(self, letter: Path) -> Converted:
        try:
            self._copy.write_bytes(word_file(letter))
        except NotAWordFile as error:
            return Converted(letter, None, str(error))
        except OSError as error:
            said = f"{letter}: no copy of it could be written ({reason_of(error)}). Make room on the disk."
            return Converted(letter, None, said)
        for _ in range(TRIES):
            word = None if self._stopped or self._crashes >= CRASHES_IN_A_ROW else self._running_word()
            if word is None:
                said = f"{letter}: was not tried, because Word does not keep running. Open Word, see what it asks, and try again."
                return Converted(letter, None, said)
            self._export(word)
            if pdf := whole_pdf(self._pdf):
                self._pdf.unlink()
                self._crashes = 0
                return Converted(letter, pdf)
            if word.is_alive():  # so it is the letter
                return Converted(letter, None, f"{letter}: Word made no PDF of it. {BY_HAND}")
            self._replace(word)
        return Converted(letter, None, f"{letter}: Word crashed or hung at it, in {TRIES} tries. {BY_HAND}")

    def _export(self, word: WordInstance) -> None:
        """Let Word make the PDF, if it can."""
        limit = threading.Timer(self._seconds, word.end)
        limit.daemon = True
        limit.start()
        try:
            with suppress(Exception):  # COM has one kind of error for everything
                word.export(self._copy, self._pdf)
        finally:
            limit.cancel()

    def _replace(self, word: WordInstance) -> None:
        word.end()
        self._crashes += 1
        self._word = None
        self._pdf.unlink(missing_ok=True)
