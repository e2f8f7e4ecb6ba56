"""Last year carried on: facts of the employer and the assessor, and nothing of verdicts, points or notes."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings

from secor_xl.intake.last_year import begun_after, continued, read_last_year
from secor_xl.intake.submission import IntakeRefused
from secor_xl.review.difference import facts_of
from secor_xl.review.model import Account, Assessor, CaseFile, Employer, Review, YearKind
from secor_xl.xlsx.guard import UnreadableWorkbook
from tests.strategies import reviews
from tests.workbook.built import built, review

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
    assert result.case == CaseFile(certificate_number="SECOR-550100", year_kind=YearKind.MAINTENANCE)
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
        assert found.case.certificate_number == certificate
    assert last.of(submission("", "", "Elm"), "new.xlsx") is None


def test_two_that_fit_are_asked_about_and_not_guessed(season: Path):
    last = read_last_year(season)
    with pytest.raises(IntakeRefused, match=r"new\.xlsx: .*one\.xlsx and .*two\.xlsx have the same WCB account"):
        last.of(submission("", "0101", "Pine Ltd."), "new.xlsx")
    with pytest.raises(IntakeRefused, match="the same legal name"):
        last.of(submission("", "", "oak ltd"), "new.xlsx")
    alone = read_last_year(season / "two.xlsx").of(submission("", "0101"), "new.xlsx")
    assert alone
    assert alone.employer.legal_name == "Oak Ltd."
    with pytest.raises(UnreadableWorkbook):
        read_last_year(season / "other.xlsx")
