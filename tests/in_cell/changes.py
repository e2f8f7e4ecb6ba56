"""Changes to a workbook as a reviewer types them: for each review a dozen cells and more, each with what is typed there.

What is typed is a value as a reader of files knows it: a date, a number, a text, an error, a truth value, or nothing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from secor_xl.judgement.assessment import Assessment
from secor_xl.judgement.case import Place
from secor_xl.procedure.instrument import Question
from secor_xl.review.model import QuestionReview, Response, YearKind
from secor_xl.workbook.schema import computed_ranges, named_ranges
from secor_xl.workbook.schema.layout import QUESTIONS, cell_of
from secor_xl.xlsx.sheet_values import CellValue, ErrorValue

FIRST_DAY = dt.date(1899, 12, 30)


@dataclass(frozen=True)
class Change:
    """One thing typed.

    Attributes:
        what: what it is, for a person who reads that it failed.
        sheet: the sheet.
        cell: the cell.
        value: what is typed.
        as_of: the day of judgement that follows from it, where the change is in its cell.
    """

    what: str
    sheet: str
    cell: str
    value: CellValue
    as_of: dt.date | None = None

    @property
    def typed(self) -> object:
        """What goes over the wire to be typed: a number, a text, nothing, or a formula in a list."""
        if isinstance(self.value, ErrorValue):
            return [{"#N/A": "=NA()", "#DIV/0!": "=1/0"}[self.value.text]]
        if isinstance(self.value, bool):
            return [f"={str(self.value).upper()}()"]
        if isinstance(self.value, dt.date):
            return (self.value - FIRST_DAY).days
        assert self.value is None or isinstance(self.value, str | int | float)
        return self.value


def changes(assessment: Assessment, seed: int) -> list[Change]:
    """Changes to the workbook of an assessment: the same ones for the same seed."""
    return list(_changes(assessment, Random(seed)))


def _changes(assessment: Assessment, chosen: Random) -> Iterator[Change]:
    case, instrument = assessment.case, assessment.case.instrument

    def at(what: str, place: Place, value: CellValue) -> Change:
        found = cell_of(place, instrument)
        assert found, place
        return Change(f"{what}: {place}", *found, value)

    def of(question: Question, field: str) -> Place:
        return Place("questions", field, question.id)

    entries = {entry.question_id: entry for entry in case.review.questions}
    asked = chosen.sample(instrument.questions, 8)
    answered = entries.get(asked[0].id, QuestionReview(asked[0].id)).response
    yield at("an answer", of(asked[0], "response"), "yes" if answered is Response.NO else "no")
    yield at("an answer taken out", of(asked[1], "response"), None)
    yield at("a word that is no answer", of(asked[2], "response"), "maybe")
    points = entries.get(asked[3].id, QuestionReview(asked[3].id)).points
    yield at("points", of(asked[3], "points"), 0 if points else float(asked[3].points))
    yield at("points in parts", of(asked[4], "points"), 0.7)
    yield at("a text in a cell of points", of(asked[5], "points"), "two")
    yield at("a text that looks like a number", of(asked[5], "points_claimed"), "2.5")
    yield at("an error in a cell of points", of(asked[6], "points"), ErrorValue("#DIV/0!"))
    yield at("a truth value in a cell of points", of(asked[7], "points"), True)
    records = [question for question in instrument.questions if question.records]
    record = chosen.choice(records)
    yield at("the day of a record", of(record, "oldest_record"), case.as_of - dt.timedelta(chosen.randint(500, 900)))
    yield at("an error among the days", of(record, "newest_record"), ErrorValue("#N/A"))
    yield at("a day as a text", of(record, "oldest_record"), "31/3/2026")
    yield at("a finding", of(asked[1], "finding"), "The form is not dated.\nNobody signed it.")
    last = str(max(len(case.review.rounds), 1))
    sent = case.review.rounds[-1].feedback_sent_on if case.review.rounds else None
    sent = sent or case.as_of - dt.timedelta(40)
    if not case.review.rounds:
        yield at("feedback that was sent", Place("rounds", "feedback_sent_on", last), sent)
    yield at("a day of return", Place("rounds", "returned_on", last), sent + dt.timedelta(chosen.randint(1, 90)))
    yield at("another province", Place("accounts", "province", "1"), chosen.choice(["BC", "SK", "MB", "Alberta"]))
    yield at("an account number as a number", Place("accounts", "number", "1"), 550110)
    yield at("an employer without a name", Place("employer", "legal_name"), None)
    yield at("another head-count", Place("profile", "workers"), chosen.randint(5, 40))
    yield at("a text for a head-count", Place("profile", "workers"), "four")
    kind = YearKind.MAINTENANCE if case.review.case.year_kind is YearKind.CERTIFICATION else YearKind.CERTIFICATION
    yield at("the other kind of year", Place("case", "year_kind"), str(kind))
    yield at("an item of the action plan", Place("action_plan", "question_ids", "2"), f"{asked[0].id}, {asked[1].id}")
    header = QUESTIONS.column("points")
    yield Change("a header changed", QUESTIONS.sheet, f"{header.letter}{QUESTIONS.header_row}", "Marks")
    cell = named_ranges.range_of(computed_ranges.AS_OF, instrument)
    for days in (-200, 1, 45):
        day = case.as_of + dt.timedelta(days)
        yield Change(f"another day of judgement: {day}", cell.sheet, cell.first, day, day)
