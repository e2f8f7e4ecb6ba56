"""The commands as people use them: what they print, what they write, how they end."""

import json
import shutil
import subprocess
import sys
import warnings
import zipfile
from pathlib import Path

import click
import pytest

from secor_xl.cli import demo
from secor_xl.cli.main import commands
from secor_xl.cli.process import run
from secor_xl.judgement.outcome import OutcomeKind
from secor_xl.procedure.instrument import read_instrument
from secor_xl.resources import shipped_instrument, shipped_letter_templates
from secor_xl.samples.employers import samples
from secor_xl.workbook.reading.read_workbook import read_workbook
from tests.cli.conftest import TODAY

SAMPLES = samples(read_instrument(shipped_instrument()))
BY_KIND = {sample.expected_outcome: sample for sample in SAMPLES}


def workbook(demo_folder, kind):
    sample = BY_KIND[kind]
    return demo_folder / "workbooks" / f"{sample.file_stem}.xlsx", sample.as_of.isoformat()


@pytest.mark.parametrize("name", sorted(commands.commands))
def test_every_command_has_help_with_an_example(secor, name):
    for option in ("-h", "--help"):
        shown = secor(name, option)
        assert shown.code == 0
        assert "Example" in shown.out
        assert f"secor-xl {name}" in shown.out.split("Example", 1)[1]


def test_help_and_version(secor):
    assert "secor-xl demo" in secor("-h").out
    assert secor("--version").out.startswith("secor-xl ")


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.file_stem)
def test_check_says_the_outcome_of_every_sample_and_ends_with_its_code(secor, demo_folder, sample):
    path = demo_folder / "workbooks" / f"{sample.file_stem}.xlsx"
    shown = secor("check", path, "--as-of", sample.as_of.isoformat())
    assert sample.expected_outcome.value.capitalize() in shown.out
    assert shown.code == (0 if sample.expected_outcome is OutcomeKind.APPROVE else 1)
    record = json.loads(secor("check", path, "--as-of", sample.as_of.isoformat(), "--json").out)
    assert record["schema"] == "secor-xl/assessment/1"
    assert record["outcome"]["kind"] == sample.expected_outcome.value
    assert record["outcome"]["because"], "an outcome without its because"
    assert all(flag["cell"] for flag in record["flags"]), "a flag without its cell"


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.file_stem)
def test_letters_ends_with_1_where_none_is_due_and_writes_the_due_ones(secor, demo_folder, sample, tmp_path):
    path = demo_folder / "workbooks" / f"{sample.file_stem}.xlsx"
    ran = secor("letters", path, "--out", tmp_path / "letters", "--as-of", sample.as_of.isoformat(), "--json")
    record = json.loads(ran.out)
    due = sample.expected_outcome in (OutcomeKind.APPROVE, OutcomeKind.REQUEST_CORRECTIONS, OutcomeKind.INVALID)
    written = sorted(path.name for path in (tmp_path / "letters").iterdir() if path.name != "records.sqlite")
    assert ran.code == (0 if due else 1)
    assert bool(written) == due
    assert written == sorted(letter["name"] for letter in record["planned"])
    assert bool(record["refused"]) != due


def test_a_dry_run_says_the_same_letters_and_writes_nothing(secor, demo_folder, tmp_path):
    path, as_of = workbook(demo_folder, OutcomeKind.APPROVE)
    planned = secor("letters", path, "--out", tmp_path / "out", "--as-of", as_of, "--dry-run")
    assert planned.code == 0
    assert "would write" in planned.out
    assert not (tmp_path / "out").exists()
    made = secor("letters", path, "--out", tmp_path / "out", "--as-of", as_of)
    again = secor("letters", path, "--out", tmp_path / "out", "--as-of", as_of, "--dry-run")
    assert "would write" not in again.out
    assert "there from before" in again.out
    for written in (tmp_path / "out").glob("*.docx"):
        assert written.name in planned.out
        assert written.name in made.out


def test_letters_made_again_are_left_as_they_are_and_edited_ones_are_never_lost(secor, demo_folder, tmp_path):
    path, as_of = workbook(demo_folder, OutcomeKind.INVALID)
    arguments = ("letters", path, "--out", tmp_path, "--as-of", as_of)
    assert "written" in secor(*arguments).out
    again = secor(*arguments)
    assert "there from before" in again.out
    assert "unchanged since the run of" in again.out
    letter = next(tmp_path.glob("*.docx"))
    shutil.copy(demo_folder / "workbooks" / path.name, letter)  # stands for a letter edited by hand
    edited = letter.read_bytes()
    assert secor(*arguments).code == 0
    assert letter.read_bytes() == edited
    replaced = secor(*arguments, "--replace")
    assert replaced.code == 0
    assert [path.read_bytes() for path in tmp_path.glob("*(replaced 1).docx")] == [edited]


def test_a_letter_that_no_run_has_made_from_this_workbook_is_never_overwritten(secor, demo_folder, tmp_path):
    path, as_of = workbook(demo_folder, OutcomeKind.INVALID)
    name = json.loads(secor("letters", path, "--out", tmp_path, "--as-of", as_of, "--dry-run", "--json").out)[
        "planned"
    ][0]["name"]
    (tmp_path / name).write_bytes(b"written by somebody")
    refused = secor("letters", path, "--out", tmp_path, "--as-of", as_of)
    assert refused.code == 3
    assert "--replace" in refused.out
    assert (tmp_path / name).read_bytes() == b"written by somebody"


def test_one_bad_file_never_stops_the_others(secor, demo_folder, tmp_path):
    path, as_of = workbook(demo_folder, OutcomeKind.APPROVE)
    broken = tmp_path / "broken.xlsx"
    broken.write_bytes(b"PK\x03\x04 and then nothing")
    missing = tmp_path / "missing.xlsx"
    for command in (("check",), ("letters", "--out", tmp_path / "out")):
        ran = secor(*command, broken, missing, path, "--as-of", as_of)
        assert ran.code == 3
        assert "broken.xlsx" in ran.out + ran.err
        assert "missing.xlsx" in ran.out + ran.err
        assert "Approve" in ran.out
    assert list((tmp_path / "out").glob("*.docx"))


def test_two_reviews_that_would_have_the_same_letter_are_told_apart(secor, demo_folder, tmp_path):
    path, as_of = workbook(demo_folder, OutcomeKind.APPROVE)
    twin = tmp_path / "twin.xlsx"
    shutil.copy(path, twin)
    ran = secor("letters", path, twin, "--out", tmp_path / "out", "--as-of", as_of)
    assert ran.code == 3
    assert "is the same file as" in ran.out
    assert len(list((tmp_path / "out").glob("*- approval.docx"))) == 1


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.file_stem)
def test_export_and_new_from_lose_nothing(secor, demo_folder, sample, tmp_path):
    path = demo_folder / "workbooks" / f"{sample.file_stem}.xlsx"
    exported = secor("export", path)
    assert exported.code == 0
    record = tmp_path / "review.json"
    record.write_text(exported.out, encoding="utf-8")
    assert secor("new", tmp_path / "copy.xlsx", "--from", record, "--as-of", sample.as_of.isoformat()).code == 0
    assert secor("export", tmp_path / "copy.xlsx").out == exported.out
    assert (tmp_path / "copy.xlsx").read_bytes() == path.read_bytes()


def test_export_refuses_to_lose_what_it_cannot_read(secor, demo_folder, tmp_path):
    import openpyxl

    from secor_xl.judgement.case import Place
    from secor_xl.workbook.schema.layout import cell_of

    path, _ = workbook(demo_folder, OutcomeKind.APPROVE)
    found = cell_of(Place("case", "received_on"), read_instrument(shipped_instrument()))
    assert found is not None
    sheet, cell = found
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl says what it drops of the looks
        book = openpyxl.load_workbook(path)
    book[sheet][cell] = "last Tuesday"
    book.save(tmp_path / "typed.xlsx")
    ran = secor("export", tmp_path / "typed.xlsx")
    assert ran.code == 1
    assert ran.out == ""
    assert f"{sheet}!{cell}" in ran.err
    assert "last Tuesday" in ran.err


def test_a_blank_workbook_is_incomplete_and_gets_no_letter(secor, tmp_path):
    assert secor("new", tmp_path / "review.xlsx").code == 0
    checked = secor("check", tmp_path / "review.xlsx")
    assert checked.code == 1
    assert "Incomplete" in checked.out
    assert "%" not in checked.out.split("To reach")[0].split("because")[0]
    letters = secor("letters", tmp_path / "review.xlsx", "--out", tmp_path / "out")
    assert letters.code == 1
    assert "no letter" in letters.out
    assert not list((tmp_path / "out").glob("*.docx"))


def test_new_never_overwrites(secor, tmp_path):
    path = tmp_path / "review.xlsx"
    path.write_bytes(b"the reviewer's own work")
    ran = secor("new", path)
    assert ran.code == 3
    assert "left as it is" in ran.err
    assert path.read_bytes() == b"the reviewer's own work"


def test_new_takes_another_instrument_and_the_workbook_carries_it(secor, tmp_path):
    text = shipped_instrument().read_text(encoding="utf-8").replace('version = "2026.1"', 'version = "9.9"')
    other = tmp_path / "other.toml"
    other.write_text(text, encoding="utf-8")
    assert secor("new", tmp_path / "review.xlsx", "--instrument", other).code == 0
    record = json.loads(secor("check", tmp_path / "review.xlsx", "--json").out)
    assert record["instrument"]["version"] == "9.9"
    exported = tmp_path / "review.json"
    exported.write_text(secor("export", tmp_path / "review.xlsx").out, encoding="utf-8")
    assert secor("new", tmp_path / "again.xlsx", "--from", exported).code == 0
    assert json.loads(secor("check", tmp_path / "again.xlsx", "--json").out)["instrument"]["version"] == "9.9"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "is not JSON"),
        ("[]", "is not a JSON object"),
        ('{"schema": "secor-xl/review/9"}', "secor-xl/review/1"),
        ('{"schema": "secor-xl/review/1", "case": {"received_on": "2026-13-01"}}', "case.received_on"),
        ('{"schema": "secor-xl/review/1", "colour": "red"}', "colour: is not a key"),
        ('{"schema": "secor-xl/review/1", "form": {"instrument_fingerprint": "00"}}', "--instrument"),
        ('{"schema": "secor-xl/review/1", "questions": [{"question_id": "Z9"}]}', "Z9"),
    ],
)
def test_a_json_file_that_is_no_review_is_refused_with_its_place(secor, tmp_path, text, message):
    record = tmp_path / "review.json"
    record.write_text(text, encoding="utf-8")
    ran = secor("new", tmp_path / "review.xlsx", "--from", record)
    assert ran.code in (2, 3)
    assert message in ran.err
    assert not (tmp_path / "review.xlsx").exists()


def test_an_instrument_or_an_office_that_is_wrong_is_named_with_its_key(secor, tmp_path):
    bad = tmp_path / "bad.toml"
    bad.write_text(
        shipped_instrument().read_text(encoding="utf-8").replace("illustrative = true", "ilustrative = true")
    )
    ran = secor("new", tmp_path / "review.xlsx", "--instrument", bad)
    assert ran.code == 2
    assert "illustrative" in ran.err
    assert "bad.toml" in ran.err
    office = (shipped_letter_templates() / "office.toml").read_text(encoding="utf-8")
    (tmp_path / "office.toml").write_text(office.replace("[certifying_partner]\nname =", "[certifying_partner]\nnam ="))
    ran = secor("new", tmp_path / "review.xlsx", "--templates", tmp_path)
    assert ran.code == 2
    assert "certifying_partner" in ran.err


def test_usage_errors_end_with_2(secor, tmp_path):
    assert secor("check").code == 2
    assert secor("letters", "x.xlsx").code == 2
    assert secor("check", "x.xlsx", "--as-of", "30.6.2026").code == 2
    assert secor("new", tmp_path / "review.docx").code == 2
    assert secor("nonsense").code == 2


def test_explain_prints_the_page_of_a_rule_whatever_the_case_of_its_code(secor):
    from secor_xl.judgement.rules import ALL

    for rule in ALL:
        shown = secor("explain", rule.code.lower())
        assert shown.code == 0
        assert rule.code in shown.out
        assert "To clear" in shown.out
    assert json.loads(secor("explain", ALL[0].code, "--json").out)["code"] == ALL[0].code


def test_explain_of_an_unknown_code_names_the_nearest(secor):
    ran = secor("explain", "EV101")
    assert ran.code == 2
    assert "EV-101" in ran.err


def test_rules_and_clauses_list_everything(secor):
    from secor_xl.judgement.rules import ALL
    from secor_xl.procedure.clauses import shipped_clauses

    assert [each["code"] for each in json.loads(secor("rules", "--json").out)] == [rule.code for rule in ALL]
    assert all(rule.code in secor("rules").out for rule in ALL[:3])
    records = json.loads(secor("clauses", "--json", "--as-of", "2026-06-30").out)
    assert [each["id"] for each in records] == list(shipped_clauses())
    assert {each["procedure"] for each in records} == {"1.1"}
    before = json.loads(secor("clauses", "--json", "--as-of", "2022-03-29").out)
    assert {each["procedure"] for each in before} == {"1.0"}


def test_functions_lists_every_in_cell_function(secor):
    from secor_xl.workbook.functions.registry import FUNCTIONS

    records = json.loads(secor("functions", "--json").out)
    assert [each["name"] for each in records] == [function.name for function in FUNCTIONS]
    shown = secor("functions").out
    assert all(function.name in shown for function in FUNCTIONS)
    assert secor("functions", "--markdown").out.startswith("# In-cell functions")


def test_demo_run_twice_changes_nothing(secor, tmp_path):
    first = secor("demo", "--out", tmp_path / "demo")
    assert first.code == 0
    stamps = {path: path.stat().st_mtime_ns for path in (tmp_path / "demo").rglob("*.*")}
    second = secor("demo", "--out", tmp_path / "demo", "--json")
    assert second.code == 0
    assert {path: path.stat().st_mtime_ns for path in (tmp_path / "demo").rglob("*.*")} == stamps
    assert len(second.out.splitlines()) == len(SAMPLES)
    for sample in SAMPLES:
        assert sample.name.split()[0] in first.out
        assert (tmp_path / "demo" / "workbooks" / f"{sample.file_stem}.xlsm").is_file()


def test_the_demo_makes_workbooks_with_live_cells_and_plain_ones_where_asked(demo_folder, tmp_path, monkeypatch):
    """Both hold the same review, judged as of the same day, so their letters are the same."""
    monkeypatch.setattr(demo, "samples", lambda _: SAMPLES[:1])
    assert demo.run_demo(tmp_path) == 0
    (live,) = (tmp_path / "workbooks").iterdir()
    with zipfile.ZipFile(live) as parts:
        assert "xl/vbaProject.bin" in parts.namelist()
        assert b"SECOR_OUTCOME(" in parts.read("xl/worksheets/sheet1.xml")
    plain = read_workbook(demo_folder / "workbooks" / f"{live.stem}.xlsx")
    assert read_workbook(live).review == plain.review
    for letter in (tmp_path / "letters").glob("*.docx"):
        assert letter.read_bytes() == (demo_folder / "letters" / letter.name).read_bytes()


def test_the_as_of_day_is_today_unless_named(secor, tmp_path):
    assert secor("new", tmp_path / "review.xlsx").code == 0
    assert json.loads(secor("check", tmp_path / "review.xlsx", "--json").out)["as_of"] == TODAY.isoformat()


def shell(command, **options):
    """A command line of a shell, with our own command in it."""
    command = command.replace("secor-xl", f"{sys.executable} -m secor_xl")
    return subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False, **options)


@pytest.mark.skipif(not shutil.which("bash"), reason="needs a shell")
@pytest.mark.parametrize("command", ["secor-xl rules", "secor-xl explain EV-101", "secor-xl clauses --json"])
def test_a_reader_that_goes_away_is_no_finding(command):
    ran = shell(f"{command} | head -1; exit ${{PIPESTATUS[0]}}")
    assert (ran.returncode, ran.stderr) == (0, "")


@pytest.mark.skipif(not shutil.which("bash"), reason="needs a shell")
def test_output_that_cannot_be_written_is_said_and_ends_with_3():
    if not Path("/dev/full").exists():
        pytest.skip("no device that is always full")
    ran = shell("secor-xl rules > /dev/full")
    assert ran.returncode == 3
    assert "cannot be written" in ran.stderr
    assert "Traceback" not in ran.stderr


def test_a_computer_without_free_memory_is_no_defect(capsys):
    @click.command()
    def command():
        raise MemoryError

    with pytest.raises(SystemExit) as ended:
        run(command, [])
    assert ended.value.code == 3
    assert capsys.readouterr().err.startswith("There was not enough memory")


@pytest.mark.skipif(not shutil.which("bash"), reason="needs a shell")
def test_closed_streams_are_no_reason_to_fail():
    ran = shell("secor-xl rules >&- 2>&-")
    assert ran.returncode == 0


def test_an_instrument_that_bears_the_shipped_ones_name_is_refused_before_the_work(secor, tmp_path):
    text = shipped_instrument().read_text(encoding="utf-8")
    ours = tmp_path / "ours.toml"
    ours.write_text(text.replace("points = 15", "points = 16", 1), encoding="utf-8")
    ran = secor("new", tmp_path / "review.xlsx", "--instrument", ours)
    assert ran.code == 2
    assert "instrument.version" in ran.err
    assert not (tmp_path / "review.xlsx").exists()
    ours.write_text(f"# a comment by the office\n{text}", encoding="utf-8")
    assert secor("new", tmp_path / "review.xlsx", "--instrument", ours).code == 0
    assert secor("export", tmp_path / "review.xlsx").code == 0


def test_one_file_in_two_spellings_is_one_file(secor, demo_folder, tmp_path):
    path, as_of = workbook(demo_folder, OutcomeKind.INVALID)
    twice = path.parent / ".." / path.parent.name / path.name
    ran = secor("letters", path, twice, "--out", tmp_path, "--as-of", as_of, "--json")
    assert ran.code == 0
    assert len(ran.out.splitlines()) == 1


def test_json_and_markdown_at_once_are_refused(secor):
    assert secor("rules", "--json", "--markdown").code == 2
    assert secor("clauses", "--json", "--markdown").code == 2


@pytest.mark.parametrize(
    ("columns", "bars", "titles"), [("80", False, False), ("100", False, True), ("130", True, True)]
)
def test_a_narrow_terminal_leaves_out_rather_than_breaks(demo_folder, columns, bars, titles, monkeypatch, capsys):
    from secor_xl.cli.views import terminal
    from secor_xl.resources import shipped_letter_templates
    from secor_xl.runs.single_workbook import ReviewService

    sample = BY_KIND[OutcomeKind.APPROVE]
    judged = ReviewService(shipped_letter_templates(), sample.as_of).judge(
        demo_folder / "workbooks" / f"{sample.file_stem}.xlsx"
    )
    monkeypatch.setattr(terminal, "console", lambda: terminal.PlainConsole(width=int(columns), highlight=False))
    terminal.print_assessment(judged)
    shown = capsys.readouterr().out
    assert ("█" in shown) == bars
    assert ("Emergency Response" in shown) == titles
    assert max(map(len, shown.splitlines())) <= int(columns)


def test_a_dry_run_ends_as_the_run_would_where_the_folder_is_a_file(secor, demo_folder, tmp_path):
    path, as_of = workbook(demo_folder, OutcomeKind.INVALID)
    (tmp_path / "out").write_text("no folder")
    for options in ((), ("--dry-run",), ("--replace",)):
        ran = secor("letters", path, "--out", tmp_path / "out", "--as-of", as_of, *options)
        assert ran.code == 3
        assert "is a file" in ran.err


def test_a_workbook_whose_instrument_is_in_doubt_can_still_be_exported(secor, tmp_path, monkeypatch):
    from secor_xl.workbook.reading import read_review

    assert secor("new", tmp_path / "review.xlsx").code == 0
    text = shipped_instrument().read_text(encoding="utf-8").replace("points = 15", "points = 16", 1)
    other = tmp_path / "instrument.toml"
    other.write_text(text, encoding="utf-8")
    monkeypatch.setattr(read_review, "_shipped_instrument", lambda: read_instrument(other))
    assert "differs from the one" in secor("check", tmp_path / "review.xlsx").out
    exported = secor("export", tmp_path / "review.xlsx")
    assert exported.code == 0
    assert "differs from the one" in exported.err
    assert json.loads(exported.out)["schema"] == "secor-xl/review/1"
