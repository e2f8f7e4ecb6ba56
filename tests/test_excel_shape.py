"""A workbook that Excel 365 saved says the same as the one that it opened, and is read as fast."""

import zipfile

import pytest

from secor_xl.workbook.schema.layout import SHEETS
from secor_xl.xlsx.fast_reader import read_sheets
from secor_xl.xlsx.guard import guard_bytes
from tests.excel_shape import as_excel, packed
from tests.season import originals, with_letters
from tests.workbook.built import read

REFERENCES = [each.case.review.case.reference for each in with_letters()[1]]


@pytest.mark.parametrize("described", [False, True])
@pytest.mark.parametrize("number", range(len(REFERENCES)), ids=REFERENCES)
def test_what_excel_saved_is_the_same_review(tmp_path, number, described):
    _, made = originals()
    review, parts = made[number]
    content = packed(as_excel(parts), described=described)
    found = read(content)
    assert (found.review, found.problems) == (review, ())
    sheets = read_sheets(guard_bytes(content, "f"), SHEETS)
    assert [name for name, sheet in sheets.items() if sheet.careful] == []


def test_the_shape_has_what_excel_writes(tmp_path):
    parts = as_excel(originals()[1][0][1])
    path = tmp_path / "review.xlsx"
    for described in (False, True):
        path.write_bytes(packed(parts, described=described))
        with zipfile.ZipFile(path) as archive:
            assert archive.testzip() is None
            assert {name: archive.read(name) for name in archive.namelist()} == parts
            assert {member.flag_bits for member in archive.infolist()} == {0x8 if described else 0x6}
    assert b"<r><t" in parts["xl/sharedStrings.xml"]
    assert b'quotePrefix="1"' in parts["xl/styles.xml"]
    sheets = b"".join(content for name, content in parts.items() if name.startswith("xl/worksheets/sheet"))
    assert all(mark in sheets for mark in (b' cm="1"', b' vm="1"', b' ca="1"', b"xr:uid="))
