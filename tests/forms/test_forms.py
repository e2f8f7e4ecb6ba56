"""A form grows: workbooks of every form that was ever made are read, judged, lettered, opened in Excel and upgraded.

``form-N.xlsx``, ``form-N.xlsm`` and ``form-N.json`` were made by the code of form N, of one employer; they are never made anew.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import re
import shutil
import subprocess
import sys
import warnings
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.comments import Comment

from secor_xl.excel import buttons
from secor_xl.excel.live_book import read_live
from secor_xl.excel.macro_workbook import build_macro_workbook
from secor_xl.procedure.form import FORM, FORM_VERSION
from secor_xl.resources import shipped_letter_templates
from secor_xl.review.model import LetterKind
from secor_xl.runs.exchange import ExchangeError, exported, imported
from secor_xl.runs.new_workbook import plain_workbook
from secor_xl.runs.report import judged_record
from secor_xl.runs.single_workbook import ReviewService
from secor_xl.runs.upgrade import UpgradeRefused, upgrade
from secor_xl.workbook.functions.live_results import answer
from secor_xl.workbook.functions.registry import ARGUMENTS, FUNCTIONS
from secor_xl.workbook.reading.read_workbook import read_workbook
from secor_xl.workbook.schema import computed_ranges
from secor_xl.workbook.schema.fields import SUBMISSION
from secor_xl.workbook.schema.geometry import NamedRange
from secor_xl.workbook.schema.layout import FLAG_LIST, START, TABLES
from secor_xl.workbook.writing.build import build_workbook
from secor_xl.xlsx.comments import Note
from secor_xl.xlsx.fast_reader import read_sheets
from secor_xl.xlsx.guard import guard_bytes
from secor_xl.xlsx.sheet_values import cell_position
from tests.excel.clicks import Reviewer, reviewer_at
from tests.forms.__main__ import DAY, HERE, keep_form
from tests.notes import read_notes
from tests.workbook.live_ranges import cells
from tests.workbook.shipped import opened as load

DESK = ReviewService(shipped_letter_templates(), DAY)
KINDS = (".xlsx", ".xlsm")
OUTCOME = "Request corrections (round 2)"
FINDING_OF_C2B = {1: "Questions!R22", 2: "Questions!T22"}


@pytest.fixture(scope="module")
def present(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with workbooks of the present form."""
    folder = tmp_path_factory.mktemp("form")
    keep_form(folder)
    return folder


@pytest.fixture(params=[f"form-{number}{kind}" for number in range(1, FORM + 1) for kind in KINDS])
def path(request: pytest.FixtureRequest, present: Path) -> Path:
    """A workbook of any form, with macros or without."""
    return file_of(request.param, present)


@pytest.fixture(params=[f"form-{number}.xlsm" for number in range(1, FORM + 1)])
def live(request: pytest.FixtureRequest, present: Path) -> Path:
    """A workbook of any form whose cells compute and that has buttons."""
    return file_of(request.param, present)


def file_of(name: str, present: Path) -> Path:
    return (present if form_of(Path(name)) == FORM else HERE) / name


def form_of(path: Path) -> int:
    return int(path.stem.removeprefix("form-"))


def record_of(path: Path) -> Any:
    return json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))


def test_workbooks_of_every_earlier_form_are_kept() -> None:
    suffixes = (".json", ".xlsm", ".xlsx")
    wanted = {f"form-{number}{suffix}" for number in range(1, FORM) for suffix in suffixes}
    assert {path.name for path in HERE.glob("form-*")} == wanted


def test_the_form_is_that_of_its_newest_field() -> None:
    columns = [column.since for table in TABLES.values() for column in table.columns]
    single = [entry.since for _, entries in SUBMISSION for entry in entries]
    assert max([*columns, *single]) == FORM


def test_a_workbook_says_what_its_form_exported_and_a_later_field_is_blank(path: Path) -> None:
    read = read_workbook(path)
    assert read.problems == ()
    now, then = exported(read.review, read.instrument), record_of(path)
    for table in TABLES.values():
        if table.since > form_of(path):
            assert now.pop(table.section) == []
            continue
        for column in table.inputs:
            for entry in now[table.section]:
                if column.since > form_of(path):
                    assert entry.pop(column.field) in (None, "")
    for field in (field for _, fields in SUBMISSION for field in fields if field.since > form_of(path)):
        assert now[field.section].pop(field.field) in (None, "")
    if form_of(path) == 1:
        assert now.pop("snapshots") == []
    assert now == then


def test_a_workbook_is_judged_as_ever_and_its_flags_name_its_own_cells(path: Path) -> None:
    judged = DESK.judge(path)
    (flag,) = judged_record(judged)["flags"]
    assert (judged.assessment.outcome.words, flag["code"]) == (OUTCOME, "FI-101")
    assert f"{flag['sheet']}!{flag['cell']}" == FINDING_OF_C2B[form_of(path)]
    book = load(path.read_bytes())
    assert book[flag["sheet"]][flag["cell"]].value == judged.read.review.question("C2b").finding
    assert judged.read.shown_score == "99 %"


def test_a_workbook_gets_its_letter(path: Path, tmp_path: Path) -> None:
    (letter,) = DESK.plan(DESK.judge(path))
    new = tmp_path / "review.xlsx"
    new.write_bytes(plain_workbook(DESK.judge(path).assessment, {}))
    (same,) = DESK.plan(DESK.judge(new))
    assert letter.kind is LetterKind.FEEDBACK
    assert DESK.templates.render(letter) == DESK.templates.render(same)


def test_an_upgrade_keeps_everything_and_brings_the_form_to_the_present_one(path: Path, tmp_path: Path) -> None:
    old = tmp_path / path.name
    shutil.copy(path, old)
    before = read_workbook(old)
    build = (
        plain_workbook
        if path.suffix == ".xlsx"
        else lambda assessment, notes: build_macro_workbook(assessment, notes=notes)
    )
    done = upgrade(old, DESK, build)
    after = read_workbook(old)
    assert after.review == replace(before.review, form=replace(before.review.form, form_version=FORM_VERSION))
    assert after.is_of_this_form
    assert (done.kept is None) == before.is_of_this_form
    if done.kept:
        assert done.kept.read_bytes() == path.read_bytes()
    assert upgrade(old, DESK, build).kept is None


def test_what_was_exported_makes_a_workbook_of_the_present_form(path: Path, tmp_path: Path) -> None:
    review, instrument = imported(path.with_suffix(".json"))
    new = tmp_path / "new.xlsx"
    new.write_bytes(build_workbook(DESK.judged(path, replace(read_workbook(path), review=review)).assessment))
    assert read_workbook(new).review == review
    assert (review.form.form_version, instrument.fingerprint) == (
        FORM_VERSION,
        read_workbook(path).instrument.fingerprint,
    )
    assert replace(review, form=read_workbook(path).review.form) == read_workbook(path).review


def ranges_of(path: Path) -> tuple[list[Any], dict[str, NamedRange]]:
    """Return the arguments of a function of this workbook, by the workbook's own names, and its named ranges."""
    named = {}
    for name, defined in load(path.read_bytes()).defined_names.items():
        if name.startswith("secor_"):
            ((sheet, reference),) = defined.destinations
            (top, left), (bottom, right) = (
                cell_position(cell) for cell in (*reference.replace("$", "").split(":") * 2,)[:2]
            )
            named[name] = NamedRange(name, sheet, top + 1, left + 1, bottom - top + 1, right - left + 1)
    sheets = read_sheets(guard_bytes(path.read_bytes(), path.name), tuple({block.sheet for block in named.values()}))
    known = [named[each.range_name] for each in ARGUMENTS if each.range_name in named]
    values: list[Any] = [cells(sheets[block.sheet], block) for block in known]
    values[-1] = dt.datetime(DAY.year, DAY.month, DAY.day)
    return values, named


def test_the_cells_compute_in_the_shape_that_their_form_has(live: Path) -> None:
    values, named = ranges_of(live)
    shown = {function.range_name: answer(function, values) for function in FUNCTIONS if function.range_name in named}
    for name, rows in shown.items():
        assert {len(row) for row in rows} == {named[name].columns}, name
        # Excel cuts the rows that a later form has more, and shows an error in those that are missing.
        assert len(rows) == named[name].rows or (
            len(rows) > named[name].rows and name == computed_ranges.SUBMISSION_FLAGS
        ), name
    assert (
        shown[computed_ranges.HEADCOUNT] if form_of(live) > 1 else [shown[computed_ranges.SUBMISSION_FLAGS][41 - 5]]
    ) == [[9]]
    finding = FINDING_OF_C2B[form_of(live)]
    assert shown[computed_ranges.OUTCOME][0] == [OUTCOME]
    assert shown[computed_ranges.ALL_FLAGS][0][:4] == ["FI-101", "blocking", "C2b: Finding", finding]
    flagged = [
        row
        for row, (flags,) in enumerate(shown[computed_ranges.QUESTION_FLAGS], named[computed_ranges.QUESTION_FLAGS].row)
        if flags
    ]
    assert [f"Questions!{finding.split('!')[1][0]}{row}" for row in flagged] == [finding]
    start, overall = load(live.read_bytes())[START], named[computed_ranges.OVERALL]
    headers = [start.cell(overall.row - 1, overall.column + number).value for number in range(overall.columns)]
    assert dict(zip(headers, shown[computed_ranges.OVERALL][0], strict=True))["Points given"] == 990


def opened(path: Path, tmp_path: Path) -> Reviewer:
    work = tmp_path / "work" / path.name
    work.parent.mkdir()
    shutil.copy(path, work)
    at = reviewer_at(work, tmp_path, DAY)
    day = read_live(at.book).found.on_start(computed_ranges.AS_OF)
    at.open_workbook.values[START][day] = dt.datetime(DAY.year, DAY.month, DAY.day)  # in form 1, Excel computes TODAY()
    return at


def test_the_buttons_work_and_enter_what_the_form_has_room_for(live: Path, tmp_path: Path) -> None:
    at = opened(live, tmp_path)
    (said,) = at.click(buttons.check_now)
    assert said.startswith(OUTCOME)
    assert "The start sheet shows" not in said
    (question,) = at.click(buttons.make_letters, "ok")
    read = read_live(at.book)
    assert read.problems == ()
    assert [(each.kind, each.round, each.written_on) for each in read.review.letters] == [(LetterKind.FEEDBACK, 2, DAY)]
    last = read.review.rounds[-1]
    wanted = (read.instrument.version, DAY) if form_of(live) >= 2 else ("", None)
    assert (last.feedback_sent_on, last.instrument_version, last.judged_as_of) == (DAY, *wanted)
    assert ("Instrument version" in question) == (form_of(live) >= 2)
    assert len(at.on_disk()) == 1
    (again,) = at.click(buttons.make_letters)
    assert "Awaiting correction" in again


def test_a_flag_is_explained_from_its_row(live: Path, tmp_path: Path) -> None:
    at = opened(live, tmp_path)
    at.click(buttons.check_now)
    sheet, cell = FINDING_OF_C2B[form_of(live)].split("!")
    at.select(sheet, cell)
    (said,) = at.click(buttons.explain_flag)
    assert said.startswith("FI-101")
    at.select(FLAG_LIST.sheet, FLAG_LIST.cell("seen", 1))
    assert at.click(buttons.explain_flag)[0].startswith("FI-101")
    because = read_live(at.book).found.on_start(computed_ranges.BECAUSE)
    at.select(START, because)
    assert at.click(buttons.explain_flag)[0].startswith("FI-101")


def test_notes_and_a_typed_day_of_form_1_are_carried_over_or_told(tmp_path: Path) -> None:
    old = tmp_path / "old.xlsm"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl says that it does not know every extension
        book = openpyxl.load_workbook(HERE / "form-1.xlsm", keep_vba=True)
    moved = {"C8": "C9", "F27": "G28", "D41": "D42", "B2": "B2"}
    for cell in moved:
        book[START][cell].comment = Comment(f"of {cell}", "Me")
    book["Rounds"]["G5"].comment = Comment("of the reason", "Me")
    book[START]["C8"].value = dt.datetime(2026, 6, 29)
    book.save(old)
    done = upgrade(old, DESK, lambda assessment, notes: build_macro_workbook(assessment, notes=notes))
    assert done.rebuilt
    assert (done.rebuilt.left, done.rebuilt.moved) == (('Start!C8: "2026-06-29"',), ())
    wanted = {(START, new): Note(f"of {was}", "Me") for was, new in moved.items()}
    assert read_notes(old) == {**wanted, ("Rounds", "G5"): Note("of the reason", "Me")}


def test_the_upgrade_button_upgrades_an_earlier_form_only(live: Path, tmp_path: Path) -> None:
    at = opened(live, tmp_path)
    before = read_live(at.book).review
    if form_of(live) == FORM:
        assert "there is nothing to upgrade" in at.click(buttons.upgrade_workbook)[0]
        return
    at.click(buttons.upgrade_workbook, "ok")
    (new,) = [each for each in at.path.parent.glob("*.xlsm") if each != at.path]
    read = read_workbook(new)
    assert read.is_of_this_form
    assert replace(read.review, form=before.form) == before


def test_a_sheet_of_ones_own_with_the_name_of_a_later_sheet_is_not_lost(tmp_path: Path) -> None:
    old = tmp_path / "old.xlsx"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl says that it does not know every extension
        book = openpyxl.load_workbook(HERE / "form-1.xlsx")
    book.create_sheet("Last year")["A1"] = "Mine"
    book.save(old)
    with pytest.raises(UpgradeRefused, match='the sheet "Last year" is no part of the form and would be lost'):
        upgrade(old, DESK, plain_workbook)


@pytest.mark.parametrize("version", [str(FORM + 1), "99", "A"])
def test_an_export_of_a_later_form_is_refused_in_words(version: str, tmp_path: Path) -> None:
    record = record_of(HERE / "form-1.json")
    record["form"]["form_version"] = version
    record["rounds"][0]["something_new"] = "of a later form"
    path = tmp_path / "later.json"
    path.write_text(json.dumps(record), encoding="utf-8")
    with pytest.raises(
        ExchangeError, match=f'is "{version}"; this secor-xl knows versions 1 to {FORM}. .*newer secor-xl'
    ):
        imported(path)


def test_the_flags_beside_the_entries_are_in_the_rows_that_the_list_of_flags_names(live: Path) -> None:
    values, named = ranges_of(live)
    for row in values[0][1:]:
        row[1] = None
    values[1][1][1] = "pending"
    shown = {function.range_name: answer(function, values) for function in FUNCTIONS if function.range_name in named}
    listed = {str(row[3]) for row in shown[computed_ranges.ALL_FLAGS]}
    beside = {
        f"{named[name].sheet}!{number}"
        for name in (computed_ranges.SUBMISSION_FLAGS, computed_ranges.ACCOUNT_FLAGS)
        for number, (text,) in enumerate(shown[name], named[name].row)
        if text
    }
    assert len(beside) > 20
    assert beside == {re.sub("[A-Z]+([0-9]+)$", r"\1", cell) for cell in listed if cell.startswith("Submission!")}


NEW_FIELDS = {
    "review/model.py": (
        ('    city: str = ""\n', '    city: str = ""\n    unit: str = ""\n'),
        ('    action: str = ""\n', '    action: str = ""\n    cost: Decimal | None = None\n'),
    ),
    "review/labels.py": (
        ('        "city": "City or town",\n', '        "city": "City or town",\n        "unit": "Unit",\n'),
        ('        "action": "Action",\n', '        "action": "Action",\n        "cost": "Cost",\n'),
    ),
    "workbook/schema/fields.py": (
        ('_text("employer", "city"),', '_text("employer", "city"),\n_text("employer", "unit", since=NEXT),'),
        (
            '    _text("action_plan", "responsible"',
            '    SchemaField("action_plan", "cost", Kind.POINTS, since=NEXT),\n    _text("action_plan", "responsible"',
        ),
    ),
    "procedure/form.py": ((f"FORM = {FORM}\n", f"FORM = {FORM + 1}\n"),),
}
"""All changes for two more fields, one of the submission and one of a list: model, label, schema; and the form's number."""
TRIAL = """
import datetime as dt, sys, zipfile
from dataclasses import replace
from pathlib import Path
from secor_xl.review.model import Review
from secor_xl.runs.single_workbook import ReviewService
from secor_xl.runs.exchange import exported, imported
from secor_xl.runs.upgrade import upgrade
from secor_xl.runs.new_workbook import plain_workbook
from secor_xl.resources import shipped_letter_templates
from secor_xl.xlsx.comments import Note
from secor_xl.workbook.reading.read_workbook import read_workbook
from tests.forms.test_forms import *
service = ReviewService(shipped_letter_templates(), dt.date(2026, 6, 30))
for name in sys.argv[1:]:
    path = Path(name)
    before = service.judge(path)
    assert before.read.problems == () and not before.read.is_of_this_form, before.read.problems
    assert [flag.code for flag in before.assessment.flags] in (["FI-101"], ["FI-101", "FM-305"]), before.assessment.flags
    assert upgrade(path, service, plain_workbook).kept
    after = read_workbook(path)
    assert replace(after.review, form=before.read.review.form) == before.read.review
    employer = replace(after.review.employer, unit="Bay 4")
    review = replace(after.review, employer=employer)
    again = service.judged(path, replace(after, review=review))
    path.write_bytes(plain_workbook(again.assessment, {}))
    assert read_workbook(path).review == review
    assert exported(review, after.instrument)["employer"]["unit"] == "Bay 4"
    with zipfile.ZipFile(path) as workbook:
        assert ">Cost<" in workbook.read("xl/sharedStrings.xml").decode()
    test_the_cells_compute_in_the_shape_that_their_form_has(path.with_suffix(".xlsm"))
    test_the_flags_beside_the_entries_are_in_the_rows_that_the_list_of_flags_names(path.with_suffix(".xlsm"))
print("all right")
"""


NEW_FUNCTION = {
    "workbook/schema/computed_ranges.py": (
        (
            "COMPUTED_RANGES = (\n",
            """COMPUTED_RANGES = (
    ComputedRange(
        "secor_reviewer_cells",
        lambda name, _: NamedRange(name, START, 1, LAST.index + 2, 1, 2),
        "SECOR_REVIEWER",
        "The reviewer",
        "The name of the reviewer.",
    ),
""",
        ),
    ),
    "workbook/functions/results.py": (
        (
            "    computed_ranges.FACTS: _facts,\n",
            """    computed_ranges.FACTS: _facts,
    "secor_reviewer_cells": lambda assessment: (("By", assessment.case.review.reviewer.name),),
""",
        ),
    ),
}
"""All changes for one more in-cell function: its declaration, and what computes it."""
FUNCTION_TRIAL = """
import io
import openpyxl
from secor_xl.excel.wrapper import wrapper_module
from secor_xl.judgement.assessment import assess
from secor_xl.workbook.functions.live_results import answer
from secor_xl.workbook.functions.registry import FUNCTIONS, formula_of
from secor_xl.workbook.writing.build import build_workbook
from tests.workbook.built import AS_OF, instrument, office, read, review
from tests.workbook.live_ranges import handed
function = next(each for each in FUNCTIONS if each.name == "SECOR_REVIEWER")
expected = ["By", review().reviewer.name]
for live in (False, True):
    content = build_workbook(assess(review(), instrument=instrument(), office=office(), as_of=AS_OF), live=live)
    assert not read(content).problems
    book = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
    sheet, cells = book.defined_names[function.range_name].attr_text.split("!")
    assert [cell.value for cell in book[sheet][cells.replace("$", "")][0]] == expected
formula = openpyxl.load_workbook(io.BytesIO(content))[sheet][cells.replace("$", "")][0][0].value
assert (formula.ref, formula.text) == (cells.replace("$", ""), formula_of(function))
assert answer(function, handed(content)) == [expected]
assert "Function SECOR_REVIEWER(" in wrapper_module()
print("all right")
"""


def run_on_a_copy(
    folder: Path, changes: Mapping[str, tuple[tuple[str, str], ...]], trial: str, *arguments: str
) -> None:
    """Change a copy of the package in a folder, and run a trial on it."""
    root = HERE.parents[1]
    for each in ("secor_xl", "workbook_templates", "letter_templates"):
        shutil.copytree(root / each, folder / each, ignore=shutil.ignore_patterns("__pycache__"))
    for file, replaced in changes.items():
        module = folder / "secor_xl" / file
        text = module.read_text(encoding="utf-8")
        for before, after in replaced:
            assert text.count(before) == 1, (file, before)
            text = text.replace(before, after.replace("NEXT", str(FORM + 1)))
        module.write_text(text, encoding="utf-8")
    ran = subprocess.run(
        [sys.executable, "-c", trial, *arguments],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": os.pathsep.join((str(folder), str(root)))},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ran.returncode, ran.stdout.strip()) == (0, "all right"), ran.stderr[-2000:]


def test_a_field_is_added_in_three_places_and_earlier_workbooks_stay_right(present: Path, tmp_path: Path) -> None:
    old = [file_of(f"form-{number}.xlsx", present) for number in range(1, FORM + 1)]
    for each in old:
        for kind in KINDS:
            shutil.copy(each.with_suffix(kind), tmp_path)
    run_on_a_copy(tmp_path, NEW_FIELDS, TRIAL, *(str(tmp_path / each.name) for each in old))


def test_an_in_cell_function_is_added_in_two_files(tmp_path: Path) -> None:
    run_on_a_copy(tmp_path, NEW_FUNCTION, FUNCTION_TRIAL)
