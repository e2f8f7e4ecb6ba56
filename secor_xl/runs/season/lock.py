"""One run at a time in one output folder: a lock on the ledger that the system takes back when a run ends, however it ends."""

from __future__ import annotations

import errno
import os
import sys
from typing import BinaryIO

from secor_xl.errors import SecorError

BUSY = (errno.EACCES, errno.EAGAIN, errno.EDEADLK)
FAR_AWAY = 1 << 40
"""Windows locks bytes, and nobody may read a locked one: so it is one that no ledger will ever reach."""


class FolderInUse(SecorError):
    """Another run is writing to the same output folder."""


def lock(stream: BinaryIO, folder: str) -> None:
    """Take the folder of an open ledger for this run alone, until the stream is closed.

    Raises:
        FolderInUse: another run has it.
    """
    try:
        _lock(stream)
    except OSError as error:
        if error.errno in BUSY:
            raise FolderInUse(
                f"{folder}: another run is writing letters to this folder. Wait until it has ended, or name another"
                " folder with --out."
            ) from None
        # Some network folders know no locks. Two runs there still cannot harm a letter, because none is ever overwritten.


if sys.platform == "win32":
    import msvcrt

    def _lock(stream: BinaryIO) -> None:
        place = stream.tell()
        try:
            stream.seek(FAR_AWAY)
            msvcrt.locking(stream.fileno(), msvcrt.LK_NBLCK, 1)
        finally:
            stream.seek(place, os.SEEK_SET)

else:
    import fcntl

    def _lock(stream: BinaryIO) -> None:
        fcntl.flock(stream.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
