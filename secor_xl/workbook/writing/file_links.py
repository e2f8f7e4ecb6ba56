"""Links from a workbook to files, written so that Excel and LibreOffice find the files."""

from __future__ import annotations

import os
import re
from pathlib import Path, PurePath

from secor_xl.workbook.schema.cell_limits import units

LONGEST_LINK = 2079
"""The most characters that Excel takes for one link."""
MOST_LINKS = 65_530
"""The most links that Excel takes on one sheet; it repairs a file with more by throwing links away."""

# Other characters than these mean something in a link. Letters of other scripts stay: Excel on Windows takes their escaped
# bytes for characters of the machine's own code page.
_ESCAPED = re.compile(r"[\x00-\x20\x7f-\x9f\"#%:*?<>\[\\\]^`{|}]")
_DRIVE = re.compile(r"[A-Za-z]:/")
_UNHOLDABLE = re.compile("[\ud800-\udfff\ufffe\uffff]")


def path_from(folder: Path, path: Path) -> str:
    """Return the path of a file relative to a folder, with slashes; the absolute path if it is on another drive.

    Whatever links the two were reached through, it is the same path, and a reader that follows it comes to the file: ".." of
    a folder that was reached through a link is the parent of the folder that it leads to. A link that is the file itself
    keeps its own name.
    """
    try:
        return PurePath(os.path.relpath(_real(path), os.path.realpath(folder))).as_posix()
    except ValueError:
        return Path(os.path.abspath(path)).as_posix()  # noqa: PTH100 - a link in the path is kept as it is


def _real(path: Path) -> str:
    return os.path.join(os.path.realpath(path.parent), path.name)  # noqa: PTH118 - beside the system's other words for paths


def link_target(path: str) -> str:
    """Return the target of a link to a file.

    Args:
        path: relative to the workbook's folder, or whole; with slashes.

    Returns:
        The target; empty where no link can lead to the file: no path, too long, or a name that no text can hold.
    """
    if not path or _UNHOLDABLE.search(path):
        return ""
    if _DRIVE.match(path):
        target = f"file:///{path[:2]}{_escaped(path[2:])}"
    elif path.startswith("//"):
        target = f"file:{_escaped(path)}"
    elif path.startswith("/"):
        target = f"file://{_escaped(path)}"
    else:
        target = _escaped(path)
    return target if units(target) <= LONGEST_LINK else ""


def _escaped(path: str) -> str:
    return _ESCAPED.sub(lambda found: "".join(f"%{byte:02X}" for byte in found[0].encode()), path)
