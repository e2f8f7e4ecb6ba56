"""Links lead to their files, whatever the files are called."""

import os
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

import pytest

from secor_xl.workbook.writing.file_links import LONGEST_LINK, link_target, path_from


@pytest.mark.parametrize(
    ("path", "target"),
    [
        ("letters/QA 1 - approval.docx", "letters/QA%201%20-%20approval.docx"),
        ("../100% #1 [a] {b} ^`.xlsx", "../100%25%20%231%20%5Ba%5D%20%7Bb%7D%20%5E%60.xlsx"),
        ("a%20b.xlsx", "a%2520b.xlsx"),
        ("Pétroliers 測試.docx", "Pétroliers%20測試.docx"),
        ("mailto:somebody.xlsx", "mailto%3Asomebody.xlsx"),
        ("O'Neil & Co, (1+1=2).xlsx", "O'Neil%20&%20Co,%20(1+1=2).xlsx"),
        ("D:/reviews/a b.xlsx", "file:///D:/reviews/a%20b.xlsx"),
        ("//server/share/a#b.xlsx", "file://server/share/a%23b.xlsx"),
        ("/home/a b.xlsx", "file:///home/a%20b.xlsx"),
        ('a\\b"?*|<>\t.xlsx', "a%5Cb%22%3F%2A%7C%3C%3E%09.xlsx"),
    ],
)
def test_what_means_something_in_a_link_is_escaped_and_other_scripts_stay(path, target):
    assert link_target(path) == target
    assert unquote(target).endswith(path.lstrip("/"))


@pytest.mark.parametrize("path", ["", "a\udce9.xlsx", "a\uffff.xlsx", "a" * (LONGEST_LINK + 1), "🏁" * LONGEST_LINK])
def test_where_no_link_can_lead_there_is_none(path):
    assert link_target(path) == ""


def test_the_longest_link_is_still_one():
    assert len(link_target("a" * LONGEST_LINK)) == LONGEST_LINK
    assert link_target(" " * LONGEST_LINK) == ""  # what counts is what stands in the file


def test_a_path_is_seen_from_the_folder_of_the_register(tmp_path):
    assert path_from(tmp_path / "out", tmp_path / "in" / "a b.xlsx") == "../in/a b.xlsx"
    assert path_from(tmp_path, tmp_path / "letters" / "a.docx") == "letters/a.docx"


@pytest.mark.skipif(os.name != "posix", reason="links to folders need rights on Windows")
def test_links_in_the_way_make_no_other_path(tmp_path):
    real = tmp_path / "far" / "away" / "out"
    real.mkdir(parents=True)
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.xlsx").write_bytes(b"a")
    (tmp_path / "out").symlink_to(real)
    (tmp_path / "season").symlink_to(tmp_path / "in")
    (tmp_path / "in" / "link.xlsx").symlink_to(tmp_path / "in" / "a.xlsx")
    for out in (real, tmp_path / "out"):
        for folder in (tmp_path / "in", tmp_path / "season"):
            assert path_from(out, folder / "a.xlsx") == "../../../in/a.xlsx"
            assert path_from(out, folder / "link.xlsx") == "../../../in/link.xlsx"
        assert (out / path_from(out, tmp_path / "in" / "a.xlsx")).read_bytes() == b"a"


def test_to_another_drive_the_whole_path_is_taken(monkeypatch, tmp_path):
    def no_way(path, start):
        raise ValueError("path is on mount 'D:', start on mount 'C:'")

    monkeypatch.setattr("os.path.relpath", no_way)
    whole = path_from(Path("elsewhere"), tmp_path / "a.xlsx")
    assert PurePosixPath(whole).is_absolute()
    assert link_target(whole).startswith("file:///")
