"""The one Jinja environment of the letters: sandboxed, strict, escaping, with nothing in it but the letter's fields."""

from __future__ import annotations

import re
from functools import cache

from jinja2 import Environment, StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

LINE_BREAKS = "\r\x0b\x0c\x85\u2028\u2029"
SURROGATES = re.compile("[\ud800-\udfff]")
NOT_TEXT = re.compile(
    r"\r\n?|[\x0b\x0c\x85\u2028\u2029]"
    r"|[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)


def clean(text: str) -> str:
    """A text as a Word file can hold it.

    Every kind of line break becomes a line feed, half a character becomes the replacement character, and control
    characters are left out: XML has no way to write them.
    """
    # Nothing that must go is printable; most texts are, and to ask that is five times faster than to search.
    return text if text.isprintable() else NOT_TEXT.sub(_replacement, text)


def printable(value: object) -> object:
    """The last stop of every ``{{ field }}``: a text, cleaned. Anything else is refused."""
    if type(value) is str:
        return clean(value)
    if type(value) is int:  # loop.index
        return value
    if isinstance(value, StrictUndefined):
        return str(value)  # raises, and says which field is missing
    raise TypeError(f"a {type(value).__name__} cannot be printed in a letter; only a text can")


@cache
def letter_environment() -> ImmutableSandboxedEnvironment:
    """The environment. It has no globals, filters or tests: a template holds words, fields, simple loops and conditions."""
    environment = ImmutableSandboxedEnvironment(autoescape=True, undefined=StrictUndefined, finalize=printable)
    environment.globals.clear()
    environment.filters.clear()
    environment.tests.clear()
    return environment


@cache
def text_environment() -> Environment:
    """The same environment for plain text, in which nothing is escaped: an e-mail shows an ampersand as it is."""
    return letter_environment().overlay(autoescape=False)


def _replacement(match: re.Match[str]) -> str:
    if match.group()[0] in LINE_BREAKS:
        return "\n"
    return "\ufffd" if SURROGATES.match(match.group()) else ""
