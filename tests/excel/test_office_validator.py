"""By the schemas of ECMA-376 and of Office there is no fault in any part of a workbook, with macros or without, or of a letter."""

import io
import re
import zipfile

import pytest

from secor_xl.excel.macro_workbook import build_macro_workbook
from secor_xl.letters.plan import LetterRefused, planned_letters
from secor_xl.resources import shipped_letter_templates
from secor_xl.review.model import LetterKind
from secor_xl.runs.single_workbook import ReviewService
from secor_xl.workbook.writing.build import build_blank, build_workbook
from tests.excel.clicks import SAMPLES, every_sample, judged_sample
from tests.excel.macro_books import macro_workbook
from tests.excel.office_schema import NEWEST, faults, undeclared_in
from tests.workbook import built
from tests.workbook.packages import changed


def letters(sample):
    try:
        due = planned_letters(judged_sample(sample), letter_date=sample.as_of)
    except LetterRefused:
        return []
    service = ReviewService(shipped_letter_templates(), sample.as_of)
    return [(letter, service.templates.render(letter)) for letter in due]


@every_sample
def test_a_workbook_has_no_fault(sample):
    assert faults(build_workbook(judged_sample(sample)), ".xlsx") == []


@every_sample
def test_a_macro_workbook_has_no_fault(sample):
    assert faults(build_macro_workbook(judged_sample(sample)), ".xlsm") == []


def test_the_newest_office_finds_none_either():
    assert faults(macro_workbook(), ".xlsm", NEWEST) == []


def test_a_blank_workbook_has_no_fault():
    assert faults(build_blank(built.instrument(), built.office(), built.AS_OF), ".xlsx") == []


@every_sample
def test_a_letter_has_no_fault(sample):
    for letter, content in letters(sample):
        assert faults(content, ".docx") == [], letter.name


def test_every_kind_of_letter_was_looked_at():
    assert {letter.kind for sample in SAMPLES for letter, _ in letters(sample)} == set(LetterKind)


@pytest.mark.parametrize("template", sorted(shipped_letter_templates().glob("*.docx")), ids=lambda path: path.name)
def test_a_template_has_no_fault(template):
    assert faults(template.read_bytes(), ".docx") == []


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        ("xl/worksheets/sheet1.xml", b"<sheetFormatPr", b"<sheetFormat"),
        ("xl/worksheets/sheet2.xml", b"<dataValidations", b'<dataValidations odd="1"'),
        ("xl/workbook.xml", b"<sheets>", b"<sheetz/><sheets>"),
    ],
)
def test_a_fault_would_be_found(part, old, new):
    assert faults(changed(macro_workbook(), part, lambda content: content.replace(old, new)), ".xlsm")


def parts(content):
    package = zipfile.ZipFile(io.BytesIO(content))
    return {name: package.read(name) for name in package.namelist()}


WORKBOOK_PARTS = parts(macro_workbook())
LETTER_PARTS = parts((shipped_letter_templates() / "approval.docx").read_bytes())
XML_PARTS = [
    *(pytest.param(content, id=name) for name, content in WORKBOOK_PARTS.items() if not name.endswith(".bin")),
    *(pytest.param(content, id=name) for name, content in LETTER_PARTS.items()),
]


def test_of_the_workbook_all_but_the_vba_project_is_looked_at():
    assert [name for name in WORKBOOK_PARTS if not name.endswith((".xml", ".rels", ".vml"))] == ["xl/vbaProject.bin"]


@pytest.mark.parametrize("part", XML_PARTS)
def test_in_every_part_an_unknown_attribute_or_element_would_be_found(part):
    assert list(undeclared_in(part)) == []
    (begin, *_) = (found.end() for found in re.finditer(rb"<[\w:]+", part))
    end = part.index(b">", begin)
    attribute = part[:begin] + b' odd="1"' + part[begin:]
    assert [fault for fault in undeclared_in(attribute) if fault.endswith("has no attribute odd")]
    if part[end - 1 : end] != b"/":
        element = part[: end + 1] + b'<odd xmlns="urn:odd"/>' + part[end + 1 :]
        assert [fault for fault in undeclared_in(element) if fault.endswith("has no {urn:odd}odd")]


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("xl/worksheets/sheet1.xml", b"<c r=", b"<c odd='1' r="),
        ("xl/styles.xml", b"<xf ", b"<xf odd='1' "),
        ("xl/drawings/vmlDrawing1.vml", b"<x:FmlaMacro>", b"<x:Odd/><x:FmlaMacro>"),
        ("[Content_Types].xml", b"<Override ", b"<Overrid/><Override "),
        ("customUI/customUI.xml", b"imageMso=", b"imageMs="),
        ("docProps/core.xml", b"<dc:creator>", b"<dc:inventor/><dc:creator>"),
    ],
)
def test_a_fault_deep_in_a_part_would_be_found_too(name, old, new):
    assert old in WORKBOOK_PARTS[name]
    assert len(list(undeclared_in(WORKBOOK_PARTS[name].replace(old, new, 1)))) == 1
