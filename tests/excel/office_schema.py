"""What openxml-audit, which holds the rules of Microsoft's Open XML SDK, finds wrong in a file."""

from __future__ import annotations

import tempfile
from pathlib import Path

from openxml_audit import FileFormat, OpenXmlValidator

OLDEST, NEWEST = FileFormat.OFFICE_2016, FileFormat.MICROSOFT_365
"""Of those that we serve; the oldest takes offence at what only newer ones know."""


def faults(content: bytes, suffix: str, *versions: FileFormat) -> list[str]:
    """Every finding, of whatever severity; by the rules of the oldest Office unless told otherwise."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, f"checked{suffix}")
        file.write_bytes(content)
        return [
            f"{version.value}: {finding}"
            for version in versions or (OLDEST,)
            for finding in OpenXmlValidator(file_format=version).validate(file).errors
        ]
