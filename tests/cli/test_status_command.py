"""``secor-xl status``: what is late, what is due, what waits for whom."""

import json
from pathlib import Path

import openpyxl
import pytest
from icalendar import Calendar

from secor_xl.runs.settings import settings_folder
from tests.season import season

LATER = "2026-12-01"


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("season")
    return folder, season(folder, 22).isoformat()


def test_it_lists_every_review_and_ends_with_1_where_something_is_late(secor, made):
    ran = secor("status", made[0], "--as-of", LATER)
    assert ran.code == 1
    assert "Correction overdue" in ran.out
    assert "22 reviews" in ran.out


def test_json_has_a_line_for_each_and_the_totals(secor, made):
    folder, day = made
    data = json.loads(secor("status", folder, "--as-of", day, "--json").out)
    assert (data["schema"], data["as_of"], len(data["reviews"])) == ("secor-xl/status/1", day, 22)
    assert sum(number for states in data["totals"].values() for number in states.values()) == 22


def test_due_shows_only_what_is_late_or_soon(secor, made):
    folder, _ = made
    every = json.loads(secor("status", folder, "--as-of", LATER, "--json").out)["reviews"]
    due = json.loads(secor("status", folder, "--as-of", LATER, "--json", "--due").out)["reviews"]
    assert 0 < len(due) < len(every)
    assert all(each["late"] or each["state"] in ("correction overdue", "correction due soon", "held") for each in due)


def test_reviewer_shows_only_the_reviews_of_one(secor, made):
    folder, day = made
    names = {each["reviewer"] for each in json.loads(secor("status", folder, "--as-of", day, "--json").out)["reviews"]}
    name = min(names)
    ran = secor("status", folder, "--as-of", day, "--json", "--reviewer", name.upper())
    assert {each["reviewer"] for each in json.loads(ran.out)["reviews"]} == {name}
    nobody = secor("status", folder, "--as-of", day, "--json", "--reviewer", "nobody")
    assert json.loads(nobody.out)["reviews"] == []
    assert f'No review has the reviewer "nobody". The reviewers are: {", ".join(sorted(names - {""}))}.' in nobody.err


def test_out_writes_a_workbook_with_a_link_to_each_review(secor, made, tmp_path):
    folder, day = made
    ran = secor("status", folder, "--as-of", day, "--out", tmp_path / "status.xlsx")
    assert "status.xlsx: written." in ran.err
    sheet = openpyxl.load_workbook(tmp_path / "status.xlsx")["Status"]
    assert sheet.max_row == 3 + 22
    links = [getattr(sheet.cell(row, 1).hyperlink, "target", "none") for row in range(4, sheet.max_row + 1)]
    assert all((tmp_path / link.replace("%20", " ")).resolve().is_file() for link in links)


def test_a_file_that_is_there_is_kept_and_named_and_a_review_stays_where_it_is(secor, made, tmp_path):
    folder, day = made
    for name, option in (("status.xlsx", "--out"), ("secor.ics", "--calendar")):
        (tmp_path / name).write_bytes(b"mine")
        ran = secor("status", folder, "--as-of", day, option, tmp_path / name)
        kept = tmp_path / f"{Path(name).stem} (replaced 1){Path(name).suffix}"
        assert (kept.read_bytes(), f"the file that was there is {kept}" in ran.err) == (b"mine", True)
    review = next(each for each in folder.iterdir() if each.suffix == ".xlsx")
    before = review.read_bytes()
    ran = secor("status", folder, "--as-of", day, "--out", review)
    assert (ran.code, "is one of the reviews" in ran.err) == (2, True)
    assert review.read_bytes() == before


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--out", "secor.ics"), "does not end in .xlsx"),
        (("--calendar", "status.xlsx"), "does not end in .ics"),
        (("--within", "800000"), "0<=x<=366"),
    ],
)
def test_options_that_cannot_be_meant_are_refused(secor, tmp_path, options, said):
    ran = secor("status", tmp_path, *options)
    assert (ran.code, said in ran.err) == (2, True)


def test_without_a_folder_that_of_the_settings_is_searched(secor, made):
    folder, day = made
    ran = secor("status", "--as-of", day)
    assert (ran.code, "reviews_folder" in ran.err) == (2, True)
    settings_folder().mkdir(parents=True)
    (settings_folder() / "settings.toml").write_text(f"reviews_folder = '{folder}'\n", encoding="utf-8")
    assert "22 reviews" in secor("status", "--as-of", day).out


def test_a_file_that_cannot_be_read_ends_with_3(secor, made, tmp_path):
    folder, day = made
    (tmp_path / "bad.xlsx").write_text("no workbook")
    ran = secor("status", folder, tmp_path / "bad.xlsx", tmp_path / "gone.xlsx", "--as-of", day)
    assert ran.code == 3
    assert "Could not be read" in ran.out
    assert "22 reviews" in ran.out


def test_an_empty_folder_says_so(secor, tmp_path):
    ran = secor("status", tmp_path)
    assert (ran.code, "0 reviews, 0 late" in ran.out) == (0, True)


def test_calendar_has_the_due_days_reminders_and_final_dates(secor, made, tmp_path):
    folder, day = made
    ran = secor("status", folder, "--as-of", day, "--calendar", tmp_path / "secor.ics")
    assert "secor.ics: written" in ran.err
    reviews = json.loads(secor("status", folder, "--as-of", day, "--json").out)["reviews"]
    found = [*Calendar.from_ical((tmp_path / "secor.ics").read_bytes()).walk("VEVENT")]
    titles = [str(event["summary"]).partition(":")[0] for event in found]
    awaited = [
        each for each in reviews if each["state"].startswith("correction") and each["state"] != "correction came back"
    ]
    assert titles.count("Correction due") == titles.count("Correction due in 7 days") == len(awaited) > 0
    assert titles.count("Final date") == sum(each["final_on"] is not None for each in reviews) > 0
    due = {
        event.decoded("dtstart").isoformat() for event in found if str(event["summary"]).startswith("Correction due:")
    }
    assert due == {each["day"] for each in awaited}
