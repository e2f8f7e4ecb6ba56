"""The texts that the cells of a workbook refer to by number, each by the digits that cells refer to it with.

Most texts are the form's own and the same in every workbook of a season, so what a string says is known again by its bytes.
Where one of them is odd, each is looked at when the first cell asks for it: the strings of sheets that are not read do no harm.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import chain, count
from typing import TYPE_CHECKING

from lxml import etree

from secor_xl.xlsx.cell_decoding import text_of, unescaped
from secor_xl.xlsx.xml_parts import ProvedPart, parser

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from secor_xl.xlsx.sheet_values import CellValue

STRING_START, STRING_END = b"<si", b"</si>"
PLAIN_STRING = re.compile(rb'<si><t(?: xml:space="preserve")?>([^<]*+)</t>\Z')
MOST_REMEMBERED = 20_000
NUMBERS_REMEMBERED = 4_096

NO_STRINGS = ProvedPart(b"", plain=True)


class UnusualError(Exception):
    """Something is written in another way than Excel's; it may well be right."""


def shared_strings(part: ProvedPart) -> Mapping[bytes, CellValue]:
    """The texts of the part, nothing for an empty one; asking for one may raise ``UnusualError``, or what an odd one raises."""
    on_demand = StringsOnDemand(part)
    if not on_demand.usual:
        return on_demand
    if len(_texts) > MOST_REMEMBERED:
        _texts.clear()
    try:
        return dict(zip(_numbers(), map(_texts.__getitem__, on_demand.items_written), strict=False))
    except (UnusualError, etree.XMLSyntaxError, ValueError):
        return on_demand


class Texts(dict[bytes, "CellValue"]):
    """The texts of strings, by their bytes up to the end tag."""

    def __missing__(self, item: bytes) -> CellValue:
        """The text, or nothing for an empty one."""
        text = self[item] = _string(item) or None
        return text


_texts = Texts()


class StringsOnDemand(dict[bytes, "CellValue"]):
    """The texts of a part of any kind; it raises ``UnusualError``, or what an odd one raises."""

    def __init__(self, part: ProvedPart) -> None:
        super().__init__()
        self.items_written = part.pieces or tuple(part.data.split(STRING_END)[:-1])
        self.usual = part.plain and part.data.count(STRING_START) == len(self.items_written)

    def __missing__(self, digits: bytes) -> CellValue:
        """The text, or nothing for an empty one."""
        if not self.usual or not digits.isdigit():
            raise UnusualError
        text = self[digits] = _texts[self.items_written[int(digits)]]
        return text


def _string(item: bytes) -> str:
    """The text of a shared string, given up to its end tag."""
    plain = PLAIN_STRING.search(item)
    if plain is None:
        return text_of(etree.fromstring(item[item.rindex(STRING_START) :] + STRING_END, parser()))
    return _meant(plain[1].decode())


def _meant(text: str) -> str:
    return unescaped(between_tags(text))


def between_tags(written: str) -> str:
    """The text that stands between two tags; only XML knows what references in it mean."""
    if "&" in written or "\r" in written:
        return etree.fromstring(f"<v>{written}</v>", parser()).text or ""
    return written


def _numbers() -> Iterable[bytes]:
    """The digits of 0, 1, 2 and so on."""
    return chain(_first_numbers(), (b"%d" % number for number in count(NUMBERS_REMEMBERED)))


@cache
def _first_numbers() -> tuple[bytes, ...]:
    return tuple(b"%d" % number for number in range(NUMBERS_REMEMBERED))
