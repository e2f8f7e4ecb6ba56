"""Make letters, from the click to the letters on disk and their entries in the workbook; and every reason why it does not."""

import datetime as dt
import errno
import hashlib
import os
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl.styles import Protection

from secor_xl.excel import buttons
from secor_xl.excel.live_book import read_live
from secor_xl.judgement.case import Place
from secor_xl.judgement.outcome import OutcomeKind
from secor_xl.letters.plan import LetterRefused
from secor_xl.resources import shipped_letter_templates
from secor_xl.review.calendar import shown_date
from secor_xl.review.model import LetterKind, LetterRecord
from secor_xl.review.snapshots import with_snapshot
from secor_xl.runs import settings
from secor_xl.runs.single_workbook import ReviewService
from secor_xl.samples.changes import with_question
from secor_xl.workbook.reading.read_workbook import read_workbook
from secor_xl.workbook.schema import computed_ranges, named_ranges
from secor_xl.workbook.schema.layout import LETTERS, ROUNDS, cell_of
from tests.excel.clicks import every_sample, of_sample, reviewer, sample_with
from tests.workbook.shipped import BLANK, CLEAN, INSTRUMENT

NAME = cell_of(Place("employer", "legal_name"), INSTRUMENT) or ("", "")

FEEDBACK = sample_with("request corrections", rounds=0)
APPROVAL = sample_with("approve", rounds=0)
LETTER_IS_DUE = (OutcomeKind.APPROVE, OutcomeKind.REQUEST_CORRECTIONS, OutcomeKind.INVALID)
UNDER_WAY = sample_with("request corrections", rounds=1)


def log_of(at):
    return read_live(at.book).review.letters


def nothing_happened(at):
    assert at.on_disk() == []
    assert log_of(at) == ()
    assert at.opener.shown == []
    assert not (at.home / "faults.log").exists()


@every_sample
def test_every_sample_gets_the_letters_of_the_command_line_and_remembers_them(tmp_path, sample):
    at = of_sample(tmp_path, sample)
    service = ReviewService(shipped_letter_templates(), sample.as_of)
    judged = service.judge(at.path)
    if sample.expected_outcome not in LETTER_IS_DUE:
        with pytest.raises(LetterRefused) as refused:
            service.plan(judged)
        (said,) = at.click(buttons.make_letters)
        assert said.startswith("No letter can be made.")
        assert refused.value.reasons[0] in said
        nothing_happened(at)
        return
    made = service.write(service.plan(judged), tmp_path / "line")
    (question,) = at.click(buttons.make_letters, "ok")
    written = sorted(at.letters.rglob("*.docx"))
    assert [path.read_bytes() for path in written] == [
        path.read_bytes() for path in sorted((tmp_path / "line").iterdir())
    ]
    assert str(written[0].parent) in question
    assert at.opener.shown == [written[0].parent / each.name for each in made]
    round_number = judged.assessment.outcome.round or None
    logged = tuple(
        LetterRecord(
            each.kind,
            round_number,
            sample.as_of,
            each.name,
            hashlib.sha256((tmp_path / "line" / each.name).read_bytes()).hexdigest(),
        )
        for each in made
    )
    for each in made:
        assert each.addressee in question
    live = read_live(at.book)
    assert (live.review.letters, live.problems) == (logged, ())
    feedback = judged.assessment.outcome.kind is OutcomeKind.REQUEST_CORRECTIONS
    assert (live.review.rounds != sample.review.rounds) == feedback
    if feedback:
        assert live.review.rounds[-1].feedback_sent_on == sample.as_of
        number = judged.assessment.outcome.round
        assert live.review.snapshots == with_snapshot(sample.review, number, sample.as_of).snapshots
        assert service.judged(at.path, live).assessment.outcome.kind is OutcomeKind.AWAITING_CORRECTION
    assert read_workbook(at.path).review == sample.review  # the reviewer saves, not we
    at.book.save()
    assert read_workbook(at.path).review == live.review


def test_the_answer_no_changes_nothing(tmp_path):
    at = of_sample(tmp_path, FEEDBACK)
    at.click(buttons.make_letters, "cancel")
    nothing_happened(at)
    assert read_live(at.book).review == FEEDBACK.review


@pytest.mark.parametrize("click", [buttons.make_letters, buttons.preview_as_pdf], ids=["make", "preview"])
def test_no_letter_is_made_while_the_cells_look_ahead(tmp_path, click):
    at, as_of = of_sample(tmp_path, FEEDBACK), named_ranges.range_of(computed_ranges.AS_OF, INSTRUMENT)
    ahead = FEEDBACK.as_of + dt.timedelta(days=1)
    at.enter((as_of.sheet, as_of.first), dt.datetime(ahead.year, ahead.month, ahead.day))
    (said,) = at.click(click)
    assert f"The cell As of ({as_of.sheet}!{as_of.first}) is {shown_date(ahead)}" in said
    assert shown_date(FEEDBACK.as_of) in said
    nothing_happened(at)


def test_a_letter_bears_today_also_where_the_cells_are_judged_as_of_an_earlier_day(tmp_path):
    at, as_of = of_sample(tmp_path, FEEDBACK), named_ranges.range_of(computed_ranges.AS_OF, INSTRUMENT)
    before = FEEDBACK.as_of - dt.timedelta(days=1)
    at.enter((as_of.sheet, as_of.first), dt.datetime(before.year, before.month, before.day))
    at.click(buttons.make_letters, "ok")
    assert log_of(at)[0].written_on == FEEDBACK.as_of


def test_what_is_typed_and_not_saved_is_in_the_letter(tmp_path):
    at = of_sample(tmp_path, FEEDBACK)
    at.enter(NAME, "Rechristened Rigs Ltd.")
    assert read_live(at.book).review.employer.legal_name == "Rechristened Rigs Ltd."
    at.click(buttons.make_letters, "ok")
    review = replace(FEEDBACK.review, employer=replace(FEEDBACK.review.employer, legal_name="Rechristened Rigs Ltd."))
    (tmp_path / "other").mkdir()
    other = of_sample(tmp_path / "other", replace(FEEDBACK, review=review))
    other.click(buttons.make_letters, "ok")
    assert at.opener.shown[0].read_bytes() == other.opener.shown[0].read_bytes()


def test_a_second_click_finds_the_feedback_made_and_waits_for_its_answer(tmp_path):
    at = of_sample(tmp_path, FEEDBACK)
    at.click(buttons.make_letters, "ok")
    (said,) = at.click(buttons.make_letters)
    assert "Awaiting correction" in said
    assert (len(at.on_disk()), len(log_of(at))) == (1, 1)


def test_a_second_click_on_an_approval_enters_nothing_twice(tmp_path):
    at = of_sample(tmp_path, APPROVAL)
    at.click(buttons.make_letters, "ok")
    before, logged = at.on_disk(), log_of(at)
    (question,) = at.click(buttons.make_letters, "ok")
    assert question.count("already there, and is not changed") == len(before)
    assert "In the workbook" not in question
    assert (at.on_disk(), log_of(at)) == (before, logged)


def test_an_entry_that_was_lost_is_made_up_for_by_a_second_click(tmp_path):
    at = of_sample(tmp_path, APPROVAL)
    at.click(buttons.make_letters, "ok")
    again = of_sample(tmp_path, APPROVAL)  # closed without saving
    assert log_of(again) == ()
    again.click(buttons.make_letters, "ok")
    assert log_of(again) == log_of(at)


def contents(at):
    return {path.name: path.read_bytes() for path in at.letters.rglob("*.docx")}


def later(at, days=1):
    return replace(at, today=at.today + dt.timedelta(days=days))


@pytest.mark.parametrize("outcome", ["approve", "invalid"])
def test_a_letter_that_was_issued_is_not_made_again_on_another_day(tmp_path, outcome):
    at = of_sample(tmp_path, sample_with(outcome))
    at.click(buttons.make_letters, "ok")
    before, logged, (first, *_) = contents(at), log_of(at), at.opener.shown
    at.opener.shown.clear()
    (said,) = later(at, 2).click(buttons.make_letters)
    kind = logged[0].kind.value
    assert said.startswith(f"The {kind} letter was made on {shown_date(at.today)} as {first.name}.")
    assert f" in {first.parent}." in said
    assert "clear its row on the sheet Letters" in said
    for name in before:
        assert name in said
    assert (contents(at), log_of(at), at.opener.shown) == (before, logged, [])
    assert all(hashlib.sha256(before[entry.file]).hexdigest() == entry.fingerprint for entry in logged)


def test_a_letter_that_was_issued_stays_whatever_was_typed_into_it_or_into_the_review(tmp_path):
    at = of_sample(tmp_path, APPROVAL)
    at.click(buttons.make_letters, "ok")
    at.opener.shown[0].write_bytes(b"signed in Word")
    at.enter(NAME, "Rechristened Rigs Ltd.")
    before = contents(at)
    (said,) = at.click(buttons.make_letters)
    assert "No letter is made again" in said
    assert contents(at) == before


def test_feedback_that_was_issued_is_not_made_again_where_its_day_was_lost(tmp_path):
    at = of_sample(tmp_path, FEEDBACK)
    at.click(buttons.make_letters, "ok")
    before = contents(at)
    at.enter((ROUNDS.sheet, ROUNDS.cell("feedback_sent_on", 1)), None)
    (said,) = later(at).click(buttons.make_letters)
    assert said.startswith("No letter can be made.")
    assert "The feedback letter of round 1 was made, but no day on which it was sent is entered" in said
    assert contents(at) == before


def test_a_letter_is_made_again_on_purpose_and_the_others_stay(tmp_path):
    at = of_sample(tmp_path, APPROVAL)
    at.click(buttons.make_letters, "ok")
    before, (approval, notice) = contents(at), at.opener.shown
    notice.rename(tmp_path / "withdrawn.docx")
    for column in LETTERS.inputs:
        at.enter((LETTERS.sheet, LETTERS.cell(column.field, 2)), None)
    at.opener.shown.clear()
    (question,) = later(at).click(buttons.make_letters, "ok")
    assert f"{approval.name} was made on {shown_date(at.today)}, and is not changed" in question
    assert at.opener.shown == [notice]
    assert [entry.written_on for entry in log_of(at)] == [at.today, later(at).today]
    assert approval.read_bytes() == before[approval.name]
    assert sorted(contents(at)) == sorted(before)


def test_an_issued_letter_whose_file_is_gone_is_made_anew_with_a_word_about_the_log(tmp_path):
    at = of_sample(tmp_path, APPROVAL)
    at.click(buttons.make_letters, "ok")
    letter, notice = at.opener.shown
    letter.unlink()
    (question,) = later(at).click(buttons.make_letters, "cancel")
    assert f"{letter.name}, made on {shown_date(at.today)}, is in the letter log, but its file is missing" in question
    at.enter((LETTERS.sheet, LETTERS.cell("written_on", 1)), None)
    (question,) = later(at).click(buttons.make_letters, "ok")
    assert f"{letter.name} is in the letter log, but its file is missing; it is made and entered again" in question
    assert [entry.file for entry in log_of(at)] == [letter.name, notice.name, letter.name]


def test_another_letter_of_that_name_that_is_not_logged_is_named_in_the_question_and_kept(tmp_path):
    at = of_sample(tmp_path, APPROVAL)
    at.click(buttons.make_letters, "ok")
    (approval, *_) = at.opener.shown
    approval.write_bytes(b"typed over in Word")
    again = later(of_sample(tmp_path, APPROVAL))  # closed without saving
    (question,) = again.click(buttons.make_letters, "ok")
    assert f"{approval.name} is there with other content; it is kept beside the new one" in question
    assert approval.with_name(f"{approval.stem} (replaced 1).docx").read_bytes() == b"typed over in Word"
    assert {entry.written_on for entry in log_of(again)} == {again.today}


def test_the_next_round_is_entered_in_its_own_row(tmp_path):
    at = of_sample(tmp_path, UNDER_WAY)
    (question,) = at.click(buttons.make_letters, "ok")
    assert f"{ROUNDS.sheet}!{ROUNDS.cell('feedback_sent_on', 2)}" in question
    rounds = read_live(at.book).review.rounds
    assert rounds[0] == UNDER_WAY.review.rounds[0]
    assert rounds[1].feedback_sent_on == UNDER_WAY.as_of
    assert log_of(at)[0].round == 2


def test_many_letters_are_shown_in_their_folder(tmp_path, monkeypatch):
    monkeypatch.setattr(buttons, "MOST_OPENED", 1)
    at = of_sample(tmp_path, APPROVAL)
    at.click(buttons.make_letters, "ok")
    assert at.opener.shown == [next(at.letters.iterdir())]


def test_an_unfinished_review_gets_its_reasons_and_no_letter(tmp_path):
    at = reviewer(tmp_path, with_question(CLEAN, "A1", points=None), dt.date(2026, 6, 30))
    (said,) = at.click(buttons.make_letters)
    assert "Score question A1" in said
    nothing_happened(at)


def test_many_reasons_are_counted_and_the_rest_is_on_the_sheet(tmp_path):
    blank = replace(CLEAN, questions=(), assessor=replace(CLEAN.assessor, name="", phone="", email=""))
    at = reviewer(tmp_path, blank, dt.date(2026, 6, 30))
    at.click(buttons.make_letters)
    at = of_sample(tmp_path, FEEDBACK)
    at.rename("Questions", "Fragen")
    (said,) = at.click(buttons.make_letters)
    assert "Questions" in said
    assert "name it Questions again" in said
    assert at.on_disk() == []


@pytest.mark.parametrize("sheet", ["Submission", "Questions", "Action plan", "Rounds", "Letters"])
def test_a_sheet_that_is_missing_is_named(tmp_path, sheet):
    at = of_sample(tmp_path, FEEDBACK)
    at.rename(sheet, "x")
    (said,) = at.click(buttons.make_letters)
    assert f"name it {sheet} again" in said
    assert at.on_disk() == []


def test_another_form_and_another_workbook_are_refused(tmp_path):
    at = of_sample(tmp_path, FEEDBACK)
    at.open_workbook.values["Form"]["B1"] = "99"
    assert 'version "99" of the review form' in at.click(buttons.make_letters)[0]
    at.rename("Form", "x")
    assert "has lost its hidden sheet Form" in at.click(buttons.make_letters)[0]
    assert at.on_disk() == []


def test_a_workbook_that_was_never_saved_is_saved_first(tmp_path):
    at = of_sample(tmp_path, FEEDBACK)
    at.open_workbook.fullname = "Book1"
    (said,) = at.click(buttons.make_letters)
    assert "was never saved" in said
    nothing_happened(at)


def test_a_workbook_in_onedrive_gets_its_letters_all_the_same(tmp_path):
    at = of_sample(tmp_path, FEEDBACK)
    at.open_workbook.fullname = "https://example.sharepoint.com/sites/qa/Shared Documents/review.xlsm"
    at.click(buttons.make_letters, "ok")
    assert (len(at.on_disk()), len(log_of(at))) == (1, 1)


def templates(folder):
    copy = folder / "templates"
    shutil.copytree(shipped_letter_templates(), copy)
    return copy


@pytest.mark.parametrize(
    ("damage", "words"),
    [
        (lambda folder: (folder / "feedback.docx").unlink(), "feedback.docx"),
        (lambda folder: (folder / "feedback.docx").write_bytes(b"PK\x03\x04 half of it"), "feedback.docx"),
        (lambda folder: (folder / "office.toml").unlink(), "office.toml"),
        (lambda folder: (folder / "office.toml").write_text("[office"), "office.toml"),
        (shutil.rmtree, "office.toml"),
    ],
    ids=["no template", "damaged template", "no office", "damaged office", "no folder"],
)
def test_templates_that_are_missing_or_damaged_are_named(tmp_path, damage, words):
    folder = templates(tmp_path)
    at = reviewer(tmp_path, FEEDBACK.review, FEEDBACK.as_of, templates=folder)
    damage(folder)
    (said,) = at.click(buttons.make_letters)
    assert words in said
    assert "Sorry" not in said
    assert f"The folder {folder} is named by templates_folder in {at.home / 'settings.toml'}" in said
    nothing_happened(at)


def test_the_shipped_templates_and_those_of_the_environment_are_told_apart(tmp_path, monkeypatch):
    folder = templates(tmp_path)
    (folder / "office.toml").unlink()
    at = of_sample(tmp_path, FEEDBACK)
    monkeypatch.setattr(settings, "shipped_letter_templates", lambda: folder)
    assert "install secor-xl again" in at.click(buttons.make_letters)[0]
    monkeypatch.setenv("SECOR_XL_TEMPLATES", str(folder))
    assert "the environment variable SECOR_XL_TEMPLATES" in at.click(buttons.make_letters)[0]


def test_settings_that_cannot_be_used_are_named_themselves(tmp_path):
    at = of_sample(tmp_path, FEEDBACK)
    (at.home / "settings.toml").write_text("templates_folder = 7", encoding="utf-8")
    (said,) = at.click(buttons.make_letters)
    assert said.startswith(f"{at.home / 'settings.toml'}: templates_folder: is 7")
    assert "is named by" not in said


def test_no_reason_tells_somebody_in_excel_to_save_first(tmp_path):
    at = of_sample(tmp_path, FEEDBACK)
    cell = cell_of(Place("questions", "points", "A1"), INSTRUMENT)
    assert cell
    at.enter(cell, "ten")
    (said,) = at.click(buttons.make_letters)
    assert "check the review again" in said
    assert "save" not in said.lower()


def test_all_letters_are_rehearsed_before_the_first_is_written(tmp_path):
    folder = templates(tmp_path)
    at = reviewer(tmp_path, APPROVAL.review, APPROVAL.as_of, templates=folder)
    (folder / "governing_body_notice.docx").write_bytes(b"no Word file")
    (said,) = at.click(buttons.make_letters)
    assert "governing_body_notice.docx" in said
    nothing_happened(at)


def test_a_letter_that_is_open_in_word_is_named(tmp_path, monkeypatch):
    at = of_sample(tmp_path, FEEDBACK)
    at.click(buttons.make_letters, "ok")
    letter = at.opener.shown[0]
    letter.write_bytes(b"another")
    again = of_sample(tmp_path, FEEDBACK)
    real = Path.open

    def refuse(path, mode="r", *more, **options):
        if path == letter and mode == "r+b":  # as Windows does while Word has it
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return real(path, mode, *more, **options)

    monkeypatch.setattr(Path, "open", refuse)
    (said,) = again.click(buttons.make_letters)
    assert said.startswith(f"{letter.name} is open in Word")
    assert "Close it there, then click again" in said
    assert letter.read_bytes() == b"another"
    assert log_of(again) == ()


def test_a_letter_that_is_opened_in_word_at_the_last_moment_is_named_too(tmp_path, monkeypatch):
    at = of_sample(tmp_path, FEEDBACK)

    def refuse(*_paths):
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(os, "link", refuse)
    monkeypatch.setattr(Path, "replace", refuse)
    said = at.click(buttons.make_letters, "ok")
    assert "is open in Word" in said[-1]
    nothing_happened(at)


def test_a_second_letter_that_cannot_be_written_leaves_the_first_one_in_the_log(tmp_path, monkeypatch):
    at = of_sample(tmp_path, APPROVAL)
    linked = os.link

    def once(source, target):
        if at.on_disk():
            raise OSError(errno.ENOSPC, "No space left on device")
        linked(source, target)

    monkeypatch.setattr(os, "link", once)
    monkeypatch.setattr(Path, "replace", once)
    said = at.click(buttons.make_letters, "ok")[-1]
    (first,) = at.on_disk()
    assert said.startswith("The disk is full")
    assert f"{Path(first).name} was written and entered on the sheet Letters" in said
    assert [entry.file for entry in log_of(at)] == [Path(first).name]
    assert at.opener.shown == []
    monkeypatch.undo()
    at.click(buttons.make_letters, "ok")
    assert len(log_of(at)) == len(at.on_disk()) == 2


def test_a_folder_that_takes_no_file_is_named_with_the_setting_that_chooses_another(tmp_path, monkeypatch):
    at = of_sample(tmp_path, FEEDBACK)

    def refuse(path, _data):
        raise OSError(errno.EROFS, "Read-only file system", str(path))

    monkeypatch.setattr(Path, "write_bytes", refuse)
    (said,) = at.click(buttons.make_letters)
    assert "the disk can only be read" in said
    assert f"letters_folder in {at.home / 'settings.toml'}" in said
    assert "--out" not in said
    monkeypatch.undo()
    nothing_happened(at)


def test_a_file_in_the_place_of_the_folder_is_no_end(tmp_path):
    at = of_sample(tmp_path, FEEDBACK)
    at.letters.write_text("a file")
    (said,) = at.click(buttons.make_letters)
    assert "Nothing can be written to the folder" in said


def test_a_full_disk_is_called_a_full_disk(tmp_path, monkeypatch):
    at = of_sample(tmp_path, FEEDBACK)

    def full(_descriptor):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    said = at.click(buttons.make_letters, "ok")
    assert "The disk is full" in said[-1]
    nothing_happened(at)


def test_a_log_without_room_is_said_before_anything_is_written(tmp_path):
    full = (LetterRecord(LetterKind.NOTICE),) * LETTERS.capacity
    at = reviewer(tmp_path, replace(FEEDBACK.review, letters=full), FEEDBACK.as_of)
    (said,) = at.click(buttons.make_letters)
    assert f"has {LETTERS.capacity} rows, and all are filled" in said
    assert at.on_disk() == []


def test_columns_of_the_log_that_were_moved_are_said(tmp_path):
    at = of_sample(tmp_path, FEEDBACK)
    for file in (at.open_workbook.file, at.open_workbook.values):
        sheet = file["Letters"]
        first, second = (f"{LETTERS.column(name).letter}{LETTERS.header_row}" for name in ("kind", "file"))
        sheet[first], sheet[second] = sheet[second].value, sheet[first].value
    (said,) = at.click(buttons.make_letters)
    assert "The columns of the sheet Letters were moved" in said
    assert at.on_disk() == []


def test_an_entry_that_excel_refuses_leaves_the_letters_and_a_second_click_enters_them(tmp_path):
    at = of_sample(tmp_path, APPROVAL)
    cell = at.open_workbook.file["Letters"][LETTERS.cell("kind", 1)]
    cell.protection = Protection(locked=True)
    said = at.click(buttons.make_letters, "ok")
    assert "The letters are written, but Excel did not let them be entered" in said[-1]
    assert at.on_disk()
    assert log_of(at) == ()
    cell.protection = Protection(locked=False)
    at.click(buttons.make_letters, "ok")
    assert len(log_of(at)) == len(at.on_disk())


def test_the_file_of_settings_is_left_where_it_can_be_edited(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path / "me"))
    at = of_sample(tmp_path, FEEDBACK)
    file = at.home / "settings.toml"
    file.unlink()
    (question,) = at.click(buttons.make_letters, "cancel")
    assert "# letters_folder = " in file.read_text()
    assert str(tmp_path / "me" / "Documents" / "SECOR letters" / "QA-") in question


def test_the_preview_shows_pdfs_and_leaves_nothing_else(tmp_path):
    at = of_sample(tmp_path, APPROVAL)
    assert at.click(buttons.preview_as_pdf) == []
    assert [path.suffix for path in at.opener.shown] == [".pdf"] * 2
    first = list(at.opener.shown)
    at.opener.shown.clear()
    at.click(buttons.preview_as_pdf)
    assert not any(path.exists() for path in first)
    assert all(path.is_file() for path in at.opener.shown)
    assert not list(at.home.rglob("*.docx"))
    at.opener.shown.clear()
    nothing_happened(at)


def test_no_preview_of_a_letter_that_is_not_due(tmp_path):
    at = of_sample(tmp_path, sample_with("awaiting correction"))
    (said,) = at.click(buttons.preview_as_pdf)
    assert said.startswith("No letter can be made.")


def test_a_preview_without_a_program_says_what_to_install(tmp_path):
    at = of_sample(tmp_path, APPROVAL)
    at.opener.pdfs_fail = "Install Word"
    assert at.click(buttons.preview_as_pdf) == ["Install Word"]


def test_the_folder_of_the_letters_opens_when_it_is_there(tmp_path):
    at = of_sample(tmp_path, APPROVAL)
    (said,) = at.click(buttons.open_letters_folder)
    assert "Make letters makes it" in said
    at.click(buttons.make_letters, "ok")
    at.opener.shown.clear()
    assert at.click(buttons.open_letters_folder) == []
    assert at.opener.shown == [at.letters / APPROVAL.review.case.reference]


def test_a_review_without_any_name_has_a_folder_that_says_so(tmp_path):
    at = reviewer(tmp_path, BLANK, dt.date(2026, 6, 30))
    (said,) = at.click(buttons.open_letters_folder)
    assert str(at.letters / "Unnamed review") in said
