"""No button ends in a traceback, and the log of faults holds nothing of the review."""

import datetime as dt
import types
from pathlib import Path

import pytest

from secor_xl.excel import buttons
from secor_xl.excel.button_list import COMMANDS
from secor_xl.excel.buttons import errors_shown
from secor_xl.excel.buttons.button_context import ButtonContext
from secor_xl.excel.buttons.dialogs import MOST_CHARACTERS, MOST_LINES, Dialogs, bullets, shown
from tests.excel.clicks import reviewer
from tests.workbook.shipped import CLEAN, TODAY

SECRET = "Prairie Plumbing owes its workers an answer"
FUNCTIONS = [getattr(buttons, command.function) for command in COMMANDS]


@pytest.fixture
def at(tmp_path):
    reviewing = reviewer(tmp_path, CLEAN, TODAY)
    reviewing.excel.display_alerts = False  # as the macro of every button does
    return reviewing


@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda function: function.__name__)
def test_a_fault_becomes_an_apology_and_a_log_without_a_word_of_the_review(at, monkeypatch, function):
    def fail(*_arguments, **_options):
        raise ValueError(SECRET, 4711) from KeyError(SECRET)

    class Broken:
        app = at.book.app
        name = fullname = property(fail)
        sheets = property(fail)
        selection = types.SimpleNamespace(sheet=types.SimpleNamespace(name="Questions"), row=5)

    function(Broken(), at.context)
    (said,) = at.heard()
    assert said.startswith("Sorry: ")
    log = at.home / errors_shown.LOG
    assert str(log) in said
    text = log.read_text()
    assert SECRET not in text
    assert "4711" not in text
    assert "builtins.ValueError" in text
    assert "builtins.KeyError" in text
    assert "test_trouble.py" in text
    assert str(Path.home()) not in text


def test_a_busy_excel_is_no_fault(at):
    at.open_workbook.busy = True
    (said,) = at.click(buttons.check_now)
    assert said == errors_shown.BUSY
    assert not (at.home / errors_shown.LOG).exists()


def test_the_number_of_a_fault_of_excel_is_in_the_log(at):
    from tests.excel.fake_engine import com_error

    text = errors_shown.fault("Check now", com_error(-2147352567, SECRET))
    assert "com_error -2147352567" in text
    assert SECRET not in text


def test_a_log_that_has_grown_is_begun_anew(tmp_path):
    log = tmp_path / errors_shown.LOG
    log.write_text("x" * (errors_shown.LARGEST_LOG + 1))
    assert errors_shown.write_log("Check now", ValueError(), tmp_path) == log
    assert log.stat().st_size < 1000
    assert log.with_suffix(".old.log").stat().st_size > errors_shown.LARGEST_LOG


def test_a_log_that_cannot_be_written_is_said(at, tmp_path):
    (tmp_path / "file").write_text("")
    said = errors_shown.apology("Check now", ValueError(), tmp_path / "file")
    assert "could not be written to a log" in said


def test_without_excel_a_button_says_its_sentence_somewhere(capsys, tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    buttons.check_now()
    assert "SECOR QA: Sorry: Check now stopped" in capsys.readouterr().err
    assert (tmp_path / ".secor-xl" / errors_shown.LOG).exists()


def test_when_excel_shows_no_message_it_is_said_elsewhere(at, capsys):
    class Mute(Dialogs):
        def tell(self, *_text, **_options):
            raise KeyError(0)  # what xlwings raises where the system shows no message box

    at.rename("Form", "x")
    buttons.check_now(at.book, ButtonContext(Mute(at.book.app), at.opener, at.home, dt.date(2026, 6, 1)))
    assert "has lost its hidden sheet Form" in capsys.readouterr().err


def test_damaged_settings_are_said_with_the_cure(at):
    (at.home / "settings.toml").write_text('letters_folder = "C:\\Users\\me"')
    (said,) = at.click(buttons.make_letters)
    assert "settings.toml" in said
    assert "single quotes" in said


def test_a_message_fits_on_a_screen():
    text = shown("\n".join(map(str, range(100))))
    assert (len(text.splitlines()), text[-1]) == (MOST_LINES, "…")
    assert len(shown("x" * 5000)) == MOST_CHARACTERS
    assert shown("a\x00b") == "ab"
    assert bullets(["a", "b", "c"], 3, "x") == ["• a", "• b", "• c"]
    assert bullets(["a", "b", "c", "d"], 3, "see x") == ["• a", "• b", "• and 2 more; see x"]


def test_only_ok_is_a_yes(at):
    dialogs = Dialogs(at.book.app)
    at.excel.answers.extend(["ok", "cancel"])
    assert (dialogs.ask("?"), dialogs.ask("?")) == (True, False)


def test_on_windows_excel_itself_asks_for_the_name(at, monkeypatch, tmp_path):
    class Window:
        chosen: str | bool = "C:/reviews/mine.xlsm"

        def GetSaveAsFilename(self, suggested, kinds):  # noqa: N802 - Excel's name
            assert (suggested, "*.xlsm" in kinds) == (str(tmp_path / "SECOR review.xlsm"), True)
            return self.chosen

    monkeypatch.setattr("secor_xl.excel.buttons.dialogs.sys.platform", "win32")
    at.excel.api = Window()
    dialogs = Dialogs(at.book.app)
    assert dialogs.where_to(tmp_path / "SECOR review.xlsm") == Path("C:/reviews/mine.xlsm")
    Window.chosen = False
    assert dialogs.where_to(tmp_path / "SECOR review.xlsm") is None
