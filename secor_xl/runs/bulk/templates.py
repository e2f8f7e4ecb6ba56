"""Which templates letters were made with: one fingerprint of everything in the office's folder that shapes a letter."""

from __future__ import annotations

import hashlib
from pathlib import Path

from secor_xl.letters.kinds import KINDS
from secor_xl.procedure.office import OFFICE_FILE


def templates_fingerprint(folder: Path) -> str:
    """The SHA-256 of the letter templates and the office's data; what is missing counts as missing."""
    digest = hashlib.sha256()
    for name in sorted({OFFICE_FILE, *(kind.file for kind in KINDS.values())}):
        try:
            content = (folder / name).read_bytes()
        except OSError:
            content = b""
        digest.update(f"{name}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()
