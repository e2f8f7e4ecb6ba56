"""Texts that people type: blank or not, cleaned, cut for a message, counted.

A text is blank when a page shows nothing of it. Cells, JSON, tags, addresses and rules all ask here, so a fact is missing for
all of them or for none.
"""

from __future__ import annotations

import re

# Characters that nothing is drawn for: controls, the "default ignorable" code points of Unicode, the blanks of Braille and of
# the musical symbols, and the marks around annotations. Those of the second kind belong to the character before them: they
# choose its form, or spell a flag.
_ON_THEIR_OWN = (
    "\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u2800\u3164\ufeff\uffa0\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d159\U0001d173-\U0001d17a"
)
_WITH_THE_ONE_BEFORE = "\u180b-\u180d\u180f\ufe00-\ufe0f\U000e0000-\U000e0fff"
_WHITE_SPACE = "\t-\r\x1c- \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"

INVISIBLE = re.compile(f"[{_ON_THEIR_OWN}{_WITH_THE_ONE_BEFORE}]")
"""One character that nothing is drawn for; white space is none of them."""

PLAIN_ARGUMENT = re.compile(r"[\w./\\:+-]+")
"""A path that a command line takes as it is."""

_AT_THE_START = re.compile(f"[{_WHITE_SPACE}{_ON_THEIR_OWN}{_WITH_THE_ONE_BEFORE}]+")
_AT_THE_END = "".join(
    chr(code)
    for first, last in re.findall("(.)(?:-(.))?", _WHITE_SPACE + _ON_THEIR_OWN, re.DOTALL)
    for code in range(ord(first), ord(last or first) + 1)
)
_LINE_BREAKS = "\r\x0b\x0c\x85\u2028\u2029"
_NOT_TEXT = re.compile(
    r"\r\n?|[\x0b\x0c\x85\u2028\u2029]"
    r"|[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)


def is_blank(value: object) -> bool:
    """Return whether a cell or a text shows nothing: it is empty, or holds only white space and invisible characters."""
    if not isinstance(value, str):
        return value is None
    return not value or (not "!" <= value[0] <= "~" and not stripped(value))


def stripped(text: str) -> str:
    """A text without the white space and the invisible characters around it."""
    if text.isascii() and text.isprintable():
        return text.strip()
    beginning = _AT_THE_START.match(text)
    return (text[beginning.end() :] if beginning else text).rstrip(_AT_THE_END)


def without_invisible(text: str) -> str:
    """A text without any invisible character in it: for what is compared or matched, not for what is printed."""
    return text if text.isascii() and text.isprintable() else INVISIBLE.sub("", text)


def first_given(*texts: str) -> str:
    """The first of some texts that is not blank; empty where all are."""
    return next((text for text in texts if not is_blank(text)), "")


def clean(text: str) -> str:
    """Return a text that XML can contain.

    Every kind of line break becomes a line feed, half a character becomes the replacement character, and control characters
    are left out.
    """
    # Nothing that must go is printable; most texts are, and to ask that is far faster than to search.
    if text.isprintable() or text.replace("\n", " ").isprintable():
        return text
    return _NOT_TEXT.sub(_replacement, text)


def cleaned(text: str) -> str:
    """Return a text that XML can contain, without invisible characters around it."""
    if text.isascii() and text.isprintable():  # asked first, because a workbook has thousands of them
        return text.strip()
    return stripped(clean(text))


def on_one_line(text: str, longest: int | None = None) -> str:
    """A text on one line without control characters, cut to a length where one is given."""
    seen = text if longest is None else text[: 4 * longest]  # the rest of a long text is never looked at
    line = " ".join(cleaned(seen).split())
    if longest is None or (len(line) <= longest and len(seen) == len(text)):
        return line
    return f"{line[: longest - 1].rstrip()}…"


def as_argument(path: object) -> str:
    """Return a path as it is typed in a command: in quotation marks where it has other than plain characters."""
    text = str(path)
    return text if PLAIN_ARGUMENT.fullmatch(text) else f'"{text}"'


def capitalized(text: str) -> str:
    """A text with a capital at its beginning; the rest stays as it is."""
    return text[:1].upper() + text[1:]


def counted(number: int, noun: str) -> str:
    """A number with its noun: "1 day", "1,500 days"."""
    return f"{number:,} {plural(number, noun)}"


def plural(number: int, noun: str) -> str:
    """Return the noun as it is for 1, otherwise with an "s"."""
    return noun if number == 1 else f"{noun}s"


def _replacement(match: re.Match[str]) -> str:
    first = match.group()[0]
    if first in _LINE_BREAKS:
        return "\n"
    return "\N{REPLACEMENT CHARACTER}" if "\ud800" <= first <= "\udfff" else ""
