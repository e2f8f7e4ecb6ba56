"""The texts that the cells of a workbook refer to by number, each by the digits that cells refer to it with.

Most texts are the form's own and the same in every workbook of a season, so what a string says is known again by its bytes.
Where one of them is odd, each is looked at when the first cell asks for it: the strings of sheets that are not read do no harm.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from lxml import etree

from secor_xl.xlsx.cell_decoding import may_strike, text_of, unescaped
from secor_xl.xlsx.xml_parts import Entries, Memory, ProvedPart, parser

if TYPE_CHECKING:
    from collections.abc import Iterable

    from secor_xl.xlsx.sheet_values import CellValue

PLAIN_STRING = re.compile(rb'<si><t(?: xml:space="preserve")?>([^<]*+)</t>\Z')
USUAL_STRING = re.compile(rb'<si><t(?: xml:space="preserve")?>[\n -%\'-;=?-~]*+</t>')
NUMBERS_REMEMBERED = 4_096


class UnusualError(Exception):
    """Something is written in another way than Excel's; it may well be right."""


class MayBeStruck(str):
    """A text of which a part may be struck through."""

    __slots__ = ()


def _text(item: bytes) -> CellValue:
    """Return the text of a shared string, given up to its end tag; nothing for an empty one."""
    plain = PLAIN_STRING.search(item)
    if plain is not None:
        return unescaped(between_tags(plain[1].decode())) or None
    text = text_of(etree.fromstring(item[item.rindex(STRINGS.start[:-1]) :] + STRINGS.end, parser()))
    return MayBeStruck(text) if may_strike(item) else text or None


STRINGS = Entries(b"<sst>", b"</sst>", b"<si>", b"</si>", b"", USUAL_STRING, Memory(_text))


def shared_strings(part: ProvedPart) -> SharedStrings:
    """Read the shared strings of a part, ``None`` for an empty one; looking one up may raise ``UnusualError``."""
    if not part.first:
        items = part.data.split(STRINGS.end)[:-1]
        told_apart = part.plain and part.data.count(STRINGS.start[:-1]) == len(items)
        return SharedStrings(items if told_apart else [], may_strike=may_strike(part.data))
    strings = SharedStrings([part.first, *part.entries])
    try:
        texts = [_text(part.first), *map(STRINGS.known.__getitem__, part.entries)]
    except (UnusualError, etree.XMLSyntaxError, ValueError):
        strings.may_strike = may_strike(part.data)
        return strings
    strings.update(zip(_numbers(len(texts)), texts, strict=True))
    strings.may_strike = MayBeStruck in map(type, texts)
    return strings


class SharedStrings(dict[bytes, "CellValue"]):
    """The texts of a part by their numbers; one that is odd is looked at when the first cell asks for it.

    Attributes:
        may_strike: whether a part of one may be struck through.
    """

    def __init__(self, items: list[bytes], *, may_strike: bool = False) -> None:
        super().__init__()
        self._items = items
        self.may_strike = may_strike

    def __missing__(self, digits: bytes) -> CellValue:
        """Return the text, or nothing for an empty one."""
        if not self._items or not digits.isdigit():
            raise UnusualError
        text = self[digits] = _text(self._items[int(digits)])
        return text


def between_tags(written: str) -> str:
    """Return the text between two tags; only XML knows what references in it mean."""
    if "&" in written or "\r" in written:
        return etree.fromstring(f"<v>{written}</v>", parser()).text or ""
    return written


def _numbers(most: int) -> Iterable[bytes]:
    """Return the digits of 0, 1, 2 and so on."""
    first = _first_numbers()
    return first[:most] if most <= len(first) else (b"%d" % number for number in range(most))


@cache
def _first_numbers() -> tuple[bytes, ...]:
    return tuple(b"%d" % number for number in range(NUMBERS_REMEMBERED))
