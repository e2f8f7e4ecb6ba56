"""The button Take in submission: a blank workbook fills, a correction replaces what was submitted, nothing is saved."""

import datetime as dt
import json
from dataclasses import replace
from types import SimpleNamespace
from typing import Any, cast

import pytest
from openpyxl.styles import Protection

from secor_xl.excel import buttons
from secor_xl.excel.buttons import submissions
from secor_xl.excel.buttons.submissions import TakenIn, taken_message
from secor_xl.excel.live_book import read_live
from secor_xl.intake.correction import corrected
from secor_xl.intake.form_layout import ANSWER, FEEDBACK, FORM_QUESTIONS
from secor_xl.intake.submission import Submission
from secor_xl.review.difference import facts_of, is_submitted
from secor_xl.review.json_form import to_record
from secor_xl.review.model import ActionItem, CorrectionRound, Response, Timing
from secor_xl.runs.exchange import exported
from secor_xl.samples.changes import with_question
from secor_xl.workbook.schema.layout import QUESTIONS, ROUNDS
from secor_xl.workbook.writing.build import blank_review
from secor_xl.xlsx.comments import Note
from tests.excel.clicks import reviewer, where
from tests.excel.fake_engine import EXCEPTION_OCCURRED, com_error
from tests.intake.conftest import form_of
from tests.workbook import built
from tests.workbook.built import edited
from tests.workbook.shipped import BLANK, CLEAN, INSTRUMENT, SMALL, TODAY

SENT, RETURNED = TODAY - dt.timedelta(20), TODAY - dt.timedelta(3)
OUT = replace(CLEAN, rounds=(CorrectionRound(feedback_sent_on=SENT),))


class Chooser:
    """Excel's own windows, in which a file is chosen and a day is typed."""

    def __init__(self, file, day=""):
        self.file, self.day, self.asked = file, day, []

    def GetOpenFilename(self, kinds, _index, title):  # noqa: N802 - Excel's name
        assert "*.xlsx;*.xlsm;*.json;*.csv" in kinds
        self.asked.append(title)
        return str(self.file) if self.file else False

    def InputBox(self, prompt, _title, default):  # noqa: N802 - Excel's name
        self.asked += [prompt, default]
        return self.day


@pytest.fixture(autouse=True)
def windows(monkeypatch):
    monkeypatch.setattr("secor_xl.excel.buttons.dialogs.sys", SimpleNamespace(platform="win32"))


def take_in(at, content, day="", name="came in.xlsx"):
    """Click and choose a file with this content."""
    file = at.home / name
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    at.excel.api = Chooser(file, day or RETURNED.isoformat())
    (said,) = at.click(buttons.take_in_submission)
    return said


def note_on(at, sheet, cell):
    note = at.book.sheets[sheet].range(cell).note
    assert note
    return note.text


def submitted(review):
    return {fact for fact in facts_of(review) if is_submitted(fact.section, fact.field)}


def test_a_blank_workbook_fills_with_the_facts_of_a_form_and_nothing_is_saved(tmp_path):
    at = reviewer(tmp_path, BLANK, TODAY)
    at.enter(where("reviewer", "name"), "R. Eviewer")
    before = at.path.read_bytes()
    at.excel.written_while_calculating = 0
    said = take_in(at, form_of(CLEAN))
    taken = read_live(at.book)
    assert submitted(taken.review) == submitted(CLEAN) != set()
    assert (taken.review.reviewer.name, taken.problems) == ("R. Eviewer", ())
    assert at.excel.api.asked == ["Choose the submission"]
    assert said.startswith(f"came in.xlsx: {len(submitted(CLEAN))} values taken, 0 not understood.")
    assert said.endswith("To undo it, close the workbook without saving.")
    assert at.path.read_bytes() == before
    assert (at.excel.calculation, at.excel.calculations, at.excel.written_while_calculating) == ("automatic", 1, 0)
    assert at.open_workbook.active == "Start"


def test_a_value_that_is_not_understood_is_named_and_noted_on_its_cell(tmp_path):
    at = reviewer(tmp_path, BLANK, TODAY)
    cell = FORM_QUESTIONS.cell("response", 1)
    said = take_in(at, edited(lambda book: book["Questions"].__setitem__(cell, "perhaps"), form_of(CLEAN)))
    sheet, place = where("questions", "response", INSTRUMENT.questions[0].id)
    assert "1 not understood" in said
    assert f"Questions!{cell}" in said
    assert '"perhaps"' in note_on(at, sheet, place)
    assert "perhaps" in read_live(at.book).review.case.not_understood
    assert "Excel refused" not in said


def test_a_note_that_excel_refuses_is_in_the_message(monkeypatch):
    def refuse(*_arguments):
        raise com_error(EXCEPTION_OCCURRED, "a conversation is on the cell")

    monkeypatch.setattr(submissions, "add_note", refuse)
    taken = TakenIn(Submission("form.xlsx", CLEAN, INSTRUMENT), CLEAN, {}, {("Questions", "J5"): Note("Sent.")}, None)
    refused = submissions.enter_all(cast(Any, SimpleNamespace(app=SimpleNamespace(calculation=""))), taken)
    assert "Excel refused these notes; copy what you need:\n• Questions!J5: Sent." in taken_message(taken, refused)


def changed_submission():
    """The clean submission after a correction: an answer, a text, one action item more at the top, one account less."""
    first, *others = CLEAN.questions
    return replace(
        CLEAN,
        questions=(replace(first, response=Response.NO, notes="Nobody was asked."), *others),
        action_plan=(ActionItem(question_ids=("B2",), deficiency="No date", action="Date it"), *CLEAN.action_plan),
        accounts=CLEAN.accounts[:-1],
        employer=replace(CLEAN.employer, fax=""),
    )


def test_a_correction_replaces_what_was_submitted_and_nothing_of_the_reviewer(tmp_path):
    at = reviewer(tmp_path, OUT, TODAY)
    at.enter(where("questions", "finding", "A2"), "Typed and not saved")
    before, old = at.path.read_bytes(), read_live(at.book).review
    said = take_in(at, form_of(changed_submission()))
    taken = read_live(at.book)
    wanted, _ = corrected(old, INSTRUMENT, Submission("", changed_submission(), INSTRUMENT), RETURNED)
    assert set(facts_of(taken.review)) == set(facts_of(wanted))
    assert (taken.problems, taken.review.question("A2").finding) == ((), "Typed and not saved")
    assert taken.review.rounds[0].returned_on == RETURNED
    _, question, proposed = at.excel.api.asked
    assert "correction of round 1" in question
    assert proposed == TODAY.isoformat()
    assert "questions changed: A1, B2." in said
    assert QUESTIONS.column("looked_at_on").header in said
    assert at.path.read_bytes() == before


def test_the_answers_to_the_feedback_become_notes_below_those_that_are_there(tmp_path):
    faulty = with_question(OUT, "A1", finding="No date", needed="A dated record", timing=Timing.NOW)
    at = reviewer(tmp_path, faulty, TODAY)
    sheet, cell = where("questions", "finding", "A1")
    at.book.sheets[sheet].range(cell).add_note("Ask by phone.")

    def answer(book):
        for number in range(1, 9):
            book[FEEDBACK.sheet][FEEDBACK.cell(ANSWER, number)] = "Sent."

    take_in(at, edited(answer, form_of(faulty, for_correction=True)))
    assert note_on(at, sheet, cell) == "Ask by phone.\nThe assessor's answer, round 1: Sent."


OTHER = replace(
    CLEAN, employer=replace(CLEAN.employer, legal_name="Other"), case=replace(CLEAN.case, certificate_number="")
)
MANY = replace(CLEAN, accounts=CLEAN.accounts * 20)


def test_what_cannot_be_taken_into_a_blank_workbook_is_said_and_changes_nothing(tmp_path, monkeypatch):
    at = reviewer(tmp_path, BLANK, TODAY)
    assert "is for the instrument" in take_in(at, json.dumps(exported(blank_review(SMALL), SMALL)))
    assert "accounts; the sheet Submission holds" in take_in(at, json.dumps(to_record(MANY)))
    assert "is a table, but its mapping" in take_in(at, "Employer,Fax\nPine,1\n")
    assert "is a review workbook already" in take_in(at, built.workbook())
    assert read_live(at.book).review == BLANK
    at.excel.api = Chooser("")
    assert at.click(buttons.take_in_submission) == []
    with monkeypatch.context() as elsewhere:
        elsewhere.setattr("secor_xl.excel.buttons.dialogs.sys", SimpleNamespace(platform="linux"))
        elsewhere.setattr("secor_xl.excel.buttons.dialogs.shutil.which", lambda _program: None)
        assert "secor-xl intake" in at.click(buttons.take_in_submission)[0]
    assert read_live(at.book).review == BLANK
    take_in(at, json.dumps(to_record(CLEAN)), name="review.json")
    assert read_live(at.book).review == CLEAN, "every fact of an exported review fills its cell"


def test_what_is_no_correction_of_the_open_round_is_said_and_changes_nothing(tmp_path):
    at = reviewer(tmp_path, OUT, TODAY)
    assert 'is from "Other", but the review is of' in take_in(at, form_of(OTHER))
    form = form_of(changed_submission())
    for day, words in (
        ("03/04/2026", "Write the date as year-month-day"),
        (str(TODAY + dt.timedelta(1)), "is after today"),
        (str(SENT - dt.timedelta(1)), "before the day of the feedback"),
    ):
        assert words in take_in(at, form, day)
    at.excel.api = Chooser(at.home / "came in.xlsx", False)
    assert at.click(buttons.take_in_submission) == []
    assert read_live(at.book).review == OUT
    at.enter(where("rounds", "returned_on", "1"), dt.datetime.combine(RETURNED, dt.time()))
    at.excel.api = None
    assert "has a submission already, and no feedback is out" in at.click(buttons.take_in_submission)[0]


def test_a_workbook_that_cannot_take_a_cell_is_not_filled_or_says_the_way_back(tmp_path):
    at = reviewer(tmp_path, OUT, TODAY)
    header = f"{ROUNDS.column('returned_on').letter}{ROUNDS.header_row}"
    for words, said in (("Came back", "cannot be entered safely"), (ROUNDS.column("returned_on").header, "be filled")):
        for sheets in (at.open_workbook.file, at.open_workbook.values):
            sheets[ROUNDS.sheet][header].value = words
        sheet, cell = where("questions", "notes", "A1")
        at.open_workbook.file[sheet][cell].protection = Protection(locked=True)
        assert said in take_in(at, form_of(changed_submission()))
        assert at.excel.calculation == "automatic"
    assert read_live(at.book).review.question("A1").notes == CLEAN.question("A1").notes
