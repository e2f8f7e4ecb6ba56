"""Fingerprints of the templates and data in the office's folder that shape letters and e-mails."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

from secor_xl.files import content_of
from secor_xl.letters.kinds import KINDS
from secor_xl.procedure.office import OFFICE_FILE
from secor_xl.procedure.office_instruments import INSTRUMENTS_FOLDER, instrument_files
from secor_xl.review.model import LetterKind

PICTURES = (".png", ".jpg", ".jpeg")


def templates_fingerprint(folder: Path) -> str:
    """Return the SHA-256 of the templates, the office's data, instruments and pictures; a missing file counts as empty."""
    pictures = [path.name for path in folder.glob("*.*") if path.suffix.lower() in PICTURES]
    instruments = [f"{INSTRUMENTS_FOLDER}/{path.name}" for path in instrument_files(folder)]
    return _fingerprint(folder, sorted({OFFICE_FILE, *(kind.file for kind in KINDS.values()), *instruments, *pictures}))


def email_fingerprint(folder: Path, kind: LetterKind) -> str:
    """Return the SHA-256 of an e-mail's text, for one kind of letter, and the office's data with the addresses."""
    from secor_xl.delivery.email.drafts import EMAIL_FOLDER, email_file  # noqa: PLC0415 - only where e-mails are asked for

    return _fingerprint(folder, (OFFICE_FILE, f"{EMAIL_FOLDER}/{email_file(kind)}"))


def _fingerprint(folder: Path, names: Iterable[str]) -> str:
    digest = hashlib.sha256()
    for name in names:
        try:
            content = content_of(folder / name)
        except OSError:
            content = b""
        digest.update(f"{name}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()
