"""Every fact of a review has one cell, every cell one fact, and the rectangles do not touch each other."""

import datetime as dt
import re
import types
from dataclasses import fields, is_dataclass
from decimal import Decimal
from enum import StrEnum
from itertools import combinations, product
from typing import get_args, get_type_hints

import pytest

from secor_xl.judgement.case import Place
from secor_xl.procedure.office import PROVINCES
from secor_xl.review.labels import LABELS
from secor_xl.review.model import Review
from secor_xl.workbook.schema import computed_ranges, layout, named_ranges
from secor_xl.workbook.schema.fields import FORM, SUBMISSION, Kind
from secor_xl.workbook.schema.layout import TABLES, cell_of, place_of, rows_of
from secor_xl.xlsx.sheet_values import column_letter
from tests.workbook.shipped import INSTRUMENT, SMALL

ENTRIES = {
    (entry.section, entry.field): entry
    for entries in (
        FORM,
        *(group for _, group in SUBMISSION),
        *([column.entry for column in table.columns if column.entry] for table in TABLES.values()),
    )
    for entry in entries
}
KINDS = {str: Kind.TEXT, dt.date: Kind.DATE, int: Kind.WHOLE_NUMBER, Decimal: Kind.POINTS}


def facts():
    """Section, field and type of every fact of the model."""
    for section in LABELS:
        kind = get_type_hints(Review)[section]
        part = get_args(kind)[0] if get_args(kind) else kind
        assert is_dataclass(part)
        hints = get_type_hints(part)
        for each in fields(part):
            yield section, each.name, hints[each.name]


def places(instrument):
    for section, field, _ in facts():
        items = [""]
        if section in TABLES:
            table = TABLES[section]
            items = (
                list(instrument.by_id)
                if section == "questions"
                else [str(n) for n in range(1, rows_of(table, instrument) + 1)]
            )
        for item in items:
            yield Place(section, field, item)


@pytest.mark.parametrize("instrument", [INSTRUMENT, SMALL], ids=["shipped", "small"])
def test_every_fact_has_one_cell_and_the_cell_leads_back(instrument):
    seen = set()
    for place in places(instrument):
        found = cell_of(place, instrument)
        assert found, place
        assert found not in seen, place
        seen.add(found)
        assert place_of(*found, instrument) == place


def test_every_fact_is_entered_as_what_the_model_holds():
    for section, field, hint in facts():
        if field == "question_id":
            continue
        entry = ENTRIES[section, field]
        options = get_args(hint) if isinstance(hint, types.UnionType) else (hint,)
        kind = next(option for option in options if option is not type(None))
        if isinstance(kind, type) and issubclass(kind, StrEnum):
            assert (entry.kind, entry.choices) == (Kind.CHOICE, kind)
            assert entry.allowed == tuple(kind)
        elif field == "question_ids":
            assert entry.kind is Kind.QUESTION_IDS
        else:
            assert entry.kind is KINDS[kind]
    assert len(ENTRIES) == sum(field != "question_id" for _, field, _ in facts())


def test_provinces_are_offered_by_their_codes():
    for section in ("employer", "accounts"):
        assert ENTRIES[section, "province"].allowed == tuple(PROVINCES)


def test_labels_come_from_the_one_list():
    for table in TABLES.values():
        for column in table.columns:
            if column.field in LABELS[table.section]:
                assert column.header == LABELS[table.section][column.field]
    for field in layout.fields():
        assert field.entry.label == LABELS[field.place.section][field.place.field]


@pytest.mark.parametrize(
    ("place", "cell"),
    [
        (Place("employer"), Place("employer", "legal_name")),
        (Place("accounts"), Place("accounts", "province", "1")),
        (Place("accounts", "number"), Place("accounts", "number", "1")),
        (Place("questions", "", "B2"), Place("questions", "question_id", "B2")),
        (Place("action_plan", "", "3"), Place("action_plan", "question_ids", "3")),
        (Place("rounds", "", "2"), Place("rounds", "feedback_sent_on", "2")),
    ],
    ids=str,
)
def test_a_place_that_names_no_single_fact_leads_to_its_first_cell(place, cell):
    assert cell_of(place, INSTRUMENT) == cell_of(cell, INSTRUMENT)


@pytest.mark.parametrize(
    "place",
    [
        Place("questions", "points", "Z9"),
        Place("accounts", "number", "13"),
        Place("accounts", "number", "0"),
        Place("rounds", "", "11"),
        Place("rounds", "", "²"),
        Place("employer", "shoe_size"),
        Place("questions", "flags", "B2"),
        Place("nowhere"),
    ],
    ids=lambda place: f"{place.section} {place.field} {place.item}",
)
def test_a_place_that_is_not_in_the_workbook_has_no_cell(place):
    assert cell_of(place, INSTRUMENT) is None


def test_a_cell_that_holds_no_fact_has_no_place():
    assert place_of("Start", "B2", INSTRUMENT) is None
    assert place_of("Questions", "A5", INSTRUMENT) is None


def test_column_letters():
    assert [column_letter(number) for number in (1, 26, 27, 52, 53, 702, 703)] == [
        "A",
        "Z",
        "AA",
        "AZ",
        "BA",
        "ZZ",
        "AAA",
    ]


def cells(block):
    return {
        (block.sheet, row, column)
        for row, column in product(
            range(block.row, block.row + block.rows), range(block.column, block.column + block.columns)
        )
    }


@pytest.mark.parametrize("instrument", [INSTRUMENT, SMALL], ids=["shipped", "small"])
def test_computed_rectangles_touch_neither_each_other_nor_an_input(instrument):
    rectangles = named_ranges.all_ranges(instrument)
    computed = [cells(rectangles[name]) for name in computed_ranges.COMPUTED]
    for one, other in combinations(computed, 2):
        assert not one & other
    inputs = set()
    for place in places(instrument):
        found = cell_of(place, instrument)
        assert found
        sheet, cell = found
        letters, digits = cell.rstrip("0123456789"), cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
        column = sum((ord(letter) - 64) * 26**power for power, letter in enumerate(reversed(letters)))
        inputs.add((sheet, int(digits), column))
    assert not inputs & set.union(*computed)


def test_names_are_none_that_excel_would_take_for_a_cell():
    for name, block in named_ranges.all_ranges(INSTRUMENT).items():
        assert re.fullmatch(r"secor_[a-z_]+", name)
        assert block.name == name


def test_each_range_with_inputs_begins_with_its_header_row():
    rectangles = named_ranges.all_ranges(INSTRUMENT)
    assert rectangles[named_ranges.QUESTIONS_RANGE].row == layout.QUESTIONS.header_row
    assert rectangles[named_ranges.QUESTIONS_RANGE].rows == len(INSTRUMENT.questions) + 1
    assert rectangles[named_ranges.SUBMISSION_RANGE].row == layout.HEADER_ROW
    for name in (
        named_ranges.ACCOUNTS_RANGE,
        "secor_action_plan",
        "secor_last_year",
        "secor_rounds",
        "secor_letters",
    ):
        table = next(table for table in TABLES.values() if name == f"secor_{table.section}")
        assert (rectangles[name].row, rectangles[name].rows) == (table.header_row, table.capacity + 1)


def test_sheet_names_with_a_blank_are_quoted_in_references():
    assert named_ranges.range_of(computed_ranges.ACTION_PLAN_FLAGS, INSTRUMENT).reference.startswith("'Action plan'!$")
    assert named_ranges.range_of(computed_ranges.OUTCOME, INSTRUMENT).reference.startswith("Start!$")
