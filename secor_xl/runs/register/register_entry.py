"""A review in the register: its row, its letters, and the days that follow from both; and a file that failed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path, PurePosixPath

from secor_xl.judgement.work_state import WorkState
from secor_xl.letters.letter import Letter
from secor_xl.review.model import LetterKind, LetterRecord
from secor_xl.runs.register.register_row import CLOSING, RegisterRow
from secor_xl.runs.season.result import Failure, Result

IN_REVIEW, WITH_ASSESSOR, IN_CORRECTION = "In review", "With the assessor", "Correction in review"
"""Where a review is between its days."""
NOT_WRITTEN = "not written"


@dataclass(frozen=True, slots=True)
class RegisterLetter:
    """One letter of a review.

    Attributes:
        detail: the round or the province that distinguishes it from others of its kind.
        day: the day that it bears; ``None`` where it was not written.
        file: the name of its file.
        path: the file to open, relative to the register's folder; empty where none is known.
    """

    kind: LetterKind
    detail: str
    day: dt.date | None
    file: str
    path: str = ""


@dataclass(frozen=True, slots=True)
class RegisterEntry:
    """A judged workbook.

    Attributes:
        path: relative to the register's folder, or absolute, with slashes.
        result: its result.
        row: its row.
        letters: its letters, by day.
        made: the letters of its last judgement in the records, as its letter log has them.
    """

    path: str
    result: Result
    row: RegisterRow
    letters: tuple[RegisterLetter, ...] = ()
    made: tuple[LetterRecord, ...] = ()

    @property
    def decided_on(self) -> dt.date | None:
        """The day of the letter with the outcome."""
        days = [letter.day for letter in self.letters if letter.kind is CLOSING.get(self.row.outcome) and letter.day]
        return min(days, default=None)

    @property
    def state(self) -> str:
        """The state as ``secor-xl status`` names it, also of letters that only the records know."""
        sent = {number for number, (sent_on, _) in enumerate(self.row.turns, 1) if sent_on}
        if any(
            letter.kind is LetterKind.FEEDBACK and letter.round and letter.round not in sent for letter in self.made
        ):
            return WorkState.NOT_ENTERED.value
        return WorkState.CLOSED.value if self.decided_on else self.row.state

    def days_by_state(self, as_of: dt.date) -> dict[str, int]:
        """Return the days that a review spent in each state, up to its decision or to a day.

        Nothing is returned where a day is missing or the days are out of order.
        """
        marks = [self.row.received_on]
        for sent_on, returned_on in self.row.turns:
            marks += [sent_on, returned_on]
        while marks and marks[-1] is None:
            marks.pop()
        days = [*(each for each in marks if each), self.decided_on or as_of]
        if None in marks or not marks or days != sorted(days):
            return {}
        states = (IN_REVIEW, *(WITH_ASSESSOR if number % 2 == 0 else IN_CORRECTION for number in range(len(days) - 2)))
        spent = dict.fromkeys((IN_REVIEW, WITH_ASSESSOR, IN_CORRECTION), 0)
        for state, (first, last) in zip(states, pairwise(days), strict=True):
            spent[state] += (last - first).days
        return spent


@dataclass(frozen=True, slots=True)
class FailedFile:
    """A file that failed: its path as above, its name as the person gave it, and the failure."""

    path: str
    file: str
    failure: Failure


def letters_of(
    made: Iterable[Letter], log: Iterable[LetterRecord], place: str = "", folder: Path | None = None
) -> tuple[RegisterLetter, ...]:
    """Return the letters of a review, by day; one that the records and the workbook's log both have comes once.

    Args:
        made: the letters that the run or the records know.
        log: the letters that the workbook itself lists.
        place: the path of the letters folder, as seen from the register's folder; empty where they are one.
        folder: the letters folder, where letters of earlier runs may be gone; ``None`` where all of them are known to be there.
    """
    found: dict[str, RegisterLetter] = {}
    for letter in made:
        file = letter.pdf or letter.name
        is_there = letter.on_disk and (folder is None or (folder / file).is_file())
        found[PurePosixPath(letter.name).name] = RegisterLetter(
            letter.kind,
            _detail(letter.kind, letter.name),
            letter.date if letter.on_disk else None,
            PurePosixPath(file).name if letter.on_disk else NOT_WRITTEN,
            str(PurePosixPath(place, file)) if is_there else "",
        )
    for each in log:
        if each.kind:
            detail = f"round {each.round}" if each.round else _detail(each.kind, each.file)
            found.setdefault(
                each.file or f"{each.kind} {each.round}", RegisterLetter(each.kind, detail, each.written_on, each.file)
            )
    return tuple(sorted(found.values(), key=lambda each: each.day or dt.date.max))


def _detail(kind: LetterKind, name: str) -> str:
    last = PurePosixPath(name).stem.rpartition(" ")[2]
    if kind is LetterKind.FEEDBACK:
        return f"round {last}"
    return last if kind is LetterKind.NOTICE else ""
