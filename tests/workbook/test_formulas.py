"""A lint over every formula of the live workbook: known functions, no comparison, nothing volatile, nothing that spills.

A function that failed leaves a text in its cell, and in a spreadsheet a text is greater than any number: ``=IF(A1>=80,"Pass")``
would say "Pass". So no formula compares, and words are the only thing that a computed cell shows.
"""

from __future__ import annotations

import html
import io
import re
import warnings
import zipfile
from collections.abc import Iterator
from functools import cache

import openpyxl
import pytest
from openpyxl.formula import Tokenizer
from openpyxl.formula.tokenizer import Token, TokenizerError
from openpyxl.worksheet.formula import ArrayFormula

from secor_xl.workbook.functions.registry import ARGUMENTS, FUNCTIONS
from secor_xl.workbook.schema import computed_ranges, layout, named_ranges
from secor_xl.workbook.schema.geometry import NamedRange
from secor_xl.workbook.writing.build import build_workbook
from tests.workbook.shipped import BLANK, CLEAN, INSTRUMENT, SMALL, SMALL_REVIEW, judged

# How many arguments each native function is given. None of them is volatile, and each is in Excel 2007 already.
NATIVE = {
    "IF": 3,
    "ISERROR": 1,
    "FIND": 2,
    "SUBSTITUTE": 3,
    "HYPERLINK": 2,
    "INDEX": 2,
    "MAX": 2,
    "COUNTIF": 2,
    "SUMPRODUCT": 1,
    "ISBLANK": 1,
    "ROW": 1,
}
KNOWN = {**NATIVE, **dict.fromkeys((function.name for function in FUNCTIONS), len(ARGUMENTS))}
COMPARISONS = {"=", "<>", "<", ">", "<=", ">="}
VOLATILE = {"TODAY", "NOW", "RAND", "OFFSET", "INDIRECT", "CELL", "INFO"}
MOST_PYTHON_FORMULAS = 25
RECTANGLES = named_ranges.all_ranges(INSTRUMENT)


@cache
def content() -> bytes:
    return build_workbook(judged(CLEAN), live=True, live_as_of=True)


@cache
def book(data: bytes) -> openpyxl.Workbook:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return openpyxl.load_workbook(io.BytesIO(data))


def cell_formulas(data: bytes) -> Iterator[tuple[str, str, str]]:
    """Sheet, cells and formula of everything that is calculated."""
    for sheet in book(data):
        for row in sheet:
            for cell in row:
                if isinstance(cell.value, ArrayFormula):
                    yield sheet.title, str(cell.value.ref), f"={str(cell.value.text).removeprefix('=')}"
                elif cell.data_type == "f":
                    yield sheet.title, cell.coordinate, str(cell.value)


def name_formulas(data: bytes) -> Iterator[tuple[str, str]]:
    """The defined names, those of single sheets included, and what they stand for."""
    for owner in (book(data), *book(data)):
        for name, defined in owner.defined_names.items():
            yield name, f"={defined.attr_text}"
    for sheet in book(data):  # openpyxl keeps print areas apart, and only plain ones
        text = zipfile.ZipFile(io.BytesIO(data)).read("xl/workbook.xml").decode()
        for area in re.findall(rf'Print_Area" localSheetId="{book(data).index(sheet)}"[^>]*>([^<]*)<', text):
            yield "Print_Area", f"={html.unescape(area)}"


def calls(formula: str) -> list[tuple[str, int]]:
    """The functions of a formula with the number of their arguments."""
    found, open_calls = [], []
    for token in Tokenizer(formula).items:
        if token.type == Token.FUNC and token.subtype == Token.OPEN:
            # The tokenizer takes the ``A1:`` of ``A1:INDEX(`` for a part of the name.
            open_calls.append([token.value.removesuffix("(").rpartition(":")[2], 0, True])
        elif token.type == Token.SEP and open_calls:
            open_calls[-1][1] += 1
        elif token.type == Token.FUNC and token.subtype == Token.CLOSE:
            name, commas, empty = open_calls.pop()
            found.append((name, 0 if empty else commas + 1))
            if open_calls:
                open_calls[-1][2] = False
        elif open_calls and token.type != Token.WSPACE:
            open_calls[-1][2] = False
    assert not open_calls
    return found


def faults(formula: str) -> Iterator[str]:
    """List the faults of a formula."""
    try:
        tokens = Tokenizer(formula).items
    except TokenizerError:  # a reference that spills, such as A1#
        yield "cannot be read"
        return
    for token in tokens:
        if token.type == Token.OP_IN and token.value in COMPARISONS:
            yield f"compares with {token.value}"
        if (
            token.type == Token.OPERAND
            and token.subtype in (Token.RANGE, Token.ERROR)
            and re.search("[#@]", token.value)
        ):
            yield f"refers to {token.value}"
        if token.type == Token.OP_PRE and token.value == "@":
            yield "takes one value of many"
        if token.type == Token.ARRAY:
            yield "holds a list of constants"
    for name, arguments in calls(formula):
        if name not in KNOWN:
            yield f"calls {name}, which is not known"
        elif KNOWN[name] != arguments:
            yield f"gives {name} {arguments} arguments instead of {KNOWN[name]}"


DATA = [
    pytest.param(content(), id="clean"),
    pytest.param(build_workbook(judged(BLANK), live=True), id="blank"),
    pytest.param(build_workbook(judged(SMALL_REVIEW, SMALL), live=True), id="another instrument"),
]


@pytest.mark.parametrize("data", DATA)
def test_no_formula_of_a_cell_or_name_has_a_fault(data: bytes) -> None:
    formulas = [(f"{sheet}!{cells}", formula) for sheet, cells, formula in cell_formulas(data)]
    formulas += list(name_formulas(data))
    assert len(formulas) > len(FUNCTIONS) + layout.FLAG_LIST.capacity
    assert [(where, formula, fault) for where, formula in formulas for fault in faults(formula)] == []


def test_every_function_of_ours_stands_once_over_its_own_rectangle() -> None:
    ours = [
        (sheet, cells, calls(formula)[0][0])
        for sheet, cells, formula in cell_formulas(content())
        if "SECOR_" in formula
    ]
    expected = [
        (block.sheet, block.cells, function.name)
        for function in FUNCTIONS
        for block in [RECTANGLES[function.range_name]]
    ]
    assert sorted(ours) == sorted(expected)
    assert len(ours) <= MOST_PYTHON_FORMULAS


def test_every_function_is_given_its_ranges_by_name_and_in_order() -> None:
    names = dict(name_formulas(content()))
    for _, _, formula in cell_formulas(content()):
        if "SECOR_" in formula:
            operands = [token.value for token in Tokenizer(formula).items if token.type == Token.OPERAND]
            assert operands == [argument.range_name for argument in ARGUMENTS]
            assert set(operands) <= set(names)


def test_nothing_is_volatile() -> None:
    formulas = [formula for _, _, formula in cell_formulas(content())]
    formulas += [formula for _, formula in name_formulas(content())]
    assert not [formula for formula in formulas if {name for name, _ in calls(formula)} & VOLATILE]


def test_nothing_spills() -> None:
    package = zipfile.ZipFile(io.BytesIO(content()))
    assert "xl/metadata.xml" not in package.namelist()  # where Excel keeps which formulas are dynamic
    for name in package.namelist():
        if "worksheets/sheet" in name and name.endswith(".xml"):
            text = package.read(name).decode()
            assert ' cm="' not in text
            assert "_xlfn" not in text


def test_conditional_formats_of_computed_cells_look_for_words_alone() -> None:
    computed = [RECTANGLES[name] for name in computed_ranges.COMPUTED if name != computed_ranges.AS_OF]
    looked_at = 0
    for sheet in book(content()):
        for area in sheet.conditional_formatting:
            cells = list(area.sqref.ranges)
            if not any(overlaps(each, block) for each in cells for block in computed if block.sheet == sheet.title):
                continue
            for rule in area.rules:
                if rule.type == "dataBar":
                    continue
                looked_at += 1
                assert rule.type in ("containsText", "beginsWith", "expression")
                for formula in rule.formula:
                    assert re.fullmatch(
                        r'NOT\(ISERROR\(SEARCH\("[^"]+",\$?[A-Z]+\$?\d+\)\)\)|LEFT\(\$?[A-Z]+\$?\d+,\d+\)="[A-Z][a-z ]+"',
                        formula,
                    ), formula
    assert looked_at > 20


def overlaps(area: object, block: NamedRange) -> bool:
    left, top, right, bottom = area.bounds  # type: ignore[attr-defined]
    return bool(
        top < block.row + block.rows
        and bottom >= block.row
        and left < block.column + block.columns
        and right >= block.column
    )


@pytest.mark.parametrize(
    ("formula", "fault"),
    [
        ("=IF(A1>=80,1,2)", "compares with >="),
        ('=IF(A1="x",1,2)', "compares with ="),
        ("=IF(A1<>B1,1,2)", "compares with <>"),
        ("=A1#", "cannot be read"),
        ("=OFFSET(A1,1,1)", "calls OFFSET, which is not known"),
        ("=NOW()", "calls NOW, which is not known"),
        ("=IF(A1,2)", "gives IF 2 arguments instead of 3"),
        ("=TODAY()", "calls TODAY, which is not known"),
        ("=SECOR_OUTCOME(secor_submission)", f"gives SECOR_OUTCOME 1 arguments instead of {len(ARGUMENTS)}"),
        ("=SECOR_OUTCOMES()", "calls SECOR_OUTCOMES, which is not known"),
        ("=MAX({1,2},3)", "holds a list of constants"),
        ("=#REF!", "refers to #REF!"),
    ],
)
def test_the_lint_sees(formula: str, fault: str) -> None:
    assert fault in list(faults(formula))
