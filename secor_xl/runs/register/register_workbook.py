"""The register of a bulk run (register.xlsx): its reviews, their letters, their scores by element, what failed, and figures."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from pathlib import PurePosixPath
from typing import Any, TypeAlias

from secor_xl.judgement.outcome import OutcomeKind
from secor_xl.letters.letter import Letter
from secor_xl.review.calendar import DUE_SOON_DAYS, shown_date
from secor_xl.review.model import LetterKind
from secor_xl.review.names import NO_EMPLOYER
from secor_xl.runs.register.figures import FigureSheet
from secor_xl.runs.register.register_row import FailedFile, RegisterEntry, RegisterFlag, RegisterRow, RegisterScore
from secor_xl.text import capitalized, counted
from secor_xl.workbook.writing import formats
from secor_xl.workbook.writing.build_start import OUTCOME_COLOURS
from secor_xl.workbook.writing.list_workbook import (
    DATE,
    FIRST_ROW,
    NUMBER,
    PERCENT,
    TEXT,
    Colours,
    Linked,
    ListedColumn,
    ListedValue,
    ListingBook,
    StandsOut,
    number_of,
)
from secor_xl.xlsx.sheet_values import column_letter

LetterOfReview: TypeAlias = tuple[RegisterEntry, Letter]

REVIEWS, LETTERS, SCORES, FAILED = "Reviews", "Letters", "Scores", "Failed"
NO_YEAR, NO_FEEDBACK, NO_REVIEW = "not entered", "no feedback sent", "No review was judged."
SCORES_TIP = "Per cent of the reviewer's points, truncated, never rounded up. A score below its mark is red and named."


def _letter(entry: RegisterEntry) -> ListedValue:
    letters = [letter for letter in entry.result.letters if letter.kind is not LetterKind.NOTICE]
    return _linked(letters, ", ".join(f"{each.kind.value} {_detail((entry, each))}".rstrip() for each in letters))


def _notices(entry: RegisterEntry) -> ListedValue:
    notices = [letter for letter in entry.result.letters if letter.kind is LetterKind.NOTICE]
    return _linked(notices, ", ".join(_detail((entry, notice)) for notice in notices))


def _linked(letters: Sequence[Letter], words: str) -> ListedValue:
    """Link one letter; a cell takes no more than one link, so several are links on the sheet of letters only."""
    return Linked(words, _path(letters[0])) if len(letters) == 1 else words


def _path(letter: Letter) -> str:
    """Return the file to open, the PDF where there is one; empty where the letter was not written."""
    return letter.pdf or letter.name if letter.on_disk else ""


def _file(letter: LetterOfReview) -> ListedValue:
    path = _path(letter[1])
    return Linked(PurePosixPath(path).name or "not written", path)


def _detail(letter: LetterOfReview) -> str:
    """Return the round or the province that tells a letter from others of its kind."""
    kind, name = letter[1].kind, letter[1].name
    if kind is LetterKind.FEEDBACK:
        return f"round {letter[0].result.round}"
    return PurePosixPath(name).stem.rpartition(" ")[2] if kind is LetterKind.NOTICE else ""


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
    ListedColumn("Employer", 30, lambda each: each.row.employer or NO_EMPLOYER),
    ListedColumn("File reference", 14, lambda each: each.row.reference, TEXT),
    ListedColumn("WCB accounts", 24, lambda each: "\n".join(each.row.accounts), TEXT),
    ListedColumn("Kind of year", 13, lambda each: each.row.year_kind or NO_YEAR),
    ListedColumn("Score", 11.5, lambda each: _plain(each.row.overall), PERCENT),
    ListedColumn("Outcome", 26, lambda each: each.row.words),
    ListedColumn("Because", 54, lambda each: "\n".join(map(capitalized, each.row.because))),
    ListedColumn("Feedback rounds", 11, lambda each: each.row.rounds, NUMBER),
    ListedColumn("Due on", 11, lambda each: each.row.due_on, DATE),
    ListedColumn("Days left", 9, lambda each: each.row.days_left, NUMBER),
    ListedColumn("How the last round stands", 20, lambda each: each.row.standing or NO_FEEDBACK),
    ListedColumn("Final date", 11, lambda each: each.row.final_on, DATE),
    ListedColumn("Letter", 19, _letter),
    ListedColumn("Notices", 11, _notices),
    ListedColumn("Blocking flags", 11, lambda each: sum(flag.times for flag in each.row.blocking), NUMBER),
    ListedColumn("Which flags block", 22, lambda each: ", ".join(map(_flag, each.row.blocking))),
    ListedColumn("Review workbook", 34, lambda each: Linked(each.result.file, each.path)),
)
LETTER_COLUMNS: tuple[ListedColumn[LetterOfReview], ...] = (
    ListedColumn("Employer", 38, lambda each: each[0].row.employer or NO_EMPLOYER),
    ListedColumn("File reference", 16, lambda each: each[0].row.reference, TEXT),
    ListedColumn("Letter", 24, lambda each: each[1].kind.value),
    ListedColumn("Round or province", 18, _detail),
    ListedColumn("File of the letter", 62, _file),
)
SCORE_COLUMNS: tuple[ListedColumn[RegisterRow], ...] = (
    ListedColumn("Employer", 34, lambda row: row.employer or NO_EMPLOYER),
    ListedColumn("File reference", 14, lambda row: row.reference, TEXT),
    ListedColumn("Kind of year", 13, lambda row: row.year_kind or NO_YEAR),
    ListedColumn("Outcome", 20, lambda row: capitalized(row.outcome.value)),
    ListedColumn("Overall", 11.5, lambda row: _marked(row.overall), {**PERCENT, "bold": True}),
)
BELOW: ListedColumn[RegisterRow] = ListedColumn(
    "Below its mark", 18, lambda row: ", ".join(each.label for each in row.below)
)
FAILED_COLUMNS: tuple[ListedColumn[FailedFile], ...] = (
    ListedColumn("File", 46, lambda each: Linked(each.file, each.path)),
    ListedColumn("What was seen", 58, lambda each: each.failure.cause),
    ListedColumn("What to do", 58, lambda each: each.failure.cure),
)

OUTCOMES: Colours = {
    "Outcome": [
        (
            {"type": "text", "criteria": "begins with", "value": capitalized(kind.value)},
            {"font_color": colour, "bg_color": pale},
        )
        for kind, (colour, pale) in OUTCOME_COLOURS.items()
    ]
}
DAYS = f"${column_letter(number_of('Days left', REVIEW_COLUMNS))}{FIRST_ROW}"
OVERDUE = {"type": "formula", "criteria": f"=AND(ISNUMBER({DAYS}),{DAYS}<0)", "stop_if_true": True}
DUE_SOON = {"type": "formula", "criteria": f"=AND(ISNUMBER({DAYS}),{DAYS}<={DUE_SOON_DAYS})"}
DEADLINES: list[tuple[dict[str, Any], formats.Style]] = [
    (OVERDUE, {"font_color": formats.RED, "bg_color": formats.PALE_RED, "bold": True}),
    (DUE_SOON, {"font_color": formats.AMBER, "bg_color": formats.PALE_AMBER, "bold": True}),
]
REVIEW_COLOURS: Colours = {
    **OUTCOMES,
    **dict.fromkeys(("Due on", "Days left", "How the last round stands"), DEADLINES),
    "Blocking flags": [({"type": "cell", "criteria": ">", "value": 0}, {"font_color": formats.RED, "bold": True})],
}


def register_workbook(
    entries: Sequence[RegisterEntry], failures: Sequence[FailedFile], *, as_of: dt.date, season: str = ""
) -> bytes:
    """Make the register; the same entries and failures give the same bytes.

    Args:
        entries: the judged workbooks, in the order of their rows.
        failures: the files that failed.
        as_of: the day of all judgements; also the day in the file's properties.
        season: a name for the run, such as that of the folder; shown with the title.

    Raises:
        SecorError: there are more reviews than a sheet of Excel takes.
    """
    rows, on, failed = [entry.row for entry in entries], f"As of {shown_date(as_of)}", len(failures)
    book = ListingBook(title="Register of SECOR reviews", subtitle=season, day=as_of)
    title, tip = " · ".join(filter(None, ("Register of reviews", season))), f"{on}: {_counts(rows, failed)}"
    book.add_list(
        REVIEWS, title, tip, REVIEW_COLUMNS, entries, NO_REVIEW, REVIEW_COLOURS, formats.DEEP, formats.TABLOID_PAPER
    )
    letters = [(entry, letter) for entry in entries for letter in entry.result.letters]
    tip = f"{on}: {counted(len(letters), 'letter')}"
    book.add_list(LETTERS, "Letters", tip, LETTER_COLUMNS, letters, "No letter was due.")
    labels = dict.fromkeys(score.label for row in rows for score in row.elements)
    columns = (*SCORE_COLUMNS, *map(_of_element, labels), BELOW)
    book.add_list(SCORES, "Scores by element", f"{on}. {SCORES_TIP}", columns, rows, NO_REVIEW, OUTCOMES)
    tip = f"{counted(failed, 'file')} failed; every other file was done all the same" if failed else "Nothing failed"
    tab = formats.RED if failed else formats.LINE
    book.add_list(FAILED, "What failed", tip, FAILED_COLUMNS, failures, "Nothing failed.", tab=tab)
    FigureSheet(book, rows, as_of).write(failed)
    return book.content()


def _counts(rows: Sequence[RegisterRow], failed: int) -> str:
    outcomes = Counter(row.outcome for row in rows)
    counts = ", ".join(f"{outcomes[kind]:,} {kind.value}" for kind in OutcomeKind if outcomes[kind])
    words = counted(len(rows), "review") + (f" ({counts})" if counts else "")
    failures = f"{counted(failed, 'file')} failed: see the sheet {FAILED}" if failed else "nothing failed"
    marked = f". Marked: overdue, and due within {DUE_SOON_DAYS} days" if rows else ""
    return f"{words}; {failures}{marked}"
