"""A workbook without macros whose cells are computed anew in its place: nothing is lost, and the file as it was is kept once."""

import dataclasses
import datetime as dt

import pytest

from secor_xl.judgement.case import Place
from secor_xl.resources import shipped_letter_templates
from secor_xl.runs.new_workbook import plain_workbook
from secor_xl.runs.output import OutputRefused
from secor_xl.runs.single_workbook import ReviewService
from secor_xl.runs.upgrade import UpgradeRefused, refresh
from secor_xl.samples.changes import with_facts
from secor_xl.workbook.reading.read_workbook import read_workbook
from secor_xl.workbook.schema import computed_ranges, named_ranges
from secor_xl.workbook.writing.build import blank_review
from secor_xl.xlsx.comments import Note
from tests.notes import read_notes
from tests.workbook import built
from tests.workbook.shipped import opened

DESK = ReviewService(shipped_letter_templates(), built.AS_OF)
LATER = ReviewService(shipped_letter_templates(), built.AS_OF + dt.timedelta(days=1))
STATE, OUTCOME = (
    named_ranges.range_of(name, built.instrument()) for name in (computed_ranges.STATE, computed_ranges.OUTCOME)
)


@pytest.fixture
def path(tmp_path):
    """A workbook in which a reviewer has entered a name and nothing else."""
    path, blank = tmp_path / "review.xlsx", built.built(blank_review(built.instrument()))

    def enter(book):
        sheet, cell = built.where(Place("employer", "legal_name"))
        book[sheet][cell] = "Olds Welding"

    path.write_bytes(built.edited(enter, blank))
    return path


def shown(path, block):
    return str(opened(path.read_bytes())[block.sheet][block.first].value)


def listed(path):
    return sorted(each.name for each in path.parent.iterdir())


def test_the_cells_follow_the_entries_and_name_the_day(path):
    assert "Nothing is computed in this workbook yet" in shown(path, STATE)
    before = path.read_bytes()
    done = refresh(path, DESK, plain_workbook)
    assert shown(path, OUTCOME) == "Incomplete"
    assert f"Computed as of {built.AS_OF} from 1 entry." in shown(path, STATE)
    assert read_workbook(path).review.employer.legal_name == "Olds Welding"
    kept = path.with_name("review (before refresh).xlsx")
    assert done.kept == kept
    assert kept.read_bytes() == before


def test_no_flag_denies_the_name_that_was_entered(path):
    refresh(path, DESK, plain_workbook)
    sheet, cell = built.where(Place("employer", "legal_name"))
    row = opened(path.read_bytes())[sheet][int(cell[1:])]
    assert row[1].value == "Olds Welding"
    assert row[2].value is None


def test_the_file_as_it_was_is_kept_once(path):
    for service in (DESK, LATER, DESK):
        before = path.read_bytes()
        done = refresh(path, service, plain_workbook)
        assert done.kept is not None
        assert done.kept.read_bytes() == before
        assert listed(path) == ["review (before refresh).xlsx", "review.xlsx"]


def test_a_file_of_that_name_that_is_another_one_is_never_written_over(path):
    taken = path.with_name("review (before refresh).xlsx")
    for content in (b"mine", built.built(with_facts(built.review(), "case", reference="another"))):
        taken.write_bytes(content)
        done = refresh(path, DESK if content == b"mine" else LATER, plain_workbook)
        assert taken.read_bytes() == content
        assert done.kept is not None
        assert done.kept.name.startswith("review (before refresh, ")


def test_nothing_is_done_where_the_cells_follow_already(path):
    refresh(path, DESK, plain_workbook)
    before = listed(path), path.read_bytes()
    assert refresh(path, DESK, plain_workbook).kept is None
    assert (listed(path), path.read_bytes()) == before


def test_notes_and_every_entry_are_carried_over(tmp_path):
    path, notes = tmp_path / "review.xlsx", {("Questions", "D6"): Note("ask Jo", "Me")}
    assessment = dataclasses.replace(DESK.judged(path, built.read(built.workbook())).assessment)
    path.write_bytes(plain_workbook(assessment, notes))
    refresh(path, LATER, plain_workbook)
    assert read_workbook(path).review == built.review()
    assert read_notes(path) == notes


def test_what_would_be_lost_is_refused_and_nothing_changes(path):
    path.write_bytes(built.edited(lambda book: book.create_sheet("My notes"), path.read_bytes()))
    before = path.read_bytes()
    with pytest.raises(UpgradeRefused, match="My notes"):
        refresh(path, DESK, plain_workbook)
    assert (listed(path), path.read_bytes()) == (["review.xlsx"], before)


def test_a_workbook_that_is_open_is_refused(path):
    path.with_name("~$review.xlsx").write_bytes(b"")
    before = path.read_bytes()
    with pytest.raises(OutputRefused, match="is open in Excel"):
        refresh(path, DESK, plain_workbook)
    assert path.read_bytes() == before
