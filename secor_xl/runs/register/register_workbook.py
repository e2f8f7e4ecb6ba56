"""The register as a workbook: its reviews, their days, letters and scores, what failed, what repeats, and figures."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeAlias, TypeVar

from secor_xl.judgement.outcome import OutcomeKind
from secor_xl.review.calendar import DUE_SOON_DAYS, shown_date
from secor_xl.review.model import LetterKind
from secor_xl.review.names import NO_EMPLOYER
from secor_xl.runs.register.figures import add_figures
from secor_xl.runs.register.groups import add_groups
from secor_xl.runs.register.learning import RepeatedDeficiency, repeated_deficiencies
from secor_xl.runs.register.register_entry import (
    IN_CORRECTION,
    IN_REVIEW,
    WITH_ASSESSOR,
    FailedFile,
    RegisterEntry,
    RegisterLetter,
)
from secor_xl.runs.register.register_notes import (
    EMPLOYER,
    NOTES,
    OTHER_NOTES,
    REFERENCE,
    REVIEWS,
    WORKBOOK,
    PreviousRegister,
    RegisterNote,
    joined,
)
from secor_xl.runs.register.register_row import RegisterFlag, RegisterRow, RegisterScore
from secor_xl.text import capitalized, counted
from secor_xl.workbook.writing import formats
from secor_xl.workbook.writing.build_start import OUTCOME_COLOURS
from secor_xl.workbook.writing.list_workbook import (
    DATE,
    FIRST_ROW,
    NO_COLOURS,
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

LetterOfReview: TypeAlias = tuple[RegisterEntry, RegisterLetter]
Item = TypeVar("Item")

DAYS, LETTERS, SCORES, FAILED, LEARNING = "Days", "Letters", "Scores", "Failed", "Learning"
NO_YEAR, NO_FEEDBACK, NO_REVIEW = "not entered", "no feedback sent", "No review was judged."
REVIEWER = "Reviewer"
SCORES_TIP = "Per cent of the reviewer's points, truncated, never rounded up. A score below its mark is red and named."
DAYS_TIP = "Days in each state are counted up to the letter that tells the outcome, or up to this day"
NOTES_TIP = (
    "Notes of reviews that this register does not list. A note goes back to its row when its review is listed again"
)


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
    ListedColumn("How the last round stands", 16, lambda each: each.row.standing or NO_FEEDBACK),
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
SCORE_COLUMNS: tuple[ListedColumn[RegisterRow], ...] = (
    ListedColumn(EMPLOYER, 34, lambda row: row.employer or NO_EMPLOYER),
    ListedColumn(REFERENCE, 14, lambda row: row.reference, TEXT),
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
        content, failed = self.content, len(self.content.failures)
        notes, others = joined(self.previous.notes, content.entries)
        self._reviews(notes)
        self._list(DAYS, "Days", f"{self.on}. {DAYS_TIP}", self._day_columns(), content.entries, NO_REVIEW)
        letters = [(entry, letter) for entry in content.entries for letter in entry.letters]
        tip = f"{self.on}: {counted(len(letters), 'letter')}"
        self._list(LETTERS, "Letters", tip, LETTER_COLUMNS, letters, "No letter was due.")
        labels = dict.fromkeys(score.label for row in self.rows for score in row.elements)
        columns = (*SCORE_COLUMNS, *map(_of_element, labels), BELOW)
        self._list(SCORES, "Scores by element", f"{self.on}. {SCORES_TIP}", columns, self.rows, NO_REVIEW, OUTCOMES)
        tip = (
            f"{counted(failed, 'file')} failed; every other file was done all the same" if failed else "Nothing failed"
        )
        tab = formats.RED if failed else formats.LINE
        self._list(FAILED, "What failed", tip, FAILED_COLUMNS, content.failures, "Nothing failed.", tab=tab)
        if others:
            self._list(OTHER_NOTES, "Other notes", NOTES_TIP, NOTE_COLUMNS, others, "", tab=formats.AMBER)
        self._learning()
        add_figures(self.book, self.rows, failed, content.as_of)
        add_groups(self.book, content.entries, content.earlier, content.as_of, names=content.names)
        return self.book.content()

    def _list(
        self,
        name: str,
        title: str,
        tip: str,
        columns: Iterable[ListedColumn[Item]],
        items: Sequence[Item],
        empty: str,
        colours: Colours = NO_COLOURS,
        tab: str = formats.TEAL,
        paper: int = formats.LETTER_PAPER,
    ) -> None:
        """Add a list whose columns are as wide as a person left them."""
        left = self.previous.widths.get(name, {})
        shown = [
            replace(column, width=left[column.header].digits, hidden=left[column.header].hidden)
            if column.header in left
            else column
            for column in self._shown(columns)
        ]
        self.book.add_list(name, title, tip, shown, items, empty, colours, tab, paper)

    def _shown(self, columns: Iterable[ListedColumn[Item]]) -> list[ListedColumn[Item]]:
        """Leave out the names of reviewers where they are not wanted."""
        return [column for column in columns if self.content.names or column.header != REVIEWER]

    def _reviews(self, notes: Mapping[str, str]) -> None:
        title = " · ".join(filter(None, ("Register of reviews", self.content.season)))
        note: ListedColumn[RegisterEntry] = ListedColumn(NOTES, 38, lambda each: notes.get(each.path), formats.INPUT)
        columns = self._shown((*REVIEW_COLUMNS, note))
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
            **dict.fromkeys(("Due on", "Days left", "How the last round stands"), deadlines),
            "Blocking flags": [
                ({"type": "cell", "criteria": ">", "value": 0}, {"font_color": formats.RED, "bold": True})
            ],
        }
        tip, entries = f"{self.on}: {self._counts()}", self.content.entries
        self._list(REVIEWS, title, tip, columns, entries, NO_REVIEW, colours, formats.DEEP, formats.TABLOID_PAPER)

    def _day_columns(self) -> Iterator[ListedColumn[RegisterEntry]]:
        as_of = self.content.as_of
        yield ListedColumn(EMPLOYER, 30, lambda each: each.row.employer or NO_EMPLOYER)
        yield ListedColumn(REFERENCE, 14, lambda each: each.row.reference, TEXT)
        yield ListedColumn(REVIEWER, 18, lambda each: each.row.reviewer)
        yield ListedColumn("State", 18, lambda each: capitalized(each.state))
        yield ListedColumn("Received", 11, lambda each: each.row.received_on, DATE)
        yield ListedColumn("Reviewed", 11, lambda each: each.row.reviewed_on, DATE)
        for number in range(max((len(row.turns) for row in self.rows), default=0)):
            for words, which in (("Feedback", 0), ("Returned", 1)):
                yield ListedColumn(f"{words} {number + 1}", 11, _turn(number, which), DATE)
        yield ListedColumn("Decided", 11, lambda each: each.decided_on, DATE)
        for state in (IN_REVIEW, WITH_ASSESSOR, IN_CORRECTION):
            yield ListedColumn(f"Days: {state[0].lower()}{state[1:]}", 11.5, _spent(as_of, state), NUMBER)
        yield ListedColumn("Days in all", 10, lambda each: sum(each.days_by_state(as_of).values()) or None, NUMBER)

    def _learning(self) -> None:
        least, found = self.content.repeated, list[RepeatedDeficiency]()
        tip, empty = "Switched off: office.toml has no [learning]", "Switched off."
        if least is not None:
            tip = f"The same deficiency in {least} reviews of an assessor, or more. Each review was told of it by a letter"
            empty = "No assessor has the same deficiency again."
            found += repeated_deficiencies((*self.content.entries, *self.content.earlier), least)
        self._list(LEARNING, "Learning", tip, LEARNING_COLUMNS, found, empty)

    def _counts(self) -> str:
        outcomes, failed = Counter(row.outcome for row in self.rows), len(self.content.failures)
        counts = ", ".join(f"{outcomes[kind]:,} {kind.value}" for kind in OutcomeKind if outcomes[kind])
        words = counted(len(self.rows), "review") + (f" ({counts})" if counts else "")
        failures = f"{counted(failed, 'file')} failed: see the sheet {FAILED}" if failed else "nothing failed"
        marked = f". Marked: overdue, and due within {DUE_SOON_DAYS} days" if self.rows else ""
        return f"{words}; {failures}{marked}"


def _turn(number: int, which: int) -> Callable[[RegisterEntry], ListedValue]:
    """Return the function that gives the day of sending (0) or of the return (1) of a round, counted from 0."""
    return lambda each: each.row.turns[number][which] if number < len(each.row.turns) else None


def _spent(as_of: dt.date, state: str) -> Callable[[RegisterEntry], ListedValue]:
    return lambda each: each.days_by_state(as_of).get(state)
