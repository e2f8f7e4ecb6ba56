"""Write the files of a status again and again: one that nobody has changed is replaced, any other one is kept beside it."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path

from secor_xl.errors import SecorError
from secor_xl.files import content_of, fingerprint_of, real_path, sealed, unsealed
from secor_xl.runs.output import Writing, Written, overwrite, replace_keeping, replaced_names, write_safely

MEMORY_FILE = "status-written.json"


def write_again(path: Path, data: bytes, profile: Path) -> Written:
    """Write a file in place of the one that an earlier status wrote there.

    Args:
        path: the file.
        data: its new content.
        profile: the user's own folder, where the fingerprints of what was written are remembered.

    Raises:
        OutputRefused: it cannot be written.
    """
    memory, place = profile / MEMORY_FILE, real_path(path)
    written: dict[str, str] = {}
    with suppress(OSError, ValueError, TypeError):
        written = dict(json.loads(unsealed(content_of(memory))))
    there = _content_at(path)
    if there is None or there == data:
        done = write_safely(path, data, replace=True)
    elif fingerprint_of(there) == written.get(place):
        overwrite(path, data)
        done = Written(path, Writing.REPLACED)
    else:
        done = Written(path, Writing.REPLACED, replace_keeping(path, there, data, replaced_names(path)))
    with suppress(OSError, SecorError):
        overwrite(memory, sealed(json.dumps(written | {place: fingerprint_of(data)}).encode()))
    return done


def _content_at(path: Path) -> bytes | None:
    """Return the content of a file; ``None`` where none can be read."""
    try:
        return content_of(path)
    except (OSError, ValueError):
        return None
