"""By the rules of Microsoft's Open XML SDK there is no fault in a workbook, with macros or without, nor in any letter."""

import pytest

from secor_xl.excel.macro_workbook import build_macro_workbook
from secor_xl.judgement.assessment import assess
from secor_xl.letters.plan import LetterRefused, planned_letters
from secor_xl.resources import shipped_letter_templates
from secor_xl.review.model import LetterKind
from secor_xl.runs.desk import Desk
from secor_xl.samples.employers import samples
from secor_xl.workbook.build import build_blank, build_workbook
from tests.excel.macro_books import macro_workbook
from tests.excel.office_schema import NEWEST, faults
from tests.workbook import built
from tests.workbook.packages import changed

SAMPLES = samples(built.instrument())
every_sample = pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.file_stem)


def judged(sample):
    return assess(sample.review, instrument=built.instrument(), office=built.office(), as_of=sample.as_of)


def letters(sample):
    try:
        due = planned_letters(judged(sample), letter_date=sample.as_of)
    except LetterRefused:
        return []
    desk = Desk(shipped_letter_templates(), sample.as_of)
    return [(letter, desk.templates.render(letter)) for letter in due]


@every_sample
def test_a_workbook_has_no_fault(sample):
    assert faults(build_workbook(judged(sample)), ".xlsx") == []


@every_sample
def test_a_macro_workbook_has_no_fault(sample):
    assert faults(build_macro_workbook(judged(sample)), ".xlsm") == []


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
