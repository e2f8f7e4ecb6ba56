"""The year of one employer in docs/intake.md: form, intake, review, feedback, return form, correction, approval, next year."""

from __future__ import annotations

import datetime as dt
import json
import re
import shlex
from dataclasses import replace
from pathlib import Path

import pytest

from secor_xl.intake.form_layout import ANSWER, FEEDBACK, FORM_QUESTIONS
from secor_xl.judgement.case import Place
from secor_xl.review.difference import facts_of, is_submitted
from secor_xl.review.model import Timing, YearKind
from secor_xl.samples.changes import with_action_item, with_finding
from secor_xl.workbook.reading.read_workbook import read_workbook
from tests.intake.conftest import form_of
from tests.workbook.built import built, loaded, review, where

GUIDE = Path(__file__).parents[2] / "docs" / "intake.md"
BY_HAND = 209
"""Cells that the reviewer types, as the guide says; at most 250."""
SENT, RETURNED, AGAIN = dt.date(2026, 6, 23), dt.date(2026, 7, 2), dt.date(2026, 7, 3)
RESOLVED, FOR_THE_FUTURE = ("B6", "C2b"), "H2"
TO_CORRECT = (*RESOLVED, "D3")


def reviewed():
    """The review that a reviewer makes of the submission: three findings to correct, one for the future, one action item."""
    facts = review()
    for question_id in TO_CORRECT:
        facts = with_finding(facts, question_id, "0", "No inspection is dated", "Send two reports", timing=Timing.NOW)
    facts = with_finding(facts, FOR_THE_FUTURE, "0", "No trends are written down", "Write them down")
    return with_action_item(facts, (FOR_THE_FUTURE,), "No trends", "List trends", target_date=dt.date(2026, 9, 1))


def type_into(path, cells):
    """Type values into the cells of a workbook, as a person would, and return how many were typed."""
    book = loaded(path.read_bytes())
    for (sheet, name), value in cells.items():
        assert not book[sheet][name].protection.locked, (sheet, name)
        book[sheet][name].value = value
    book.save(path)
    return len(cells)


def entries(facts):
    """The cells that the reviewer types: all entries of the review that were not submitted."""
    source = loaded(built(facts))
    places = [
        Place(each.section, each.field, each.item)
        for each in facts_of(facts)
        if each.section != "form" and not is_submitted(each.section, each.field)
    ]
    return {cell: source[cell[0]][cell[1]].value for cell in map(where, places)}


def fill_in(path, facts):
    """Fill in a blank form as the assessor does."""
    filled = loaded(form_of(facts))
    type_into(
        path,
        {
            (sheet.title, cell.coordinate): cell.value
            for sheet in filled
            for row in sheet
            for cell in row
            if cell.value is not None and not cell.protection.locked
        },
    )


def answer_the_feedback(path):
    """Attach documents for two of the three items, and for a question that nobody asked about; answer those two."""
    form = loaded(path.read_bytes())
    rows = {
        sheet: {cell.value: cell.row for cell in form[sheet]["A"]} for sheet in (FEEDBACK.sheet, FORM_QUESTIONS.sheet)
    }
    answer, attached = FEEDBACK.column(ANSWER).letter, FORM_QUESTIONS.column("attached").letter
    answers = {
        (FEEDBACK.sheet, f"{answer}{rows[FEEDBACK.sheet][each]}"): "Two reports are attached" for each in RESOLVED
    }
    documents = {
        (FORM_QUESTIONS.sheet, f"{attached}{rows[FORM_QUESTIONS.sheet][each]}"): "reports.pdf"
        for each in (*RESOLVED, "A2")
    }
    type_into(path, answers | documents)


@pytest.fixture
def story(secor, tmp_path, monkeypatch):
    """Run the next commands of the story in the guide, on a day."""
    monkeypatch.chdir(tmp_path)
    section = GUIDE.read_text(encoding="utf-8").split("## A year of one employer\n")[1].split("\n## ")[0]
    commands = iter(re.findall(r"^secor-xl (.*)$", section, re.MULTILINE))

    def run(day, *expected):
        monkeypatch.setattr("secor_xl.cli.options.today", lambda: day)
        ran = []
        for command, code in zip([next(commands) for _ in expected], expected, strict=True):
            ran.append(secor(*shlex.split(command)))
            assert ran[-1].code == code, (command, ran[-1].out, ran[-1].err)
        return ran

    yield run
    assert list(commands) == []


def test_the_year_of_one_employer(story, secor, tmp_path):
    whole = reviewed()
    path = tmp_path / "season" / "Lodgepole Lantern Oilfield Services Ltd.xlsx"
    story(dt.date(2026, 5, 1), 0)
    fill_in(tmp_path / "assessment.xlsx", whole)
    story(dt.date(2026, 6, 5), 0)
    by_hand = {cell: value for cell, value in entries(whole).items() if cell != where(Place("case", "received_on"))}
    assert type_into(path, by_hand) == BY_HAND
    assert replace(read_workbook(path).review, form=whole.form) == whole

    story(SENT, 0, 0, 0)
    answer_the_feedback(tmp_path / "correction.xlsx")
    story(RETURNED, 0)
    notes = [cell.comment.text for row in loaded(path.read_bytes())["Questions"] for cell in row if cell.comment]
    assert [note for note in notes if "Two reports are attached" in note] == notes
    assert len(notes) == len(RESOLVED)
    (compared,) = story(RETURNED, 1)
    assert "Request corrections (round 1)" in compared.out, "the state at the feedback has none of the letters since"
    for group, where_changed in (
        ("Asked for and changed (2)", "B6: Documents attached"),
        ("Changed without being asked for (1)", "A2: Documents attached"),
        ("Asked for and not changed (1)", "D3"),
    ):
        assert where_changed in compared.out.split(group)[1].split("\n\n")[0]
    changes = [tuple(cell.value for cell in row) for row in loaded(path.read_bytes())["Changes"]["B5:D8"]]
    assert [row[2] for row in changes if row[0].startswith("D3")] == ["asked for and not changed"]
    judged = json.loads(secor("check", path, "--json").out)
    looked_at = {flag["where"].split(":")[0] for flag in judged["flags"] if flag["code"] == "FM-109"}
    assert (judged["outcome"]["kind"], looked_at) == ("incomplete", {*RESOLVED, "A2"})

    day = dt.datetime.combine(AGAIN, dt.time())
    questions: dict[tuple[str, str], object] = {("looked_at_on", each): day for each in (*RESOLVED, "A2")}
    questions |= {("resolved_on", each): day for each in RESOLVED}
    questions |= {("points", each): float(review().question(each).points or 0) for each in RESOLVED}
    questions["timing", "D3"] = Timing.FUTURE.value
    cells = {where(Place("questions", field, item)): value for (field, item), value in questions.items()}
    type_into(path, cells | {where(Place("reviewer", "reviewed_on")): day})
    (made,) = story(AGAIN, 0)
    assert "QA-2026-0110 - approval.docx" in made.out

    story(dt.date(2027, 4, 1), 0)
    following = read_workbook(tmp_path / "next.xlsx").review
    assert (following.employer, following.accounts) == (whole.employer, whole.accounts)
    assert following.case.year_kind is YearKind.MAINTENANCE
    assert {item for each in following.last_year for item in each.question_ids} == {"D3", FOR_THE_FUTURE}
