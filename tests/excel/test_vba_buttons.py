"""The macros of the buttons: each runs its own line of Python, and that line names a function that is there."""

import inspect

import pytest

from secor_xl.excel import vba
from secor_xl.excel.commands import COMMANDS
from secor_xl.excel.wrapper import wrapper_module
from tests.excel.macro_books import Desk, macro_workbook

every_command = pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    path = tmp_path_factory.mktemp("buttons") / "Smith's review.xlsm"
    path.write_bytes(macro_workbook())
    return Desk(path)


@every_command
def test_a_button_runs_its_line_of_python(desk, command):
    desk.press(command.name)
    assert desk.told("LastPython") == f"from secor_xl.excel import buttons; buttons.{command.function}()"


@every_command
def test_the_ribbon_runs_the_macro_of_the_workbook_in_front(desk, command):
    desk.press_ribbon(command.callback)
    assert desk.told("LastMacro") == f"'Smith''s review.xlsm'!secor_buttons.{command.name}"


@every_command
def test_the_line_of_python_names_a_function_that_needs_no_argument(command):
    imported, _, called = vba.python_line(command).partition("; ")
    names: dict[str, object] = {}
    exec(imported, names)
    function = eval(called.removesuffix("()"), names)
    inspect.signature(function, follow_wrapped=False).bind()
    assert '"' not in vba.python_line(command)  # xlwings puts the line between double quotes


@pytest.fixture
def broken(desk):
    """Lets Python fail with these words; afterwards it works again."""
    yield lambda words: desk.application.run("Break", words)
    desk.application.run("Break", "")


def test_a_computer_that_is_not_set_up_says_what_to_do(desk, broken):
    broken(vba.NOT_SET_UP)
    desk.press("MakeLetters")
    heard = desk.told("Heard")
    assert heard.startswith("SECOR QA: secor-xl is not set up for Excel on this computer.")
    assert "secor-xl excel install" in heard
    assert heard.endswith(vba.SAYS_DOCTOR)


@pytest.mark.parametrize("words", ["", "Python is gone"])
@pytest.mark.parametrize("before", [False, True])
def test_excel_does_not_complain_of_waiting_while_a_button_asks(desk, broken, before, words):
    """Alerts are off while Python works, and as they were before on every way out."""
    broken(words)
    for command in COMMANDS:
        desk.application.run("Hush", before)
        desk.press(command.name)
        assert desk.told("LastPython") == vba.python_line(command)
        assert desk.told("AlertsThen") is False
        assert desk.told("Application.DisplayAlerts") is before
        assert bool(desk.told("Heard")) == bool(words)


def test_no_button_has_work_of_its_own():
    lines = vba.buttons_module(COMMANDS).splitlines()
    for command in COMMANDS:
        start = lines.index(f"Public Sub {command.name}()")
        assert lines[start + 1].strip().startswith("Press ")
        assert lines[start + 2] == "End Sub"


def test_no_button_needs_trust_in_the_vba_project():
    for text in (vba.buttons_module(COMMANDS), wrapper_module()):
        assert "VBProject" not in text
        assert "Import" not in text
