"""Days that decide about letters, from a JSON file to the command's last word (2.7, 2.15)."""

import datetime as dt
import json
from dataclasses import replace

import pytest

from secor_xl.review.calendar import shown_date
from secor_xl.review.model import CorrectionRound, LetterKind, LetterRecord, Timing
from secor_xl.runs.exchange import exported
from secor_xl.samples.changes import with_facts, with_finding, with_round
from tests.cli.conftest import TODAY
from tests.letters.reading import body_text
from tests.workbook.shipped import CLEAN, INSTRUMENT


def day(month, number):
    return dt.date(2026, month, number)


# Due on July 16, 2026 at the latest; the final date of the whole process is September 29.
SENT = day(7, 1)
OPEN = with_finding(CLEAN, "B2", "0", "The policy is not signed.", "Sign it.", timing=Timing.NOW)
IN_TIME = with_facts(with_round(OPEN, SENT, returned=day(7, 16)), "reviewer", reviewed_on=day(7, 16))
LATE = with_facts(with_round(CLEAN, SENT, returned=day(7, 17)), "reviewer", reviewed_on=day(7, 17))
LOGGED = LetterRecord(LetterKind.FEEDBACK, 1, SENT, "feedback round 1.docx")


def accepted(on):
    [late] = LATE.rounds
    given = replace(late, late_accepted_by="Pat", late_accepted_on=on, late_accepted_reason="Road closed")
    return replace(LATE, rounds=(given,))


def too_late(**days):
    second = CorrectionRound(feedback_sent_on=day(9, 30), **days)
    return replace(IN_TIME, rounds=(*IN_TIME.rounds, second))


LOG_OF_TOO_LATE = (LOGGED, LetterRecord(LetterKind.FEEDBACK, 2, day(9, 30), "feedback round 2.docx"))

CASES = {
    "a feedback that went out after the final date": (too_late(), day(10, 1), "incomplete", "RD-204, 2.7c"),
    "the same, as the letter log says too": (
        replace(too_late(), letters=LOG_OF_TOO_LATE),
        day(10, 1),
        "invalid",
        "sufficiently corrected by the final date, September 29, 2026",
    ),
    "a late return accepted on the final date": (accepted(day(9, 29)), day(10, 1), "approve", "Road closed"),
    "a late return accepted after the final date": (
        accepted(day(9, 30)),
        day(10, 1),
        "invalid",
        "accepted only after the final date, September 29, 2026",
    ),
    "approval over an unanswered feedback, on its due day": (
        with_round(CLEAN, SENT),
        day(7, 16),
        "incomplete",
        "RD-402, 2.7a",
    ),
    "approval over an unanswered feedback, a day later": (
        with_round(CLEAN, SENT),
        day(7, 17),
        "incomplete",
        "RD-402, 2.7a",
    ),
    "a logged feedback without its round": (
        replace(CLEAN, letters=(LOGGED,)),
        day(7, 17),
        "incomplete",
        "RD-203, 2.7b",
    ),
    "a year typed alone": (
        with_facts(CLEAN, "case", submitted_on=dt.date(1905, 7, 18)),
        day(7, 17),
        "incomplete",
        'July 18, 1905, as Excel reads "2026" typed alone (FM-204, 2.1)',
    ),
}


@pytest.fixture
def workbook(secor, tmp_path):
    def made(review):
        record = tmp_path / "review.json"
        record.write_text(json.dumps(exported(review, INSTRUMENT)), encoding="utf-8")
        assert secor("new", tmp_path / "review.xlsx", "--from", record).code == 0
        return tmp_path / "review.xlsx"

    return made


@pytest.mark.parametrize(("review", "as_of", "outcome", "words"), CASES.values(), ids=list(CASES))
def test_the_days_decide(secor, workbook, tmp_path, review, as_of, outcome, words):
    ran = secor("letters", workbook(review), "--out", tmp_path / "out", "--as-of", as_of, "--json")
    result = json.loads(ran.out)
    assert result["outcome"] == outcome
    letters = [body_text(path.read_bytes()) for path in (tmp_path / "out").glob("*.docx")]
    assert bool(letters) == (outcome != "incomplete")
    assert not any("was not returned" in text for text in letters)
    assert any(words in text for text in letters or result["refused"])


@pytest.mark.parametrize("more", [(), ("--dry-run",)], ids=["write", "dry run"])
def test_a_letter_is_never_dated_after_today(secor, workbook, tmp_path, more):
    """A run that looks ahead would mark every awaited review invalid."""
    review, out, tomorrow = workbook(with_round(OPEN, SENT)), tmp_path / "out", TODAY + dt.timedelta(days=1)
    ran = secor("letters", review, "--out", out, "--as-of", tomorrow, *more)
    assert ran.code == 2
    assert f"{shown_date(tomorrow)}, which is after today, {shown_date(TODAY)}" in ran.err
    assert not out.exists()
    assert secor("letters", review, "--out", out, "--as-of", TODAY, *more).code == 0


@pytest.mark.parametrize(("days", "ahead"), [(0, False), (1, True)])
def test_a_check_may_look_ahead_and_says_so(secor, workbook, days, ahead):
    as_of = TODAY + dt.timedelta(days=days)
    checked = secor("check", workbook(CLEAN), "--as-of", as_of, "--json")
    assert json.loads(checked.out)["as_of"] == as_of.isoformat()
    assert (f"{shown_date(as_of)}, which is after today, {shown_date(TODAY)}" in checked.err) == ahead
