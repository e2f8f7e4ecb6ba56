"""What became of one workbook in a run. Plain data: it travels from process to process."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from secor_xl.errors import SecorError
from secor_xl.review.model import LetterKind

SCHEMA = "secor-xl/letters/1"


class Standing(StrEnum):
    """How a letter that is due stands after the run."""

    WRITTEN = "written"
    UNCHANGED = "unchanged"
    """A letter with the same content was there."""
    REPLACED = "replaced"
    THERE = "there"
    """An earlier run made it from this very workbook; it may have gone out, so it is neither made again nor touched."""
    PLANNED = "planned"
    """A dry run would write it."""


class Trouble(StrEnum):
    """Why a workbook has no right letter on disk, in one word for the ledger."""

    UNREADABLE = "unreadable"
    CONFLICT = "conflict"
    OUTPUT = "output"
    TEMPLATE = "template"
    PDF = "pdf"
    EMAIL = "e-mail"
    LOST = "lost"


@dataclass(frozen=True, slots=True)
class Failure:
    """What went wrong with one file, in two sentences.

    Attributes:
        trouble: in one word.
        cause: what was seen, where.
        cure: what is allowed and what to do.
    """

    trouble: Trouble
    cause: str
    cure: str

    def __str__(self) -> str:
        return f"{_ended(self.cause)} {_ended(self.cure)}".strip()


@dataclass(frozen=True, slots=True)
class LetterResult:
    """One letter that the outcome calls for.

    Attributes:
        kind: which of the four it is.
        name: its file name in the output folder.
        addressee: whom it goes to; empty where the ledger alone was asked, which holds no personal text.
        standing: how it stands.
        fingerprint: the SHA-256 of the file; empty for one that is not on disk.
        kept: the name that the letter before it has now, where it was replaced.
        pdf: the name of its PDF, where one was asked for.
        email: the name of its e-mail draft, where one was asked for.
        remarks: what a person should know, such as a missing address.
    """

    kind: LetterKind
    name: str
    addressee: str
    standing: Standing
    fingerprint: str = ""
    kept: str = ""
    pdf: str = ""
    email: str = ""
    remarks: tuple[str, ...] = ()

    @property
    def on_disk(self) -> bool:
        """Whether the letter is in the output folder."""
        return self.standing is not Standing.PLANNED


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one workbook.

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
        remarks: what a person should look at all the same.
    """

    file: str
    fingerprint: str = ""
    outcome: str = ""
    words: str = ""
    round: int = 0
    accepted_late: tuple[int, ...] = ()
    letters: tuple[LetterResult, ...] = ()
    left_out: tuple[LetterKind, ...] = ()
    refused: tuple[str, ...] = ()
    unchanged_since: str = ""
    failure: Failure | None = None
    remarks: tuple[str, ...] = ()

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
            "remarks": list(self.remarks),
            "error": str(self.failure) if self.failure else None,
            "trouble": self.failure.trouble.value if self.failure else None,
            "cause": self.failure.cause if self.failure else None,
            "cure": self.failure.cure if self.failure else None,
        }


def _planned(letter: LetterResult) -> dict[str, Any]:
    there = letter.standing in (Standing.UNCHANGED, Standing.THERE)
    return {"kind": letter.kind.value, "name": letter.name, "to": letter.addressee or None, "there": there}


def _made(letter: LetterResult, folder: Path) -> dict[str, Any]:
    return {
        "path": str(folder / letter.name),
        "writing": letter.standing.value,
        "fingerprint": letter.fingerprint or None,
        "kept": str(folder / letter.kept) if letter.kept else None,
        "pdf": str(folder / letter.pdf) if letter.pdf else None,
        "email": str(folder / letter.email) if letter.email else None,
        "remarks": list(letter.remarks),
    }


def failure_of(trouble: Trouble, file: str, error: SecorError) -> Failure:
    """An error that a person is meant to read, as cause and cure; the file itself is named beside them."""
    seen, cure = getattr(error, "seen", ""), getattr(error, "cure", "")
    if seen and cure:
        return Failure(trouble, seen, cure)
    cause, _, cure = str(error).removeprefix(f"{file}: ").partition(". ")
    return Failure(trouble, cause, cure)


def _ended(text: str) -> str:
    return text if not text or text[-1] in ".!?" else f"{text}."
