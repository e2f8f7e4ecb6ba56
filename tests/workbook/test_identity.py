"""Whose review a workbook is, before it is judged: never anything else than what the whole reading finds."""

from __future__ import annotations

import contextlib
import dataclasses
import random
from collections.abc import Callable

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from secor_xl.judgement.assessment import assess
from secor_xl.review.model import Account, CaseFile, Employer, Review
from secor_xl.review.names import employer_name
from secor_xl.samples.employers import samples
from secor_xl.workbook.reading.identity import ReviewIdentity, identity_of, is_review
from secor_xl.workbook.reading.read_workbook import read_workbook_bytes
from secor_xl.workbook.schema import layout
from secor_xl.workbook.writing.build import build_workbook
from secor_xl.xlsx.guard import OLE_MAGIC, UnreadableWorkbook
from tests.strategies import reviews
from tests.workbook.built import AS_OF, built, edited, instrument, office, review, workbook
from tests.workbook.packages import changed, repacked, small_workbook, zip_of

SHEETS = {name: f"xl/worksheets/sheet{number}.xml" for number, name in enumerate(layout.SHEETS, 1)}


def as_read(content: bytes) -> ReviewIdentity:
    """The identity by way of the whole reading."""
    found = read_workbook_bytes(content, "review.xlsx")
    employer = found.review.employer
    named = employer.legal_name.strip() or employer.trade_name.strip()
    return ReviewIdentity(
        found.fingerprint,
        found.review.case.reference,
        employer_name(employer) if named else "",
        tuple((each.province, each.number) for each in found.review.accounts if each.number),
    )


class TestIdentity:
    @pytest.mark.parametrize(
        "facts", [sample.review for sample in samples(instrument())], ids=lambda facts: facts.case.reference
    )
    def test_of_every_sample_is_what_the_whole_reading_finds(self, facts: Review) -> None:
        content = built(facts)
        assert identity_of(content, "f") == as_read(content)
        assert identity_of(content, "f").reference == facts.case.reference

    @settings(max_examples=15, deadline=None)
    @given(reviews())
    def test_of_any_review_is_what_the_whole_reading_finds(self, facts: Review) -> None:
        content = built(dataclasses.replace(facts, form=review().form, questions=(), action_plan=()))
        assert identity_of(content, "f") == as_read(content)

    def test_says_reference_employer_and_the_accounts_that_have_a_number(self) -> None:
        facts = dataclasses.replace(
            review(),
            case=CaseFile(reference="Q-1"),
            employer=Employer(trade_name="By Trade"),
            accounts=(Account("alberta", "0012"), Account(), Account("BC", ""), Account("BC", "7")),
        )
        found = identity_of(built(facts), "f")
        assert (found.reference, found.employer) == ("Q-1", "By Trade")
        assert found.accounts == (("AB", "0012"), ("BC", "7"))

    def test_of_a_blank_review_is_blank(self) -> None:
        found = identity_of(built(Review()), "f")
        assert (found.reference, found.employer, found.accounts) == ("", "", ())

    @pytest.mark.parametrize(
        "change",
        [
            lambda book: book[layout.SUBMISSION_SHEET].insert_rows(8, 3),
            lambda book: book[layout.SUBMISSION_SHEET].insert_cols(1),
            lambda book: book[layout.SUBMISSION_SHEET].delete_rows(6),
            lambda book: book[layout.SUBMISSION_SHEET].__setitem__("B6", "#N/A"),
            lambda book: book[layout.SUBMISSION_SHEET].__setitem__("B6", "=A1"),
            lambda book: book[layout.SUBMISSION_SHEET].__setitem__("B6", 12),
            lambda book: book[layout.SUBMISSION_SHEET].__setitem__("XFD1048576", "far"),
            lambda book: setattr(book[layout.SUBMISSION_SHEET], "title", "Renamed"),
            lambda book: book.remove(book[layout.SUBMISSION_SHEET]),
            lambda book: book.remove(book[layout.QUESTIONS_SHEET]),
        ],
    )
    def test_of_a_workbook_that_was_changed_is_what_the_whole_reading_finds(self, change: object) -> None:
        content = edited(change)  # type: ignore[arg-type]
        assert identity_of(content, "f") == as_read(content)

    @settings(max_examples=60, deadline=None)
    @given(st.randoms(use_true_random=False))
    def test_of_a_damaged_workbook_is_what_the_whole_reading_finds_or_a_plain_sentence(
        self, chance: random.Random
    ) -> None:
        def damage(part: bytes) -> bytes:
            damaged = bytearray(part)
            for _ in range(chance.randint(1, 6)):
                damaged[chance.randrange(len(damaged))] = chance.choice(b"<>/\"'=&;09Az \x00\xff")
            return bytes(damaged)

        part = chance.choice(["xl/sharedStrings.xml", SHEETS[layout.SUBMISSION_SHEET], SHEETS[layout.FORM_SHEET]])
        content = changed(workbook(), part, damage)
        with contextlib.suppress(UnreadableWorkbook):
            whole = as_read(content)
            assert identity_of(content, "f") == whole

    @pytest.mark.parametrize(
        "made",
        [
            lambda: b"",
            lambda: b"no zip",
            small_workbook,
            lambda: workbook()[:-40],
            lambda: edited(lambda book: book[layout.FORM_SHEET].__setitem__("B1", "99")),
            lambda: edited(lambda book: book.remove(book[layout.FORM_SHEET])),
        ],
        ids=["empty", "text", "another workbook", "cut off", "another version", "without its form sheet"],
    )
    def test_what_the_whole_reading_refuses_is_refused_in_the_same_words(self, made: Callable[[], bytes]) -> None:
        content = made()
        with pytest.raises(UnreadableWorkbook) as whole:
            read_workbook_bytes(content, "review.xlsx")
        with pytest.raises(UnreadableWorkbook) as cheap:
            identity_of(content, "review.xlsx")
        assert str(cheap.value) == str(whole.value)


def expenses(book: object, sheet: object) -> None:
    sheet.write_row(0, 0, ["Day", "For", "SECOR-QA", 12.5])  # type: ignore[attr-defined]
    book.define_name("secor_expenses", "=Sheet!$A$1")  # type: ignore[attr-defined]
    book.add_worksheet("Letters")  # type: ignore[attr-defined]
    book.add_worksheet("Start")  # type: ignore[attr-defined]


def openpyxl_book() -> bytes:
    return edited(lambda _: None, small_workbook())


def renamed(book: openpyxl.Workbook) -> None:
    for number, sheet in enumerate(book):
        sheet.title = f"Blatt {number}"


def without_names(part: bytes) -> bytes:
    return part[: part.index(b"<definedNames>")] + part[part.index(b"</definedNames>") + len(b"</definedNames>") :]


REVIEWS = {
    "as it was built": workbook,
    "with live cells": lambda: build_workbook(
        assess(review(), instrument=instrument(), office=office(), as_of=AS_OF), live=True
    ),
    "saved by another program": lambda: edited(lambda _: None),
    "of another version of the form": lambda: edited(lambda book: book[layout.FORM_SHEET].__setitem__("B1", "99")),
    "with every sheet renamed": lambda: edited(renamed),
    "without its form sheet": lambda: edited(lambda book: book.remove(book[layout.FORM_SHEET])),
    "with a damaged sheet": lambda: changed(workbook(), SHEETS[layout.SUBMISSION_SHEET], lambda _: b"<not closed"),
    "with a sheet that is gone": lambda: repacked(workbook(), {SHEETS[layout.FORM_SHEET]: None}),
    "without its strings": lambda: repacked(workbook(), {"xl/sharedStrings.xml": None}),
    "without the names of its ranges": lambda: changed(workbook(), "xl/workbook.xml", without_names),
}
OTHERS = {
    "nothing": lambda: b"",
    "text": lambda: b"Day,For\n1,SECOR-QA\n",
    "an encrypted workbook": lambda: OLE_MAGIC + b"\x00" * 1024,
    "a review that was cut off": lambda: workbook()[:-40],
    "a zip archive": lambda: zip_of(readme_txt=b"secor_submission"),
    "an ordinary workbook": small_workbook,
    "an ordinary workbook of another program": openpyxl_book,
    "expenses that speak of reviews": lambda: small_workbook(expenses),
    "an ordinary workbook with a damaged part": lambda: changed(small_workbook(), "xl/workbook.xml", lambda _: b"\xff"),
    "a workbook without a workbook part": lambda: repacked(small_workbook(), {"xl/workbook.xml": None}),
}


class TestIsReview:
    @pytest.mark.parametrize("content", REVIEWS.values(), ids=REVIEWS.keys())
    def test_a_review_whatever_became_of_it(self, content: Callable[[], bytes]) -> None:
        assert is_review(content())

    @pytest.mark.parametrize("content", OTHERS.values(), ids=OTHERS.keys())
    def test_anything_else_is_none(self, content: Callable[[], bytes]) -> None:
        assert not is_review(content())

    @pytest.mark.parametrize("name", ["xl/workbook.xml", "XL/Workbook.xml"])
    @pytest.mark.parametrize("quote", [b'"', b"'"])
    def test_a_review_by_the_name_of_its_range_alone_however_damaged_its_part_is(self, name: str, quote: bytes) -> None:
        part = b"<workbook <definedName name=%ssecor_submission%s" % (quote, quote)
        assert is_review(repacked(zip_of(a=b""), {name: part}))
        assert not is_review(repacked(zip_of(a=b""), {name: part.replace(b"_submission", b"_submissions")}))

    @given(st.randoms(use_true_random=False))
    def test_never_raises(self, chance: random.Random) -> None:
        content = bytearray(workbook())
        for _ in range(chance.randint(1, 30)):
            content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
        del content[chance.choice((len(content), chance.randrange(len(content)))) :]
        is_review(bytes(content))
