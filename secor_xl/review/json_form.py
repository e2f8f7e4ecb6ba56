"""The review as plain data for JSON, and back without loss. The form is versioned and documented in docs/json.md.

Dates are written ``2026-03-31``, points as text so that they stay exact, closed answers by their words.
"""

from __future__ import annotations

import datetime as dt
import json
import re
import types
from dataclasses import fields, is_dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cache
from typing import Any, NoReturn, Union, get_args, get_origin, get_type_hints

from secor_xl.errors import SecorError
from secor_xl.review.model import Review
from secor_xl.text import cleaned, on_one_line

SCHEMA = "secor-xl/review/1"
ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
# Enough for every number that a cell can hold; 1E+999999 would be written out as a million digits.
MOST_DIGITS = 400
NUMBER = re.compile(r"[+-]?[0-9]{1,800}(?:\.[0-9]{0,800})?(?:[eE][+-]?[0-9]{1,6})?")
LONGEST_SHOWN = 72


class RecordError(SecorError):
    """A JSON record that is no review; the message names the place, what was seen and what is allowed."""


def to_record(review: Review) -> dict[str, Any]:
    """The review as plain data, its schema first."""
    return {"schema": SCHEMA, **plain(review)}


def from_record(record: object) -> Review:
    """The review in plain data; raises ``RecordError`` at the first thing that does not fit."""
    if not isinstance(record, dict):
        raise RecordError("the record is not a JSON object; export one with 'secor-xl export FILE'")
    if record.get("schema") != SCHEMA:
        seen = f"its schema is {_shown(record['schema'])}" if "schema" in record else "it names no schema"
        raise RecordError(f"{seen}, so this is no review made by 'secor-xl export'; \"{SCHEMA}\" is needed")
    review = _typed({key: value for key, value in record.items() if key != "schema"}, Review, "")
    assert isinstance(review, Review)  # noqa: S101 - tells the type checker what _typed has just made
    return review


def plain(value: object) -> Any:  # noqa: ANN401 - JSON data is of any shape
    """Return a fact, or a record of facts, as JSON data: days as ``2026-03-31``, points as text."""
    if is_dataclass(value) and not isinstance(value, type):
        return {item.name: plain(getattr(value, item.name)) for item in fields(value)}
    if isinstance(value, tuple):
        return [plain(item) for item in value]
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value:f}"
    return value


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


def _typed(value: Any, kind: Any, place: str) -> object:  # noqa: ANN401, C901 - one branch per type of the model
    origin = get_origin(kind)
    if origin in (types.UnionType, Union):
        inner = next(option for option in get_args(kind) if option is not type(None))
        return None if value is None else _typed(value, inner, place)
    if origin is tuple:
        if not isinstance(value, list):
            _refuse(place, value, "a list")
        inner = get_args(kind)[0]
        return tuple(_typed(item, inner, f"{place}[{number}]") for number, item in enumerate(value, 1))
    if is_dataclass(kind):
        return _filled(value, kind, place)
    if kind is str:
        return cleaned(value) if isinstance(value, str) else _refuse(place, value, "a text")
    if kind is int:
        return (
            value if isinstance(value, int) and not isinstance(value, bool) else _refuse(place, value, "a whole number")
        )
    if kind is Decimal:
        return _decimal(value, place)
    if kind is dt.date:
        if isinstance(value, str) and ISO_DATE.fullmatch(written := cleaned(value)):
            try:
                return dt.date.fromisoformat(written)
            except ValueError:
                pass
        return _refuse(place, value, "a date such as 2026-03-31")
    word = cleaned(value) if isinstance(value, str) else ""  # the closed lists are left
    return kind(word) if word in list(kind) else _refuse(place, value, f"one of {', '.join(kind)}")


def _filled(value: Any, kind: Any, place: str) -> object:  # noqa: ANN401
    if not isinstance(value, dict):
        _refuse(place, value, "an object")
    hints = _hints(kind)
    if kind is Review and place and value.get("snapshots"):
        raise RecordError(f"{_join(place, 'snapshots')}: a snapshot has no snapshots of its own; take the key out")
    for key in value:
        if key not in hints:
            raise RecordError(f"{_join(place, key)}: is not a key that is known here; known: {', '.join(hints)}")
    given = {key: _typed(item, hints[key], _join(place, key)) for key, item in value.items()}
    if kind.__name__ == "QuestionReview" and "question_id" not in given:
        raise RecordError(f"{_join(place, 'question_id')}: is missing")
    made: object = kind(**given)
    return made


def _decimal(value: Any, place: str) -> Decimal:  # noqa: ANN401
    written = cleaned(value) if isinstance(value, str) else ""
    if NUMBER.fullmatch(written):  # Python's own reader takes 1_5 and other digits as well
        number = Decimal(written)
        exponent = number.as_tuple().exponent
        if isinstance(exponent, int) and exponent >= -MOST_DIGITS and number.adjusted() < MOST_DIGITS:
            return number
    return _refuse(place, value, 'a number in quotes, such as "2.5"')


def _join(place: str, key: str) -> str:
    return f"{place}.{key}" if place else key


def _refuse(place: str, value: object, allowed: str) -> NoReturn:
    raise RecordError(f"{place or 'the record'}: is {_shown(value)}; {allowed} is needed")


def _shown(value: object) -> str:
    """A value as JSON has it, cut for a message."""
    return on_one_line(json.dumps(value, ensure_ascii=False, default=str), LONGEST_SHOWN)
