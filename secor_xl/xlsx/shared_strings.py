"""The texts that the cells of a workbook refer to by number, each by the digits that cells refer to it with.

Most texts are the form's own and the same in every workbook of a season, so what a string says is known again by its bytes.
Where one of them is odd, each is looked at when the first cell asks for it: the strings of sheets that are not read do no harm.
"""

from __future__ import annotations

import re
from contextlib import suppress
from functools import cache
from typing import TYPE_CHECKING

from lxml import etree

from secor_xl.xlsx.cell_decoding import may_strike, text_of, unescaped
from secor_xl.xlsx.xml_parts import Memory, ProvedPart, parser

if TYPE_CHECKING:
    from collections.abc import Iterable

    from secor_xl.xlsx.sheet_values import CellValue

STRING_START, STRING_END = b"<si", b"</si>"
PLAIN_STRING = re.compile(rb'<si><t(?: xml:space="preserve")?>([^<]*+)</t>\Z')
MOST_REMEMBERED = 4 << 20
"""The most bytes of strings whose text is remembered."""
NUMBERS_REMEMBERED = 4_096

NO_STRINGS = ProvedPart(b"", plain=True)


class UnusualError(Exception):
    """Something is written in another way than Excel's; it may well be right."""


def shared_strings(part: ProvedPart) -> SharedStrings:
    """The texts of the part, nothing for an empty one; asking for one may raise ``UnusualError``, or what an odd one raises."""
    items = part.pieces or tuple(part.data.split(STRING_END)[:-1])
    if not part.plain or not (part.pieces or part.data.count(STRING_START) == len(items)):
        return SharedStrings((), may_strike=may_strike(part.data))
    strings = SharedStrings(items)
    with suppress(UnusualError, etree.XMLSyntaxError, ValueError):
        strings.update(zip(_numbers(len(items)), map(_texts.__getitem__, items), strict=True))
        strings.may_strike = MayBeStruck in map(type, strings.values())
        return strings
    strings.may_strike = may_strike(part.data)
    return strings


class MayBeStruck(str):
    """A text of which a part may be struck through."""

    __slots__ = ()


def _text(item: bytes) -> CellValue:
    """The text of a shared string, given up to its end tag; nothing for an empty one."""
    text = _string(item)
    return MayBeStruck(text) if may_strike(item) else text or None


_texts = Memory(_text, MOST_REMEMBERED)


class SharedStrings(dict[bytes, "CellValue"]):
    """The texts of a part by their numbers; one that is odd is looked at when the first cell asks for it.

    Attributes:
        may_strike: whether a part of one may be struck through.
    """

    def __init__(self, items: tuple[bytes, ...], *, may_strike: bool = False) -> None:
        super().__init__()
        self._items = items
        self.may_strike = may_strike

    def __missing__(self, digits: bytes) -> CellValue:
        """The text, or nothing for an empty one."""
        if not self._items or not digits.isdigit():
            raise UnusualError
        text = self[digits] = _texts[self._items[int(digits)]]
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


def _numbers(most: int) -> Iterable[bytes]:
    """The digits of 0, 1, 2 and so on."""
    first = _first_numbers()
    return first[:most] if most <= len(first) else (b"%d" % number for number in range(most))


@cache
def _first_numbers() -> tuple[bytes, ...]:
    return tuple(b"%d" % number for number in range(NUMBERS_REMEMBERED))
