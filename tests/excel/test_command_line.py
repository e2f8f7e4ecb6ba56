"""The command line from Excel to Python: the interpreter that Windows starts is the one that install named, wherever it is.

The line is put together by the VBA of the workbook, run by an interpreter; what becomes of it follows Windows' own rules.
"""

import ast
import re
from pathlib import PureWindowsPath

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pyopenvba.apps.excel import ExcelApplication

from secor_xl.excel import vba
from secor_xl.excel.setup.checks import check_profile
from secor_xl.excel.setup.excel_folders import settings, settings_file
from secor_xl.excel.setup.install import carry_out, install_plan
from secor_xl.excel.xlwings_ways import INTERPRETER
from tests.excel.fake_machine import ENVIRONMENT, USER, windows
from tests.excel.test_vba_narrowed import found, function
from tests.excel.windows_command_line import NotStarted, c_arguments, cmd_runs, environment_filled_in, library_starts

CMD = r"C:\WINDOWS\system32\cmd.exe"
VALUES = {"CLSID": "{0f8fad5b-d9cb-469f-a165-70867728950e}", "DllDir": r"C:\hostile", "Environment:PATH": r"C:\Windows"}
VARIABLES = {"PATH": r"C:\Windows", "USERNAME": "Jo", "OS": "Windows_NT", "A": "letter"}

_SURROUNDINGS = f"""
Public Interpreter As String
Public Const SECOR_NOT_SET_UP As String = "not set up"
Function GetConfig(key, Optional otherwise)
    If key = "INTERPRETER_WIN" Then
        GetConfig = Interpreter
    Else
        GetConfig = otherwise
    End If
End Function
Function Environ(name)
    Environ = "{CMD}"
End Function
Sub Choose(path)
    Interpreter = path
End Sub
"""

NAMES = """
Jo|Jo Doe|Jo  Doe| Jo|Jo & Doe|A&B|R&D Dept|&|&&|O'Brien|D'Arcy & Co's|'|''|Zoë|Łukasz|Åsa Öberg|José|Ñandú|Æther|Müller-Groß|
Владимир|王伟|田中太郎|ソ表能|김철수|نور|Ελένη|😀|é|Jo’Brien|“Jo”|ﬁ|ẞ|İpek|100%|50% off|%|%%|% %|%PATH%|%path%|%NOT SET%|%A%|%A|A%|
50%A%|%A%%A%|%CD%|%DATE%|%RANDOM%|%USERNAME%|a%b%c|%=C:%|%%PATH%%|%OS%|%O%S%|5%-10%|%TIME%|%ERRORLEVEL%|^|^^|A^B|^&|^é|Jo^|(x86)|()|(|)|
)(|Jo (old)|if (1)|(Jo & Doe)|!|!PATH!|Jo!|#|$|$(CLSID)|$(|$()|$(DllDir)|$(Environment:PATH)|$ (x)|$$(|US$(old)|@|@echo|~|`|+|=|a=b|
;|a;b|,|a,b|[x]|{x}|{}|-|--|-c|_|..x|rem|exit|start|cd|1|2|&1|a.b|x.exe|Jo.Doe|123456789|con-|nul-|
aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa|üüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüü
""".replace("\n", "").split("|")
"""Of people and of their folders; the letters that Windows forbids in names are not among them."""


@pytest.fixture(scope="module")
def vba_engine():
    text = vba.xlwings_module()
    application = ExcelApplication()
    head = '#Const App = "Microsoft Excel"\n'
    for name in ("XLPyCommand", "IsFullName"):
        application.add_module(head + function(text, name) + "\n", name=f"of_{name}")
    application.add_module(_SURROUNDINGS, name="surroundings")
    return application


def cells_and_buttons_start(engine, machine):
    """The arguments that Python sees, by way of the settings file, of Excel's macros, of xlwings' library and of cmd.exe."""
    chosen = (settings(machine) or {})[INTERPRETER["win32"]]
    engine.run("Choose", environment_filled_in(chosen, VARIABLES))
    started = library_starts(engine.evaluate("XLPyCommand()"), VALUES)
    command, *more = cmd_runs(started, VARIABLES)
    assert more == []
    return c_arguments(command)


def machine_of(folder, encoding="cp1252"):
    """A computer with secor-xl in that folder."""
    machine = windows()
    machine.encoding = encoding
    for path in list(machine.files):
        if str(path).startswith(ENVIRONMENT):
            machine.put(str(PureWindowsPath(folder, path.relative_to(ENVIRONMENT))), machine.files.pop(path))
    machine.interpreter = rf"{folder}\Scripts\python.exe"
    machine.libraries = rf"{folder}\Lib\site-packages"
    machine.variables |= VARIABLES
    return machine


def installed(folder, encoding="cp1252"):
    """The computer after install, and why install has refused, if it has."""
    machine = machine_of(folder, encoding)
    plan = install_plan(machine, b"template")
    carry_out(machine, plan)
    return machine, plan.refused


def starts_it(engine, machine, folder):
    try:
        name, *rest = cells_and_buttons_start(engine, machine)
    except NotStarted:
        return False
    return name == rf"{folder}\Scripts\pythonw.exe" and rest[:3] == ["-I", "-B", "-c"] and _is_the_server(rest[3:])


def _is_the_server(rest):
    (program,) = rest
    ast.parse(program)
    return program.endswith(f"import xlwings; xlwings.serve('{VALUES['CLSID']}')") and '("false;;;;;")' in program


@pytest.mark.parametrize("name", NAMES)
def test_python_receives_exactly_the_path_or_install_refuses_in_words(vba_engine, name):
    for place in (r"C:\Users\{}\AppData\Roaming\uv\tools\secor-xl", r"D:\{}", r"\\server\share\{}\x"):
        folder = place.format(name)
        machine, refused = installed(folder)
        if refused:
            (finding,) = refused
            assert finding.check == "profile"
            assert name in finding.says
            assert finding.cure
            assert settings(machine) is None
        else:
            assert starts_it(vba_engine, machine, folder), folder


@pytest.mark.parametrize(
    "name",
    [name for name in NAMES if not set(name) & set("%$") and name.encode("cp1252", "ignore").decode("cp1252") == name],
)
def test_of_names_in_the_computers_own_letters_only_those_with_percent_and_dollar_signs_are_refused(name):
    assert installed(rf"C:\Users\{name}\secor-xl")[1] == ()


@pytest.mark.parametrize("name", ["100%", "50% off", "US$ (old)", "$", "%"])
def test_one_percent_sign_or_a_dollar_sign_alone_is_no_reason_to_refuse(vba_engine, name):
    folder = rf"C:\Users\{name}\secor-xl"
    machine, refused = installed(folder)
    assert refused == ()
    assert starts_it(vba_engine, machine, folder)


@pytest.mark.parametrize(
    ("name", "encoding"), [("Łukasz", "cp1250"), ("Владимир", "cp1251"), ("田中ソ表", "cp932"), ("王伟", "cp936")]
)
def test_a_name_in_the_letters_of_the_computers_language_is_kept(vba_engine, name, encoding):
    folder = rf"C:\Users\{name}\secor-xl"
    machine, refused = installed(folder, encoding)
    assert refused == ()
    assert starts_it(vba_engine, machine, folder)


ALLOWED = st.text(st.sampled_from("ab %%%$()&^'!;,=~é-{}[]@#+`A"), min_size=1, max_size=12).filter(
    lambda text: text == text.strip(" .")
)


@given(ALLOWED)
@example("%A%")
@example("$(CLSID)")
def test_whatever_install_accepts_is_started(vba_engine, name):
    folder = rf"C:\Users\{name}\secor-xl"
    machine, refused = installed(folder)
    assert bool(refused) or starts_it(vba_engine, machine, folder)


@pytest.mark.parametrize("name", ["%PATH%", "$(CLSID)", "%A%", "%CD%", "$(DllDir)"])
def test_without_the_refusal_another_program_or_none_would_be_started(vba_engine, name):
    folder = rf"C:\Users\{name}\secor-xl"
    machine = machine_of(folder)
    machine.put(str(settings_file(machine)), f'"INTERPRETER_WIN","{folder}\\Scripts\\pythonw.exe"\r\n'.encode())
    assert not starts_it(vba_engine, machine, folder)
    finding = check_profile(machine, rf"{folder}\Scripts\pythonw.exe")
    assert not finding.ok
    assert folder in finding.says
    assert "UV_TOOL_DIR" in finding.cure


def test_a_path_that_is_too_long_for_excels_macros_is_refused():
    short, long = (rf"C:\{'d' * count}\secor-xl" for count in (200, 250))
    assert installed(short)[1] == ()
    (finding,) = installed(long)[1]
    assert "too long" in finding.says


def test_a_profile_with_percent_signs_is_fine_where_secor_xl_is_elsewhere(vba_engine):
    machine = machine_of(r"C:\uv-tools\secor-xl")
    machine.variables["USERPROFILE"] = USER.replace("Jo", "%A% $(x)")
    plan = install_plan(machine, b"template")
    assert plan.refused == ()
    carry_out(machine, plan)
    assert starts_it(vba_engine, machine, r"C:\uv-tools\secor-xl")


@pytest.mark.parametrize("name", [name for name in NAMES if "%" not in name])
def test_a_button_without_the_server_starts_the_same_python(name):
    """The setting USE UDF SERVER may be switched off by hand; then a line of its own starts Python for each click."""
    text = function(vba.xlwings_module(), "ExecuteWindows")
    python = rf"C:\Users\{name}\Scripts\pythonw.exe"
    run = found(r"(?m)^\s*RunCommand = CondaCmd & PythonInterpreter & (.*)$", text)[1]
    tail = found(r"(?s)RunCommand & _\n(.*?), _\n\s*WindowStyle", text)[1]
    given_ = {
        "PYTHONPATH": "false;;;;;",
        "PythonCommand": "from secor_xl.excel import buttons; buttons.check_now()",
        "ThisWorkbook.Name": "Jo & Co's (2026)^.xlsm",
        "Application.Path": r"C:\Program Files\Office",
        "Application.Name": "Microsoft Excel",
        "Application.Hwnd": "4711",
        "LOG_FILE": rf"C:\Users\{name}\Temp\xlwings.log",
        "Chr(34)": '"',
    }
    drive = f'C: & cd "{PureWindowsPath(python).parent}" & '
    line = f'{CMD} /C {drive}"{python}"{joined(run, given_)}{joined(tail, given_)}'
    there, changed, started = cmd_runs(line, VARIABLES)
    assert there == "C:"
    assert changed == f'cd "{PureWindowsPath(python).parent}"'
    arguments = c_arguments(started)
    assert arguments[:4] == [python, "-I", "-B", "-c"]
    assert arguments[4].endswith(f"{given_['PythonCommand']}")
    assert arguments[5:7] == [f"--wb={given_['ThisWorkbook.Name']}", "--from_xl=1"]


def joined(expression, values):
    """The text of a VBA expression that only joins texts and variables with ``&``."""
    made = ""
    for part in re.findall(r'"(?:[^"]|"")*"|Chr\(34\)|[\w.]+', expression.replace("_\n", " ")):
        made += part[1:-1].replace('""', '"') if part.startswith('"') else values[part]
    return made


@pytest.mark.parametrize(
    ("line", "arguments"),
    [
        (r'"C:\a b\p.exe" "x\"y" z', [r"C:\a b\p.exe", 'x"y', "z"]),
        (r"p.exe a\\b d\"e f", ["p.exe", r"a\\b", 'd"e', "f"]),
        (r'p.exe "a\\" b', ["p.exe", "a\\", "b"]),
        (r"p.exe a\\\"b c d", ["p.exe", r"a\"b", "c", "d"]),
        (r'p.exe a\\\\"b c" d e', ["p.exe", r"a\\b c", "d", "e"]),
        (r'"C:\a\" b', ["C:\\a\\", "b"]),
    ],
)
def test_arguments_are_read_as_microsofts_examples_say(line, arguments):
    assert c_arguments(line) == arguments


@pytest.mark.parametrize(
    ("line", "commands"),
    [
        ('cmd.exe /C ""a b" c"', ['"a b" c']),
        ('cmd.exe /C "a b"', ['"a b"']),
        ('cmd.exe /C "a & b"', ["a", "b"]),
        ('cmd.exe /C x "a & b"', ['x "a & b"']),
        ("cmd.exe /C x a^&b", ["x a&b"]),
        ('cmd.exe /C x "a^&b" 2> "l o g"', ['x "a^&b"']),
        ("cmd.exe /C x %A% %B% 5%", ["x letter %B% 5%"]),
        ("cmd.exe /C x %B%A%", ["x %Bletter"]),
    ],
)
def test_cmd_reads_a_line_as_its_help_says(line, commands):
    assert cmd_runs(line, VARIABLES) == commands
