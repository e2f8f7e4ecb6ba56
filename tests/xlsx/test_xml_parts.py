"""A part whose rows or strings were proved before is judged as if it were parsed whole."""

from __future__ import annotations

import pytest

from secor_xl.xlsx.fast_reader import ROWS
from secor_xl.xlsx.shared_strings import STRINGS
from secor_xl.xlsx.xml_parts import DOES_NOT_PARSE, Entries, proved

SHEET = (
    b'<?xml version="1.0"?><worksheet><dimension ref="A1"/><sheetData>'
    b'<row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="A2" s="3"/></row><row r="3"/><row r="4"><c r="A4"/></row>'
    b'<row r="5"><c r="A5" t="s"><v>0</v></c></row></sheetData><rowBreaks count="0"/></worksheet>'
)
TEXTS = b'<sst count="3"><si><t>one</t></si><si><r><t>two</t></r></si><si><t>three</t></si><si><t>four</t></si></sst>'
PUT_IN = (
    *(b"<", b">", b"/", b'"', b"&", b"\x00", b"<!--", b"-->", b"<![CDATA[", b"]]>", b"<?x?>", b"<!DOCTYPE x>"),
    *(b"<row>", b"</row>", b'<row r="2"><c r="A2" s="3"/></row>', b"</sheetData>", b"</worksheet>", b"<x>", b"</x>"),
    *(b"<si>", b"</si>", b"<si><t>three</t></si>", b"</sst>"),
)


def _proved(data: bytes, entries: Entries | None) -> object:
    try:
        return proved(data, entries)[:2]
    except DOES_NOT_PARSE:
        return "refused"


@pytest.mark.parametrize(("whole", "entries"), [(SHEET, ROWS), (TEXTS, STRINGS)])
@pytest.mark.parametrize("put_in", PUT_IN)
def test_a_part_is_refused_exactly_where_the_parser_refuses_it(whole: bytes, entries: Entries, put_in: bytes) -> None:
    for at in range(len(whole) + 1):
        proved(whole, entries)  # its pieces are known
        for changed in (whole[:at] + put_in + whole[at:], whole[:at] + put_in + whole[at + 1 :], whole[:at]):
            assert _proved(changed, entries) == _proved(changed, None), changed


def test_rows_around_which_the_list_has_ended_are_no_rows() -> None:
    proved(SHEET, ROWS)
    row = b'<row r="2"><c r="A2" s="3"/></row>'
    for ended in (
        b"<row><sheetData/></row>" + row + row,
        b"<worksheet><sheetData></sheetData></worksheet>" + row + row,
    ):
        assert _proved(ended, ROWS) == "refused"
