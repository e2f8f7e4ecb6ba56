"""Last year carried on: what a new review takes over from the review of the same employer a year before."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from secor_xl.errors import SecorError
from secor_xl.intake.submission import IntakeRefused
from secor_xl.judgement.assessment import assess
from secor_xl.judgement.deficiencies import for_the_future, to_add_to_the_plan
from secor_xl.old_files import is_old_file
from secor_xl.review.comparison import as_compared
from secor_xl.review.model import ActionItem, CaseFile, LastYearItem, LastYearList, Review, YearKind
from secor_xl.text import first_given
from secor_xl.workbook.reading.read_workbook import read_workbook
from secor_xl.workbook.schema.layout import LAST_YEAR
from secor_xl.xlsx.guard import WORKBOOK_ENDINGS

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from secor_xl.judgement.deficiencies import Deficiency
    from secor_xl.procedure.instrument import Instrument
    from secor_xl.procedure.office import Office
    from secor_xl.workbook.reading.read_workbook import ReadReview

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


@dataclass(frozen=True, slots=True)
class EarlierReview:
    """The review of a workbook of last year, and the instrument that it was made with."""

    review: Review
    instrument: Instrument

    @classmethod
    def of(cls, read: ReadReview) -> EarlierReview:
        """Keep the facts of a workbook that was read, without its cells."""
        return cls(read.review, read.instrument)

    def items(self, instrument: Instrument, office: Office, as_of: dt.date) -> tuple[LastYearItem, ...]:
        """Return what last year's letter put under "for the future" or added to the action plan, and the plan's items.

        A deficiency that is in several of these lists is one item. A question that the new instrument does not have, or has
        with another text, is named in words, so that it is not taken for another one.

        Args:
            instrument: the instrument of the new review.
            office: the office, for its program numbers.
            as_of: the day of the judgement if the review has no letter.
        """
        written = [each.written_on for each in self.review.letters if each.written_on]
        then = assess(self.review, instrument=self.instrument, office=office, as_of=max(written, default=as_of))
        items: dict[tuple[tuple[str, ...], str], LastYearItem] = {}
        for each in (
            *_listed(for_the_future(then), LastYearList.FUTURE),
            *_listed(to_add_to_the_plan(then), LastYearList.ADDITION),
            *map(_planned, (each for each in self.review.action_plan if each != ActionItem())),
        ):
            key = each.question_ids, as_compared(first_given(each.deficiency, each.planned))
            first = items.setdefault(key, each)
            items[key] = replace(
                first,
                planned=first_given(each.planned, first.planned),
                target_date=first.target_date or each.target_date,
            )
        texts = {question.id: question.text for question in instrument.questions}
        changed = {each.id for each in self.instrument.questions if texts.get(each.id) != each.text}
        made = tuple(_without(each, changed) for each in items.values())
        most = LAST_YEAR.capacity
        if len(made) > most:
            rest = f"and {len(made) - most + 1} more items; read them in last year's review"
            made = (*made[: most - 1], LastYearItem(deficiency=rest))
        return made


def _listed(rows: Iterable[Deficiency], listed_in: LastYearList) -> Iterator[LastYearItem]:
    for row in rows:
        head = "" if row.question else f"{row.item}: "
        ids = (row.item,) if row.question else ()
        yield LastYearItem(listed_in, ids, head + "\n".join(row.found), "\n".join(row.needed))


def _planned(item: ActionItem) -> LastYearItem:
    return LastYearItem(LastYearList.ACTION_PLAN, item.question_ids, item.deficiency, item.action, item.target_date)


def _without(item: LastYearItem, changed: set[str]) -> LastYearItem:
    """Return an item with those of its questions in words that are others, or none, in the new instrument."""
    others = [question_id for question_id in item.question_ids if question_id in changed]
    if not others:
        return item
    kept = tuple(question_id for question_id in item.question_ids if question_id not in changed)
    deficiency = f"{', '.join(others)} of last year's instrument: {item.deficiency}"
    return replace(item, question_ids=kept, deficiency=deficiency)


@dataclass(frozen=True)
class LastYear:
    """The reviews of last year.

    Attributes:
        by_key: the workbooks and reviews by each way of finding them: a kind of key, and the key as it is compared.
        unread: a sentence for each workbook that could not be read.
    """

    by_key: dict[tuple[str, str], dict[Path, EarlierReview]] = field(default_factory=dict)
    unread: list[str] = field(default_factory=list)

    def of(self, review: Review, source: str) -> EarlierReview | None:
        """Find last year's review of an employer: by certificate number, then by account, then by legal name.

        Raises:
            IntakeRefused: two fit, so a person has to choose; ``source`` is what the message calls the new one.
        """
        found: dict[Path, EarlierReview] = {}
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
        _add(last, path, EarlierReview.of(read_workbook(path)))
        return last
    for each in sorted(path.rglob("*")):
        if each.suffix.lower() in WORKBOOK_ENDINGS and not each.name.startswith("~$") and not is_old_file(each):
            try:
                _add(last, each, EarlierReview.of(read_workbook(each)))
            except SecorError as error:
                last.unread.append(str(error))
    return last


def _add(last: LastYear, path: Path, earlier: EarlierReview) -> None:
    for key in _keys(earlier.review):
        last.by_key.setdefault(key, {})[path] = earlier


def _keys(review: Review) -> Iterator[tuple[str, str]]:
    numbers = {("WCB account", as_compared(account.number)) for account in review.accounts}
    certificate = ("certificate number", as_compared(review.case.certificate_number))
    yield from (
        key for key in (certificate, *numbers, ("legal name", as_compared(review.employer.legal_name))) if key[1]
    )
