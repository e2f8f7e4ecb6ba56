"""What a run asks of its workers for each workbook, and what they answer. Plain data: it travels from process to process."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from secor_xl.review.model import LetterKind
from secor_xl.runs.register.register_row import RegisterRow
from secor_xl.runs.season.result import Result
from secor_xl.runs.staging import Staged

if TYPE_CHECKING:
    from secor_xl.delivery.email.envelope import Envelope


@dataclass(frozen=True, slots=True)
class Task:
    """What is the same for all workbooks of a run.

    Attributes:
        templates_folder: the office's letter templates and data.
        templates: their fingerprint when the run began.
        as_of: the day of the judgements and of the letters.
        folder: where the letters go.
        kinds: the kinds of letters that were asked for.
        replace: whether letters that are there are made anew, and the old ones kept beside them.
        dry_run: whether nothing is written.
        pdf: whether each letter gets a PDF.
        email: whether each letter gets an e-mail draft.
        register: whether the register is made, which needs to know of every review.
    """

    templates_folder: Path
    templates: str
    as_of: dt.date
    folder: Path
    kinds: frozenset[LetterKind]
    replace: bool = False
    dry_run: bool = False
    pdf: bool = False
    email: bool = False
    register: bool = False


@dataclass(frozen=True, slots=True)
class Issued:
    """A letter that an earlier run made, and that is on the disk, as it was made or improved by hand.

    Attributes:
        name: its file name.
        fingerprint: that it had when it was made.
        as_of: the day of the judgement that it tells, which is also its date.
        of_these_bytes: whether it was made of the very bytes that the workbook has now; else of the file as it was then.
    """

    name: str
    fingerprint: str
    as_of: dt.date
    of_these_bytes: bool


@dataclass(frozen=True, slots=True)
class Job:
    """One workbook to work on.

    Attributes:
        file: where it is.
        fingerprint: of its bytes when the run looked at it.
        issued: the letters that earlier runs made of it.
    """

    file: str
    fingerprint: str
    issued: tuple[Issued, ...] = ()

    def letter(self, name: str) -> Issued | None:
        """The letter of that name that an earlier run made."""
        return next((each for each in self.issued if each.name == name), None)


@dataclass(frozen=True, slots=True)
class Worked:
    """What came of it.

    Attributes:
        result: what became of the workbook, as far as it is known before the letters have their names.
        staged: the letters that are on the disk and wait for their names.
        procedure: the version of the procedure that judged.
        instrument: the id and version of the instrument, and its fingerprint.
        envelopes: the e-mail of each letter by the letter's name, where e-mails are asked for.
        row: what the register says of the review, where it is asked for.
    """

    result: Result
    staged: tuple[Staged, ...] = ()
    procedure: str = ""
    instrument: tuple[str, ...] = ()
    envelopes: tuple[tuple[str, Envelope], ...] = ()
    row: RegisterRow | None = None
