"""The in-cell functions: the same rows as the library's for every review, words for everything else, and never an exception."""

from __future__ import annotations

import copy
import datetime as dt
import random
import re
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from secor_xl.judgement.assessment import assess
from secor_xl.judgement.outcome import OutcomeKind
from secor_xl.procedure.form import FORM
from secor_xl.review.model import Review
from secor_xl.samples.employers import Sample, samples
from secor_xl.workbook.functions.arguments import FIRST_ERROR
from secor_xl.workbook.functions.live_results import answer
from secor_xl.workbook.functions.registry import ARGUMENTS, FUNCTIONS
from secor_xl.workbook.reading.read_workbook import read_workbook_bytes
from secor_xl.workbook.schema import computed_ranges, layout, named_ranges
from secor_xl.workbook.writing.build import blank_review, build_workbook
from secor_xl.workbook.writing.capacity import fitted
from secor_xl.xlsx.sheet_values import column_letter
from tests.strategies import reviews
from tests.workbook.built import built, instrument, office, workbook
from tests.workbook.live_ranges import (
    DAY,
    NAMES,
    RangeValues,
    answers,
    expected,
    from_excel,
    handed,
    with_day,
    without_error_texts,
)
from tests.workbook.shipped import OFFICE, SMALL, SMALL_REVIEW, TODAY
from tests.workbook.shipped import judged as judged_by

LATER = str(FORM + 1)
RECTANGLES = named_ranges.all_ranges(instrument())
BY_NAME = {function.name: function for function in FUNCTIONS}
LONGEST_HELP = 255
"""Excel shows no more characters of a function's or an argument's help."""
# Their first column has the number of the row, which is not read.
NUMBERED = tuple(f"secor_{name}" for name in ("action_plan", "last_year", "rounds", "letters"))
RANGES = [name for name in NAMES if name != computed_ranges.AS_OF]
HIDDEN = (named_ranges.FORM_RANGE, named_ranges.SNAPSHOTS_RANGE)
FINAL = tuple(kind.value.capitalize() for kind in OutcomeKind if kind is not OutcomeKind.INCOMPLETE)


def clean() -> RangeValues:
    """The clean review's ranges, to be changed."""
    return copy.deepcopy(CLEAN)


CLEAN = handed(workbook(), as_of=from_excel(TODAY))


def at(values: RangeValues, name: str) -> list[list[Any]]:
    """The rows of a range."""
    rows: list[list[Any]] = values[NAMES.index(name)]
    return rows


def put(values: RangeValues, sheet: str, row: int, column: int, value: Any) -> None:
    """Put a value into the cell of a sheet, wherever it is in the ranges; row and column count from 1."""
    for name in RANGES:
        block = RECTANGLES[name]
        down, across = row - block.row, column - block.column
        if block.sheet == sheet and 0 <= down < block.rows and 0 <= across < block.columns:
            at(values, name)[down][across] = value


def outcome(values: RangeValues) -> str:
    return str(answer(BY_NAME["SECOR_OUTCOME"], values)[0][0])


def flags(values: RangeValues) -> list[list[Any]]:
    """The rows of the list of flags that hold one."""
    return [row for row in answer(BY_NAME["SECOR_ALL_FLAGS"], values) if row[0]]


def fits(values: RangeValues) -> dict[str, list[list[Any]]]:
    """The answers, each a block of the size of its rectangle and of nothing but what a cell can hold."""
    made = answers(values)
    for name, rows in made.items():
        assert len(rows) == RECTANGLES[name].rows, name
        assert {len(row) for row in rows} == {RECTANGLES[name].columns}, name
        assert {type(value) for row in rows for value in row} <= {str, int, float, dt.date, type(None)}, name
    return made


class TestRegistry:
    def test_there_is_one_function_for_each_computed_rectangle(self) -> None:
        assert {function.range_name for function in FUNCTIONS} == set(computed_ranges.COMPUTED) - {
            computed_ranges.AS_OF
        }
        assert len({function.range_name for function in FUNCTIONS}) == len(FUNCTIONS)
        assert len(FUNCTIONS) <= 25

    def test_names_are_ours_and_no_address_of_a_cell(self) -> None:
        for function in FUNCTIONS:
            assert re.fullmatch(r"SECOR_[A-Z_]+", function.name)
            assert not re.fullmatch(r"[A-Z]{1,3}[0-9]+", function.name)

    def test_no_function_is_called_like_a_range(self) -> None:
        """Excel keeps both in one list, where small and capital letters are the same."""
        assert not {function.name.casefold() for function in FUNCTIONS} & {name.casefold() for name in RECTANGLES}

    def test_every_function_is_given_the_same_and_only_the_day_is_a_single_cell(self) -> None:
        assert [argument.range_name for argument in ARGUMENTS if argument.scalar] == [NAMES[DAY]]
        assert set(NAMES) <= set(RECTANGLES)

    def test_help_fits_into_what_excel_shows(self) -> None:
        for text in (*(each.help for each in FUNCTIONS), *(each.help for each in ARGUMENTS)):
            assert text.endswith(".")
            assert len(text) <= LONGEST_HELP

    def test_no_function_is_given_a_cell_that_a_function_fills(self) -> None:
        """It would be computed from itself, and Excel would refuse to calculate at all."""
        given_cells = {cell for name in NAMES for cell in cells_of(name)}
        for function in FUNCTIONS:
            assert not given_cells & set(cells_of(function.range_name)), function.name

    def test_the_first_cell_needs_no_library_that_is_slow_to_load(self) -> None:
        code = "import sys, secor_xl.workbook.functions.live_results; print(*sys.modules)"
        loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
        assert not {"xlsxwriter", "lxml", "openpyxl", "docxtpl", "xlwings"} & set(loaded)


def cells_of(name: str) -> Iterator[tuple[str, int, int]]:
    block = RECTANGLES[name]
    for row in range(block.row, block.row + block.rows):
        for column in range(block.column, block.column + block.columns):
            yield block.sheet, row, column


class TestTheSameAsTheLibrary:
    def test_the_clean_review_is_approved(self) -> None:
        """So whatever is not approved below is not because of what was done to it."""
        assert outcome(clean()) == "Approve"

    @pytest.mark.parametrize("sample", samples(instrument()), ids=lambda sample: sample.file_stem)
    def test_for_every_sample(self, sample: Sample) -> None:
        assessment = assess(sample.review, instrument=instrument(), office=office(), as_of=sample.as_of)
        content = build_workbook(assessment, live=True)
        assert answers(handed(content)) == expected(assessment)

    @settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow], deadline=None)
    @given(
        reviews(form=blank_review(instrument()).form).map(without_error_texts),
        st.dates(dt.date(2025, 1, 1), dt.date(2028, 1, 1)),
    )
    def test_for_any_review_as_of_any_day(self, facts: Review, day: dt.date) -> None:
        content = built(facts)
        read = read_workbook_bytes(content, "review.xlsx")
        assessment = assess(read.review, instrument=read.instrument, office=office(), as_of=day, problems=read.problems)
        assert answers(handed(content, as_of=from_excel(day))) == expected(assessment)

    def test_for_another_instrument(self) -> None:
        assessment = judged_by(fitted(SMALL_REVIEW, SMALL), SMALL)
        assert answers(handed(build_workbook(assessment, live=True), SMALL)) == expected(assessment)

    def test_a_text_that_reads_like_an_error_is_never_lost_without_a_word(self) -> None:
        values = clean()
        put(values, *input_cell("employer", "legal_name"), "#N/A")
        (flag,) = [row for row in flags(values) if row[0] == "FM-101"]
        assert "The error #N/A" in flag[4]


def input_cell(section: str, name: str) -> tuple[str, int, int]:
    """Sheet, row and column of a single fact."""
    field = next(each for each in layout.fields() if (each.place.section, each.place.field) == (section, name))
    row = int(re.sub(r"\D", "", field.input_cell))
    return field.sheet, row, layout.INPUT.index


def every_input() -> Iterator[tuple[str, int, int]]:
    """The input cells of the submission, and those of the first and the last row of each table."""
    for field in layout.SUBMISSION_FIELDS:
        yield input_cell(field.place.section, field.place.field)
    for table in layout.TABLES.values():
        for number in (1, layout.rows_of(table, instrument())):
            for column in table.inputs:
                yield table.sheet, table.header_row + number, column.index


class TestWhatCannotBeRead:
    @pytest.mark.parametrize("error", ["#N/A", "#SPILL!", FIRST_ERROR + 2042, FIRST_ERROR + 2050])
    def test_an_error_in_any_input_is_named_by_its_cell_and_nothing_is_approved(self, error: object) -> None:
        for sheet, row, column in every_input():
            values = clean()
            put(values, sheet, row, column, error)
            assert outcome(values) == "Incomplete"
            cell = f"{column_letter(column)}{row}"
            assert [flag[2] for flag in flags(values) if flag[0] == "FM-101"] == [f"{sheet}!{cell}"]

    @pytest.mark.parametrize("nothing", ["\u200b", "\u2800 \ufeff"])
    def test_an_entry_that_shows_nothing_is_as_good_as_none(self, nothing: str) -> None:
        for section, name in (("employer", "legal_name"), ("case", "received_on"), ("assessor_sign_off", "name")):
            values, blank = clean(), clean()
            put(values, *input_cell(section, name), nothing)
            put(blank, *input_cell(section, name), None)
            assert answers(values) == answers(blank)
            assert outcome(values) != "Approve"

    @pytest.mark.parametrize(
        ("section", "name", "value", "seen"),
        [
            ("case", "received_on", "2026-03-31", "a text that looks like a date"),
            ("case", "received_on", 46112.0, "the number 46112"),
            ("case", "year_kind", "perhaps", 'the text "perhaps"'),
            ("profile", "workers", "3", "a text that looks like a number"),
            ("profile", "workers", True, "the truth value TRUE"),
            ("employer", "phone", 4035550100.0, "leading zeros may be lost"),
        ],
    )
    def test_a_value_of_another_kind_is_named(self, section: str, name: str, value: object, seen: str) -> None:
        values = clean()
        put(values, *input_cell(section, name), value)
        assert seen.lower() in next(row[4] for row in flags(values) if row[0] == "FM-101").lower()
        assert outcome(values) == "Incomplete"

    @pytest.mark.parametrize(
        ("name", "loss"),
        [
            (name, loss)
            for name in RANGES
            for loss in ("first row", "last row", "first column", "last column", "headers", "all", "error")
            if name not in HIDDEN and (loss != "first column" or name not in NUMBERED)
        ],
    )
    def test_a_range_that_has_lost_something_never_passes(self, name: str, loss: str) -> None:
        values = clean()
        rows = at(values, name)
        if loss == "first row":
            del rows[0]
        elif loss == "last row":
            del rows[-1]
        elif loss == "headers":
            rows[0] = ["?"] * len(rows[0])
        elif loss in ("all", "error"):
            values[NAMES.index(name)] = None if loss == "all" else "#REF!"
        else:
            for row in rows:
                del row[0 if loss == "first column" else -1]
        made = fits(values)
        assert made[computed_ranges.OUTCOME][0][0] == "Incomplete"
        seen = " ".join(str(row[2]) + str(row[4]) for row in flags(values) if row[0] == "FM-101")
        assert RECTANGLES[name].sheet in seen

    def test_a_header_that_was_changed_is_named(self) -> None:
        values = clean()
        rows = at(values, named_ranges.QUESTIONS_RANGE)
        rows[0][rows[0].index("Response")] = "Answer"
        assert any('"Response"' in str(row[4]) for row in flags(values))
        assert outcome(values) == "Incomplete"

    def test_columns_that_were_moved_are_read_all_the_same(self) -> None:
        values, untouched = clean(), answers(clean())
        for row in at(values, named_ranges.QUESTIONS_RANGE):
            row[3:] = reversed(row[3:])
        assert answers(values) == untouched

    @pytest.mark.parametrize("rows", [1, 5])
    def test_rows_that_were_put_into_the_submission_move_the_accounts(self, rows: int) -> None:
        values = clean()
        at(values, named_ranges.SUBMISSION_RANGE)[5:5] = [[None, None]] * rows
        assert outcome(values) == "Approve"
        at(values, named_ranges.ACCOUNTS_RANGE)[1][1] = "#N/A"
        cell = f"{column_letter(2)}{RECTANGLES[named_ranges.ACCOUNTS_RANGE].row + 1 + rows}"
        assert [flag[2] for flag in flags(values) if flag[0] == "FM-101"] == [f"Submission!{cell}"]


class TestNothingToJudge:
    def one_sentence(self, values: RangeValues) -> str:
        """The sentence that stands in every first cell; every other cell is blank, and the chart draws nothing."""
        made = fits(values)
        assert {value for row in made.pop(computed_ranges.CHART) for value in row} == {-1}
        (sentence,) = {rows[0][0] for rows in made.values()}
        for rows in made.values():
            assert {value for number, row in enumerate(rows) for value in row[not number :]} <= {None}
        assert isinstance(sentence, str)
        return sentence

    @pytest.mark.parametrize(
        ("day", "words"),
        [
            (None, "nothing is entered"),
            ("", "nothing is entered"),
            ("today", 'the text "today"'),
            ("2026-03-31", "a text that looks like a date"),
            (46112.0, "the number 46112, which would be 2026-03-31"),
            ("#NAME?", "the error #NAME?"),
            (FIRST_ERROR + 2029, "the error #NAME?"),
            (dt.datetime(2026, 3, 31, 9, 5), "a date with a time of day"),
            (True, "the truth value TRUE"),
        ],
    )
    def test_without_a_day(self, day: object, words: str) -> None:
        sentence = self.one_sentence(with_day(clean(), day))
        assert sentence.startswith(
            f"The day of the judgement is needed in Start!{RECTANGLES[computed_ranges.AS_OF].first}: "
        )
        assert words in sentence

    @pytest.mark.parametrize("day", [[[dt.datetime(2026, 6, 30)]], dt.date(2026, 6, 30), [dt.datetime(2026, 6, 30)]])
    def test_a_day_may_come_in_any_shape(self, day: object) -> None:
        assert outcome(with_day(clean(), day)) == "Approve"

    @pytest.mark.parametrize(
        ("row", "column", "value", "words"),
        [
            (5, 2, "another form", "no review workbook of secor-xl"),
            (5, 2, None, "no review workbook of secor-xl"),
            (1, 2, LATER, f'has version "{LATER}" of the review form'),
            (1, 2, "#N/A", 'has version "" of the review form'),
            (2, 2, "other", "not the one that the workbook was made with"),
            (8, 2, None, "the number of its lines is gone"),
            (8, 2, 99.0, "the number of its lines is gone"),
            (11, 1, "x", "carries an instrument that was changed or damaged"),
            (12, 1, "#REF!", "carries an instrument that was changed or damaged"),
        ],
    )
    def test_without_a_form_or_an_instrument(self, row: int, column: int, value: object, words: str) -> None:
        values = clean()
        put(values, layout.FORM_SHEET, row, column, value)
        sentence = self.one_sentence(values)
        assert sentence.startswith("Sheet Form: this workbook ")
        assert words in sentence

    @pytest.mark.parametrize("form", [None, "#REF!", "", [], [[]], [[None]], 5.0])
    def test_without_the_range_of_the_form(self, form: object) -> None:
        values = clean()
        values[NAMES.index(named_ranges.FORM_RANGE)] = form
        sentence = self.one_sentence(values)
        assert "has lost its hidden sheet Form" in sentence or "no review workbook of secor-xl" in sentence

    @pytest.mark.parametrize(
        ("version", "cure"),
        [
            ("0.0.1", "Upgrade workbook"),
            (None, "Upgrade workbook"),
            ("#N/A", "Upgrade workbook"),
            (0.2, "install the newer"),
        ],
    )
    def test_in_a_workbook_of_another_version(self, version: object, cure: str) -> None:
        values = clean()
        put(values, layout.FORM_SHEET, 6, 2, version)
        sentence = self.one_sentence(values)
        assert sentence.startswith("Made with ")
        assert cure in sentence

    def test_an_office_that_cannot_be_used(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("SECOR_XL_TEMPLATES", "/nowhere")
        assert "office.toml: cannot be read" in self.one_sentence(clean())

    def test_a_fault_of_ours_is_words_too(self, monkeypatch: pytest.MonkeyPatch) -> None:
        from secor_xl.workbook.functions import live_results

        def fail(*_: object, **__: object) -> None:
            raise ZeroDivisionError("oh")

        live_results.judged_ranges.cache_clear()
        monkeypatch.setattr(live_results, "assess", fail)
        assert "a fault of its own (ZeroDivisionError)" in self.one_sentence(clean())


JUNK = st.one_of(
    st.none(), st.booleans(), st.floats(), st.text(max_size=20), st.datetimes(timezones=st.none() | st.timezones()), st.dates(),
    st.times(), st.decimals(), st.binary(max_size=3), st.integers(), st.integers(FIRST_ERROR, FIRST_ERROR + 2999),
    st.sampled_from(["#N/A", "#SPILL!", "#CALC!", "", "yes", "n/a", "B2", "Response", "Case", "SECOR-QA", "=1", "1E999", "\ud800"]),
    st.just([]), st.just({}), st.builds(object),
)  # fmt: skip
MATRIX = JUNK | st.lists(JUNK, max_size=4) | st.lists(st.lists(JUNK, max_size=5) | JUNK, max_size=6)


class TestNeverRaises:
    @settings(max_examples=100, deadline=None)
    @given(st.lists(MATRIX, max_size=10))
    def test_whatever_is_handed_over(self, values: list[Any]) -> None:
        for function in FUNCTIONS:
            rows = answer(function, values)
            assert rows
            assert {len(row) for row in rows} == {RECTANGLES[function.range_name].columns}
        assert not outcome(values).startswith(FINAL)

    @settings(max_examples=40, deadline=None)
    @given(st.integers(0, len(NAMES) - 1), MATRIX)
    def test_with_junk_for_one_range(self, number: int, junk: Any) -> None:
        values = clean()
        values[number] = junk
        made = answers(values)
        # Junk for a day may be a day; junk for a list that may be empty never has its headers.
        if NAMES[number] not in (computed_ranges.AS_OF, named_ranges.SNAPSHOTS_RANGE):
            assert not str(made[computed_ranges.OUTCOME][0][0]).startswith(FINAL)

    @settings(max_examples=40, deadline=None)
    @given(st.randoms(use_true_random=False), st.lists(JUNK, min_size=1, max_size=6))
    def test_with_junk_in_some_cells(self, chance: random.Random, junk: list[Any]) -> None:
        values = clean()
        for value in junk:
            rows = chance.choice(values[:DAY])
            row = chance.choice(rows)
            row[chance.randrange(len(row))] = value
        fits(values)

    @pytest.mark.parametrize("values", [None, (), [], 5])
    def test_without_arguments(self, values: Any) -> None:
        assert not outcome(values).startswith(FINAL)


def test_the_office_of_these_tests_is_the_one_that_comes_with_the_tool() -> None:
    assert office() == OFFICE
