"""What a new user gets wrong is answered by what to write instead."""

import shutil

import pytest

from secor_xl.resources import shipped_letter_templates
from tests.season import season


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("30/06/2026", "Write the date as 2026-06-30."),
        ("06/30/2026", "Write the date as 2026-06-30."),
        ("30.06.2026", "Write the date as 2026-06-30."),
        ("June 30, 2026", "Write the date as 2026-06-30."),
        ("20260630", "Write the date as 2026-06-30."),
        ("2026/6/3", "Write the date as 2026-06-03."),
        ("03/04/2026", "Write the date as year-month-day, such as 2026-06-30."),
        ("tomorrow", "Write the date as year-month-day, such as 2026-06-30."),
        ("2026-02-30", "2026-02-30 is no day of the calendar."),
    ],
)
@pytest.mark.parametrize("command", [("check", "--as-of"), ("record", "--sent")])
def test_a_date_in_another_form_is_answered_with_the_right_one(secor, command, typed, said):
    ran = secor(command[0], "review.xlsx", command[1], typed)
    assert (ran.code, said in ran.err) == (2, True)


def test_a_folder_of_templates_that_is_not_there_is_named_with_what_named_it(secor, tmp_path, monkeypatch):
    gone = tmp_path / "nowhere"
    ran = secor("check", "review.xlsx", "--templates", gone)
    assert (ran.code, f"{gone}: there is no such folder of letter templates; --templates names it" in ran.err) == (
        2,
        True,
    )
    monkeypatch.setenv("SECOR_XL_TEMPLATES", str(gone))
    assert "the environment variable SECOR_XL_TEMPLATES names it" in secor("check", "review.xlsx").err
    monkeypatch.delenv("SECOR_XL_TEMPLATES")
    settings = tmp_path / "home" / ".secor-xl"
    settings.mkdir(parents=True)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("USERPROFILE", str(tmp_path / "home"))
    (settings / "settings.toml").write_text(f"templates_folder = '{gone}'\n", encoding="utf-8")
    assert "templates_folder in" in secor("check", "review.xlsx").err


def test_letters_without_a_folder_say_what_to_write(secor):
    ran = secor("letters", "review.xlsx")
    assert (ran.code, "add --out and a folder, such as --out letters" in ran.err) == (2, True)


def test_a_json_file_that_is_no_review_says_where_one_comes_from(secor, tmp_path):
    (tmp_path / "a.json").write_text('{"a": 1}')
    ran = secor("new", tmp_path / "new.xlsx", "--from", tmp_path / "a.json")
    assert "this is no review made by 'secor-xl export'" in ran.err


def test_new_over_an_identical_blank_workbook_says_so(secor, tmp_path):
    secor("new", tmp_path / "new.xlsx", "--as-of", "2026-06-30")
    assert "already there, still blank" in secor("new", tmp_path / "new.xlsx", "--as-of", "2026-06-30").err


def test_a_code_that_is_none_says_where_all_are(secor):
    assert "'secor-xl rules' lists all" in secor("explain", "EV-999").err
    assert "'secor-xl rules' lists all" in secor("explain", "nothing").err


def test_check_takes_folders_and_patterns(secor, tmp_path):
    day = season(tmp_path, 3).isoformat()
    (tmp_path / "letter.docx").write_bytes(b"PK")
    shutil.copy(shipped_letter_templates() / "office.toml", tmp_path)
    for argument in (tmp_path, tmp_path / "*.xlsx"):
        ran = secor("check", argument, "--as-of", day)
        assert ran.out.count("Next: ") == 3
        assert ran.err == ""
    ran = secor("check", tmp_path / "*.nix", tmp_path)
    assert (ran.code, ran.out.count("Next: ")) == (3, 3)
    assert "no file matches this pattern" in ran.err
