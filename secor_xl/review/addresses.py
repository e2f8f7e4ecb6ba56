"""E-mail addresses in the text that people type, for the rule that asks for one and for the draft that is sent to it.

Every text is read in linear time: a cell may hold anything.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from secor_xl.review.comparison import normalized
from secor_xl.text import clean, on_one_line, without_invisible

Mailbox = tuple[str, str]
"""A name, which may be empty, and an address."""

LONGEST_NAME = 100
LONGEST_EXCERPT = 64
LONGEST_LOCAL_PART = 64
LONGEST_DOMAIN = 253
QUOTED_OR_NOT = re.compile(r'"[^"\n]*"|[,;\n]|[^",;\n]+|"')
BETWEEN_ADDRESSES = re.compile("[/|&]")
JOINING_WORDS = ("or", "and", "ou", "et")
SEPARATOR = re.compile(r"[\s,]")
JOINED = re.compile(rf"[\s,/|&]*(?:(?:{'|'.join(JOINING_WORDS)})\b)?", re.IGNORECASE)
APOSTROPHES = "'\u2018\u2019"
"""Excel's mark of a text, where it became a part of it, and the quotes that Outlook puts around a name."""
LOCAL_PART = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
DOMAIN = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?:[a-z]{2,63}|xn--[a-z0-9-]{1,59})")


@dataclass(frozen=True, slots=True)
class TypedAddresses:
    """The reading of a text where e-mail addresses are asked for.

    Attributes:
        found: the addresses in it, none twice, each with the name that was typed with it.
        refused: the pieces that are no address, shortened for a message.
    """

    found: tuple[Mailbox, ...]
    refused: tuple[str, ...]


def addresses_in(text: str) -> TypedAddresses:
    """Every address in a text, separated by semicolons, commas, line breaks, spaces, slashes or words such as "or"."""
    found: dict[str, Mailbox] = {}
    refused: dict[str, None] = {}
    for name, address in dict.fromkeys(_candidates(without_invisible(clean(text)))):
        good = _address(address)
        if good:
            found.setdefault(good.casefold(), (_name(name), good))
        else:
            refused[on_one_line(f"{name} <{address}>" if name else address or "<>", LONGEST_EXCERPT)] = None
    return TypedAddresses(tuple(found.values()), tuple(refused))


def is_e_mail(text: str) -> bool:
    """Return whether a text is an e-mail address, or several of them, and nothing else."""
    typed = addresses_in(text)
    return bool(typed.found) and not typed.refused


def _candidates(text: str) -> Iterator[Mailbox]:
    """The pieces of a text that should be addresses, each with the name before it. A name may have a comma in it."""
    for part in _split(text, ";\n"):
        *bracketed, rest = part.split(">")
        for number, each in enumerate(bracketed):
            before, bracket, address = each.rpartition("<")
            bare, name = _bare_and_name(before, after_another=number > 0)
            # Some programs write the address in place of the name; another address there is nobody's name.
            if bare and not name and _address(before.replace('"', " ")) == _address(address):
                bare = ""
            if not bracket or "<" in before or (bare and not name):
                yield "", f"{each}>"
            else:
                yield from _pieces(bare)
                yield name, address
        yield from _pieces(rest)


def _bare_and_name(text: str, *, after_another: bool) -> tuple[str, str]:
    """Split the text before an angle bracket into addresses without names, up to the last at sign, and the name."""
    at = text.rfind("@")
    after = SEPARATOR.search(text, at) if at >= 0 else None
    end = 0 if at < 0 else after.start() if after else len(text)
    joined = JOINED.match(text, end) if end or after_another else None
    return text[:end], text[joined.end() if joined else end :].strip(" ,")


def _pieces(text: str) -> Iterator[Mailbox]:
    """Addresses without names."""
    for piece in _split(text, ","):
        if not piece.strip(" ."):
            continue
        words = BETWEEN_ADDRESSES.sub(" ", piece).split() if piece.count("@") > 1 else piece.split()
        words = [word for word in words if word.casefold() not in JOINING_WORDS]
        if words and all("@" in word.strip("@") for word in words):
            yield from (("", word) for word in words)
        else:
            yield "", piece


def _split(text: str, marks: str) -> list[str]:
    """The pieces of a text between the marks; a mark in quotes separates nothing."""
    if '"' not in text:
        return re.split(f"[{marks}]", text)
    pieces: list[list[str]] = [[]]
    for token in QUOTED_OR_NOT.findall(text):
        if token in marks:
            pieces.append([])
        else:
            pieces[-1].append(token)
    return ["".join(piece) for piece in pieces]


def _name(text: str) -> str:
    name = text.replace('"', " ").strip()
    return on_one_line(name.strip(APOSTROPHES) if name[:1] in APOSTROPHES else name, LONGEST_NAME)


def _address(text: str) -> str:
    """An address as mail programs take it, its domain in small letters; empty where a text is none."""
    if "@" not in text:
        return ""
    bare = "@".join(part.strip() for part in text.split("@")).lstrip(APOSTROPHES).rstrip(f". {APOSTROPHES}")
    if bare[:7].casefold() == "mailto:":
        bare = bare[7:]
    local, _, domain = bare.rpartition("@")
    if len(local) > LONGEST_LOCAL_PART or len(domain) > LONGEST_DOMAIN or not LOCAL_PART.fullmatch(local):
        return ""
    domain = _domain(domain)
    return f"{local}@{domain}" if len(domain) <= LONGEST_DOMAIN and DOMAIN.fullmatch(domain) else ""


def _domain(text: str) -> str:
    """A domain in the letters that mail uses; empty where that would name another domain than the one typed."""
    small = normalized("NFC", text.lower())
    if small.isascii():
        return small
    try:
        written = small.encode("idna").decode("ascii")
        return written if written.encode("ascii").decode("idna") == small else ""
    except UnicodeError:
        return ""
