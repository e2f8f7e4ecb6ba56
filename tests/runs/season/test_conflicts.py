"""Workbooks that contradict each other are both held, whatever their order."""

import itertools
import zipfile

import pytest

from secor_xl.runs.season.conflicts import conflicts_among
from secor_xl.runs.season.recognition import Recognized
from secor_xl.workbook.reading.identity import ReviewIdentity
from tests.season import season


def workbook(path, *, reference="QA-1", employer="Amber Ltd.", accounts=(("AB", "1234567"),), fingerprint=None):
    return Recognized(path, identity=ReviewIdentity(fingerprint or path, reference, employer, accounts))


def held(*workbooks):
    answers = [conflicts_among(order) for order in itertools.permutations(workbooks)]
    assert all(answer.keys() == answers[0].keys() for answer in answers), "the order decides"
    return answers[0]


def test_two_reviews_with_different_references_and_accounts_are_not_held():
    assert not held(workbook("a"), workbook("b", reference="QA-2", employer="Birch", accounts=(("AB", "7654321"),)))


def test_one_account_number_under_two_employers_holds_both():
    failures = held(workbook("a"), workbook("b", reference="QA-2", employer="Birch Ltd."))
    assert set(failures) == {"a", "b"}
    assert "1234567 (Alberta)" in failures["a"].cause
    assert "in b" in failures["a"].cause
    assert failures["a"].cure


def test_one_account_number_under_one_employer_in_two_reviews_is_not_held():
    assert not held(workbook("a"), workbook("b", reference="QA-2"))


@pytest.mark.parametrize("spelled", ["AMBER LTD", "Amber  Ltd.", "amber, ltd"])
def test_an_employer_is_the_same_however_it_is_spelled(spelled):
    assert not held(workbook("a"), workbook("b", reference="QA-2", employer=spelled))


@pytest.mark.parametrize(
    "spelled", ["123-4567", "1234567 ", "123 4567", "１２３４５６７", "123\u20114567", "\u200b1234567"]
)
def test_an_account_number_is_the_same_however_it_is_spelled(spelled):
    assert held(workbook("a"), workbook("b", reference="QA-2", employer="Birch", accounts=(("AB", spelled),)))


def test_the_same_number_in_another_province_is_another_account():
    assert not held(workbook("a"), workbook("b", reference="QA-2", employer="Birch", accounts=(("BC", "1234567"),)))


def test_an_employer_is_the_same_however_its_accents_are_encoded():
    composed, apart = workbook("a", employer="Caf\u00e9"), workbook("b", reference="QA-2", employer="Cafe\u0301")
    assert not held(composed, apart)


@pytest.mark.parametrize("number", ["pending", "applied for", "-"])
def test_a_word_in_the_place_of_a_number_is_no_account_that_two_employers_could_share(number):
    waiting = (("AB", number),)
    assert not held(
        workbook("a", accounts=waiting), workbook("b", reference="QA-2", employer="Birch", accounts=waiting)
    )


def test_an_account_without_a_number_is_like_no_other():
    blank = (("AB", " "),)
    assert not held(workbook("a", accounts=blank), workbook("b", reference="QA-2", employer="Birch", accounts=blank))


def test_two_reviews_under_one_reference_hold_both():
    failures = held(workbook("a"), workbook("b", accounts=(("AB", "7"),)))
    assert set(failures) == {"a", "b"}
    assert failures["b"].cause == "its file reference QA-1 gives its letters the same names as those of a"


def test_a_reference_is_the_same_where_its_file_name_is():
    assert held(workbook("a", reference="QA/1"), workbook("b", reference="qa:1"))


def test_without_a_reference_the_employer_names_the_letters():
    assert held(workbook("a", reference=""), workbook("b", reference=" "))
    other = workbook("b", reference="", employer="Birch", accounts=(("AB", "7"),))
    assert not held(workbook("a", reference=""), other)


def test_blank_workbooks_are_not_held():
    blank = {"reference": "", "employer": "", "accounts": ()}
    assert not held(workbook("a", **blank), workbook("b", **blank))


def test_of_the_same_bytes_twice_the_first_has_the_letters():
    failures = conflicts_among([workbook("a", fingerprint="x"), workbook("b", fingerprint="x")])
    assert set(failures) == {"b"}
    assert "same file as a, which has the letters" in failures["b"].cause


def test_a_copy_of_a_review_that_is_held_is_held_as_well():
    twin = workbook("c", fingerprint="y", accounts=(("AB", "7"),))
    failures = conflicts_among([workbook("a", fingerprint="x"), workbook("b", fingerprint="x"), twin])
    assert set(failures) == {"a", "b", "c"}
    assert "same file as a, which is held itself" in failures["b"].cause


def test_a_conflict_in_the_folder_gives_neither_a_letter_and_the_others_theirs(workbooks, run, tmp_path):
    season(workbooks / "copy", 1)
    [twin] = (workbooks / "copy").iterdir()
    with zipfile.ZipFile(twin, "a") as archive:
        archive.writestr("docProps/note.txt", "saved again")
    results = run(workbooks)
    failed = [each for each in results if each.failure]
    assert len(failed) == 2
    assert not list((tmp_path / "out").glob("QA-000000*"))
    assert list((tmp_path / "out").glob("QA-000001*"))


@pytest.mark.parametrize(
    "copy", ["review - Copy.xlsx", "review - Copy (2).xlsx", "Copy of review.xlsx", "review (1).xlsx"]
)
def test_of_a_file_and_its_copy_the_original_is_taken(copy):
    failures = held(workbook("a/review.xlsx", fingerprint="x"), workbook(f"a/{copy}", fingerprint="x"))
    assert list(failures) == [f"a/{copy}"]
    assert "is the same file as a/review.xlsx" in failures[f"a/{copy}"].cause


def test_a_copy_that_was_changed_holds_both():
    assert set(held(workbook("review.xlsx"), workbook("review - Copy.xlsx"))) == {"review.xlsx", "review - Copy.xlsx"}
