"""The texts that the cells of a workbook refer to by number, each by the digits that cells refer to it with.

Most workbooks hold nothing but plain texts, which are found all at once. Where a single one is formatted within, or written in
another way than Excel's, each is made when the first cell asks for it, so that nobody waits for those of sheets that are not
read.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from itertools import chain, count
from typing import TYPE_CHECKING

from lxml import etree

from secor_xl.workbook.stored import text_of, unescaped
from secor_xl.workbook.values import MOST_CHARACTERS
from secor_xl.workbook.xml_parts import ProvedPart, parser

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from secor_xl.workbook.values import CellValue

BEGINNING = re.compile(r"(?:<\?xml [^<>]*+>)?\s*+<sst(?: [^<>]*+)?>")
ENDING = "</sst>"
STRING = re.compile(r'<si><t(?: xml:space="preserve")?>([^<]++)</t></si>')
TAGS = len("<si><t></t></si>")
SPACED, SPACE = '<t xml:space="preserve">', len(' xml:space="preserve"')
STRING_START, STRING_END = b"<si", b"</si>"
PLAIN_STRING = re.compile(rb'<si><t(?: xml:space="preserve")?>([^<]*+)</t>\Z')
LONGEST_REMEMBERED = 2_000
NUMBERS_REMEMBERED = 4_096
# Signs of a reference, of a line end that XML makes another of, and of Excel's own escapes.
MARKS = ("&", "\r", "_")


NO_STRINGS = ProvedPart(b"", plain=True)


class UnusualError(Exception):
    """Something is written in another way than Excel's; it may well be right."""


def shared_strings(part: ProvedPart) -> Mapping[bytes, CellValue]:
    """The texts of the part, nothing for an empty one; asking for one may raise ``UnusualError``, or what an odd one raises."""
    try:
        return dict(zip(_numbers(), _plain_texts(part.data), strict=False))
    except (UnusualError, etree.XMLSyntaxError, ValueError):
        return StringsOnDemand(part)


def _plain_texts(part: bytes) -> list[str]:
    """All texts; raises ``UnusualError``, or what an odd one raises, unless each is plain and nothing else is in the part."""
    written = part.rstrip().decode()
    beginning = BEGINNING.match(written)
    if beginning is None or not written.endswith(ENDING):
        raise UnusualError
    start, end = beginning.end(), len(written) - len(ENDING)
    texts = STRING.findall(written, start, end)
    # Texts and tags are together as long as all that is there, so nothing is there that was not understood.
    beside = end - start - len("".join(texts)) - TAGS * len(texts)
    if beside and beside != SPACE * written.count(SPACED, start, end):
        raise UnusualError
    marks = [mark for mark in MARKS if mark in written]
    for number in {number for mark in marks for number, text in enumerate(texts) if mark in text}:
        texts[number] = _meant(texts[number])
    if max(map(len, texts), default=0) > MOST_CHARACTERS:
        raise UnusualError
    return texts


class StringsOnDemand(dict[bytes, "CellValue"]):
    """The texts of a part of any kind; it raises ``UnusualError``, or what an odd one raises."""

    def __init__(self, part: ProvedPart) -> None:
        super().__init__()
        self._items = part.data.split(STRING_END)[:-1]
        self._usual = part.plain and part.data.count(STRING_START) == len(self._items)

    def __missing__(self, digits: bytes) -> CellValue:
        """The text, or nothing for an empty one."""
        if not self._usual or not digits.isdigit():
            raise UnusualError
        item = self._items[int(digits)]
        text = self[digits] = (_known_text(item) if len(item) <= LONGEST_REMEMBERED else _string(item)) or None
        return text


def _string(item: bytes) -> str:
    """The text of a shared string, given up to its end tag."""
    plain = PLAIN_STRING.search(item)
    if plain is None:
        return text_of(etree.fromstring(item[item.rindex(STRING_START) :] + STRING_END, parser()))
    return _meant(plain[1].decode())


# The form's own texts are the same in every workbook.
_known_text = lru_cache(maxsize=4096)(_string)


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
