"""The result of one workbook in a run. Plain data: it travels from process to process."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from secor_xl.errors import SecorError
from secor_xl.letters.letter import Letter, LetterState
from secor_xl.review.letter_kinds import LetterKind

SCHEMA = "secor-xl/letters/1"


class Trouble(StrEnum):
    """Why a workbook has no right letter on disk, in one word."""

    UNREADABLE = "unreadable"
    CONFLICT = "conflict"
    OUTPUT = "output"
    TEMPLATE = "template"
    PDF = "pdf"
    EMAIL = "e-mail"
    LOST = "lost"


@dataclass(frozen=True, slots=True)
class Failure:
    """A failure of one file, in two sentences.

    Attributes:
        trouble: in one word.
        cause: the content that was seen, and where.
        cure: what to do.
    """

    trouble: Trouble
    cause: str
    cure: str

    def __str__(self) -> str:
        return f"{_ended(self.cause)} {_ended(self.cure)}".strip()


@dataclass(frozen=True, slots=True)
class Result:
    """The result of one workbook.

    Attributes:
        file: the workbook as the person gave it, or as it was found.
        fingerprint: the SHA-256 of its bytes; empty where it could not be read.
        outcome: the kind of its outcome; empty where it was not judged.
        words: the outcome in words.
        round: the correction round that it is about; 0 where it is about none.
        accepted_late: the rounds whose late return a person accepted.
        letters: the letters that are due and were asked for.
        left_out: the kinds of letters that are due and were not asked for.
        refused: why no letter is due; empty where one is.
        unchanged_since: the day of an earlier run, where the workbook was not judged again.
        failure: why a file could not be read or written; ``None`` where all went well.
        warnings: each one a point for a person to look at.
    """

    file: str
    fingerprint: str = ""
    outcome: str = ""
    words: str = ""
    round: int = 0
    accepted_late: tuple[int, ...] = ()
    letters: tuple[Letter, ...] = ()
    left_out: tuple[LetterKind, ...] = ()
    refused: tuple[str, ...] = ()
    unchanged_since: str = ""
    failure: Failure | None = None
    warnings: tuple[str, ...] = ()

    def record(self, folder: Path) -> dict[str, Any]:
        """The result as plain data (docs/json.md), with the letters in the output folder."""
        return {
            "schema": SCHEMA,
            "file": self.file,
            "fingerprint": self.fingerprint or None,
            "outcome": self.outcome or None,
            "words": self.words or None,
            "unchanged_since": self.unchanged_since or None,
            "planned": [_planned(letter) for letter in self.letters],
            "made": [_made(letter, folder) for letter in self.letters if letter.on_disk],
            "left_out": [kind.value for kind in self.left_out],
            "refused": list(self.refused),
            "warnings": list(self.warnings),
            "error": str(self.failure) if self.failure else None,
            "trouble": self.failure.trouble.value if self.failure else None,
            "cause": self.failure.cause if self.failure else None,
            "cure": self.failure.cure if self.failure else None,
        }


def _planned(letter: Letter) -> dict[str, Any]:
    there = letter.is_earlier or letter.state is LetterState.UNCHANGED
    return {
        "kind": letter.kind.value,
        "name": letter.name,
        "to": letter.addressee or None,
        "there": there,
        "placeholders": list(letter.placeholders),
    }


def _made(letter: Letter, folder: Path) -> dict[str, Any]:
    return {
        "path": str(folder / letter.name),
        "writing": letter.state.value,
        "fingerprint": letter.fingerprint or None,
        "kept": str(folder / letter.kept) if letter.kept else None,
        "pdf": str(folder / letter.pdf) if letter.pdf else None,
        "email": str(folder / letter.email) if letter.email else None,
        "warnings": list(letter.warnings),
    }


def failure_of(trouble: Trouble, file: str, error: SecorError) -> Failure:
    """Split an error for people into cause and cure, without the name of the file."""
    seen, cure = getattr(error, "seen", ""), getattr(error, "cure", "")
    if seen and cure:
        return Failure(trouble, seen, cure)
    cause, _, cure = str(error).removeprefix(f"{file}: ").partition(". ")
    return Failure(trouble, cause, cure)


def lost_file(error: Exception) -> Failure:
    """Return the failure of a file on which a process of the run died."""
    cause = f"the program that worked on it broke off ({type(error).__name__})"
    cure = "Run again. If it happens again, open the file in Excel, save it and run once more, and report it"
    return Failure(Trouble.LOST, cause, cure)


def _ended(text: str) -> str:
    return text if not text or text[-1] in ".!?" else f"{text}."
