"""The fast reader against openpyxl, cell by cell, on ordinary and on odd workbooks; each difference is listed with its reason."""

from __future__ import annotations

import datetime as dt
import io
import random
import re
import time
import tracemalloc
from collections.abc import Callable

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from secor_xl.xlsx.careful_reader import CarefulReader
from secor_xl.xlsx.fast_reader import read_sheets
from secor_xl.xlsx.guard import UnreadableWorkbook, guard_bytes
from secor_xl.xlsx.package import workbook_parts
from secor_xl.xlsx.sheet_values import (
    UNCACHED,
    CellValue,
    ErrorValue,
    Percentage,
    SheetValues,
    cell_name,
    cell_position,
    whole_if_whole,
)
from tests.workbook.packages import changed, repacked, small_workbook

SHEET = "xl/worksheets/sheet1.xml"
STRINGS = "xl/sharedStrings.xml"


def fast(content: bytes, name: str = "Sheet") -> SheetValues:
    return read_sheets(guard_bytes(content, "f"), [name])[name]


def careful(content: bytes, name: str = "Sheet") -> SheetValues:
    package = guard_bytes(content, "f")
    return CarefulReader(package, workbook_parts(package)).read(name)


def cells_of(sheet: SheetValues) -> dict[str, CellValue]:
    """The cells that are not blank, by address."""
    return {
        cell_name(row, column): value
        for row, values in enumerate(sheet.rows)
        for column, value in enumerate(values)
        if value is not None
    }


def openpyxl_cells(content: bytes, name: str = "Sheet") -> dict[str, CellValue]:
    """Return the values that openpyxl reads, in our types: errors and formulas without a value differ, midnight is a date."""
    values = openpyxl.load_workbook(io.BytesIO(content), data_only=True)[name]
    formulas = openpyxl.load_workbook(io.BytesIO(content))[name]
    found: dict[str, CellValue] = {}
    for row in values.iter_rows():
        for cell in row:
            value = cell.value
            if cell.data_type == "e":
                found[cell.coordinate] = ErrorValue(str(value))
            elif value is None and formulas[cell.coordinate].data_type == "f":
                found[cell.coordinate] = UNCACHED
            elif isinstance(value, dt.datetime) and value.time() == dt.time():
                found[cell.coordinate] = value.date()
            elif value is not None and value != "":
                found[cell.coordinate] = value  # type: ignore[assignment]
    return found


def same(mine: dict[str, CellValue], theirs: dict[str, CellValue]) -> dict[str, tuple[CellValue, CellValue]]:
    """The cells about which the two differ, in value or in type."""

    def alike(one: CellValue, other: CellValue) -> bool:
        numbers = {type(one), type(other)} <= {int, float}  # 2 and 2.0 are one number, as both are in Excel
        return one == other and (numbers or type(one) is type(other))

    both = {address: (mine.get(address), theirs.get(address)) for address in sorted(mine.keys() | theirs.keys())}
    return {address: pair for address, pair in both.items() if not alike(*pair)}


FORMATS = [
    "yyyy-mm-dd", "d-mmm-yy", "mmmm d, yyyy", "[$-409]mmmm d, yyyy;@", "[h]:mm", "[mm]:ss", "h:mm AM/PM", "yyyy-mm-dd hh:mm",
    "General", "0.00", "#,##0", '0 "days"', '"d" 0', "[Red]0.00", "0.00E+00", "@", "0%", "_-* #,##0_-", r"\d0", "# ?/?",
]  # fmt: skip
BUILT_IN = [0, 1, 2, 3, 4, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 37, 38, 39, 40, 45, 46, 47, 48, 49]
NUMBERS = [0, 1, 2.5, 59, 60, 61, 0.25, 0.1 + 0.2, 1e5, 36525, 45000, 45000.75, 1 / 3, 2957003, 46000.5, 46000.999]
# No date is before 1900 or after 9999: Excel shows "#####" for these when the cell has a date format.
NO_DATES = [-3, -2.5, 2958466, 123456789012, 1e15]


def write_everything(book: object, sheet: object) -> None:
    b, s = book, sheet
    for column, code in enumerate(FORMATS):
        shown = b.add_format({"num_format": code})  # type: ignore[attr-defined]
        for row, number in enumerate(NUMBERS):
            s.write_number(row, column, number, shown)  # type: ignore[attr-defined]
    for column, index in enumerate(BUILT_IN):
        shown = b.add_format({"num_format": index})  # type: ignore[attr-defined]
        for row, number in enumerate(NUMBERS):
            s.write_number(row + 20, column, number, shown)  # type: ignore[attr-defined]
    texts = [
        "a",
        " padded ",
        "007",
        "5",
        "=1+1",
        "#N/A",
        "two\nlines",
        "é ü \u4e2d \U0001f600",
        "a\u00a0b",
        "& < > \" '",
        "x" * 32_767,
    ]
    for row, text in enumerate(texts):
        s.write_string(row + 40, 0, text)  # type: ignore[attr-defined]
    errors = ["#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"]
    for row, error in enumerate(errors):
        s.write_formula(row + 40, 1, "=A1", None, error)  # type: ignore[attr-defined]
        s.write_formula(row + 40, 2, "=A1", None, "word" * row)  # type: ignore[attr-defined]
        s.write_formula(row + 40, 3, "=A1", None, row / 2)  # type: ignore[attr-defined]
        s.write_boolean(row + 40, 4, bool(row % 2))  # type: ignore[attr-defined]
        s.write_blank(row + 40, 5, None, b.add_format({"bold": True}))  # type: ignore[attr-defined]
    bold = b.add_format({"bold": True})  # type: ignore[attr-defined]
    s.write_rich_string(60, 0, "some ", bold, "bold", " text ")  # type: ignore[attr-defined]
    s.merge_range(61, 0, 62, 3, "merged", bold)  # type: ignore[attr-defined]
    s.add_table(70, 2, 73, 4, {"columns": [{"header": "One"}, {"header": "Two"}, {"header": "Three"}]})  # type: ignore[attr-defined]


EVERYTHING = small_workbook(write_everything)
EVERYTHING_1904 = small_workbook(write_everything, options={"date_1904": True})


class TestAgainstOpenpyxl:
    @pytest.mark.parametrize("content", [EVERYTHING, EVERYTHING_1904], ids=["1900", "1904"])
    @pytest.mark.parametrize("read", [fast, careful])
    def test_every_kind_of_cell(self, content: bytes, read: Callable[[bytes], SheetValues]) -> None:
        mine, theirs = cells_of(read(content)), openpyxl_cells(content)
        as_numbers = {
            cell: whole_if_whole(float(value)) if isinstance(value, Percentage) else value
            for cell, value in mine.items()
        }
        assert same(as_numbers, theirs) == {}
        assert len(mine) > 600

    @pytest.mark.parametrize("read", [fast, careful])
    @pytest.mark.parametrize(
        ("code", "kind"),
        [
            ("0%", Percentage),
            ("0.00%", Percentage),
            ("0.0 %;[Red]-0.0 %", Percentage),
            ('0.0" % "', float),
            ("0.0", float),
        ],
    )
    def test_a_number_that_is_shown_as_a_percentage_is_known_as_one(
        self, code: str, kind: type, read: Callable[[bytes], SheetValues]
    ) -> None:
        """Who types 80% into a cell gives it such a format, and Excel keeps 0.8."""

        def write(book: object, sheet: object) -> None:
            shown = book.add_format({"num_format": code})  # type: ignore[attr-defined]
            sheet.write_number(0, 0, 0.8, shown)  # type: ignore[attr-defined]

        assert type(cells_of(read(small_workbook(write)))["A1"]) is kind

    def test_ordinary_cells_take_the_fast_way(self) -> None:
        assert not fast(EVERYTHING).careful
        assert cells_of(fast(EVERYTHING)).keys() == cells_of(careful(EVERYTHING)).keys()

    @pytest.mark.filterwarnings("ignore:Cell .* is marked as a date")
    @pytest.mark.parametrize("number", NO_DATES)
    @pytest.mark.parametrize("code", ["yyyy-mm-dd", "[h]:mm", "General"])
    def test_a_number_that_no_date_can_be_is_never_a_date(self, number: float, code: str) -> None:
        """openpyxl makes a date of 1899 of it, or an error; we leave the number."""

        def write(book: object, sheet: object) -> None:
            sheet.write_number(0, 0, number, book.add_format({"num_format": code}))  # type: ignore[attr-defined]

        content = small_workbook(write)
        assert fast(content).at("A1") == careful(content).at("A1")
        assert not isinstance(fast(content).at("A1"), dt.date)
        if code == "yyyy-mm-dd":
            assert isinstance(openpyxl_cells(content)["A1"], dt.date if number < 0 else ErrorValue)
        if code in ("yyyy-mm-dd", "General"):
            assert fast(content).at("A1") == number

    def test_a_workbook_that_openpyxl_saved(self) -> None:
        book = openpyxl.Workbook()
        sheet = book.active
        assert sheet is not None
        sheet.title = "Sheet"
        for row in range(1, 30):
            moment = dt.datetime(2026, 1, row, 10, 30)
            sheet.append([row, f"text {row}", row / 7, moment.date(), moment, row % 2 == 0, "=A1+1"])
        sheet["H40"] = "#N/A"
        stream = io.BytesIO()
        book.save(stream)
        content = stream.getvalue()
        assert same(cells_of(fast(content)), openpyxl_cells(content)) == {}
        assert fast(content).at("G3") is UNCACHED
        assert fast(content).at("H40") == ErrorValue("#N/A")

    @given(
        st.dictionaries(
            st.tuples(st.integers(0, 60), st.integers(0, 30)),
            st.one_of(
                st.text(
                    st.characters(exclude_categories=["Cs"], exclude_characters="\ufffe\uffff"), min_size=1, max_size=30
                ),
                st.integers(-(10**15) + 1, 10**15 - 1),
                st.floats(-1e300, 1e300),  # XlsxWriter rounds the largest float of all up to infinity
                st.booleans(),
                st.dates(dt.date(1900, 3, 1)),
            ),
            max_size=30,
        )
    )
    def test_any_cells(self, values: dict[tuple[int, int], object]) -> None:
        def write(book: object, sheet: object) -> None:
            shown = book.add_format({"num_format": "yyyy-mm-dd"})  # type: ignore[attr-defined]
            for (row, column), value in values.items():
                if isinstance(value, dt.date):
                    sheet.write_datetime(row, column, value, shown)  # type: ignore[attr-defined]
                elif isinstance(value, str):
                    sheet.write_string(row, column, value)  # type: ignore[attr-defined]
                else:
                    sheet.write(row, column, value)  # type: ignore[attr-defined]

        content = small_workbook(write)
        mine = cells_of(fast(content))
        assert mine == cells_of(careful(content))
        assert set(mine) == {cell_name(row, column) for row, column in values}
        for (row, column), value in values.items():
            found = mine[cell_name(row, column)]
            if isinstance(value, float):
                assert found == pytest.approx(value, rel=1e-15)
            else:
                assert found == value
                assert type(found) is type(value)


class TestEscapes:
    """Excel writes a character that XML cannot hold as _x000D_; openpyxl leaves it so, and a letter would show it."""

    @pytest.mark.parametrize("text", ["a\rb", "a\r\nb", "a\x0bb", "literal _x000D_", "_x005F_", "_x000d", "\x01"])
    @pytest.mark.parametrize("read", [fast, careful])
    def test_comes_back_as_it_was(self, text: str, read: Callable[[bytes], SheetValues]) -> None:
        content = small_workbook(lambda _, sheet: sheet.write_string(0, 0, text))
        assert read(content).at("A1") == text

    def test_openpyxl_leaves_them_in_the_text(self) -> None:
        content = small_workbook(lambda _, sheet: sheet.write_string(0, 0, "a\r\nb"))
        assert openpyxl_cells(content)["A1"] == "a_x000D_\nb"


MAIN = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def sheet_data(rows: bytes) -> bytes:
    """A workbook whose sheet has these rows."""
    return changed(
        small_workbook(),
        SHEET,
        lambda part: re.sub(rb"<sheetData>.*</sheetData>", b"<sheetData>" + rows + b"</sheetData>", part),
    )


class TestCellsOfEveryKind:
    @pytest.mark.parametrize(
        ("cell", "expected"),
        [
            (b'<c r="B2"><f>A1</f></c>', UNCACHED),
            (b'<c r="B2"><f>A1</f><v></v></c>', UNCACHED),
            (b'<c r="B2"><f>A1</f><v/></c>', UNCACHED),
            (b'<c r="B2"><f>A1</f><v /></c>', UNCACHED),
            (b'<c r="B2"><f>A1</f>\n<v />\n</c>', UNCACHED),
            (b'<c r="B2"><f t="shared" si="0"/></c>', UNCACHED),
            (b'<c r="B2" s="0"><f t="array" ref="B2">A1</f></c>', UNCACHED),
            (b'<c r="B2" t="str"><f>A1</f></c>', UNCACHED),
            (b'<c r="B2" t="str"><f>A1</f><v></v></c>', None),
            (b'<c r="B2" t="str"><f>A1</f><v/></c>', None),
            (b'<c r="B2" t="str"><f>A1</f><v>t="e"</v></c>', 't="e"'),
            (b'<c r="B2"><f>A1</f><v>3</v></c>', 3),
            (b'<c r="B2"><f t="shared" si="0"/><v>3.5</v></c>', 3.5),
            (b'<c r="B2" t="e"><f>A1</f><v>#SPILL!</v></c>', ErrorValue("#SPILL!")),
            (b'<c r="B2" t="e"><f t="shared" si="0"/><v>#N/A</v></c>', ErrorValue("#N/A")),
            (b'<c r="B2" s="0" t="e"><v>#REF!</v></c>', ErrorValue("#REF!")),
            (b'<c t="e" r="B2"><v>#REF!</v></c>', ErrorValue("#REF!")),
            (b"<c r='B2' t='e'><v>#REF!</v></c>", ErrorValue("#REF!")),
            (b'<c r="B2" t="e"><!-- x --><v>#REF!</v></c>', ErrorValue("#REF!")),
            (b'<c r="B2" t="inlineStr"><is><t>in line</t></is></c>', "in line"),
            (
                b'<c r="B2" t="inlineStr"><is><r><t>in</t></r><r><t xml:space="preserve"> line</t></r></is></c>',
                "in line",
            ),
            (b'<c r="B2" t="inlineStr"><is><t></t></is></c>', None),
            (b'<c r="B2" t="d"><v>2026-03-31</v></c>', dt.date(2026, 3, 31)),
            (b'<c r="B2" t="d"><v>2026-03-31T10:30:00Z</v></c>', dt.datetime(2026, 3, 31, 10, 30)),
            (b'<c r="B2"><v>2.0</v></c>', 2),
            (b'<c r="B2"><v>1E3</v></c>', 1000),
            (b'<c r="B2" t="n"><v>2.5</v></c>', 2.5),
            (b'<c r="B2" t="b"><v>1</v></c>', True),
            (b'<c r="B2" s="0" t="str" cm="1"><f t="array" ref="B2">A1</f><v>a &amp;\r\n&#x62;</v></c>', "a &\nb"),
            (b'<c r="B2" t="str"><f>"A"&amp;"&gt;"</f><v>_x0041_</v></c>', "A"),
            (b'<c r="B2"><v>1</v></c><c r="B2"><v>2</v></c>', 2),
            (b'<c r="C2"><v>1</v></c><c r="B2"><v>2</v></c>', 2),
            (b'<c r="B2"><v>2</v></c><x:c r="B2" xmlns:x="%s"><x:v>3</x:v></x:c>' % MAIN, 3),
            (b'<c r="B2"><v xml:space="preserve">2</v></c>', 2),
            (b'<c r="B2" s="00"><v>2</v></c>', 2),
            (b'<c r="B2" t="str"><is><t>a</t></is></c>', "a"),
            (b'<c r="B2" t="str"><v>>a</v></c>', ">a"),
            (b'<c r="B2" t="s"><is><t>0</t></is></c>', "word"),
            (b'<c r="B2"><is><t>5</t></is></c>', 5),
            (b'<c r="B2" t="inlineStr"><v>5</v></c>', "5"),
            (b'<c r="B2"/>', None),
        ],
    )
    def test_is_what_it_says(self, cell: bytes, expected: CellValue) -> None:
        content = sheet_data(
            b'<row r="2"><c r="A2"><v>1</v></c>' + cell + b'</row><row r="3"><c r="C3"><v>9</v></c></row>'
        )
        for read in (fast, careful):
            area = read(content)
            assert (area.at("A2"), area.at("B2"), area.at("C3")) == (1, expected, 9), read
            assert type(area.at("B2")) is type(expected)

    @pytest.mark.parametrize(
        "cell",
        [
            b'<c r="B2" s="12" t="s"><v>0</v></c>',
            b'<c r="B2" s="3"><f>A1</f><v>1</v></c>',
            b'<c r="B2" s="3" t="str"><f>A1&amp;"&lt;"</f><v></v></c>',
            b'<c r="B2" t="str"><f t="shared" si="0"/><v>a</v></c>',
            b'<c r="B2" cm="1"><f t="array" ref="B2:B9">SECOR(A1,"x>y")</f></c>',
            b'<c r="B2" t="e" vm="2"><v>#VALUE!</v></c>',
            b'<c r="B2" t="b"><v>0</v></c>',
            b'<c r="B2" t="n"><v>0</v></c>',
            b'<c r="B2" t="n"></c>',
            b'<c r="B2" t="inlineStr"><is><t>in line</t></is></c>',
            b'<c r="B2" t="inlineStr"><is><t xml:space="preserve"> a &amp; _x0041_</t></is></c>',
            b'<c r="B2"><v xml:space="preserve"> 2 </v></c>',
            b'<c r="B2" t="str"><f>A1</f><v xml:space="preserve"> a &amp; b </v></c>',
            b'<c r="B2" t="str"><f>A1</f><v xml:space="preserve"></v></c>',
            b'<c r="B2" t="inlineStr"><is><r><t>in</t></r><r><rPr><b/></rPr><t xml:space="preserve"> line</t></r></is></c>',
            b'<c r="B2" t="inlineStr"><is><t>a</t><rPh sb="0" eb="1"><t>b</t></rPh></is></c>',
            b'<c r="AZ9999" s="0"><v>1.5E-3</v></c>',
        ],
    )
    def test_as_excel_writes_it_takes_the_fast_way(self, cell: bytes) -> None:
        content = sheet_data(b'<row r="2" spans="1:2" s="4" customFormat="1">' + cell + b'<c r="C2" s="1"/></row>')
        assert not fast(content).careful
        assert cells_of(fast(content)) == cells_of(careful(content))

    def test_cells_with_a_formula_are_known(self) -> None:
        written = (
            b'<c r="B2"><f>0*1</f><v>15</v></c><c r="C2" t="str"><f>A1</f><v></v></c><c r="D2"><f>A1</f></c>'
            b'<c r="E2"><f t="shared" si="0"/><v>1</v></c><c r="F2"><v>1</v></c>'
        )
        content = sheet_data(b'<row r="2">' + written + b"</row>")
        assert fast(content).formulas == careful(content).formulas == {(1, 1), (1, 2), (1, 3), (1, 4)}

    def test_errors_and_formulas_without_a_value_alone(self) -> None:
        content = sheet_data(
            b'<row r="2"><c r="B2" t="e"><v>#N/A</v></c></row><row r="9"><c r="D9"><f>A1</f></c></row>'
        )
        assert cells_of(fast(content)) == {"B2": ErrorValue("#N/A"), "D9": UNCACHED}


def prefixed(part: bytes) -> bytes:
    """Put a prefix on every tag of XML."""
    with_prefix = re.sub(rb"<(/?)([a-zA-Z]\w*)(?=[ />])", rb"<\1x:\2", part)
    return with_prefix.replace(
        b'xmlns="http://schemas.openxmlformats.org/spreadsheetml',
        b'xmlns:x="http://schemas.openxmlformats.org/spreadsheetml',
    )


UNUSUAL: dict[str, Callable[[bytes], bytes]] = {
    "a namespace prefix": prefixed,
    "no addresses": lambda part: re.sub(rb'<(c|row) r="[A-Z]*\d+"', rb"<\1", part),
    "single quotes": lambda part: re.sub(rb'\b([rst])="(\w+)"', rb"\1='\2'", part),
    "attributes in another order": lambda part: re.sub(rb'<c (r="\w+") ([^<>/]+)(/?)>', rb"<c \2 \1\3>", part),
    "comments": lambda part: part.replace(b"<v>", b"<!-- a comment --><v>"),
    "processing instructions": lambda part: part.replace(b"<sheetData>", b"<sheetData><?note this?>"),
    "small letters in addresses": lambda part: re.sub(
        rb'<c r="(\w+)"', lambda found: b'<c r="%s"' % found[1].lower(), part
    ),
}


def write_dense(book: object, sheet: object) -> None:
    shown = book.add_format({"num_format": "yyyy-mm-dd"})  # type: ignore[attr-defined]
    for row in range(12):
        sheet.write_row(row, 0, ["text", row, row / 8, row % 2 == 0])  # type: ignore[attr-defined]
        sheet.write_datetime(row, 4, dt.date(2026, 1, row + 1), shown)  # type: ignore[attr-defined]
        sheet.write_formula(row, 5, "=1/0", None, "#DIV/0!")  # type: ignore[attr-defined]


DENSE = small_workbook(write_dense)


def write_varied(book: object, sheet: object) -> None:
    bold = book.add_format({"bold": True, "num_format": "yyyy-mm-dd"})  # type: ignore[attr-defined]
    sheet.write_row(0, 0, ["text", 1, 2.5, True, "a & b", "_x000D_"])  # type: ignore[attr-defined]
    sheet.write_datetime(1, 0, dt.date(2026, 1, 1), bold)  # type: ignore[attr-defined]
    sheet.write_formula(1, 1, "=1/0", None, "#DIV/0!")  # type: ignore[attr-defined]
    sheet.write_formula(1, 2, '="a"', bold, "")  # type: ignore[attr-defined]
    sheet.write_formula(1, 3, '="a"', bold, "word")  # type: ignore[attr-defined]
    sheet.write_rich_string(2, 0, "some ", bold, "bold", " text ")  # type: ignore[attr-defined]
    sheet.write_blank(2, 1, None, bold)  # type: ignore[attr-defined]


VARIED = small_workbook(write_varied)


class TestUnusualButLegal:
    @pytest.mark.parametrize("change", UNUSUAL.values(), ids=UNUSUAL.keys())
    def test_is_left_to_the_careful_reader_and_read_right(self, change: Callable[[bytes], bytes]) -> None:
        odd = fast(changed(DENSE, SHEET, change))
        assert odd.careful
        assert cells_of(odd) == cells_of(fast(DENSE))

    def test_prefixes_in_strings_and_styles(self) -> None:
        odd = changed(changed(DENSE, STRINGS, prefixed), "xl/styles.xml", prefixed)
        assert fast(odd).careful
        assert cells_of(fast(odd)) == cells_of(fast(DENSE))

    @pytest.mark.filterwarnings("ignore:File contains an invalid specification")
    def test_strict_open_xml(self) -> None:
        def strict(part: bytes) -> bytes:
            part = part.replace(
                b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
                b"http://purl.oclc.org/ooxml/spreadsheetml/main",
            )
            return part.replace(
                b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
                b"http://purl.oclc.org/ooxml/officeDocument/relationships",
            )

        content = DENSE
        for part in ("_rels/.rels", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", STRINGS, "xl/styles.xml", SHEET):
            content = changed(content, part, strict)
        assert cells_of(fast(content)) == cells_of(fast(DENSE))
        assert openpyxl.load_workbook(io.BytesIO(content)).sheetnames == []  # openpyxl sees no sheet

    def test_phonetic_hints_are_no_text(self) -> None:
        hinted = b"<si><r><t>a</t></r><r><t>b</t></r><rPh sb='0' eb='1'><t>hint</t></rPh></si>"
        content = changed(small_workbook(), STRINGS, lambda part: re.sub(rb"<si>.*</si>", hinted, part))
        assert fast(content).at("B2") == careful(content).at("B2") == "ab"

    def test_a_used_range_that_starts_far_from_the_corner_keeps_its_place(self) -> None:
        content = small_workbook(lambda _, sheet: sheet.write(7, 5, "here"))
        assert cells_of(fast(content)) == {"F8": "here"}

    def test_only_the_sheets_asked_for_are_parsed(self) -> None:
        def write(book: object, sheet: object) -> None:
            sheet.write(0, 0, "wanted")  # type: ignore[attr-defined]
            book.add_worksheet("Other")  # type: ignore[attr-defined]

        broken = changed(small_workbook(write), "xl/worksheets/sheet2.xml", lambda _: b"<not closed")
        assert fast(broken).at("A1") == "wanted"
        with pytest.raises(UnreadableWorkbook, match="damaged: its sheet 'Other' is no well-formed XML"):
            read_sheets(guard_bytes(broken, "f"), ["Other"])

    def test_hidden_sheets_and_odd_names(self) -> None:
        stream = io.BytesIO()
        book = openpyxl.Workbook()
        for name in ("A & B <x>", "'quoted'", "Übersicht"):
            book.create_sheet(name)["A1"] = name
            book[name].sheet_state = "veryHidden"
        book.save(stream)
        for name in ("A & B <x>", "'quoted'", "Übersicht"):
            assert fast(stream.getvalue(), name).at("A1") == name

    def test_a_sheet_that_is_not_there_is_left_out(self) -> None:
        assert read_sheets(guard_bytes(DENSE, "f"), ["Sheet", "Another"]).keys() == {"Sheet"}


class TestStrings:
    @pytest.mark.parametrize(
        ("items", "expected"),
        [
            (b"<si><t>a</t></si><si><t>b</t></si>", ["a", "b"]),
            (b"<si/><si><t>b</t></si>", [None, "b"]),
            (b"<si></si><si><t/></si>", [None, None]),
            (b"<si><t>a &lt;b&gt; &amp;amp;&#10;c</t></si><si><t>\r\n</t></si>", ["a <b> &amp;\nc", "\n"]),
            (b"<si><t>_x0041_&amp;_x005F_x0042_</t></si><si><t>a_b</t></si>", ["A&_x0042_", "a_b"]),
            (b"<si><r><t>a</t></r><r><t>b</t></r></si><si><t>c</t></si>", ["ab", "c"]),
            (b"<si/>" + b" " * 16 + b'<si><t>a xml:space="preserve"></t></si>', [None, 'a xml:space="preserve">']),
            (b'<si/><si><r><t xml:space="preserve">a</t></r></si>', [None, "a"]),
            (b"<!--<si><t>x</t></si>--><si><t>a</t></si><si><t>b</t></si>", ["a", "b"]),
            (b"<!-- <si><t>x</t></si> --><si><t>a</t></si><si><t>b</t></si>", ["a", "b"]),
            (b"<?note <si></si>?><si><t>a</t></si><si><t>b</t></si>", ["a", "b"]),
            (b"<si><t><![CDATA[<si></si>]]></t></si><si><t>b</t></si>", ["<si></si>", "b"]),
            (b'<si ><t xml:space="preserve"> a </t></si>\n<si>\n<t>b</t>\n</si>', [" a ", "b"]),
            (b"<si><t>long %s</t></si><si><t>b</t></si>" % (b"x" * 5000), ["long " + "x" * 5000, "b"]),
        ],
    )
    def test_each_cell_has_its_own(self, items: bytes, expected: list[str | None]) -> None:
        cells = b'<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>'
        content = changed(sheet_data(cells), STRINGS, lambda part: re.sub(rb"<si>.*</si>", lambda _: items, part))
        for read in (fast, careful):
            assert [read(content).at(cell) for cell in ("A1", "B1")] == expected

    @pytest.mark.parametrize("index", [b"-1", b"2", b"1.0", b"x"])
    def test_one_that_is_not_there_is_damage(self, index: bytes) -> None:
        with pytest.raises(UnreadableWorkbook, match="damaged"):
            fast(sheet_data(b'<row r="1"><c r="A1" t="s"><v>%s</v></c></row>' % index))


class TestHugeSheets:
    """A file of a few kilobytes must not cost gigabytes or seconds."""

    @pytest.mark.parametrize(
        ("row", "column"), [(1_048_575, 16_383), (3, 16_383), (1_048_575, 1), (9_000, 60), (12_000, 2)]
    )
    def test_a_stray_cell_far_away_is_reported_at_once(self, row: int, column: int) -> None:
        def write(_: object, sheet: object) -> None:
            sheet.write(0, 0, "a")  # type: ignore[attr-defined]
            sheet.write(row, column, "stray")  # type: ignore[attr-defined]

        content = small_workbook(write)
        tracemalloc.start()
        started = time.process_time()
        sheet = fast(content)
        seconds, (_, peak) = time.process_time() - started, tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert (sheet.at("A1"), sheet.far) == ("a", (cell_name(row, column),))
        assert seconds < 3  # with every allocation traced, on a busy machine
        assert peak < 10 << 20

    def test_a_stray_cell_that_hides_in_an_early_row(self) -> None:
        content = sheet_data(b'<row r="1"><c r="XFD1048576"><v>1</v></c><c r="A1"><v>2</v></c></row>')
        assert (fast(content).far, fast(content).at("A1")) == (("XFD1048576",), 2)

    def test_one_long_text_in_very_many_cells(self) -> None:
        cells = b"".join(b'<c r="%s" t="s"><v>0</v></c>' % cell_name(0, column).encode() for column in range(50))
        rows = b"".join(
            b'<row r="%d">%s</row>' % (row, cells.replace(b'1" t', b'%d" t' % row)) for row in range(1, 400)
        )
        content = changed(sheet_data(rows), STRINGS, lambda part: part.replace(b"word", b"w" * 32_767))
        tracemalloc.start()
        sheet = fast(content)
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert sheet.at("A1") == sheet.at("AX399") == "w" * 32_767
        assert peak < 100 << 20

    def test_styled_blank_cells_are_nothing(self) -> None:
        blank = b"".join(b'<row r="%d"><c r="A%d" s="0"/></row>' % (row, row) for row in range(1, 20_000))
        assert (fast(sheet_data(blank)).rows, fast(sheet_data(blank)).far) == ([], ())


class TestDamaged:
    @pytest.mark.parametrize(
        "rows",
        [
            b'<row r="1"><c r="A1" t="s"><v>99</v></c></row>',
            b'<row r="1"><c r="1A"><v>5</v></c></row>',
            b'<row r="x"><c><v>5</v></c></row>',
        ],
    )
    def test_is_a_plain_sentence(self, rows: bytes) -> None:
        with pytest.raises(UnreadableWorkbook, match="damaged") as caught:
            fast(sheet_data(rows))
        assert "let Excel repair it" in str(caught.value)

    def test_without_its_strings(self) -> None:
        with pytest.raises(UnreadableWorkbook, match="damaged"):
            fast(repacked(small_workbook(), {STRINGS: None}))


PIECES = [b"<", b">", b"/", b'"', b"'", b"=", b"&", b";", b"0", b"9", b" ", b"\r", b"\xff", b"<!-- x -->", b"<?x?>"]
PIECES += [
    b"<c/>",
    b"<v>",
    b"</v>",
    b"<v/>",
    b"</c>",
    b"<f/>",
    b' t="str"',
    b' s="3"',
    b"<si/>",
    b"<t>",
    b"x:",
    b"&amp;",
]


@given(st.randoms(use_true_random=False))
@settings(max_examples=200)
def test_whatever_the_careful_reader_can_read_the_fast_one_reads_alike(chance: random.Random) -> None:
    def damage(part: bytes) -> bytes:
        damaged = bytearray(part)
        for _ in range(chance.randint(1, 3)):
            at = chance.choice([found.start() for found in re.finditer(rb"[<>]", part)]) + chance.randint(-2, 2)
            damaged[at : at + chance.choice((0, 0, 1, 4))] = chance.choice(PIECES) * chance.randint(0, 2)
        return bytes(damaged)

    content = changed(VARIED, chance.choice([SHEET, STRINGS, "xl/styles.xml"]), damage)
    try:
        expected = careful(content)
    except UnreadableWorkbook:
        return
    found = fast(content)
    assert same(cells_of(found), cells_of(expected)) == {}
    assert found.far == expected.far


def test_addresses_and_positions_are_inverse() -> None:
    for row, column in ((0, 0), (11, 5), (0, 25), (0, 26), (998, 701), (1_048_575, 16_383)):
        assert cell_position(cell_name(row, column)) == (row, column)
    assert cell_name(11, 5) == "F12"
