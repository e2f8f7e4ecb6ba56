"""The cache of the status: the lines of workbooks that have not changed since they were judged on this day.

It has names of people, so it is in the user's own profile and never in the folder of letters. It can be deleted at any time.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from secor_xl.errors import SecorError
from secor_xl.files import content_of, fingerprint_of, real_path, sealed, unsealed
from secor_xl.runs.output import overwrite
from secor_xl.runs.season.recognition import LeftAlone, Recognized
from secor_xl.runs.status.status_line import StatusLine
from secor_xl.workbook.reading.identity import ReviewIdentity

CACHE_FILE = "status-cache.json"


@dataclass(frozen=True, slots=True)
class Examined:
    """A file that was examined.

    Attributes:
        recognized: whether it is a review, and whose.
        line: the line of a review that was judged.
        stamp: the stamp of the file before it was opened; empty where it was not.
    """

    recognized: Recognized
    line: StatusLine | None = None
    stamp: tuple[int, ...] = ()


class StatusCache:
    """The files of an earlier status, for as long as nothing that their lines depend on has changed.

    Args:
        folder: the user's own folder of settings; ``None``: nothing is remembered.
        depends_on: what all lines depend on, such as the day and the version of the tool; a cache of others is ignored.
    """

    def __init__(self, folder: Path | None, depends_on: Iterable[object]) -> None:
        self._path = folder / CACHE_FILE if folder else None
        self._key = fingerprint_of(repr(tuple(depends_on)).encode())
        self._files: dict[str, Any] = {}
        if self._path:
            with suppress(OSError, ValueError, TypeError, KeyError):
                stored = json.loads(unsealed(content_of(self._path)))
                self._files = dict(stored["files"]) if stored["key"] == self._key else {}

    def known(self, file: str) -> Examined | None:
        """Return what was seen of a file that has not changed; ``None`` where it has to be opened."""
        with suppress(OSError, ValueError, TypeError, KeyError, AttributeError):
            entry = self._files[real_path(file)]
            if (stamp := tuple(entry["stamp"])) != stamp_of(file):
                return None
            if entry["left_alone"]:
                return Examined(Recognized(file, left_alone=LeftAlone(entry["left_alone"])), None, stamp)
            identity = ReviewIdentity(**entry["identity"])
            identity = replace(identity, accounts=tuple((province, number) for province, number in identity.accounts))
            return Examined(Recognized(file, identity), StatusLine(**{**entry["line"], "file": file}), stamp)
        return None

    def write(self, examined: Iterable[Examined]) -> None:
        """Remember files, those of earlier runs too; where that is not possible, the next status opens all of them again."""
        if not self._path:
            return
        files = self._files | {
            real_path(each.recognized.path): {
                "stamp": each.stamp,
                "left_alone": each.recognized.left_alone,
                "identity": asdict(each.recognized.identity) if each.recognized.identity else None,
                "line": asdict(each.line) if each.line else None,
            }
            for each in examined
            if each.stamp and not each.recognized.failure
        }
        with suppress(OSError, SecorError):
            if files != self._files:
                overwrite(self._path, sealed(json.dumps({"key": self._key, "files": files}).encode()))


def stamp_of(file: str) -> tuple[int, ...]:
    """Return size, time of the last change in nanoseconds, and number of a file: a file that is saved again has others.

    It is empty for a file that is not there.
    """
    try:
        seen = os.stat(file)  # noqa: PTH116 - of thousands of files
    except OSError:
        return ()
    return seen.st_size, seen.st_mtime_ns, seen.st_ino
