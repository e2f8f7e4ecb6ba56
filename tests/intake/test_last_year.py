"""Last year carried on: facts of the employer and the assessor, and nothing of verdicts, points or notes."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings

from secor_xl.intake.last_year import EarlierReview, begun_after, continued, read_last_year
from secor_xl.intake.submission import IntakeRefused
from secor_xl.review.difference import facts_of
from secor_xl.review.model import (
    Account,
    ActionItem,
    Assessor,
    CaseFile,
    Employer,
    LastYearItem,
    LastYearList,
    Review,
    Timing,
    YearKind,
)
from secor_xl.samples.changes import with_facts, with_question
from secor_xl.workbook.schema.layout import LAST_YEAR
from secor_xl.xlsx.guard import UnreadableWorkbook
from tests.strategies import reviews
from tests.workbook.built import AS_OF, built, instrument, office, review

CARRIED = {"employer", "accounts", "assessor"}


def of_last_year(**case: object) -> Review:
    return replace(review(), case=replace(review().case, **case))  # type: ignore[arg-type]


@settings(max_examples=50, deadline=None)
@given(reviews())
def test_nothing_but_employer_accounts_assessor_and_certificate_is_carried(last: Review):
    begun = {(fact.section, fact.field) for fact in facts_of(begun_after(last))}
    assert {section for section, _ in begun} <= {*CARRIED, "case"}
    assert ("assessor", "training_met") not in begun
    assert {field for section, field in begun if section == "case"} <= {"certificate_number", "year_kind"}
    assert begun_after(last).employer == last.employer


@pytest.mark.parametrize(
    ("was", "now"),
    [(YearKind.CERTIFICATION, YearKind.MAINTENANCE), (YearKind.MAINTENANCE, None), (None, None)],
)
def test_after_a_certification_year_comes_maintenance_and_after_that_the_office_decides(
    was: YearKind | None, now: YearKind | None
):
    assert begun_after(of_last_year(year_kind=was)).case.year_kind is now


def test_what_a_submission_must_include_is_not_filled_in_from_last_year():
    new = Review(employer=Employer(legal_name="Pine"), assessor=Assessor(name="tobias  fernley"))
    result = continued(new, review())
    assert result.employer == new.employer
    assert result.accounts == ()
    assert result.case == CaseFile(certificate_number="SECOR-550110", year_kind=YearKind.MAINTENANCE)
    assert result.assessor.training_course == review().assessor.training_course
    assert result.assessor.phone == ""
    assert continued(Review(assessor=Assessor(name="Somebody Else")), review()).assessor == Assessor(
        name="Somebody Else"
    )
    own = Assessor(name="Tobias Fernley", trained_on=dt.date(2026, 1, 2), training_course="Other")
    assert continued(Review(assessor=own), review()).assessor.trained_on == own.trained_on


@pytest.fixture
def season(tmp_path: Path) -> Path:
    """Three reviews of last year: two share an account, two a legal name; and a file that is none."""
    (tmp_path / "sub").mkdir()
    facts = {
        "one.xlsx": ("SECOR-1", "Pine Ltd.", "0101"),
        "two.xlsx": ("SECOR-2", "Oak Ltd.", "0101"),
        "sub/three.xlsx": ("SECOR-3", "Oak Ltd.", "0303"),
    }
    for name, (certificate, employer, account) in facts.items():
        last = of_last_year(certificate_number=certificate)
        last = replace(
            last, employer=replace(last.employer, legal_name=employer), accounts=(Account("AB", account, "1"),)
        )
        (tmp_path / name).write_bytes(built(last))
    (tmp_path / "other.xlsx").write_bytes(b"no workbook")
    (tmp_path / "~$one.xlsx").write_bytes(b"a lock")
    for old in ("one (before record).xlsx", "sub/three (before correction).xlsx"):
        (tmp_path / old).write_bytes((tmp_path / old.replace(old[old.index(" (") : -5], "")).read_bytes())
    return tmp_path


def submission(certificate: str = "", account: str = "", employer: str = "") -> Review:
    return Review(
        case=CaseFile(certificate_number=certificate), accounts=(Account(number=account),), employer=Employer(employer)
    )


def test_an_employer_is_found_by_certificate_then_account_then_name(season: Path):
    last = read_last_year(season)
    assert len(last.unread) == 1
    for new, certificate in (
        (submission("secor 2", "0303", "Pine Ltd."), "SECOR-2"),
        (submission("", "03-03", "Pine Ltd."), "SECOR-3"),
        (submission("SECOR-9", "0909", "PINE LTD"), "SECOR-1"),
    ):
        found = last.of(new, "new.xlsx")
        assert found
        assert found.review.case.certificate_number == certificate
    assert last.of(submission("", "", "Elm"), "new.xlsx") is None


def test_two_that_fit_are_asked_about_and_not_guessed(season: Path):
    last = read_last_year(season)
    with pytest.raises(IntakeRefused, match=r"new\.xlsx: .*one\.xlsx and .*two\.xlsx have the same WCB account"):
        last.of(submission("", "0101", "Pine Ltd."), "new.xlsx")
    with pytest.raises(IntakeRefused, match="the same legal name"):
        last.of(submission("", "", "oak ltd"), "new.xlsx")
    alone = read_last_year(season / "two.xlsx").of(submission("", "0101"), "new.xlsx")
    assert alone
    assert alone.review.employer.legal_name == "Oak Ltd."
    with pytest.raises(UnreadableWorkbook):
        read_last_year(season / "other.xlsx")


def items(last: Review, **changes: object) -> tuple[LastYearItem, ...]:
    """Return last year's items for a new review with the same instrument, or one with other questions."""
    return EarlierReview(last, instrument()).items(replace(instrument(), **changes), office(), AS_OF)  # type: ignore[arg-type]


def test_each_finding_for_the_future_addition_and_action_item_is_listed_once():
    found = {"finding": "No date.", "needed": "Date it.", "timing": Timing.FUTURE, "add_to_plan": "No date."}
    last = with_question(with_question(review(), "B4", **found), "D7", add_to_plan="Lock tools away")
    day = dt.date(2026, 9, 30)
    plan = (
        ActionItem(("B4",), "no date", "Date the list", "Kim", day),
        ActionItem(),
        ActionItem(("H2",), "", "Read", ""),
    )
    future, addition, planned = items(replace(with_facts(last, "employer", email="x"), action_plan=plan))
    assert future == LastYearItem(LastYearList.FUTURE, ("B4",), "No date.", "Date the list", day)
    assert addition == LastYearItem(LastYearList.ADDITION, ("D7",), "Lock tools away")
    assert planned == LastYearItem(LastYearList.ACTION_PLAN, ("H2",), "", "Read")
    assert items(review()) == ()


def test_a_question_that_another_instrument_words_anew_is_named_in_words():
    last = replace(review(), action_plan=(ActionItem(("A1", "B1"), "No list", "Make one"),))
    elements = tuple(
        replace(each, questions=tuple(replace(q, text="Other?") if q.id == "B1" else q for q in each.questions))
        for each in instrument().elements
    )
    (item,) = items(last, elements=elements)
    assert (item.question_ids, item.deficiency) == (("A1",), "B1 of last year's instrument: No list")


def test_more_items_than_the_sheet_has_rows_are_counted():
    plan = tuple(ActionItem(("B1",), f"Item {number}") for number in range(LAST_YEAR.capacity + 3))
    made = items(replace(review(), action_plan=plan))
    assert len(made) == LAST_YEAR.capacity
    assert made[-1].deficiency == "and 4 more items; read them in last year's review"
