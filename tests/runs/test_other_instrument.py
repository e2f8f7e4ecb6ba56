"""A review is carried over to another version of its instrument before its first feedback, and nothing is lost unsaid."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest

from secor_xl.judgement.assessment import assess
from secor_xl.judgement.case import Place
from secor_xl.old_files import is_old_file
from secor_xl.procedure.instrument import parse_instrument
from secor_xl.procedure.instrument_text import toml_text
from secor_xl.resources import shipped_letter_templates
from secor_xl.review.model import ActionItem, CorrectionRound, LetterKind, LetterRecord
from secor_xl.runs.new_workbook import plain_workbook
from secor_xl.runs.single_workbook import ReviewService
from secor_xl.runs.upgrade import UpgradeRefused, upgrade
from secor_xl.samples.changes import with_question
from secor_xl.workbook.reading.read_workbook import read_workbook
from secor_xl.workbook.schema.layout import QUESTIONS, cell_of
from secor_xl.workbook.schema.start_sheet import OVERALL_ROW
from secor_xl.xlsx.comments import Note
from tests.notes import read_notes
from tests.runs.instrument_versions import NEW, OLD
from tests.workbook import built

DESK = ReviewService(shipped_letter_templates(), built.AS_OF)
LATER = parse_instrument(
    toml_text(replace(NEW, elements=NEW.elements[:2] + NEW.elements[3:], consistency=())), "later.toml"
)
"""The next version without the element C."""
PLAN = (
    ActionItem(("B3", "D2"), "Records are missing.", "Keep them.", "Jo", dt.date(2026, 9, 1)),
    ActionItem(("D2",), "Inspections are late.", "Plan them.", "Jo", dt.date(2026, 9, 1)),
)


def on_question(question_id, instrument, field="points"):
    return cell_of(Place("questions", field, question_id), instrument)


def carried(path):
    """Carry the review over, and return what is only in the old file, and that file."""
    done = upgrade(path, DESK, plain_workbook, instrument=LATER)
    assert done.rebuilt is not None
    assert done.kept is not None
    return done.rebuilt.left, done.kept


@pytest.fixture
def workbook(tmp_path):
    def make(review=None, notes=None):
        path = tmp_path / "review.xlsx"
        facts = review or replace(built.review(), action_plan=PLAN)
        path.write_bytes(
            plain_workbook(assess(facts, instrument=OLD, office=built.office(), as_of=built.AS_OF), notes or {})
        )
        return path

    return make


def test_questions_are_carried_over_by_their_words_else_by_their_id(workbook):
    path = workbook()
    before = read_workbook(path).review
    dropped = "\n".join(carried(path)[0])
    after = read_workbook(path)
    assert (after.problems, after.instrument) == ((), LATER)
    assert after.review == replace(
        before, form=after.review.form, questions=after.review.questions, action_plan=after.review.action_plan
    )
    gone = {"C8", "D2", *(question.id for question in OLD.elements[2].questions)}
    for entry in after.review.questions:
        old_id = {"B8": "B3"}.get(entry.question_id, entry.question_id)
        expected = replace(before.question(old_id), question_id=entry.question_id)
        if old_id in ("A1", "A2"):  # worded, or scored, otherwise
            assert expected.points is not None
            expected = replace(expected, points=None)
        assert entry == expected
    assert all(f"question {each};" in dropped for each in gone & before_ids(before))
    assert "points awarded for A1, because Question changed; award them again" in dropped
    assert "points awarded for A2, because Points, Step changed; award them again" in dropped


def before_ids(review):
    return {each.question_id for each in review.questions}


def test_the_action_plan_names_the_questions_as_they_are_now(workbook):
    path = workbook()
    left, _ = carried(path)
    assert [each.question_ids for each in read_workbook(path).review.action_plan] == [("B8",), ()]
    assert {"the question D2 of action item 1", "the question D2 of action item 2"} <= set(left)


def test_notes_move_with_their_questions_and_elements_and_those_of_none_are_named(workbook):
    last = f"B{QUESTIONS.first_row + len(OLD.questions) + 1}"
    notes = {
        on_question("B3", OLD): Note("ask Jo"),
        on_question("D2", OLD): Note("look again"),
        on_question("E1", OLD): Note("seen"),
        ("Start", f"C{OVERALL_ROW + 3}"): Note("element C"),
        ("Start", f"C{OVERALL_ROW + 4}"): Note("element D"),
        ("Start", "B2"): Note("top"),
        ("Questions", last): Note("below"),
    }
    path = workbook(notes=notes)
    left, _ = carried(path)
    moved = len(LATER.questions) - len(OLD.questions)
    assert read_notes(path) == {
        on_question("B8", LATER): Note("ask Jo"),
        on_question("E1", LATER): Note("seen"),
        ("Start", f"C{OVERALL_ROW + 3}"): Note("element D"),
        ("Start", "B2"): Note("top"),
        ("Questions", f"B{QUESTIONS.first_row + len(OLD.questions) + 1 + moved}"): Note("below"),
    }
    told = [each for each in left if each.startswith("the note on")]
    assert [each.partition(": ")[2] for each in told] == ["look again", "element C"]


def test_the_old_file_stays_under_a_name_that_no_run_takes_for_a_review(workbook):
    path = workbook()
    content = path.read_bytes()
    _, kept = carried(path)
    assert kept.name == "review (instrument 2026.1).xlsx"
    assert (kept.read_bytes(), is_old_file(kept)) == (content, True)


@pytest.mark.parametrize(
    "begun",
    [
        {"rounds": (CorrectionRound(feedback_sent_on=dt.date(2026, 5, 4)),)},
        {"letters": (LetterRecord(LetterKind.FEEDBACK, 1, dt.date(2026, 5, 4), "feedback.docx", "ab" * 32),)},
    ],
    ids=["sent", "made"],
)
def test_after_the_first_feedback_it_is_refused_and_nothing_is_changed(workbook, begun):
    path = workbook(replace(built.review(), **begun))
    content = path.read_bytes()
    with pytest.raises(UpgradeRefused, match="from its first feedback on, a review keeps the instrument"):
        carried(path)
    assert [(each.name, each.read_bytes()) for each in path.parent.iterdir()] == [("review.xlsx", content)]


def test_the_same_instrument_is_no_other_one(workbook):
    assert upgrade(workbook(), DESK, plain_workbook, instrument=OLD).kept is None


def test_points_that_a_question_did_not_change_stay(workbook):
    path = workbook(with_question(built.review(), "E1", points=Decimal(3)))
    carried(path)
    assert read_workbook(path).review.question("E1").points == 3
