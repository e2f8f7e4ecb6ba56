"""The coordinator's story of docs/coordinators.md, with a small season: a day at the desk, from the status to the register."""

import openpyxl
import pytest

from tests.runs.test_register import records
from tests.story import AS_OF, story_reviews, write_season

DAY = ("--as-of", AS_OF.isoformat())


@pytest.fixture
def season(tmp_path, monkeypatch):
    write_season(tmp_path / "season", story_reviews(6))
    write_season(tmp_path / "season-2025", story_reviews(4, years_ago=1))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def row_of(reference):
    rows = records(openpyxl.load_workbook("register.xlsx")["Reviews"])
    return next(row for row in rows if row["File reference"] == reference)


def test_a_day_at_the_desk_of_a_coordinator(secor, season):
    assert "Make the feedback letter of round 1" in secor("status", "season", *DAY).out
    assert secor("letters", "season", "--out", "letters", *DAY).code == 0
    made = "register", "season", "--out", "register.xlsx", "--letters", "letters", "--earlier", "season-2025", *DAY
    assert secor(*made).code == 0
    book = openpyxl.load_workbook("register.xlsx")
    closed = {row["File reference"] for row in records(book["Reviews"]) if row["State"] == "Closed"}
    assert {row["File reference"] for row in records(book["Days"]) if row["Decided"]} == closed
    assert closed
    waiting = next(row for row in records(book["Reviews"]) if row["Outcome"] == "Request corrections (round 1)")
    assert waiting["State"] == "Letter not entered as sent"
    reviews = book["Reviews"]
    at = [cell.value for cell in reviews["B"]].index(waiting["File reference"]) + 1
    reviews.cell(at, reviews.max_column, "Called on Monday")
    book.save("register.xlsx")
    assert secor("record", "season", "--sent", AS_OF.isoformat(), "--letters", "letters").code == 0
    assert secor(*made).code == 0
    now = row_of(waiting["File reference"])
    assert now["State"] == "Correction awaited"
    assert (now["Outcome"], now["Notes"]) == ("Awaiting correction", "Called on Monday")
    assert (now["Feedback rounds"], now["Days left"]) == (1, 15)
    assert (season / "register (replaced 1).xlsx").exists()
