"""The register of a bulk run (register.xlsx): its reviews, their letters, their scores by element, what failed, and figures."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import PurePosixPath

from secor_xl.judgement.outcome import OutcomeKind
from secor_xl.review.calendar import shown_date
from secor_xl.review.model import LetterKind
from secor_xl.review.names import NO_EMPLOYER
from secor_xl.runs.register_charts import write_figures
from secor_xl.runs.register_figures import Figures
from secor_xl.runs.register_row import FailedFile, RegisterEntry, RegisterFlag, RegisterLetter, RegisterScore
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


def register_workbook(
    entries: Sequence[RegisterEntry], failures: Sequence[FailedFile], *, as_of: dt.date, season: str = ""
) -> bytes:
    """Make the register; the same entries and failures give the same bytes.

    Args:
        entries: the reviews, in the order of their rows.
        failures: the files that failed.
        as_of: the day of all judgements; also the day in the file's properties.
        season: a name for the run, such as that of the folder; shown with the title.

    Raises:
        SecorError: there are more reviews than a sheet of Excel takes.
    """
    book = ListingBook(title="Register of SECOR reviews", subtitle=season, day=as_of)
    figures, on = Figures([entry.row for entry in entries], as_of), f"As of {shown_date(as_of)}"
    reviews = list(map(_review, entries))
    links = sum(isinstance(value, Linked) and bool(value.path) for row in reviews for value in row)
    book.add_list(
        *(REVIEWS, " · ".join(part for part in ("Register of reviews", season) if part)),
        f"{on}: {_counts(figures, len(failures))}{_links_left_out(links)}",
        *(REVIEW_COLUMNS, reviews),
        empty=NO_REVIEW,
        colours=REVIEW_RULES,
        tab=formats.DEEP,
        paper=TABLOID_PAPER,
    )
    letters = [_letter(entry, letter) for entry in entries for letter in entry.letters]
    tip = f"{on}: {counted(len(letters), 'letter')}{_links_left_out(len(letters))}"
    book.add_list(LETTERS, "Letters", tip, LETTER_COLUMNS, letters, empty="No letter was due.")
    columns = [ListedColumn(label, 11.5, PERCENT) for label in figures.labels]
    book.add_list(
        *(SCORES, "Scores by element"),
        f"{on}. Per cent of the reviewer's points, truncated, never rounded up. A score below its mark is red and named.",
        (*SCORE_COLUMNS, *columns, ListedColumn("Below its mark", 18)),
        [_scores(entry, figures.labels) for entry in entries],
        empty=NO_REVIEW,
        colours=OUTCOME_RULES,
    )
    book.add_list(
        *(FAILED, "What failed"),
        f"{counted(len(failures), 'file')} failed; every other file was done all the same"
        if failures
        else "Nothing failed",
        FAILED_COLUMNS,
        [(Linked(failure.file, failure.path), failure.cause, failure.cure) for failure in failures],
        empty="Nothing failed.",
        tab=formats.RED if failures else formats.LINE,
    )
    write_figures(book, figures, len(failures))
    return book.content()


def _review(entry: RegisterEntry) -> tuple[ListedValue, ...]:
    row = entry.row
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
        _linked([(letter.words, letter) for letter in entry.letters if letter.kind is not LetterKind.NOTICE]),
        _linked([(each.detail or each.words, each) for each in entry.letters if each.kind is LetterKind.NOTICE]),
        sum(flag.times for flag in row.blocking),
        ", ".join(map(_flag, row.blocking)),
        Linked(entry.file, entry.path),
    )


def _linked(letters: Sequence[tuple[str, RegisterLetter]]) -> ListedValue:
    """One letter is a link. A cell holds no more than one, so that several are links on the sheet of letters only."""
    words = ", ".join(words for words, _ in letters)
    return Linked(words, letters[0][1].path) if len(letters) == 1 else words


def _flag(flag: RegisterFlag) -> str:
    return flag.code if flag.times == 1 else f"{flag.code} × {flag.times}"


def _letter(entry: RegisterEntry, letter: RegisterLetter) -> tuple[ListedValue, ...]:
    file = Linked(PurePosixPath(letter.path).name or "not written", letter.path)
    return (entry.row.employer or NO_EMPLOYER, entry.row.reference, letter.kind.value, letter.detail, file)


def _scores(entry: RegisterEntry, labels: tuple[str, ...]) -> tuple[ListedValue, ...]:
    row, scores = entry.row, {score.label: score for score in entry.row.elements}
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


def _counts(figures: Figures, failed: int) -> str:
    counts = [f"{figures.outcomes[kind]:,} {kind.value}" for kind in OutcomeKind if figures.outcomes[kind]]
    words = counted(figures.reviews, "review") + (f" ({', '.join(counts)})" if counts else "")
    failures = f"{counted(failed, 'file')} failed: see the sheet {FAILED}" if failed else "nothing failed"
    marked = f". Marked: overdue, and due within {DUE_SOON_DAYS} days" if figures.reviews else ""
    return f"{words}; {failures}{marked}"


def _links_left_out(wanted: int) -> str:
    return f". Only the first {MOST_LINKS:,} names are links: Excel takes no more" if wanted > MOST_LINKS else ""
