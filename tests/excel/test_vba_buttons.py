"""The macros of the buttons: each runs its own line of Python, and that line names a function that is there."""

import inspect
import re

import pytest

from secor_xl.excel import vba
from secor_xl.excel.button_list import COMMANDS
from secor_xl.excel.ribbon import ribbon_xml
from secor_xl.excel.wrapper import wrapper_module
from secor_xl.workbook.schema import computed_ranges, named_ranges
from secor_xl.workbook.schema.layout import QUESTIONS_SHEET
from secor_xl.workbook.writing.book import PROTECTION
from tests.excel.macro_books import Desk, written
from tests.workbook import built

every_command = pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    return Desk(written(tmp_path_factory.mktemp("buttons"), "Smith's review.xlsm"))


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


class TestOpening:
    """With macros enabled the as-of day moves to today; nothing else happens, whatever goes wrong."""

    @pytest.fixture
    def opened(self, tmp_path):
        return Desk(written(tmp_path))

    def put(self, desk, name, value):
        cell = named_ranges.range_of(name, built.instrument())
        desk.add(
            f"put_{name}",
            f'Public Sub Put_{name}()\n    Sheets("{cell.sheet}").Range("{cell.first}").Value = {value}\nEnd Sub\n',
        )
        desk.application.run(f"Put_{name}")

    def test_moves_the_day_of_this_workbook_in_python(self, opened):
        opened.open_with_macros()
        assert opened.python.set == ["BOOK_CALLER"]
        assert opened.python.ran == [vba.MOVE_DAY]
        assert opened.told("Application.DisplayAlerts") is True

    def test_starts_no_python_for_a_day_that_was_fixed(self, opened):
        self.put(opened, named_ranges.AS_OF_KIND, f'"{named_ranges.FIXED}"')
        opened.open_with_macros()
        assert opened.python.ran == []

    def test_starts_no_python_on_the_same_day(self, opened):
        self.put(opened, computed_ranges.AS_OF, "Date")
        opened.open_with_macros()
        assert opened.python.ran == []

    @pytest.mark.parametrize("saved", [True, False])
    @pytest.mark.parametrize("fails", ["", "secor-xl is not set up"])
    def test_is_silent_and_no_reason_to_save(self, opened, saved, fails):
        opened.add("before", f"Public Sub Before()\n    ThisWorkbook.Saved = {saved}\nEnd Sub\n")
        opened.application.run("Before")
        opened.python.fails = fails
        opened.open_with_macros()
        assert opened.told("ThisWorkbook.Saved") is saved
        assert opened.told("Application.DisplayAlerts") is True
        assert not opened.told("Heard")

    def test_is_what_excel_calls_for_the_ribbon_and_by_no_other_name(self):
        text = vba.buttons_module(COMMANDS)
        assert f' onLoad="{vba.BUTTONS}.{vba.LOADED}"' in ribbon_xml()
        assert f"Public Sub {vba.LOADED}(ribbon As IRibbonUI)\n" in text
        assert not re.search(r"(?i)sub (auto_?open|workbook_open)", text)

    def test_on_a_mac_only_keeps_the_cells_from_being_calculated(self):
        loaded = vba.buttons_module(COMMANDS).partition(f"Public Sub {vba.LOADED}(")[2].partition("End Sub")[0]
        mac = loaded.partition("#If Mac Then")[2].partition("#Else")[0]
        assert "sheet.EnableCalculation = False" in mac
        assert "MoveDay" not in mac

    def test_lets_the_groups_of_the_questions_open_and_takes_no_right_away(self):
        """Excel forgets both with the session, and gives the rights that are not named as if nobody had asked for them."""
        text = vba.buttons_module(COMMANDS)
        loaded = text.partition(f"Public Sub {vba.LOADED}(")[2].partition("End Sub")[0]
        groups = text.partition("Private Sub OpenGroups(")[2].partition("End Sub")[0]
        assert f'OpenGroups ThisWorkbook.Worksheets("{QUESTIONS_SHEET}")' in loaded.partition("#If Mac")[0]
        assert "sheet.EnableOutlining = True" in groups
        assert "If Not sheet.ProtectContents Then Exit Sub" in groups  # a sheet that a person has opened stays open
        assert groups.index("before = ThisWorkbook.Saved") < groups.index("ThisWorkbook.Saved = before")
        names = {
            "format_columns": "AllowFormattingColumns",
            "format_rows": "AllowFormattingRows",
            "autofilter": "AllowFiltering",
        }
        given = {names[right] for right, allowed in PROTECTION.items() if allowed and right != "select_locked_cells"}
        assert set(re.findall(r"(Allow\w+):=True", groups)) == given
        assert "DrawingObjects:=False, UserInterfaceOnly:=True" in groups

    def test_names_a_function_that_is_there(self):
        imported, _, called = vba.MOVE_DAY.partition("; ")
        names: dict[str, object] = {}
        exec(imported, names)
        inspect.signature(eval(called.removesuffix("()"), names)).bind()


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
