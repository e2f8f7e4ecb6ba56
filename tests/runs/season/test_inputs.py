"""Which files a run is about."""

import os
from pathlib import Path

import pytest

from secor_xl.runs.season.recognition import LeftAlone, Recognized, recognize
from secor_xl.runs.season.workbook_paths import FoundPath, files_in


@pytest.fixture
def tree(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in ("season/b.xlsx", "season/a.xlsx", "season/north/c.xlsm", "season/out/letter.docx", "notes.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(b"x")
    return tmp_path


def paths(*arguments, out="elsewhere"):
    return [each.path.replace("\\", "/") for each in files_in(arguments, Path(out))]


def test_a_folder_is_searched_with_its_folders_by_name(tree):
    assert paths("season", out="season/out") == ["season/a.xlsx", "season/b.xlsx", "season/north/c.xlsm"]


def test_what_is_in_the_output_folder_is_not_looked_at_unless_it_is_named(tree):
    assert "season/out/letter.docx" not in paths("season", out="season/out")
    assert paths("season/out", out="season/out") == ["season/out/letter.docx"]


def test_a_pattern_finds_files_in_any_depth(tree):
    assert paths("season/**/*.xls?") == ["season/a.xlsx", "season/b.xlsx", "season/north/c.xlsm"]
    assert paths("season/n*") == ["season/north/c.xlsm"]


def test_a_file_is_taken_once_however_it_is_spelled(tree):
    assert paths("season/a.xlsx", "season", "season/../season/b.xlsx")[:1] == ["season/a.xlsx"]
    assert len(paths("season/a.xlsx", "season/north/../a.xlsx")) == 1


def test_only_what_the_person_named_must_be_a_workbook(tree):
    assert list(files_in(["notes.txt"], Path("out"))) == [FoundPath("notes.txt", named=True)]
    assert not any(each.failure or each.named for each in files_in(["season", "*.txt"], Path("out")))


def test_a_name_that_is_not_there_is_looked_at_so_that_it_is_told(tree):
    assert list(files_in(["gone.xlsx"], Path("out"))) == [FoundPath("gone.xlsx", named=True)]


def test_a_pattern_that_matches_nothing_is_told(tree):
    [missing] = files_in(["season/*.ods"], Path("out"))
    assert "no file matches" in str(missing.failure)


def link(place, target):
    place.symlink_to(target, target_is_directory=target.is_dir())


@pytest.mark.parametrize("argument", ["season", "season/**/*.xls?", "**/*.xls?", "*/**/**/*.xls?", "season/**"])
def test_links_in_a_circle_come_to_an_end_and_no_file_is_met_twice(tree, argument):
    for each in ("one", "two"):
        (tree / "season" / each).mkdir()
    link(tree / "season/one/to two", tree / "season/two")
    link(tree / "season/two/to one", tree / "season/one")
    link(tree / "season/a link to the north", tree / "season/north")
    for number in range(12):
        link(tree / f"season/two/{number}", tree / "season")
        link(tree / f"season/one/{number}", tree / "season/two")
    found = [each for each in paths(argument, out="season/out") if each[-5:-1] == ".xls"]
    assert found == ["season/a.xlsx", "season/b.xlsx", "season/north/c.xlsm"]


@pytest.mark.parametrize("argument", ["season", "season/**/*.xls?", "season/*"])
def test_a_linked_folder_is_a_folder(tree, tmp_path_factory, argument):
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    (elsewhere / "deep").mkdir()
    for name in ("d.xlsx", "deep/e.xlsx"):
        (elsewhere / name).write_bytes(b"x")
    link(elsewhere / "deep/back", tree / "season")
    link(tree / "season/a link", elsewhere)
    link(tree / "season/another link", elsewhere / "deep")
    found = paths(argument, out="season/out")
    assert {"season/a link/d.xlsx", "season/a link/deep/e.xlsx"} < set(found)
    assert sum(each.endswith("e.xlsx") for each in found) == sum(each.endswith("a.xlsx") for each in found) == 1


def test_a_link_to_a_folder_around_it_is_left_alone_and_counted(tree):
    link(tree / "season/up", tree)
    [up] = [each for each in files_in(["season"], Path("out")) if each.path.endswith("up")]
    assert recognize((up,)) == [Recognized(up.path, left_alone=LeftAlone.LINK)]


def test_a_link_to_a_file_of_the_season_is_that_file(tree):
    link(tree / "season/0.xlsx", tree / "season/b.xlsx")
    assert paths("season", out="season/out") == ["season/a.xlsx", "season/b.xlsx", "season/north/c.xlsm"]


def test_the_output_folder_is_left_out_under_every_name(tree):
    link(tree / "season/letters", tree / "season/out")
    assert not [each for each in paths("season", "season/**/*.docx", out="season/letters") if "letter.docx" in each]


def test_a_pattern_leads_out_of_the_folder_and_leaves_hidden_folders_out(tree, monkeypatch):
    (tree / "season/.versions").mkdir()
    (tree / "season/.versions/old.xlsx").write_bytes(b"x")
    monkeypatch.chdir(tree / "season/north")
    assert paths("../**/*.xlsx") == ["../a.xlsx", "../b.xlsx"]
    assert paths(f"{tree}/sea*n/b.xls*") == [f"{tree}/season/b.xlsx".replace("\\", "/")]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="everything may be read by this user")
@pytest.mark.parametrize("argument", ["season", "season/**/*.xlsx"])
def test_a_folder_that_may_not_be_read_is_told(tree, argument):
    (tree / "season/north").chmod(0)
    try:
        [told] = [each for each in files_in([argument], Path("season/out")) if each.failure]
    finally:
        (tree / "season/north").chmod(0o700)
    assert told.path == "season/north"


def test_a_name_with_brackets_is_a_file_before_it_is_a_pattern(tree):
    (tree / "review [1].xlsx").write_bytes(b"x")
    assert paths("review [1].xlsx") == ["review [1].xlsx"]
