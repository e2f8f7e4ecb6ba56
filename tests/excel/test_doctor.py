"""Every check of the doctor on computers made of dictionaries: one that is well, and each known cause of trouble."""

import json

import pytest

from secor_xl import __version__
from secor_xl.excel.setup.checks_blocked import APP_LOCKER, CALL_RULE, CHILD_RULE, SMART_APP_CONTROL
from secor_xl.excel.setup.checks_file import workbook_xlwings
from secor_xl.excel.setup.checks_windows import excel_bits
from secor_xl.excel.setup.doctor import doctor, doctor_record
from secor_xl.excel.setup.install import carry_out, install_plan
from secor_xl.excel.setup.machine import Machine, Process
from secor_xl.workbook.writing import build_reference
from tests.excel import macro_books
from tests.excel.fake_machine import (
    APP_PATH,
    ENVIRONMENT,
    EXCEL,
    PYTHON,
    USER,
    FakeMachine,
    linux,
    mac,
    program,
    windows,
)
from tests.workbook import built, packages

FILE = rf"{USER}\Reviews\review.xlsm"
CONF = rf"{USER}\.secor-xl\secor-xl.conf"
STORE_EXCEL = r"C:\Program Files\WindowsApps\Microsoft.Office.Desktop.Excel_16051_x86\Office16\EXCEL.EXE"
OWN = rf"{USER}\.secor-xl\settings.toml"
DEFENDER = r"Microsoft\Windows Defender\Windows Defender Exploit Guard\ASR\Rules"
BY_GROUP, HERE = rf"HKLM\SOFTWARE\Policies\{DEFENDER}", rf"HKLM\SOFTWARE\{DEFENDER}"
BY_MANAGER = r"HKLM\SOFTWARE\Policies\Microsoft\Windows Defender\Policy Manager"
SECURITY = r"Microsoft\Office\16.0\Excel\Security"
TRUSTED = rf"HKCU\Software\{SECURITY}\Trusted Locations"


def well() -> FakeMachine:
    """A Windows computer where install has been run, with a workbook on it."""
    machine = windows()
    carry_out(machine, install_plan(machine, b"a template"))
    machine.put(FILE, macro_books.macro_workbook())
    return machine


def findings(machine, file=""):
    return {each.check: each for each in doctor(machine, file)}


def test_a_computer_that_is_well_has_nothing_to_do():
    found = doctor(well(), FILE)
    assert [each for each in found if not each.ok] == []
    assert [each.check for each in found] == [
        *("system", "python", "excel", "library", "settings", "own-settings", "profile", "children", "calls"),
        *("blocked", "add-ins", "processes", "macros", "workbook", "mark", "place"),
    ]
    assert all(each.says and not each.cure for each in found)


def test_without_a_workbook_only_the_computer_is_checked():
    assert not {"workbook", "mark", "place"} & set(findings(well()))


def setting(key, name, value):
    return lambda machine: machine.set(key, name, value)


def attribute(name, value):
    return lambda machine: setattr(machine, name, value)


def put(path, data=b"x"):
    return lambda machine: machine.put(path, data)


def gone(path):
    return lambda machine: machine.take(path)


def own_templates(*names):
    """The reviewer's settings name a folder of templates with these files."""

    def change(machine):
        machine.put(OWN, b"templates_folder = '~/Templates'")
        for name in names:
            machine.put(rf"{USER}\Templates\{name}")

    return change


def starts(python, *, version="", put=True):
    """The settings name another Python."""

    def change(machine):
        machine.put(CONF, f'"INTERPRETER_WIN","{python}"\r\n'.encode())
        folder = machine.path(python).parent
        if put:
            machine.put(python)
            machine.put(str(folder / "xlwings64-0.37.8.dll"))
        if version:
            machine.put(str(folder / "Lib" / "site-packages" / f"secor_xl-{version}.dist-info" / "METADATA"))

    return change


def before_settings(data):
    """Something before the first line of the settings."""
    return lambda machine: machine.put(CONF, data + (machine.read(CONF) or b""))


def updated(*libraries):
    """Another xlwings, with its library or without."""

    def change(machine):
        machine.xlwings = "0.37.9"
        for library in libraries:
            machine.put(library)

    return change


def running(*processes):
    def change(machine):
        machine.running = processes

    return change


SERVER = "pythonw.exe -B -c import sys, os;import xlwings.utils;import xlwings; xlwings.serve('{1}')"
TROUBLE = {
    "excel": {
        "no Excel": (lambda machine: machine.values.pop((APP_PATH.lower(), "")), "no Excel"),
        "an Excel that was removed": (gone(EXCEL), "no Excel"),
        "Excel of the Store": (
            lambda machine: (machine.put(STORE_EXCEL), machine.set(APP_PATH, "", STORE_EXCEL)),
            "comes from the Microsoft Store",
        ),
    },
    "python": {
        "Store Python": (
            attribute("interpreter", rf"{USER}\AppData\Local\Microsoft\WindowsApps\python.exe"),
            "Microsoft Store",
        ),
        "an environment of Store Python": (
            attribute("base", r"C:\Program Files\WindowsApps\PythonSoftwareFoundation.Python.3.12_x"),
            "Microsoft Store",
        ),
        "uvx": (
            attribute("interpreter", rf"{USER}\AppData\Local\uv\cache\archive-v0\x\Scripts\python.exe"),
            "only there for a moment",
        ),
        "pip --user": (
            attribute("libraries", rf"{USER.upper()}\AppData\Roaming\Python\Python312\site-packages"),
            "pip --user",
        ),
        "a Python for ARM": (put(PYTHON, program(0xAA64)), "made for ARM processors"),
    },
    "library": {
        "no library": (gone(rf"{ENVIRONMENT}\xlwings64-0.37.8.dll"), "xlwings64-0.37.8.dll"),
        "32-bit Excel without its library": (
            lambda machine: (machine.put(EXCEL, program(0x14C)), machine.take(rf"{ENVIRONMENT}\xlwings32-0.37.8.dll")),
            "xlwings32-0.37.8.dll",
        ),
        "another xlwings than its library": (updated(), "0.37.9.dll"),
    },
    "settings": {
        "not installed": (gone(CONF), "does not know yet"),
        "settings without a Python": (put(CONF, b'"SHOW CONSOLE","True"\r\n'), "names no Python"),
        "settings with a bare name": (put(CONF, b'"INTERPRETER_WIN","pythonw"\r\n'), "names no Python"),
        "an empty line before the settings": (before_settings(b"\r\n"), "line 1 is no setting (an empty line)"),
        "a note before the settings": (before_settings(b"# note\r\n"), "line 1 is no setting ('# note')"),
        "three things in a line": (before_settings(b'"A","b"\r\nC,d,e\r\n'), "line 2 is no setting"),
        "a mark of UTF-8": (before_settings(b"\xef\xbb\xbf"), "line 1 is no setting"),
        "a Python for each button": (
            lambda machine: machine.put(CONF, (machine.read(CONF) or b"").replace(b'"True"', b'"False"')),
            "USE UDF SERVER is 'False'",
        ),
        "a Python of Conda": (
            lambda machine: machine.put(
                CONF, machine.read(CONF) + b'"CONDA PATH","C:\\conda"\r\n"CONDA ENV","base"\r\n'
            ),
            "CONDA PATH and CONDA ENV",
        ),
        "a Python that is gone": (starts(r"C:\old\pythonw.exe", put=False), "is gone"),
        "a Python without secor-xl": (starts(r"C:\old\pythonw.exe"), "without secor-xl"),
        "a Python with another secor-xl": (starts(r"C:\old\pythonw.exe", version="0.0.9"), "starts secor-xl 0.0.9"),
    },
    "own-settings": {
        "own settings that are broken": (put(OWN, b'letters_folder = "C:\\Users"'), "single quotes"),
        "own settings of another name": (put(OWN, b"letter_folder = 'C:\\x'"), "letter_folder: is no setting"),
        "own settings of half a path": (
            put(OWN, b"templates_folder = 'here'"),
            "templates_folder: is 'here'; the whole path",
        ),
        "own templates that are gone": (
            put(OWN, b"templates_folder = 'D:\\Templates'"),
            r"templates_folder: the folder D:\Templates is not there",
        ),
        "own templates without one of the letters": (
            own_templates("office.toml", "Feedback.docx", "approval.docx", "invalidation.docx"),
            rf"the folder {USER}\Templates lacks governing_body_notice.docx",
        ),
        "own templates without their office": (
            own_templates("feedback.docx", "approval.docx", "invalidation.docx", "governing_body_notice.docx"),
            "lacks office.toml",
        ),
        "own settings of no form": (put(OWN, b"letters_folder = 5"), "is 5"),
    },
    "profile": {
        "a name that macros cannot read": (
            lambda machine: machine.variables.update(USERPROFILE="C:\\Users\\Łukasz"),
            "Łukasz",
        )
    },
    "children": {
        "Defender by policy": (setting(BY_GROUP, CHILD_RULE.id, "1"), "on block"),
        "Defender by a management service": (
            setting(BY_MANAGER, "ASRRules", f"9e6c4e1f-7d60-472f-ba1a-a39ef669e4b2=2|{CHILD_RULE.id.lower()}=1"),
            "on block",
        ),
        "Defender on this computer": (setting(HERE, CHILD_RULE.id, 1), "on block"),
        "Defender that warns": (setting(BY_GROUP, CHILD_RULE.id, "6"), "on warn"),
        "no command prompt": (
            setting(r"HKCU\Software\Policies\Microsoft\Windows\System", "DisableCMD", 2),
            "command prompt is switched off",
        ),
    },
    "calls": {
        "Defender and calls of Windows": (setting(BY_GROUP, CALL_RULE.id, "1"), "keeps Excel from opening workbooks"),
        "Defender that warns of calls": (setting(HERE, CALL_RULE.id, 6), "on warn"),
        "both rules of Defender by a management service": (
            setting(BY_MANAGER, "ASRRules", f"{CHILD_RULE.id}=2|{CALL_RULE.id.lower()}=1"),
            "on block",
        ),
    },
    "blocked": {
        "AppLocker of libraries": (setting(rf"{APP_LOCKER}\Dll", "EnforcementMode", 1), "AppLocker"),
        "Smart App Control": (
            setting(SMART_APP_CONTROL, "VerifiedAndReputablePolicyState", 1),
            "Smart App Control is on",
        ),
    },
    "macros": {
        "no macros by the user": (
            setting(rf"HKCU\Software\{SECURITY}", "VBAWarnings", 4),
            "no macros run, as set in the Trust",
        ),
        "signed macros by policy": (
            setting(rf"HKCU\Software\Policies\{SECURITY}", "VBAWarnings", 3),
            "only signed macros run, as set by your administrators",
        ),
        "no VBA at all": (
            setting(r"HKLM\Software\Policies\Microsoft\Office\16.0\Common", "vbaoff", 1),
            "all of Office",
        ),
        "trust levels": (
            setting(r"HKCU\Software\Policies\Microsoft\Office\16.0\Common\Security", "enablemacrotrustlevel", 1),
            "outside of trusted folders",
        ),
    },
    "add-ins": {
        "a review that opens with Excel": (
            put(rf"{USER}\AppData\Roaming\Microsoft\Excel\XLSTART\SECOR old.xlsm"),
            "SECOR old.xlsm opens with every Excel",
        )
    },
    "processes": {
        "a server without an Excel": (running(Process(7, "pythonw.exe", SERVER)), "processes 7; Excels: 0"),
        "more servers than Excels": (
            running(Process(1, "EXCEL.EXE"), Process(7, "pythonw.exe", SERVER), Process(8, "python.exe", SERVER)),
            "processes 7, 8; Excels: 1",
        ),
    },
    "mark": {
        "a download": (put(f"{FILE}:Zone.Identifier", b"[ZoneTransfer]\r\nZoneId=3\r\n"), "internet"),
        "a restricted site": (put(f"{FILE}:Zone.Identifier", b"[ZoneTransfer]\nZoneId=4"), "internet"),
    },
    "workbook": {
        "a workbook that is not there": (gone(FILE), "is not there"),
        "a file that is no workbook": (put(FILE, b"%PDF"), "is a PDF"),
        "another xlwings in the workbook": (
            updated(rf"{ENVIRONMENT}\xlwings64-0.37.9.dll"),
            "made with xlwings 0.37.8; here is 0.37.9",
        ),
    },
}
"""By check: each cause of trouble with a word of what is seen."""


@pytest.mark.parametrize(
    ("check", "trouble"),
    [
        *[("children", each) for each in TROUBLE["children"]],
        *[("calls", each) for each in TROUBLE["calls"]],
        *[("blocked", each) for each in TROUBLE["blocked"]],
        *[("macros", each) for each in ("signed macros by policy", "no VBA at all", "trust levels")],
    ],
)
def test_what_only_an_administrator_can_allow_is_a_request_to_forward(check, trouble):
    machine, (spoil, _) = well(), TROUBLE[check][trouble]
    spoil(machine)
    request = findings(machine, FILE)[check].allow
    assert request.startswith("Please ")
    assert request.endswith(".")
    assert "secor-xl" in request or "xlwings" in request


def test_a_request_names_the_rule_the_programs_and_what_starts_them():
    machine = well()
    machine.set(BY_GROUP, CALL_RULE.id, "1")
    request = findings(machine)["calls"].allow
    for words in (CALL_RULE.id, CALL_RULE.name, EXCEL, "pythonw.exe", "folder"):
        assert words in request


def test_nothing_is_asked_of_administrators_where_all_is_well():
    assert not any(each.allow for each in findings(well()).values())


def test_on_arm_the_x86_python_is_named_with_its_command():
    machine = well()
    machine.put(PYTHON, program(0xAA64))
    assert "uv tool install --force --python cpython-3.12-windows-x86_64 ." in findings(machine)["python"].cure
    assert install_plan(machine, b"").refused, "no Excel could load its library"


@pytest.mark.parametrize(("check", "trouble"), [(check, each) for check, causes in TROUBLE.items() for each in causes])
def test_each_known_cause_of_trouble_is_found_and_says_what_to_do(check, trouble):
    machine, (spoil, words) = well(), TROUBLE[check][trouble]
    spoil(machine)
    found = findings(machine, FILE)
    assert not found[check].ok
    assert words in found[check].says
    assert found[check].cure
    assert not found[check].cure.startswith(" ")
    others = {each.check for each in found.values() if not each.ok} - {check}
    # What is wrong with Python itself is seen from several sides; everything else from one alone.
    assert others <= {"settings", "library", "profile", "python", "workbook"}


HARMLESS = {
    "Excel per user": lambda machine: (
        machine.values.pop((APP_PATH.lower(), "")),
        machine.set(APP_PATH.replace("HKLM", "HKCU"), "", f'"{EXCEL}"'),
    ),
    "32-bit Excel": put(EXCEL, program(0x14C)),
    "own settings": put(OWN, b"\xef\xbb\xbf# mine\r\nletters_folder = 'D:\\Letters'\r\n"),
    "own settings with a variable": put(OWN, rb"letters_folder = '%APPDATA%\Letters'"),
    "own templates with all that is needed": own_templates(
        "OFFICE.TOML", "feedback.docx", "approval.docx", "invalidation.docx", "governing_body_notice.docx", "logo.png"
    ),
    "own templates by a variable": put(OWN, b"templates_folder = '$TEMPLATES'"),
    "no Conda after all": lambda machine: machine.put(CONF, machine.read(CONF) + b'"CONDA PATH",""\r\n'),
    "own settings from home": put(OWN, b"letters_folder = '~/Letters'"),
    "an Excel for a strange processor": put(EXCEL, program(0x1C0)),
    "an Excel that may not be read": put(EXCEL, b""),
    "another Python with the same secor-xl": starts(r"C:\tools\pythonw.exe", version=__version__),
    "a path with variables": put(CONF, rb'"INTERPRETER_WIN","%APPDATA%\uv\tools\secor-xl\Scripts\pythonw.exe"'),
    "Defender that only takes notes": setting(BY_GROUP, CHILD_RULE.id, "2"),
    "Defender switched off by policy, on block here": lambda machine: (
        machine.set(BY_GROUP, CHILD_RULE.id, "0"),
        machine.set(HERE, CHILD_RULE.id, "1"),
    ),
    "Defender with other rules": setting(BY_MANAGER, "ASRRules", "9e6c4e1f-7d60-472f-ba1a-a39ef669e4b2=1"),
    "AppLocker that only takes notes": setting(rf"{APP_LOCKER}\Dll", "EnforcementMode", 0),
    "AppLocker of programs alone": setting(rf"{APP_LOCKER}\Exe", "EnforcementMode", 1),
    "Smart App Control that is trying itself out": setting(SMART_APP_CONTROL, "VerifiedAndReputablePolicyState", 2),
    "calls of Windows that are only noted": setting(BY_GROUP, CALL_RULE.id, "2"),
    "a Python for x86-64 under an ARM launcher": lambda machine: (
        machine.put(PYTHON, program(0xAA64)),
        machine.put(rf"{machine.base}\python.exe", program(0x8664)),
    ),
    "macros without a question": setting(rf"HKCU\Software\{SECURITY}", "VBAWarnings", 1),
    "a policy that allows what the user forbids": lambda machine: (
        machine.set(rf"HKCU\Software\{SECURITY}", "VBAWarnings", 4),
        machine.set(rf"HKCU\Software\Policies\{SECURITY}", "VBAWarnings", 2),
    ),
    "xlwings' own add-in": put(rf"{USER}\AppData\Roaming\Microsoft\Excel\XLSTART\xlwings.xlam"),
    "other add-ins and lock files": lambda machine: [
        machine.put(rf"{USER}\AppData\Roaming\Microsoft\Excel\XLSTART\{name}")
        for name in ("PERSONAL.XLSB", "~$secor.xlsm")
    ],
    "one server for one Excel": running(
        Process(1, "EXCEL.EXE"), Process(7, "pythonw.exe", SERVER), Process(9, "python.exe")
    ),
    "a file of the intranet": put(f"{FILE}:Zone.Identifier", b"[ZoneTransfer]\r\nZoneId=1\r\n"),
    "a mark that says nothing": put(f"{FILE}:Zone.Identifier", b"\xff\xfe"),
    "a plain workbook": put(FILE, built.workbook()),
}


@pytest.mark.parametrize("state", HARMLESS)
def test_what_does_no_harm_is_ok(state):
    machine = well()
    HARMLESS[state](machine)
    assert [each for each in doctor(machine, FILE) if not each.ok] == []


@pytest.mark.parametrize(
    ("path", "below", "trusted"),
    [
        (rf"{USER}\Reviews", 0, True),
        ("%USERPROFILE%\\reviews\\", 0, True),
        (USER, 1, True),
        (USER, 0, False),
        (rf"{USER}\Review", 1, False),
        ("", 1, False),
        (7, 1, False),
    ],
)
def test_in_a_trusted_folder_macros_run_whatever_else_is_set(path, below, trusted):
    machine = well()
    machine.set(rf"HKCU\Software\{SECURITY}", "VBAWarnings", 4)
    machine.put(f"{FILE}:Zone.Identifier", b"[ZoneTransfer]\r\nZoneId=3\r\n")
    machine.set(rf"{TRUSTED}\Location7", "Path", path)
    machine.set(rf"{TRUSTED}\Location7", "AllowSubFolders", below)
    found = findings(machine, FILE)
    assert (found["macros"].ok, found["mark"].ok) == (trusted, trusted)
    assert not findings(machine)["macros"].ok, "without a workbook nobody knows where it will be"
    machine.set(rf"HKCU\Software\Policies\{SECURITY}\Trusted Locations", "AllLocationsDisabled", 1)
    assert not findings(machine, FILE)["macros"].ok


def test_a_workbook_of_another_version_is_to_be_upgraded(monkeypatch):
    machine = well()
    monkeypatch.setattr(build_reference, "__version__", "0.0.9")
    machine.put(FILE, built.built(built.review()))
    found = findings(machine, FILE)["workbook"]
    assert not found.ok
    assert "made by secor-xl 0.0.9" in found.says
    assert f'secor-xl upgrade "{FILE}"' in found.cure


def test_a_workbook_of_a_newer_version_asks_for_that_version(monkeypatch):
    machine = well()
    monkeypatch.setattr(build_reference, "__version__", "9.9.9")
    machine.put(FILE, built.built(built.review()))
    found = findings(machine, FILE)["workbook"]
    assert not found.ok
    assert found.cure.startswith("Install the newer secor-xl")


@pytest.mark.parametrize(
    ("folder", "ok", "words"),
    [
        (rf"{USER}\OneDrive\Reviews", True, "OneDrive"),
        (rf"{USER}\AppData\Local\Temp\Temp1_mail.zip", False, "e-mail"),
        (rf"{USER}\AppData\Local\Microsoft\Windows\INetCache\Content.Outlook\X1", False, "e-mail"),
        (rf"{USER}\OneDrive - Office", True, rf"{USER}\OneDrive - Office"),
        (r"D:\Temp", True, r"D:\Temp"),
    ],
)
def test_where_a_workbook_lies(folder, ok, words):
    machine = well()
    file = rf"{folder}\review.xlsm"
    machine.put(file, macro_books.macro_workbook())
    found = findings(machine, file)["place"]
    assert found.ok is ok
    assert words in found.says


def test_the_bits_of_a_program_stand_in_its_first_bytes():
    machine = windows()
    for data, bits in (
        (program(0x8664), 64),
        (program(0x14C), 32),
        (program(0xAA64), 64),
        (b"", 0),
        (b"MZ", 0),
        (b"MZ" + bytes(600), 0),
        (b"#!" + program(0x8664)[2:], 0),
        (program(0x8664)[:0x104], 0),
    ):
        machine.put(EXCEL, data)
        assert excel_bits(machine) == bits


def test_where_the_bits_cannot_be_told_both_libraries_are_wanted():
    machine = well()
    machine.put(EXCEL, b"?")
    assert findings(machine)["library"].ok
    machine.take(rf"{ENVIRONMENT}\xlwings32-0.37.8.dll")
    assert "xlwings32" in findings(machine)["library"].says


def test_the_library_may_lie_beside_python_too():
    machine = well()
    data = machine.read(rf"{ENVIRONMENT}\xlwings64-0.37.8.dll")
    machine.take(rf"{ENVIRONMENT}\xlwings64-0.37.8.dll")
    machine.put(rf"{ENVIRONMENT}\Scripts\xlwings64-0.37.8.dll", data or b"")
    assert findings(machine)["library"].ok


def test_the_version_of_xlwings_is_read_out_of_the_macros():
    content = macro_books.macro_workbook()
    assert workbook_xlwings(content) == Machine().version("xlwings")
    assert workbook_xlwings(built.workbook()) is None
    assert workbook_xlwings(packages.repacked(content, {"xl/vbaProject.bin": b"damaged"})) == ""


def test_macros_that_are_not_ours_are_named():
    machine = well()
    machine.put(FILE, packages.repacked(macro_books.macro_workbook(), {"xl/vbaProject.bin": b"damaged"}))
    found = findings(machine, FILE)["workbook"]
    assert not found.ok
    assert "upgrade" in found.cure


def test_on_a_mac_buttons_are_checked_and_it_says_that_cells_are_not_live():
    machine = mac()
    found = findings(machine)
    assert list(found) == ["system", "python", "settings", "own-settings", "script"]
    assert not found["settings"].ok
    assert not found["script"].ok
    assert "Live cells need Excel on Windows" in found["system"].says
    carry_out(machine, install_plan(machine, b"a template"))
    machine.put("/Users/jo/review.xlsm", macro_books.macro_workbook())
    found = findings(machine, "/Users/jo/review.xlsm")
    assert [each for each in found.values() if not each.ok] == []
    assert list(found) == ["system", "python", "settings", "own-settings", "script", "workbook"]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"libraries": "/Users/jo/Library/Python/3.12/lib/python/site-packages"}, "pip --user"),
        ({"interpreter": "/Users/jo/.cache/uv/archive-v0/x/bin/python"}, "only there for a moment"),
    ],
)
def test_a_python_of_no_use_on_a_mac(change, words):
    machine = mac()
    for name, value in change.items():
        setattr(machine, name, value)
    assert words in findings(machine)["python"].says


def test_elsewhere_it_says_what_works_and_all_is_well():
    (found,) = doctor(linux())
    assert found.ok
    assert "not Windows: the command line works here" in found.says


def test_the_findings_as_data():
    machine = windows()
    record = json.loads(json.dumps(doctor_record(machine, doctor(machine))))
    assert (record["schema"], record["tool"]) == ("secor-xl/doctor/1", __version__)
    assert (record["platform"], record["ok"]) == ("win32", False)
    (todo,) = [each for each in record["checks"] if not each["ok"]]
    assert todo["check"] == "settings"
    assert "secor-xl excel install" in todo["cure"]
    assert {each["cure"] for each in record["checks"] if each["ok"]} == {None}


def test_this_computer_can_be_asked_everything(tmp_path):
    machine = Machine()
    file = tmp_path / "folder" / "file"
    machine.write(str(file), b"one")
    machine.write(str(file), b"two")
    assert machine.read(str(file)) == b"two"
    assert machine.read(str(file), 1) == b"t"
    assert machine.exists(str(file))
    assert machine.names(str(file.parent)) == ("file",)
    machine.remove(str(file))
    assert not file.parent.exists()
    assert machine.read(str(file)) is None
    assert machine.names(str(file)) == ()
    machine.remove(str(file))
    assert machine.shipped("xlwings.bas")
    assert machine.shipped("nothing") is None
    assert machine.interpreter != PYTHON
    assert machine.variable("PATH")
    assert machine.variable("NO_SUCH_VARIABLE_HERE") == ""
    for each in (machine.registry("HKCU\\Nothing\\There"), machine.keys("HKCU\\Nothing\\There"), machine.processes()):
        assert not each or machine.platform == "win32"


def test_a_file_that_the_system_does_not_let_us_write_is_refused_in_a_sentence(tmp_path):
    from secor_xl.runs.output import OutputRefused

    (tmp_path / "file").write_bytes(b"")
    machine = Machine()
    with pytest.raises(OutputRefused, match="cannot be written"):
        machine.write(str(tmp_path / "file" / "below"), b"x")
    with pytest.raises(OutputRefused, match="cannot be written"):
        machine.remove(str(tmp_path))
