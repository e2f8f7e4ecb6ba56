"""What Excel would only say at a click or at the next recalculation: names, arguments, references, lengths, comparisons."""

import io
import re
import zipfile

import pytest
from lxml import etree

from secor_xl.excel import vba
from secor_xl.excel.button_list import COMMANDS
from secor_xl.excel.wrapper import wrapper_module
from secor_xl.workbook.functions.registry import ARGUMENTS, FUNCTIONS
from secor_xl.workbook.schema import named_ranges
from secor_xl.workbook.schema.layout import SHEETS
from tests.excel.macro_books import macro_workbook, module_texts
from tests.workbook import built

KEYWORDS = set(
    re.findall(
        r"\w+",
        """
        alias and any as attribute boolean byref byte byval call case cbool cbyte ccur cdate cdbl cint clng close
        const cstr currency cvar date debug decimal declare defbool dim do double each else elseif empty end enum
        eqv erase error event exit explicit false for friend function get global gosub goto if imp implements in
        input integer is let lib like lock long loop lset me mod name new next not nothing null object on open
        option optional or paramarray preserve print private property public put raiseevent randomize redim rem
        resume return rset seek select set single static step stop string sub then time to true type typeof
        unlock until variant wend while with withevents write xor
        """,
    )
)
CELL = re.compile(r"[A-Za-z]{1,3}[0-9]+|[Rr][0-9]*[Cc][0-9]*")
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
MODULES = module_texts()
PACKAGE = zipfile.ZipFile(io.BytesIO(macro_workbook()))


def procedures(text):
    """The procedures of a module with their argument names."""
    found = re.findall(r"(?im)^\s*(?:public |private |static )*(?:sub|function) (\w+)\s*\(((?:[^()]|\(\))*)\)", text)
    return [
        (
            name,
            [
                re.sub(r"(?i)\b(optional|byval|byref|paramarray)\s+", "", each).split()[0]
                for each in given.split(",")
                if each.strip()
            ],
        )
        for name, given in found
    ]


def sheet_parts():
    return [name for name in PACKAGE.namelist() if re.fullmatch(r"xl/worksheets/sheet\d+\.xml", name)]


def formulas():
    """Every formula of every sheet, those of rules for colours and of entries included, and of every defined name."""
    for name in sheet_parts():
        for element in etree.fromstring(PACKAGE.read(name)).iter():
            tag = etree.QName(element).localname
            if tag in {"f", "formula", "formula1", "formula2"} and element.text:
                yield f"{name} {tag}", element.text
    for element in etree.fromstring(PACKAGE.read("xl/workbook.xml")).iter(f"{MAIN}definedName"):
        yield f"name {element.get('name')}", element.text


@pytest.mark.parametrize(
    "text", [wrapper_module(), vba.buttons_module(COMMANDS)], ids=["xlwings_udfs", "secor_buttons"]
)
def test_every_name_is_one_that_vba_allows(text):
    found = procedures(text)
    assert len(found) >= len(COMMANDS)
    for name, arguments in found:
        for each in (name, *arguments):
            assert re.fullmatch(r"[A-Za-z][A-Za-z0-9_]{0,254}", each), each
            assert each.lower() not in KEYWORDS, each
        assert len({each.lower() for each in arguments}) == len(arguments), name


def test_no_function_reads_as_a_cell_and_no_argument_is_reserved():
    for function in FUNCTIONS:
        assert not CELL.fullmatch(function.name)
        assert function.name.startswith("SECOR_")
        for argument in ARGUMENTS:
            assert argument.name != "caller"  # xlwings' own
            assert not CELL.fullmatch(argument.name)


def test_no_procedure_has_the_name_of_a_module_or_of_another_procedure():
    names = [name.lower() for text in MODULES.values() for name, _ in procedures(text)]
    assert not set(names) & {module.lower() for module in MODULES}
    ours = [name.lower() for module in ("xlwings_udfs", "secor_buttons") for name, _ in procedures(MODULES[module])]
    assert all(names.count(name) == 1 for name in ours)


@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda function: function.name)
def test_excel_has_room_for_the_help_of_a_function(function):
    assert len(function.help) <= 255
    assert all(len(argument.help) <= 255 for argument in ARGUMENTS)
    assert len(", ".join(argument.name for argument in ARGUMENTS)) <= 255


def test_no_line_is_too_long_and_no_procedure_too_large():
    for name, text in MODULES.items():
        assert max((len(line) for line in text.splitlines()), default=0) < 1024, name
        assert len(text.encode()) < 64 * 1024, name


def test_every_function_in_a_formula_is_one_of_ours_with_all_its_arguments():
    called = []
    for where, formula in formulas():
        for name, given in re.findall(r"\b(SECOR_\w+)\(([^()]*)\)", formula):
            assert given.split(",") == [argument.range_name for argument in ARGUMENTS], where
            called.append(name)
    assert sorted(called) == sorted(function.name for function in FUNCTIONS)


def test_there_are_few_formulas_of_ours_and_each_fills_its_rectangle():
    places = {}
    for name in sheet_parts():
        for cell in etree.fromstring(PACKAGE.read(name)).iter(f"{MAIN}c"):
            formula = cell.findtext(f"{MAIN}f") or ""
            if "SECOR_" in formula:
                (element,) = cell.iter(f"{MAIN}f")
                assert element.get("t") == "array"
                assert cell.get("cm") is None  # else it would be a spilling one
                places[formula.split("(")[0]] = element.get("ref")
    assert len(places) == len(FUNCTIONS) <= 25
    for function in FUNCTIONS:
        assert places[function.name] == named_ranges.range_of(function.range_name, built.instrument()).cells


def test_formulas_compare_nothing_but_words():
    # Text is greater than any number: a cell that says what went wrong would pass every comparison of more and less.
    for where, formula in formulas():
        bare = re.sub(r'(<>|=)"[^"]*"', "", formula)
        assert not re.search("[<>=]", re.sub(r'"[^"]*"', "", bare)), (where, formula)


def test_no_function_changes_by_itself():
    """Excel calculates what depends on such a function whenever it opens the file: without macros every cell would be an error."""
    volatile = re.compile(r"\b(TODAY|NOW|RAND|RANDBETWEEN|OFFSET|INDIRECT|CELL|INFO)\(")
    assert [formula for _, formula in formulas() if volatile.search(formula)] == []
    assert not [name for name in sheet_parts() if b' ca="' in PACKAGE.read(name)]


def test_nothing_relies_on_spilling():
    assert "xl/metadata.xml" not in PACKAGE.namelist()
    for where, formula in formulas():
        bare = re.sub(r'"[^"]*"', "", formula)
        assert "#" not in bare, (where, formula)
        assert "_xlfn" not in bare, (where, formula)


def test_every_name_in_a_formula_is_defined():
    defined = {
        element.get("name") for element in etree.fromstring(PACKAGE.read("xl/workbook.xml")).iter(f"{MAIN}definedName")
    }
    for where, formula in formulas():
        for name in re.findall(r"\bsecor_\w+", formula):
            assert name in defined, (where, name)


def test_no_sheet_can_choose_a_python_or_hold_one():
    names = [
        element.get("name") or "" for element in etree.fromstring(PACKAGE.read("xl/workbook.xml")).iter(f"{MAIN}sheet")
    ]
    assert names == list(SHEETS)
    assert not [name for name in names if name.endswith((".conf", ".py"))]


def test_every_button_of_a_sheet_runs_a_macro_without_arguments():
    macros = dict(procedures(MODULES["secor_buttons"]))
    drawn = [name for name in PACKAGE.namelist() if name.endswith(".vml")]
    called = [ref for name in drawn for ref in re.findall(r"<x:FmlaMacro>\[0\]!([^<]+)<", PACKAGE.read(name).decode())]
    assert called
    for reference in called:
        module, _, macro = reference.rpartition(".")
        assert module == "secor_buttons"
        assert macros[macro] == []


def test_every_part_is_related_to_and_declared():
    names = set(PACKAGE.namelist())
    types = PACKAGE.read("[Content_Types].xml").decode()
    declared = {name.lstrip("/") for name in re.findall(r'PartName="([^"]+)"', types)}
    assert declared <= names
    targets = set()
    for name in names:
        if name.endswith(".rels"):
            folder = name.replace("_rels/", "").rpartition("/")[0]
            for relation in etree.fromstring(PACKAGE.read(name)):
                if relation.get("TargetMode") != "External":
                    targets.add(_resolved(folder, relation.get("Target")))
    assert targets <= names
    assert names - targets - {"[Content_Types].xml"} == {name for name in names if name.endswith(".rels")}


def _resolved(folder, target):
    if target.startswith("/"):
        return target[1:]
    parts = folder.split("/") if folder else []
    for part in target.split("/"):
        parts = parts[:-1] if part == ".." else [*parts, part]
    return "/".join(parts)
