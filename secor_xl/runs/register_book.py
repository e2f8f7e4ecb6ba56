"""The register of a bulk run (register.xlsx): its reviews, their letters, their scores by element, what failed, and figures."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import PurePosixPath

from secor_xl.judgement.outcome import OutcomeKind
from secor_xl.review.calendar import shown_date
from secor_xl.review.model import LetterKind
from secor_xl.review.names import NO_EMPLOYER
from secor_xl.runs.bulk.result import LetterResult
from secor_xl.runs.register_figures import write_figures
from secor_xl.runs.register_row import RegisterEntry, RegisterFlag, RegisterRow, RegisterScore
from secor_xl.text import capitalized, counted
from secor_xl.workbook import formats
from secor_xl.workbook.build_start import OUTCOME_COLOURS
from secor_xl.workbook.geometry import column_letter
from secor_xl.workbook.links import MOST_LINKS
from secor_xl.workbook.listing import (
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
from secor_xl.workbook.page import TABLOID_PAPER

REVIEWS, LETTERS, SCORES, FAILED = "Reviews", "Letters", "Scores", "Failed"
DUE_SOON_DAYS = 7
"""A due date within a week is marked, because people look at a register about once a week. It is no rule of the procedure: a
correction is in time to the last day."""
NO_YEAR, NO_FEEDBACK = "not entered", "no feedback sent"
NO_REVIEW = "No review was judged."

REVIEW_COLUMNS = (
    ListedColumn("Employer", 30),
    ListedColumn("File reference", 14, TEXT),
    ListedColumn("WCB accounts", 24, TEXT),
    ListedColumn("Kind of year", 13),
    ListedColumn("Score", 11.5, PERCENT),
    ListedColumn("Outcome", 26),
    ListedColumn("Because", 54),
    ListedColumn("Feedback rounds", 11, NUMBER),
    ListedColumn("Due on", 11, DATE),
    ListedColumn("Days left", 9, NUMBER),
    ListedColumn("How the last round stands", 20),
    ListedColumn("Final date", 11, DATE),
    ListedColumn("Letter", 19),
    ListedColumn("Notices", 11),
    ListedColumn("Blocking flags", 11, NUMBER),
    ListedColumn("Which flags block", 22),
    ListedColumn("Review workbook", 34),
)
LETTER_COLUMNS = (
    ListedColumn("Employer", 38),
    ListedColumn("File reference", 16, TEXT),
    ListedColumn("Letter", 24),
    ListedColumn("Round or province", 18),
    ListedColumn("File of the letter", 62),
)
SCORE_COLUMNS = (
    ListedColumn("Employer", 34),
    ListedColumn("File reference", 14, TEXT),
    ListedColumn("Kind of year", 13),
    ListedColumn("Outcome", 20),
    ListedColumn("Overall", 11.5, {**PERCENT, "bold": True}),
)
BELOW = ListedColumn("Below its mark", 18)
SCORES_TIP = "Per cent of the reviewer's points, truncated, never rounded up. A score below its mark is red and named."
FAILED_COLUMNS = (ListedColumn("File", 46), ListedColumn("What was seen", 58), ListedColumn("What to do", 58))

OUTCOME_RULES = tuple(
    Colours(
        ("Outcome",),
        {"type": "text", "criteria": "begins with", "value": capitalized(kind.value)},
        {"font_color": colour, "bg_color": background},
    )
    for kind, (colour, background) in OUTCOME_COLOURS.items()
)
DAYS_LEFT = f"${column_letter(number_of('Days left', REVIEW_COLUMNS))}{FIRST_ROW}"
DEADLINES = ("Due on", "Days left", "How the last round stands")
REVIEW_RULES = (
    *OUTCOME_RULES,
    Colours(
        DEADLINES,
        {"type": "formula", "criteria": f"=AND(ISNUMBER({DAYS_LEFT}),{DAYS_LEFT}<0)", "stop_if_true": True},
        {"font_color": formats.RED, "bg_color": formats.PALE_RED, "bold": True},
    ),
    Colours(
        DEADLINES,
        {"type": "formula", "criteria": f"=AND(ISNUMBER({DAYS_LEFT}),{DAYS_LEFT}<={DUE_SOON_DAYS})"},
        {"font_color": formats.AMBER, "bg_color": formats.PALE_AMBER, "bold": True},
    ),
    Colours(
        ("Blocking flags",),
        {"type": "cell", "criteria": ">", "value": 0},
        {"font_color": formats.RED, "bold": True},
    ),
)


def register_workbook(entries: Sequence[RegisterEntry], *, as_of: dt.date, season: str = "") -> bytes:
    """Make the register; the same entries give the same bytes.

    Args:
        entries: the workbooks of the run, in the order of their rows.
        as_of: the day of all judgements; also the day in the file's properties.
        season: a name for the run, such as that of the folder; shown with the title.

    Raises:
        SecorError: there are more reviews than a sheet of Excel takes.
    """
    judged = [(entry, entry.row) for entry in entries if entry.row]
    failed = [(entry.path, entry.result) for entry in entries if entry.result.failure]
    rows, on = [row for _, row in judged], f"As of {shown_date(as_of)}"
    book = ListingBook(title="Register of SECOR reviews", subtitle=season, day=as_of)
    reviews = [_review(entry, row) for entry, row in judged]
    links = sum(isinstance(value, Linked) and bool(value.path) for row in reviews for value in row)
    title = " · ".join(part for part in ("Register of reviews", season) if part)
    tip = f"{on}: {_counts(rows, len(failed))}{_links_left_out(links)}"
    looks, paper = REVIEW_RULES, TABLOID_PAPER
    book.add_list(
        REVIEWS, title, tip, REVIEW_COLUMNS, reviews, empty=NO_REVIEW, colours=looks, tab=formats.DEEP, paper=paper
    )
    letters = [_letter_row(entry, row, letter) for entry, row in judged for letter in entry.result.letters]
    tip = f"{on}: {counted(len(letters), 'letter')}{_links_left_out(len(letters))}"
    book.add_list(LETTERS, "Letters", tip, LETTER_COLUMNS, letters, empty="No letter was due.")
    labels = dict.fromkeys(score.label for row in rows for score in row.elements)
    columns = [*SCORE_COLUMNS, *(ListedColumn(label, 11.5, PERCENT) for label in labels), BELOW]
    scores, tip = [_scores(row, labels) for row in rows], f"{on}. {SCORES_TIP}"
    book.add_list(SCORES, "Scores by element", tip, columns, scores, empty=NO_REVIEW, colours=OUTCOME_RULES)
    failures = [
        (Linked(result.file, path), result.failure.cause, result.failure.cure)
        for path, result in failed
        if result.failure
    ]
    tip = (
        f"{counted(len(failed), 'file')} failed; every other file was done all the same" if failed else "Nothing failed"
    )
    tab = formats.RED if failed else formats.LINE
    book.add_list(FAILED, "What failed", tip, FAILED_COLUMNS, failures, empty="Nothing failed.", tab=tab)
    write_figures(book, rows, len(failed), as_of)
    return book.content()


def _review(entry: RegisterEntry, row: RegisterRow) -> tuple[ListedValue, ...]:
    notices = [letter for letter in entry.result.letters if letter.kind is LetterKind.NOTICE]
    letters = [letter for letter in entry.result.letters if letter.kind is not LetterKind.NOTICE]
    return (
        row.employer or NO_EMPLOYER,
        row.reference,
        "\n".join(row.accounts),
        row.year_kind or NO_YEAR,
        row.overall.shown if row.overall.percent is None else row.overall.percent,
        row.words,
        "\n".join(map(capitalized, row.because)),
        row.rounds,
        row.due_on,
        row.days_left,
        row.standing or NO_FEEDBACK,
        row.final_on,
        _linked(letters, ", ".join(f"{each.kind.value} {_detail(entry, each)}".rstrip() for each in letters)),
        _linked(notices, ", ".join(_detail(entry, notice) for notice in notices)),
        sum(flag.times for flag in row.blocking),
        ", ".join(map(_flag, row.blocking)),
        Linked(entry.result.file, entry.path),
    )


def _linked(letters: Sequence[LetterResult], words: str) -> ListedValue:
    """One letter is a link. A cell holds no more than one, so that several are links on the sheet of letters only."""
    return Linked(words, _path(letters[0])) if len(letters) == 1 else words


def _path(letter: LetterResult) -> str:
    """Return the file to open, the PDF where there is one; empty where the letter was not written."""
    return letter.pdf or letter.name if letter.on_disk else ""


def _detail(entry: RegisterEntry, letter: LetterResult) -> str:
    """Return the round or the province that tells a letter from others of its kind."""
    if letter.kind is LetterKind.FEEDBACK:
        return f"round {entry.result.round}"
    return PurePosixPath(letter.name).stem.rpartition(" ")[2] if letter.kind is LetterKind.NOTICE else ""


def _flag(flag: RegisterFlag) -> str:
    return flag.code if flag.times == 1 else f"{flag.code} × {flag.times}"


def _letter_row(entry: RegisterEntry, row: RegisterRow, letter: LetterResult) -> tuple[ListedValue, ...]:
    file = Linked(PurePosixPath(_path(letter)).name or "not written", _path(letter))
    return (row.employer or NO_EMPLOYER, row.reference, letter.kind.value, _detail(entry, letter), file)


def _scores(row: RegisterRow, labels: Iterable[str]) -> tuple[ListedValue, ...]:
    scores = {score.label: score for score in row.elements}
    return (
        row.employer or NO_EMPLOYER,
        row.reference,
        row.year_kind or NO_YEAR,
        capitalized(row.outcome.value),
        _shown(row.overall),
        *(_shown(scores.get(label)) for label in labels),
        ", ".join(score.label for score in row.below),
    )


def _shown(score: RegisterScore | None) -> ListedValue:
    if score is None:
        return None
    number = StandsOut(score.percent) if score.percent is not None and score.below else score.percent
    return score.shown if number is None else number


def _counts(rows: Sequence[RegisterRow], failed: int) -> str:
    outcomes = Counter(row.outcome for row in rows)
    counts = ", ".join(f"{outcomes[kind]:,} {kind.value}" for kind in OutcomeKind if outcomes[kind])
    words = counted(len(rows), "review") + (f" ({counts})" if counts else "")
    failures = f"{counted(failed, 'file')} failed: see the sheet {FAILED}" if failed else "nothing failed"
    marked = f". Marked: overdue, and due within {DUE_SOON_DAYS} days" if rows else ""
    return f"{words}; {failures}{marked}"


def _links_left_out(wanted: int) -> str:
    return f". Only the first {MOST_LINKS:,} names are links: Excel takes no more" if wanted > MOST_LINKS else ""
