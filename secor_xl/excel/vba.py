"""The texts of the workbook's VBA modules.

Two come from the installed xlwings, so that workbook and package are always of one version; the others are made here. xlwings'
module also reads settings from the workbook, from its folder and from the search path. It is narrowed to the one settings file in
the user's own profile: opening somebody else's workbook must never choose which Python runs, nor what it imports.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from importlib.resources import files

from secor_xl.errors import SecorError
from secor_xl.excel.button_list import COMMANDS, TITLE, Command
from secor_xl.resources import PROJECT_NAME
from secor_xl.workbook.functions.results import IN_A_FORMULA
from secor_xl.workbook.schema.computed_ranges import AS_OF
from secor_xl.workbook.schema.layout import QUESTIONS_SHEET
from secor_xl.workbook.schema.named_ranges import AS_OF_KIND, FIXED

PROJECT = PROJECT_NAME
"""Names the settings file of xlwings' module: ``%USERPROFILE%\\.secor-xl\\secor-xl.conf``, never ``xlwings.conf``."""
XLWINGS, DICTIONARY, UDFS, BUTTONS = "xlwings", "Dictionary", "xlwings_udfs", "secor_buttons"
LOADED = "RibbonLoaded"
"""The macro that Excel calls after it has opened the workbook with macros enabled; no other macro runs by itself."""
FAILED = "SecorFailed"
"""The VBA function that fills the block of an in-cell function where Python could not be called."""

NOT_SET_UP = (
    "secor-xl is not set up for Excel on this computer. In a terminal, run: secor-xl excel install. "
    "Until then the command line does the same work: secor-xl check, secor-xl letters."
)
NOT_ON_MAC = "Live cells need Excel on Windows. The buttons also work on a Mac: press Check now"
NO_SCRIPT_ON_MAC = (
    "secor-xl may not yet start Python from Excel. In a terminal, run: secor-xl excel install. Then try again."
)
NAME_FOR_MAC = (
    "Please save this workbook under a name without quotation marks, dollar signs, backslashes or bars, then try again."
)
SAYS_DOCTOR = "In a terminal, secor-xl excel doctor says what to put right."
NO_REVIEW = "The workbook in front is no review made by secor-xl, or its macros are not enabled."

_READ_ONLY_USER_SETTINGS = "    If False Then ' secor-xl: settings come from the user's own file only"
_REPLACEMENTS = (
    # Our own settings, so that those of other xlwings workbooks on the same computer stay what they are.
    (
        'Public Const PROJECT_NAME As String = "xlwings"\n',
        f'Public Const PROJECT_NAME As String = "{PROJECT}"\nPublic Const SECOR_NOT_SET_UP As String = "{NOT_SET_UP}"\n',
        1,
    ),
    # Neither a sheet of the workbook nor a file in its folder may hold settings: the interpreter is one of them.
    ('    If source = "" Or source = "sheet" Then', _READ_ONLY_USER_SETTINGS, 1),
    ('    If source = "" Or source = "directory" Then', _READ_ONLY_USER_SETTINGS, 1),
    # Without a full path Windows would look for python.exe, and for the library, in the folder Excel opened a file from.
    (
        '    If interpreter = "" Then\n        \' Legacy\n        interpreter = GetConfig("INTERPRETER", "python")\n    End If\n',
        "    If Not IsFullName(interpreter) Then Err.Raise 1000, Description:=SECOR_NOT_SET_UP\n",
        1,
    ),
    (
        '    If PYTHON_WIN = "" Then\n        \' Legacy\n        PYTHON_WIN = GetConfig("INTERPRETER", "pythonw")\n    End If\n',
        "    If Not IsFullName(PYTHON_WIN) Then Err.Raise 1000, Description:=SECOR_NOT_SET_UP\n",
        2,
    ),
    ('MsgBox "Could not find Interpreter!", vbCritical', f'MsgBox SECOR_NOT_SET_UP, vbExclamation, "{TITLE}"', 1),
    ('"cmd.exe ', 'Environ("ComSpec") & " ', 3),
    # Without -I, Python's own search path starts with the working folder too.
    ('" -B -c ""import ', '" -I -B -c ""import ', 2),
    # The workbook's folder is never a place to import from; and a workbook's name, where it holds a semicolon, would add more
    # folders. One and the same command line for every review also means one Python for all that are open.
    ('PYTHONPATH = AddExcelDir & ";" & ', 'PYTHONPATH = "false;;;;;" \' secor-xl: in place of ', 3),
    ('ParameterString = PYTHONPATH + ";"', "ParameterString = PYTHONPATH", 1),
    # No code out of the workbook's own sheets.
    ("                uses_embedded_code = True\n", "                uses_embedded_code = False\n", 1),
    # Excel for Mac has no library to load: the cells keep their values, and any other call of Python ends with this message.
    (
        "Function XLPy()\n",
        f'Function XLPy()\n    #If Mac Then\n    Err.Raise 1000, Description:="{NOT_ON_MAC}"\n    #End If\n',
        1,
    ),
    (
        "\"To enable RunPython, please run 'xlwings runpython install' in a terminal once and try again.\"",
        f'"{NO_SCRIPT_ON_MAC}"',
        1,
    ),
)


class UnknownXlwings(SecorError):
    """The VBA module of the installed xlwings is not the one that these replacements were made for."""


@dataclass(frozen=True, slots=True)
class Module:
    """A VBA module: its name, its text with Windows line ends, whether it is a class."""

    name: str
    text: str
    is_class: bool = False


def modules(wrapper: str) -> tuple[Module, ...]:
    """Return the modules of a workbook's VBA project, without those of its sheets.

    Args:
        wrapper: the text of the module of the in-cell functions.

    Raises:
        UnknownXlwings: the installed xlwings is of another version.
    """
    return (
        Module(XLWINGS, _windows(xlwings_module())),
        Module(DICTIONARY, _windows(_shipped("addin/Dictionary.cls")), is_class=True),
        Module(UDFS, _windows(wrapper)),
        Module(BUTTONS, _windows(buttons_module(COMMANDS))),
    )


@cache
def xlwings_module() -> str:
    """Return the module of the installed xlwings, narrowed to the user's own settings; raises ``UnknownXlwings``."""
    return narrowed(_shipped("xlwings.bas"))


def narrowed(text: str) -> str:
    """Make every replacement in the module of xlwings; raises ``UnknownXlwings`` where a text is not there as often as expected."""
    for old, new, times in _REPLACEMENTS:
        if text.count(old) != times:
            raise UnknownXlwings(
                f"No workbook can be built with xlwings {version('xlwings')}: its VBA module is not the one this version of "
                f"secor-xl knows ({old.strip().splitlines()[0]!r} is there {text.count(old)} times, not {times}). "
                "Install secor-xl again, with the libraries it asks for."
            )
        text = text.replace(old, new)
    return text


def buttons_module(commands: tuple[Command, ...]) -> str:
    """Return the module of the buttons: for each one macro for the start sheet and one for the ribbon."""
    return _BUTTONS_HEAD + "".join(
        f'\nPublic Sub {command.name}()\n    Press "{python_line(command)}"\nEnd Sub\n'
        f'\nPublic Sub {command.callback}(control As IRibbonControl)\n    InFront "{command.name}"\nEnd Sub\n'
        for command in commands
    )


def python_line(command: Command) -> str:
    """Return the line of Python that a button runs; xlwings allows no double quotes in it."""
    return f"from secor_xl.excel import buttons; buttons.{command.function}()"


ALLOWED = ", ".join(f"{name}:=True" for name in ("AllowFormattingColumns", "AllowFormattingRows", "AllowFiltering"))
"""The rights on every protected sheet (``book.PROTECTION``) by their names in VBA."""
MOVE_DAY = "from secor_xl.excel import buttons; buttons.move_day()"
_BUTTONS_HEAD = f"""Attribute VB_Name = "{BUTTONS}"
Option Explicit

' Made by secor-xl. The work of every button is done in Python, in the module secor_xl.excel.buttons.

Private Sub Press(python As String)
    ' Python asks and answers while this macro waits for it. After a minute Excel would say that it waits for another
    ' application; it does not while alerts are off. They are put back on every way out.
    Dim alerts As Boolean, problem As String
    alerts = Application.DisplayAlerts
    On Error GoTo failed
    #If Mac Then
        ' On a Mac the workbook's name goes through a shell on its way to Python.
        If ThisWorkbook.Name Like "*[""$`|\\]*" Then Err.Raise 1000, Description:="{NAME_FOR_MAC}"
    #End If
    Application.DisplayAlerts = False
    RunPython python
    Application.DisplayAlerts = alerts
    Exit Sub
failed:
    problem = Err.Description
    Application.DisplayAlerts = alerts
    MsgBox problem & vbCrLf & vbCrLf & "{SAYS_DOCTOR}", vbExclamation, "{TITLE}"
End Sub

Private Sub InFront(macro As String)
    ' With two reviews open, Excel may call the macro of either: the workbook in front is the one that is meant.
    On Error GoTo failed
    Application.Run "'" & Replace(ActiveWorkbook.Name, "'", "''") & "'!{BUTTONS}." & macro
    Exit Sub
failed:
    MsgBox "{NO_REVIEW}", vbExclamation, "{TITLE}"
End Sub

Public Sub {LOADED}(ribbon As IRibbonUI)
    ' Macros are enabled. Whatever fails here, the workbook stays as it was saved.
    On Error Resume Next
    OpenGroups ThisWorkbook.Worksheets("{QUESTIONS_SHEET}")
    #If Mac Then
        ' No function can call Python: without calculation the cells keep the values of the day that they name.
        Dim sheet As Worksheet
        For Each sheet In ThisWorkbook.Worksheets
            sheet.EnableCalculation = False
        Next sheet
    #Else
        ' Not before Excel has finished opening the workbook.
        Application.OnTime Now, "'" & Replace(ThisWorkbook.Name, "'", "''") & "'!{BUTTONS}.MoveDay"
    #End If
End Sub

Private Sub OpenGroups(sheet As Worksheet)
    ' Excel opens and closes groups of columns on a protected sheet only while a macro of this session has allowed it.
    Dim before As Boolean
    If Not sheet.ProtectContents Then Exit Sub
    before = ThisWorkbook.Saved
    sheet.EnableOutlining = True
    sheet.Protect DrawingObjects:=False, UserInterfaceOnly:=True, {ALLOWED}
    ThisWorkbook.Saved = before
End Sub

Public Sub MoveDay()
    ' Move the as-of day to today, in Python: where Python cannot be called, nothing changes and nothing is said.
    Dim before As Boolean, alerts As Boolean
    alerts = Application.DisplayAlerts
    before = ThisWorkbook.Saved
    On Error GoTo failed
    If ThisWorkbook.Names("{AS_OF_KIND}").RefersToRange.Value = "{FIXED}" Then Exit Sub
    If ThisWorkbook.Names("{AS_OF}").RefersToRange.Value = Date Then Exit Sub
    Application.DisplayAlerts = False
    XLPy.SetAttr XLPy.Module("xlwings._xlwindows"), "BOOK_CALLER", ThisWorkbook
    XLPy.Exec "{MOVE_DAY}"
failed:
    Application.DisplayAlerts = alerts
    ' It moves again at the next opening: that alone is no reason to ask whether the workbook is to be saved.
    ThisWorkbook.Saved = before
End Sub

Public Function {FAILED}(caller As Range, words As String) As Variant
    ' The block of a function that could not call Python: one sentence in its first cell, the others empty.
    ' On a Mac, where no function can call it, each cell keeps what it shows.
    Dim made() As Variant, down As Long, across As Long
    ReDim made(1 To caller.Rows.Count, 1 To caller.Columns.Count)
    For down = 1 To caller.Rows.Count
        For across = 1 To caller.Columns.Count
            #If Mac Then
                made(down, across) = caller.Cells(down, across).Text
            #Else
                made(down, across) = ""
            #End If
        Next across
    Next down
    #If Mac Then
    #Else
        made(1, 1) = words
        If Len(words) > {IN_A_FORMULA} Then made(1, 1) = Left$(words, {IN_A_FORMULA - 1}) & ChrW$(8230)
    #End If
    {FAILED} = made
End Function
"""


def _shipped(name: str) -> str:
    """Read a text file of the installed xlwings, with line feeds only."""
    return "\n".join(files("xlwings").joinpath(name).read_text(encoding="utf-8").splitlines()) + "\n"


def _windows(text: str) -> str:
    return text.replace("\n", "\r\n")
