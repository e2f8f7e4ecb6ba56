"""What a comparison with the ledger says of one file."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from secor_xl.errors import reason_of
from secor_xl.files import content_of

SCHEMA = "secor-xl/verify/1"


class CheckVerdict(StrEnum):
    """What a comparison says."""

    RIGHT = "right"
    CHANGED = "changed"
    MISSING = "missing"
    DIFFERENT = "different"
    """It is as it was made, but computing it again gives something else."""
    OLDER = "made of an older version"
    """It is as it was made, but what it was made of is not any more."""
    FAILED = "failed in the last run"
    UNKNOWN = "not in the ledger"
    OTHER_VERSION = "made with another version"
    """Its bytes are right; it was not computed again."""
    REPLACED = "replaced"
    """It is as it was made, and was kept when a new one took its place."""
    WITHDRAWN = "taken away"
    """A letter that is gone, and told another decision than the one that holds now."""
    MENDED = "cut off"
    """A line of the ledger that an interruption has cut off, after which the next run went on."""


RIGHT = frozenset(
    {CheckVerdict.RIGHT, CheckVerdict.OTHER_VERSION, CheckVerdict.REPLACED, CheckVerdict.WITHDRAWN, CheckVerdict.MENDED}
)
"""Nothing is to be done about these."""


@dataclass(frozen=True, slots=True)
class FileCheck:
    """One file, and what the comparison says.

    Attributes:
        file: as seen from where the command runs.
        what: what it is, such as "workbook" or "letter".
        verdict: what the comparison says.
        says: what was seen and what it means; empty where all is right.
    """

    file: str
    what: str
    verdict: CheckVerdict
    says: str = ""

    @property
    def is_right(self) -> bool:
        """Whether nothing is to be done about it."""
        return self.verdict in RIGHT

    def record(self) -> dict[str, Any]:
        """As plain data (docs/json.md)."""
        return {
            "schema": SCHEMA,
            "file": self.file,
            "what": self.what,
            "verdict": self.verdict.value,
            "right": self.is_right,
            "says": self.says or None,
        }


@dataclass(frozen=True, slots=True)
class Seen:
    """A file as it is now.

    Attributes:
        path: where it is.
        fingerprint: the SHA-256 of its bytes; empty where there is none that can be read.
        trouble: why it cannot be read; empty where it can, or is not there.
    """

    path: Path
    fingerprint: str = ""
    trouble: str = ""

    def compared(self, what: str, fingerprint: str, *, again: str = "") -> FileCheck:
        """Is it what it was?

        Args:
            what: what it is.
            fingerprint: what it had when it was made.
            again: the option of 'secor-xl letters' that makes it; empty where none is needed.
        """
        if self.trouble:
            return FileCheck(str(self.path), what, CheckVerdict.MISSING, f"it cannot be read ({self.trouble})")
        if not self.fingerprint:
            cure = f"run 'secor-xl letters' again{again and f' with {again}'} to make it"
            return FileCheck(str(self.path), what, CheckVerdict.MISSING, f"it is not there any more; {cure}")
        if self.fingerprint != fingerprint:
            return FileCheck(str(self.path), what, CheckVerdict.CHANGED, "it was changed after it was made")
        return FileCheck(str(self.path), what, CheckVerdict.RIGHT)


def seen(path: Path) -> Seen:
    """A file as it is now; never raises."""
    try:
        return Seen(path, hashlib.sha256(content_of(path)).hexdigest())
    except (FileNotFoundError, NotADirectoryError):
        return Seen(path)
    except OSError as error:
        return Seen(path, trouble=reason_of(error))
    except ValueError:  # a name that this system cannot write, out of a ledger of another one
        return Seen(path)
