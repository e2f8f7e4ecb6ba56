"""xlwings' VBA module, narrowed: nothing in a workbook or beside it chooses another Python, or what Python imports."""

import re
import shlex
import subprocess
import sys
from importlib.resources import files

import pytest
from pyopenvba.apps.excel import ExcelApplication

from secor_xl.excel import vba
from secor_xl.excel.button_list import COMMANDS

ORIGINAL = files("xlwings").joinpath("xlwings.bas").read_text(encoding="utf-8")


def function(text, name):
    """The text of one VBA function, the compiler's conditions around it left out."""
    return found(rf"(?ms)^Function {name}\(.*?^End Function", text)[0]


def found(pattern, text):
    match = re.search(pattern, text)
    assert match, pattern
    return match


def test_the_installed_xlwings_is_the_one_whose_module_we_know():
    assert vba.xlwings_module() == vba.narrowed(ORIGINAL)


@pytest.mark.parametrize(("old", "new", "times"), vba._REPLACEMENTS, ids=lambda each: str(each).strip()[:40])
def test_another_xlwings_is_refused_by_name_and_line(old, new, times):
    with pytest.raises(vba.UnknownXlwings, match=r"xlwings \d+\.\d+\.\d+.*Install secor-xl again"):
        vba.narrowed(ORIGINAL.replace(old, "", 1))
    with pytest.raises(vba.UnknownXlwings):
        vba.narrowed(ORIGINAL + old)


def test_only_what_has_to_be_is_replaced():
    original, narrowed = ORIGINAL.splitlines(), vba.xlwings_module().splitlines()
    kept = set(original) & set(narrowed)
    assert len(set(original) - kept) <= 22
    assert narrowed[2:33] == original[2:33]  # xlwings' licence stands at the top and stays there
    assert "BSD 3-clause" in "\n".join(narrowed[:10])


def config(text):
    """A machine on which a sheet of the workbook and a file beside it ask for another Python, and the user's file for ours."""
    application = ExcelApplication()
    head = '#Const App = "Microsoft Excel"\nPublic Asked As String\n'
    application.add_module(f"{head}{_MACHINE}{function(text, 'GetConfig')}\n", name="machine")
    return application


_MACHINE = """
Public Const PROJECT_NAME As String = "any"
Function SheetExists(wb, name)
    Asked = Asked & "sheet "
    SheetExists = True
End Function
Function GetConfigFromSheet(wb)
    Dim d As Object
    Set d = CreateObject("Scripting.Dictionary")
    d.Add "INTERPRETER_WIN", "C:\\hostile\\sheet.exe"
    Set GetConfigFromSheet = d
End Function
Function GetFullName(wb)
    GetFullName = "C:\\review\\review.xlsm"
End Function
Function GetDirectoryConfigFilePath()
    GetDirectoryConfigFilePath = "folder"
End Function
Function GetConfigFilePath()
    GetConfigFilePath = "user"
End Function
Function FileExists(name)
    Asked = Asked & name & " "
    FileExists = True
End Function
Function GetConfigFromFile(name, key, value)
    value = name & " file"
    GetConfigFromFile = (key = "INTERPRETER_WIN")
End Function
Function ExpandEnvironmentStrings(text)
    ExpandEnvironmentStrings = text
End Function
"""


def test_settings_come_from_the_users_own_file_alone():
    machine = config(vba.xlwings_module())
    assert machine.evaluate('GetConfig("INTERPRETER_WIN", "none")') == "user file"
    assert machine.evaluate("Asked") == "user "
    assert machine.evaluate('GetConfig("PYTHONPATH", "none")') == "none"


def test_without_our_change_the_workbook_would_have_chosen():
    machine = config(ORIGINAL)
    assert machine.evaluate('GetConfig("INTERPRETER_WIN", "none")') == "C:\\hostile\\sheet.exe"


def test_no_other_place_reads_settings():
    text = vba.xlwings_module()
    layered = function(text, "GetConfig")
    elsewhere = text.replace(layered, "").replace(function(text, "GetConfigFromSheet"), "")
    assert "GetConfigFromSheet" not in elsewhere
    assert "GetConfigFromFile(" not in elsewhere.replace("Function GetConfigFromFile(", "")
    assert f'PROJECT_NAME As String = "{vba.PROJECT}"' in text
    assert '"xlwings.conf' not in text


def test_an_interpreter_has_to_have_its_full_path():
    text = vba.xlwings_module()
    assert 'GetConfig("INTERPRETER"' not in text
    assert text.count("IsFullName(PYTHON_WIN)") == 2
    assert text.count("IsFullName(interpreter)") == 1
    assert '"cmd.exe' not in text


def test_the_name_and_folder_of_the_workbook_are_no_part_of_the_search_path():
    told = re.findall(r"(?m)^\s*PYTHONPATH = (?!Replace)(.*)$", vba.xlwings_module())
    excel = [line for line in told if not line.startswith("FName")]
    assert len(excel) == 3
    assert all(line.startswith('"false;;;;;" \'') for line in excel)


def test_sheets_hold_no_code():
    assert "uses_embedded_code = True\n" not in vba.xlwings_module()


def windows_command_line(python):
    """The arguments that a button gives to Python on Windows, as the narrowed module puts them together."""
    line = found(r"(?m)^\s*RunCommand = CondaCmd & PythonInterpreter & (.*)$", vba.xlwings_module())[1]
    path = found(r'(?m)^\s*PYTHONPATH = ("[^"]*") \'', vba.xlwings_module())[1]
    expression = line.replace("PYTHONPATH", path).replace("PythonCommand", f'"{python}"')
    joined = "".join(part[1:-1].replace('""', '"') for part in re.findall(r'"(?:[^"]|"")*"', expression))
    return shlex.split(joined)


def test_nothing_beside_the_workbook_is_imported(tmp_path):
    for name in ("xlwings", "docx", "docxtpl", "secor_xl"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit('planted')")
    arguments = windows_command_line("import secor_xl, docx, sys; print(sys.path)")
    assert arguments[:3] == ["-I", "-B", "-c"]
    environment = {"PYTHONPATH": str(tmp_path), "PATH": ""}
    ran = subprocess.run(
        [sys.executable, *arguments], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr
    assert str(tmp_path) not in ran.stdout
    assert "''" not in ran.stdout


def test_without_our_change_it_would_be(tmp_path):
    (tmp_path / "docx.py").write_text("raise SystemExit('planted')")
    arguments = [each for each in windows_command_line("import docx") if each != "-I"]
    ran = subprocess.run([sys.executable, *arguments], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert "planted" in ran.stderr


@pytest.mark.parametrize("text", [vba.xlwings_module(), vba.buttons_module(COMMANDS)], ids=["xlwings", "secor_buttons"])
def test_our_texts_are_ones_that_vba_can_hold(text):
    text.encode("cp1252")
    assert max(map(len, text.splitlines())) < 1024
