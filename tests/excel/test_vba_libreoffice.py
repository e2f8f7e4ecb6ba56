"""LibreOffice's Basic as a second engine for our VBA: it compiles every standard module, and runs what needs no Windows."""

import re
from importlib.metadata import version

import pytest

from secor_xl.excel import vba
from secor_xl.excel.setup.excel_folders import settings_file
from secor_xl.excel.wrapper import wrapper_module
from tests.excel.test_command_line import NAMES, installed
from tests.excel.vba_check import MAC, WINDOWS, resolved
from tests.in_cell.calc import Calc
from tests.libreoffice import needs_uno

pytestmark = [*needs_uno(), pytest.mark.xdist_group("basic")]

STANDARD = [module for module in vba.modules(wrapper_module()) if not module.is_class]
ANSWERS = """
Function Answers_{name}()
    Answers_{name} = "compiled"
End Function
"""


def basic(text, name):
    """A module in the form that LibreOffice reads; its last function answers only where all of it was compiled."""
    bare = re.sub(r"(?m)^Attribute .*$", "", text.replace("\r\n", "\n"))
    return f"Option VBASupport 1\n{bare}{ANSWERS.format(name=name)}"


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    office = Calc(tmp_path_factory.mktemp("basic"))
    yield office
    office.end()


def compiles(office, texts):
    modules = {name: basic(text, name) for name, text in texts.items()}
    return [name for name in texts if _answers(office, modules, name)]


def _answers(office, modules, name):
    try:
        told = office.ask("run_basic", modules=modules, module=name, function=f"Answers_{name}", arguments=[])
    except AssertionError as refused:
        assert "could not be found" in str(refused)  # noqa: PT017 - of a module that is broken this is what is said
        return False
    return told["value"] == "compiled"


@pytest.mark.parametrize("constants", [WINDOWS, MAC], ids=["windows", "mac"])
def test_it_compiles_every_module(office, constants):
    texts = {module.name: resolved(module.text, constants) for module in STANDARD}
    assert compiles(office, texts) == ["xlwings", "xlwings_udfs", "secor_buttons"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("RunPython python", "RunPython (python"),
        ("    alerts = Application.DisplayAlerts", "    alerts ="),
        ("Then Exit Sub", "Exit Sub"),
        ("Next across", ""),
        ("Public Sub CheckNow()", "Public Sub CheckNow("),
        ("MsgBox problem &", "MsgBox problem & *"),
    ],
)
def test_it_would_not_compile_a_module_with_a_fault(office, old, new):
    (buttons,) = (resolved(module.text, WINDOWS) for module in STANDARD if module.name == "secor_buttons")
    assert old in buttons
    assert compiles(office, {"secor_buttons": buttons.replace(old, new, 1)}) == []
    assert compiles(office, {"secor_buttons": buttons}) == ["secor_buttons"]


def test_a_libreoffice_that_crashed_is_started_again(office):
    office.ask("crash")
    assert compiles(office, {"little": "Sub Little()\nEnd Sub\n"}) == ["little"]


@pytest.fixture(scope="module")
def xlwings(office):
    """A function that runs one of xlwings' module."""
    constants = (
        "Function Constants()\n    Constants = PROJECT_NAME & XLWINGS_VERSION & SECOR_NOT_SET_UP\nEnd Function\n"
    )
    modules = {"xlwings": basic(resolved(vba.xlwings_module(), WINDOWS), "xlwings") + constants}
    return lambda function, *given: office.ask(
        "run_basic", modules=modules, module="xlwings", function=function, arguments=list(given)
    )


def test_the_constants_are_ours(xlwings):
    assert xlwings("Constants")["value"] == f"{vba.PROJECT}{version('xlwings')}{vba.NOT_SET_UP}"


def test_it_reads_from_the_settings_what_install_has_written(xlwings, tmp_path):
    file = tmp_path / "secor-xl.conf"
    read = 0
    for name in filter(str.isascii, NAMES):  # Basic reads other letters as the computer's locale has them
        folder = rf"C:\Users\{name}\secor-xl"
        machine, refused = installed(folder, "utf-8")
        if refused:
            continue
        file.write_bytes(machine.read(str(settings_file(machine))))
        told = xlwings("GetConfigFromFile", str(file), "interpreter_win", "")
        assert (told["value"], told["set"]["2"]) == (True, rf"{folder}\Scripts\pythonw.exe")
        assert xlwings("GetConfigFromFile", str(file), "UDF MODULES", "")["value"] is False
        read += 1
    assert read > 60


def test_without_a_file_there_is_no_setting(xlwings, tmp_path):
    assert xlwings("GetConfigFromFile", str(tmp_path / "none.conf"), "INTERPRETER_WIN", "")["value"] is False


@pytest.mark.parametrize(
    ("path", "whole", "folder"),
    [("pythonw", False, None), (r"C:\x y\python.exe", True, r"C:\x y"), (r"\\s\a\b", True, r"\\s\a")],
)
def test_a_name_without_its_folder_is_no_interpreter(xlwings, path, whole, folder):
    assert xlwings("IsFullName", path)["value"] is whole
    assert folder is None or xlwings("ParentFolder", path)["value"] == folder
