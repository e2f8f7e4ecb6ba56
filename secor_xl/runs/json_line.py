"""Records as lines of JSON: letters of all scripts stay readable, and file names that are no text come back as they were."""

from __future__ import annotations

import json
import re

_HALF_CHARACTERS = re.compile("[\ud800-\udfff]")


def json_line(record: object) -> str:
    """A record on one line, as text that any encoding of Unicode can hold.

    A file name that is not UTF-8 holds halves of characters in Python; they are escaped, because no stream takes them.
    """
    text = json.dumps(record, ensure_ascii=False)
    return _HALF_CHARACTERS.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
