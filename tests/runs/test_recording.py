"""Days are entered into a workbook: only where they belong, and nothing is lost."""

import datetime as dt
import os
import stat
from dataclasses import replace

import pytest

from secor_xl.errors import SecorError
from secor_xl.old_files import Before
from secor_xl.resources import shipped_letter_templates
from secor_xl.review.difference import difference
from secor_xl.review.model import CorrectionRound, LetterKind, LetterRecord
from secor_xl.review.snapshots import with_snapshot
from secor_xl.runs.output import OutputRefused
from secor_xl.runs.recording import RecordRefused, enter_days, returned_on, sent_on
from secor_xl.runs.season.recognition import LeftAlone, recognize
from secor_xl.runs.season.workbook_paths import FoundPath
from secor_xl.runs.single_workbook import ReviewService
from secor_xl.workbook.reading.read_workbook import read_workbook
from secor_xl.workbook.schema.layout import ROUNDS
from secor_xl.xlsx.cell_patch import patched
from tests.killing import killed_at
from tests.workbook.shipped import CLEAN, INSTRUMENT, TODAY, built

DAY, WRITTEN = dt.date(2026, 6, 10), dt.date(2026, 6, 9)
SERVICE = ReviewService(shipped_letter_templates(), TODAY)
LETTER = LetterRecord(LetterKind.FEEDBACK, 1, WRITTEN, "QA - feedback 1.docx", "f")
MADE = replace(CLEAN, letters=(LETTER,))
SENT = replace(CLEAN, rounds=(CorrectionRound(feedback_sent_on=WRITTEN),))


@pytest.fixture
def file(tmp_path):
    def write(review):
        path = tmp_path / "review.xlsx"
        path.write_bytes(built(review))
        return path

    return write


def test_the_day_of_sending_goes_into_the_round_of_the_letter(file):
    path = file(MADE)
    before = path.read_bytes()
    done = enter_days(path, SERVICE, sent_on(DAY))
    review = read_workbook(path).review
    assert review.rounds == (
        CorrectionRound(feedback_sent_on=DAY, instrument_version=INSTRUMENT.version, judged_as_of=WRITTEN),
    )
    assert review.snapshots == with_snapshot(CLEAN, 1, DAY).snapshots
    assert done.kept
    assert difference(replace(review, rounds=()), read_workbook(done.kept).review) == ()
    assert (done.kept.name, done.kept.read_bytes()) == ("review (before record).xlsx", before)


def test_it_is_entered_once(file):
    path = file(MADE)
    enter_days(path, SERVICE, sent_on(DAY))
    content = path.read_bytes()
    assert enter_days(path, SERVICE, sent_on(DAY)).entered == ()
    assert path.read_bytes() == content


def test_where_no_letter_waits_nothing_is_entered(file):
    for review in (CLEAN, replace(MADE, letters=(replace(LETTER, kind=LetterKind.APPROVAL, round=None),))):
        path = file(review)
        assert enter_days(path, SERVICE, sent_on(DAY)).entered == ()
        assert list(path.parent.iterdir()) == [path]


def test_the_day_of_return_goes_into_the_round_that_is_awaited(file):
    path = file(SENT)
    enter_days(path, SERVICE, returned_on(DAY))
    assert read_workbook(path).review.rounds[0].returned_on == DAY
    assert enter_days(path, SERVICE, returned_on(DAY)).entered == ()


@pytest.mark.parametrize(
    ("review", "entries_for", "said"),
    [
        (MADE, sent_on(WRITTEN - dt.timedelta(1)), "before the day of the letter, June 9, 2026"),
        (SENT, returned_on(WRITTEN - dt.timedelta(1)), "before the day of the feedback, June 9, 2026"),
    ],
)
def test_a_day_that_cannot_be_right_is_refused_with_both_days(file, review, entries_for, said):
    path = file(review)
    content = path.read_bytes()
    with pytest.raises(RecordRefused, match=said):
        enter_days(path, SERVICE, entries_for)
    assert path.read_bytes() == content
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.parametrize("entries_for", [sent_on(WRITTEN), returned_on(WRITTEN)])
def test_the_same_day_is_right(file, entries_for):
    assert enter_days(file(MADE if entries_for(SERVICE.judge(file(MADE))) else SENT), SERVICE, entries_for).entered


def test_a_dry_run_says_the_same_and_writes_nothing(file):
    path = file(MADE)
    content = path.read_bytes()
    would = enter_days(path, SERVICE, sent_on(DAY), dry_run=True)
    assert path.read_bytes() == content
    done = enter_days(path, SERVICE, sent_on(DAY))
    assert (would.entered, would.kept) == (done.entered, None)


def test_a_cell_that_cannot_be_read_is_never_overwritten(file):
    path = file(MADE)
    cell = ROUNDS.cell("feedback_sent_on", 1)
    content = patched(path.read_bytes(), "review.xlsx", {ROUNDS.sheet: {cell: "next week"}})
    path.write_bytes(content)
    with pytest.raises(SecorError, match=f"{ROUNDS.sheet}!{cell} is not blank"):
        enter_days(path, SERVICE, sent_on(DAY))
    assert path.read_bytes() == content


@pytest.mark.parametrize(("lock", "program"), [("~$review.xlsx", "Excel"), (".~lock.review.xlsx#", "LibreOffice")])
def test_a_workbook_that_is_open_is_refused(file, lock, program):
    path = file(MADE)
    path.with_name(lock).write_bytes(b"")
    with pytest.raises(OutputRefused, match=f"is open in {program}"):
        enter_days(path, SERVICE, sent_on(DAY))


def test_a_run_that_is_killed_while_it_writes_loses_nothing(file, monkeypatch):
    path = file(MADE)
    old, kept = path.read_bytes(), path.with_name("review (before record).xlsx")
    for step in range(1, 30):
        path.write_bytes(old)
        kept.unlink(missing_ok=True)
        with killed_at(step, monkeypatch) as ended:
            enter_days(path, SERVICE, sent_on(DAY))
        assert not kept.exists() or kept.read_bytes() == old
        if path.read_bytes() != old:
            assert kept.exists(), "the new file is there, and the old one is beside it"
        enter_days(path, SERVICE, sent_on(DAY))
        assert read_workbook(path).review.rounds[0].feedback_sent_on == DAY, (
            "the same command again ends what was begun"
        )
        if ended:
            break
    assert ended
    assert step > 5


def test_a_workbook_that_is_read_only_stays_as_it_is(file):
    path = file(MADE)
    before = path.read_bytes()
    path.chmod(0o444)
    with pytest.raises(OutputRefused, match="is read-only"):
        enter_days(path, SERVICE, sent_on(DAY))
    assert ([*path.parent.iterdir()], path.read_bytes()) == ([path], before)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such permissions")
def test_whoever_could_not_read_a_workbook_can_read_neither_the_new_nor_the_old_one(file):
    path = file(MADE)
    path.chmod(0o600)
    kept = enter_days(path, SERVICE, sent_on(DAY)).kept
    assert kept
    assert [stat.S_IMODE(each.stat().st_mode) for each in (path, kept)] == [0o600, 0o600]


def test_the_file_that_was_kept_is_no_second_review(file):
    path = file(MADE)
    kept = enter_days(path, SERVICE, sent_on(DAY)).kept
    seen = recognize((FoundPath(str(path), named=False), FoundPath(str(kept), named=False)))
    assert seen[0].identity
    assert seen[1].left_alone is LeftAlone.KEPT
    path.unlink()
    assert recognize((FoundPath(str(kept), named=False),))[0].identity, "without its workbook it is one"


@pytest.mark.parametrize(
    ("name", "is_kept"),
    [
        *((f"review ({words}).xlsx", True) for words in Before),
        ("review (before record, 2).xlsx", True),
        ("review (secor-xl 0.1.0).xlsx", True),
        ("review (secor-xl 0.1.0, 3).xlsx", True),
        ("review (2).xlsx", False),
        ("review - Copy.xlsx", False),
        ("other (before refresh).xlsx", False),
    ],
)
def test_only_names_that_we_gave_are_left_alone(file, name, is_kept):
    path = file(CLEAN)
    copy = path.with_name(name)
    copy.write_bytes(path.read_bytes())
    (seen,) = recognize((FoundPath(str(copy), named=False),))
    assert (seen.left_alone is LeftAlone.KEPT) == is_kept
    assert recognize((FoundPath(str(copy), named=True),))[0].identity, "somebody named it"
