"""Each sample gives exactly what it is there for."""

from __future__ import annotations

import re
from fractions import Fraction

import pytest

from secor_xl.judgement.assessment import Assessment, assess
from secor_xl.judgement.outcome import OutcomeKind
from secor_xl.judgement.scoring import Verdict, points_are_allowed
from secor_xl.procedure.clauses import shipped_clauses
from secor_xl.procedure.instrument import read_instrument
from secor_xl.procedure.office import read_office
from secor_xl.resources import shipped_instrument, shipped_letter_templates
from secor_xl.review.json_form import from_record, to_record
from secor_xl.samples.employers import Sample, samples

INSTRUMENT = read_instrument(shipped_instrument())
OFFICE = read_office(shipped_letter_templates() / "office.toml")
ALL = samples(INSTRUMENT)
BY_STEM = {sample.file_stem: sample for sample in ALL}

every_sample = pytest.mark.parametrize("sample", ALL, ids=[sample.file_stem for sample in ALL])

# The flags that are meant to be there, by code; a sample that is not listed raises none.
FLAGS: dict[str, set[str]] = {
    "wapiti-anvil": {"FI-101"},
    "bitterroot-beacon": {"FI-101"},
    "granite-thistle": {"RD-401"},
    "marsh-lantern": {"FI-101"},
    "quartz-hollow": {"FI-101"},
    "blue-camas": {"FI-101"},
    "amber-lynx": {"CO-401"},
    "silverberry-derrick": {"AP-101"},
    "copper-kestrel": {"AP-103"},
    "carrot-creek-compass": {"AP-204", "AP-404"},
    "ochre-basin": {
        *("AP-102", "AP-202", "EL-101", "EV-101", "EV-202", "EV-204", "EV-206", "FI-101", "SD-101", "SD-201"),
    },
    "pemmican-trail": {"FM-102", "FM-103", "FM-105", "FM-107", "SC-101"},
    "etoile-hostile-text": {"FI-101"},
}

SCORES = {
    "cutbank-sparrow": Fraction(80),
    "wapiti-anvil": Fraction(7997, 100),
    "carrot-creek-compass": Fraction(60),
    "saltgrass-meridian": Fraction(100),
    "bitterroot-beacon": Fraction(9499, 100),
}


def judged(sample: Sample) -> Assessment:
    return assess(sample.review, instrument=INSTRUMENT, office=OFFICE, as_of=sample.as_of)


def reasons(assessment: Assessment) -> list[str]:
    return [f"{because.clause}: {because.seen}" for because in assessment.outcome.because]


def words_of(assessment: Assessment) -> str:
    return "\n".join([assessment.outcome.words, *reasons(assessment), *map(str, assessment.flags)])


@every_sample
def test_gives_its_outcome(sample: Sample) -> None:
    assessment = judged(sample)
    assert assessment.outcome.kind is sample.expected_outcome, words_of(assessment)


@every_sample
def test_raises_the_flags_that_it_is_there_for_and_no_other(sample: Sample) -> None:
    assessment = judged(sample)
    seen = {flag.code for flag in assessment.flags}
    assert seen == FLAGS.get(sample.file_stem, set()), words_of(assessment)


@every_sample
def test_gives_only_points_that_the_instrument_allows(sample: Sample) -> None:
    assert [entry.question_id for entry in sample.review.questions] == list(INSTRUMENT.by_id)
    for entry in sample.review.questions:
        if entry.points is not None:
            assert points_are_allowed(INSTRUMENT.by_id[entry.question_id], entry.points), entry


@every_sample
def test_says_why_it_is_there_with_its_clause(sample: Sample) -> None:
    assert re.fullmatch(r"[A-Z].+ \(\d\.\d+[a-z]?(, \d\.\d+[a-z]?)*\)\.", sample.why), sample.why
    named = re.findall(r"\b\d\.\d+[a-z]?\b", sample.why[sample.why.rindex("(") :])
    assert set(named) <= set(shipped_clauses())


@every_sample
def test_names_nobody_in_its_notes(sample: Sample) -> None:
    review = sample.review
    people = {review.employer.contact_name, review.assessor.name, review.reviewer.name}
    names = {name for person in people for name in person.split() if name[0].isalpha() and len(name) > 3}
    for entry in review.questions:
        assert not names & set(entry.notes.replace(".", " ").replace(",", " ").split()), entry


@every_sample
def test_survives_its_record(sample: Sample) -> None:
    assert from_record(to_record(sample.review)) == sample.review


@every_sample
def test_uses_numbers_and_addresses_that_nobody_has(sample: Sample) -> None:
    employer, assessor = sample.review.employer, sample.review.assessor
    phones = [phone for phone in (employer.phone, employer.fax, assessor.phone) if phone not in ("", "none")]
    assert all(re.fullmatch(r"\d{3}-555-01\d\d", phone) for phone in phones), phones
    emails = [assessor.email, sample.review.reviewer.email]
    assert all(email.endswith(".example") for email in emails), emails
    assert employer.email.endswith(".example") or sample.file_stem == "ochre-basin"


def test_no_two_samples_share_a_name_a_number_or_a_file() -> None:
    for values in (
        [sample.file_stem for sample in ALL],
        [sample.name for sample in ALL],
        [sample.why for sample in ALL],
        [sample.review.employer.legal_name for sample in ALL],
        [sample.review.case.reference for sample in ALL],
        [sample.review.employer.phone for sample in ALL],
        [account.number for sample in ALL for account in sample.review.accounts],
    ):
        assert len(set(values)) == len(values), sorted(values)


def test_file_stems_are_safe_everywhere() -> None:
    for sample in ALL:
        assert re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", sample.file_stem), sample.file_stem
        assert len(sample.file_stem) <= 40


def test_there_are_enough_of_them_and_every_outcome_occurs() -> None:
    assert len(ALL) >= 18
    assert {sample.expected_outcome for sample in ALL} == set(OutcomeKind)


@pytest.mark.parametrize(("stem", "score"), SCORES.items(), ids=list(SCORES))
def test_has_exactly_the_score_that_it_is_there_for(stem: str, score: Fraction) -> None:
    assert judged(BY_STEM[stem]).scores.overall.percentage == score


def test_just_under_the_minimum_is_never_shown_as_the_minimum() -> None:
    assessment = judged(BY_STEM["wapiti-anvil"])
    assert assessment.scores.overall.shown == "79.97 %"
    assert reasons(assessment)[0] == "2.6b: overall 79.97 %"
    assert all(score.verdict is Verdict.PASS for score in assessment.scores.elements)


def test_an_element_under_its_minimum_is_the_reason() -> None:
    assessment = judged(BY_STEM["bitterroot-beacon"])
    low = next(score for score in assessment.scores.elements if score.label == "F")
    assert low.percentage == Fraction(499, 10)
    assert reasons(assessment)[0] == "2.6b: element F 49.9 %"


def test_an_element_that_does_not_apply_shows_so_and_has_no_minimum() -> None:
    assessment = judged(BY_STEM["saltgrass-meridian"])
    last = assessment.scores.elements[-1]
    assert (last.label, last.shown, last.verdict) == ("J", "N/A", Verdict.NOT_APPLICABLE)


def test_a_low_element_does_not_count_in_a_maintenance_year() -> None:
    assessment = judged(BY_STEM["carrot-creek-compass"])
    low = next(score for score in assessment.scores.elements if score.label == "H")
    assert low.percentage is not None
    assert low.percentage < 50
    assert low.verdict is Verdict.NO_MINIMUM
    assert reasons(assessment)[0] == "2.6c: overall 60 %"


@pytest.mark.parametrize(
    ("stem", "reason"),
    [
        ("ferrous-finch", "2.7a: round 1 was due on June 25, 2026 and came back in time on June 25, 2026"),
        ("tallow-ridge", "2.7a: round 1 was due on June 25, 2026 and was returned on June 26, 2026"),
        (
            "northern-pintail",
            "2.7a: round 4 was due on September 8, 2026 and came back in time on September 8, 2026",
        ),
        ("granite-thistle", "2.7b: round 4 was returned on September 9, 2026, after the final date September 8, 2026"),
        ("marsh-lantern", "2.7a: the feedback of round 1 is not answered yet; it is due on July 8, 2026"),
        (
            "quartz-hollow",
            "2.7a: round 1 was due on June 25, 2026 and had not been returned when it was judged on June 30, 2026",
        ),
    ],
)
def test_names_the_day_that_it_is_there_for(stem: str, reason: str) -> None:
    assert reason in reasons(judged(BY_STEM[stem]))


def test_an_accepted_late_return_is_shown_with_the_outcome() -> None:
    words = judged(BY_STEM["juniper-gantry"]).outcome.words
    assert words.startswith("Approve; late return of round 1 accepted by Ines Calloway on June 29, 2026: The only road")


def test_nothing_lifts_the_final_date() -> None:
    sample = BY_STEM["granite-thistle"]
    assert sample.review.rounds[-1].late_accepted_by
    assert judged(sample).outcome.accepted_late == ()


def test_a_second_round_is_asked_for() -> None:
    assert judged(BY_STEM["blue-camas"]).outcome.round == 2


def test_three_accounts_are_in_three_provinces() -> None:
    provinces = [account.province for account in BY_STEM["three-rivers-osprey"].review.accounts]
    assert provinces == ["AB", "BC", "SK"]
    assert set(provinces) <= set(OFFICE.governing_bodies)


def test_the_owner_who_works_alone_needs_no_second_signature() -> None:
    sample = BY_STEM["whistling-willow"]
    assert sample.review.employer_sign_off.name == ""
    assert sample.review.profile.headcount == 1
    assert len([entry for entry in sample.review.questions if entry.points is None]) == 20


def test_a_contradiction_is_the_reason() -> None:
    assessment = judged(BY_STEM["amber-lynx"])
    assert {because.clause for because in assessment.outcome.because} == {"2.5d"}
    assert {flag.place.item for flag in assessment.blocking} >= {"D3", "I2", "I3"}


def test_a_missing_action_plan_is_remarked_on_and_does_not_block() -> None:
    assessment = judged(BY_STEM["silverberry-derrick"])
    assert assessment.blocking == ()
    assert {flag.clause for flag in assessment.advisory} == {"2.5f"}


def test_half_a_review_has_no_score() -> None:
    assessment = judged(BY_STEM["pemmican-trail"])
    assert assessment.scores.overall.shown == "incomplete"
    assert reasons(assessment)[0] == "2.6a: 32 questions are not scored by the reviewer"


def test_the_hostile_text_is_hostile() -> None:
    text = str(to_record(BY_STEM["etoile-hostile-text"].review))
    for each in ("&", "<", ">", "“", '"', "'", "É", "🚚", "{{7*7}}", "{%", "</w:t>", "]]>", "'=", "\\n"):
        assert each in text, each
    assert max(len(entry.notes) for entry in BY_STEM["etoile-hostile-text"].review.questions) == 5000
    assert text.isprintable(), "control characters would not be legal"
