"""The button My desk: a list of what is due in all reviews, which Excel opens beside the review."""

from pathlib import Path

import openpyxl

from secor_xl.excel import buttons
from secor_xl.runs.settings import FILE
from secor_xl.runs.status.own_output import MEMORY_FILE
from tests.excel.clicks import reviewer
from tests.workbook.shipped import CLEAN, SMALL, SMALL_REVIEW, TODAY, built


def desks(at):
    return [Path(book.fullname) for book in at.excel.books.open_books[1:]]


def test_the_list_opens_with_a_link_to_each_review_and_old_lists_go(tmp_path):
    at = reviewer(tmp_path, SMALL_REVIEW, TODAY, SMALL)
    reviews = tmp_path / "reviews"
    reviews.mkdir()
    (reviews / "one.xlsx").write_bytes(built(CLEAN))
    (reviews / "bad.xlsx").write_bytes(b"no workbook")
    with (at.home / FILE).open("a", encoding="utf-8") as settings:
        settings.write(f"reviews_folder = '{reviews}'\n")
    before = {path: path.read_bytes() for path in reviews.iterdir()}
    assert at.click(buttons.my_desk) == []
    (first,) = desks(at)
    assert first == at.home / "desk" / f"My desk {TODAY}.xlsx"
    sheet = openpyxl.load_workbook(first)["Status"]
    links = {(first.parent / cell.hyperlink.target).resolve() for cell in sheet["A"] if cell.hyperlink}
    assert links == {reviews / "one.xlsx", reviews / "bad.xlsx"}
    at.click(buttons.my_desk)
    assert desks(at)[1] == at.home / "desk" / f"My desk {TODAY} 2.xlsx"
    del at.excel.books.open_books[1:]
    at.click(buttons.my_desk)
    assert desks(at) == [first] == list(first.parent.iterdir())
    assert {path: path.read_bytes() for path in reviews.iterdir()} == before
    assert not (at.home / MEMORY_FILE).exists()


def test_a_folder_that_is_not_named_or_not_there_is_said_with_what_to_write(tmp_path):
    at = reviewer(tmp_path, SMALL_REVIEW, TODAY, SMALL)
    (said,) = at.click(buttons.my_desk)
    assert f"Open {at.home / FILE} in a text editor" in said
    assert f"reviews_folder = '{at.path.parent}'" in said
    with (at.home / FILE).open("a", encoding="utf-8") as settings:
        settings.write(f"reviews_folder = '{tmp_path / 'gone'}'\n")
    assert "is not there. Correct reviews_folder" in at.click(buttons.my_desk)[0]
    (tmp_path / "gone").mkdir()
    (at.home / "desk").write_text("in the way")
    assert "The list of your desk was not made." in at.click(buttons.my_desk)[0]
    assert desks(at) == []
