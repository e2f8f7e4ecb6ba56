"""The Jinja environment of the letters: sandboxed, strict, escaping, with nothing but the letter's fields."""

from __future__ import annotations

from functools import cache

from jinja2 import Environment, StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from secor_xl.text import clean


def printable(value: object) -> object:
    """Clean the value of a ``{{ field }}``; raise ``TypeError`` unless it is a text."""
    if type(value) is str:
        return clean(value)
    if type(value) is int:  # loop.index
        return value
    if isinstance(value, StrictUndefined):
        return str(value)  # raises, and says which field is missing
    raise TypeError(f"a {type(value).__name__} cannot be printed in a letter; only a text can")


@cache
def letter_environment() -> ImmutableSandboxedEnvironment:
    """Make the environment, without globals, filters and tests."""
    environment = ImmutableSandboxedEnvironment(autoescape=True, undefined=StrictUndefined, finalize=printable)
    environment.globals.clear()
    environment.filters.clear()
    environment.tests.clear()
    return environment


@cache
def text_environment() -> Environment:
    """Make the environment for plain text, which escapes nothing."""
    return letter_environment().overlay(autoescape=False)
