"""Last year carried on: what a new review takes over from the review of the same employer a year before."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from secor_xl.errors import SecorError
from secor_xl.intake.submission import IntakeRefused
from secor_xl.old_files import is_old_file
from secor_xl.review.comparison import as_compared
from secor_xl.review.model import CaseFile, Review, YearKind
from secor_xl.text import first_given
from secor_xl.workbook.reading.read_workbook import read_workbook
from secor_xl.xlsx.guard import WORKBOOK_ENDINGS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NEXT_KIND = {YearKind.CERTIFICATION: YearKind.MAINTENANCE}
"""After a certification year comes a maintenance year; what comes after a maintenance year, the office knows."""


def begun_after(last: Review) -> Review:
    """Return a new review with the employer, accounts, assessor and training of last year's; without verdicts, points and notes."""
    case = CaseFile(certificate_number=last.case.certificate_number, year_kind=_next_kind(last))
    assessor = replace(last.assessor, training_met=None)
    return Review(case=case, employer=last.employer, assessor=assessor, accounts=last.accounts)


def continued(review: Review, last: Review) -> Review:
    """Return a review that was taken in, with what last year's says beyond it.

    That is the certificate number, the kind of year, and the training of the same assessor. What a submission must itself
    include (2.3) is never filled in from last year, because then nobody would see that it is missing.
    """
    case = replace(
        review.case,
        certificate_number=first_given(review.case.certificate_number, last.case.certificate_number),
        year_kind=review.case.year_kind or _next_kind(last),
    )
    assessor = review.assessor
    if as_compared(assessor.name) == as_compared(last.assessor.name) != "":
        assessor = replace(
            assessor,
            training_course=first_given(assessor.training_course, last.assessor.training_course),
            trained_on=assessor.trained_on or last.assessor.trained_on,
            refreshed_on=assessor.refreshed_on or last.assessor.refreshed_on,
        )
    return replace(review, case=case, assessor=assessor)


def _next_kind(last: Review) -> YearKind | None:
    return NEXT_KIND.get(last.case.year_kind) if last.case.year_kind else None


@dataclass(frozen=True)
class LastYear:
    """The reviews of last year.

    Attributes:
        by_key: the workbooks and reviews by each way of finding them: a kind of key, and the key as it is compared.
        unread: a sentence for each workbook that could not be read.
    """

    by_key: dict[tuple[str, str], dict[Path, Review]] = field(default_factory=dict)
    unread: list[str] = field(default_factory=list)

    def of(self, review: Review, source: str) -> Review | None:
        """Find last year's review of an employer: by certificate number, then by account, then by legal name.

        Raises:
            IntakeRefused: two fit, so a person has to choose; ``source`` is what the message calls the new one.
        """
        found: dict[Path, Review] = {}
        for kind in ("certificate number", "WCB account", "legal name"):
            for own, key in _keys(review):
                found |= self.by_key.get((own, key), {}) if own == kind else {}
            if len(found) > 1:
                names = " and ".join(sorted(str(path) for path in found))
                raise IntakeRefused(
                    f"{source}: {names} have the same {kind}. Take this file in alone, and give the right one of them with --after."
                )
            if found:
                return next(iter(found.values()))
        return None


def read_last_year(path: Path) -> LastYear:
    """Read the review workbook of last year, or all of a folder and its sub-folders; raises ``SecorError`` where it is one file."""
    last = LastYear()
    if not path.is_dir():
        _add(last, path, read_workbook(path).review)
        return last
    for each in sorted(path.rglob("*")):
        if each.suffix.lower() in WORKBOOK_ENDINGS and not each.name.startswith("~$") and not is_old_file(each):
            try:
                _add(last, each, read_workbook(each).review)
            except SecorError as error:
                last.unread.append(str(error))
    return last


def _add(last: LastYear, path: Path, review: Review) -> None:
    for key in _keys(review):
        last.by_key.setdefault(key, {})[path] = review


def _keys(review: Review) -> Iterator[tuple[str, str]]:
    numbers = {("WCB account", as_compared(account.number)) for account in review.accounts}
    certificate = ("certificate number", as_compared(review.case.certificate_number))
    yield from (
        key for key in (certificate, *numbers, ("legal name", as_compared(review.employer.legal_name))) if key[1]
    )
