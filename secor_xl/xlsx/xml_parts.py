"""The XML of a part: proved to be well-formed to its end before anything is read out of it, and parsed without entities."""

from __future__ import annotations

import codecs
from functools import lru_cache
from itertools import filterfalse
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar
from xml.parsers import expat

from lxml import etree

if TYPE_CHECKING:
    import re
    from collections.abc import Callable

Made = TypeVar("Made")

# Workbooks that were made by one program have the same styles and list their parts in the same words, so a run of many
# parses those once.
REMEMBERED = 64
LONGEST_REMEMBERED = 500_000
MOST_REMEMBERED = 4 << 20
"""The most bytes of one kind whose results are remembered."""

DOES_NOT_PARSE = (expat.ExpatError, etree.XMLSyntaxError, ValueError)
UTF_16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
SAFELY: dict[str, Any] = {
    "resolve_entities": False,
    "no_network": True,
    "load_dtd": False,
    "huge_tree": False,
    "remove_comments": True,
    "remove_pis": True,
}
ENCODINGS = ("utf-8", "us-ascii", "ascii")


class NeverWrittenError(ValueError):
    """XML that is legal, but that no spreadsheet program writes: the message is the end of a sentence about its part."""


class ProvedPart(NamedTuple):
    """A part that is well-formed XML in UTF-8.

    Attributes:
        data: the part.
        plain: whether it is nothing but tags and text: no comments, instructions or CDATA sections.
        first: the first of its entries, with all that is before it and up to its end tag; empty where they were not told apart.
        entries: the others, each up to its end tag.
    """

    data: bytes
    plain: bool
    first: bytes = b""
    entries: tuple[bytes, ...] = ()


class Memory(dict[bytes, Made]):
    """Results by the bytes that they are made of; all are forgotten when those become too many."""

    def __init__(self, make: Callable[[bytes], Made]) -> None:
        super().__init__()
        self._make, self._size = make, 0

    def __missing__(self, written: bytes) -> Made:
        """Make the result for bytes that are new."""
        made = self._make(written)
        self._size += len(written)
        if self._size > MOST_REMEMBERED:
            self.clear()
            self._size = len(written)
        self[written] = made
        return made


class Entries(NamedTuple):
    """The elements that most of a part consists of.

    Attributes:
        opening: the start tags of the elements around them.
        closing: the end tags of those.
        start: the beginning of each.
        end: the end tag of each.
        varying: the beginning of the element behind them that differs between workbooks; empty where there is none.
        usual: matches most of them up to the end tag: a subset of well-formed XML in ASCII, so they need no parser.
        known: those of earlier parts up to the end tag, with what they mean. Most are the form's own, and the same in every
            workbook of a season.
    """

    opening: bytes
    closing: bytes
    start: bytes
    end: bytes
    varying: bytes
    usual: re.Pattern[bytes]
    known: Memory[Any]


def proved(data: bytes, entries: Entries | None = None) -> ProvedPart:
    """Prove that a part is well-formed to its end; raises one of ``DOES_NOT_PARSE``.

    Args:
        data: the part.
        entries: what most of it consists of. Only those that are neither known nor usual are parsed, and what is around them only
            if it was not the same in an earlier part.
    """
    return (_told_apart(data, entries) if entries else None) or _parsed(data)


def _told_apart(data: bytes, entries: Entries) -> ProvedPart | None:
    """Prove a part piece by piece; returns ``None`` if it has to be parsed as a whole."""
    first, *others = data.split(entries.end)
    last = others.pop() if others else b""
    list_start, begins = entries.opening[entries.opening.rindex(b"<") : -1], entries.start[:-1]
    if not 0 <= first.find(list_start) < first.find(entries.start) or first.count(begins) > 1:
        return None
    fresh = filterfalse(entries.known.__contains__, others)
    odd = list(filterfalse(entries.usual.fullmatch, fresh))
    if any(not each.startswith(entries.start) or each.count(begins) > 1 for each in odd):
        return None
    # The first entry with all before it leaves the list open, and the rest closes it: so whole entries may be between them.
    documents = [entries.end.join((first, *odd, entries.closing)), entries.opening + last]
    if entries.varying and entries.varying in last:
        root = entries.opening[: entries.opening.index(b">") + 1]
        last, varying, rest = last.partition(entries.varying)
        documents[1:] = [b"%b%b</%b" % (entries.opening, last, root[1:]), root + varying + rest]
    try:
        if not last.startswith(b"</") or not all(map(_is_plain.__getitem__, documents)):
            return None  # an end tag in a comment ends nothing
    except DOES_NOT_PARSE:
        return None
    return ProvedPart(data.removeprefix(codecs.BOM_UTF8), True, first, tuple(others))


def _parsed(data: bytes) -> ProvedPart:
    others: list[object] = []
    utf_16 = data.startswith(UTF_16_MARKS)
    parser = expat.ParserCreate() if utf_16 else expat.ParserCreate("utf-8")
    parser.XmlDeclHandler = _utf_16 if utf_16 else _utf_8
    parser.StartDoctypeDeclHandler = _no_definitions
    parser.CommentHandler = others.append
    parser.ProcessingInstructionHandler = lambda *instruction: others.append(instruction)
    parser.StartCdataSectionHandler = lambda: others.append(None)
    parser.Parse(data, True)
    data = data.decode("utf-16").encode() if utf_16 else data.removeprefix(codecs.BOM_UTF8)
    return ProvedPart(data, plain=not others)


_is_plain = Memory(lambda document: _parsed(document).plain)


def tree_of(data: bytes) -> etree._Element:
    """Parse a part and return its root; raises one of ``DOES_NOT_PARSE``."""
    return etree.fromstring(proved(data).data, parser())


def parser() -> etree.XMLParser:
    """Return a parser that resolves no entity, loads nothing and keeps libxml2's own limits."""
    return etree.XMLParser(encoding="utf-8", **SAFELY)


def remembered(make: Callable[..., Made], part: bytes, *more: str) -> Made:
    """Return the result for a part, cached for identical parts; that of a part too large to cache is made anew."""
    result: Made = (_made if len(part) <= LONGEST_REMEMBERED else _made.__wrapped__)(make, part, *more)
    return result


@lru_cache(maxsize=REMEMBERED)
def _made(make: Callable[..., Any], part: bytes, *more: str) -> Any:  # noqa: ANN401 - ``remembered`` knows the type
    return make(part, *more)


def _no_definitions(*_: object) -> None:
    raise NeverWrittenError("a document type definition")


def _utf_8(_: str, encoding: str | None, __: int) -> None:
    if encoding and encoding.lower() not in ENCODINGS:
        raise NeverWrittenError(f"the encoding {encoding}")


def _utf_16(_: str, encoding: str | None, __: int) -> None:
    if encoding and not encoding.lower().startswith("utf-16"):
        raise NeverWrittenError(f"the encoding {encoding}")
