"""Read files that other people and programs name: only regular files are opened, and none is read beyond its limit.

Opening a pipe waits until somebody writes to it, and reading a device may never end.
"""

from __future__ import annotations

import errno
import hashlib
import os
import stat
from pathlib import Path
from typing import BinaryIO

MEBIBYTE = 1 << 20
LARGEST = 64 * MEBIBYTE
"""More than any file that is read whole: letters, PDFs, drafts, registers, templates, data files."""


class NotRegular(OSError):
    """A folder, pipe, device or socket in the place of a file."""

    @property
    def seen(self) -> str:
        """Name the thing in the place of the file, as the rest of a sentence that starts with the file."""
        return str(self.strerror).removeprefix("it ")


def open_regular(path: Path) -> BinaryIO:
    """Open a file for reading; raises ``NotRegular`` at once for anything else, and ``OSError``."""
    _refuse_other(path.stat().st_mode, path)
    # Between the two looks a pipe may have taken the file's place: opened so, it does not wait.
    stream = open(path, "rb", opener=_opened_without_waiting)  # noqa: SIM115 - the caller closes it
    try:
        _refuse_other(os.fstat(stream.fileno()).st_mode, path)
    except OSError:
        stream.close()
        raise
    return stream


def content_of(path: Path) -> bytes:
    """Return the content of a file; raises ``OSError`` where it cannot be read or is longer than ``LARGEST``."""
    content = start_of(path, LARGEST)
    if len(content) > LARGEST:
        raise OSError(errno.EOVERFLOW, "it is too large", str(path))
    return content


def start_of(path: Path, most: int) -> bytes:
    """The content of a file, or its first ``most + 1`` bytes; raises ``OSError`` where it cannot be read."""
    with open_regular(path) as stream:
        # To ask for the most that is allowed would take memory for all of it.
        content = stream.read(min(os.fstat(stream.fileno()).st_size, most) + 1)
        while more := stream.read(min(MEBIBYTE, most + 1 - len(content))):  # it has grown meanwhile
            content += more
    return content


def real_path(path: Path | str) -> str:
    """Return the one name of a file or folder, whatever links lead to it."""
    return os.path.normcase(os.path.realpath(path))


def behind_link(path: Path) -> Path:
    """Return the file that a link leads to: written in its place, the link stays one. Any other path is returned as it is."""
    return Path(os.path.realpath(path)) if path.is_symlink() else path


def fingerprint_of(content: bytes) -> str:
    """Return the SHA-256 of a content, in hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()


def sealed(content: bytes) -> bytes:
    """Put the fingerprint of a cache's content on a line before it."""
    return fingerprint_of(content).encode() + b"\n" + content


def unsealed(stored: bytes) -> bytes:
    """Return the content of a cache; raises ``ValueError`` where it is not what ``sealed`` made."""
    content = stored.partition(b"\n")[2]
    if sealed(content) != stored:
        raise ValueError("the cache is damaged")
    return content


def _refuse_other(mode: int, path: Path) -> None:
    if stat.S_ISDIR(mode):
        raise NotRegular(errno.EISDIR, "it is a folder", str(path))
    if not stat.S_ISREG(mode):
        raise NotRegular(errno.ENXIO, "it is no ordinary file", str(path))


def _opened_without_waiting(path: str, flags: int) -> int:
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0))
