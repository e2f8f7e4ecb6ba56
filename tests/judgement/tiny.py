"""The tiny instrument, a review of it in which nothing is to be found, and small changes to make of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field, fields, replace
from decimal import Decimal
from pathlib import Path

from secor_xl.judgement.assessment import Assessment, assess
from secor_xl.procedure.form import FORM_VERSION
from secor_xl.procedure.instrument import Instrument, read_instrument
from secor_xl.procedure.office import FormApproval, GoverningBody, Office, Program
from secor_xl.procedure.parameters import Parameters, Procedure, shipped_procedure
from secor_xl.review.model import (
    Account,
    ActionItem,
    Assessor,
    AssessorRole,
    CaseFile,
    CorrectionRound,
    DataGathering,
    Decided,
    DocumentsVerdict,
    Employer,
    FormIdentity,
    NotesVerdict,
    Profile,
    QuestionReview,
    Response,
    Review,
    Reviewer,
    SignOff,
    YearKind,
)
from secor_xl.workbook.reading.cell_problem import CellProblem

TINY = read_instrument(Path(__file__).with_name("tiny.toml"))
PROCEDURE = shipped_procedure()
PARAMETERS = PROCEDURE.in_force_on(dt.date(2026, 1, 1))
"""The numbers that these tests were written for; a later version of the procedure leaves them as they are."""


def day(text: str) -> dt.date:
    """A day of 2026, such as ``3-15``; with a year where it is another."""
    parts = [int(part) for part in text.split("-")]
    return dt.date(*parts) if len(parts) == 3 else dt.date(2026, *parts)


def _body(province: str) -> GoverningBody:
    approval = FormApproval(FORM_VERSION, day("2022-3-30"), "reference")
    return GoverningBody(
        province, f"Board of {province}", ("Street",), "x@example.com", "Dear", "account", "code", approval
    )


OFFICE = Office(
    name="Partner",
    program_name="Program",
    address=("Street",),
    phone="403-555-0100",
    email="partner@example.com",
    website="",
    signatory="Signatory",
    signatory_title="Title",
    invalidation_paragraph="",
    governing_bodies={province: _body(province) for province in ("AB", "BC", "SK")},
    program=Program(largest_employer=8, data_gathering_days=5, submission_days=4, training_years=3),
)

QUESTIONS = (
    QuestionReview("A1", Response.YES, documents=DocumentsVerdict.ADEQUATE, points=Decimal(10)),
    QuestionReview(
        "A2",
        Response.YES,
        notes="Interviews with seven of seven crew members, all positive.",
        notes_verdict=NotesVerdict.SUFFICIENT,
        points=Decimal(10),
    ),
    QuestionReview(
        "B1",
        Response.YES,
        notes="Forms of 12 rounds were read, for example the shop in May.",
        documents=DocumentsVerdict.ADEQUATE,
        oldest_record=day("2025-4-1"),
        newest_record=day("3-2"),
        notes_verdict=NotesVerdict.SUFFICIENT,
        points=Decimal(10),
    ),
    QuestionReview("B2", Response.YES, points=Decimal(5)),
    QuestionReview("C1", Response.YES, documents=DocumentsVerdict.ADEQUATE, points=Decimal(10)),
    QuestionReview(
        "C2",
        Response.YES,
        notes="Workers voted last spring, and two of them confirmed it.",
        notes_verdict=NotesVerdict.SUFFICIENT,
        points=Decimal(10),
    ),
)

CLEAN = Review(
    form=FormIdentity(FORM_VERSION, TINY.id, TINY.version, TINY.fingerprint),
    case=CaseFile("QA-1", "", YearKind.CERTIFICATION, day("3-10"), day("3-11")),
    employer=Employer(
        legal_name="Lantern Oilfield Services Ltd.",
        street="1 Example Road",
        city="Grande Prairie",
        province="AB",
        postal_code="T8X 9Z9",
        contact_name="Maren Oakfield",
        phone="780-555-0110",
        fax="none",
        email="office@example.com",
    ),
    assessor=Assessor(
        name="Tobias Fernley",
        role=AssessorRole.EMPLOYEE,
        phone="(780) 555-0112",
        email="safety@example.com",
        training_course="Safety Program Development",
        trained_on=day("2024-5-6"),
        training_met=Decided.YES,
    ),
    accounts=(Account("AB", "0550110", "06604"),),
    data_gathering=DataGathering(day("3-2"), day("3-6")),
    profile=Profile("Steam and pressure services.", owners=1, managers=0, supervisors=1, workers=4, contractors=2),
    assessor_sign_off=SignOff("Tobias Fernley", day("3-7")),
    employer_sign_off=SignOff("Maren Oakfield", day("3-7")),
    reviewer=Reviewer("Robin Reviewer", "robin@example.com", Decided.YES, day("3-16")),
    questions=QUESTIONS,
)


@dataclass(frozen=True)
class Setting:
    """A review and everything that it is judged by, ready to be changed."""

    review: Review = CLEAN
    instrument: Instrument = TINY
    office: Office = OFFICE
    as_of: dt.date = field(default_factory=lambda: day("3-20"))
    problems: tuple[CellProblem, ...] = ()
    procedure: Procedure = PROCEDURE

    def judged(self) -> Assessment:
        """The assessment."""
        return assess(
            self.review,
            instrument=self.instrument,
            office=self.office,
            as_of=self.as_of,
            problems=self.problems,
            procedure=self.procedure,
        )


Change = Callable[[Setting], Setting]


def nothing(setting: Setting) -> Setting:
    """No change."""
    return setting


def both(*changes: Change) -> Change:
    """One change after another."""

    def change(setting: Setting) -> Setting:
        for each in changes:
            setting = each(setting)
        return setting

    return change


def put(section: str, **values: object) -> Change:
    """Other facts in a section of the review."""

    def change(setting: Setting) -> Setting:
        part = replace(getattr(setting.review, section), **values)
        return replace(setting, review=replace(setting.review, **{section: part}))

    return change


def lists(**values: object) -> Change:
    """Another list of accounts, action items, rounds or questions."""

    def change(setting: Setting) -> Setting:
        return replace(setting, review=replace(setting.review, **values))  # type: ignore[arg-type]

    return change


def question(question_id: str, /, **values: object) -> Change:
    """Other facts of one question."""

    def change(setting: Setting) -> Setting:
        entries = tuple(
            replace(entry, **values) if entry.question_id == question_id else entry  # type: ignore[arg-type]
            for entry in setting.review.questions
        )
        return replace(setting, review=replace(setting.review, questions=entries))

    return change


def answered(question_id: str, response: Response | None, points: str | None = None) -> Change:
    """A question with another answer, without evidence."""
    entry = QuestionReview(question_id, response, points=None if points is None else Decimal(points))
    values = {item.name: getattr(entry, item.name) for item in fields(entry)}
    return question(question_id, **values)


def no(question_id: str) -> Change:
    """A "no" with its action item."""

    def change(setting: Setting) -> Setting:
        plan = (*setting.review.action_plan, item(question_id))
        return lists(action_plan=plan)(answered(question_id, Response.NO, "0")(setting))

    return change


def item(*question_ids: str, **values: object) -> ActionItem:
    """A complete action item."""
    whole = ActionItem(question_ids, "What is wrong", "What will be done", "Who", day("6-1"), Decided.YES)
    return replace(whole, **values)  # type: ignore[arg-type]


def office(**values: object) -> Change:
    """Another office."""

    def change(setting: Setting) -> Setting:
        return replace(setting, office=replace(setting.office, **values))  # type: ignore[arg-type]

    return change


def program(**values: int | None) -> Change:
    """Other program numbers."""

    def change(setting: Setting) -> Setting:
        return office(program=replace(setting.office.program, **values))(setting)

    return change


def on(text: str) -> Change:
    """Another day of the judgement."""
    return lambda setting: replace(setting, as_of=day(text))


def rounds(*days: str) -> Change:
    """Correction rounds, each as "sent received returned"; a dash where there is no such day.

    The review is brought up to date on the day of the last return, where that is later.
    """
    made = []
    for each in days:
        sent, received, returned = (None if text == "-" else day(text) for text in each.split())
        made.append(CorrectionRound(sent, received, returned))

    def change(setting: Setting) -> Setting:
        known = (setting.review.reviewer.reviewed_on, *(each.returned_on for each in made))
        reviewed_on = max((each for each in known if each), default=None)
        return both(lists(rounds=tuple(made)), put("reviewer", reviewed_on=reviewed_on))(setting)

    return change


def accepted(number: int, **values: object) -> Change:
    """The acceptance of a late return."""

    def change(setting: Setting) -> Setting:
        given: dict[str, object] = {"late_accepted_by": "Pat", "late_accepted_reason": "Road closed"}
        each = setting.review.rounds[number - 1]
        given["late_accepted_on"] = each.returned_on
        made = list(setting.review.rounds)
        made[number - 1] = replace(each, **{**given, **values})  # type: ignore[arg-type]
        return lists(rounds=tuple(made))(setting)

    return change


def in_force_from(text: str) -> Change:
    """A procedure whose first version starts on another day."""

    def change(setting: Setting) -> Setting:
        version: Parameters = replace(PARAMETERS, effective_from=day(text))
        return replace(setting, procedure=replace(PROCEDURE, in_version=(version,)))

    return change
