"""The work of the buttons: one function for each, over the open workbook. Excel calls them by name, without arguments.

The workbook and the context are arguments, so that everything but Excel itself is tried out in the tests.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import wraps
from typing import TypeAlias

import xlwings as xw

from secor_xl.errors import SecorError
from secor_xl.excel.button_list import COMMANDS
from secor_xl.excel.buttons import desk, letter_log, letter_records, letters, messages, submissions, workbooks
from secor_xl.excel.buttons.button_context import ButtonContext
from secor_xl.excel.buttons.errors_shown import BUSY, apology, is_busy, last_resort
from secor_xl.excel.buttons.explain_flag import explained
from secor_xl.excel.live_book import go_to, is_saved, open_beside, recalculate, selected_row, shown_text
from secor_xl.excel.row_heights import let_rows_grow
from secor_xl.excel.xlwings_ways import calling_book
from secor_xl.judgement.outcome import OutcomeKind
from secor_xl.letters.plan import LetterRefused
from secor_xl.review.model import CorrectionRound
from secor_xl.runs.settings import leave_settings, settings_folder
from secor_xl.workbook.schema.computed_ranges import OUTCOME
from secor_xl.workbook.schema.layout import ROUNDS, START

Work: TypeAlias = Callable[[xw.Book, ButtonContext], None]
Button: TypeAlias = Callable[..., None]
MOST_OPENED = 4
"""More letters than this are shown in their folder."""


def button(work: Work) -> Button:
    """Make a button of a function: it finds the workbook itself, and whatever goes wrong is said in a sentence."""
    label = next(command.label for command in COMMANDS if command.function == work.__name__)

    @wraps(work)
    def run(book: xw.Book | None = None, context: ButtonContext | None = None) -> None:
        try:
            book = book or calling_book()
            context = context or ButtonContext.of(book)
            work(book, context)
        except LetterRefused as refusal:
            _say(messages.refusal_message(refusal), context)
        except SecorError as error:
            _say(context.in_words(error) if context else str(error), context)
        except Exception as error:  # noqa: BLE001 - a button never ends in a traceback
            folder = context.folder if context else settings_folder()
            _say(BUSY if is_busy(error) else apology(label, error, folder), context)

    return run


def _say(text: str, context: ButtonContext | None) -> None:
    try:
        if context is None:
            last_resort(text)
        else:
            context.dialogs.tell(text, trouble=True)
    except Exception:  # noqa: BLE001 - Excel itself is gone
        last_resort(text)


@button
def take_in_submission(book: xw.Book, context: ButtonContext) -> None:
    """Take a submission into a blank workbook, or a correction into one whose round is out; nothing is saved."""
    judged = context.judge(book)
    is_correction = submissions.awaits_correction(judged.read)
    file = context.dialogs.which_file("Choose the correction" if is_correction else "Choose the submission")
    if file is None:
        return
    submission = submissions.read_file(file, judged.read, context.settings)
    returned_on = None
    if is_correction:
        typed = context.dialogs.which_day(submissions.day_question(judged.read.review, submission), context.today)
        if typed is None:
            return
        returned_on = submissions.day_of_return(typed, judged.read.review, context.today)
    taken = submissions.plan(judged.read, submission, returned_on)
    refused = submissions.enter_all(book, taken)
    recalculate(book)
    let_rows_grow(book, judged.read.instrument)
    context.dialogs.tell(submissions.taken_message(taken, refused))


@button
def check_now(book: xw.Book, context: ButtonContext) -> None:
    """Judge the review as it is on the screen, fit the rows of flags, and say the outcome."""
    judged = context.judge(book)
    workbooks.move_day(book, judged, context.today)
    recalculate(book)
    let_rows_grow(book, judged.read.instrument)
    shown = shown_text(book, START, judged.read.found.on_start(OUTCOME))
    why = workbooks.why_cells_differ(book, judged, context.service, shown)
    context.dialogs.tell(messages.check_message(judged.assessment, shown, why))


def move_day(book: xw.Book | None = None, context: ButtonContext | None = None) -> None:
    """Move the as-of day to today after the workbook was opened; where that cannot be done, nothing changes and nothing is said."""
    with suppress(Exception):  # nobody has asked for it
        book = book or calling_book()
        context = context or ButtonContext.of(book)
        workbooks.move_day(book, context.judge(book), context.today)


@button
def make_letters(book: xw.Book, context: ButtonContext) -> None:
    """Make the letters that are due, after one question: on disk, in the workbook's letter log, on the screen."""
    judged = context.judge(book)
    workbooks.refuse_cells_ahead(book, judged, context.service)
    review, folder = judged.read.review, context.settings.letters_of(judged.read.review)
    every = letters.rendered(judged, context.service, context.settings)
    issued = tuple(each for each in every if each.is_earlier)
    due = tuple(each for each in every if not each.is_earlier)
    workbook = letter_records.workbook_from(folder, book)
    differences = letter_records.differences(review, due, workbook, folder)
    if not due:
        context.dialogs.tell(messages.issued_message(issued, review, folder, differences))
        return
    if not is_saved(book):
        raise SecorError(
            "This workbook was never saved, and the letters are entered in it. Save it under a name (File, Save As), then"
            " click again."
        )
    made = letter_log.entries(book, judged, due)
    leave_settings(context.settings)
    question = messages.letters_question(judged.assessment, due, made, context.settings, issued, differences)
    if not context.dialogs.ask(question):
        return
    try:
        letters.write(due, workbook, judged, context.service, context.settings)
    except letters.NotAllWritten as stopped:
        if not stopped.written:
            raise
        part = letter_log.entries(book, judged, stopped.written)
        letter_log.enter_all(book, part)
        raise SecorError(messages.partly_written_message(stopped)) from None
    letter_log.enter_all(book, made)
    paths = [folder / each.name for each in due]
    for path in paths if len(paths) <= MOST_OPENED else [folder]:
        context.opener.show(path)


@button
def preview_as_pdf(book: xw.Book, context: ButtonContext) -> None:
    """Show the letters that are due as PDFs; nothing is entered anywhere."""
    judged = context.judge(book)
    workbooks.refuse_cells_ahead(book, judged, context.service)
    for pdf in letters.previews(judged, context.service, context.settings, context.opener):
        context.opener.show(pdf)


@button
def open_letters_folder(book: xw.Book, context: ButtonContext) -> None:
    """Open the folder of this review's letters."""
    folder = context.settings.letters_of(context.judge(book).read.review)
    if not folder.is_dir():
        raise SecorError(
            f"No letter of this review was made yet, so its folder {folder} is not there. Make letters makes it."
        )
    context.opener.show(folder)


@button
def start_next_round(book: xw.Book, context: ButtonContext) -> None:
    """Go to the row of the next round and say what belongs there; nothing is entered, because nothing is known yet."""
    judged = context.judge(book)
    assessment, rounds = judged.assessment, judged.read.review.rounds
    last = rounds[-1] if rounds else CorrectionRound()
    if rounds and last.returned_on is None:
        cell = letter_log.input_cell(
            book, ROUNDS, len(rounds), "returned_on" if last.received_on else "feedback_sent_on"
        )
        go_to(book, ROUNDS.sheet, cell)
        raise SecorError(messages.unreturned_message(len(rounds), last.feedback_sent_on, cell))
    if assessment.outcome.kind not in (OutcomeKind.REQUEST_CORRECTIONS, OutcomeKind.INCOMPLETE):
        context.dialogs.tell(messages.no_round_message(assessment))
        return
    number = len(rounds) + 1
    if number > ROUNDS.capacity:
        raise SecorError(f"The sheet {ROUNDS.sheet} has {ROUNDS.capacity} rows, and all are filled.")
    cell = letter_log.input_cell(book, ROUNDS, number, "feedback_sent_on")
    go_to(book, ROUNDS.sheet, cell)
    context.dialogs.tell(messages.round_message(assessment, number, cell))


@button
def explain_flag(book: xw.Book, context: ButtonContext) -> None:
    """Explain the rules whose flags are in the row of the selected cell."""
    selected = selected_row(book)
    if selected is None:
        raise SecorError("Select one cell with a flag first, then click again.")
    context.dialogs.tell(explained(book, *selected, lambda: context.judge(book)))


@button
def my_desk(book: xw.Book, context: ButtonContext) -> None:
    """Make a list of what is due in all reviews of the reviewer, and open it; no review is changed."""
    path, trouble = desk.make_desk(book, context.settings, context.today)
    open_beside(book, path)
    if trouble:
        context.dialogs.tell(trouble)


@button
def new_review(book: xw.Book, context: ButtonContext) -> None:
    """Make a blank review workbook with the office's instrument, and open it."""
    chosen = context.dialogs.where_to(workbooks.free_name(workbooks.folder_beside(book), "SECOR review"))
    if chosen is not None:
        path = workbooks.make_blank(chosen, context.service)
        open_beside(book, path)


@button
def upgrade_workbook(book: xw.Book, context: ButtonContext) -> None:
    """Build this workbook anew with the present version, beside the old one, and open it."""
    plan = workbooks.upgrade_plan(book)
    if not context.dialogs.ask(plan.question):
        return
    workbooks.save_first(book)
    left = workbooks.upgrade_beside(plan, context.service)
    open_beside(book, plan.new)
    if left:
        context.dialogs.tell(left)
