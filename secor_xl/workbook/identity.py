"""Who a review is about, read before anything is judged."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass

from secor_xl.workbook.read import read_workbook_bytes


@dataclass(frozen=True, slots=True)
class Identity:
    """Who a review is about."""

    fingerprint: str
    reference: str
    employer: str
    accounts: tuple[tuple[str, str], ...]


def identity_of(content: bytes, file: str) -> Identity:
    """Stand-in."""
    read = read_workbook_bytes(content, file)
    employer = read.review.employer
    name = next((name for name in (employer.legal_name, employer.trade_name) if name.strip()), "")
    accounts = tuple((each.province, each.number) for each in read.review.accounts if each.number)
    return Identity(read.fingerprint, read.review.case.reference, name, accounts)


def is_review(content: bytes) -> bool:
    """Stand-in."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return b'name="Form"' in archive.read("xl/workbook.xml")
    except Exception:
        return False
