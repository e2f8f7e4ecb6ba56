"""Compare the version of secor-xl that made a workbook with the installed one."""

from __future__ import annotations

import re

from secor_xl import __version__

RELEASE = re.compile(r"(\d{1,9}(?:\.\d{1,9})*)(.*)", re.DOTALL)
BEFORE_A_RELEASE = re.compile(r"[-_.]?(a|b|c|rc|alpha|beta|pre|dev)", re.IGNORECASE)
INSTALL_NEWER = "install the newer secor-xl, then run 'secor-xl excel install'"


def is_newer(made_by: str) -> bool:
    """Whether a workbook's version is above the installed one; a text that is no version is not.

    Only the numbers of the release count, and whether it was out already: a part after ``+`` or ``.post`` does not.
    """
    theirs, ours = _order(made_by), _order(__version__)
    return theirs is not None and ours is not None and theirs > ours


def newer_words(made_by: str) -> str:
    """Explain why a workbook of a newer version is not changed, and what to do."""
    return (
        f"it was made by secor-xl {made_by}, which is newer than the installed {__version__}: {INSTALL_NEWER}. A workbook is never"
        " taken back to an older version, because what only the newer one knows would be lost"
    )


def _order(version: str) -> tuple[list[int], bool] | None:
    found = RELEASE.match(version.strip())
    if found is None or found[2][:1].isdigit():
        return None
    numbers = [int(number) for number in found[1].split(".")]
    while numbers and not numbers[-1]:
        del numbers[-1]
    return numbers, not BEFORE_A_RELEASE.match(found[2])
