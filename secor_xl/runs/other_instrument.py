"""Carry a review over to another version of its instrument, before its first feedback."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from secor_xl.procedure.instrument import Instrument, Question
from secor_xl.review.model import ActionItem, CorrectionRound, QuestionReview, Review
from secor_xl.review.names import fact_words
from secor_xl.runs.instrument_changes import question_changes, question_pairs
from secor_xl.text import counted, on_one_line
from secor_xl.workbook.schema.layout import QUESTIONS, START
from secor_xl.workbook.schema.start_sheet import OVERALL_ROW
from secor_xl.workbook.writing.capacity import form_identity
from secor_xl.xlsx.comments import Notes
from secor_xl.xlsx.sheet_values import cell_name, cell_position

LONGEST_SHOWN = 300
ROWS_BELOW = 1_000
"""The rows below the elements of the start sheet, or the questions, that move along."""


@dataclass(frozen=True, slots=True)
class CarriedOver:
    """A review under another instrument.

    Attributes:
        review: the review, with the identity of the new instrument.
        notes: the notes on its cells.
        dropped: everything that is not in it any more, each in words.
    """

    review: Review
    notes: Notes
    dropped: tuple[str, ...]


def feedback_begun(review: Review) -> str:
    """Say why a review keeps its instrument: a letter or a round; empty where it has neither."""
    rounds = [each for each in review.rounds if each != CorrectionRound()]
    if not rounds and not review.letters:
        return ""
    seen = f"{counted(len(rounds), 'correction round')} and {counted(len(review.letters), 'letter')}"
    return f"has {seen}; from its first feedback on, a review keeps the instrument that it was made with"


def carried_over(review: Review, notes: Notes, old: Instrument, new: Instrument) -> CarriedOver:
    """Carry a review over to another instrument.

    Questions are found by their words, else by their id. Submitted facts are kept as they are. Points that the reviewer awarded
    are dropped where the question is worded, scored or backed up otherwise now.

    Args:
        review: the review, before its first feedback.
        notes: the notes on the cells of its form.
        old: its instrument.
        new: the other instrument.
    """
    pairs = [(before, after) for before, after in question_pairs(old, new) if before]
    ids = {before.id: after.id for before, after in pairs if after}
    dropped: list[str] = []
    questions = []
    for before, after in pairs:
        entry = review.question(before.id)
        if after:
            questions.append(_entry(entry, before, after, dropped))
        elif entry != QuestionReview(before.id):
            dropped.append(on_one_line(f"question {fact_words(entry)} (not asked any more)", LONGEST_SHOWN))
    plan = tuple(_action_item(item, number, ids, old, dropped) for number, item in enumerate(review.action_plan, 1))
    known = {entry.question_id for entry in questions}
    blank = (QuestionReview(each) for each in new.by_id if each not in known)
    order = {question_id: number for number, question_id in enumerate(new.by_id)}
    entries = sorted((*questions, *blank), key=lambda entry: order[entry.question_id])
    carried = replace(review, form=form_identity(new), questions=tuple(entries), action_plan=plan)
    return CarriedOver(carried, _notes(notes, ids, old, new, dropped), tuple(dropped))


def _entry(entry: QuestionReview, before: Question, after: Question, dropped: list[str]) -> QuestionReview:
    changed = [each.label for each in question_changes(before, after) if each.key != "id"]
    if changed and entry.points is not None:
        why = f"{', '.join(changed)} changed"
        dropped.append(
            f"the {fact_words(entry.points)} points awarded for {before.id}, because {why}; award them again"
        )
        entry = replace(entry, points=None)
    return replace(entry, question_id=after.id)


def _action_item(item: ActionItem, number: int, ids: dict[str, str], old: Instrument, dropped: list[str]) -> ActionItem:
    gone = [each for each in item.question_ids if each in old.by_id and each not in ids]
    dropped += [f"the question {each} of action item {number}" for each in gone]
    return replace(item, question_ids=tuple(ids.get(each, each) for each in item.question_ids if each not in gone))


def _notes(notes: Notes, ids: dict[str, str], old: Instrument, new: Instrument, dropped: list[str]) -> Notes:
    """Move the notes on questions and elements to their new rows."""
    moves = {QUESTIONS.sheet: dict(_question_rows(ids, old, new)), START: dict(_start_rows(old, new))}
    moved: Notes = {}
    for (sheet, cell), note in notes.items():
        row, column = cell_position(cell)
        to = moves.get(sheet, {}).get(row + 1, row + 1)
        if to:
            moved[sheet, cell_name(to - 1, column)] = note
        else:
            dropped.append(on_one_line(f"the note on {sheet}!{cell}: {note.text}", LONGEST_SHOWN))
    return moved


def _question_rows(ids: dict[str, str], old: Instrument, new: Instrument) -> Iterator[tuple[int, int]]:
    """Yield the old row of each question with its new one, from 1; 0 where it is gone. Rows below them move along."""
    rows = {question_id: row for row, question_id in enumerate(new.by_id, QUESTIONS.first_row)}
    for row, question_id in enumerate(old.by_id, QUESTIONS.first_row):
        yield row, rows.get(ids.get(question_id, ""), 0)
    yield from _below(QUESTIONS.first_row + len(old.by_id), len(new.by_id) - len(old.by_id))


def _start_rows(old: Instrument, new: Instrument) -> Iterator[tuple[int, int]]:
    """Yield the old row of each element on the start sheet with its new one, and the rows below them; 0 where it is gone."""
    rows = {element.letter: row for row, element in enumerate(new.elements, OVERALL_ROW + 1)}
    for row, element in enumerate(old.elements, OVERALL_ROW + 1):
        yield row, rows.get(element.letter, 0)
    yield from _below(OVERALL_ROW + 1 + len(old.elements), len(new.elements) - len(old.elements))


def _below(first: int, move: int) -> Iterator[tuple[int, int]]:
    return ((row, row + move) for row in range(first, first + ROWS_BELOW))
