"""Samples that are there for what was submitted: accounts, answers, action plan, evidence."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from secor_xl.judgement.outcome import OutcomeKind
from secor_xl.procedure.instrument import Instrument
from secor_xl.review.model import (
    Account,
    AssessorRole,
    Decided,
    DocumentsVerdict,
    NotesVerdict,
    QuestionReview,
    Review,
    Timing,
)
from secor_xl.samples.changes import with_action_item, with_facts, with_finding, with_no, with_question
from secor_xl.samples.clean import GATHERING_END, clean_review
from secor_xl.samples.losses import losses, with_losses
from secor_xl.samples.plans import NOES
from secor_xl.samples.sample_findings import FINDINGS
from secor_xl.samples.sample_type import Sample, SampleIdentity, account_of, with_identity

SCORED_ELEMENTS = "ABCD"


def content_samples(instrument: Instrument) -> tuple[Sample, ...]:
    """The samples that are there for what was submitted."""
    clean = clean_review(instrument)
    return (
        _three_provinces(clean),
        _contradiction(clean),
        _no_action_plan(clean),
        _for_the_future(clean),
        _weak_evidence(clean),
        _half_done(clean),
    )


def _three_provinces(clean: Review) -> Sample:
    identity = SampleIdentity(
        *(14, "Three Rivers Osprey Energy Services Ltd.", "Three Rivers Osprey", "500 Confluence Example Road"),
        *("Grande Prairie", "AB", "T8W 9Z4", "Eleonora Vashti", "Jasper Dunmore"),
        "Steam and pressure services with crews in Alberta, British Columbia and Saskatchewan.",
        fax=True,
    )
    accounts: tuple[Account, ...] = (account_of("AB", 152), account_of("BC", 153), account_of("SK", 154))
    review = replace(with_identity(clean, identity), accounts=accounts)
    why = "Its accounts are in three provinces, so three governing bodies are informed of the approval (2.3c, 2.13)."
    return Sample("Three Rivers Osprey", "three-rivers-osprey", why, review, OutcomeKind.APPROVE)


def _contradiction(clean: Review) -> Sample:
    identity = SampleIdentity(
        *(15, "Amber Lynx Lease Services Ltd.", "Amber Lynx", "19 Cutline Example Road"),
        *("Fox Creek", "AB", "T0H 9P9", "Ottilie Brandt", "Marcus Nwosu"),
        "Lease construction support, steam and pressure washing.",
    )
    review = with_no(
        with_identity(clean, identity),
        "D2",
        "The crews were too busy from November to April, and no round of the shop, the yard or a lease was made.",
        action="Name one person for the monthly rounds and put them on the shift plan.",
    )
    review = with_facts(review, "profile", contractors=0)
    why = "Corrections come from inspections that were not done, and contractors from a head-count of none (2.5d)."
    return Sample("Amber Lynx", "amber-lynx", why, review, OutcomeKind.REQUEST_CORRECTIONS)


def _no_action_plan(clean: Review) -> Sample:
    identity = SampleIdentity(
        *(16, "Silverberry Derrick Services Ltd.", "Silverberry Derrick", "88 Windrow Example Avenue"),
        *("Weyburn", "SK", "S4H 9Z8", "Dagny Fairweather", "Lucian Arsenault"),
        "Pressure and steam services for service rigs.",
    )
    review = with_identity(clean, identity)
    for question_id in ("A5", "H2", "H5"):
        review = with_no(review, question_id, NOES[question_id][0])
    why = "Three answers of no have no item in the action plan, which is remarked on but never blocks (2.5f, 2.11)."
    return Sample("Silverberry Derrick", "silverberry-derrick", why, review, OutcomeKind.APPROVE)


def _for_the_future(clean: Review) -> Sample:
    identity = SampleIdentity(
        *(17, "Copper Kestrel Compression Ltd.", "Copper Kestrel", "6 Saskatoon Example Bend"),
        *("Taber", "AB", "T1G 9X3", "Philippa Rasmussen", "Tomasz Greenaway"),
        "Small compressor packages with steam and pressure cleaning of lines.",
    )
    review = with_losses(with_identity(clean, identity), losses("A2 10, D6 20, F3 10"), timing=Timing.FUTURE)
    review = with_question(review, "A2", add_to_plan="Write down the responsibilities of hired contractors")
    review = with_question(review, "F3", add_to_plan="Write a review after each drill, and improve the plan by it")
    review = with_question(review, "D6", add_to_plan="Have a licensed shop record the work on the shop hoist")
    review = with_facts(review, "previous_plan", asked_for=Decided.YES)
    why = (
        "Findings for the future and additions to the action plan do not block, and last year's plan is asked for"
        " (2.9, 2.10, 2.12)."
    )
    return Sample("Copper Kestrel", "copper-kestrel", why, review, OutcomeKind.APPROVE)


def _weak_evidence(clean: Review) -> Sample:
    identity = SampleIdentity(
        *(18, "Ochre Basin Tank Services Ltd.", "Ochre Basin", "1404 Alkali Example Street"),
        *("Medicine Hat", "AB", "T1A 9Z9", "Ludmila Prescott", "Orson Blackwater"),
        "Tank cleaning with steam and pressure units.",
        AssessorRole.CONSULTANT,
    )
    review = with_facts(with_identity(clean, identity), "employer", phone="", email="office at ochre-basin")
    review = with_question(
        with_finding(review, "B6", "15", *FINDINGS["B6"], timing=Timing.NOW),
        "B6",
        documents=DocumentsVerdict.INCOMPLETE,
    )
    review = with_question(
        with_finding(review, "D2", "20", *FINDINGS["D2"], timing=Timing.NOW),
        "D2",
        documents=DocumentsVerdict.OUT_OF_DATE,
        oldest_record=GATHERING_END - dt.timedelta(days=700),
        newest_record=GATHERING_END - dt.timedelta(days=401),
    )
    review = with_finding(
        review,
        "F3",
        "0",
        "No record of a drill is attached, and the notes do not say when one took place.",
        "Send the dated drill records with attendance, and notes on what was learned.",
        timing=Timing.NOW,
    )
    review = with_question(
        review,
        "F3",
        documents=DocumentsVerdict.MISSING,
        oldest_record=None,
        newest_record=None,
        notes="Yes, done every year.",
        notes_verdict=NotesVerdict.INSUFFICIENT,
    )
    review = with_action_item(review, ("F3",), "No drill on record", "Improve", responsible="", relevant=Decided.NO)
    why = (
        "The assessor is a consultant, data are missing and the evidence does not hold (2.2b, 2.3a, 2.5a, 2.5b, 2.5c)."
    )
    return Sample("Ochre Basin", "ochre-basin", why, review, OutcomeKind.REQUEST_CORRECTIONS)


def _half_done(clean: Review) -> Sample:
    identity = SampleIdentity(
        *(19, "Pemmican Trail Oilfield Hauling Ltd.", "Pemmican Trail", "2216 Elevator Example Road"),
        *("Swift Current", "SK", "S9H 9Z2", "Agnieszka Thorsby", "Rupert Delacroix"),
        "Hauling of water and steam units to well sites.",
    )
    review = with_facts(with_identity(clean, identity), "reviewer", practice_applied=None, reviewed_on=None)
    review = replace(review, questions=tuple(_not_yet_reviewed(entry) for entry in review.questions))
    why = "The reviewer has scored four elements of ten, so there is no score yet and no letter (2.4, 2.6a)."
    return Sample("Pemmican Trail", "pemmican-trail", why, review, OutcomeKind.INCOMPLETE)


def _not_yet_reviewed(entry: QuestionReview) -> QuestionReview:
    if entry.question_id[0] in SCORED_ELEMENTS:
        return entry
    return replace(entry, points=None, documents=None, notes_verdict=None)
