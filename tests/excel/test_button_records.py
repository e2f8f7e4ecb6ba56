"""The buttons record what they make, and compare the letter log with the records."""

import datetime as dt
from dataclasses import replace

import pytest

from secor_xl.excel import buttons
from secor_xl.letters.letter import LetterState
from secor_xl.records.database import RECORDS
from secor_xl.records.records import BUTTON, writing
from secor_xl.resources import shipped_letter_templates
from secor_xl.review.calendar import shown_date
from secor_xl.runs.season.run import LetterRun, Request
from secor_xl.runs.verification.file_check import CheckVerdict
from secor_xl.runs.verification.verify import verified
from secor_xl.workbook.schema.layout import LETTERS
from tests.excel.clicks import of_sample, reviewer, sample_with
from tests.runs.conftest import recorded, records_in

APPROVAL = sample_with("approve", rounds=0)
FEEDBACK = sample_with("request corrections", rounds=0)


def clock():
    return dt.datetime(2026, 12, 31, 12, 30, tzinfo=dt.UTC)


@pytest.fixture
def made(tmp_path):
    """A reviewer who has made an approval and its notice, and saved."""
    at = of_sample(tmp_path, APPROVAL)
    at.click(buttons.make_letters, "ok")
    at.book.save()
    return at


def folder_of(at):
    return at.opener.shown[0].parent


def compared(at):
    return list(verified(folder_of(at), shipped_letter_templates()))


def test_what_a_button_makes_is_recorded_and_verify_knows_it(made):
    assert set(recorded(folder_of(made))) == {path.name for path in made.opener.shown}
    review = records_in(folder_of(made)).last_judged_at("../../work/review.xlsm")
    assert review
    assert (review.made_by, review.outcome, review.as_of) == (BUTTON, "approve", APPROVAL.as_of)
    assert all(each.verdict is CheckVerdict.RIGHT for each in compared(made))
    made.opener.shown[0].write_bytes(b"by hand")
    assert [each.verdict for each in compared(made)] == [CheckVerdict.CHANGED, CheckVerdict.RIGHT]


def test_a_second_click_records_nothing_twice(made):
    before = (folder_of(made) / RECORDS).read_bytes()
    made.click(buttons.make_letters, "ok")
    assert (folder_of(made) / RECORDS).read_bytes() == before


def test_a_run_knows_the_letters_that_a_button_made_of_the_workbook(made):
    as_of = APPROVAL.as_of + dt.timedelta(days=3)
    request = Request((str(made.path),), folder_of(made), shipped_letter_templates(), as_of, jobs=1)
    before = recorded(folder_of(made))
    [result] = LetterRun(request, clock).results()
    assert not result.failure
    assert {letter.state for letter in result.letters} == {LetterState.THERE}
    assert recorded(folder_of(made)) == before
    assert all(each.verdict is CheckVerdict.RIGHT for each in compared(made))


def test_while_a_run_is_writing_to_the_folder_no_letter_is_made(made):
    first = made.opener.shown[0]
    first.unlink()
    with writing(folder_of(made), clock):
        (said,) = made.click(buttons.make_letters)
    assert "'secor-xl letters' is writing letters to the folder" in said
    assert "then click again" in said
    assert not first.exists()


def test_a_run_that_begins_while_the_question_is_open_stops_the_letters_too(tmp_path, made):
    first = made.opener.shown[0]
    first.unlink()
    with pytest.MonkeyPatch.context() as patch, writing(tmp_path / "other", clock):
        folder = folder_of(made)
        opened = writing(folder, clock)
        patch.setattr(buttons, "leave_settings", lambda _settings: opened.__enter__())
        (_, said) = made.click(buttons.make_letters, "ok")
        opened.__exit__(None, None, None)
    assert "is writing letters to the folder" in said
    assert not first.exists()


def test_a_log_that_names_other_content_than_the_records_is_told_by_the_button_and_by_verify(made):
    name = made.opener.shown[0].name
    made.enter((LETTERS.sheet, LETTERS.cell("fingerprint", 1)), "0" * 64)
    (said,) = made.click(buttons.make_letters, "cancel")
    assert f"{name} has other content in the letter log than in the records of the folder" in said
    assert "clear the row" in said
    made.book.save()
    request = Request((str(made.path),), folder_of(made), shipped_letter_templates(), APPROVAL.as_of, jobs=1)
    list(LetterRun(request, clock).results())
    [found] = [each for each in compared(made) if not each.is_right]
    assert (found.what, found.verdict) == ("workbook", CheckVerdict.DIFFERENT)
    assert f"its letter log names {name} with other content than the records" in found.says
    assert "clear the row" in found.says


def test_a_log_entry_without_a_record_is_told(made):
    made.enter((LETTERS.sheet, LETTERS.cell("file", 1)), "Typed by hand.docx")
    (said,) = made.click(buttons.make_letters, "cancel")
    assert "Typed by hand.docx is in the letter log, but not in the records of the folder" in said


def test_a_letter_of_a_workbook_that_was_closed_without_saving_is_told_with_its_cure(tmp_path):
    at = of_sample(tmp_path, FEEDBACK)
    at.click(buttons.make_letters, "ok")
    reference = FEEDBACK.review.case.reference
    review = replace(APPROVAL.review, case=replace(APPROVAL.review.case, reference=reference))
    again = reviewer(tmp_path, review, APPROVAL.as_of)
    (question,) = again.click(buttons.make_letters, "cancel")
    day = shown_date(FEEDBACK.as_of)
    assert f"{at.opener.shown[0].name} was made of this workbook on {day}, but is not in the letter log" in question
    assert "If it was sent, enter it on the sheet Letters; if not, move it away." in question


def test_records_that_cannot_be_used_stop_the_letters_in_words(made):
    (folder_of(made) / RECORDS).write_bytes(b"by hand\n" * 200)
    (said,) = made.click(buttons.make_letters)
    assert f"{RECORDS}: is no database" in said
    assert "Sorry" not in said
