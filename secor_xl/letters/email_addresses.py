"""E-mail addresses out of what people type: several in one cell, with names or without, and what is none said in words."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from secor_xl.text import clean

Mailbox = tuple[str, str]
"""A name, which may be empty, and an address."""

LONGEST_NAME = 100
LONGEST_EXCERPT = 64
LONGEST_LOCAL_PART = 64
LONGEST_DOMAIN = 253
BY_SEMICOLON = re.compile(r'(?:"[^"\n]*"|[^;\n])+')
BY_COMMA = re.compile(r'(?:"[^"]*"|[^,])+')
WITH_NAME = re.compile(r"\s*([^<>@]*?)\s*<([^<>]*)>\s*")
SPACES_AROUND_AT = re.compile(r"\s*@\s*")
LOCAL_PART = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
DOMAIN = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?:[a-z]{2,63}|xn--[a-z0-9-]{1,59})")


@dataclass(frozen=True, slots=True)
class Typed:
    """What somebody typed as an e-mail address.

    Attributes:
        found: the addresses in it, none twice, each with the name that was typed with it.
        refused: what is no address, shortened for a message.
    """

    found: tuple[Mailbox, ...]
    refused: tuple[str, ...]


def addresses_in(text: str) -> Typed:
    """Every address in a text, separated by semicolons, commas, line breaks or spaces."""
    found: dict[str, Mailbox] = {}
    refused: list[str] = []
    for name, address in _candidates(_visible(text)):
        good = _address(address)
        if good:
            found.setdefault(good.casefold(), (one_line(name.replace('"', " "), LONGEST_NAME), good))
        else:
            refused.append(one_line(f"{name} <{address}>" if name else address, LONGEST_EXCERPT))
    return Typed(tuple(found.values()), tuple(dict.fromkeys(refused)))


def one_line(text: str, longest: int) -> str:
    """A text on one line, without control characters, cut to a length."""
    line = " ".join(clean(text).split())
    return line if len(line) <= longest else f"{line[: longest - 1].rstrip()}…"


def _visible(text: str) -> str:
    """A text without the invisible characters that come along when an address is copied from a web page."""
    kept = (character for character in clean(text) if unicodedata.category(character) != "Cf")
    return "".join("\n" if character == "\n" else " " if character.isspace() else character for character in kept)


def _candidates(text: str) -> list[Mailbox]:
    """The pieces of a text that should be addresses, each with the name before it. A name may have a comma in it."""
    pieces: list[Mailbox] = []
    for part in BY_SEMICOLON.findall(text):
        named = WITH_NAME.fullmatch(part)
        if named:
            pieces.append((named.group(1), named.group(2)))
            continue
        for piece in BY_COMMA.findall(part):
            named = WITH_NAME.fullmatch(piece)
            words = piece.split()
            if named:
                pieces.append((named.group(1), named.group(2)))
            elif all("@" in word.strip("@") for word in words):
                pieces += [("", word) for word in words]
            else:
                pieces.append(("", piece))
    return pieces


def _address(text: str) -> str:
    """An address as mail programs take it, its domain in small letters; empty where a text is none."""
    bare = SPACES_AROUND_AT.sub("@", text.strip())
    if bare.casefold().startswith("mailto:"):
        bare = bare[len("mailto:") :]
    local, _, domain = bare.removesuffix(".").rpartition("@")
    domain = _domain(domain)
    fits = len(local) <= LONGEST_LOCAL_PART and len(domain) <= LONGEST_DOMAIN
    return f"{local}@{domain}" if fits and LOCAL_PART.fullmatch(local) and DOMAIN.fullmatch(domain) else ""


def _domain(text: str) -> str:
    """A domain in the letters that mail uses; empty where that would name another domain than the one typed."""
    small = unicodedata.normalize("NFC", text.lower())
    if small.isascii():
        return small
    try:
        written = small.encode("idna").decode("ascii")
        return written if written.encode("ascii").decode("idna") == small else ""
    except UnicodeError:
        return ""
