"""``secor-xl compare``: two states of a review side by side."""

import json
from dataclasses import replace
from decimal import Decimal

import pytest

from secor_xl.procedure.instrument import read_instrument
from secor_xl.resources import shipped_instrument
from secor_xl.review.snapshots import with_snapshot
from secor_xl.runs.exchange import exported
from secor_xl.samples.changes import with_question
from secor_xl.samples.employers import samples
from secor_xl.workbook.writing.build import build_workbook
from tests.cli.conftest import TODAY
from tests.workbook.shipped import judged

INSTRUMENT = read_instrument(shipped_instrument())
SAMPLE = next(each for each in samples(INSTRUMENT) if each.file_stem == "ochre-basin")
OLD = SAMPLE.review
"""It is asked to correct the questions B6 and D2, its phone number and its e-mail address."""


@pytest.fixture
def compare(tmp_path, secor):
    """Compare the sample with another review."""

    def run(new, *options):
        for name, review in (("old.json", OLD), ("new.json", new)):
            (tmp_path / name).write_text(json.dumps(exported(review, INSTRUMENT)), encoding="utf-8")
        day = SAMPLE.as_of.isoformat()
        return secor("compare", tmp_path / "old.json", tmp_path / "new.json", "--as-of", day, *options)

    return run


def groups(ran):
    return {each["where"]: each["group"] for each in json.loads(ran.out)["changes"]}


def test_a_review_that_is_the_same_ends_with_0(compare):
    ran = compare(replace(OLD, action_plan=OLD.action_plan[::-1], accounts=OLD.accounts[::-1]))
    assert (ran.code, "Nothing differs." in ran.out) == (0, True)


@pytest.mark.parametrize(
    ("new", "where", "group"),
    [
        (with_question(OLD, "B6", notes="Three more jobs."), "B6: Notes as submitted", "asked for and changed"),
        (with_question(OLD, "A1", notes="Other words."), "A1: Notes as submitted", "changed without being asked for"),
        (with_question(OLD, "B6", points=Decimal(1)), "B6: Points awarded", "changed by the reviewer"),
        (
            replace(OLD, employer=replace(OLD.employer, phone="403 555 0100")),
            "Employer: Phone",
            "asked for and changed",
        ),
        (
            replace(OLD, employer=replace(OLD.employer, city="Hinton")),
            "Employer: City or town",
            "changed without being asked for",
        ),
        (replace(OLD, reviewer=replace(OLD.reviewer, name="B. Other")), "Reviewer: Name", "changed by the reviewer"),
    ],
)
def test_a_change_is_in_the_group_of_whoever_made_it_and_why(compare, new, where, group):
    ran = compare(new, "--json")
    assert (ran.code, groups(ran)) == (1, {where: group})


def test_what_was_asked_for_and_did_not_change_is_named(compare):
    unanswered = json.loads(compare(OLD, "--json").out)["unanswered"]
    answered = json.loads(compare(with_question(OLD, "B6", notes="Three more jobs."), "--json").out)["unanswered"]
    assert {"B6", "D2"} <= {each["item"] for each in unanswered}
    assert [each for each in unanswered if each not in answered] == [
        each for each in unanswered if each["item"] == "B6"
    ]


def test_an_action_item_answers_the_question_that_asks_for_one(compare):
    (item,) = [each for each in OLD.action_plan if "F3" in each.question_ids]
    ran = compare(replace(OLD, action_plan=tuple(each for each in OLD.action_plan if each is not item)), "--json")
    assert list(groups(ran).values()) == ["asked for and changed"]


def test_texts_are_compared_word_by_word(compare):
    notes = OLD.question("A1").notes
    ran = compare(with_question(OLD, "A1", notes=f"{notes} More words."))
    assert "{+More words.+}" in ran.out
    assert "[-" not in ran.out.split("mark words")[0].rsplit("\n", 1)[0]


def test_points_and_outcome_are_shown_before_and_after(compare):
    ran = compare(with_question(OLD, "A1", points=Decimal(0)))
    assert "Request corrections (round 1)" in ran.out
    assert "950 of 1000 (95 %)" in ran.out
    state = json.loads(compare(OLD, "--json").out)
    assert state["old"] == state["new"]
    assert state["old"]["given"] == "950"


def test_workbooks_and_exports_compare_alike(tmp_path, compare, secor):
    compare(OLD)
    (tmp_path / "new.xlsx").write_bytes(build_workbook(judged(OLD, as_of=SAMPLE.as_of)))
    ran = secor("compare", tmp_path / "old.json", tmp_path / "new.xlsx", "--as-of", SAMPLE.as_of)
    assert (ran.code, "Nothing differs." in ran.out) == (0, True)


def test_reviews_of_two_employers_are_pointed_at(compare):
    other = next(each.review for each in samples(INSTRUMENT) if each.file_stem == "amber-lynx")
    assert "are they one review?" in compare(other).err
    assert "are they one review?" not in compare(with_question(OLD, "A1", notes="x")).err


@pytest.mark.parametrize("content", ["", "{}", "no JSON"])
def test_a_file_that_is_no_review_is_named(tmp_path, secor, content):
    (tmp_path / "bad.json").write_text(content)
    ran = secor("compare", tmp_path / "bad.json", tmp_path / "bad.json", "--as-of", TODAY)
    assert ran.code == 3
    assert "bad.json" in ran.err
    ran = secor("compare", tmp_path / "missing.xlsx", tmp_path / "bad.json")
    assert (ran.code, "missing.xlsx" in ran.err) == (3, True)


def test_two_rounds_of_one_review_are_compared_and_the_present_state_comes_after_the_last(tmp_path, secor):
    asked = with_snapshot(OLD, 1, SAMPLE.as_of)
    second = with_snapshot(with_question(asked, "B6", notes="Three more jobs."), 2, SAMPLE.as_of)
    now = with_question(second, "A1", points=Decimal(0))
    (tmp_path / "review.xlsx").write_bytes(build_workbook(judged(now, as_of=SAMPLE.as_of)))

    def of_rounds(*numbers):
        day = SAMPLE.as_of.isoformat()
        return secor("compare", tmp_path / "review.xlsx", "--round", *numbers, "--as-of", day, "--json")

    assert groups(of_rounds("1", "2")) == {"B6: Notes as submitted": "asked for and changed"}
    assert groups(of_rounds("2", "3")) == {"A1: Points awarded": "changed by the reviewer"}
    assert len(groups(of_rounds("1", "3"))) == 2
    refused = of_rounds("1", "5")
    assert (refused.code, "has no snapshot of round 5" in refused.err) == (2, True)


def test_without_snapshots_or_with_two_ways_at_once_it_says_what_to_do(compare, tmp_path, secor):
    compare(OLD)
    old, new = tmp_path / "old.json", tmp_path / "new.json"
    assert (
        "Give an earlier copy of the file: secor-xl compare OLD NEW" in secor("compare", old, "--round", "1", "2").err
    )
    for given in ((old,), (old, new, "--round", "1", "2")):
        assert "Give two files, or one file and --round with two numbers." in secor("compare", *given).err
