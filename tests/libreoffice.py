"""What is installed of LibreOffice: tests that need it are skipped with a reason, or required where CI says so."""

from __future__ import annotations

import os
import shutil
import subprocess
from functools import cache
from pathlib import Path

import pytest

REQUIRED = bool(os.environ.get("SECOR_XL_REQUIRE_LIBREOFFICE"))
"""Whether a missing program is a failure instead of a reason to skip."""
PROBE = "import sys, uno; sys.exit(sys.version_info < (3, 11))"
"""LibreOffice runs our functions in its own Python, so that must be one for which they are written."""


def needs_programs(*programs: str) -> list[pytest.MarkDecorator]:
    """The marks of tests that run programs, such as ``soffice`` or ``pdfinfo``."""
    return _marks(*(f"{program} is not installed" for program in programs if not shutil.which(program)))


def needs_uno() -> list[pytest.MarkDecorator]:
    """The marks of tests that steer LibreOffice from a Python program."""
    missing = [] if shutil.which("soffice") else ["LibreOffice (soffice) is not installed"]
    if not missing and uno_python() is None:
        missing = ["no Python 3.11 or later with LibreOffice's module uno was found (Debian and Ubuntu: python3-uno)"]
    return _marks(*missing)


def program_folder() -> Path:
    """Where LibreOffice's own programs and libraries are."""
    found = shutil.which("soffice")
    assert found, "LibreOffice (soffice) is not installed"
    return Path(found).resolve().parent


@cache
def uno_python() -> str | None:
    """A Python that can import ``uno``: LibreOffice's own, or the system's; hardly ever the one that runs the tests."""
    own = program_folder() / "python"
    for candidate in (own, Path("/usr/bin/python3")):
        if candidate.exists():
            told = subprocess.run([candidate, "-c", PROBE], check=False, capture_output=True)
            if told.returncode == 0:
                return str(candidate)
    return None


def _marks(*missing: str) -> list[pytest.MarkDecorator]:
    if missing and not REQUIRED:
        return [pytest.mark.libreoffice, pytest.mark.skip(reason="; ".join(missing))]
    return [pytest.mark.libreoffice]
