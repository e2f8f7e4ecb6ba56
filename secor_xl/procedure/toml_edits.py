"""Change single values of a TOML text; its other lines and its comments stay as they are."""

from __future__ import annotations

import json
import re
import tomllib
from contextlib import suppress

from secor_xl.errors import DataError
from secor_xl.procedure.toml_tables import NOT_TOML

HEADER = re.compile(r"\s*(\[\[?)\s*([\w.-]+)\s*\]")


def with_value(text: str, table: str, key: str, value: str | tuple[str, ...], file: str) -> str:
    """Set one value: in place of the line with the key, or on a new line.

    Args:
        text: the TOML text.
        table: the table of the key; empty for the top of the file.
        key: the key.
        value: a text, or a list of texts.
        file: the name of the file in messages.

    Raises:
        DataError: the text cannot be changed in this way, for example because the value is on several lines.
    """
    line = f"{key} = {toml_value(value)}\n"
    changed = _with_line(text if not text or text.endswith("\n") else f"{text}\n", table, key, line)
    with suppress(*NOT_TOML, KeyError, TypeError, AttributeError):
        values = tomllib.loads(changed)
        if (values[table] if table else values)[key] == (value if isinstance(value, str) else list(value)):
            return changed
    place = f"below [{table}] " if table else ""
    raise DataError(
        file, f"{table}.{key}" if table else key, f"cannot be set here. Write {place}the line: {line.strip()}"
    )


def toml_value(value: str | tuple[str, ...]) -> str:
    """Write a text or a list of texts as TOML does."""
    if isinstance(value, tuple):
        return f"[{', '.join(map(toml_value, value))}]"
    literal = "'" not in value and value.isprintable() and "\\" in value
    return f"'{value}'" if literal else json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _with_line(text: str, table: str, key: str, line: str) -> str:
    lines = text.splitlines(keepends=True)
    within, behind = "", 0 if table else len(lines)
    for number, each in enumerate(lines):
        if header := HEADER.match(each):
            within = header[2]
            if not table:
                behind = min(behind, number)
            elif within == table:
                behind = number + 1
        elif within == table and re.match(rf"\s*{re.escape(key)}\s*=", each):
            return "".join([*lines[:number], line, *lines[number + 1 :]])
    if table and not behind:
        return f"{text}\n[{table}]\n{line}"
    return "".join([*lines[:behind], line, *lines[behind:]])
