"""The columns of the register's lists."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from typing import TypeAlias

from secor_xl.review.model import LetterKind
from secor_xl.review.names import NO_EMPLOYER
from secor_xl.runs.register.learning import RepeatedDeficiency
from secor_xl.runs.register.register_entry import (
    IN_CORRECTION,
    IN_REVIEW,
    WITH_ASSESSOR,
    FailedFile,
    RegisterEntry,
    RegisterLetter,
)
from secor_xl.runs.register.register_notes import EMPLOYER, NOTES, REFERENCE, WORKBOOK, RegisterNote
from secor_xl.runs.register.register_row import RegisterFlag, RegisterRow, RegisterScore
from secor_xl.text import capitalized
from secor_xl.workbook.writing import formats
from secor_xl.workbook.writing.list_workbook import (
    DATE,
    NUMBER,
    PERCENT,
    TEXT,
    Linked,
    ListedColumn,
    ListedValue,
    StandsOut,
)

LetterOfReview: TypeAlias = tuple[RegisterEntry, RegisterLetter]

NO_YEAR, NO_FEEDBACK, REVIEWER = "not entered", "no feedback sent", "Reviewer"


def _letter(entry: RegisterEntry) -> ListedValue:
    letters = [letter for letter in entry.letters if letter.kind is not LetterKind.NOTICE]
    return _linked(letters, ", ".join(f"{each.kind.value} {each.detail}".rstrip() for each in letters))


def _notices(entry: RegisterEntry) -> ListedValue:
    notices = [letter for letter in entry.letters if letter.kind is LetterKind.NOTICE]
    return _linked(notices, ", ".join(notice.detail for notice in notices))


def _linked(letters: Sequence[RegisterLetter], words: str) -> ListedValue:
    """Link one letter; a cell takes no more than one link, so several are links on the sheet of letters only."""
    return Linked(words, letters[0].path) if len(letters) == 1 else words


def _flag(flag: RegisterFlag) -> str:
    return flag.code if flag.times == 1 else f"{flag.code} × {flag.times}"


def _plain(score: RegisterScore) -> ListedValue:
    return score.shown if score.percent is None else score.percent


def _marked(score: RegisterScore) -> ListedValue:
    return StandsOut(score.percent) if score.below and score.percent is not None else _plain(score)


def _of_element(label: str) -> ListedColumn[RegisterRow]:
    def score(row: RegisterRow) -> ListedValue:
        return next((_marked(score) for score in row.elements if score.label == label), None)

    return ListedColumn(label, 11.5, score, PERCENT)


REVIEW_COLUMNS: tuple[ListedColumn[RegisterEntry], ...] = (
    ListedColumn(EMPLOYER, 26, lambda each: each.row.employer or NO_EMPLOYER),
    ListedColumn(REFERENCE, 14, lambda each: each.row.reference, TEXT),
    ListedColumn("Province", 9, lambda each: ", ".join(each.row.provinces)),
    ListedColumn("WCB accounts", 21, lambda each: "\n".join(each.row.accounts), TEXT),
    ListedColumn("Kind of year", 11.5, lambda each: each.row.year_kind or NO_YEAR),
    ListedColumn(REVIEWER, 15.5, lambda each: each.row.reviewer),
    ListedColumn("Assessor", 17, lambda each: each.row.assessor),
    ListedColumn("Score", 10, lambda each: _plain(each.row.overall), PERCENT),
    ListedColumn("Outcome", 21, lambda each: each.row.words),
    ListedColumn("State", 15.5, lambda each: capitalized(each.state)),
    ListedColumn("Because", 42, lambda each: "\n".join(map(capitalized, each.row.because))),
    ListedColumn("Feedback rounds", 9.5, lambda each: each.row.rounds, NUMBER),
    ListedColumn("Due on", 11, lambda each: each.row.due_on, DATE),
    ListedColumn("Days left", 9, lambda each: each.row.days_left, NUMBER),
    ListedColumn("State of the last round", 16, lambda each: each.row.standing or NO_FEEDBACK),
    ListedColumn("Final date", 11, lambda each: each.row.final_on, DATE),
    ListedColumn("Letter", 17, _letter),
    ListedColumn("Notices", 9, _notices),
    ListedColumn("Blocking flags", 9, lambda each: sum(flag.times for flag in each.row.blocking), NUMBER),
    ListedColumn("Which flags block", 17, lambda each: ", ".join(map(_flag, each.row.blocking))),
    ListedColumn(WORKBOOK, 24, lambda each: Linked(each.result.file, each.path)),
)
LETTER_COLUMNS: tuple[ListedColumn[LetterOfReview], ...] = (
    ListedColumn(EMPLOYER, 38, lambda each: each[0].row.employer or NO_EMPLOYER),
    ListedColumn(REFERENCE, 16, lambda each: each[0].row.reference, TEXT),
    ListedColumn("Letter", 24, lambda each: each[1].kind.value),
    ListedColumn("Round or province", 18, lambda each: each[1].detail),
    ListedColumn("Day", 11.5, lambda each: each[1].day, DATE),
    ListedColumn("File of the letter", 62, lambda each: Linked(each[1].file, each[1].path)),
)
LEARNING_COLUMNS: tuple[ListedColumn[RepeatedDeficiency], ...] = (
    ListedColumn("Assessor", 24, lambda each: each.entry.row.assessor),
    ListedColumn("Item", 14, lambda each: each.item),
    ListedColumn("Deficiency", 54, lambda each: each.text),
    ListedColumn("In reviews", 10, lambda each: each.times, NUMBER),
    ListedColumn(REFERENCE, 14, lambda each: each.entry.row.reference, TEXT),
    ListedColumn(EMPLOYER, 30, lambda each: each.entry.row.employer or NO_EMPLOYER),
    ListedColumn("Received", 11.5, lambda each: each.entry.row.received_on, DATE),
    ListedColumn("Feedback", 11.5, lambda each: each.letter.day, DATE),
    ListedColumn(
        "File of the letter", 40, lambda each: Linked(each.letter.file or each.letter.detail, each.letter.path)
    ),
)
NOTE_COLUMNS: tuple[ListedColumn[RegisterNote], ...] = (
    ListedColumn(EMPLOYER, 34, lambda each: each.employer),
    ListedColumn(REFERENCE, 16, lambda each: each.reference, TEXT),
    ListedColumn(WORKBOOK, 46, lambda each: each.workbook),
    ListedColumn(NOTES, 64, lambda each: each.words, formats.INPUT),
)
_SCORE_COLUMNS: tuple[ListedColumn[RegisterRow], ...] = (
    ListedColumn(EMPLOYER, 34, lambda row: row.employer or NO_EMPLOYER),
    ListedColumn(REFERENCE, 14, lambda row: row.reference, TEXT),
    ListedColumn("Kind of year", 13, lambda row: row.year_kind or NO_YEAR),
    ListedColumn("Outcome", 20, lambda row: capitalized(row.outcome.value)),
    ListedColumn("Overall", 11.5, lambda row: _marked(row.overall), {**PERCENT, "bold": True}),
)
_BELOW: ListedColumn[RegisterRow] = ListedColumn(
    "Below its mark", 18, lambda row: ", ".join(each.label for each in row.below)
)
FAILED_COLUMNS: tuple[ListedColumn[FailedFile], ...] = (
    ListedColumn("File", 46, lambda each: Linked(each.file, each.path)),
    ListedColumn("What was seen", 58, lambda each: each.failure.cause),
    ListedColumn("What to do", 58, lambda each: each.failure.cure),
)


def day_columns(rows: Sequence[RegisterRow], as_of: dt.date) -> Iterator[ListedColumn[RegisterEntry]]:
    """Yield the columns of days: as many rounds as the review with the most has."""
    yield ListedColumn(EMPLOYER, 30, lambda each: each.row.employer or NO_EMPLOYER)
    yield ListedColumn(REFERENCE, 14, lambda each: each.row.reference, TEXT)
    yield ListedColumn(REVIEWER, 18, lambda each: each.row.reviewer)
    yield ListedColumn("State", 18, lambda each: capitalized(each.state))
    yield ListedColumn("Received", 11, lambda each: each.row.received_on, DATE)
    yield ListedColumn("Reviewed", 11, lambda each: each.row.reviewed_on, DATE)
    for number in range(max((len(row.turns) for row in rows), default=0)):
        for words, which in (("Feedback", 0), ("Returned", 1)):
            yield ListedColumn(f"{words} {number + 1}", 11, _turn(number, which), DATE)
    yield ListedColumn("Decided", 11, lambda each: each.decided_on, DATE)
    for state in (IN_REVIEW, WITH_ASSESSOR, IN_CORRECTION):
        yield ListedColumn(f"Days: {state[0].lower()}{state[1:]}", 11.5, _spent(as_of, state), NUMBER)
    yield ListedColumn("Days in all", 10, lambda each: sum(each.days_by_state(as_of).values()) or None, NUMBER)


def columns_of_scores(rows: Sequence[RegisterRow]) -> Iterator[ListedColumn[RegisterRow]]:
    """Yield the columns of scores: those of the elements of all instruments in use."""
    yield from _SCORE_COLUMNS
    yield from map(_of_element, dict.fromkeys(score.label for row in rows for score in row.elements))
    yield _BELOW


def _turn(number: int, which: int) -> Callable[[RegisterEntry], ListedValue]:
    """Return the function that gives the day of sending (0) or of the return (1) of a round, counted from 0."""
    return lambda each: each.row.turns[number][which] if number < len(each.row.turns) else None


def _spent(as_of: dt.date, state: str) -> Callable[[RegisterEntry], ListedValue]:
    return lambda each: each.days_by_state(as_of).get(state)
