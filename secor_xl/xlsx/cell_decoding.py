"""The value of a cell by what a file stores of it: its kind, its style, and its text. Both readers use it."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import TYPE_CHECKING

from lxml import etree

from secor_xl.text import is_blank
from secor_xl.xlsx.package import WorkbookParts, refuse_part
from secor_xl.xlsx.sheet_values import (
    DAY_ZERO,
    DAY_ZERO_1904,
    MOST_CHARACTERS,
    CellValue,
    ErrorValue,
    Percentage,
    whole_if_whole,
)
from secor_xl.xlsx.xml_parts import DOES_NOT_PARSE, remembered, tree_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from secor_xl.xlsx.guard import GuardedPackage

ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
BUILT_IN_DATES = {*range(14, 23), *range(27, 37), 45, 46, 47, *range(50, 59)}
BUILT_IN_DURATION = 46
BUILT_IN_PERCENTAGES = {9, 10}
NOT_A_FORMAT_LETTER = re.compile(r'"[^"]*"|\\.|_.|\*.')
DURATION = re.compile(r"\[(?:h+|m+|s+)\]", re.IGNORECASE)
BRACKETS = re.compile(r"\[[^\[\]]*\]")
DATE_LETTER = re.compile(r"[dmyhs]", re.IGNORECASE)
NUMBER = re.compile(rb"\s*[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?\s*")
LENGTH_OF_TIME = re.compile(
    r"(-?)P(?:([0-9]{1,7})D)?(?:T(?:([0-9]{1,9})H)?(?:([0-9]{1,9})M)?(?:([0-9]{1,9}(?:\.[0-9]*)?)S)?)?"
)
PHONETIC_HINT = "rPh"
PLAIN, DATE, ELAPSED, PERCENTAGE = range(4)

START_1900, START_1904 = (dt.datetime.combine(day, dt.time()) for day in (DAY_ZERO, DAY_ZERO_1904))
LAST_SERIAL_1900 = 2_958_466
LAST_SERIAL_1904 = 2_957_004
# Excel counts a 29 February 1900 that never was.
PHANTOM_SERIAL = 60


class TooLongError(ValueError):
    """A text that no cell of Excel can hold."""


@dataclass(frozen=True, slots=True)
class Numbers:
    """The number formats of a workbook: which of its numbers are dates, lengths of time or percentages.

    Attributes:
        formats: the kind of value of each style, by the digits that cells name the style with.
        dates_from_1904: whether days are counted from 1904.
        struck: the styles that strike through what a cell shows.
    """

    formats: Mapping[bytes, int]
    dates_from_1904: bool
    struck: frozenset[bytes] = frozenset()

    def of_style(self, style: bytes) -> Callable[[bytes], CellValue]:
        """Return the function that makes a number or a date of a cell of a style; it raises ``ValueError`` or ``OverflowError``."""
        return partial(_number, self.formats.get(style, PLAIN), self.dates_from_1904)


def numbers_of(package: GuardedPackage, parts: WorkbookParts) -> Numbers:
    """Read the number formats of a workbook; raises ``UnreadableWorkbook``."""
    if not parts.styles:
        return Numbers({}, parts.dates_from_1904)
    styles = package.part(parts.styles)
    try:
        return Numbers(remembered(_formats, styles), parts.dates_from_1904, remembered(_struck_styles, styles))
    except DOES_NOT_PARSE as error:
        refuse_part(package, parts.styles, error)


def may_strike(part: bytes) -> bool:
    """Whether a part may strike something through; nothing is parsed to know."""
    return b"strike" in part and (b"<strike" in part or b":strike" in part)


def strikes(element: etree._Element) -> bool:
    """Whether a font, or any run of a text that shows something, is struck through."""
    runs = (run.find("{*}rPr/{*}strike") for run in element.iter("{*}r") if not is_blank(run.findtext("{*}t")))
    marks = (element.find("{*}strike"), *runs)
    return any(mark is not None and mark.get("val", "1") not in ("0", "false", "off") for mark in marks)


def typed(written: str, kind: str) -> CellValue:
    """Return the value of a cell that is neither a shared string nor a number; raises ``ValueError`` for an unknown kind."""
    match kind:
        case "str":
            return unescaped(written)
        case "inlineStr":
            return written
        case "b":
            return written.strip() in ("1", "true")
        case "e":
            return ErrorValue(written)
        case "d":
            return _moment(written.strip())
        case _:
            raise ValueError(f"{kind!r} is no kind of cell")


def _moment(written: str) -> CellValue:
    """Read a date, time of day or length of time of a strict workbook; any other text stays a text."""
    length = LENGTH_OF_TIME.fullmatch(written)
    if length and any(length.groups()[1:]):
        days, hours, minutes, seconds = (float(part or 0) for part in length.groups()[1:])
        moment = dt.timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)
        return -moment if length[1] else moment
    try:
        day = dt.datetime.fromisoformat(written).replace(tzinfo=None)
    except ValueError:
        try:
            return dt.time.fromisoformat(written).replace(tzinfo=None)
        except ValueError:
            return written
    return day.time() if day.date() == DAY_ZERO else _without_midnight(day)


def unescaped(text: str) -> str:
    """Replace Excel's ``_x000D_`` by the characters that XML cannot hold, and two halves of a character by one.

    Raises:
        TooLongError: it is too long for a cell.
    """
    if "_x" in text:
        written = ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
        text = written.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    if len(text) > MOST_CHARACTERS:
        raise TooLongError(f"a text of {len(text):,} characters")
    return text


def text_of(item: etree._Element) -> str:
    """Return the text of a shared or inline string: its runs together, without phonetic hints."""
    pieces = []
    for piece in item.iter("{*}t"):
        parent = piece.getparent()
        if parent is None or etree.QName(parent).localname != PHONETIC_HINT:
            pieces.append(piece.text or "")
    return unescaped("".join(pieces))


def _formats(styles: bytes) -> dict[bytes, int]:
    """Return the kind of number of each style; a cell without a style has the first."""
    root = tree_of(styles)
    own = {
        item.get("numFmtId", ""): _format(item.get("formatCode", "")) for item in root.iterfind("{*}numFmts/{*}numFmt")
    }
    formats = [_style_format(style, own) for style in root.iterfind("{*}cellXfs/{*}xf")]
    by_digits = {b"%d" % index: shown_as for index, shown_as in enumerate(formats)}
    return by_digits | ({b"": formats[0]} if formats else {})


def _struck_styles(styles: bytes) -> frozenset[bytes]:
    if not may_strike(styles):
        return frozenset()
    root = tree_of(styles)
    fonts = {str(number) for number, font in enumerate(root.iterfind("{*}fonts/{*}font")) if strikes(font)}
    made = enumerate(root.iterfind("{*}cellXfs/{*}xf"))
    return frozenset(b"%d" % number for number, style in made if style.get("fontId", "0") in fonts)


def _style_format(style: etree._Element, own: Mapping[str, int]) -> int:
    number = style.get("numFmtId", "0")
    if number in own:
        return own[number]
    if int(number) == BUILT_IN_DURATION:
        return ELAPSED
    if int(number) in BUILT_IN_PERCENTAGES:
        return PERCENTAGE
    return DATE if int(number) in BUILT_IN_DATES else PLAIN


def _format(code: str) -> int:
    bare = NOT_A_FORMAT_LETTER.sub("", code)
    if DURATION.search(bare):
        return ELAPSED
    sections = BRACKETS.sub("", bare)
    if "%" in sections:
        return PERCENTAGE
    first = sections.split(";")[0].strip()
    return DATE if DATE_LETTER.search(first) and first.lower() != "general" else PLAIN


@lru_cache(maxsize=4096)
def _number(shown_as: int, dates_from_1904: bool, written: bytes) -> CellValue:
    if not NUMBER.fullmatch(written):  # Python reads 1_5 and nan as well
        raise ValueError("a number is not written as one")
    number = float(written)
    if shown_as == ELAPSED and abs(number) < LAST_SERIAL_1900:
        return dt.timedelta(days=number)
    if shown_as == DATE:
        return _date(number, dates_from_1904=dates_from_1904)
    if shown_as == PERCENTAGE:
        return Percentage(number)
    return whole_if_whole(number)


def _date(serial: float, *, dates_from_1904: bool) -> CellValue:
    """Convert a serial number to a date; a number where Excel itself shows none stays one."""
    if not 0 <= serial < (LAST_SERIAL_1904 if dates_from_1904 else LAST_SERIAL_1900):
        return whole_if_whole(serial)
    if serial < 1:
        return _to_milliseconds(START_1900 + dt.timedelta(days=serial)).time()
    first = START_1904 if dates_from_1904 else START_1900
    if not dates_from_1904 and serial < PHANTOM_SERIAL:
        first += dt.timedelta(days=1)
    return _without_midnight(_to_milliseconds(first + dt.timedelta(days=serial)))


def _to_milliseconds(moment: dt.datetime) -> dt.datetime:
    rest = moment.microsecond % 1000
    return moment + dt.timedelta(microseconds=1000 - rest if rest >= 500 else -rest)


def _without_midnight(moment: dt.datetime) -> dt.date | dt.datetime:
    return moment.date() if moment.time() == dt.time() else moment
