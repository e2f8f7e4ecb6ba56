"""The words that the form prints on its sheets; the builders write them, and the reader knows them from what people type."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from secor_xl.procedure.instrument import NotApplicable
from secor_xl.workbook.reading.headers import words
from secor_xl.workbook.schema import layout, start_sheet
from secor_xl.workbook.schema.start_sheet import FIRST, SCORE, SCORE_COLUMNS, SECOND

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from secor_xl.procedure.instrument import Element, Instrument, Question
    from secor_xl.xlsx.sheet_values import CellValue

Made = TypeVar("Made")
Printed: TypeAlias = str | int | Decimal
Words: TypeAlias = dict[tuple[int, int], str]

# The title of each of these sheets is its name; below it is one line of advice.
TIPS = {
    layout.SUBMISSION_SHEET: (
        "The facts that the employer and the assessor submitted. Fill in the cream cells; all other cells are computed or fixed."
    ),
    layout.QUESTIONS_SHEET: (
        "Amber cells are still open. A long text is whole in the formula bar, or with a double click below the number of its row."
    ),
    layout.ACTION_PLAN_SHEET: (
        "The assessor's SECOR action plan, one item a row. Nothing here prevents an approval (2.11)."
    ),
    layout.LAST_YEAR_SHEET: (
        "The deficiencies and action items of last year's review. Choose for each whether it was done; none prevents an"
        " approval (2.11, 2.12)."
    ),
    layout.ROUNDS_SHEET: (
        "One row for each feedback and its answer. Days are calendar days; the due day itself is in time (2.7a, 2.7b)."
    ),
    layout.LETTERS_SHEET: (
        "The letters that were made for this review. The button enters them. Enter other letters by hand."
    ),
    layout.FLAGS_SHEET: "Form: the review is unfinished, no letter yet. Blocking: no approval. Advisory: never blocks.",
    layout.CHANGES_SHEET: "What differs from the review as it was at the last feedback. Filter any column by its arrow.",
    layout.RULES_SHEET: "Every rule that may raise a flag. A code is never used twice.",
    layout.CLAUSES_SHEET: "The procedure clause by clause, with its numbers in force, and who or what applies each clause.",
}
NO_LAST_YEAR = (
    "No item of last year's review is listed. Enter items by hand, or make a workbook with --after LAST_YEAR."
)
"""The line of advice of the sheet Last year where the workbook was made without such items."""
QUESTION_BANDS = {
    "element_title": "What the instrument asks for",
    "response": "As submitted",
    "documents": "Your verdict",
    "finding": "Your finding",
}
FORMER_BANDS = ("Computed", "The question")
FORMER_LINES = {
    layout.START: ("As it was when this file was made. After a change: secor-xl check",),
    layout.SUBMISSION_SHEET: (
        "What the employer and the assessor handed in. Cream cells are yours to fill; everything else is computed or fixed.",
    ),
    layout.ACTION_PLAN_SHEET: (
        "The assessor's SECOR action plan, one item a row. Nothing here stands against an approval (2.11).",
    ),
    layout.LETTERS_SHEET: (
        "The letters that were made for this review. The button enters them; enter by hand what was made without it.",
    ),
    layout.QUESTIONS_SHEET: (
        "One row for each question; work from left to right. Amber cells are still open. Filter any column by its arrow.",
    ),
    layout.LAST_YEAR_SHEET: (
        "This workbook was made without last year's review; --after LAST_YEAR brings its items, or enter them by hand.",
    ),
}
"""The sentences that earlier versions printed. Keep here each sentence that you word anew: workbooks that have it are in use."""
WAYS = {field: f"→ {band}" for field, band in QUESTION_BANDS.items() if field != "element_title"} | {"flags": "→ Flags"}
"""The words of the links to the bands, by the column where the band begins."""
SHEET_LINKS = dict(zip(layout.VISIBLE_SHEETS[1:], SCORE_COLUMNS, strict=False))
"""The sheets that the start sheet leads to, each with the column of its link."""
COLOURS = {
    "cream": "yours to fill in",
    "grey": "computed from what is entered",
    "amber": "still open on the sheet Questions",
    "blocking": "no approval while it is open",
    "form": "the review is unfinished",
    "advisory": "advice, never against an approval",
}
AS_OF_KIND_TIP = "today: moves on opening and with Check now"
CUT_TIP = "A text that ends in … is cut: select its row, then Explain flag shows all of it."
"""Behind the line of advice of the flags, in a workbook with live cells."""
REFRESH = "Save and close this workbook, then run in a terminal: secor-xl refresh FILE"
NOTHING_YET = f"Nothing is computed in this workbook yet. {REFRESH}"
ACCOUNTS_TITLE = "WCB accounts"
HEADCOUNT_NEEDED = "Computed, when all five are given."
NA_WORDS = {
    NotApplicable.NEVER: "never",
    NotApplicable.JUSTIFIED: "when the notes say why",
    NotApplicable.OWNER_OPERATOR: "for an owner-operator",
    NotApplicable.NO_CONTRACTORS: "without contractors",
}
MOST_REMEMBERED = 16


def evidence_words(question: Question) -> str:
    """Return the evidence that a "yes" needs and when "n/a" is allowed, one line each."""
    lines = [f"Verify by {', '.join(question.verification)}"]
    if question.documents:
        lines.append(f"Documents: {question.documents}{' (dated records)' if question.records else ''}")
    if question.notes_minimum_words:
        example = ", with an example" if question.notes_example else ""
        lines.append(f"Notes: at least {question.notes_minimum_words} words{example}")
    lines.append(f"N/A: {NA_WORDS[question.not_applicable]}")
    return "\n".join(lines)


PRINTED = tuple(
    column.field
    for column in layout.QUESTIONS.columns
    if not column.entry and column.field not in (layout.CHANGED, layout.FLAGS, layout.SCORED)
)
"""The columns of the questions in which the form prints what is asked."""


def printed_of(element: Element, question: Question) -> tuple[Printed, ...]:
    """Return the printed words of a question's row in these columns."""
    asked = (element.letter, question.id, question.text, question.guideline, element.title)
    return (*asked, evidence_words(question), question.points, question.points_allowed)


def remembered(make: Callable[[Instrument], Made]) -> Callable[[Instrument], Made]:
    """Remember what is made of an instrument by its fingerprint, which says all of it and is sooner compared."""
    known: dict[str, Made] = {}

    def made(instrument: Instrument) -> Made:
        found = known.get(instrument.fingerprint)
        if found is None:
            if len(known) >= MOST_REMEMBERED:
                known.clear()
            found = known[instrument.fingerprint] = make(instrument)
        return found

    return made


@remembered
def printed_questions(instrument: Instrument) -> Mapping[str, list[Printed]]:
    """Return the printed words of every question, by its id."""
    pairs = ((element, question) for element in instrument.elements for question in element.questions)
    return {question.id: list(map(_plain, printed_of(element, question))) for element, question in pairs}


def _plain(value: Printed) -> Printed:
    """Convert a whole decimal to an int, which is compared much faster."""
    return int(value) if isinstance(value, Decimal) and value == int(value) else value


@remembered
def start_words(instrument: Instrument) -> Words:
    """Return the printed words of the start sheet, by row and column as Excel counts them."""
    top = start_sheet.deadlines_heading_row(len(instrument.elements))
    notice = instrument.notice
    if instrument.illustrative:
        notice = f"Illustrative instrument. {notice}".strip()
    first = {
        start_sheet.PRODUCT_ROW: "SECOR quality-assurance review",
        start_sheet.INSTRUMENT_ROW: f"Instrument: {instrument.title}, version {instrument.version}",
        start_sheet.NOTICE_ROW: notice,
        start_sheet.OUTCOME_HEADING_ROW: "Outcome",
        start_sheet.NEXT_STEP_ROW: "What to do next",
        start_sheet.BECAUSE_HEADER_ROW: "Clause",
        start_sheet.SCORES_HEADING_ROW: "Score by element",
        top: "Deadlines",
        start_sheet.final_date_row(instrument): "Final date",
    }
    made = {(row, FIRST.index): text for row, text in first.items()}
    made[start_sheet.BECAUSE_HEADER_ROW, SECOND.index] = "Because"
    made[start_sheet.FACTS_ROW + len(start_sheet.FACT_LABELS) - 1, SCORE["given"].index] = AS_OF_KIND_TIP
    made |= {(start_sheet.LINKS_ROW, column.index): name for name, column in SHEET_LINKS.items()}
    made[top, SCORE["percent"].index] = "Colours"
    for row, pair in enumerate(COLOURS.items(), top + 1):
        made |= {(row, SCORE["percent"].index + number): text for number, text in enumerate(pair)}
    for number, label in enumerate(start_sheet.FACT_LABELS):
        made[start_sheet.FACTS_ROW + number, FIRST.index] = label
    for number, label in enumerate(start_sheet.COUNT_LABELS):
        made[start_sheet.FACTS_ROW + number, SCORE["minimum"].index] = label
    made |= {(start_sheet.SCORES_HEADER_ROW, column.index): column.header for column in SCORE_COLUMNS}
    names = [("All", "All elements"), *((element.letter, element.title) for element in instrument.elements)]
    for number, (letter, title) in enumerate(names):
        made[start_sheet.OVERALL_ROW + number, FIRST.index] = letter
        made[start_sheet.OVERALL_ROW + number, SECOND.index] = title
    made |= {(top + 1, FIRST.index + number): header for number, header in enumerate(start_sheet.DEADLINE_HEADERS)}
    return {place: text for place, text in made.items() if text}


@lru_cache(maxsize=512, typed=True)
def in_head(sheet: str, value: CellValue) -> bool:
    """Whether the rows above a sheet's headers print this: the title, the line of advice, the bands."""
    tip = TIPS.get(sheet, "")
    lines = [tip, NOTHING_YET, *FORMER_LINES.get(sheet, ())]
    if sheet == layout.LAST_YEAR_SHEET:
        lines.append(NO_LAST_YEAR)
    if sheet == layout.FLAGS_SHEET:
        lines.append(f"{tip} {CUT_TIP}")
    return is_printed(value, sheet) or words(value) in _bands(sheet) or any(is_alike(value, line) for line in lines)


@lru_cache(maxsize=16)
def _bands(sheet: str) -> frozenset[str]:
    bands = (*QUESTION_BANDS.values(), *FORMER_BANDS, *WAYS.values()) if sheet == layout.QUESTIONS_SHEET else ()
    return frozenset(map(words, (layout.BACK, *bands)))


def is_printed(value: CellValue, own: Printed) -> bool:
    """Whether a cell has the form's own words or number."""
    if isinstance(own, str):
        return isinstance(value, str) and words(value) == words(own)
    return isinstance(value, int | float) and Decimal(repr(value)) == own


def is_alike(value: CellValue, own: str) -> bool:
    """Whether a cell has the form's own words as this or another version words them: at least half of the words are the same."""
    if value == own:
        return True
    seen, known = set(words(value).split()), set(words(own).split())
    return bool(known) and 2 * len(seen & known) >= max(len(seen), len(known))
