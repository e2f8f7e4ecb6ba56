"""In the cell for real: LibreOffice opens the live workbooks, our functions answer, and the cells follow what is typed."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterator
from functools import cache

import pytest

from secor_xl.excel.macro_workbook import build_macro_workbook
from secor_xl.workbook.functions.registry import FUNCTIONS
from secor_xl.workbook.reading.read_workbook import read_workbook
from secor_xl.workbook.schema import computed_ranges, named_ranges
from secor_xl.workbook.schema.geometry import NamedRange
from secor_xl.workbook.schema.layout import BAND_ROW, QUESTIONS, STATE_COLUMNS, STATE_SHEET
from secor_xl.workbook.writing.build import build_workbook
from secor_xl.workbook.writing.build_state import CHANGED_CELL, CHANGED_WORDS
from tests.in_cell.calc import Calc, running_calc
from tests.in_cell.changes import Change, changes
from tests.in_cell.library import INSTRUMENT, SAMPLES, Library, Shown, as_shown, judged, judged_as_read
from tests.libreoffice import needs_uno

# One LibreOffice for all of them, so one worker for all of them.
pytestmark = [*needs_uno(), pytest.mark.xdist_group("in_cell")]
RECTANGLES = {function.range_name: named_ranges.range_of(function.range_name, INSTRUMENT) for function in FUNCTIONS}
AS_OF = named_ranges.range_of(computed_ranges.AS_OF, INSTRUMENT)
# All tests of a sample run one after the other, so that most of them find its workbook open.
each_sample = pytest.mark.parametrize(
    "number", range(len(SAMPLES)), ids=[sample.file_stem for sample in SAMPLES], scope="module"
)


@pytest.fixture(scope="module")
def calc(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Calc]:
    with running_calc(tmp_path_factory.mktemp("calc")) as running:
        yield running


@cache
def live_workbook(number: int) -> bytes:
    """The live workbook of a sample."""
    return build_workbook(judged(SAMPLES[number]), live=True)


def opened(calc: Calc, number: int) -> Library:
    """The live workbook of a sample, open in Calc as it was built, and what the library says of it."""
    content = live_workbook(number)
    if calc.untouched is not content:
        assert calc.open(content) == len(FUNCTIONS)
    calc.untouched = None
    return Library(content, SAMPLES[number].as_of)


def differences(seen: Shown, wanted: Shown) -> dict[str, list[tuple[object, object]]]:
    """Where cells show another thing than the library says, by the rectangle."""
    return {
        name: [pair for pair in zip(seen[name], wanted[name], strict=True) if pair[0] != pair[1]]
        for name in RECTANGLES
        if seen[name] != wanted[name]
    }


@pytest.mark.skipif("PYTEST_XDIST_WORKER" not in os.environ, reason="the tests run in one process")
def test_the_tests_of_a_group_stay_in_one_process(request: pytest.FixtureRequest) -> None:
    assert request.node.nodeid.endswith("@in_cell")


@each_sample
def test_every_python_cell_shows_what_the_library_says(calc: Calc, number: int) -> None:
    library = opened(calc, number)
    wanted = as_shown(judged(SAMPLES[number]))
    assert library.shown() == wanted
    assert differences(calc.read(RECTANGLES), wanted) == {}
    calc.recalculate()
    assert differences(calc.read(RECTANGLES), wanted) == {}
    assert calc.errors() == []
    calc.untouched = live_workbook(number)


@each_sample
def test_the_cells_follow_what_is_typed(calc: Calc, number: int) -> None:
    library = opened(calc, number)
    before = library.shown()
    followed = 0
    some = slice(number % 4, None, 4)  # every kind of change in a quarter of the samples
    for change in changes(judged(SAMPLES[number]), number)[some]:
        wanted = library.shown(change)
        with calc.typed(change):
            assert differences(calc.read(RECTANGLES), wanted) == {}, change
        followed += wanted != before
    assert differences(calc.read(RECTANGLES), before) == {}, "what was typed was taken back"
    assert calc.errors() == []
    assert followed > 3, "changes from which nothing follows prove nothing"


@pytest.mark.parametrize("number", range(0, len(SAMPLES), 2), scope="module")
def test_many_changes_saved_by_calc_are_judged_from_the_file_as_the_cells_show_them(calc: Calc, number: int) -> None:
    opened(calc, number)
    for change in changes(judged(SAMPLES[number]), number)[::2]:
        if change.sheet != AS_OF.sheet:
            calc.put(change.sheet, change.cell, change.typed)
    read = read_workbook(calc.saved("saved.xlsx"))
    assert len(read.problems) >= 2
    assert differences(calc.read(RECTANGLES), as_shown(judged_as_read(read, SAMPLES[number].as_of))) == {}


def test_several_changes_one_upon_the_other_are_all_followed(calc: Calc) -> None:
    """What a function remembers of its last ranges must never answer for others."""
    library = opened(calc, 0)
    done: list[Change] = []
    for change in changes(judged(SAMPLES[0]), 0)[:6]:
        done.append(change)
        calc.put(change.sheet, change.cell, change.typed)
        assert differences(calc.read(RECTANGLES), library.shown(*done)) == {}, done


@pytest.mark.parametrize("wrong", [["=NA()"], "tomorrow", None])
def test_a_day_of_judgement_that_is_none_is_said_in_words(calc: Calc, wrong: object) -> None:
    opened(calc, 0)
    calc.put(AS_OF.sheet, AS_OF.first, wrong)
    seen = calc.read(RECTANGLES)
    assert None not in [value for rows in seen.values() for row in rows for value in row], "an error in a Python cell"
    assert isinstance(seen[computed_ranges.OUTCOME][0][0], str)
    assert f"{AS_OF.sheet}!{AS_OF.first}" in str(seen)


@pytest.mark.parametrize("number", [0, len(SAMPLES) - 1])
def test_the_macro_workbook_is_calculated_alike(calc: Calc, number: int) -> None:
    """Its macros stay where they are: Calc is not allowed to run them, and the add-in answers in their stead."""
    content = build_macro_workbook(judged(SAMPLES[number]), live_as_of=False)
    assert calc.open(content, "review.xlsm") == len(FUNCTIONS)
    library = Library(content, SAMPLES[number].as_of)
    for change in changes(judged(SAMPLES[number]), number)[:3]:
        with calc.typed(change):
            assert differences(calc.read(RECTANGLES), library.shown(change)) == {}, change
    assert differences(calc.read(RECTANGLES), library.shown()) == {}
    assert calc.errors() == []


STATE = named_ranges.range_of(computed_ranges.STATE, INSTRUMENT)


def test_nothing_changes_by_itself(calc: Calc) -> None:
    """Calculated anew on any later day, the cells show what they showed."""
    content = build_workbook(judged(SAMPLES[0]), live=True, live_as_of=True)
    calc.open(content)
    calc.recalculate()
    assert differences(calc.read(RECTANGLES), Library(content, SAMPLES[0].as_of).shown()) == {}
    assert str(SAMPLES[0].as_of) in str(calc.read({"state": STATE})["state"])
    assert dt.date.today() != SAMPLES[0].as_of


def test_every_sheet_with_computed_cells_says_the_day_and_the_entries(calc: Calc) -> None:
    library = opened(calc, 0)
    change = changes(judged(SAMPLES[0]), 0)[0]
    with calc.typed(change):
        wanted = library.shown(change)[computed_ranges.STATE]
        for sheet, column in STATE_COLUMNS.items():
            assert calc.read({"state": NamedRange("state", sheet, BAND_ROW, column.index)})["state"] == wanted


class TestWithoutMacros:
    """A workbook whose computed cells are values: they show nothing as soon as an entry is another."""

    CHANGED = NamedRange("changed", STATE_SHEET, CHANGED_CELL, 1)

    @pytest.mark.parametrize("number", [0, len(SAMPLES) - 1])
    def test_each_change_of_an_entry_is_noticed_and_taken_back(self, calc: Calc, number: int) -> None:
        calc.open(build_workbook(judged(SAMPLES[number])))
        said = str(calc.read({"state": STATE})["state"])
        assert f"Computed as of {SAMPLES[number].as_of}" in said
        tried = 0
        for change in changes(judged(SAMPLES[number]), number):
            if change.sheet == AS_OF.sheet:
                continue
            with calc.typed(change):
                ((count,),) = calc.read({"changed": self.CHANGED})["changed"]
                assert count, change
                assert CHANGED_WORDS in str(calc.read({"state": STATE})["state"])
            tried += 1
        assert tried > 15
        assert calc.read({"changed": self.CHANGED})["changed"] == [[0.0]]
        assert str(calc.read({"state": STATE})["state"]) == said
        assert calc.errors() == []

    def test_entries_that_are_errors_count_as_changed(self, calc: Calc) -> None:
        calc.open(build_workbook(judged(SAMPLES[0])))
        calc.put(QUESTIONS.sheet, QUESTIONS.cell("points", 1), ["=NA()"])
        assert calc.read({"changed": self.CHANGED})["changed"] == [[1.0]]
