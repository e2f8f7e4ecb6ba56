"""The lists of the register: the reviews, their letters, their scores by element, and what failed."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import PurePosixPath

from secor_xl.judgement.outcome import OutcomeKind
from secor_xl.review.calendar import shown_date
from secor_xl.review.model import LetterKind
from secor_xl.runs.register_figures import Figures
from secor_xl.runs.register_row import FailedFile, RegisterEntry, RegisterFlag, RegisterLetter, RegisterScore
from secor_xl.text import counted
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
    Linked,
    ListedColumn,
    ListedValue,
    Listing,
    ListingBook,
    StandsOut,
)
from secor_xl.workbook.page import TABLOID_PAPER

REVIEWS, LETTERS, SCORES, FAILED = "Reviews", "Letters", "Scores", "Failed"
DUE_SOON_DAYS = 7
"""What is due within a week is marked: a register is looked at about once a week, and says so in its tip. No rule of the
procedure; a due date is in time to its last day."""
NO_EMPLOYER, NO_YEAR, NO_FEEDBACK = "(no employer)", "not entered", "no feedback sent"

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
FAILED_COLUMNS = (
    ListedColumn("File", 46),
    ListedColumn("What was seen", 58),
    ListedColumn("What to do", 58),
)


class ReviewSheets:
    """The three sheets that grow with each review.

    Args:
        book: the workbook.
        figures: the figures of all reviews, which are known before the first of them is written.
        failed: how many files failed.
        season: what the run is about, in the person's words.
    """

    def __init__(self, book: ListingBook, figures: Figures, failed: int, season: str) -> None:
        self._labels = figures.labels
        on = f"As of {shown_date(figures.as_of)}"
        title = " · ".join(part for part in ("Register of reviews", season) if part)
        tip = f"{on}: {_counts(figures, failed)}{_links_left_out(figures.links)}"
        self._reviews = Listing(book, REVIEWS, title, tip, REVIEW_COLUMNS, tab=formats.DEEP, paper=TABLOID_PAPER)
        tip = f"{on}: {counted(figures.letters, 'letter')}{_links_left_out(figures.letters)}"
        self._letters = Listing(book, LETTERS, "Letters", tip, LETTER_COLUMNS)
        tip = f"{on}. Per cent of the reviewer's points, truncated, never rounded up. A score below its mark is red and named."
        self._scores = Listing(book, SCORES, "Scores by element", tip, _score_columns(self._labels))
        self._reviews.sheet.activate()

    def add(self, entry: RegisterEntry) -> None:
        """Write one review."""
        row = entry.row
        self._reviews.add(_review(entry))
        for letter in entry.letters:
            file = Linked(PurePosixPath(letter.path).name or "not written", letter.path)
            self._letters.add((row.employer or NO_EMPLOYER, row.reference, letter.kind.value, letter.detail, file))
        scores = {score.label: score for score in row.elements}
        below = ", ".join(score.label for score in row.below)
        self._scores.add(
            (
                row.employer or NO_EMPLOYER,
                row.reference,
                row.year_kind or NO_YEAR,
                _first_up(row.outcome.value),
                _shown(row.overall),
                *(_shown(scores.get(label)) for label in self._labels),
                below,
            )
        )

    def finish(self) -> None:
        """Put the filters and the colours over all rows."""
        reviews = self._reviews
        reviews.finish("No review was judged.")
        colour_outcomes(reviews)
        colour_outcomes(self._scores)
        days = f"${column_letter(reviews.number('Days left'))}{FIRST_ROW}"
        overdue = {"type": "formula", "criteria": f"=AND(ISNUMBER({days}),{days}<0)", "stop_if_true": True}
        soon = {"type": "formula", "criteria": f"=AND(ISNUMBER({days}),{days}<={DUE_SOON_DAYS})"}
        for column in ("Due on", "Days left", "How the last round stands"):
            reviews.colour(column, overdue, font_color=formats.RED, bg_color=formats.PALE_RED, bold=True)
            reviews.colour(column, soon, font_color=formats.AMBER, bg_color=formats.PALE_AMBER, bold=True)
        blocks = {"type": "cell", "criteria": ">", "value": 0}
        reviews.colour("Blocking flags", blocks, font_color=formats.RED, bold=True)
        self._letters.finish("No letter was due.")
        self._scores.finish("No review was judged.")


SCORE_HEAD = (
    ListedColumn("Employer", 34),
    ListedColumn("File reference", 14, TEXT),
    ListedColumn("Kind of year", 13),
    ListedColumn("Outcome", 20),
    ListedColumn("Overall", 11.5, {**PERCENT, "bold": True}),
)


def _score_columns(labels: tuple[str, ...]) -> tuple[ListedColumn, ...]:
    return (
        *SCORE_HEAD,
        *(ListedColumn(label, 11.5, PERCENT) for label in labels),
        ListedColumn("Below its mark", 18),
    )


def write_failures(book: ListingBook, failures: Iterable[FailedFile], count: int) -> None:
    """The sheet of what failed."""
    tip = "Nothing failed" if not count else f"{counted(count, 'file')} failed; every other file was done all the same"
    tab = formats.RED if count else formats.LINE
    listing = Listing(book, FAILED, "What failed", tip, FAILED_COLUMNS, tab=tab)
    for failure in failures:
        listing.add((Linked(failure.file, failure.path), failure.cause, failure.cure))
    listing.finish("Nothing failed.")


def colour_outcomes(listing: Listing) -> None:
    """Colour the words of the outcomes as the review workbook does."""
    for kind, (colour, background) in OUTCOME_COLOURS.items():
        rule = {"type": "text", "criteria": "begins with", "value": _first_up(kind.value)}
        listing.colour("Outcome", rule, font_color=colour, bg_color=background)


def links_of(entry: RegisterEntry) -> int:
    """How many links the row of a review has on the sheet of reviews."""
    return sum(isinstance(value, Linked) and bool(value.path) for value in _review(entry))


def _review(entry: RegisterEntry) -> tuple[ListedValue, ...]:
    row = entry.row
    return (
        row.employer or NO_EMPLOYER,
        row.reference,
        "\n".join(row.accounts),
        row.year_kind or NO_YEAR,
        row.overall.shown if row.overall.percent is None else row.overall.percent,
        row.words,
        "\n".join(map(_first_up, row.because)),
        row.rounds,
        row.due_on,
        row.days_left,
        row.standing or NO_FEEDBACK,
        row.final_on,
        _letter([letter for letter in entry.letters if letter.kind is not LetterKind.NOTICE]),
        _notices([letter for letter in entry.letters if letter.kind is LetterKind.NOTICE]),
        sum(flag.times for flag in row.blocking),
        ", ".join(map(_flag, row.blocking)),
        Linked(entry.file, entry.path),
    )


def _letter(letters: list[RegisterLetter]) -> ListedValue:
    words = ", ".join(letter.words for letter in letters)
    return Linked(words, letters[0].path) if len(letters) == 1 else words


def _notices(notices: list[RegisterLetter]) -> ListedValue:
    """One notice is a link; a cell holds no more than one, so that several are links on the sheet of letters only."""
    words = ", ".join(notice.detail or notice.words for notice in notices)
    return Linked(words, notices[0].path) if len(notices) == 1 else words


def _flag(flag: RegisterFlag) -> str:
    return flag.code if flag.times == 1 else f"{flag.code} × {flag.times}"


def _shown(score: RegisterScore | None) -> ListedValue:
    if score is None:
        return None
    if score.percent is None:
        return score.shown
    return StandsOut(score.percent) if score.below else score.percent


def _counts(figures: Figures, failed: int) -> str:
    counts = [f"{figures.outcomes[kind]:,} {kind.value}" for kind in OutcomeKind if figures.outcomes[kind]]
    words = counted(figures.reviews, "review") + (f" ({', '.join(counts)})" if counts else "")
    failures = f"{counted(failed, 'file')} failed: see the sheet {FAILED}" if failed else "nothing failed"
    marked = f". Marked: overdue, and due within {DUE_SOON_DAYS} days" if figures.reviews else ""
    return f"{words}; {failures}{marked}"


def _links_left_out(wanted: int) -> str:
    return f". Only the first {MOST_LINKS:,} names are links: Excel takes no more" if wanted > MOST_LINKS else ""


def _first_up(text: str) -> str:
    return text[:1].upper() + text[1:]
