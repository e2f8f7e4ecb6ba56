"""Which files a run is about."""

from pathlib import Path

import pytest

from secor_xl.runs.bulk.inputs import Found, NotFound, files_in


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
    assert list(files_in(["notes.txt"], Path("out"))) == [Found("notes.txt", named=True)]
    assert all(isinstance(each, Found) and not each.named for each in files_in(["season", "*.txt"], Path("out")))


def test_a_name_that_is_not_there_is_looked_at_so_that_it_is_told(tree):
    assert list(files_in(["gone.xlsx"], Path("out"))) == [Found("gone.xlsx", named=True)]


def test_a_pattern_that_matches_nothing_is_told(tree):
    [missing] = files_in(["season/*.ods"], Path("out"))
    assert isinstance(missing, NotFound)
    assert "no file matches" in str(missing.failure)


def test_a_name_with_brackets_is_a_file_before_it_is_a_pattern(tree):
    (tree / "review [1].xlsx").write_bytes(b"x")
    assert paths("review [1].xlsx") == ["review [1].xlsx"]
