"""The XML of a part: proved to be well-formed to its end before anything is read out of it, and parsed without entities."""

from __future__ import annotations

from functools import lru_cache
from itertools import filterfalse
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar
from xml.parsers import expat

from lxml import etree

if TYPE_CHECKING:
    from collections.abc import Callable

Made = TypeVar("Made")

# Workbooks that were made by one program have the same styles and list their parts in the same words, so a run of many
# parses those once.
REMEMBERED = 64
LONGEST_REMEMBERED = 500_000

DOES_NOT_PARSE = (expat.ExpatError, etree.XMLSyntaxError, ValueError)
UTF_16_MARKS, UTF_8_MARK = (b"\xff\xfe", b"\xfe\xff"), b"\xef\xbb\xbf"
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
        pieces: the elements that most of it consists of, each up to its end tag, the first with what is before it; empty where
            they were not told apart.
    """

    data: bytes
    plain: bool
    pieces: tuple[bytes, ...] = ()


class Entries(NamedTuple):
    """The elements that most of a part consists of: the list around them, and their start and end tags."""

    around: bytes
    start: bytes
    end: bytes


ROWS = Entries(b"sheetData", b"<row ", b"</row>")
STRINGS = Entries(b"sst", b"<si>", b"</si>")
# Rows and strings are largely the form's own, and the same in every workbook of a season.
MOST_PROVED = 16 << 20
"""The most bytes of proved pieces that are remembered."""


class Memory(dict[bytes, Made]):
    """Results by the bytes that they are made of; all are forgotten when those become too many.

    Args:
        make: makes a result.
        most: the most bytes that are kept.
    """

    def __init__(self, make: Callable[[bytes], Made], most: int) -> None:
        super().__init__()
        self._make, self._most, self._size = make, most, 0

    def __missing__(self, piece: bytes) -> Made:
        """The result for a piece that is new."""
        made = self._make(piece)
        self._size += len(piece)
        if self._size > self._most:
            self.clear()
            self._size = len(piece)
        self[piece] = made
        return made


_known = Memory(lambda _: True, MOST_PROVED)


def proved(data: bytes, entries: Entries | None = None) -> ProvedPart:
    """A part that was parsed to its end without making anything of it; raises one of ``DOES_NOT_PARSE``.

    Args:
        data: the part.
        entries: the elements that most of it consists of. Those that were proved with an earlier part are not parsed again,
            nor is what is before and after them, if it is the same as before.
    """
    first, *pieces = data.split(entries.end) if entries else (b"",)
    if entries is None or not pieces or not 0 <= first.find(b"<" + entries.around) < first.find(entries.start):
        return _parsed(data)
    last = pieces.pop()
    fresh = list(filterfalse(_known.__contains__, pieces))
    frame = first + entries.end + last
    is_new = frame not in _known
    if is_new:
        part = _parsed(entries.end.join((first, *fresh, last)))
    else:
        part = _parsed(b"<%b>%b</%b>" % (entries.around, entries.end.join((*fresh, b"")), entries.around))
    if not part.plain:  # an end tag in a comment ends nothing
        return _parsed(data)
    whole = [each for each in fresh if each.startswith(entries.start) and each.count(entries.start[:-1]) == 1]
    for piece in whole:
        _known[piece]
    told_apart = len(whole) == len(fresh)
    if is_new and told_apart:
        _known[frame]
    told_apart &= first.count(entries.start[:-1]) == 1 and last.startswith(b"</%b>" % entries.around)
    return ProvedPart(data.removeprefix(UTF_8_MARK), True, (first, *pieces) if told_apart else ())


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
    data = data.decode("utf-16").encode() if utf_16 else data.removeprefix(UTF_8_MARK)
    return ProvedPart(data, plain=not others)


def tree_of(data: bytes) -> etree._Element:
    """The root of a part; raises one of ``DOES_NOT_PARSE``."""
    return etree.fromstring(proved(data).data, parser())


def parser() -> etree.XMLParser:
    """A parser that resolves no entity, loads nothing and keeps libxml2's own limits."""
    return etree.XMLParser(encoding="utf-8", **SAFELY)


def remembered(make: Callable[..., Made], part: bytes, *more: str) -> Made:
    """The result for a part, made once for parts that are the same; that of a part too large to keep is made anew."""
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
