"""Setting Excel up and taking exactly that away again, on computers made of dictionaries."""

import io
import json
import zipfile
from dataclasses import replace

import pytest

from secor_xl.errors import SecorError
from secor_xl.excel.package_edits import as_template
from secor_xl.excel.setup.excel_folders import record_file, settings, settings_file, template_file
from secor_xl.excel.setup.install import Action, carry_out, install_plan, installed, plan_record, remove_plan
from secor_xl.excel.setup.machine import Machine
from secor_xl.runs.output import OutputRefused
from tests.excel import macro_books
from tests.excel.fake_machine import ENVIRONMENT, MAC_ENVIRONMENT, PYTHON, USER, mac, windows
from tests.workbook import built

TEMPLATE = b"a template"
CONF = rf"{USER}\.secor-xl\secor-xl.conf"
RECORD = rf"{USER}\.secor-xl\installed.json"
IN_NEW = rf"{USER}\Documents\Custom Office Templates\SECOR review.xltm"
PYTHONW = rf"{ENVIRONMENT}\Scripts\pythonw.exe"


def install(machine: Machine, template=TEMPLATE):
    plan = install_plan(machine, template)
    carry_out(machine, plan)
    return plan


def remove(machine: Machine):
    plan = remove_plan(machine)
    carry_out(machine, plan)
    return plan


def did(plan):
    return {step.path: step.action for step in plan.steps}


def written_by(machine, before):
    return {str(path) for path, data in machine.files.items() if before.get(path) != data}


def test_install_tells_the_macros_which_python_to_start_and_puts_the_template_where_new_finds_it():
    machine = windows()
    before = dict(machine.files)
    plan = install(machine)
    assert did(plan) == {CONF: Action.WRITE, IN_NEW: Action.WRITE}
    assert written_by(machine, before) == {CONF, IN_NEW, RECORD}
    assert machine.read(CONF) == f'"INTERPRETER_WIN","{PYTHONW}"\r\n"USE UDF SERVER","True"\r\n'.encode()
    assert machine.read(IN_NEW) == TEMPLATE


def test_install_on_macos_also_lets_excel_start_python():
    machine = mac()
    before = dict(machine.files)
    install(machine)
    home = "/Users/jo"
    assert written_by(machine, before) == {
        f"{home}/.secor-xl/installed.json",
        f"{home}/Library/Containers/com.microsoft.Excel/Data/secor-xl.conf",
        f"{home}/Library/Application Scripts/com.microsoft.Excel/xlwings-0.37.8.applescript",
        f"{home}/Library/Group Containers/UBF8T346G9.Office/User Content.localized/Templates.localized/SECOR review.xltm",
    }
    assert settings(machine) == {"INTERPRETER_MAC": f"{MAC_ENVIRONMENT}/bin/python", "USE UDF SERVER": "True"}


@pytest.mark.parametrize("make", [windows, mac])
def test_installing_twice_changes_nothing_and_removing_twice_neither(make):
    machine = make()
    nothing = dict(machine.files)
    install(machine)
    once = dict(machine.files)
    again = install(machine)
    assert set(did(again).values()) == {Action.KEEP}
    assert machine.files == once
    remove(machine)
    assert machine.files == nothing
    assert remove(machine).steps == ()
    assert machine.files == nothing


@pytest.mark.parametrize("make", [windows, mac])
def test_a_plan_alone_does_nothing(make):
    machine = make()
    nothing = dict(machine.files)
    assert install_plan(machine, TEMPLATE).steps
    assert machine.files == nothing
    install(machine)
    done = dict(machine.files)
    assert {step.action for step in remove_plan(machine).steps} == {Action.REMOVE}
    assert machine.files == done


def test_the_users_own_settings_in_that_file_stay():
    machine = windows()
    own = '"SHOW CONSOLE","True"\r\n\r\n# a line of no form\r\n"interpreter_win","C:\\old\\python.exe"\r\n'
    machine.put(CONF, own.encode())
    install(machine)
    assert settings(machine) == {"INTERPRETER_WIN": PYTHONW, "USE UDF SERVER": "True", "SHOW CONSOLE": "True"}
    assert b"no form" not in (machine.read(CONF) or b""), "Excel would stumble over it"
    assert did(install(machine))[CONF] is Action.KEEP
    plan = remove(machine)
    assert did(plan)[CONF] is Action.WRITE
    assert machine.read(CONF) == b'"SHOW CONSOLE","True"\r\n'


@pytest.mark.parametrize("damage", [b"\r\n", b"# note\r\n", b"A,b,c\r\n"])
def test_a_line_that_would_shift_all_others_is_taken_out(damage):
    machine = windows()
    install(machine)
    right = machine.read(CONF) or b""
    machine.put(CONF, damage + right)
    assert did(install(machine))[CONF] is Action.WRITE
    assert machine.read(CONF) == right
    machine.put(CONF, damage + right)
    remove(machine)
    assert (machine.read(CONF) or b"") == damage.lstrip(), "what was not put there is not taken away"


def test_a_long_line_of_blanks_is_read_like_any_other():
    """A pattern that tries its blanks in every way would take hours."""
    machine = windows()
    machine.put(CONF, b'"SHOW CONSOLE","True"\r\nA' + b" " * 50_000 + b"B" + b" " * 50_000 + b'"C"\r\n')
    install(machine)
    assert settings(machine) == {"INTERPRETER_WIN": PYTHONW, "USE UDF SERVER": "True", "SHOW CONSOLE": "True"}


def test_settings_that_name_a_python_that_is_gone_are_put_right():
    machine = windows()
    machine.put(CONF, b'"INTERPRETER_WIN","C:\\gone\\python.exe"\r\n')
    assert install(machine).refused == ()
    assert (settings(machine) or {})["INTERPRETER_WIN"] == PYTHONW


def test_a_setting_that_was_changed_since_is_left():
    machine = windows()
    install(machine)
    machine.put(CONF, (machine.read(CONF) or b"").replace(b"pythonw.exe", b"mine.exe"))
    remove(machine)
    assert settings(machine) == {"INTERPRETER_WIN": rf"{ENVIRONMENT}\Scripts\mine.exe"}


def test_a_file_that_was_there_before_is_never_touched():
    machine = windows()
    machine.put(IN_NEW, b"the user's own")
    plan = install(machine)
    assert did(plan)[IN_NEW] is Action.LEAVE
    assert machine.read(IN_NEW) == b"the user's own"
    assert IN_NEW not in installed(machine).files
    remove(machine)
    assert machine.read(IN_NEW) == b"the user's own"


def test_a_file_that_happens_to_be_the_same_is_not_taken_away():
    machine = windows()
    machine.put(IN_NEW, TEMPLATE)
    assert did(install(machine))[IN_NEW] is Action.KEEP
    remove(machine)
    assert machine.read(IN_NEW) == TEMPLATE


def test_a_template_that_was_changed_since_is_left_and_named():
    machine = windows()
    install(machine)
    machine.put(IN_NEW, b"with the user's own header")
    assert did(install(machine, b"a newer template"))[IN_NEW] is Action.LEAVE
    assert machine.read(IN_NEW) == b"with the user's own header"
    remove(machine)
    assert machine.read(IN_NEW) == b"with the user's own header"
    assert not machine.exists(RECORD)


def test_after_an_update_of_secor_xl_the_template_is_the_new_one():
    machine = windows()
    install(machine)
    assert did(install(machine, b"a newer template"))[IN_NEW] is Action.WRITE
    assert machine.read(IN_NEW) == b"a newer template"
    remove(machine)
    assert not machine.exists(IN_NEW)


def test_where_the_folder_of_templates_has_moved_the_old_template_goes():
    machine = windows()
    install(machine)
    machine.set(r"HKCU\Software\Microsoft\Office\16.0\Excel\Options", "PersonalTemplates", r"%USERPROFILE%\Vorlagen ")
    plan = install(machine)
    moved = rf"{USER}\Vorlagen\SECOR review.xltm"
    assert did(plan) == {CONF: Action.KEEP, moved: Action.WRITE, IN_NEW: Action.REMOVE}
    assert machine.exists(moved)
    assert not machine.exists(IN_NEW)


def test_the_documents_may_be_in_onedrive():
    machine = windows()
    folders = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Explorer\User Shell Folders"
    machine.set(folders, "Personal", r"%USERPROFILE%\OneDrive\Documents")
    assert str(template_file(machine)) == rf"{USER}\OneDrive\Documents\Custom Office Templates\SECOR review.xltm"


def test_a_python_without_a_form_without_console_is_taken_as_it_is():
    machine = windows()
    machine.take(PYTHONW)
    install(machine)
    assert (settings(machine) or {})["INTERPRETER_WIN"] == PYTHON


@pytest.mark.parametrize(
    ("spoil", "check"),
    [
        (lambda machine: machine.take(rf"{ENVIRONMENT}\xlwings64-0.37.8.dll"), "library"),
        (lambda machine: setattr(machine, "xlwings", "0.37.9"), "library"),
        (
            lambda machine: setattr(
                machine, "base", r"C:\Program Files\WindowsApps\PythonSoftwareFoundation.Python.3.12"
            ),
            "python",
        ),
        (
            lambda machine: setattr(machine, "libraries", rf"{USER}\AppData\Roaming\Python\Python312\site-packages"),
            "python",
        ),
        (lambda machine: machine.variables.update(USERPROFILE="C:\\Users\\Łukasz"), "profile"),
    ],
)
def test_where_excel_could_not_start_it_nothing_is_installed_and_it_says_why(spoil, check):
    machine = windows()
    spoil(machine)
    before = dict(machine.files)
    plan = install_plan(machine, TEMPLATE)
    assert [finding.check for finding in plan.refused] == [check]
    assert plan.steps == ()
    carry_out(machine, replace(plan, steps=()))
    assert machine.files == before


def test_a_mac_without_the_script_of_xlwings_is_told_so():
    machine = mac()
    machine.script = None
    with pytest.raises(SecorError, match="applescript"):
        install_plan(machine, TEMPLATE)


@pytest.mark.parametrize("path", [CONF, IN_NEW])
def test_where_a_file_cannot_be_written_the_next_run_goes_on_from_there(path):
    machine = windows()
    nothing = dict(machine.files)
    machine.locked = {machine.path(path)}
    with pytest.raises(OutputRefused, match="cannot be written"):
        install(machine)
    machine.locked = set()
    remove(machine)
    assert machine.files == nothing
    machine.locked = {machine.path(path)}
    with pytest.raises(OutputRefused):
        install(machine)
    machine.locked = set()
    install(machine)
    assert machine.read(IN_NEW) == TEMPLATE
    remove(machine)
    assert machine.files == nothing


def test_a_removal_that_fails_halfway_can_be_run_again():
    machine = windows()
    nothing = dict(machine.files)
    install(machine)
    machine.locked = {machine.path(CONF)}
    with pytest.raises(OutputRefused):
        remove(machine)
    machine.locked = set()
    remove(machine)
    assert machine.files == nothing


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        '{"schema": "secor-xl/excel-installed/1", "settings": {}, "files": {"x": 1}}',
        '{"schema": 1, "settings": {}, "files": {}}',
        "\xff",
    ],
)
def test_a_record_that_is_none_is_refused_before_anything_is_touched(text):
    machine = windows()
    machine.put(RECORD, text.encode("latin-1"))
    before = dict(machine.files)
    for plan in (remove_plan, lambda at: install_plan(at, TEMPLATE)):
        with pytest.raises(SecorError, match=r"installed\.json"):
            plan(machine)
    assert machine.files == before


def test_the_record_and_the_settings_are_where_the_macros_and_the_documents_say():
    machine = windows()
    assert str(settings_file(machine)) == CONF
    assert str(record_file(machine)) == RECORD
    assert machine.path(CONF) == machine.path(CONF.upper()), "Windows does not tell capitals apart"


def test_a_letter_of_the_users_name_is_written_as_excel_reads_it():
    machine = windows()
    machine.variables["USERPROFILE"] = r"C:\Users\Zoë"
    machine.interpreter = r"C:\Users\Zoë\venv\Scripts\python.exe"
    machine.put(r"C:\Users\Zoë\venv\Scripts\python.exe")
    machine.put(r"C:\Users\Zoë\venv\xlwings64-0.37.8.dll")
    install(machine)
    assert b"Zo\xeb" in (machine.read(r"C:\Users\Zoë\.secor-xl\secor-xl.conf") or b"")
    assert did(install(machine))[r"C:\Users\Zoë\.secor-xl\secor-xl.conf"] is Action.KEEP


def test_the_plan_as_data():
    machine = windows()
    record = json.loads(json.dumps(plan_record(machine, install_plan(machine, TEMPLATE), dry_run=True)))
    assert record["schema"] == "secor-xl/excel-install/1"
    assert record["dry_run"] is True
    assert [step["action"] for step in record["steps"]] == ["write", "write"]
    assert record["refused"] == []


def test_the_template_differs_from_the_workbook_in_one_word():
    workbook = macro_books.macro_workbook()
    template = as_template(workbook)
    one, other = (zipfile.ZipFile(io.BytesIO(each)) for each in (workbook, template))
    assert one.namelist() == other.namelist()
    assert [name for name in one.namelist() if one.read(name) != other.read(name)] == ["[Content_Types].xml"]
    types = other.read("[Content_Types].xml")
    assert b"application/vnd.ms-excel.template.macroEnabled.main+xml" in types
    assert b"sheet.macroEnabled" not in types
    assert as_template(workbook) == template
    assert built.read(template).review == built.review()


def test_no_template_is_made_of_a_workbook_without_macros():
    with pytest.raises(SecorError, match="no macros"):
        as_template(built.workbook())
