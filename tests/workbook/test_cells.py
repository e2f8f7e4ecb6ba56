"""Each kind of cell: what is taken, what is refused, and that the cure is said. Nothing is guessed, nothing raises."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from enum import StrEnum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secor_xl.review.model import AssessorRole, Decided, DocumentsVerdict, Response
from secor_xl.text import cleaned
from secor_xl.workbook.reading.cell_parsing import (
    Unfit,
    as_choice,
    as_code,
    as_date,
    as_points,
    as_province,
    as_question_ids,
    as_text,
    as_whole_number,
    bare,
    short_forms,
)
from secor_xl.workbook.reading.row_facts import converter
from secor_xl.workbook.schema.fields import ACTION_ITEM, LETTER, QUESTION, SUBMISSION, SchemaField
from secor_xl.xlsx.sheet_values import UNCACHED, CellValue, ErrorValue, Percentage

ENTRIES: list[SchemaField] = [
    *QUESTION,
    *ACTION_ITEM,
    *LETTER,
    *(entry for _, entries in SUBMISSION for entry in entries),
]
CHOICES = list(dict.fromkeys(entry.choices for entry in ENTRIES if entry.choices))
MARCH_31 = dt.date(2026, 3, 31)
RESPONSE = next(entry for entry in QUESTION if entry.field == "response")
response = converter(RESPONSE)
KNOWN = {"b2": "B2", "c1": "C1", "c2a": "C2a"}


def ids(value: CellValue) -> tuple[str, ...] | Unfit:
    return as_question_ids(value, KNOWN)


EVERY_KIND: list[Callable[[CellValue], object]] = [as_text, as_code, as_date, as_whole_number, as_points, response, ids]


def unfit(fact: object) -> str:
    assert isinstance(fact, Unfit)
    return f"{fact.seen}. {fact.allowed}"


@pytest.mark.parametrize("convert", EVERY_KIND)
@pytest.mark.parametrize("blank", [None, "", "  ", "\n", "\u00a0", "\x01"])
def test_a_blank_is_a_fact_that_is_not_given(convert: Callable[[CellValue], object], blank: CellValue) -> None:
    assert convert(blank) in (None, "", ())


@pytest.mark.parametrize("convert", EVERY_KIND)
def test_an_error_is_never_a_blank(convert: Callable[[CellValue], object]) -> None:
    assert "the error #N/A" in unfit(convert(ErrorValue("#N/A")))
    assert "A formula does not count" in unfit(convert(ErrorValue("#N/A")))


@pytest.mark.parametrize("convert", EVERY_KIND)
def test_a_formula_without_a_value_is_never_a_blank(convert: Callable[[CellValue], object]) -> None:
    assert unfit(convert(UNCACHED)).endswith(
        "A formula does not count here"
    )  # calculated, it would be told as a formula
    assert "save it" not in unfit(convert(UNCACHED))


ANY_VALUE = st.one_of(
    st.none(), st.text(), st.integers(), st.floats(), st.booleans(), st.dates(), st.datetimes(), st.times(), st.timedeltas(),
    st.builds(ErrorValue, st.text()), st.just(UNCACHED),
)  # fmt: skip


@given(ANY_VALUE)
def test_any_value_is_a_fact_or_a_problem_with_a_cure(value: CellValue) -> None:
    for convert in EVERY_KIND:
        fact = convert(value)
        if isinstance(fact, Unfit):
            assert fact.seen
            assert fact.allowed


FILLERS = "\u115f\u1160\u2800\u3164\uffa0\U0001d159"


class TestText:
    @pytest.mark.parametrize(
        ("value", "text"),
        [
            ("plain", "plain"),
            ("  around \n", "around"),
            ("\u00a0no-break\u00a0", "no-break"),
            ("two\r\nlines\rand\nmore", "two\nlines\nand\nmore"),
            ("in  side  stays", "in  side  stays"),
            ("a\x0bb\x00c\ufffe", "a\nbc"),
            ("\u200b", ""),
            ("tab\tstays", "tab\tstays"),
            (5, "5"),
            (2.5, "2.5"),
            (0.1 + 0.2, "0.3"),
            (True, "TRUE"),
            (MARCH_31, "2026-03-31"),
            (dt.datetime(2026, 3, 31, 9, 5), "2026-03-31 09:05:00"),
        ],
    )
    def test_is_taken(self, value: CellValue, text: str) -> None:
        assert as_text(value) == text

    @pytest.mark.parametrize(
        ("value", "seen"),
        [
            (dt.time(14, 30), "a time of day, 14:30:00"),
            (dt.timedelta(hours=30), "a length of time"),
            (dt.time(), "the number 0"),
        ],
    )
    def test_a_time_alone_is_none(self, value: CellValue, seen: str) -> None:
        assert seen in unfit(as_text(value))
        assert "Type a text" in unfit(as_text(value))

    @given(st.text())
    def test_cleaning_twice_is_cleaning_once(self, text: str) -> None:
        assert cleaned(cleaned(text)) == cleaned(text)

    @given(
        st.text(
            st.characters(exclude_categories=["Cc", "Cf", "Cs", "Cn", "Mn", "Zl", "Zp"], exclude_characters=FILLERS)
        )
    )
    def test_what_is_clean_stays_as_it_is(self, text: str) -> None:
        assert cleaned(text.strip()) == text.strip()


class TestCode:
    @pytest.mark.parametrize("text", ["00123456", "0012-34", "T2P 0A1", "(403) 555-0100", "none", "1e5"])
    def test_keeps_its_leading_zeros(self, text: str) -> None:
        assert as_code(text) == text

    def test_typed_as_a_number_may_have_lost_them(self) -> None:
        message = unfit(as_code(123456))
        assert "the cell holds the number 123456; leading zeros may be lost" in message
        assert "Set the cell's number format to Text" in message
        assert "the number 4035550100;" in unfit(as_code(4035550100.0))

    @pytest.mark.parametrize("value", [True, MARCH_31, dt.time(9), dt.timedelta(1)])
    def test_typed_as_anything_else(self, value: CellValue) -> None:
        assert "number format to Text" in unfit(as_code(value))


class TestDate:
    def test_is_taken(self) -> None:
        assert as_date(MARCH_31) == MARCH_31
        midnight = as_date(dt.datetime(2026, 3, 31))
        assert (midnight, type(midnight)) == (MARCH_31, dt.date)

    def test_with_a_time_of_day_is_not(self) -> None:
        message = unfit(as_date(dt.datetime(2026, 3, 31, 14, 30)))
        assert "a date with a time of day, 2026-03-31 14:30:00. Type the date alone" in message

    @pytest.mark.parametrize(
        "text",
        [
            "2026-03-31", "31/03/2026", "3/31/26", "31.3.2026", "31-Mar-26", "31 March 2026", "March 31, 2026",
            "Mar. 31st, 2026", "2026-03-31 10:00",
        ],
    )  # fmt: skip
    def test_typed_as_text_is_refused_with_the_cure(self, text: str) -> None:
        message = unfit(as_date(text))
        assert f'a text that looks like a date, "{text}", but is none to Excel' in message
        assert "set the cell's number format to Date first, then type it again" in message

    def test_any_other_text(self) -> None:
        assert unfit(as_date("next week")) == 'the text "next week". Type a date such as 2026-03-31'

    @pytest.mark.parametrize("number", [46112, 46112.0, 46112.75])
    def test_a_number_that_lost_its_format(self, number: float) -> None:
        assert "which would be 2026-03-31 if the cell had a date format" in unfit(as_date(number))

    @pytest.mark.parametrize("number", [5, 20260331, -1, float("inf"), float("nan")])
    def test_a_number_that_is_no_date(self, number: float) -> None:
        assert "would be" not in unfit(as_date(number))

    @pytest.mark.parametrize("value", [True, dt.time(9), dt.timedelta(3)])
    def test_anything_else(self, value: CellValue) -> None:
        assert "Type a date such as 2026-03-31" in unfit(as_date(value))

    def test_the_number_0_in_a_date_format_is_no_day(self) -> None:
        seen = "the number 0 as a date, which is no day"
        assert unfit(as_date(dt.time())) == f"{seen}. Clear the cell, or type a date such as 2026-03-31"
        assert "number format to General" in unfit(as_points(dt.time()))
        assert seen in unfit(as_points(dt.time()))

    @pytest.mark.parametrize("text", ["2026-03-31\u200e", "\u200e3/\u200e31/\u200e2026"])
    def test_typed_as_text_with_invisible_marks_is_refused_with_the_cure(self, text: str) -> None:
        assert "a text that looks like a date" in unfit(as_date(text))


class TestWholeNumber:
    @pytest.mark.parametrize(("value", "number"), [(0, 0), (12, 12), (2.0, 2), (-3, -3)])
    def test_is_taken(self, value: float, number: int) -> None:
        fact = as_whole_number(value)
        assert (fact, type(fact)) == (number, int)

    @pytest.mark.parametrize("value", [2.5, 1e20, float("inf"), True, MARCH_31, "twelve"])
    def test_anything_else_is_refused(self, value: CellValue) -> None:
        assert "Type a whole number such as 12" in unfit(as_whole_number(value))

    @pytest.mark.parametrize("text", ["3", " 12 ", "1,000", "2.5", "-1", "1 000", "50 %", ".5", "12,5"])
    def test_a_text_that_looks_like_a_number_is_refused_with_the_cure(self, text: str) -> None:
        message = unfit(as_whole_number(text))
        assert "a text that looks like a number" in message
        assert "set the cell's number format to General first, then type it again" in message

    def test_a_very_long_text_costs_no_time(self) -> None:
        assert "…" in unfit(as_whole_number("1" * 30_000 + "x"))


class TestPoints:
    @pytest.mark.parametrize(
        ("value", "points"),
        [
            (5, "5"), (2.5, "2.5"), (0.1, "0.1"), (0.1 + 0.2, "0.3"), (8.1, "8.1"), (79.97, "79.97"), (0, "0"),
            (1 / 3, "0.333333333333333"),
        ],
    )  # fmt: skip
    def test_are_exactly_what_excel_shows(self, value: float, points: str) -> None:
        assert as_points(value) == Decimal(points)

    @given(st.decimals(0, 1000, places=6))
    def test_any_points_come_back_exactly(self, points: Decimal) -> None:
        assert as_points(float(points)) == points

    @pytest.mark.parametrize("text", ["5", "2.5", "2,5"])
    def test_typed_as_text_are_refused_with_the_cure(self, text: str) -> None:
        assert f'a text that looks like a number, "{text}", but is none to Excel' in unfit(as_points(text))

    @pytest.mark.parametrize(
        ("text", "cure"),
        [
            ("2.5", "such as 2.5; type 2,5 where the workbook's other numbers have a decimal comma. If"),
            (" 12.50\u200b", "type 12,50 where the workbook's other numbers have a decimal comma"),
            ("2,5", "type 2.5 where the workbook's other numbers have a decimal point"),
            ("5", "such as 2.5. If"),
            ("1,234.5", "such as 2.5. If"),
            ("1,000", "such as 2.5. If"),
            ("80 %", "such as 2.5. If"),
        ],
    )
    def test_typed_with_the_other_decimal_mark_are_refused_with_the_right_one(self, text: str, cure: str) -> None:
        assert cure in unfit(as_points(text))

    def test_that_excel_made_a_date_of_are_refused_with_the_cure(self) -> None:
        message = unfit(as_points(dt.date(2026, 5, 2)))
        assert "a date, 2026-05-02. Type the points as a number" in message
        assert "number format to General" in message

    @pytest.mark.parametrize("value", [True, float("inf"), float("nan"), "five", dt.timedelta(1)])
    def test_anything_else(self, value: CellValue) -> None:
        assert "Type the points as a number, such as 2.5" in unfit(as_points(value))


class TestChoice:
    @pytest.mark.parametrize(
        "typed", ["yes", "Yes", " YES ", "yes\u00a0", "\nyes", "yes\u200b", "\u200eyes\ufeff", "ye\u00ads"]
    )
    def test_in_any_case_with_any_space_around_it(self, typed: str) -> None:
        assert as_choice(typed, Response) is Response.YES

    @pytest.mark.parametrize("typed", ["most senior operational person", "Most  Senior\u00a0Operational Person"])
    def test_of_several_words(self, typed: str) -> None:
        assert as_choice(typed, AssessorRole) is AssessorRole.MOST_SENIOR

    @pytest.mark.parametrize(
        ("typed", "word"),
        [
            *((typed, Response.YES) for typed in ("y", "Y", "Y.", "yes.")),
            *((typed, Response.NO) for typed in ("n", "N", "no.")),
            *(
                (typed, Response.NOT_APPLICABLE)
                for typed in ("na", "NA", "N.A.", "n.a", "N / A", "n-a", "Not applicable")
            ),
            ("Not-answered", Response.NOT_ANSWERED),
        ],
    )
    def test_in_a_short_form_that_can_only_mean_one_word(self, typed: str, word: Response) -> None:
        assert as_choice(typed, Response) is word

    def test_a_short_form_is_known_only_in_a_list_that_has_its_word(self) -> None:
        assert as_choice("Y", Decided) is Decided.YES
        assert "Choose one of: yes, no" in unfit(as_choice("na", Decided))
        for typed in ("y", "n", "na"):
            assert "Choose one of: adequate" in unfit(as_choice(typed, DocumentsVerdict))

    @pytest.mark.parametrize("kind", CHOICES, ids=lambda kind: kind.__name__)
    def test_no_two_words_of_a_list_are_alike(self, kind: type[StrEnum]) -> None:
        assert len({bare(word) for word in kind}) == len(kind)
        for short, word in short_forms(kind).items():
            assert as_choice(short, kind) == word

    @pytest.mark.parametrize("typed", ["maybe", "yes?", "yn", "n o t", "ja", "yes no", "yes/no", ".", "y1"])
    def test_any_other_word_is_refused_with_the_words_that_are_allowed(self, typed: str) -> None:
        assert unfit(as_choice(typed, Response)) == f'the text "{typed}". Choose one of: yes, no, n/a, not answered'

    @pytest.mark.parametrize("value", [1, 0.5, True, MARCH_31])
    def test_anything_else(self, value: CellValue) -> None:
        assert "Choose one of: yes, no" in unfit(as_choice(value, Decided))

    @given(st.sampled_from(DocumentsVerdict))
    def test_every_word_is_known(self, word: DocumentsVerdict) -> None:
        assert as_choice(word.value, DocumentsVerdict) is word


class TestQuestionIds:
    @pytest.mark.parametrize(
        ("typed", "expected"),
        [
            ("B2", ("B2",)),
            ("B2, C1", ("B2", "C1")),
            ("b2;c1", ("B2", "C1")),
            ("B2\nC1\n", ("B2", "C1")),
            ("B2\r\nC2A", ("B2", "C2a")),
            ("B2 C1", ("B2", "C1")),
            ("B2,, ,C1", ("B2", "C1")),
            ("z9, all of B", ("z9", "all of B")),
            ("B2 and C1", ("B2", "C1")),
        ],
    )
    def test_are_taken(self, typed: str, expected: tuple[str, ...]) -> None:
        assert ids(typed) == expected

    @pytest.mark.parametrize("value", [2, True, MARCH_31])
    def test_anything_else(self, value: CellValue) -> None:
        assert "such as B2, C1" in unfit(ids(value))


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("AB", "AB"),
        ("ab", "AB"),
        (" Alberta ", "AB"),
        ("british columbia", "BC"),
        ("ABC", "ABC"),
        ("Alta.", "Alta."),
        (None, ""),
    ],
)
def test_a_province_is_known_by_its_letters_and_by_its_name(typed, read):
    assert as_province(typed) == read


@pytest.mark.parametrize(
    "typed", ["B2 and C1", "B2/C1", "B2 & C1", "b2 AND c1", "B2 / C1", "B2+C1", "B2, and C1", "B2 C1"]
)
def test_question_ids_are_known_however_they_are_joined(typed):
    assert as_question_ids(typed, {"b2": "B2", "c1": "C1"}) == ("B2", "C1")


def test_what_is_no_question_id_is_kept_as_it_was_typed():
    assert as_question_ids("B2 and Z9", {"b2": "B2"}) == ("B2 and Z9",)
    assert as_question_ids("all of them", {"b2": "B2"}) == ("all of them",)


def test_a_truth_value_is_never_taken_for_the_number_that_python_holds_it_equal_to() -> None:
    assert as_points(1) == Decimal(1)
    assert "the truth value TRUE" in unfit(as_points(True))
    assert as_points(1) == Decimal(1)
    assert "the number" in unfit(response(1))
    assert "the truth value TRUE" in unfit(response(True))


def test_a_percentage_in_the_place_of_points_is_refused_with_both_numbers() -> None:
    """Who types 80% means eight of ten points, and Excel keeps 0.8."""
    assert as_points(0.8) == Decimal("0.8")
    assert "the percentage 80 %, which is the number 0.8 to Excel" in unfit(as_points(Percentage(0.8)))
    assert "number format to General, then type the points" in unfit(as_points(Percentage(0.8)))
    assert "the percentage 100 %" in unfit(as_whole_number(Percentage(1)))
