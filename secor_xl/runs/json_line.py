"""Records as lines of JSON: letters of all scripts stay readable, and file names that are no text come back as they were."""

from __future__ import annotations

import json

from secor_xl.screen import escaped


def json_line(record: object) -> str:
    """A record on one line."""
    return escaped(json.dumps(record, ensure_ascii=False))
