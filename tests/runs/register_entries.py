"""Entries for a register: the samples, and as many made-up ones as a test wants."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from functools import cache
from typing import cast

from secor_xl.judgement.assessment import assess
from secor_xl.judgement.flags import Severity
from secor_xl.judgement.outcome import OutcomeKind
from secor_xl.letters.letter import Letter, LetterState
from secor_xl.review.letter_kinds import LetterKind
from secor_xl.runs.register.register_entry import FailedFile, RegisterEntry, letters_of
from secor_xl.runs.register.register_row import RegisterFlag, RegisterRow, RegisterScore, register_row
from secor_xl.runs.season.result import Failure, Result, Trouble
from secor_xl.runs.single_workbook import JudgedWorkbook
from secor_xl.samples.employers import Sample, samples
from tests.workbook.shipped import INSTRUMENT, OFFICE

AS_OF = dt.date(2026, 7, 1)
ELEMENTS = "ABCDEFGHIJ"


class _Judged:
    """As much of a judged workbook as the register looks at; the file itself is of no interest to it."""

    def __init__(self, sample: Sample) -> None:
        self.assessment = assess(sample.review, instrument=INSTRUMENT, office=OFFICE, as_of=sample.as_of)


@cache
def sample_rows() -> dict[str, RegisterRow]:
    """The row of each sample, by the stem of its files."""
    return {each.file_stem: register_row(cast("JudgedWorkbook", _Judged(each))) for each in samples(INSTRUMENT)}


@cache
def nameless_rows() -> dict[str, RegisterRow]:
    """The same rows without the names of reviewers."""
    judged = ((each.file_stem, cast("JudgedWorkbook", _Judged(each))) for each in samples(INSTRUMENT))
    return {stem: register_row(each, names=False) for stem, each in judged}


def score(label: str, percent: str | None = "97.5", *, minimum: str | None = "50", shown: str = "") -> RegisterScore:
    number = None if percent is None else Decimal(percent)
    mark = None if minimum is None else Decimal(minimum)
    below = number is not None and mark is not None and number < mark
    return RegisterScore(label, f"Element {label}", shown or f"{percent} %", number, mark, below)


def plain_row() -> RegisterRow:
    """An approval without anything odd."""
    return RegisterRow(
        employer="Fictional Hauling Ltd.",
        reference="QA-1",
        reviewer="R. Oakley",
        assessor="Sam Fictional",
        provinces=("AB",),
        accounts=("AB 0000172 (06604)",),
        year_kind="certification",
        overall=score("Overall", minimum="80"),
        elements=tuple(score(label) for label in ELEMENTS),
        outcome=OutcomeKind.APPROVE,
        words="Approve",
        because=("overall 97.5 % (2.6b; 80 %)", "nothing that blocks is open (2.14)"),
        state="letter due",
        received_on=dt.date(2026, 6, 1),
        reviewed_on=dt.date(2026, 6, 10),
        turns=(),
        rounds=0,
        standing="",
        due_on=None,
        days_left=None,
        final_on=None,
        flags=(),
    )


def awaiting_row(days_left: int) -> RegisterRow:
    """A correction that is awaited, or overdue where the days are below 0."""
    overdue = days_left < 0
    return replace(
        plain_row(),
        outcome=OutcomeKind.INVALID if overdue else OutcomeKind.AWAITING_CORRECTION,
        words="Invalid" if overdue else "Awaiting correction",
        rounds=1,
        standing="Not returned" if overdue else f"{days_left} days left",
        due_on=AS_OF + dt.timedelta(days=days_left),
        days_left=days_left,
        final_on=AS_OF + dt.timedelta(days=days_left + 70),
        flags=(RegisterFlag("FI-101", Severity.BLOCKING, 3), RegisterFlag("AP-101", Severity.ADVISORY, 1)),
    )


def entry(row: RegisterRow | None = None, *letters: Letter, file: str = "in/a.xlsx", about: int = 0) -> RegisterEntry:
    row = row or plain_row()
    return RegisterEntry(file, Result(file, letters=letters, round=about), row, letters_of(letters, row.log))


def letter(kind: LetterKind, name: str, state: LetterState = LetterState.WRITTEN) -> Letter:
    return Letter(kind, name, AS_OF, state=state)


def failed(file: str, cause: str, cure: str) -> FailedFile:
    return FailedFile(file, file, Failure(Trouble.UNREADABLE, cause, cure))


def many(count: int) -> Iterator[RegisterEntry]:
    """So many different reviews, made one by one; every third waits for a correction."""
    for number in range(count):
        name = f"reviews of the season/{number:06d} Fictional Hauling & Söhne #{number}.xlsx"
        row = awaiting_row(number % 40 - 5) if number % 3 == 0 else plain_row()
        row = replace(row, employer=f"Fictional Hauling {number} Ltd.", reference=f"{number:06d}")
        kind = LetterKind.FEEDBACK if number % 3 == 0 else LetterKind.APPROVAL
        first = letter(kind, f"letters/{number:06d} - {kind.value}.docx")
        yield entry(row, first, letter(LetterKind.NOTICE, f"letters/{number:06d} - notice AB.docx"), file=name, about=1)
