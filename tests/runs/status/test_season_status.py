"""The status of a season: the most urgent first, nothing opened twice, nothing forgotten."""

import datetime as dt
import os
import shutil
from collections import Counter
from dataclasses import replace

import pytest

from secor_xl.resources import shipped_letter_templates
from secor_xl.runs.season.recognition import recognize
from secor_xl.runs.settings import FIRST_TEXT
from secor_xl.runs.single_workbook import ReviewService
from secor_xl.runs.status import season_status as module
from secor_xl.runs.status.season_status import StatusRequest, season_status, totals
from secor_xl.runs.status.status_cache import CACHE_FILE
from secor_xl.runs.status.status_line import HELD, UNREADABLE, status_line
from tests.season import season

COUNT = 12


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("season")
    return folder, season(folder, COUNT)


@pytest.fixture
def folder(made, tmp_path):
    return shutil.copytree(made[0], tmp_path / "season", copy_function=shutil.copy2)


@pytest.fixture
def request_for(folder, made, tmp_path):
    return StatusRequest((str(folder),), shipped_letter_templates(), made[1], 7, 1, tmp_path / "profile")


@pytest.fixture
def opened(monkeypatch):
    """The files that a status opens."""
    files: list[str] = []

    def counting(found):
        files.extend(each.path for each in found)
        return recognize(found)

    monkeypatch.setattr(module, "recognize", counting)
    return files


def test_every_review_has_the_line_of_its_own_judgement(request_for, folder, made):
    service = ReviewService(shipped_letter_templates(), made[1])
    alone = [status_line(str(path), service.judge(path).assessment, 7) for path in sorted(folder.rglob("*.xlsx"))]
    found = season_status(request_for).lines
    assert sorted(found, key=lambda each: each.file) == alone
    assert len(found) == COUNT


def test_what_is_late_comes_first_then_the_most_urgent(request_for):
    lines = season_status(replace(request_for, as_of=request_for.as_of + dt.timedelta(60))).lines
    assert [each.late for each in lines] == sorted((each.late for each in lines), reverse=True)
    assert list(lines) == sorted(lines, key=lambda each: each.order)


def test_a_second_status_opens_no_file_and_says_the_same(request_for, opened):
    first = season_status(request_for)
    assert len(opened) == COUNT
    opened.clear()
    assert season_status(request_for) == first
    assert opened == []


def test_only_a_workbook_that_was_saved_again_is_opened(request_for, folder, opened):
    season_status(request_for)
    opened.clear()
    changed = min(folder.rglob("*.xlsx"))
    os.utime(changed, ns=(1, 1))
    season_status(request_for)
    assert opened == [str(changed)]


@pytest.mark.parametrize("other", ["day", "within", "office"])
def test_what_a_line_depends_on_makes_all_of_them_anew(request_for, opened, tmp_path, other):
    season_status(request_for)
    opened.clear()
    if other == "day":
        request_for = replace(request_for, as_of=request_for.as_of + dt.timedelta(1))
    elif other == "within":
        request_for = replace(request_for, within=8)
    else:
        office = shutil.copytree(shipped_letter_templates(), tmp_path / "office")
        text = (
            (office / "office.toml").read_text(encoding="utf-8").replace("largest_employer = ", "largest_employer = 1")
        )
        (office / "office.toml").write_text(text, encoding="utf-8")
        request_for = replace(request_for, templates_folder=office)
    season_status(request_for)
    assert len(opened) == COUNT


DAMAGES = {
    b'"next_step"': b'"other"',
    b'"state": "': b'"state": "x',
    b'"day": "2': b'"day": "x',
    b'"reviewer": "': b'"reviewer": null, "": "',
}


@pytest.mark.parametrize(
    "content", [b"", b"{}", b"[]", b'{"key": 1}', b"\xff", b'{"key": "x", "files": []}', b"[" * 200_000]
)
def test_a_cache_that_something_else_wrote_only_costs_time(request_for, content):
    first = season_status(request_for)
    (request_for.profile / CACHE_FILE).write_bytes(content)
    assert season_status(request_for) == first


@pytest.mark.parametrize("written", DAMAGES)
def test_a_cache_that_was_changed_only_costs_time(request_for, written):
    first = season_status(request_for)
    path = request_for.profile / CACHE_FILE
    good = path.read_bytes()
    assert written in good
    for content in (good.replace(written, DAMAGES[written]), good[:-9]):
        path.write_bytes(content)
        assert season_status(request_for) == first


def test_where_no_cache_can_be_written_the_status_is_the_same(request_for, tmp_path):
    (tmp_path / "file").write_text("in the way")
    assert season_status(replace(request_for, profile=tmp_path / "file")) == season_status(request_for)
    assert season_status(replace(request_for, profile=None)) == season_status(request_for)


def test_a_contradiction_holds_both_also_when_they_are_known_already(request_for, folder):
    season_status(request_for)
    first, second, *_ = sorted(folder.rglob("*.xlsx"))
    second.write_bytes(first.read_bytes() + b"")
    shutil.copy(first, folder / "again.xlsx")
    held = [each for each in season_status(request_for).lines if each.state == HELD]
    assert {"is the same file as" in each.next_step for each in held} == {True}
    assert len(held) == 2


def test_what_cannot_be_read_is_named_with_its_cause_and_stops_nothing(request_for, folder):
    (folder / "bad.xlsx").write_bytes(b"no workbook")
    (folder / "letter.docx").write_bytes(b"PK")
    found = season_status(request_for)
    (bad,) = (each for each in found.lines if each.state == UNREADABLE)
    assert bad.file.endswith("bad.xlsx")
    assert bad.next_step
    assert len(found.lines) == COUNT + 1
    assert sum(found.left_alone.values()) == 1


def test_two_processes_say_the_same_as_one(request_for):
    assert season_status(replace(request_for, jobs=2, profile=None)) == season_status(
        replace(request_for, profile=None)
    )


def test_the_totals_are_all_reviews(request_for):
    lines = season_status(request_for).lines
    counted = totals(lines)
    assert Counter({name: sum(states.values()) for name, states in counted.items()}) == Counter(
        each.reviewer for each in lines
    )


def test_it_writes_nothing_but_its_cache(request_for, folder, tmp_path):
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    season_status(request_for)
    after = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    assert after.keys() - before.keys() == {request_for.profile / CACHE_FILE}
    assert all(after[path] == content for path, content in before.items())


def test_the_settings_name_the_folder_of_reviews():
    assert "reviews_folder" in FIRST_TEXT
