"""One file, compared with its record."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from secor_xl.errors import reason_of
from secor_xl.files import content_of, fingerprint_of

SCHEMA = "secor-xl/verify/1"


class CheckVerdict(StrEnum):
    """The result of a comparison."""

    RIGHT = "right"
    CHANGED = "changed"
    MISSING = "missing"
    DIFFERENT = "different"
    """It is as it was made, but computing it again gives something else."""
    OLDER = "made of an older version"
    """It is as it was made, but what it was made of is not any more."""
    FAILED = "failed in the last run"
    UNKNOWN = "not in the records"
    OTHER_VERSION = "made with another version"
    """Its bytes are right; it was not computed again."""
    REPLACED = "replaced"
    """It is as it was made, and was kept when a new one took its place."""
    WITHDRAWN = "taken away"
    """A letter that is gone and stated another decision than the present one, or a reminder that is gone."""
    WRITTEN_INTO = "written into"
    """A register, into which people write notes."""


RIGHT = frozenset(
    {
        CheckVerdict.RIGHT,
        CheckVerdict.OTHER_VERSION,
        CheckVerdict.REPLACED,
        CheckVerdict.WITHDRAWN,
        CheckVerdict.WRITTEN_INTO,
    }
)
"""Nothing is to be done about these."""


@dataclass(frozen=True, slots=True)
class FileCheck:
    """One file and the result of its comparison.

    Attributes:
        file: as seen from where the command runs.
        what: the kind of file, such as "workbook" or "letter".
        verdict: the result.
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
        """Return the result as plain data (docs/json.md)."""
        return {
            "schema": SCHEMA,
            "file": self.file,
            "what": self.what,
            "verdict": self.verdict.value,
            "right": self.is_right,
            "says": self.says or None,
        }


@dataclass(frozen=True, slots=True)
class CurrentFile:
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
        """Compare the file with its record.

        Args:
            what: the kind of file.
            fingerprint: of the file when it was made.
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


def current_file(path: Path) -> CurrentFile:
    """Read a file as it is now; never raises."""
    try:
        return CurrentFile(path, fingerprint_of(content_of(path)))
    except (FileNotFoundError, NotADirectoryError):
        return CurrentFile(path)
    except OSError as error:
        return CurrentFile(path, trouble=reason_of(error))
    except ValueError:  # a name that this system cannot write, from records of another one
        return CurrentFile(path)
