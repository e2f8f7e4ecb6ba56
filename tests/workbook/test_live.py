"""One reading for all cells of a recalculation, and a new one for every change: of a value, its type, the day, the office."""

from __future__ import annotations

import copy
import datetime as dt
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from secor_xl import __version__
from secor_xl.errors import DataError
from secor_xl.procedure.office import Office, read_office
from secor_xl.resources import shipped_letter_templates
from secor_xl.workbook.functions import live_results
from secor_xl.workbook.functions.live_office import OfficeFile, office_in_force, use_office
from secor_xl.workbook.functions.registry import FUNCTIONS
from secor_xl.workbook.migration import versions
from secor_xl.workbook.schema import computed_ranges, named_ranges
from secor_xl.workbook.schema.layout import QUESTIONS
from tests.workbook.built import workbook
from tests.workbook.live_ranges import NAMES, RangeValues, answers, from_excel, handed, with_day
from tests.workbook.shipped import OFFICE, TODAY

HANDED = handed(workbook(), as_of=from_excel(TODAY))


@pytest.fixture
def readings(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """How often the ranges were read, and nothing is known from before."""
    counted: list[int] = []
    read = live_results.read_ranges

    def counting(areas: live_results.Areas) -> Any:
        counted.append(1)
        return read(areas)

    live_results.judged_ranges.cache_clear()
    monkeypatch.setattr(live_results, "read_ranges", counting)
    yield counted
    live_results.judged_ranges.cache_clear()


def fresh() -> RangeValues:
    """The ranges as a new call hands them over: equal to the last ones, and not the same objects."""
    return copy.deepcopy(HANDED)


def with_points(value: object) -> RangeValues:
    values = fresh()
    block = named_ranges.range_of(named_ranges.QUESTIONS_RANGE, live_instrument())
    values[NAMES.index(named_ranges.QUESTIONS_RANGE)][1][QUESTIONS.column("points").index - block.column] = value
    return values


def live_instrument() -> Any:
    from tests.workbook.built import instrument

    return instrument()


class TestTheReading:
    def test_is_done_once_for_all_functions(self, readings: list[int]) -> None:
        for function in FUNCTIONS:
            live_results.shown_cells(fresh())[function.range_name]
        assert len(readings) == 1

    def test_is_kept_for_workbooks_that_are_open_side_by_side(self, readings: list[int]) -> None:
        for _ in range(3):
            for points in range(live_results.WORKBOOKS_KEPT):
                live_results.shown_cells(with_points(float(points)))
        assert len(readings) == live_results.WORKBOOKS_KEPT

    def test_is_not_kept_for_ever(self, readings: list[int]) -> None:
        for points in (*range(live_results.WORKBOOKS_KEPT + 1), 0):
            live_results.shown_cells(with_points(float(points)))
        assert len(readings) == live_results.WORKBOOKS_KEPT + 2

    def test_is_done_anew_where_a_value_has_changed(self, readings: list[int]) -> None:
        before = answers(fresh())
        assert answers(with_points(0.0)) != before
        assert answers(fresh()) == before
        assert len(readings) == 2

    def test_is_done_anew_where_only_the_type_of_a_value_has_changed(self, readings: list[int]) -> None:
        """``1.0 == True`` in Python, and one of them is points and the other is none."""
        assert (
            answers(with_points(1.0))[computed_ranges.ALL_FLAGS]
            != answers(with_points(True))[computed_ranges.ALL_FLAGS]
        )
        assert len(readings) == 2

    def test_is_done_anew_where_the_same_values_stand_in_other_cells(self, readings: list[int]) -> None:
        values = fresh()
        values[NAMES.index("secor_rounds")].insert(1, [None] * 7)
        answers(values)
        answers(fresh())
        assert len(readings) == 2

    def test_is_done_anew_for_another_day(self, readings: list[int]) -> None:
        before = answers(fresh())
        after = answers(with_day(fresh(), dt.datetime(2025, 1, 1)))
        assert after[computed_ranges.OUTCOME] != before[computed_ranges.OUTCOME]
        assert len(readings) == 2

    def test_of_what_cannot_be_judged_is_kept_too(self, readings: list[int]) -> None:
        answers(with_day(fresh(), "today"))
        assert len(readings) == 1


@pytest.fixture
def office_file(tmp_path: Path) -> Path:
    """A copy of the office's file in a folder of its own."""
    path = tmp_path / "office.toml"
    path.write_bytes((shipped_letter_templates() / "office.toml").read_bytes())
    return path


def changed(path: Path, seconds: int) -> None:
    """Give the office another name, a few seconds later."""
    text = path.read_text(encoding="utf-8").replace("largest_employer = 10", f"largest_employer = {seconds}")
    path.write_text(text, encoding="utf-8")
    os.utime(path, (seconds, seconds))


class TestTheOffice:
    def test_comes_with_the_tool_or_from_the_folder_that_is_set(
        self, office_file: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.delenv("SECOR_XL_TEMPLATES", raising=False)
        assert office_in_force() == OFFICE
        changed(office_file, 2)
        monkeypatch.setenv("SECOR_XL_TEMPLATES", str(office_file.parent))
        assert office_in_force() == read_office(office_file) != OFFICE

    def test_is_read_again_when_its_file_has_changed_and_only_then(self, office_file: Path) -> None:
        office = OfficeFile(lambda: office_file.parent)
        first = office()
        assert office() is first
        changed(office_file, 5)
        assert office() is not first
        assert office().program.largest_employer == 5

    def test_whose_file_is_broken_is_refused_until_it_is_mended(self, office_file: Path) -> None:
        office, text = OfficeFile(lambda: office_file.parent), office_file.read_text(encoding="utf-8")
        office()
        office_file.write_text("[", encoding="utf-8")
        with pytest.raises(DataError):
            office()
        office_file.unlink()
        with pytest.raises(DataError):
            office()
        office_file.write_text(text, encoding="utf-8")
        assert office() == OFFICE

    def test_that_has_changed_changes_the_cells(self, office_file: Path, readings: list[int]) -> None:
        before = use_office(OfficeFile(lambda: office_file.parent))
        try:
            counts = answers(fresh())[computed_ranges.ALL_FLAGS]
            changed(office_file, 1)
            assert answers(fresh())[computed_ranges.ALL_FLAGS] != counts
        finally:
            use_office(before)
        assert answers(fresh())[computed_ranges.ALL_FLAGS] == counts
        assert len(readings) == 3

    def test_can_be_given_by_who_calls(self) -> None:
        def given() -> Office:
            return OFFICE

        before = use_office(given)
        assert use_office(before) is given
        assert office_in_force() == before()


def test_another_version_of_the_tool_says_so_in_every_cell(monkeypatch: pytest.MonkeyPatch) -> None:
    live_results.judged_ranges.cache_clear()
    monkeypatch.setattr(live_results, "__version__", "9.9.9")
    made = answers(fresh())
    live_results.judged_ranges.cache_clear()
    words = (
        f"Made with secor-xl {__version__}; this is 9.9.9: use Upgrade workbook, or 'secor-xl upgrade' with this file"
    )
    assert {rows[0][0] for name, rows in made.items() if name != computed_ranges.CHART} == {words}


def test_a_newer_version_of_the_tool_is_what_the_cells_ask_for(monkeypatch: pytest.MonkeyPatch) -> None:
    live_results.judged_ranges.cache_clear()
    monkeypatch.setattr(live_results, "__version__", "0.0.1")
    monkeypatch.setattr(versions, "__version__", "0.0.1")
    made = answers(fresh())
    live_results.judged_ranges.cache_clear()
    sentences = {str(rows[0][0]) for name, rows in made.items() if name != computed_ranges.CHART}
    assert len(sentences) == 1
    assert all("install the newer secor-xl" in each and "pgrade" not in each for each in sentences)
