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


BELOW = QUESTIONS.first_row + len(OLD.questions) + 1
NOTES = {
    on_question("B3", OLD): Note("ask Jo"),
    on_question("D2", OLD): Note("look again"),
    on_question("E1", OLD): Note("seen"),
    ("Start", f"C{OVERALL_ROW + 3}"): Note("element C"),
    ("Start", f"C{OVERALL_ROW + 4}"): Note("element D"),
    ("Start", "B2"): Note("top"),
    ("Questions", f"B{BELOW}"): Note("below"),
}


def written(folder, review, notes=None):
    path = folder / "review.xlsx"
    assessment = assess(review, instrument=OLD, office=built.office(), as_of=built.AS_OF)
    path.write_bytes(plain_workbook(assessment, notes or {}))
    return path


@pytest.fixture(scope="module")
def carried(tmp_path_factory):
    """A review after it was carried over: its file, what was made, the review and the file as they were."""
    review = with_question(replace(built.review(), action_plan=PLAN), "E1", points=Decimal(3))
    path = written(tmp_path_factory.mktemp("carried"), review, NOTES)
    before, content = read_workbook(path).review, path.read_bytes()
    return path, upgrade(path, DESK, plain_workbook, instrument=LATER), before, content


def test_questions_are_carried_over_by_their_words_else_by_their_id(carried):
    path, done, before, _ = carried
    dropped = "\n".join(done.rebuilt.left)
    after = read_workbook(path)
    assert (after.problems, after.instrument) == ((), LATER)
    assert after.review == replace(
        before, form=after.review.form, questions=after.review.questions, action_plan=after.review.action_plan
    )
    for entry in after.review.questions:
        old_id = {"B8": "B3"}.get(entry.question_id, entry.question_id)
        expected = replace(before.question(old_id), question_id=entry.question_id)
        if old_id in ("A1", "A2"):  # worded, or scored, otherwise
            assert expected.points is not None
            expected = replace(expected, points=None)
        assert entry == expected
    assert all(f"question {each};" in dropped for each in ("D2", *(each.id for each in OLD.elements[2].questions)))
    assert "points awarded for A1, because Question changed; award them again" in dropped
    assert "points awarded for A2, because Points, Step changed; award them again" in dropped


def test_the_action_plan_names_the_questions_as_they_are_now(carried):
    path, done, *_ = carried
    assert [each.question_ids for each in read_workbook(path).review.action_plan] == [("B8",), ()]
    assert {"the question D2 of action item 1", "the question D2 of action item 2"} <= set(done.rebuilt.left)


def test_notes_move_with_their_questions_and_elements_and_those_of_none_are_named(carried):
    path, done, *_ = carried
    assert read_notes(path) == {
        on_question("B8", LATER): Note("ask Jo"),
        on_question("E1", LATER): Note("seen"),
        ("Start", f"C{OVERALL_ROW + 3}"): Note("element D"),
        ("Start", "B2"): Note("top"),
        ("Questions", f"B{BELOW + len(LATER.questions) - len(OLD.questions)}"): Note("below"),
    }
    told = [each for each in done.rebuilt.left if each.startswith("the note on")]
    assert [each.partition(": ")[2] for each in told] == ["look again", "element C"]


def test_the_old_file_stays_under_a_name_that_no_run_takes_for_a_review(carried):
    _, done, _, content = carried
    assert done.kept.name == "review (instrument 2026.1).xlsx"
    assert (done.kept.read_bytes(), is_old_file(done.kept)) == (content, True)


@pytest.mark.parametrize(
    "begun",
    [
        {"rounds": (CorrectionRound(feedback_sent_on=dt.date(2026, 5, 4)),)},
        {"letters": (LetterRecord(LetterKind.FEEDBACK, 1, dt.date(2026, 5, 4), "feedback.docx", "ab" * 32),)},
    ],
    ids=["sent", "made"],
)
def test_after_the_first_feedback_it_is_refused_and_nothing_is_changed(tmp_path, begun):
    path = written(tmp_path, replace(built.review(), **begun))
    content = path.read_bytes()
    with pytest.raises(UpgradeRefused, match="from its first feedback on, a review keeps the instrument"):
        upgrade(path, DESK, plain_workbook, instrument=LATER)
    assert [(each.name, each.read_bytes()) for each in tmp_path.iterdir()] == [("review.xlsx", content)]


def test_the_same_instrument_is_no_other_one(tmp_path):
    path = tmp_path / "review.xlsx"
    path.write_bytes(built.workbook())
    assert upgrade(path, DESK, plain_workbook, instrument=OLD).kept is None
