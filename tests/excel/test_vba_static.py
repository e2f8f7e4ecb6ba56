"""All of the workbook's VBA, checked as its compiler would; and every kind of check finds a fault that was planted."""

import pytest

from tests.excel.macro_books import module_texts
from tests.excel.vba_check import block_faults, compiler_faults, member_faults, type_faults

NOT_DECLARED_BY_XLWINGS = {("xlwings", "undeclared-variable", "K")}
"""xlwings' module declares no loop counter of that name, which VBA allows there."""


@pytest.fixture(scope="module")
def modules():
    return {name: module_texts()[name] for name in ("xlwings", "Dictionary", "xlwings_udfs", "secor_buttons")}


def test_the_compiler_would_find_nothing(modules):
    assert compiler_faults(modules) == NOT_DECLARED_BY_XLWINGS


def test_every_block_has_its_own_end(modules):
    assert [(name, fault) for name, text in modules.items() for fault in block_faults(text)] == []


def test_every_type_is_known(modules):
    assert type_faults(modules) == []


def test_excel_has_every_member(modules):
    assert [(name, fault) for name, text in modules.items() for fault in member_faults(text)] == []


PLANTED = [
    (
        "secor_buttons",
        "alerts = Application.DisplayAlerts\r\n    before",
        "alertz = 1\r\n    before",
        "undeclared-variable",
    ),
    ("secor_buttons", "RunPython python", "RunPythn python", "unknown-call"),
    ("secor_buttons", 'InFront "CheckNow"', 'InFront "CheckNow", 1', "argument-count"),
    ("secor_buttons", "Next across", "Next down", "next-variable-mismatch"),
    ("secor_buttons", "alerts\r\n    Exit Sub", "alerts\r\n    Exit Function", "exit-wrong-proc"),
    ("secor_buttons", "caller.Rows.Count", "caller.Rowz.Count", "runtime-member-not-found"),
    ("secor_buttons", "Left$(words", "Lft$(words", "undeclared-variable"),
    ("xlwings", "Declare PtrSafe Function XLPyDLLNDims", "Declare Function XLPyDLLNDims", "declare-missing-ptrsafe"),
    ("xlwings", "WScript.Run", "WScrpt.Run", "undeclared-variable"),
    ("xlwings", "SECOR_NOT_SET_UP, vb", "SECOR_NOT_SET_UPP, vb", "undeclared-variable"),
    ("xlwings", "Not IsFullName(PYTHON_WIN)", "Not IsFulName(PYTHON_WIN)", "undeclared-variable"),
    ("xlwings_udfs", "XLPy.CallUDF", "XLPi.CallUDF", "undeclared-variable"),
    ("xlwings_udfs", "SecorFailed(", "SecorFaild(", "undeclared-variable"),
]


def spoilt(text, old, new):
    assert old in text, old
    return text.replace(old, new, 1)


def test_the_compiler_would_find_every_name_that_was_spoilt(modules):
    spoilt_modules = dict(modules)
    for name, old, new, _ in PLANTED:
        spoilt_modules[name] = spoilt(spoilt_modules[name], old, new)
    found = compiler_faults(spoilt_modules) - NOT_DECLARED_BY_XLWINGS
    for name, old, new, code in PLANTED:
        assert [text for module, kind, text in found if (module, kind) == (name, code) and text in new], (old, found)
    assert len(found) == len(PLANTED)


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("secor_buttons", "End Sub", "End Function"),
        ("secor_buttons", "End Function", "End Sub"),
        ("secor_buttons", "Next sheet", ""),
        ("secor_buttons", "#End If", ""),
        ("secor_buttons", "    #If Mac Then\r\n", ""),
        ("xlwings_udfs", "End Function", "End Sub"),
        ("xlwings_udfs", "    #End If", "    End If"),
        ("xlwings", "Loop\r\n", "\r\n"),
        ("Dictionary", "End Property", "End Sub"),
        ("Dictionary", "End Enum", ""),
    ],
)
def test_a_wrong_end_would_be_found(modules, name, old, new):
    assert block_faults(spoilt(modules[name], old, new))


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("secor_buttons", "As Boolean", "As Bolean"),
        ("secor_buttons", "As IRibbonControl", "As IRibbonKontrol"),
        ("secor_buttons", "As Worksheet", "As Excel.Workshet"),
        ("xlwings", "As Workbook", "As Workbok"),
        ("xlwings", "As Dictionary", "As Dictionry"),
        ("Dictionary", "As Collection", "As Colection"),
    ],
)
def test_an_unknown_type_would_be_found(modules, name, old, new):
    assert len(type_faults({**modules, name: spoilt(modules[name], old, new)})) == 1


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("ThisWorkbook.Saved", "ThisWorkbook.Savd"),
        ("Application.OnTime", "Application.OnTimee"),
        ("ActiveWorkbook.Name", "ActiveWorkbook.Nam"),
    ],
)
def test_an_unknown_member_would_be_found(modules, old, new):
    assert len(member_faults(spoilt(modules["secor_buttons"], old, new))) == 1
