"""What the letters say: one and many and none, long and missing."""

import datetime as dt
from dataclasses import replace

import pytest

from secor_xl.review.model import Account, Decided, Timing
from secor_xl.samples.changes import with_facts, with_finding, with_question
from tests.letters.reading import LATER, body_text, with_rounds


@pytest.fixture
def said(letters, templates):
    def text(review, number=0, **others):
        return body_text(templates.render(letters(review, **others)[number]))

    return text


def with_findings(review, count):
    for question in ("B2", "B3", "B4")[:count]:
        review = with_finding(review, question, "0", f"Found at {question}.", f"Do {question}.", timing=Timing.NOW)
    return review


@pytest.mark.parametrize(("count", "words"), [(1, "one item must"), (2, "two items must"), (3, "three items must")])
def test_one_item_or_many_to_correct(count, words, clean, said):
    assert words in said(with_findings(clean, count))


def test_a_score_below_its_mark_without_any_item_is_said_in_words(clean, said):
    review = clean
    for entry in review.questions:
        if entry.question_id[0] == "C":
            review = with_finding(review, entry.question_id, "0", "For later.", "Do it.", timing=Timing.FUTURE)
    text = said(review)
    assert "There is no single item to correct" in text
    assert "below the mark to reach" in text
    assert "What was needed" not in text


def test_none_is_said_in_words(clean, said):
    text = said(with_findings(clean, 1))
    assert "We have no further remarks for your next assessment." in text
    assert "We found no deficiency that the assessment had not noted already." in text
    assert "Last year" not in text
    approval = said(clean)
    assert "We have no remarks for your next assessment." in approval
    assert "Remarks on the action plan" not in approval


def test_additions_and_last_years_plan_are_asked_for(clean, said):
    review = with_question(with_findings(clean, 1), "B4", add_to_plan="Nobody ranks hazards")
    text = said(with_facts(review, "previous_plan", asked_for=Decided.YES))
    assert "Nobody ranks hazards." in text
    assert "need not be sent to us in order to pass" in text
    assert "Please also send us last year’s action plan" in text
    received = with_facts(review, "previous_plan", asked_for=Decided.YES, received_on=dt.date(2026, 6, 10))
    assert "last year’s action plan" not in said(received)


def test_the_first_round_and_the_next_begin_in_their_own_way(clean, said):
    review = with_findings(clean, 1)
    first, second = said(review), said(with_rounds(review, (30, 20)), as_of=LATER)
    assert "Thank you for your submission." in first
    assert "you receive this first feedback" in first
    assert "Thank you for your corrections." in second
    assert "It opens correction round 2." in second
    assert "you received the first feedback" in second


def test_a_copy_goes_to_the_employer(clean, said):
    review = with_findings(clean, 1)
    employer = review.employer
    assert f"Copy: {employer.contact_name}, {employer.legal_name}" in said(review)
    alone = with_facts(review, "assessor", name=employer.contact_name)
    assert f"Copy: {employer.legal_name}" in said(alone)


def test_missing_facts_are_said_to_be_missing(clean, said):
    review = with_facts(
        with_findings(clean, 1), "employer", legal_name="", trade_name="", contact_name="", street="", city=""
    )
    review = with_facts(review, "assessor", name="", email="")
    review = replace(with_facts(review, "case", reference=""), accounts=())
    text = said(review)
    assert "The assessor\n" in text
    assert "File reference\tnot given" in text
    assert "WCB accounts\tnot given" in text
    assert "None" not in text


@pytest.mark.parametrize(("count", "words"), [(1, "one WCB account of"), (2, "two WCB accounts of")])
def test_one_account_or_many(count, words, clean, said):
    accounts = tuple(Account("AB", f"001234{number}", "06604") for number in range(count))
    review = replace(clean, accounts=accounts)
    assert words in said(review, 1)
    assert ("WCB account\t" if count == 1 else "WCB accounts\t") in said(review)


@pytest.mark.parametrize(
    ("rounds", "words"),
    [([(30, None)], "There was one round of"), ([(50, 40), (30, None)], "There were two rounds of")],
)
def test_one_round_or_many(rounds, words, clean, said):
    text = said(with_rounds(with_findings(clean, 1), *rounds), as_of=LATER)
    assert words in text
    assert "not returned" in text


def test_what_stayed_open_is_listed_or_said_to_be_nothing(clean, said):
    with_open = said(with_rounds(with_findings(clean, 2), (30, None)), as_of=LATER)
    assert "These items were still open:" in with_open
    assert "Found at B3." in with_open
    without = said(with_rounds(clean, (30, 10)), as_of=LATER)
    assert "Nothing else stayed open" in without
    assert "These items" not in without


def test_no_right_of_appeal_is_invented_and_the_office_may_add_a_paragraph(clean, said, office):
    review = with_rounds(with_findings(clean, 1), (30, None))
    text = said(review, as_of=LATER)
    assert "appeal" not in text.lower()
    own = replace(office, invalidation_paragraph="Write to the board & ask.")
    assert "Write to the board & ask." in said(review, as_of=LATER, office=own)


def test_the_requirement_is_said_in_plain_words_with_its_clause(clean, said):
    late = said(with_rounds(clean, (30, 10)), as_of=LATER)
    assert "within 15 calendar days" in late
    assert "(procedure 2.7a)" in late
    assert "was returned on" in late
    final = said(with_rounds(with_findings(clean, 1), (100, 90), (85, 75)), as_of=LATER)
    assert "within 90 calendar days" in final
