"""Workbooks that contradict each other. Which one is right is for a person to say, so neither gets a letter.

A wrong letter can cost an employer the certificate: one account number under two names, or one file reference on two reviews,
is found before anything is written. Only for two files with the very same bytes it does not matter which one is taken.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import PurePath

from secor_xl.letters.file_names import safe_head
from secor_xl.procedure.office import PROVINCES
from secor_xl.review.comparison import as_compared
from secor_xl.runs.season.recognition import Recognized
from secor_xl.runs.season.result import Failure, Trouble
from secor_xl.text import first_given, is_blank
from secor_xl.workbook.reading.identity import ReviewIdentity

MOST_NAMED = 3
COPY_NAME = re.compile(r" - Copy(?: \([0-9]+\))?$|^Copy of | \([0-9]+\)$", re.IGNORECASE)
"""The names that Windows, macOS, browsers and OneDrive give to the copy of a file."""


def conflicts_among(looked: Iterable[Recognized]) -> dict[str, Failure]:
    """The files that must not have a letter, by path, and why."""
    reviews = [(each.path, each.identity) for each in looked if each.identity]
    first: dict[str, str] = {}
    for path, identity in sorted(reviews, key=lambda each: COPY_NAME.search(PurePath(each[0]).stem) is not None):
        first.setdefault(identity.fingerprint, path)  # the original, where its copy has the name that a copy gets
    different = [(path, identity) for path, identity in reviews if first[identity.fingerprint] == path]
    held: dict[str, Failure] = {}
    for found in (_shared_accounts(different), _shared_references(different)):
        for path, failure in found:
            held.setdefault(path, failure)
    copies = [(path, first[identity.fingerprint]) for path, identity in reviews if first[identity.fingerprint] != path]
    return held | {path: _copy(original, held=original in held) for path, original in copies}


def _copy(original: str, *, held: bool) -> Failure:
    why = "which is held itself" if held else "which has the letters"
    cause = f"is the same file as {original}, {why}"
    return Failure(Trouble.CONFLICT, cause, "Nothing is lost; take one of the two out of the folder")


def _shared_references(reviews: list[tuple[str, ReviewIdentity]]) -> Iterator[tuple[str, Failure]]:
    """Two reviews under one file reference: their letters would have the same names."""
    grouped: dict[str, list[str]] = defaultdict(list)
    shown: dict[str, str] = {}
    for path, identity in reviews:
        name = first_given(identity.reference, identity.employer)
        if name:
            grouped[safe_head(name).casefold()].append(path)
            shown[path] = (
                f"its {'employer, without a file reference,' if is_blank(identity.reference) else 'file reference'} {name}"
            )
    for paths in grouped.values():
        for path in paths if len(paths) > 1 else ():
            cause = f"{shown[path]} gives its letters the same names as those of {_others(path, paths)}"
            cure = "Take out the older copy, or give each review a file reference of its own, and run again; neither gets one now"
            yield path, Failure(Trouble.CONFLICT, cause, cure)


def _shared_accounts(reviews: list[tuple[str, ReviewIdentity]]) -> Iterator[tuple[str, Failure]]:
    """One account number under two employers: a governing body would be told the wrong thing about one of them (2.13)."""
    grouped: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
    for path, identity in reviews:
        for province, number in dict.fromkeys(identity.accounts):
            grouped[province, as_compared(number)].append((path, as_compared(identity.employer)))
    for (province, number), holders in grouped.items():
        if not any(each.isdigit() for each in number) or len({employer for _, employer in holders}) == 1:
            continue
        paths = [path for path, _ in holders]
        for path in paths:
            where = f" ({PROVINCES.get(province, province)})" if province else ""
            cause = (
                f"has the account number {number.upper()}{where}, which another employer has in {_others(path, paths)}"
            )
            cure = "Find out whose number it is, correct the other review, and run again; neither gets one now"
            yield path, Failure(Trouble.CONFLICT, cause, cure)


def _others(path: str, paths: list[str]) -> str:
    others = [each for each in paths if each != path]
    more = f" and {len(others) - MOST_NAMED} more" if len(others) > MOST_NAMED else ""
    return ", ".join(others[:MOST_NAMED]) + more
