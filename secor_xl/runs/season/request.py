"""A run as it is asked for, and the work on each workbook. Plain data: it travels from process to process."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from secor_xl.letters.letter import Letter
from secor_xl.review.letter_kinds import LetterKind
from secor_xl.runs.register.register_row import RegisterRow
from secor_xl.runs.season.result import Result
from secor_xl.runs.staging import Staged

if TYPE_CHECKING:
    from secor_xl.delivery.email.envelope import Envelope


ALL_KINDS = frozenset(LetterKind)


@dataclass(frozen=True, slots=True)
class Request:
    """A run that is asked for.

    Attributes:
        arguments: files, folders and patterns.
        folder: where the letters go.
        templates_folder: the office's letter templates and data.
        as_of: the day of the judgements and of the letters.
        kinds: the kinds of letters that are wanted.
        replace: whether letters that are there are made anew; the old ones are kept beside them.
        dry_run: whether nothing is written.
        jobs: how many processes; ``None`` leaves it to the machine.
        pdf: whether each letter gets a PDF.
        email: whether each letter gets an e-mail draft.
        register: whether the register is made; then every workbook is judged, also an unchanged one.
        templates: the fingerprint of the templates and data at the beginning of the run; the run computes it.
    """

    arguments: tuple[str, ...]
    folder: Path
    templates_folder: Path
    as_of: dt.date
    kinds: frozenset[LetterKind] = ALL_KINDS
    replace: bool = False
    dry_run: bool = False
    jobs: int | None = None
    pdf: bool = False
    email: bool = False
    register: bool = False
    templates: str = ""


@dataclass(frozen=True, slots=True)
class Job:
    """One workbook to work on.

    Attributes:
        file: where it is.
        fingerprint: of its bytes when the run looked at it.
        earlier: the letters on the disk that were made of it before.
    """

    file: str
    fingerprint: str
    earlier: tuple[Letter, ...] = ()

    def letter(self, name: str) -> Letter | None:
        """Return the letter of that name that was made before."""
        return next((each for each in self.earlier if each.name == name), None)


@dataclass(frozen=True, slots=True)
class Worked:
    """A workbook that was worked on.

    Attributes:
        result: as far as it is known before the letters have their names.
        staged: the letters that are on the disk and wait for their names.
        procedure: the version of the procedure that judged.
        instrument: the id and version of the instrument, and its fingerprint.
        envelopes: the e-mail of each letter by the letter's name, where e-mails are asked for.
        row: the review's row of the register, where one is asked for.
    """

    result: Result
    staged: tuple[Staged, ...] = ()
    procedure: str = ""
    instrument: tuple[str, str, str] = ("", "", "")
    envelopes: tuple[tuple[str, Envelope], ...] = ()
    row: RegisterRow | None = None
