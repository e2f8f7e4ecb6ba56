"""The register as a workbook: its reviews, their days, letters and scores, what failed, what repeats, and figures."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from secor_xl.judgement.outcome import OutcomeKind
from secor_xl.review.calendar import DUE_SOON_DAYS, shown_date
from secor_xl.runs.register.figures import add_figures
from secor_xl.runs.register.groups import add_groups
from secor_xl.runs.register.learning import RepeatedDeficiency, repeated_deficiencies
from secor_xl.runs.register.register_columns import (
    FAILED_COLUMNS,
    LEARNING_COLUMNS,
    LETTER_COLUMNS,
    NOTE_COLUMNS,
    REVIEW_COLUMNS,
    REVIEWER,
    columns_of_scores,
    day_columns,
)
from secor_xl.runs.register.register_entry import FailedFile, RegisterEntry
from secor_xl.runs.register.register_notes import NOTES, OTHER_NOTES, REVIEWS, PreviousRegister, joined
from secor_xl.text import capitalized, counted
from secor_xl.workbook.writing import formats
from secor_xl.workbook.writing.build_start import OUTCOME_COLOURS
from secor_xl.workbook.writing.list_workbook import FIRST_ROW, Colours, ListedColumn, ListingBook, number_of
from secor_xl.xlsx.sheet_values import column_letter

Item = TypeVar("Item")

DAYS, LETTERS, SCORES, FAILED, LEARNING = "Days", "Letters", "Scores", "Failed", "Learning"
NO_REVIEW = "No review was judged."
SCORES_TIP = "Per cent of the reviewer's points, truncated, never rounded up. A score below its mark is red and named."
DAYS_TIP = "The days in each state end with the letter of the outcome, or with this day"
NOTES_TIP = (
    "Notes of reviews that this register does not list. A note goes back to its row when its review is listed again"
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


@dataclass(frozen=True, slots=True)
class RegisterContent:
    """The content of a register.

    Attributes:
        entries: the judged workbooks, in the order of their rows.
        failures: the files that failed.
        as_of: the day of all judgements; also the day in the file's properties.
        season: a name for the run, such as that of the folder; shown with the title.
        earlier: the judged workbooks of earlier seasons.
        repeated: the number of reviews from which a deficiency counts as repeated; ``None`` where the office sets none.
        names: whether reviewers are named.
    """

    entries: Sequence[RegisterEntry]
    failures: Sequence[FailedFile]
    as_of: dt.date
    season: str = ""
    earlier: Sequence[RegisterEntry] = ()
    repeated: int | None = None
    names: bool = True


def register_workbook(content: RegisterContent, previous: PreviousRegister | None = None) -> bytes:
    """Make the register; the same content and the same previous register give the same bytes.

    Raises:
        SecorError: there are more reviews than a sheet of Excel takes.
    """
    return _Register(content, previous or PreviousRegister()).written()


class _Register:
    """The workbook while it is written."""

    def __init__(self, content: RegisterContent, previous: PreviousRegister) -> None:
        self.content, self.previous = content, previous
        self.on, self.rows = f"As of {shown_date(content.as_of)}", [entry.row for entry in content.entries]
        self.book = ListingBook(title="Register of SECOR reviews", subtitle=content.season, day=content.as_of)

    def written(self) -> bytes:
        content, book, failed = self.content, self.book, len(self.content.failures)
        notes, others = joined(self.previous.notes, content.entries)
        self._reviews(notes)
        columns = self._columns(DAYS, day_columns(self.rows, content.as_of))
        book.add_list(DAYS, "Days", f"{self.on}. {DAYS_TIP}", columns, content.entries, NO_REVIEW)
        letters = [(entry, letter) for entry in content.entries for letter in entry.letters]
        tip, letter_columns = f"{self.on}: {counted(len(letters), 'letter')}", self._columns(LETTERS, LETTER_COLUMNS)
        book.add_list(LETTERS, "Letters", tip, letter_columns, letters, "No letter was due.")
        score_columns = self._columns(SCORES, columns_of_scores(self.rows))
        book.add_list(
            SCORES, "Scores by element", f"{self.on}. {SCORES_TIP}", score_columns, self.rows, NO_REVIEW, OUTCOMES
        )
        tip, tab = "Nothing failed", formats.LINE
        if failed:
            tip, tab = f"{counted(failed, 'file')} failed; every other file was done all the same", formats.RED
        failed_columns = self._columns(FAILED, FAILED_COLUMNS)
        book.add_list(FAILED, "Failed files", tip, failed_columns, content.failures, "Nothing failed.", tab=tab)
        if others:
            note_columns = self._columns(OTHER_NOTES, NOTE_COLUMNS)
            book.add_list(OTHER_NOTES, OTHER_NOTES, NOTES_TIP, note_columns, others, "", tab=formats.AMBER)
        self._learning()
        add_figures(book, self.rows, failed, content.as_of)
        add_groups(book, content.entries, content.earlier, content.as_of, names=content.names)
        return book.content()

    def _columns(self, sheet: str, columns: Iterable[ListedColumn[Item]]) -> list[ListedColumn[Item]]:
        """Return the columns of a sheet that are wanted, as wide as a person left them."""
        left = self.previous.widths.get(sheet, {})
        return [
            replace(column, width=left[column.header].digits, hidden=left[column.header].hidden)
            if column.header in left
            else column
            for column in columns
            if self.content.names or column.header != REVIEWER
        ]

    def _reviews(self, notes: Mapping[str, str]) -> None:
        title = " · ".join(filter(None, ("Register of reviews", self.content.season)))
        note: ListedColumn[RegisterEntry] = ListedColumn(NOTES, 38, lambda each: notes.get(each.path), formats.INPUT)
        columns = self._columns(REVIEWS, (*REVIEW_COLUMNS, note))
        days = f"${column_letter(number_of('Days left', columns))}{FIRST_ROW}"
        deadlines: list[tuple[dict[str, Any], formats.Style]] = [
            (
                {"type": "formula", "criteria": f"=AND(ISNUMBER({days}),{days}<0)", "stop_if_true": True},
                {"font_color": formats.RED, "bg_color": formats.PALE_RED, "bold": True},
            ),
            (
                {"type": "formula", "criteria": f"=AND(ISNUMBER({days}),{days}<={DUE_SOON_DAYS})"},
                {"font_color": formats.AMBER, "bg_color": formats.PALE_AMBER, "bold": True},
            ),
        ]
        colours: Colours = {
            **OUTCOMES,
            **dict.fromkeys(("Due on", "Days left", "State of the last round"), deadlines),
            "Blocking flags": [
                ({"type": "cell", "criteria": ">", "value": 0}, {"font_color": formats.RED, "bold": True})
            ],
        }
        tip, entries = f"{self.on}: {self._counts()}", self.content.entries
        self.book.add_list(
            REVIEWS, title, tip, columns, entries, NO_REVIEW, colours, formats.DEEP, formats.TABLOID_PAPER
        )

    def _learning(self) -> None:
        least, found = self.content.repeated, list[RepeatedDeficiency]()
        tip, empty = "Switched off: office.toml has no [learning]", "Switched off."
        if least is not None:
            tip = f"Deficiencies that an assessor had in at least {least} reviews; a feedback letter of each review named it"
            empty = "No assessor has the same deficiency again."
            found += repeated_deficiencies((*self.content.entries, *self.content.earlier), least)
        self.book.add_list(LEARNING, LEARNING, tip, self._columns(LEARNING, LEARNING_COLUMNS), found, empty)

    def _counts(self) -> str:
        outcomes, failed = Counter(row.outcome for row in self.rows), len(self.content.failures)
        counts = ", ".join(f"{outcomes[kind]:,} {kind.value}" for kind in OutcomeKind if outcomes[kind])
        words = counted(len(self.rows), "review") + (f" ({counts})" if counts else "")
        failures = f"{counted(failed, 'file')} failed: see the sheet {FAILED}" if failed else "nothing failed"
        marked = f". Marked: overdue, and due within {DUE_SOON_DAYS} days" if self.rows else ""
        return f"{words}; {failures}{marked}"
