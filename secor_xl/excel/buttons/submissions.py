"""Take a submission, or a correction, into the workbook that is open in Excel: only its cells change, and nothing is saved."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, Never

from secor_xl.errors import SecorError
from secor_xl.excel.buttons.dialogs import bullets
from secor_xl.excel.buttons.errors_shown import is_busy
from secor_xl.excel.live_book import add_note, calculated_once, enter
from secor_xl.intake.correction import corrected
from secor_xl.intake.mapped_values import the_day_in
from secor_xl.intake.mapping import MAPPING_FILE
from secor_xl.intake.submission import Submission
from secor_xl.judgement.case import Place
from secor_xl.review.calendar import shown_date
from secor_xl.review.change_words import words_by_question
from secor_xl.review.difference import difference, facts_of, is_submitted
from secor_xl.runs.take_in import SubmissionReader
from secor_xl.text import counted, on_one_line
from secor_xl.workbook.functions.arguments import cell_value
from secor_xl.workbook.reading.read_review import read_values
from secor_xl.workbook.schema.layout import QUESTIONS, ROUNDS_SHEET, SNAPSHOTS_SHEET, snapshot_cells
from secor_xl.workbook.writing.capacity import fitted
from secor_xl.workbook.writing.input_cells import as_value
from secor_xl.xlsx.sheet_values import cell_position

if TYPE_CHECKING:
    import xlwings

    from secor_xl.review.model import Review
    from secor_xl.runs.settings import Settings
    from secor_xl.workbook.reading.read_review import ReadReview
    from secor_xl.xlsx.comments import Notes

MOST_LINES = 10
LONGEST_NOTE = 200
ASKS_AGAIN = "then click again"
UNDO = "Nothing is saved. To undo it, close the workbook without saving."


@dataclass(frozen=True, slots=True)
class TakenIn:
    """A submission, and the cells that take it.

    Attributes:
        submission: the submission.
        review: the review with it.
        cells: the value of each cell that changes, by sheet and cell; ``None`` for a cell that is cleared.
        notes: the notes that are added to cells.
        returned_on: the day on which a correction came back; ``None`` for a first submission.
    """

    submission: Submission
    review: Review
    cells: dict[tuple[str, str], Any]
    notes: Notes
    returned_on: dt.date | None


def awaits_correction(read: ReadReview) -> bool:
    """Tell whether the workbook waits for a correction; it is blank otherwise.

    Raises:
        SecorError: it is neither blank nor waiting, or of an earlier form.
    """
    review = read.review
    if not read.is_of_this_form:
        raise SecorError(
            "This workbook has an earlier form. Click Upgrade workbook, and take the file into the new one."
        )
    last = review.rounds[-1] if review.rounds else None
    if last and last.received_on and last.returned_on is None:
        return True
    if any(is_submitted(fact.section, fact.field) for fact in facts_of(review)):
        raise SecorError(
            "This workbook has a submission already, and no feedback is out. For another submission, click New review and take it"
            f" into the new workbook. For a correction, enter on the sheet {ROUNDS_SHEET} when the feedback was sent, and no day"
            f" of return, {ASKS_AGAIN}."
        )
    return False


def read_file(file: Path, read: ReadReview, settings: Settings) -> Submission:
    """Read the one submission of a file.

    Raises:
        SecorError: the file cannot be used, or has not one submission.
    """
    found = list(SubmissionReader(read.instrument, settings.templates / MAPPING_FILE).submissions(file))
    if len(found) == 1 and isinstance(found[0], Submission):
        return found[0]
    if len(found) == 1:
        raise SecorError(f"{file}: {found[0]}. This row makes no submission.")
    raise SecorError(
        f"{file}: has {len(found)} submissions; a workbook takes one. In a terminal, this makes a workbook of each:"
        " secor-xl intake FILE --out FOLDER"
    )


def day_question(review: Review, submission: Submission) -> str:
    """Return the question for the day of return."""
    return f"On which day did the correction of round {len(review.rounds)} come back? It is {submission.file}."


def day_of_return(typed: str, review: Review, today: dt.date) -> dt.date:
    """Return the day that was typed; raises ``SecorError`` where it cannot be the day of return."""
    day, received = the_day_in(typed), review.rounds[-1].received_on
    if day is None:
        reason = f'"{typed}" is no day that can be understood. Write the date as year-month-day, such as {today}'
    elif day > today:
        reason = f"{shown_date(day)} is after today. Give the day on which the correction came back"
    elif received and day < received:
        reason = (
            f"{shown_date(day)} is before the day of the feedback, {shown_date(received)}. Give the day of the return"
        )
    else:
        return day
    raise SecorError(f"{reason}, {ASKS_AGAIN}. Nothing was changed.")


def plan(read: ReadReview, submission: Submission, returned_on: dt.date | None) -> TakenIn:
    """Find the cells that a submission changes, and try them on the values that were read.

    Args:
        read: the open workbook.
        submission: the submission; its facts fill the blank cells of a blank workbook.
        returned_on: the day on which it came back, where it is a correction.

    Raises:
        SecorError: the submission is of another employer or instrument, or its facts do not fit.
    """
    submission.refuse_other_instrument(read.instrument)
    before = _facts(read.review)
    if returned_on:
        review, notes = corrected(read.review, read.instrument, submission, returned_on)
        after = _facts(fitted(review, read.instrument))
    else:
        review, notes = submission.for_review()
        after = _facts(fitted(replace(review, form=read.review.form), read.instrument)) | before
    changed = {place: after.get(place) for place in before | after if before.get(place) != after.get(place)}
    cells = {read.found.cell_of(place): value for place, value in changed.items()}
    for each in review.snapshots if SNAPSHOTS_SHEET in read.found.sheets else ():
        if each not in read.review.snapshots:
            cells |= {(SNAPSHOTS_SHEET, cell): value for cell, value in snapshot_cells(each).items()}
    again = _tried(read, {cell: value for cell, value in cells.items() if cell})
    if _facts(again.review) != after or not set(again.problems) <= set(read.problems):
        raise SecorError(
            "The facts cannot be entered safely, because columns or rows of this workbook were moved. Nothing was changed. In a"
            " terminal, 'secor-xl intake' takes the file in, or says what is wrong."
        )
    return TakenIn(submission, again.review, {cell: value for cell, value in cells.items() if cell}, notes, returned_on)


def _facts(review: Review) -> dict[Place, Any]:
    return {Place(fact.section, fact.field, fact.item): fact.value for fact in facts_of(review)}


def _tried(read: ReadReview, cells: dict[tuple[str, str], Any]) -> ReadReview:
    """Read the workbook again as it will be with new values in its cells."""

    def refuse(seen: str, cure: str) -> Never:
        raise SecorError(f"This workbook {seen}. {cure}.")

    sheets = {name: replace(sheet, rows=[[*row] for row in sheet.rows]) for name, sheet in read.found.sheets.items()}
    for (sheet, cell), value in cells.items():
        rows, (row, column) = sheets[sheet].rows, cell_position(cell)
        rows += [[] for _ in range(row + 1 - len(rows))]
        rows[row] += [None] * (column + 1 - len(rows[row]))
        rows[row][column] = cell_value(_as_cell(value))
    return read_values(sheets, refuse)


def _as_cell(value: object) -> str | float | dt.date | None:
    made = as_value(value)
    return float(made) if isinstance(made, Decimal) else made


def enter_all(book: xlwings.Book, taken: TakenIn) -> list[str]:
    """Enter the facts and their notes; returns the notes that Excel refused, each with its cell.

    Raises:
        SecorError: Excel did not let a cell be filled.
    """
    entered, refused = 0, []
    try:
        with calculated_once(book):
            for (sheet, cell), value in taken.cells.items():
                enter(book, sheet, cell, ((_as_cell(value),),))
                entered += 1
    except Exception as error:
        if is_busy(error) and not entered:
            raise
        raise SecorError(
            f"Excel let only {entered} of {len(taken.cells)} cells be filled. Close the workbook without saving, open it again,"
            f" {ASKS_AGAIN}."
        ) from error
    for (sheet, cell), note in taken.notes.items():
        try:
            add_note(book, sheet, cell, note.text)
        except Exception:  # noqa: BLE001 - the facts are entered; the message has the text
            refused.append(f"{sheet}!{cell}: {on_one_line(note.text, LONGEST_NOTE)}")
    return refused


def taken_message(taken: TakenIn, refused: list[str]) -> str:
    """Say what was taken, what was not understood, and what a correction changed."""
    submission, count = taken.submission, len(taken.submission.problems)
    name = Path(submission.file).name
    lines = [f"{name}: {submission.counts}."]
    if taken.returned_on:
        lines[0] = f"The correction is taken in, returned on {shown_date(taken.returned_on)}. {lines[0]}"
        snapshot, review = taken.review.snapshots[-1:], taken.review
        changed = words_by_question(difference(snapshot[0].review, review), review) if snapshot else {}
        lines += ["", f"{counted(len(changed), 'question')} changed{': ' * bool(changed)}{', '.join(changed)}."]
        if changed:
            lines.append(f'Look at each again, and enter the day under "{QUESTIONS.column("looked_at_on").header}".')
    if count:
        lines += ["", "Not understood; a note is on each cell, and no letter is due until you have corrected it:"]
        lines += bullets([str(each) for each in submission.problems], MOST_LINES, "each has its note")
    if refused:
        lines += ["", "Excel refused these notes; copy what you need:"]
        lines += bullets(refused, MOST_LINES, "the file has them all")
    return "\n".join([*lines, "", UNDO])
