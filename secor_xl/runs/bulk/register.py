"""The register of a run, collected while the run goes on and written beside the letters when it ends."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePath
from types import TracebackType
from typing import Self

from secor_xl.review.model import LetterKind
from secor_xl.runs.bulk.companions import put
from secor_xl.runs.bulk.entries import CompanionEntry
from secor_xl.runs.bulk.job import Worked
from secor_xl.runs.bulk.lines import REGISTER, Lines
from secor_xl.runs.bulk.result import LetterResult
from secor_xl.runs.output import OutputRefused, unwritable
from secor_xl.runs.register import FailedFile, Register, RegisterEntry, RegisterLetter
from secor_xl.workbook.links import path_from

REGISTER_FILE = "register.xlsx"


class RegisterOfRun:
    """Collects what the register says.

    Args:
        lines: the ledger as the run sees it.
        arguments: what the run is about, in the person's words.
    """

    def __init__(self, lines: Lines, arguments: tuple[str, ...]) -> None:
        self._lines, self._folder = lines, lines.task.folder
        self._path = self._folder / REGISTER_FILE
        self._is_empty = True
        self._register = Register(as_of=lines.task.as_of, season=", ".join(PurePath(each).name for each in arguments))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._register.close()

    def add(self, worked: Worked) -> None:
        """Take in what became of one workbook."""
        with self._told():
            self._add(worked)

    def _add(self, worked: Worked) -> None:
        result = worked.result
        self._is_empty = False
        place = path_from(self._folder, Path(result.file))
        if worked.row:
            letters = tuple(_letter(letter, result.round) for letter in result.letters)
            self._register.add(RegisterEntry(result.file, place, worked.row, letters))
        if result.failure:
            self._register.add_failure(FailedFile(result.file, result.failure.cause, result.failure.cure, place))

    def write(self) -> None:
        """Write the register, unless there is nothing to write of: the one of a season is worth more than an empty one.

        One that a person has changed is kept beside the new one.

        Raises:
            OutputRefused: it cannot be written.
        """
        if self._is_empty:
            return
        stream = io.BytesIO()
        with self._told():
            self._register.write(stream)
        content = stream.getvalue()
        fingerprint = hashlib.sha256(content).hexdigest()
        entry = CompanionEntry("", REGISTER, self._path.name, fingerprint, self._lines.task.templates)
        put(self._path, content, entry, self._lines, replacing=True)

    @contextmanager
    def _told(self) -> Iterator[None]:
        """What goes wrong with temporary files, in words."""
        try:
            yield
        except OSError as error:
            raise OutputRefused(unwritable(self._path, error), error) from None


def _letter(letter: LetterResult, correction_round: int) -> RegisterLetter:
    detail = {
        LetterKind.FEEDBACK: f"round {correction_round}",
        LetterKind.NOTICE: Path(letter.name).stem.rpartition(" ")[2],
    }.get(letter.kind, "")
    return RegisterLetter(letter.kind, detail, letter.pdf or letter.name if letter.on_disk else "")
