"""The one family of errors that a person is meant to read.

Every message says what was seen, where, what is allowed and what to do. Anything else that is raised
is a defect of ours. What a library says of a failure is in its own language; ``reason_of`` says it in ours.
"""

from __future__ import annotations

import errno
from collections.abc import Sequence

LONGEST_MESSAGE = 600
MOST_FAULTS = 100
"""The most faults of one file that a message lists."""
REASONS = {
    errno.ENOENT: "it is not there",
    errno.EACCES: "you may not use it, or another program has it open",
    errno.EPERM: "you may not use it",
    errno.EBUSY: "another program has it open",
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "there is no room left for you on the disk",
    errno.ENXIO: "it is no ordinary file",
    errno.EOVERFLOW: "it is too large",
    errno.EFBIG: "it is too large for the disk",
    errno.EROFS: "the disk can only be read",
    errno.EISDIR: "it is a folder",
    errno.ENOTDIR: "a part of its path is no folder",
    errno.EEXIST: "something of this name is there already",
    errno.ENOTEMPTY: "the folder is not empty",
    errno.ENAMETOOLONG: "its name is too long",
    errno.EINVAL: "its name has characters that the system does not take",
    errno.ELOOP: "its links lead in a circle",
    errno.EMFILE: "too many files are open",
    errno.ENFILE: "too many files are open",
    errno.ENOMEM: "there is not enough memory",
    errno.EIO: "the disk or the network failed",
    errno.ETIMEDOUT: "the network did not answer in time",
    errno.EPIPE: "the program that reads it has ended",
}


def reason_of(error: Exception) -> str:
    """Return why a file or a program could not be used, as the rest of a message; ``error`` is the system's own."""
    if not isinstance(error, OSError):
        return REASONS[errno.EINVAL]
    number = error.errno
    return REASONS.get(
        number or 0, f"the system refuses it, with its error {number}" if number else "the system refuses it"
    )


def within_bounds(text: str) -> str:
    """A text for a message, without its middle where it is too long: names and entries of a file may be of any length."""
    half = LONGEST_MESSAGE // 2
    return text if len(text) <= LONGEST_MESSAGE else f"{text[:half]} … {text[-half:]}"


class SecorError(Exception):
    """Something a person can put right; the message is the whole explanation."""


class DataError(SecorError):
    """A data file (procedure, instrument, office) that must not be used as it is.

    Args:
        file: the file as the person knows it.
        key: the place inside it, such as ``elements[2].questions[0].points``.
        reason: what was seen and what is allowed there.
        place: the place in words for people, where it is not the key.
    """

    def __init__(self, file: str, key: str, reason: str, place: str = "") -> None:
        key, reason, place = within_bounds(key), within_bounds(reason), within_bounds(place or key)
        super().__init__(f"{file}: {place}: {reason}" if place else f"{file}: {reason}")
        self.file, self.key, self.reason, self.place = file, key, reason, place

    def at(self, where: str) -> DataError:
        """Return the same fault with the line or cell before its place."""
        return DataError(self.file, self.key, self.reason, f"{where}, {self.place}")


class DataFaults(DataError):
    """All faults of a data file at once; file, key, reason and place are those of the first.

    Args:
        faults: at least one.
    """

    def __init__(self, faults: Sequence[DataError]) -> None:
        first, more = faults[0], len(faults) - MOST_FAULTS
        super().__init__(first.file, first.key, first.reason, first.place)
        self.faults = tuple(faults)
        lines = [str(each) for each in faults[:MOST_FAULTS]]
        self.args = ("\n".join([*lines, f"{first.file}: has {more} more faults"] if more > 0 else lines),)
