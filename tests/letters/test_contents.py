"""What the letters say: one and many and none, long and missing."""

import datetime as dt
import re
from dataclasses import replace
from decimal import Decimal

import pytest

from secor_xl.judgement.review_comparison import carried_requests
from secor_xl.letters.plan import planned_letters
from secor_xl.review.calendar import shown_date
from secor_xl.review.model import Account, CorrectionRound, Decided, DoneVerdict, LastYearItem, LastYearList, Timing
from secor_xl.review.snapshots import with_snapshot
from secor_xl.samples.changes import with_facts, with_finding, with_no, with_not_applicable, with_question
from secor_xl.samples.clean import clean_review
from tests.judgement.scale import scale, scored
from tests.letters.reading import LATER, TODAY, body_text, with_rounds


@pytest.fixture
def said(letters, templates):
    def text(review, number=0, **others):
        return body_text(templates.render(letters(review, **others)[number]))

    return text


def with_findings(review, count):
    for question in ("B2", "B3", "B4")[:count]:
        review = with_finding(review, question, "0", f"Found at {question}.", f"Do {question}.", timing=Timing.NOW)
    return review


@pytest.mark.parametrize(
    ("count", "words"),
    [(1, "Please correct one item"), (2, "Please correct two items"), (3, "Please correct three items")],
)
def test_one_item_or_many_to_correct(count, words, clean, said):
    assert f"{words} (procedure 2.7):" in said(with_findings(clean, count))


def without_points(review, elements, **changes):
    for entry in review.questions:
        if entry.question_id[0] in elements:
            review = with_finding(review, entry.question_id, "0", f"Late at {entry.question_id}.", "Do it.", **changes)
    return review


NOTHING_WAS_OPEN = "No score was below its minimum, and no item was open"
NOTHING_IN_THE_WAY = "Nothing in this list stands in the way"
ALSO_LOST_POINTS = "including each item that lost points in a score below its minimum"


def test_what_took_points_from_a_score_below_its_mark_is_to_be_corrected_whatever_its_time(clean, said):
    review = with_finding(without_points(clean, "J"), "E2", "0", "Late at E2.", "Do it.")
    text = said(review)  # element J is below its mark, the overall score is not
    assert "Element J is below its minimum." in text
    assert f"Please correct three items, {ALSO_LOST_POINTS} (procedure 2.7):" in text
    assert NOTHING_IN_THE_WAY in text
    everything = said(without_points(clean, "ABCDEFGHIJ"))
    assert f"Please correct {len(clean.questions)} items, {ALSO_LOST_POINTS}" in everything
    assert NOTHING_IN_THE_WAY not in everything
    assert "We have no further remarks for your next assessment." in everything


@pytest.mark.parametrize(
    ("elements", "sentence"),
    [
        ("J", "Element J is below its minimum."),
        ("IJ", "Elements I and J are below their minimums."),
        ("ABC", "The overall score and elements A, B and C are below their minimums."),
    ],
)
def test_the_scores_below_their_minimum_are_named_in_a_sentence(elements, sentence, clean, said):
    assert sentence in said(without_points(clean, elements))


def test_the_overall_score_alone_and_with_one_element(judge, templates):
    instrument = scale((100,), (100,))
    for points, sentence in (
        (("70", "70"), "The overall score is below its minimum."),
        (("100", "0"), "The overall score and element B are below their minimums."),
    ):
        review = scored(instrument, *points, review=clean_review(instrument))
        (letter,) = planned_letters(judge(review, instrument=instrument), letter_date=TODAY)
        assert sentence in body_text(templates.render(letter))


def test_at_the_mark_what_is_for_the_future_stays_there(clean, said):
    review = with_finding(clean, "C1", "0", "Late at C1.", "Do it.")
    text = said(with_findings(review, 1))
    assert "Please correct one item (procedure 2.7):" in text
    assert ALSO_LOST_POINTS not in text
    assert NOTHING_IN_THE_WAY in text


def test_a_no_and_points_without_a_finding_are_offered_for_correction(clean, said):
    review = with_no(without_points(clean, "ABCDEFGHI"), "J1", "None was chosen.", action="Choose one.")
    review = with_question(review, "J3", points=Decimal(4), points_claimed=Decimal(4))
    text = said(review)
    assert 'The answer is "no": 0 of 10 points.' in text
    assert "4 of 10 points were awarded." in text
    assert "If this has been corrected since" in text
    assert "verifies the rest" in text


def test_an_invalidation_lists_what_took_points_from_a_score_below_its_mark(clean, said):
    text = said(with_rounds(without_points(clean, "C"), (30, None)), as_of=LATER)
    assert "Element C, Hazard Control, was 0 %" in text
    assert "These items were open when we last reviewed the assessment:" in text
    assert "Late at C1." in text
    assert NOTHING_WAS_OPEN not in text


def test_where_every_question_is_marked_not_applicable_the_letter_says_so(judge, templates):
    instrument = scale((100,), (100,))
    review = scored(instrument, "n/a", "n/a", review=clean_review(instrument))
    (letter,) = planned_letters(judge(review, instrument=instrument), letter_date=TODAY)
    text = body_text(templates.render(letter))
    assert "so there is no score." in text
    assert 'Every question is marked "n/a"' in text
    assert "Every score reaches its minimum" not in text


NOTHING_TO_ADD = "We have nothing to add to your action plan."
REVISE = "expected to revise their original action plan to account for any additional deficient items"


def test_none_is_said_in_words(clean, said):
    text = said(with_findings(clean, 1))
    assert "We have no further remarks for your next assessment." in text
    assert "Last year" not in text
    approval = said(clean)
    assert NOTHING_TO_ADD in approval
    assert REVISE not in approval
    assert "We have no remarks for your next assessment." in approval
    assert "Remarks on the action plan" not in approval


def test_additions_and_last_years_plan_are_asked_for(clean, said):
    review = with_question(with_findings(clean, 1), "B4", add_to_plan="Nobody ranks hazards")
    text = said(with_facts(review, "previous_plan", asked_for=Decided.YES))
    assert "Please add the following to your SECOR action plan" in text
    assert "Nobody ranks hazards." in text
    assert text.count(REVISE) == 1
    assert "had not noted" not in text
    assert "An approval does not depend on it (procedure 2.11)." in text
    assert (
        "Please also send last year’s action plan, with the actions that were carried out, to secor@partner.example"
        in text
    )
    assert "(procedure 2.12). It does not affect the result." in text


def test_what_was_not_done_of_last_year_stands_under_one_heading_with_the_request_for_the_plan(clean, said):
    items = (
        LastYearItem(LastYearList.FUTURE, (), "Employer: Fax: is old", done=DoneVerdict.NO),
        LastYearItem(
            None, ("B4", "D7"), "No list", "Make it", dt.date(2025, 12, 31), DoneVerdict.IN_PART, "half is there"
        ),
        LastYearItem(None, ("H2",), "This was done", done=DoneVerdict.YES),
        LastYearItem(None, ("H3",), "Nobody looked"),
    )
    review = with_facts(replace(with_findings(clean, 1), last_year=items), "previous_plan", asked_for=Decided.YES)
    text = said(review)
    assert text.count("Last year’s action plan\n") == 1
    assert "For the future\nEmployer: Fax: is old.\nNot done." in text
    assert "B4, D7\nNo list.\nMake it.\nPlanned for December 31, 2025.\nDone only in part.\nhalf is there." in text
    assert "Please also send last year’s action plan" in text
    assert "This was done" not in text
    assert "Nobody looked" not in text


def test_whatever_the_reviewer_found_at_a_question_is_for_the_action_plan_and_said_once(clean, said):
    to_correct, for_the_future = said(with_findings(clean, 1)), said(with_finding(clean, "B2", "30", "Late.", "Do it."))
    for text in (to_correct, for_the_future):
        assert text.count(REVISE) == 1
        assert NOTHING_TO_ADD not in text


def plan_fields(letter):
    return [row["item"] for row in letter.context["additions"]], letter.context["additions_above"]


def test_the_feedback_lists_what_is_to_be_added_to_the_plan_and_tells_nothing_twice(clean, letters, said):
    review = with_question(with_findings(clean, 3), "B4", add_to_plan="Nobody ranks hazards")
    review = with_question(review, "C1", points=Decimal(10), points_claimed=Decimal(10))
    assert plan_fields(letters(review)[0]) == (["B4", "C1"], "B2 and B3")
    text = said(review)
    assert "what was found at B2 and B3, as described above." in text
    assert text.count("Found at B2.") == 1


def test_in_an_approval_lost_points_are_listed_where_no_item_is_planned(clean, letters, said):
    lost = with_question(clean, "B2", points=Decimal(10), points_claimed=Decimal(10))
    assert plan_fields(letters(lost)[0]) == (["B2"], "")
    text = said(lost)
    assert "10 of" in text
    assert text.count(REVISE) == 1
    assert NOTHING_TO_ADD not in text
    left_out = with_question(lost, "B2", add_to_plan="No.")
    assert plan_fields(letters(left_out)[0]) == ([], "")
    assert REVISE not in said(left_out)
    assert NOTHING_TO_ADD not in said(left_out)  # something was found, though it is not to be added


def test_a_no_of_the_assessor_s_own_is_nothing_that_the_reviewer_found(clean, letters, said):
    noted = with_no(clean, "A5", "It is not told.", action="Tell it.")
    assert plan_fields(letters(noted)[0]) == ([], "")
    assert NOTHING_TO_ADD in said(noted)


def test_a_missing_fact_of_the_submission_is_nothing_for_the_action_plan(clean, said):
    text = said(with_facts(clean, "employer", phone=""))
    assert "Please correct one item" in text
    assert REVISE not in text
    assert NOTHING_TO_ADD not in text


def test_where_the_action_plan_is_remarked_on_the_letter_does_not_say_nothing_to_add(clean, said):
    text = said(with_question(with_no(clean, "J1", "None was chosen.", action=""), "J1", add_to_plan=""))
    assert "Remarks on the action plan as submitted" in text
    assert NOTHING_TO_ADD not in text


@pytest.mark.parametrize("count", [1, 0], ids=["feedback", "approval"])
@pytest.mark.parametrize(
    ("received_on", "wanted"),
    [(None, True), (TODAY, False), (TODAY + dt.timedelta(days=1), True)],
    ids=["not received", "received today", "to come tomorrow"],
)
def test_last_years_plan_is_asked_for_until_it_has_come(count, received_on, wanted, clean, said, judge):
    review = with_facts(with_findings(clean, count), "previous_plan", asked_for=Decided.YES, received_on=received_on)
    assert ("send last year’s action plan" in said(review).replace("also ", "")) is wanted
    assert ("AP-103" in {flag.code for flag in judge(review).flags}) is wanted


@pytest.mark.parametrize("count", [1, 0], ids=["feedback", "approval"])
def test_last_years_plan_is_not_asked_for_where_nobody_asked(count, clean, said):
    assert "last year’s action plan" not in said(with_findings(clean, count))


def test_without_a_file_reference_the_employers_name_goes_into_the_subject_line(clean, said):
    review = with_findings(clean, 1)
    assert f"Put the file reference {review.case.reference} into the subject line." in said(review)
    without = with_facts(review, "case", reference=" ")
    assert f"Put the employer's name, {review.employer.legal_name}, into the subject line." in said(without)
    nameless = with_facts(without, "employer", legal_name="", trade_name="")
    assert "Put the employer's name into the subject line." in said(nameless)


def test_an_empty_row_between_accounts_is_no_account(clean, said, letters):
    one, another = clean.accounts[0], Account("BC", "1234", "5678")
    review = replace(clean, accounts=(one, Account(), another))
    assert [letter.province for letter in letters(review)] == ["", "AB", "BC"]
    assert "not given" not in said(review)
    assert "WCB account\t" in said(replace(clean, accounts=(Account(), one)))


def test_the_governing_bodies_are_named_without_an_article_and_in_one_way_only(clean, said):
    two = replace(clean, accounts=(clean.accounts[0], Account("BC", "1234", "5678")))
    assert "goes to: Government of Alberta, Partnerships in Injury Reduction (with WCB-Alberta) (proc" in said(clean)
    assert "goes to: WorkSafeBC and Government of Alberta, Partnerships in Injury Reduction" in said(two)


def test_an_element_of_which_nothing_applies_has_no_mark(clean, letters):
    review = clean
    for entry in clean.questions:
        if entry.question_id[0] == "J":
            review = with_not_applicable(review, entry.question_id, "The company has too few workers for it.")
    row = letters(review)[0].context["scores"][-1]
    assert (row["score"], row["mark"], row["result"]) == ("N/A", "none", "N/A")


def test_the_first_round_and_the_next_begin_in_their_own_way(clean, said):
    review = with_findings(clean, 1)
    first, second = said(review), said(with_rounds(review, (30, 20)), as_of=LATER)
    assert "Thank you for your submission." in first
    assert "you receive this first feedback" in first
    assert "Thank you for your corrections." in second
    assert "It opens correction round 2." in second
    assert "you received the first feedback" in second


def asked_again(review, **changes):
    """A review whose first feedback asked for B2 and B3, and whose correction changed facts of B3; it is looked at again."""
    before = with_snapshot(with_findings(review, 2), 1, LATER - dt.timedelta(days=30))
    back = with_rounds(before, (30, 20))
    return with_question(back, "B3", looked_at_on=LATER, **changes) if changes else back


def test_a_later_round_says_since_when_an_item_is_open_and_what_came_back(clean, said):
    nothing = said(asked_again(clean), as_of=LATER)
    assert nothing.count("Asked for since round 1; the last correction did not change it.") == 2
    changed = said(asked_again(clean, notes="New notes, with the example that was asked for."), as_of=LATER)
    assert 'Asked for since round 1; the last correction changed "Notes as submitted".' in changed
    assert changed.count("the last correction did not change it") == 1
    assert "Asked for since" not in said(with_findings(clean, 2))


def test_an_item_that_was_not_asked_for_in_the_last_round_is_new_again(clean, judge):
    first = with_snapshot(with_findings(clean, 2), 1, LATER - dt.timedelta(days=60))
    settled = with_question(first, "B3", resolved_on=LATER - dt.timedelta(days=45))
    second = with_snapshot(with_rounds(settled, (60, 50)), 2, LATER - dt.timedelta(days=30))
    third = with_question(with_rounds(second, (60, 50), (30, 20)), "B3", resolved_on=None)
    assert {item: each.since for item, each in carried_requests(judge(third, as_of=LATER)).items()} == {"B2": 1}


# A letter that is received some days later would promise days beyond the end of the process (2.7b).
NEVER_LATER = "counted from the day on which you receive this letter, but never later than"


@pytest.mark.parametrize(
    ("first_received", "words"),
    [(40, NEVER_LATER), (75, NEVER_LATER), (76, "The end of the whole process comes first this time")],
    ids=["far from the end", "due on the last day of the process", "cut short by a day"],
)
def test_a_later_round_is_never_due_after_the_end_of_the_process(first_received, words, clean, said):
    final_on = LATER + dt.timedelta(days=90 - first_received)
    text = said(with_rounds(with_findings(clean, 1), (first_received, first_received - 10)), as_of=LATER)
    assert words in text
    assert f"End of the process:\t{final_on:%B} {final_on.day}, {final_on.year}" in text
    if words is NEVER_LATER:
        assert f"{words} {final_on:%B} {final_on.day}, {final_on.year}, the last day of the whole process." in text


def test_the_first_round_has_all_its_days_whenever_the_letter_arrives(clean, said):
    text = said(with_findings(clean, 1))
    assert "never later than" not in text
    assert "counted from the day on which you receive this letter. If it reaches you by e-mail today" in text


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


@pytest.mark.parametrize(
    ("names", "opening"),
    [
        (("Robin Roe", "Roe Ltd.", "Roe's"), "Dear Robin Roe:"),
        ((" ", "Roe Ltd.", "Roe's"), "Dear Roe Ltd.:"),
        (("", "", "Roe's"), "Dear Roe's:"),
        (("", " ", ""), "To whom it may concern:"),
    ],
)
def test_a_letter_opens_with_the_first_name_that_is_given(names, opening, clean, said):
    contact_name, legal_name, trade_name = names
    review = with_rounds(with_findings(clean, 1), (30, None))
    review = with_facts(review, "employer", contact_name=contact_name, legal_name=legal_name, trade_name=trade_name)
    text = said(review, as_of=LATER)
    assert opening in text
    assert "Dear the employer" not in text


def test_feedback_to_an_assessor_without_a_name_says_neither_dear_nor_hello(clean, said):
    assert f"Dear {clean.assessor.name}:" in said(with_findings(clean, 1))
    text = said(with_facts(with_findings(clean, 1), "assessor", name=" "))
    assert "To whom it may concern:" in text
    assert "Hello" not in text
    assert "Dear" not in text


@pytest.mark.parametrize(("count", "words"), [(1, "one WCB account of"), (2, "two WCB accounts of")])
def test_one_account_or_many(count, words, clean, said):
    accounts = tuple(Account("AB", f"001234{number}", "06604") for number in range(count))
    review = replace(clean, accounts=accounts)
    assert words in said(review, 1)
    assert ("WCB account\t" if count == 1 else "WCB accounts\t") in said(review)


ONE_IN_TWO_ROWS = (Account("AB", "0550110", "06604"), Account("AB", "055-0110", "06605"))


@pytest.mark.parametrize(
    ("accounts", "counted", "told"),
    [
        (ONE_IN_TWO_ROWS, "one WCB account of", ("WCB account\t", "0550110, industry codes 06604 and 06605")),
        (
            (*ONE_IN_TWO_ROWS, Account("AB", "0550111", "06604")),
            "two WCB accounts of",
            ("WCB accounts\t", "0550111, industry code 06604"),
        ),
        ((ONE_IN_TWO_ROWS[0],) * 2, "one WCB account of", ("WCB account\t", "0550110, industry code 06604")),
        (
            (ONE_IN_TWO_ROWS[0], Account("SK", "0550110", "S21")),
            "one WCB account of",
            ("WCB accounts\t", "Saskatchewan: 0550110, industry code S21"),
        ),
    ],
    ids=["two codes", "two codes and another account", "the same row twice", "the same number in another province"],
)
def test_an_account_counts_once_however_many_codes_it_has(accounts, counted, told, clean, said, letters):
    review = replace(clean, accounts=accounts)
    assert f"The assessment covers {counted} this employer in Alberta" in said(review, 1)
    assert all(words in said(review) for words in told)
    numbers = [row["number"] for row in letters(review)[1].context["accounts"]]
    assert len(numbers) == len(set(numbers))


def test_accounts_without_a_number_are_not_one_account(clean, said):
    review = replace(with_findings(clean, 1), accounts=(Account("AB", "", "06604"), Account("AB", " ", "06605")))
    assert said(review).count("Alberta: not given, industry code 0660") == 2


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
    assert "These items were open when we last reviewed the assessment:" in with_open
    assert "still open" not in with_open  # a late return may have closed them, but nobody looked at it (2.7a)
    assert "Found at B3." in with_open
    without = said(with_rounds(clean, (30, 10)), as_of=LATER)
    assert NOTHING_WAS_OPEN in without
    assert "These items" not in without


def test_no_right_of_appeal_is_invented_and_the_office_may_add_a_paragraph(clean, said, office):
    review = with_rounds(with_findings(clean, 1), (30, None))
    text = said(review, as_of=LATER)
    assert "appeal" not in text.lower()
    own = replace(office, invalidation_paragraph="Write to the board & ask.")
    assert "Write to the board & ask." in said(review, as_of=LATER, office=own)


@pytest.mark.parametrize(
    ("found", "rounds", "reason"),
    [
        (1, [(16, None)], "the correction of round 1 was not returned by its due date, {due}."),
        (0, [(30, 14)], "the correction of round 1 was returned after its due date, {due}."),
        (1, [(91, 80), (16, None)], "the correction of round 2 was not returned by the final date, {final}."),
        (0, [(91, 80), (16, 0)], "the correction of round 2 was returned after the final date, {final}."),
        (1, [(91, 80)], "its deficiencies were not sufficiently corrected by the final date, {final}."),
    ],
    ids=["not returned", "returned late", "not returned by the end", "returned after the end", "still deficient"],
)
def test_the_first_paragraph_of_an_invalidation_names_the_date_that_was_missed(found, rounds, reason, clean, said):
    dates = {"due": rounds[-1][0] - 15, "final": rounds[0][0] - 90}
    words = {
        name: f"{LATER - dt.timedelta(days=before):%B} {(LATER - dt.timedelta(days=before)).day}, {LATER.year}"
        for name, before in dates.items()
    }
    text = said(with_rounds(with_findings(clean, found), *rounds), as_of=LATER)
    assert f"could not be approved, because {reason.format(**words)}" in text
    assert f"On {LATER:%B} {LATER.day}, {LATER.year}, it was marked invalid (procedure 2.7c)." in text


def late_round(clean, **days):
    """One finding, a first round in time, and another round; the days of the other are counted back from ``LATER``."""
    review = with_rounds(with_findings(clean, 1), (91, 80))
    given = {name: LATER - dt.timedelta(days=before) for name, before in days.items()}
    return replace(review, rounds=(*review.rounds, CorrectionRound(**given)))  # type: ignore[arg-type]


@pytest.mark.parametrize("returned", [{}, {"returned_on": 0}], ids=["not returned", "returned"])
def test_a_feedback_that_came_after_the_final_date_is_not_told_as_a_correction_that_was_missed(returned, clean, said):
    review = late_round(clean, feedback_sent_on=1, feedback_received_on=0, **returned)
    text, final = said(review, as_of=LATER), shown_date(LATER - dt.timedelta(days=1))
    assert f"its deficiencies were not sufficiently corrected by the final date, {final}." in text
    assert f"Deficiencies were still open on the final date {final}; the feedback of round 2 came after it" in text
    assert "All deficiencies must be sufficiently corrected within 90 calendar days" in text
    assert "(procedure 2.7c)" in text
    assert "Feedback after the final date" in text
    assert "the correction of round 2" not in text


def test_an_acceptance_after_the_final_date_is_told_with_its_day(clean, said):
    review = with_rounds(clean, (100, 84))
    accepted_on = LATER - dt.timedelta(days=9)
    late = replace(
        review.rounds[0], late_accepted_by="Pat", late_accepted_on=accepted_on, late_accepted_reason="Road closed"
    )
    text = said(replace(review, rounds=(late,)), as_of=LATER)
    due, final = (shown_date(LATER - dt.timedelta(days=days)) for days in (85, 10))
    assert f"returned after its due date, {due}, and accepted only after the final date, {final}." in text
    assert f"it was accepted on {shown_date(accepted_on)}, after the final date {final}, which nothing lifts." in text
    assert "Road closed" not in text
    assert "not marked" not in text


def test_the_invalidation_does_not_judge_the_health_and_safety_work(clean, said):
    text = said(with_rounds(with_findings(clean, 1), (30, None)), as_of=LATER)
    assert "This decision concerns the assessment only." in text
    assert "without worth" not in text


def test_no_right_to_a_new_assessment_is_granted(clean, said):
    text = said(with_rounds(with_findings(clean, 1), (30, None)), as_of=LATER)
    assert "If you submit a new SECOR assessment, attach documents and records that are current" in text
    for granted in (
        "You may send",
        "at any time",
        "timeframe of its own",
        "reviewed from the start",
        "we do not report",
    ):
        assert granted not in text


def test_an_invalidation_with_nothing_open_asks_for_nothing_and_offers_nothing(clean, said):
    text = said(with_rounds(clean, (30, 10)), as_of=LATER)
    assert NOTHING_WAS_OPEN in text
    for more in ("you submit", "correct", "attach", "What we found", "Send it"):
        assert more not in text.replace("correction", "").replace("corrected assessment must", "").lower(), more


@pytest.mark.parametrize("elements", ["C", "ABCDEFGHIJ", ""], ids=["one element", "the whole", "none"])
def test_an_invalidation_says_each_score_once(elements, clean, said):
    review = with_findings(without_points(clean, elements), 1)
    text = said(with_rounds(review, (30, None)), as_of=LATER)
    assert text.count("The overall score was") == 1
    assert ("The overall score was 0 %; at least 80 % is needed (procedure 2.6b)." in text) is (len(elements) > 1)
    assert text.count("; at least 50 % is needed (procedure 2.6b).") == len(elements)


def test_an_invalidation_without_a_score_says_that_there_was_none(judge, templates):
    instrument = scale((100,), (100,))
    review = with_rounds(scored(instrument, "n/a", "n/a", review=clean_review(instrument)), (30, None))
    (letter,) = planned_letters(judge(review, instrument=instrument, as_of=LATER), letter_date=LATER)
    assert "There was no overall score." in body_text(templates.render(letter))


def test_where_the_day_of_receipt_is_the_day_of_sending_the_table_says_so(clean, said):
    review = with_rounds(with_findings(clean, 1), (50, 40), (30, None))
    first, second = review.rounds
    text = said(replace(review, rounds=(first, replace(second, feedback_received_on=None))), as_of=LATER)
    assert text.count("(day sent)") == 1
    assert (
        f"{second.feedback_sent_on:%b} {second.feedback_sent_on.day}, {second.feedback_sent_on.year} (day sent)" in text
    )


def test_both_dates_of_the_key_box_say_what_they_depend_on(clean, said):
    def key_box(*rounds):
        text = said(with_rounds(with_findings(clean, 1), *rounds), as_of=LATER)
        lines = text[text.index("Correction due:") :].splitlines()[:2]
        return [line.endswith(", if received today") for line in lines]

    assert key_box() == [True, True]
    assert key_box((40, 30)) == [True, False]  # the process ends by the day of the first feedback, which is known
    assert key_box((76, 66)) == [False, False]  # it ends before the usual time, whenever the letter arrives


def test_an_employer_without_a_name_is_the_employer_at_the_head_of_the_address(clean, said):
    review = with_facts(with_findings(clean, 1), "employer", legal_name=" ", trade_name="")
    feedback, invalidation = said(review), said(with_rounds(review, (30, None)), as_of=LATER)
    for text in (feedback, invalidation):
        assert "\nThe employer\n" in text
        assert "\nthe employer" not in text
        assert "Employer\tnot given" in text
        assert "the SECOR assessment of the employer" in text


def test_requests_for_facts_of_one_section_are_one_row(clean, letters):
    counts = dict.fromkeys(("owners", "managers", "supervisors", "workers", "contractors"))
    review = with_facts(with_facts(clean, "profile", **counts), "employer", phone="", email="nobody")
    context = letters(with_facts(review, "assessor", phone=""))[0].context
    assert [row["item"] for row in context["corrections"]] == ["Employer", "Assessor: Phone", "Employer profile"]
    assert context["corrections_count"] == "three items"
    assert context["corrections"][2]["found"].count("\n") == 4
    assert "\n" not in context["corrections"][2]["needed"]


def test_no_letter_names_a_clause_where_the_office_leaves_them_out(clean, said, office):
    without = replace(office, clause_references=False)
    everything = with_facts(
        with_question(clean, "B4", add_to_plan="Rank them."), "previous_plan", asked_for=Decided.YES
    )
    feedback = with_findings(without_points(everything, "C"), 1)
    texts = [
        said(everything, office=without),
        said(everything, 1, office=without),
        said(feedback, office=without),
        said(with_rounds(feedback, (40, 30)), as_of=LATER, office=without),
        said(with_rounds(feedback, (76, 66)), as_of=LATER, office=without),
        said(with_rounds(feedback, (30, None)), as_of=LATER, office=without),
        said(with_rounds(feedback, (91, 80)), as_of=LATER, office=without),
    ]
    for text in texts:
        assert not re.search(r"\(procedure|\b2\.\d", text)
        assert "Clause numbers" not in text
        assert " ." not in text
    assert "(procedure 2.7):" in said(feedback)


def test_the_requirement_is_said_in_plain_words_with_its_clause(clean, said):
    late = said(with_rounds(clean, (30, 10)), as_of=LATER)
    assert "within 15 calendar days" in late
    assert "(procedure 2.7a)" in late
    assert "was returned on" in late
    final = said(with_rounds(with_findings(clean, 1), (100, 90), (85, 75)), as_of=LATER)
    assert "within 90 calendar days" in final
