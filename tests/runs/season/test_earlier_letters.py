"""A letter that an earlier run made is known by what it says, never by its name alone."""

import datetime as dt
import email
import email.policy
import zipfile

import docx
import pytest

from secor_xl.letters.letter import LetterState
from secor_xl.letters.outcome_guard import LetterRefused
from secor_xl.resources import shipped_letter_templates
from secor_xl.review.calendar import shown_date
from secor_xl.review.model import LetterKind
from secor_xl.runs.season.result import Trouble
from secor_xl.runs.verification.file_check import CheckVerdict
from secor_xl.runs.verification.verify import verified
from tests.runs.conftest import clock, letters_in, recorded, tamper
from tests.runs.season.test_run import replace_text

OUTCOMES = ("approve", "request corrections", "invalid")


@pytest.fixture
def by_outcome(workbooks, run, tmp_path):
    """The workbooks of the season for each outcome."""
    found: dict[str, list[str]] = {outcome: [] for outcome in OUTCOMES}
    for result in run(workbooks, dry_run=True):
        found[result.outcome].append(result.file)
    return {outcome: [workbooks / file.rpartition("/")[2] for file in files] for outcome, files in found.items()}


def reference(path):
    return f"QA-0{path.stem.removeprefix('review ')}"


def put(source, target):
    """A copy of a workbook with another reference."""
    target.parent.mkdir(exist_ok=True)
    target.write_bytes(source.read_bytes())
    replace_text(target, reference(source).encode(), b"QA-55")
    return target


def saved_again(path):
    """The same workbook in other bytes, as after Excel's own saving."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


def words(path):
    return "\n".join(part.get_content() for part in drafts(path).walk() if part.get_content_type() == "text/plain")


def drafts(path):
    return email.message_from_bytes(path.read_bytes(), policy=email.policy.default)


def test_a_name_that_now_holds_the_letter_of_another_review_is_not_taken_for_ones_own(by_outcome, run, day, tmp_path):
    ours = put(by_outcome["approve"][0], tmp_path / "a" / "a.xlsx")
    others = put(by_outcome["approve"][1], tmp_path / "b" / "b.xlsx")
    run(ours)
    for letter in (tmp_path / "out").glob("*.docx"):
        letter.unlink()
    run(others)
    before = letters_in(tmp_path / "out")
    for later in (0, 1):
        [result] = run(ours, email=True, as_of=day + dt.timedelta(days=later))
        assert result.failure.trouble is Trouble.OUTPUT
        assert "is there already with other content" in str(result.failure)
        assert not list((tmp_path / "out").glob("*.eml"))
    assert letters_in(tmp_path / "out") == before
    found = list(verified(tmp_path / "out", shipped_letter_templates()))
    assert not [each for each in found if each.what == "letter" and each.verdict is CheckVerdict.CHANGED]


def test_a_letter_of_ones_own_that_was_brought_back_is_known_again(by_outcome, run, tmp_path):
    ours = put(by_outcome["approve"][0], tmp_path / "a" / "a.xlsx")
    others = put(by_outcome["approve"][1], tmp_path / "b" / "b.xlsx")
    run(ours)
    kept = {path: path.read_bytes() for path in (tmp_path / "out").glob("*.docx")}
    run(others, replace=True)
    for path, content in kept.items():
        path.write_bytes(content)
    [result] = run(ours)
    assert not result.failure
    assert {letter.state for letter in result.letters} == {LetterState.THERE}


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_the_draft_of_a_later_day_tells_the_days_of_the_letter_that_it_carries(by_outcome, run, day, tmp_path, outcome):
    path = by_outcome[outcome][0]
    later = day + dt.timedelta(days=6)
    [then] = run(path, out=tmp_path / "then", email=True)
    run(path)
    [result] = run(path, as_of=later, email=True)
    for letter, before in zip(result.letters, then.letters, strict=True):
        assert letter.state is LetterState.THERE
        assert words(tmp_path / "out" / letter.email) == words(tmp_path / "then" / before.email)
        assert shown_date(later) not in words(tmp_path / "out" / letter.email)


@pytest.mark.parametrize(("later", "drafted"), [(15, True), (16, False)])
def test_no_draft_is_made_of_a_feedback_letter_whose_due_day_has_passed(by_outcome, run, day, later, drafted):
    path = by_outcome["request corrections"][0]
    run(path)
    [result] = run(path, as_of=day + dt.timedelta(days=later), email=True)
    [letter] = result.letters
    assert not result.failure
    assert (letter.state, bool(letter.email)) == (LetterState.THERE, drafted)
    assert ("make it anew with --replace" in "".join(letter.warnings)) != drafted
    if not drafted:
        assert shown_date(day + dt.timedelta(days=15)) in letter.warnings[0]
        [anew] = run(path, as_of=day + dt.timedelta(days=later), email=True, replace=True)
        assert (anew.letters[0].state, anew.warnings) == (LetterState.REPLACED, ())
        assert shown_date(day + dt.timedelta(days=later + 15)) in words(run.out / anew.letters[0].email)


def test_a_feedback_letter_of_an_earlier_day_that_is_not_entered_as_sent_is_pointed_at(by_outcome, run, day):
    path = by_outcome["request corrections"][0]
    [made] = run(path)
    assert made.warnings == ()
    for _ in ("judged", "remembered"):
        [result] = run(path, as_of=day + dt.timedelta(days=1))
        [remark] = result.warnings
        assert remark.startswith(f"{made.letters[0].name} was made as of {day} and is not entered as sent")
        assert "--replace" in remark
    assert all(run(each, as_of=day + dt.timedelta(days=1))[0].warnings == () for each in by_outcome["approve"][:1] * 2)


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_a_workbook_that_was_saved_again_without_a_change_keeps_its_letters_on_a_later_day(
    by_outcome, run, day, tmp_path, outcome
):
    path = by_outcome[outcome][0]
    run(path)
    before = letters_in(tmp_path / "out")
    saved_again(path)
    [result] = run(path, as_of=day + dt.timedelta(days=1), email=True)
    assert not result.failure
    assert {letter.state for letter in result.letters} == {LetterState.THERE}
    assert letters_in(tmp_path / "out") == before
    assert shown_date(day + dt.timedelta(days=1)) not in words(tmp_path / "out" / result.letters[0].email)
    assert all(each.is_right for each in verified(tmp_path / "out", shipped_letter_templates()))


def test_a_run_in_between_that_was_asked_for_other_letters_forgets_none(by_outcome, run, day, tmp_path):
    path, later = by_outcome["approve"][0], day + dt.timedelta(days=1)
    run(path)
    before = letters_in(tmp_path / "out")
    saved_again(path)
    assert run(path, as_of=later, kinds=frozenset({LetterKind.FEEDBACK}))[0].letters == ()
    [result] = run(path, as_of=later)
    assert {letter.state for letter in result.letters} == {LetterState.THERE}
    assert letters_in(tmp_path / "out") == before


def test_a_workbook_that_was_changed_on_a_later_day_does_not(by_outcome, run, day, tmp_path):
    path = by_outcome["approve"][0]
    run(path)
    number = int(path.stem.removeprefix("review "))
    replace_text(path, b" %d</t>" % number, b" %d and Sons</t>" % number)
    [result] = run(path, as_of=day + dt.timedelta(days=1))
    assert result.failure.trouble is Trouble.OUTPUT


def test_a_letter_improved_by_hand_stays_though_its_workbook_was_saved_again(by_outcome, run, day, tmp_path):
    path = by_outcome["request corrections"][0]
    [made] = run(path)
    letter = tmp_path / "out" / made.letters[0].name
    document = docx.Document(str(letter))
    document.add_paragraph("By hand.")
    document.save(str(letter))
    improved = letter.read_bytes()
    saved_again(path)
    [result] = run(path, as_of=day + dt.timedelta(days=1))
    assert not result.failure
    assert letter.read_bytes() == improved


def test_a_reference_that_was_corrected_after_the_letters_points_at_those_under_the_old_one(by_outcome, run, tmp_path):
    path = by_outcome["approve"][0]
    run(path)
    replace_text(path, reference(path).encode(), b"QA-2026-0000")
    [result] = run(path)
    assert any(f"{reference(path)} - approval.docx" in remark for remark in result.warnings)


def test_a_decision_under_the_same_reference_in_another_file_is_pointed_at(by_outcome, run, tmp_path):
    run(put(by_outcome["approve"][0], tmp_path / "a" / "a.xlsx"))
    [result] = run(put(by_outcome["request corrections"][0], tmp_path / "a" / "a corrected.xlsx"))
    assert any("QA-55 - approval.docx" in remark for remark in result.warnings)


def test_two_workbooks_that_swapped_their_names_are_not_told_to_take_back_what_holds(by_outcome, run, tmp_path):
    one, other = by_outcome["approve"][0], by_outcome["invalid"][0]
    run(one, other)
    one.rename(one.with_suffix(".tmp"))
    other.rename(one)
    one.with_suffix(".tmp").rename(other)
    assert not [result.warnings for result in run(one, other) if result.warnings]


def test_an_approval_that_was_lost_is_missing_though_its_file_name_is_anothers_now(by_outcome, run, tmp_path):
    one, other = by_outcome["approve"][0], by_outcome["invalid"][0]
    run(one)
    one.write_bytes(other.read_bytes())
    run(one)
    lost = f"{reference(by_outcome['approve'][0])} - approval.docx"
    (tmp_path / "out" / lost).unlink()
    [found] = [each for each in verified(tmp_path / "out", shipped_letter_templates()) if each.file.endswith(lost)]
    assert found.verdict is CheckVerdict.MISSING
    assert lost in recorded(tmp_path / "out")


def test_a_register_is_not_replaced_by_one_of_nothing(workbooks, run, tmp_path):
    run(workbooks, register=True)
    register = tmp_path / "out" / "register.xlsx"
    before = register.read_bytes()
    (tmp_path / "not mounted").mkdir()
    run(tmp_path / "not mounted", register=True)
    assert register.read_bytes() == before


def test_a_letter_that_was_put_away_and_is_made_again_on_another_day_is_pointed_at(by_outcome, run, day, tmp_path):
    path = by_outcome["request corrections"][0]
    run(path)
    for days in (0, 9):
        [letter] = (tmp_path / "out").glob("*.docx")
        letter.unlink()
        [result] = run(path, as_of=day + dt.timedelta(days=days))
        assert [f"{letter.name} was made before, as of {day}" in each for each in result.warnings] == [True] * bool(
            days
        )


def test_a_letter_of_a_day_on_which_it_is_not_due_gets_no_draft_of_another_day(by_outcome, run, tmp_path):
    path = by_outcome["approve"][0]
    run(path)
    tamper(tmp_path / "out", "UPDATE review SET as_of = '2020-01-01'")
    [result] = run(path, email=True)
    assert result.failure.trouble is Trouble.EMAIL
    assert "not due" in str(result.failure)
    assert "--replace" in result.failure.cure
    assert not list((tmp_path / "out").glob("*.eml"))


@pytest.mark.parametrize(("days", "refused"), [(0, False), (1, True)])
def test_no_run_whoever_starts_it_makes_letters_dated_after_the_day_of_its_clock(by_outcome, run, days, refused):
    path, today = by_outcome["approve"][0], clock().astimezone().date()
    as_of = today + dt.timedelta(days=days)
    if refused:
        with pytest.raises(LetterRefused, match=f"{shown_date(as_of)}, which is after today, {shown_date(today)}"):
            run(path, as_of=as_of)
        assert not run.out.exists()
    else:
        assert run(path, as_of=as_of)[0].letters
