"""The names of the old files that refresh, record, intake and upgrade keep beside a workbook."""

from __future__ import annotations

import re
from enum import StrEnum
from itertools import count
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class Before(StrEnum):
    """The words in brackets in the name of an old file; ``upgrade`` writes the old version of the tool or instrument there."""

    REFRESH = "before refresh"
    RECORD = "before record"
    CORRECTION = "before correction"


OLD_NAME = re.compile(
    rf"(.+) \((?:{'|'.join(Before)}|(?:secor-xl|instrument) [^()]+?)(?:, [0-9]+)?\)(\.xls[xm])", re.IGNORECASE
)


def old_names(path: Path, words: str) -> Iterator[Path]:
    """Yield names for the old file of a workbook, the plainest first, such as ``review (before record).xlsx``."""
    yield path.with_name(f"{path.stem} ({words}){path.suffix}")
    for number in count(2):
        yield path.with_name(f"{path.stem} ({words}, {number}){path.suffix}")


def is_old_file(path: Path) -> bool:
    """Return whether a file is the old one of a workbook that is still beside it."""
    found = OLD_NAME.fullmatch(path.name)
    return found is not None and path.with_name(found[1] + found[2]).is_file()
