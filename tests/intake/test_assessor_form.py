"""The assessor's form: it asks for what is submitted, checks it natively, and is read back without loss."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings

from secor_xl.intake.assessor_form import FOR_NEXT_TIME
from secor_xl.intake.form_layout import CHECK, FEEDBACK, FORM_PLAN, FORM_QUESTIONS
from secor_xl.judgement.case import Place
from secor_xl.judgement.deficiencies import for_the_future, to_correct
from secor_xl.review.difference import facts_of, is_submitted
from secor_xl.review.model import Response, Review, Timing
from secor_xl.workbook.schema.layout import SUBMISSION_SHEET, cell_of
from secor_xl.xlsx.guard import UnreadableWorkbook
from tests.excel.office_schema import faults
from tests.intake.conftest import form_of, judged, taken, typed_into
from tests.strategies import reviews
from tests.workbook.built import instrument, review
from tests.workbook.built import read as read_review
from tests.workbook.shipped import opened


def submitted(facts: Review) -> set[object]:
    """The submitted facts, those of lists without the number of their row."""
    numbered = ("accounts", "action_plan")
    return {
        replace(fact, item="") if fact.section in numbered else fact
        for fact in facts_of(facts)
        if is_submitted(fact.section, fact.field)
    }


def test_what_was_submitted_comes_back_whole():
    submission = taken(form_of(review()))
    assert submission.problems == ()
    assert submitted(submission.review) == submitted(review())
    assert submission.instrument == instrument()
    assert submission.taken == sum(is_submitted(fact.section, fact.field) for fact in facts_of(review()))


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(reviews(form=review().form))
def test_any_submission_comes_back_whole(facts: Review):
    submission = taken(form_of(facts))
    assert submission.problems == ()
    assert submitted(submission.review) == submitted(facts)


def test_nothing_of_the_reviewer_is_in_it():
    secret = replace(review().questions[0], finding="SECRET", needed="SECRET", add_to_plan="SECRET")
    facts = replace(review(), questions=(secret, *review().questions[1:]))
    with zipfile.ZipFile(io.BytesIO(form_of(facts))) as package:
        assert not any(b"SECRET" in package.read(name) for name in package.namelist())
    facts = taken(form_of(review())).review
    assert all(is_submitted(fact.section, fact.field) for fact in facts_of(facts))


def test_it_has_no_macros_is_protected_and_is_the_same_on_every_build():
    content = form_of()
    assert content == form_of()
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        assert not any("vba" in name.lower() for name in package.namelist())
        sheets = [package.read(name) for name in package.namelist() if "worksheets/sheet" in name]
    assert all(b"<sheetProtection" in sheet for sheet in sheets)


def test_office_finds_no_fault_in_it():
    assert faults(form_of(), ".xlsx") == faults(form_of(review(), for_correction=True), ".xlsx") == []


def test_every_question_is_there_with_its_guideline_and_a_list_without_not_answered():
    sheet = opened(form_of())[FORM_QUESTIONS.sheet]
    for number, question in enumerate(instrument().questions, 1):
        row = FORM_QUESTIONS.header_row + number
        assert [sheet.cell(row, column).value for column in (1, 2, 3)] == [
            question.id,
            question.text,
            question.guideline,
        ]
    lists = {str(each.formula1) for each in sheet.data_validations.dataValidation if each.type == "list"}
    assert lists == {'"yes,no,n/a"'}


@pytest.mark.parametrize(
    ("field", "value", "seen"),
    [
        ("oldest_record", "spring 2026", 'the text "spring 2026"'),
        ("points_claimed", "five", 'the text "five"'),
        ("response", "maybe", 'the text "maybe"'),
        ("newest_record", 0.5, "the number 0.5"),
    ],
)
def test_a_value_that_is_not_understood_is_named_with_its_cell(field, value, seen):
    cell = FORM_QUESTIONS.cell(field, 1)

    def change(book):
        book["Questions"][cell].number_format = "General"
        book["Questions"][cell].value = value

    submission = typed_into(change)
    (problem,) = submission.problems
    assert (problem.where, problem.seen, problem.place) == (f"Questions!{cell}", seen, Place("questions", field, "A1"))
    facts, notes = submission.for_review()
    assert seen in facts.case.not_understood
    place = cell_of(Place("questions", field, "A1"), instrument())
    assert place is not None
    assert notes[place].text == f"Not understood: form.xlsx: {problem}"


def test_short_answers_and_small_letters_are_understood():
    def change(book):
        sheet = book["Questions"]
        for number, typed in enumerate(("Y", "N.A.", "No"), 1):
            sheet[FORM_QUESTIONS.cell("response", number)].value = typed
        book["Action plan"][FORM_PLAN.cell("question_ids", 1)].value = "a1 & b2"

    facts = typed_into(change).review
    assert [entry.response for entry in facts.questions[:3]] == [Response.YES, Response.NOT_APPLICABLE, Response.NO]
    assert facts.action_plan[0].question_ids == ("A1", "B2")


def test_sorted_questions_are_read_by_their_ids():
    def change(book):
        sheet = book["Questions"]
        first, last = FORM_QUESTIONS.first_row, FORM_QUESTIONS.header_row + len(instrument().questions)
        rows = [[cell.value for cell in row] for row in sheet.iter_rows(first, last)]
        for row, values in enumerate(reversed(rows), first):
            for column, value in enumerate(values, 1):
                sheet.cell(row, column).value = value

    submission = typed_into(change)
    assert (submission.problems, submitted(submission.review)) == ((), submitted(review()))


def test_an_answer_whose_question_is_gone_is_named():
    submission = typed_into(lambda book: setattr(book["Questions"]["A5"], "value", "Z9"))
    (problem,) = submission.problems
    assert (problem.where, problem.seen) == ("Questions!A5", '"Z9" is no question of the form, or is there already')


def test_a_sheet_that_is_gone_is_named_and_the_rest_is_read():
    submission = typed_into(lambda book: book.remove(book["Action plan"]))
    assert [problem.sheet for problem in submission.problems] == ["Action plan"]
    assert submission.review.employer == review().employer


def test_the_return_form_has_each_item_of_the_feedback_and_brings_the_answers():
    finding = replace(review().questions[2], finding="No date on it", needed="Send a dated one", timing=Timing.NOW)
    facts = replace(review(), questions=(*review().questions[:2], finding, *review().questions[3:]))
    assessment = judged(facts)
    listed = (*to_correct(assessment), *for_the_future(assessment))
    content = form_of(facts, for_correction=True)
    sheet = opened(content)["Feedback"]
    assert [sheet.cell(row, 1).value for row in range(5, 5 + len(listed))] == [item.item for item in listed]
    number = [item.item for item in listed].index(finding.question_id) + 1
    assert sheet[FEEDBACK.cell("found", number)].value == "No date on it"
    submission = typed_into(
        lambda book: setattr(book["Feedback"][FEEDBACK.cell("answer", number)], "value", "Dated"), content
    )
    assert submission.answers == {finding.question_id: "Dated"}
    assert submitted(submission.review) == submitted(facts)


def test_the_return_form_says_what_is_for_the_next_assessment_and_keeps_both_answers_to_a_question():
    entry = replace(review().questions[2], finding="Read it again", needed="Date it", timing=Timing.FUTURE)
    facts = replace(review(), questions=(*review().questions[:2], entry, *review().questions[3:]))
    content = form_of(facts, for_correction=True)
    sheet = opened(content)["Feedback"]
    row = next(row for row in range(5, sheet.max_row + 1) if sheet.cell(row, 1).value == entry.question_id)
    assert sheet.cell(row, 3).value == f"Date it\n{FOR_NEXT_TIME}"
    assert FOR_NEXT_TIME not in str(sheet.cell(5, 3).value)

    def answered_twice(book):
        for number, text in ((row, "In the fall"), (row + 1, "Dated")):
            book["Feedback"].cell(number, 1).value = entry.question_id
            book["Feedback"].cell(number, 4).value = text

    assert typed_into(answered_twice, content).answers == {entry.question_id: "In the fall\nDated"}


def test_a_review_workbook_is_no_form_and_a_form_no_review():
    with pytest.raises(UnreadableWorkbook, match="assessor's form") as refused:
        read_review(form_of())
    assert "secor-xl intake" in str(refused.value)


def test_the_checks_are_formulas_without_volatile_functions():
    book = opened(form_of())
    cells = [cell.value for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    assert len(cells) > len(instrument().questions)
    assert all(len(formula) < 8_000 for formula in cells)
    assert not any(name in formula for formula in cells for name in ("NOW(", "TODAY(", "OFFSET(", "INDIRECT("))
    assert all(book["Questions"][FORM_QUESTIONS.cell(CHECK, n)].data_type == "f" for n in range(1, 60))
    assert isinstance(book[SUBMISSION_SHEET]["C6"].value, str)


def test_a_date_that_was_typed_is_a_date():
    cell = FORM_QUESTIONS.cell("oldest_record", 1)
    facts = typed_into(lambda book: setattr(book["Questions"][cell], "value", dt.date(2026, 1, 5))).review
    assert facts.questions[0].oldest_record == dt.date(2026, 1, 5)
