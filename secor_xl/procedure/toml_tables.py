"""A strict reader of TOML tables: unknown keys, wrong types and missing values are refused with file, key and reason.

A key that is silently ignored is a rule that silently does not hold, so a table must be read to its last
key (``done``).
"""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections import Counter
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Never, TypeVar

from secor_xl.errors import DataError, reason_of
from secor_xl.files import content_of
from secor_xl.screen import json_text
from secor_xl.text import is_blank, on_one_line, stripped

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

Choice = TypeVar("Choice", bound=StrEnum)

# Numbers within these bounds are exact in every sum and division that follows; no honest number is outside of them.
LARGEST = Decimal(1_000_000)
FINEST = Decimal("0.000001")


SAVE_AS_UTF_8 = "open it in Notepad and save it with the encoding UTF-8 (File, Save As)"


def read_text(path: Path) -> str:
    """The text of a data file, its lines ended by line feeds; raises ``DataError`` for one that is missing or not UTF-8."""
    try:
        return decoded(content_of(path), str(path)).replace("\r\n", "\n").replace("\r", "\n")
    except (OSError, ValueError) as error:
        cure = ""
        with_ending = path.parent / f"{path.name}.txt"
        if (
            isinstance(error, FileNotFoundError) and with_ending.is_file()
        ):  # Notepad adds it, and Windows does not show it
            cure = f". There is {with_ending.name}: take the .txt off its name"
        raise DataError(str(path), "", f"cannot be read ({reason_of(error)}){cure}") from error


def decoded(content: bytes, file: str) -> str:
    """The text of a data file's bytes; raises ``DataError`` for what is no text in UTF-8."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff") or content[:4].count(0) == 2:
        raise DataError(file, "", f"is text in UTF-16, as Windows PowerShell writes it; {SAVE_AS_UTF_8}")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise DataError(file, "", f"is not text in UTF-8; {SAVE_AS_UTF_8}") from error


# Others than an instrument's own author may have made a text: these bounds keep its parsing short.
LONGEST_TOML = 250_000
MOST_FULL_STOPS = 64
"""The most full stops in one line: the parser takes time that grows with the square of the length of a dotted key."""
STOPS_WRITTEN = MOST_FULL_STOPS // 2
LINE = re.compile(r"\bline ([0-9]{1,9})\b")
LONGEST_LINE = 72
LONGEST_STATEMENT = 200
"""The most lines of one value that are looked at to find the lines of keys: each costs a reading of all before it."""
# Text out of a workbook is anybody's: endless numbers and endless nesting are faults of the text too.
NOT_TOML = (ValueError, RecursionError, InvalidOperation)
PATHS = r"in a path write / in place of \, or write the path in single quotes"
HOW_TO_WRITE = (
    'Write name = "text" with straight quotation marks around each text, a comma between the texts of a list, a date as'
    " 2026-06-30, true or false for yes or no, and each name only once; look at the line before as well"
)


def read_toml(path: Path) -> TomlTable:
    """The top table of a TOML file; raises ``DataError`` for a file that is missing, not text or not TOML."""
    return parse_toml(read_text(path), str(path))


def parse_toml(text: str, file: str, faults: list[DataError] | None = None) -> TomlTable:
    """The top table of TOML text; ``file`` is what messages call it, and ``faults`` collects the faults of its values."""
    _refuse_long(text, file)
    try:
        return TomlTable(file, "", tomllib.loads(text, parse_float=Decimal), faults)
    except NOT_TOML as error:
        where = where_in_toml(text, error)
        slash = f"; {PATHS}" if "\\" in where else ""
        raise DataError(file, "", f"is not valid TOML{where}. {HOW_TO_WRITE}{slash}") from error


def _refuse_long(text: str, file: str) -> None:
    if len(text) > LONGEST_TOML:
        raise DataError(file, "", f"has {len(text):,} characters; at most {LONGEST_TOML:,} are allowed")
    for number, line in enumerate(text.split("\n"), 1):
        if line.count(".") > MOST_FULL_STOPS:
            raise DataError(
                file, "", f"has more than {MOST_FULL_STOPS} full stops in line {number}; break that line up"
            )


def where_in_toml(text: str, error: Exception) -> str:
    """The line at which the parser stopped, for people who never saw such a file before; empty where it names none."""
    number = LINE.search(str(error))
    lines = text.splitlines()
    line = lines[int(number[1]) - 1].strip() if number and 0 < int(number[1]) <= len(lines) else ""
    if not number:
        return ""
    return f": line {number[1]}" + (f", which reads: {on_one_line(line, LONGEST_LINE)}" if line else " is empty")


class TomlTable:
    """One TOML table that remembers which of its keys have been read.

    Args:
        file: the file as the person knows it.
        key: the table's own full name; empty for the top table.
        values: the table as TOML has it.
        faults: collects the faults, each key with a fault being read as a stand-in; ``None`` raises the first.
    """

    def __init__(self, file: str, key: str, values: dict[str, Any], faults: list[DataError] | None = None) -> None:
        self.file, self.key, self._values, self.faults = file, key, values, faults
        self.words = ""
        """The table in words, such as "question B2", which messages use in place of its key."""
        self._unread = set(values)
        self._faulty: set[str] = set()

    def place(self, name: str) -> str:
        """The full name of a key of this table."""
        return f"{self.key}.{name}" if self.key else name

    def refuse(self, name: str, reason: str) -> Never:
        """Raise ``DataError`` for one key of this table."""
        raise DataError(self.file, self.place(name) if name else self.key, reason, self._in_words(name))

    def _in_words(self, name: str) -> str:
        return f"{self.words}, {name}" if self.words and name else self.words

    def fault(self, name: str, reason: str) -> None:
        """Collect a fault of one key; raise it where faults are not collected."""
        with self._reading(name):
            self.refuse(name, reason)

    def is_sound(self, *names: str) -> bool:
        """Return whether no fault of these keys was collected."""
        return self._faulty.isdisjoint(names)

    def _reading(self, name: str) -> _Reading:
        return _Reading(self, name)

    def collects(self, name: str, fault: DataError) -> bool:
        """Collect a fault of a key; return False where faults are not collected."""
        if self.faults is None:
            return False
        self.faults.append(fault)
        self._faulty.add(name)
        self._unread.discard(name)
        return True

    def has(self, name: str) -> bool:
        """Return whether the key is there at all."""
        return name in self._values

    def peek(self, name: str) -> object:
        """The value of a key as TOML has it, to see of which kind it is; the key is not read by it."""
        return self._values.get(name)

    def names(self) -> Iterator[str]:
        """The keys, in the order of the file."""
        return iter(self._values)

    def _value(self, name: str) -> Any:  # noqa: ANN401 - a TOML value is anything until it has been checked
        if name not in self._values:
            self.refuse(name, "is missing")
        self._unread.discard(name)
        return self._values[name]

    def text(self, name: str, default: str | None = None) -> str:
        """A text; an empty one is refused unless a default says that it may be left out."""
        if default is not None and name not in self._values:
            return default
        with self._reading(name):
            return self._text(name, may_be_empty=default is not None)
        return ""

    def _text(self, name: str, *, may_be_empty: bool = False) -> str:
        value = self._value(name)
        if not isinstance(value, str):
            self.refuse(name, f"is {_seen(value)}; a text in quotes is needed")
        if is_blank(value) and not may_be_empty:
            self.refuse(name, "is empty")
        return stripped(value)

    def flag(self, name: str, *, default: bool | None = None) -> bool:
        """``true`` or ``false``."""
        if default is not None and name not in self._values:
            return default
        with self._reading(name):
            value = self._value(name)
            if not isinstance(value, bool):
                self.refuse(name, f"is {_seen(value)}; true or false is needed{_unquoted(value)}")
            return value
        return False

    def integer(self, name: str, default: int | None = None, *, least: int = 0) -> int:
        """A whole number of at least ``least``."""
        if default is not None and name not in self._values:
            return default
        with self._reading(name):
            value = self._value(name)
            if isinstance(value, bool) or not isinstance(value, int):
                self.refuse(name, f"is {_seen(value)}; a whole number is needed{_unquoted(value)}")
            if value < least:
                self.refuse(name, f"is {value}; at least {least} is needed")
            if value > LARGEST:
                self.refuse(name, f"is out of bounds; at most {LARGEST} is needed")
            return value
        return least

    def decimal(self, name: str) -> Decimal:
        """A number above zero, exact as written."""
        with self._reading(name):
            value = self._value(name)
            if isinstance(value, bool) or not isinstance(value, int | Decimal):
                self.refuse(name, f"is {_seen(value)}; a number is needed{_unquoted(value)}")
            number = Decimal(value)
            if not number.is_finite() or number <= 0:
                self.refuse(name, f"is {value}; a number above 0 is needed")
            if not FINEST <= number <= LARGEST or number % FINEST:
                self.refuse(name, f"is out of bounds; at most {LARGEST} with at most six decimals is needed")
            return number
        return Decimal(1)

    def date(self, name: str) -> dt.date:
        """A calendar date such as ``2022-03-30``, without quotes and without a time."""
        with self._reading(name):
            value = self._value(name)
            if isinstance(value, dt.datetime) or not isinstance(value, dt.date):
                self.refuse(name, f"is {_seen(value)}; a date such as 2022-03-30, without quotes, is needed")
            return value
        return dt.date.min

    def optional_date(self, name: str) -> dt.date | None:
        """A calendar date, or nothing where the key is left out."""
        return self.date(name) if name in self._values else None

    def choice(self, name: str, kind: type[Choice], default: Choice | None = None) -> Choice:
        """One of the words of a closed list."""
        if default is not None and name not in self._values:
            return default
        with self._reading(name):
            return self._one_of(name, self._text(name), kind)
        return next(iter(kind))

    def choices(self, name: str, kind: type[Choice]) -> tuple[Choice, ...]:
        """A list of words of a closed list, none twice."""
        with self._reading(name):
            words = self._texts(name)
            if len(set(words)) != len(words):
                self.refuse(name, f"names a word twice: {', '.join(words)}")
            return tuple(self._one_of(name, word, kind) for word in words)
        return ()

    def _one_of(self, name: str, word: str, kind: type[Choice]) -> Choice:
        try:
            return kind(word)
        except ValueError:
            self.refuse(name, f"is {word!r}; allowed: {', '.join(kind)}")

    def texts(self, name: str, default: tuple[str, ...] | None = None) -> tuple[str, ...]:
        """A list of texts."""
        if default is not None and name not in self._values:
            return default
        with self._reading(name):
            return self._texts(name)
        return ()

    def _texts(self, name: str) -> tuple[str, ...]:
        value = self._value(name)
        if not isinstance(value, list) or not all(isinstance(item, str) and not is_blank(item) for item in value):
            self.refuse(name, f"is {_seen(value)}; a list of texts is needed, such as ['one', 'two']")
        return tuple(stripped(item) for item in value)

    def table(self, name: str) -> TomlTable:
        """A table inside this one."""
        with self._reading(name):
            value = self._value(name)
            if not isinstance(value, dict):
                self.refuse(name, f"is {_seen(value)}; a table is needed")
            made = TomlTable(self.file, self.place(name), value, self.faults)
            made.words = self._in_words(name)
            return made
        return TomlTable(self.file, self.place(name), {}, [])  # nobody has to know the faults of a stand-in

    def tables(self, name: str, *, may_be_missing: bool = False) -> list[TomlTable]:
        """A list of tables (``[[name]]``)."""
        if may_be_missing and name not in self._values:
            return []
        with self._reading(name):
            value = self._value(name)
            if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
                self.refuse(name, f"is {_seen(value)}; a list of tables, each headed [[{name}]], is needed")
            places = (f"{self.place(name)}[{number}]" for number in range(1, len(value) + 1))
            return [TomlTable(self.file, *each, self.faults) for each in zip(places, value, strict=True)]
        return []

    def done(self) -> None:
        """Refuse what has not been read: a misspelt key must not pass for one that is not there."""
        for name in self._values:
            if name in self._unread:
                self.fault(name, "is not a key that is known here; correct its spelling or remove it")


class _Reading:
    """Collects the fault of a key that is read within it."""

    def __init__(self, table: TomlTable, name: str) -> None:
        self._table, self._name = table, name

    def __enter__(self) -> None:
        pass

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> bool:
        return isinstance(error, DataError) and self._table.collects(self._name, error)


def toml_string(text: str) -> str:
    """A text as TOML has it, on one line; full stops beyond the most that a line may have are escaped."""
    parts = json_text(text).split(".")
    return ".".join(parts[:STOPS_WRITTEN]) + "".join(f"\\u002e{part}" for part in parts[STOPS_WRITTEN:])


def toml_list(texts: Iterable[str]) -> str:
    """A list of texts as TOML has it, on one line."""
    return f"[{', '.join(map(toml_string, texts))}]"


def lines_of_keys(text: str) -> dict[str, int]:
    """Find the line of each key and of each header.

    Args:
        text: valid TOML.

    Returns:
        Numbers of lines from 1, by the full name of a key such as ``elements[2].title``; keys of inline tables are not in it.
    """
    found: dict[str, int] = {}
    counts: Counter[str] = Counter()
    table, statement, first = "", "", 1
    for number, line in enumerate(text.split("\n"), 1):
        if not statement:
            first = number
        statement += f"{line}\n"
        try:
            made = tomllib.loads(statement)
        except NOT_TOML:
            if number - first > LONGEST_STATEMENT:
                return found
            continue  # a value over several lines
        is_header, statement = statement.lstrip().startswith("["), ""
        path = "" if is_header else table
        value: Any = made
        while isinstance(value, dict) and value:
            name, value = next(iter(value.items()))
            path = f"{path}.{name}" if path else name
            if is_header and isinstance(value, list):
                counts[path] += 1
            if is_header and path in counts:
                path = f"{path}[{counts[path]}]"
            found.setdefault(path, first)
        table = path if is_header else table
    return found


def _unquoted(value: object) -> str:
    return ", without quotes" if isinstance(value, str) else ""


def _seen(value: object) -> str:
    """A value as TOML has it, cut for a message."""
    match value:
        case bool():
            return str(value).lower()
        case str():
            return f"'{on_one_line(value, LONGEST_LINE)}'"
        case list() | dict():
            return "a list" if isinstance(value, list) else "a table"
        case _:
            return on_one_line(str(value), LONGEST_LINE)
