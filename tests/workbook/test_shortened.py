"""No text of a block is longer than Excel takes from a function: for any review, any office, any refusal."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from secor_xl.judgement.assessment import assess
from secor_xl.review.model import Account, Response, Review, Timing
from secor_xl.samples.changes import with_question
from secor_xl.workbook.functions import live_results
from secor_xl.workbook.functions.live_results import answer
from secor_xl.workbook.functions.registry import FUNCTIONS
from secor_xl.workbook.functions.results import IN_A_CELL, IN_A_FORMULA, computed_values
from secor_xl.workbook.schema import computed_ranges
from secor_xl.workbook.schema.cell_limits import MORE, cut, cut_lines, units
from secor_xl.workbook.writing.build import build_workbook
from tests.strategies import odd_reviews, reviews
from tests.workbook.live_ranges import answers, expected, handed
from tests.workbook.shipped import CLEAN, INSTRUMENT, OFFICE, judged

LIMIT = 255
"""Excel shows #VALUE! in every cell of an array formula whose function gives back one longer text."""
PAIRED = "👷" * 400
LONG = ("sentence of the reviewer " * 40, "x" * 900, PAIRED, f"a{PAIRED}", "é" * 300, "two\nlines " * 100)


def longest(rows: Any) -> int:
    return max((units(value) for row in rows for value in row if isinstance(value, str)), default=0)


def with_finding(text: str) -> Review:
    return with_question(CLEAN, "A1", finding=text, timing=Timing.NOW)


class TestBlocks:
    @pytest.mark.parametrize("text", LONG, ids=range(len(LONG)))
    def test_have_no_text_that_is_too_long_whatever_was_found(self, text: str) -> None:
        assessment = judged(with_finding(text))
        content = build_workbook(assessment, live=True)
        made = answers(handed(content))
        assert made == expected(assessment)
        assert max(map(longest, made.values())) <= LIMIT
        (cell,) = [row[0] for row in made[computed_ranges.QUESTION_FLAGS] if row[0]]
        assert cell.endswith(MORE)

    def test_held_a_longer_text_before(self) -> None:
        """So the limit is what keeps them short, and not the review."""
        whole = computed_values(judged(with_finding("a finding " * 30)), IN_A_CELL)
        assert longest(whole[computed_ranges.QUESTION_FLAGS]) > LIMIT
        assert longest(whole[computed_ranges.ALL_FLAGS]) > LIMIT

    @settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow], deadline=None)
    @given(reviews() | odd_reviews(), st.dates(dt.date(2025, 1, 1), dt.date(2028, 1, 1)))
    def test_have_no_text_that_is_too_long_for_any_review(self, review: Review, day: dt.date) -> None:
        made = computed_values(assess(review, instrument=INSTRUMENT, office=OFFICE, as_of=day))
        assert max(map(longest, made.values())) <= LIMIT

    @settings(max_examples=20, suppress_health_check=[HealthCheck.too_slow], deadline=None)
    @given(st.lists(st.sampled_from(LONG) | st.text(min_size=200, max_size=700), min_size=4, max_size=4))
    def test_have_no_text_that_is_too_long_where_every_text_is_long(self, texts: list[str]) -> None:
        name, finding, notes, number = texts
        questions = tuple(
            replace(each, response=Response.NO, notes=notes, finding=finding, needed=finding, timing=Timing.NOW)
            for each in CLEAN.questions
        )
        employer = replace(CLEAN.employer, legal_name=name, street=name, phone=number, email=number)
        review = replace(
            CLEAN, employer=employer, questions=questions, accounts=(Account(number, number, number),) * 12
        )
        made = computed_values(judged(review))
        assert max(map(longest, made.values())) <= LIMIT

    @pytest.mark.parametrize("text", LONG, ids=range(len(LONG)))
    def test_say_no_refusal_that_is_too_long(self, monkeypatch: pytest.MonkeyPatch, text: str) -> None:
        def refuse(*_: object) -> None:
            raise live_results.NothingToJudge(text)

        live_results.judged_ranges.cache_clear()
        monkeypatch.setattr(live_results, "read_ranges", refuse)
        ranges = handed(build_workbook(judged(CLEAN), live=True))
        for function in FUNCTIONS:
            rows = answer(function, ranges)
            assert longest(rows) <= LIMIT
            if function.range_name != computed_ranges.CHART:
                assert str(rows[0][0]).endswith(live_results.SAYS_THE_REST)
        live_results.judged_ranges.cache_clear()

    def test_of_a_workbook_without_formulas_have_the_whole_text(self) -> None:
        finding = "a finding " * 30
        (cell,) = [
            row[0]
            for row in computed_values(judged(with_finding(finding)), IN_A_CELL)[computed_ranges.QUESTION_FLAGS]
            if row[0]
        ]
        assert finding.strip() in str(cell)

    def test_name_every_flag_of_a_row_where_there_is_room(self) -> None:
        """Each is cut, rather than the last ones lost."""
        review = with_question(with_finding("a finding " * 60), "A1", oldest_record=dt.date(2031, 1, 1))
        review = with_question(review, "A1", notes="short")
        assessment = judged(review)
        codes = {flag.code for flag in assessment.flags if flag.place.item == "A1"}
        assert len(codes) > 1
        assert len(codes) <= LIMIT // 49
        (cell,) = [row[0] for row in computed_values(assessment)[computed_ranges.QUESTION_FLAGS] if row[0]]
        assert {line.split(" ")[0] for line in str(cell).split("\n")} == codes


class TestCutting:
    @given(st.text(max_size=600) | st.sampled_from(LONG), st.integers(30, 300))
    def test_keeps_the_beginning_and_says_where_it_stopped(self, text: str, most: int) -> None:
        shown = cut(text, most)
        assert units(shown) <= most
        assert shown == text or (shown.endswith(MORE) and text.startswith(shown.removesuffix(MORE)))
        assert (shown == text) == (units(text) <= most)

    @pytest.mark.parametrize("most", range(40, 44))
    def test_never_ends_inside_a_pair(self, most: int) -> None:
        cut(PAIRED, most).encode("utf-8")  # half of a pair would raise

    @pytest.mark.parametrize(
        ("text", "most", "shown"),
        [
            ("one two three four five six seven eight", 34, "one two three four five six seven…"),
            ("one two three four five six seven eight", 33, "one two three four five six…"),
            ("one two three four five six seven eight", 39, "one two three four five six seven eight"),
            ("x" * 50, 40, "x" * 39 + MORE),
        ],
    )
    def test_leaves_words_whole(self, text: str, most: int, shown: str) -> None:
        assert cut(text, most) == shown

    @given(st.lists(st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=200), max_size=30))
    def test_of_lines_gives_each_its_share(self, lines: list[str]) -> None:
        shown = cut_lines(lines, LIMIT, "elsewhere")
        assert units(shown) <= LIMIT
        if units("\n".join(lines)) <= LIMIT:
            assert shown == "\n".join(lines)
        elif len(lines) > 5:
            assert shown.endswith(f"and {len(lines) - 4} more: elsewhere")
        else:
            assert shown.count("\n") == len(lines) - 1


def test_the_whole_limit_is_the_one_of_excel() -> None:
    assert IN_A_FORMULA == LIMIT
