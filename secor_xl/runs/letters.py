"""The letters of one workbook after another; what is wrong with one never stops the next."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from secor_xl.errors import SecorError
from secor_xl.letters.plan import LetterRefused, PlannedLetter
from secor_xl.runs.desk import Desk, JudgedWorkbook, MadeLetter
from secor_xl.runs.output import OutputRefused, is_there, refuse_folder
from secor_xl.workbook.guard import UnreadableWorkbook

SCHEMA = "secor-xl/letters/1"


@dataclass(frozen=True)
class LettersResult:
    """What became of one workbook.

    Attributes:
        path: the workbook.
        judged: its judgement; ``None`` where it could not be read.
        planned: the letters that its outcome calls for.
        made: those that are on disk now; empty for a dry run.
        there: of a dry run, the names of the letters that are on disk already as they would be written.
        refused: why no letter is due; empty where one is.
        error: why a file could not be read or written; empty where all went well.
    """

    path: Path
    judged: JudgedWorkbook | None = None
    planned: tuple[PlannedLetter, ...] = ()
    made: tuple[MadeLetter, ...] = ()
    there: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    error: str = ""

    def record(self) -> dict[str, Any]:
        """The result as plain data (docs/json.md)."""
        return {
            "schema": SCHEMA,
            "file": str(self.path),
            "outcome": self.judged.assessment.outcome.kind.value if self.judged else None,
            "words": self.judged.assessment.outcome.words if self.judged else None,
            "planned": [
                {
                    "kind": letter.kind.value,
                    "name": letter.name,
                    "to": letter.addressee,
                    "there": letter.name in self.there,
                }
                for letter in self.planned
            ],
            "made": [{"path": str(each.path), "writing": each.writing.value} for each in self.made],
            "refused": list(self.refused),
            "error": self.error or None,
        }


def letters_for(
    paths: tuple[Path, ...], desk: Desk, folder: Path, *, dry_run: bool = False, replace: bool = False
) -> Iterator[LettersResult]:
    """Judge each workbook and write the letters that its outcome calls for.

    A dry run goes the same way, rendering and checking included, up to the first byte that would be written.
    """
    named: dict[Path, Path] = {}
    for path in paths:
        yield _letters_for(path, desk, folder, named, dry_run=dry_run, replace=replace)


def _letters_for(
    path: Path, desk: Desk, folder: Path, named: dict[Path, Path], *, dry_run: bool, replace: bool
) -> LettersResult:
    try:
        judged = desk.judge(path, shown=False)
    except UnreadableWorkbook as error:
        return LettersResult(path, error=str(error))
    try:
        planned = desk.plan(judged)
    except LetterRefused as refusal:
        return LettersResult(path, judged, refused=refusal.reasons)
    for letter in planned:
        other = named.setdefault(folder / letter.name, path)
        if other.resolve() != path.resolve():
            reason = f"{path}: its letter would have the same name as the one of {other} ({letter.name})."
            return LettersResult(
                path, judged, planned, error=f"{reason} Give each review a file reference of its own, then run again."
            )
    try:
        refuse_folder(folder)
        if dry_run:
            rehearsed = desk.rehearse(planned, folder, replace=replace)
            there = tuple(file.name for _, file, data in rehearsed if is_there(file, data))
            return LettersResult(path, judged, planned, there=there)
        return LettersResult(path, judged, planned, desk.write(planned, folder, replace=replace))
    except OutputRefused as error:
        return LettersResult(path, judged, planned, error=str(error))
    except SecorError as error:  # a template that cannot give a right letter
        return LettersResult(path, judged, planned, error=f"{path}: {error}")
