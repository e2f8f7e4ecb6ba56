"""Characters that steer a terminal or turn text around: text of a workbook or a file name shows a mark in their place."""

from __future__ import annotations

import json
import re

# C0 but for tab and line feed, DEL, C1 (U+009B alone begins a command), line and paragraph ends, marks of direction.
STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")
# JSON escapes C0 by itself. A file name that is not UTF-8 holds halves of characters in Python, which no stream takes.
_TO_ESCAPE = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
MARK = "\N{REPLACEMENT CHARACTER}"


def shown(text: str) -> str:
    """Replace the characters that steer a terminal by a mark."""
    return STEERING.sub(MARK, text)


def json_text(data: object, indent: int | None = None) -> str:
    """Return data as JSON; characters that steer a terminal, and those that no encoding of Unicode takes, are escaped."""
    text = json.dumps(data, ensure_ascii=False, indent=indent)
    return _TO_ESCAPE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
