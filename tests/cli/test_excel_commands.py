"""The commands around Excel: what they print, what they write, how they end, here and on computers made of dictionaries."""

import json
import shutil
import sys
import zipfile

import pytest

from secor_xl.cli.commands.excel_commands import excel
from secor_xl.excel.setup import machine, self_test
from secor_xl.excel.setup.checks import CheckResult
from secor_xl.excel.setup.excel_folders import template_file
from secor_xl.resources import shipped_letter_templates
from secor_xl.runs.output import OutputRefused
from secor_xl.workbook.reading.read_workbook import read_workbook
from secor_xl.workbook.writing import build_reference
from secor_xl.xlsx.comments import Note
from tests.excel.fake_machine import ENVIRONMENT, linux, mac, windows
from tests.notes import read_notes
from tests.workbook import built
from tests.workbook.shipped import opened

elsewhere = pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="there is an Excel for this system")


@pytest.fixture
def on(monkeypatch):
    """Lets the commands run on another computer."""

    def put(other):
        monkeypatch.setattr(machine, "Machine", lambda: other)
        return other

    return put


@pytest.mark.parametrize("name", sorted(excel.commands))
def test_every_command_of_the_group_has_help_with_an_example(secor, name):
    shown = secor("excel", name, "-h")
    assert shown.code == 0
    assert f"secor-xl excel {name}" in shown.out.split("Example", 1)[1]


@pytest.mark.parametrize(("name", "live"), [("review.xlsm", True), ("REVIEW.XLSM", True), ("review.xlsx", False)])
def test_new_makes_a_workbook_with_live_cells_or_a_plain_one_by_its_name(secor, tmp_path, name, live):
    assert secor("new", tmp_path / name).code == 0
    parts = zipfile.ZipFile(tmp_path / name).namelist()
    assert ("xl/vbaProject.bin" in parts) is live
    assert any(part.startswith("customUI/") for part in parts) is live
    assert read_workbook(tmp_path / name).problems == ()
    assert secor("check", tmp_path / name).code == 1


def test_a_day_that_is_given_stands_in_the_live_workbook_and_is_said(secor, tmp_path):
    def kind(path):
        return opened(path.read_bytes())["Start"]["D9"].value

    live, fixed, plain = (tmp_path / name for name in ("live.xlsm", "fixed.xlsm", "plain.xlsx"))
    assert "As of" not in secor("new", live).err
    assert kind(live) == "today"
    said = secor("new", fixed, "--as-of", "2026-06-30").err
    assert (
        "judged as of 2026-06-30, the day in Start!C9. To judge as of each new day, choose today in the cell beside it"
        in said
    )
    assert kind(fixed) == "fixed"
    assert secor("new", plain, "--as-of", "2026-06-30").err == f"{plain}: written.\n"
    again = secor("upgrade", live, "--again", "--as-of", "2026-06-30")
    assert "judged as of 2026-06-30, the day in Start!C9" in again.err
    assert kind(live) == "fixed"


def test_what_does_not_fit_a_workbook_ends_with_3_and_nothing_is_written(secor, tmp_path):
    path, record = tmp_path / "review.xlsx", tmp_path / "review.json"
    path.write_bytes(built.workbook())
    secor("export", path, "--out", record)
    data = json.loads(record.read_text(encoding="utf-8"))
    data["employer"]["legal_name"] = "x" * 32_768
    record.write_text(json.dumps(data), encoding="utf-8")
    ran = secor("new", tmp_path / "new.xlsx", "--from", record)
    assert ran.code == 3
    assert "32768 characters" in ran.err
    assert not (tmp_path / "new.xlsx").exists()


def test_a_review_goes_from_a_plain_workbook_into_a_live_one_without_loss(secor, demo_folder, tmp_path):
    for path in sorted((demo_folder / "workbooks").iterdir())[:3]:
        record, live = tmp_path / "review.json", tmp_path / f"{path.stem}.xlsm"
        assert secor("export", path, "--out", record).code == 0
        assert secor("new", live, "--from", record).code == 0
        assert read_workbook(live).review == read_workbook(path).review
        record.unlink()


@pytest.mark.parametrize("name", ["review", "review.xls", "review.xltm", "review.docx"])
def test_a_name_of_no_workbook_is_a_usage_error(secor, tmp_path, name):
    for command in ("new", "upgrade", "refresh"):
        ran = secor(command, tmp_path / name)
        assert ran.code == 2
        assert ".xlsm" in ran.err
    assert list(tmp_path.iterdir()) == []


def test_refresh_computes_each_workbook_and_says_what_it_did(secor, tmp_path):
    good, gone = tmp_path / "review.xlsx", tmp_path / "gone.xlsx"
    good.write_bytes(built.workbook())
    ran = secor("refresh", good, gone, "--as-of", "2026-06-30", "--json")
    assert ran.code == 3
    done, failed = map(json.loads, ran.out.splitlines())
    assert (done["schema"], done["file"], done["error"]) == ("secor-xl/refresh/1", str(good), None)
    assert done["kept"] == str(tmp_path / "review (before refresh).xlsx")
    assert failed["error"]
    assert f"{good}: computed anew as of 2026-06-30; the file as it was is {done['kept']}." in ran.err
    again = secor("refresh", good, "--as-of", "2026-06-30")
    assert (again.code, again.out) == (0, "")
    assert "nothing was done" in again.err


@pytest.fixture
def old_workbook(monkeypatch, tmp_path):
    monkeypatch.setattr(build_reference, "__version__", "0.0.9")
    path = tmp_path / "review.xlsx"
    path.write_bytes(built.built(built.review()))
    monkeypatch.undo()
    return path


def test_upgrade_says_what_it_did_and_where_the_old_file_is(secor, old_workbook):
    ran = secor("upgrade", old_workbook)
    assert ran.code == 0
    kept = old_workbook.with_name("review (secor-xl 0.0.9).xlsx")
    assert str(kept) in ran.err
    assert kept.exists()
    again = secor("upgrade", old_workbook)
    assert again.code == 0
    assert "nothing was done" in again.err


def test_upgrade_as_data(secor, old_workbook):
    record = json.loads(secor("upgrade", old_workbook, "--json").out)
    assert record["schema"] == "secor-xl/upgrade/1"
    assert (record["old_version"], record["refused"], record["error"]) == ("0.0.9", [], None)
    assert record["kept"].endswith("review (secor-xl 0.0.9).xlsx")
    record = json.loads(secor("upgrade", old_workbook, "--json").out)
    assert (record["kept"], record["old_version"]) == (None, None)


def test_upgrade_names_the_notes_that_it_carried_over(secor, tmp_path):
    from openpyxl.comments import Comment

    def written(book):
        book["Questions"]["D6"].comment = Comment("mind this", "Me")

    path = tmp_path / "review.xlsx"
    path.write_bytes(built.edited(written))
    ran = secor("upgrade", path, "--again")
    assert ran.code == 0
    assert "notes on 1 cells" in ran.err
    assert read_notes(path) == {("Questions", "D6"): Note("mind this", "Me")}


def test_upgrade_loses_nothing_that_is_typed_beside_the_form(secor, tmp_path):
    def written(book):
        book["Start"]["M40"] = "my own sum"

    path = tmp_path / "review.xlsx"
    path.write_bytes(built.edited(written))
    before = path.read_bytes()
    ran = secor("upgrade", path, "--again")
    assert ran.code == 1
    assert 'Start!M40: "my own sum"' in ran.err
    assert path.read_bytes() == before


def test_upgrade_ends_with_1_where_something_would_be_lost(secor, tmp_path):
    path = tmp_path / "review.xlsx"
    path.write_bytes(built.edited(lambda book: book.create_sheet("My notes")))
    before = path.read_bytes()
    ran = secor("upgrade", path, "--again", "--json")
    assert ran.code == 1
    assert "My notes" in ran.err
    assert "nothing was changed" in ran.err
    assert "My notes" in json.loads(ran.out)["refused"][0]
    assert path.read_bytes() == before


def test_upgrade_ends_with_1_where_a_note_is_longer_than_excel_takes(secor, tmp_path):
    from openpyxl.comments import Comment

    def written(book):
        book["Questions"]["D6"].comment = Comment("x" * 32_768, "Me")

    path = tmp_path / "review.xlsx"
    path.write_bytes(built.edited(written))
    before = path.read_bytes()
    ran = secor("upgrade", path, "--again")
    assert ran.code == 1
    assert "Questions!D6: the note on it has 32768 characters" in ran.err
    assert "nothing was changed" in ran.err
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_upgrade_ends_with_3_where_a_file_cannot_be_read_or_is_open(secor, tmp_path):
    missing = secor("upgrade", tmp_path / "missing.xlsm", "--json")
    assert missing.code == 3
    assert "is not there" in json.loads(missing.out)["error"]
    path = tmp_path / "review.xlsx"
    path.write_bytes(built.workbook())
    (tmp_path / "~$review.xlsx").write_bytes(b"")
    ran = secor("upgrade", path, "--again")
    assert ran.code == 3
    assert "open in Excel" in ran.err


@pytest.fixture
def own_office(monkeypatch, tmp_path):
    """A user whose settings name a folder of templates, which is not there: its path tells that it was asked."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    monkeypatch.delenv("SECOR_XL_TEMPLATES", raising=False)
    (tmp_path / ".secor-xl").mkdir()
    file = tmp_path / ".secor-xl" / "settings.toml"
    file.write_text(f"templates_folder = '{tmp_path / 'own office'}'")
    return file


def test_commands_use_the_templates_of_the_users_own_settings(secor, own_office, monkeypatch, tmp_path):
    path = tmp_path / "review.xlsx"
    path.write_bytes(built.workbook())
    for arguments in (("check", path), ("letters", path, "--out", tmp_path / "out"), ("new", tmp_path / "new.xlsx")):
        ran = secor(*arguments)
        assert ran.code == 2
        assert "own office" in ran.err
        assert secor(*arguments, "--templates", shipped_letter_templates()).code != 2
    monkeypatch.setenv("SECOR_XL_TEMPLATES", str(shipped_letter_templates()))
    assert secor("check", path).code != 2


def test_settings_that_are_broken_are_said_in_a_sentence(secor, own_office, tmp_path):
    own_office.write_text("templates_folder = [")
    path = tmp_path / "review.xlsx"
    path.write_bytes(built.workbook())
    ran = secor("check", path)
    assert ran.code == 2
    assert "settings.toml: cannot be read" in ran.err
    assert "settings.toml: cannot be read" in secor("excel", "doctor", "--excel").out


def test_the_doctor_compares_cells_by_the_users_own_office(secor, own_office, on, monkeypatch, tmp_path):
    judged = []

    def compared(_machine, assessment):
        judged.append(assessment)
        return CheckResult("compared", title="Cells")

    shutil.copytree(shipped_letter_templates(), tmp_path / "own office")
    office = tmp_path / "own office" / "office.toml"
    office.write_text(office.read_text(encoding="utf-8").replace("largest_employer = 10", "largest_employer = 3"))
    monkeypatch.setattr(self_test, "check_cells", compared)
    on(linux())
    assert secor("excel", "doctor", "--excel").code == 0
    assert judged[0].case.office.program.largest_employer == 3


@pytest.mark.parametrize(
    ("machine", "well", "option", "tried"),
    [
        (windows, True, None, True),
        (windows, True, "--no-excel", False),
        (windows, False, None, False),
        (windows, False, "--excel", True),
        (linux, True, None, False),
    ],
)
def test_the_doctor_tries_excel_itself_on_windows_where_all_else_is_well(
    secor, on, monkeypatch, machine, well, option, tried
):
    monkeypatch.setattr(self_test, "check_cells", lambda *_: CheckResult("compared", title="Cells in Excel"))
    monkeypatch.setattr("secor_xl.excel.setup.doctor.doctor", lambda *_: (CheckResult("seen", "" if well else "cure"),))
    on(machine())
    ran = secor("excel", "doctor", *([option] if option else []))
    assert ("Cells in Excel" in ran.out) is tried
    assert ran.code == (0 if well else 1)


@elsewhere
def test_without_excel_the_commands_say_what_works_and_end_well(secor, tmp_path):
    for command in ("install", "remove"):
        ran = secor("excel", command)
        assert ran.code == 0
        assert "Nothing to do: not Windows: the command line works here" in ran.err
        assert json.loads(secor("excel", command, "--json").out)["steps"] == []
    ran = secor("excel", "doctor", "--excel")
    assert ran.code == 0
    assert "not Windows: the command line works here" in ran.out
    assert "not tried" in ran.out


def test_doctor_looks_at_a_workbook_here_too(secor, tmp_path):
    secor("new", tmp_path / "review.xlsm")
    record = json.loads(secor("excel", "doctor", tmp_path / "review.xlsm", "--json").out)
    (found,) = [each for each in record["checks"] if each["check"] == "workbook"]
    assert found["ok"]
    assert secor("excel", "doctor", tmp_path / "missing.xlsm").code == 1


@pytest.mark.parametrize("make", [windows, mac])
def test_install_and_remove_list_what_they_do(secor, on, make):
    machine = on(make())
    nothing = dict(machine.files)
    planned = secor("excel", "install", "--dry-run")
    assert planned.code == 0
    assert "would be written" in planned.out
    assert machine.files == nothing
    done = secor("excel", "install")
    assert done.code == 0
    assert done.out == planned.out.replace("would be written", "written")
    assert machine.exists(str(template_file(machine)))
    assert {line.split(":")[0] for line in secor("excel", "install").out.splitlines()} == {"is right"}
    assert secor("excel", "doctor", "--no-excel").code == 0
    assert "would be removed" in secor("excel", "remove", "--dry-run").out
    assert len(secor("excel", "remove").out.splitlines()) == len(done.out.splitlines())
    assert machine.files == nothing
    assert secor("excel", "remove").out == "Nothing to do.\n"


def test_the_template_that_is_installed_is_a_blank_review(secor, on, tmp_path):
    machine = on(windows())
    secor("excel", "install", "--as-of", "2026-06-01")
    path = tmp_path / "template.xlsm"
    path.write_bytes(machine.read(str(template_file(machine))) or b"")
    read = read_workbook(path)
    assert read.problems == ()
    assert read.review.employer.legal_name == ""


def test_install_that_could_not_work_is_refused_with_what_to_do(secor, on):
    machine = on(windows())
    machine.take(rf"{ENVIRONMENT}\xlwings64-0.37.8.dll")
    before = dict(machine.files)
    ran = secor("excel", "install")
    assert ran.code == 1
    assert "TO DO  xlwings library" in ran.out
    assert "uv tool install" in ran.out
    assert machine.files == before
    assert json.loads(secor("excel", "install", "--json").out)["refused"][0]["check"] == "library"


def test_a_file_that_cannot_be_written_ends_with_3(secor, on, monkeypatch):
    machine = on(windows())

    def refused(path, data):
        raise OutputRefused(f"{path}: cannot be written (Access is denied).")

    monkeypatch.setattr(machine, "write", refused)
    ran = secor("excel", "install")
    assert ran.code == 3
    assert "Access is denied" in ran.err


def test_the_doctor_ends_with_1_where_something_is_to_be_done(secor, on):
    on(windows())
    ran = secor("excel", "doctor")
    assert ran.code == 1
    assert [line.split(":")[0] for line in ran.out.splitlines() if line.startswith("TO DO")] == ["TO DO  Set up"]
    on(linux())
    assert secor("excel", "doctor").code == 0
