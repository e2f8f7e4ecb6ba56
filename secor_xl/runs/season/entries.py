"""The lines of a ledger, as what they mean. A line that does not hold all of it is no line of a ledger (docs/json.md)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from secor_xl.judgement.outcome import OutcomeKind
from secor_xl.review.model import LetterKind

MOST_ROUNDS = 1000
"""More rounds than any review can have; a line with more was not written by a run."""


@dataclass(frozen=True, slots=True)
class LetterEntry:
    """A letter that was made: its kind, its file name, the SHA-256 of the file."""

    kind: LetterKind
    name: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class ReviewEntry:
    """What became of a workbook.

    Attributes:
        workbook: the file, as seen from the output folder.
        fingerprint: the SHA-256 of its bytes; empty where it could not be read.
        as_of: the day of the judgement, such as ``2026-06-30``.
        outcome: the kind of its outcome; empty where it was not judged.
        round: the correction round that it is about; 0 where it is about none.
        accepted_late: the rounds whose late return was accepted.
        letters: the letters that are due and were asked for.
        left_out: the kinds of letters that are due and were not asked for.
        failed: what went wrong, in one word; empty where nothing did.
        tool: the version of secor-xl.
        procedure: the version of the procedure.
        instrument: id, version and fingerprint of the instrument; empty where it was not judged.
        templates: the fingerprint of the office's templates and data.
        on: the day of the run.
    """

    workbook: str
    fingerprint: str
    as_of: str
    outcome: str
    round: int
    accepted_late: tuple[int, ...]
    letters: tuple[LetterEntry, ...]
    left_out: tuple[LetterKind, ...]
    failed: str
    tool: str
    procedure: str
    instrument: tuple[str, ...]
    templates: str
    on: str = ""

    @property
    def words(self) -> str:
        """The outcome in words, as far as they hold nothing out of the workbook."""
        head = self.outcome.capitalize() + (f" (round {self.round})" if self.round else "")
        return "; ".join([head, *(f"late return of round {number} accepted" for number in self.accepted_late)])

    def record(self) -> dict[str, Any]:
        """The line as plain data."""
        return {
            "input": self.workbook,
            "fingerprint": self.fingerprint,
            "as_of": self.as_of,
            "outcome": self.outcome,
            "round": self.round,
            "accepted_late": list(self.accepted_late),
            "letters": [
                {"kind": letter.kind.value, "name": letter.name, "fingerprint": letter.fingerprint}
                for letter in self.letters
            ],
            "left_out": [kind.value for kind in self.left_out],
            "failed": self.failed,
            "tool": self.tool,
            "procedure": self.procedure,
            "instrument": list(self.instrument),
            "templates": self.templates,
        }


@dataclass(frozen=True, slots=True)
class CompanionEntry:
    """A PDF or an e-mail draft that was made of a letter.

    Attributes:
        letter: the letter's file name.
        what: ``PDF`` or ``e-mail draft``.
        name: its own file name.
        fingerprint: the SHA-256 of its bytes.
        of: the SHA-256 of the file that it was made of.
        texts: of an e-mail draft, the fingerprint of the e-mail's text and the office's data; else empty.
        workbook: of an e-mail draft, the SHA-256 of the workbook that its addresses stand in; else empty.
    """

    letter: str
    what: str
    name: str
    fingerprint: str
    of: str
    texts: str = ""
    workbook: str = ""

    def record(self) -> dict[str, Any]:
        """The line as plain data."""
        return {
            "letter": self.letter,
            "what": self.what,
            "name": self.name,
            "fingerprint": self.fingerprint,
            "of": self.of,
            "texts": self.texts,
            "workbook": self.workbook,
        }


def entry_of(record: dict[str, Any]) -> ReviewEntry | CompanionEntry:
    """What a line means; raises ``KeyError``, ``TypeError`` or ``ValueError`` where it is none."""
    if "letter" in record:
        return CompanionEntry(
            letter=_name(record["letter"]) if record["letter"] else "",
            what=_text(record["what"]),
            name=_name(record["name"]),
            **{key: _text(record[key]) for key in ("fingerprint", "of", "texts", "workbook")},
        )
    outcome = _text(record["outcome"])
    return ReviewEntry(
        workbook=_text(record["input"]),
        fingerprint=_text(record["fingerprint"]),
        as_of=dt.date.fromisoformat(record["as_of"]).isoformat(),
        outcome=OutcomeKind(outcome).value if outcome else "",
        round=_number(record["round"]),
        accepted_late=tuple(_number(number) for number in record["accepted_late"]),
        letters=tuple(
            LetterEntry(LetterKind(each["kind"]), _name(each["name"]), _text(each["fingerprint"]))
            for each in record["letters"]
        ),
        left_out=tuple(LetterKind(kind) for kind in record["left_out"]),
        failed=_text(record["failed"]),
        tool=_text(record["tool"]),
        procedure=_text(record["procedure"]),
        instrument=tuple(_text(part) for part in record["instrument"]),
        templates=_text(record["templates"]),
        on=_text(record["at"])[:10],
    )


def _text(value: object) -> str:
    if isinstance(value, str) and "\0" not in value:
        return value
    raise ValueError(value)


def _name(value: object) -> str:
    """The name of a file in the output folder itself."""
    text = _text(value)
    if text in ("", ".", "..") or "/" in text or "\\" in text:
        raise ValueError(value)
    return text


def _number(value: object) -> int:
    if type(value) is int and 0 <= value <= MOST_ROUNDS:
        return value
    raise ValueError(value)
