"""``secor-xl instrument``: make, check, convert; every ``--instrument`` takes TOML and a spreadsheet."""

import json
from dataclasses import replace

import pytest

from secor_xl.intake.instruments.instrument_workbook import build_instrument_workbook
from secor_xl.procedure.instrument import read_instrument
from secor_xl.procedure.instrument_text import toml_text
from secor_xl.resources import shipped_instrument
from secor_xl.workbook.reading.read_workbook import read_workbook
from tests.judgement.tiny import TINY

NEVER_NA = next(question.id for question in TINY.questions if question.not_applicable == "never")


@pytest.fixture
def tiny(tmp_path):
    """The same instrument in both forms."""
    text, sheet = tmp_path / "tiny.toml", tmp_path / "tiny.xlsx"
    text.write_text(toml_text(TINY), encoding="utf-8")
    sheet.write_bytes(build_instrument_workbook(TINY))
    return text, sheet


def test_a_new_spreadsheet_is_blank_or_starts_from_an_instrument_and_is_never_overwritten(secor, tmp_path, tiny):
    blank, filled = tmp_path / "blank.xlsx", tmp_path / "filled.xlsx"
    assert secor("instrument", "new", blank).code == 0
    ran = secor("instrument", "check", blank)
    assert (ran.code, ran.err.count("\n")) == (1, 5)
    assert "Instrument!B4, Id: is missing" in ran.err
    assert secor("instrument", "new", filled, "--from", tiny[0]).code == 0
    assert filled.read_bytes() == tiny[1].read_bytes()
    ran = secor("instrument", "new", filled)
    assert (ran.code, filled.read_bytes() == tiny[1].read_bytes()) == (3, True)
    assert "name the spreadsheet such as our-instrument.xlsx" in secor("instrument", "new", tmp_path / "x.toml").err


def test_a_check_shows_points_and_what_questions_need(secor, tiny):
    ran = secor("instrument", "check", tiny[1])
    assert (ran.code, ran.err) == (0, "")
    assert TINY.fingerprint in ran.out
    assert all(element.title in ran.out for element in TINY.elements)
    found = json.loads(secor("instrument", "check", tiny[0], "--json").out)
    assert found["points"] == f"{TINY.points:f}"
    assert [each["questions"] for each in found["elements"]] == [
        [question.id for question in element.questions] for element in TINY.elements
    ]
    assert found["questions"]["need documents"] == [each.id for each in TINY.questions if each.documents]
    assert found["faults"] == found["senseless_rules"] == []


def test_a_table_is_not_taken_for_toml(secor, tmp_path):
    table = tmp_path / "ours.csv"
    table.write_text("Question,Points\nIs there a policy?,5\n", encoding="utf-8")
    ran = secor("instrument", "check", table)
    assert (ran.code, "secor-xl instrument import" in ran.err, "TOML file" in ran.err) == (1, True, True)


def test_a_check_lists_the_faults_as_data(secor, tiny):
    tiny[0].write_text(toml_text(TINY).replace("points = ", "point = ", 2), encoding="utf-8")
    ran = secor("instrument", "check", tiny[0], "--json")
    assert ran.code == 1
    assert [each["reason"][:10] for each in json.loads(ran.out)["faults"]] == ["is missing", "is not a k"] * 2
    assert ran.err.count(f"{tiny[0]}: line ") == 4


@pytest.mark.parametrize(
    ("when", "then", "reason"),
    [
        (f'question = "{NEVER_NA}", answers = ["n/a"]', 'group = "owners", present = true', "never applies: "),
        ('group = "owners", present = true', f'question = "{NEVER_NA}", answers = ["n/a"]', "is broken whenever"),
        ('group = "owners", present = true', 'group = "owners", present = false', "exclude each other"),
        (
            'group = "owners", present = true',
            f'question = "{NEVER_NA}", answers = ["yes", "no"]',
            "can never be broken",
        ),
    ],
)
def test_a_rule_that_makes_no_sense_is_named_with_the_reason(secor, tmp_path, when, then, reason):
    path = tmp_path / "own.toml"
    rule = f'\n[[consistency]]\nid = "odd"\nwhen = {{ {when} }}\nthen = {{ {then} }}\nbecause = "So."\n'
    path.write_text(toml_text(TINY) + rule, encoding="utf-8")
    ran = secor("instrument", "check", path)
    assert ran.code == 1
    assert "Rule odd " in ran.out
    assert reason in " ".join(ran.out.split())


def test_a_conversion_there_and_back_is_the_same_instrument(secor, tmp_path, tiny):
    sheet, text = tmp_path / "c.xlsx", tmp_path / "c.toml"
    ran = secor("instrument", "convert", tiny[0], sheet)
    assert (ran.code, "Comments of" in ran.err) == (0, True)
    assert secor("instrument", "convert", sheet, text).code == 0
    assert read_instrument(text).fingerprint == TINY.fingerprint
    assert "ends neither in .xlsx nor in .toml" in secor("instrument", "convert", text, tmp_path / "c.csv").err


def test_workbooks_and_forms_are_the_same_from_either_form_of_an_instrument(secor, tmp_path, tiny):
    for command in ("new", "form"):
        made = []
        for source in tiny:
            path = tmp_path / f"{command}{source.suffix}.xlsx"
            ran = secor(command, path, "--instrument", source)
            assert ran.code == 0, ran.err
            made.append(path)
        assert made[0].read_bytes() == made[1].read_bytes()
    assert read_workbook(tmp_path / "new.toml.xlsx").instrument.fingerprint == TINY.fingerprint


def test_a_faulty_spreadsheet_makes_no_workbook_and_all_its_faults_are_told(secor, tmp_path):
    blank = tmp_path / "blank.xlsx"
    blank.write_bytes(build_instrument_workbook(None))
    ran = secor("new", tmp_path / "review.xlsx", "--instrument", blank)
    assert (ran.code, ran.err.count("is missing"), (tmp_path / "review.xlsx").exists()) == (2, 4, False)


def test_the_shipped_instrument_has_no_rule_that_makes_no_sense(secor):
    assert secor("instrument", "check", shipped_instrument()).code == 0


def test_a_comparison_is_shown_printed_as_data_and_written_as_a_page(secor, tmp_path, tiny):
    newer, page = tmp_path / "newer.toml", tmp_path / "changes.html"
    newer.write_text(
        toml_text(TINY).replace('version = "', 'version = "9.', 1).replace("?", " now?", 1), encoding="utf-8"
    )
    assert secor("instrument", "compare", *tiny).code == 0
    ran = secor("instrument", "compare", tiny[1], newer)
    assert (ran.code, "{+signed now?+}" in ran.out, "Questions reworded (1)" in ran.out) == (1, True, True)
    found = json.loads(secor("instrument", "compare", tiny[1], newer, "--json").out)
    assert [each["group"] for each in found["changes"]] == ["Questions reworded"]
    assert secor("instrument", "compare", tiny[1], newer, "--out", page).code == 1
    assert "<ins>signed now?</ins>" in page.read_text(encoding="utf-8")
    assert secor("instrument", "compare", *tiny, "--out", page).code == 3
    assert "name the page such as changes.html" in secor("instrument", "compare", *tiny, "--out", "x.docx").err


def test_an_upgrade_carries_a_review_over_and_names_what_is_only_in_the_old_file(secor, tmp_path, tiny):
    review, newer = tmp_path / "review.xlsx", tmp_path / "newer.xlsx"
    assert secor("new", review, "--instrument", tiny[0]).code == 0
    later = replace(TINY, version="2", elements=TINY.elements[:1], consistency=())
    newer.write_bytes(build_instrument_workbook(later))
    ran = secor("upgrade", review, "--instrument", newer, "--json")
    assert (ran.code, json.loads(ran.out)["kept"]) == (0, str(tmp_path / "review (instrument 1).xlsx"))
    assert read_workbook(review).instrument.fingerprint == later.fingerprint


def test_a_table_of_questions_is_taken_by_a_mapping_that_is_proposed_first(secor, tmp_path):
    table, mapping, out = (tmp_path / name for name in ("list.csv", "map.toml", "ours.xlsx"))
    table.write_text("Section,Question,Points\nPolicy,Is it signed?,5\n,Is it known?,3\n", encoding="utf-8")
    assert secor("instrument", "import", table, "--propose", "--out", mapping).code == 0
    ran = secor("instrument", "import", table, "--mapping", mapping, "--out", out)
    assert (ran.code, "2 questions of 1 element taken." in ran.err) == (0, True)
    assert "Questions!C4, Guideline of question A1: is missing" in secor("instrument", "check", out).err
    assert (
        "Give --propose for a first mapping, or --mapping FILE"
        in secor("instrument", "import", table, "--out", out).err
    )
    ran = secor("instrument", "import", table, "--propose", "--out", out)
    assert "does not end in .toml; name it such as questions.toml" in ran.err
