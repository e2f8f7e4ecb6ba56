"""The difference of two versions of an instrument."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from secor_xl.intake.instruments.instrument_columns import ELEMENTS, QUESTIONS, RULES, InstrumentSheet
from secor_xl.intake.instruments.instrument_workbook import Row, question_row, rule_row
from secor_xl.procedure.instrument import Instrument, Question
from secor_xl.procedure.instrument_text import exact
from secor_xl.review.comparison import as_compared

SCHEMA = "secor-xl/instrument-compare/1"
WORDING, POINTS = ("text", "guideline"), ("points", "scoring", "step")
Pair = tuple[Question | None, Question | None]


@dataclass(frozen=True, slots=True)
class EntryChange:
    """One entry that differs; both values are texts, empty where there was none or is none.

    Attributes:
        item: the question, element or rule, as people name it; a question with its old id where it has another now.
        key: the column's key; empty where the whole item is new or gone.
        label: the column's header.
        before: the old value.
        after: the new value.
    """

    item: str
    key: str
    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class InstrumentComparison:
    """Two versions of an instrument.

    Attributes:
        old: the earlier version.
        new: the later version.
        added: the questions that are new.
        gone: the questions that are not asked any more.
        changed: what differs in the other questions, in the order of the new version.
        others: what differs in the head, the titles of elements and the rules across questions.
    """

    old: Instrument
    new: Instrument
    added: tuple[Question, ...]
    gone: tuple[Question, ...]
    changed: tuple[EntryChange, ...]
    others: tuple[EntryChange, ...]

    @property
    def differs(self) -> bool:
        """Whether anything differs."""
        return bool(self.added or self.gone or self.changed or self.others)

    def groups(self) -> dict[str, tuple[EntryChange, ...]]:
        """The changes of questions and the others by their headings, without those that have none."""
        found = {
            "Questions with another number": [each for each in self.changed if each.key == "id"],
            "Questions reworded": [each for each in self.changed if each.key in WORDING],
            "Points moved": [each for each in self.changed if each.key in POINTS],
            "Evidence and n/a": [each for each in self.changed if each.key not in ("id", *WORDING, *POINTS)],
            "Other changes": self.others,
        }
        return {heading: tuple(changes) for heading, changes in found.items() if changes}

    def points(self) -> list[tuple[str, str, str, str]]:
        """The points of each element and of all: letter, title, points before and after; blank where it is not there."""
        versions = [{each.letter: each for each in version.elements} for version in (self.old, self.new)]
        rows: list[tuple[str, str, str, str]] = []
        for letter in sorted(versions[0].keys() | versions[1].keys()):
            before, after = (version.get(letter) for version in versions)
            title = (after or before).title  # type: ignore[union-attr]  # one of the two has it
            was, now = (exact(each.points) if each else "" for each in (before, after))
            rows.append((letter, title, was, now))
        return [*rows, ("", "In all", exact(self.old.points), exact(self.new.points))]

    def record(self) -> dict[str, Any]:
        """The comparison as plain data (docs/json.md)."""
        return {
            "schema": SCHEMA,
            **{
                name: {"id": each.id, "version": each.version, "fingerprint": each.fingerprint}
                for name, each in (("old", self.old), ("new", self.new))
            },
            "points": [dict(zip(("letter", "title", "before", "after"), row, strict=True)) for row in self.points()],
            "added": [_plain(question_row(each)) for each in self.added],
            "gone": [_plain(question_row(each)) for each in self.gone],
            "changes": [
                {"group": heading, "item": each.item, "key": each.key, "before": each.before, "after": each.after}
                for heading, changes in self.groups().items()
                for each in changes
            ],
        }


def compare_instruments(old: Instrument, new: Instrument) -> InstrumentComparison:
    """Compare two versions of an instrument."""
    pairs = question_pairs(old, new)
    return InstrumentComparison(
        old,
        new,
        added=tuple(after for before, after in pairs if after and not before),
        gone=tuple(before for before, after in pairs if before and not after),
        changed=tuple(each for before, after in pairs if before and after for each in question_changes(before, after)),
        others=tuple(_other_changes(old, new)),
    )


def question_pairs(old: Instrument, new: Instrument) -> list[Pair]:
    """Pair the questions of two versions: first by their words, also under another id, then by their id.

    Returns:
        Each question of the new version with the one that it was, then those that are gone.
    """
    left = dict(old.by_id)
    partners: dict[str, Question] = {}
    by_words: dict[str, list[Question]] = {}
    for question in old.questions:
        by_words.setdefault(as_compared(question.text), []).append(question)
    for question in new.questions:
        same = by_words.get(as_compared(question.text), [])
        found = next((each for each in same if each.id == question.id), same[0] if len(same) == 1 else None)
        if found and found.id in left:
            partners[question.id] = left.pop(found.id)
    for question in new.questions:
        if question.id not in partners and question.id in left:
            partners[question.id] = left.pop(question.id)
    return [*((partners.get(each.id), each) for each in new.questions), *((each, None) for each in left.values())]


def question_changes(before: Question, after: Question) -> Iterator[EntryChange]:
    """Compare a question with the one that it was, column by column."""
    item = after.id if before.id == after.id else f"{after.id} (was {before.id})"
    return _row_changes(item, QUESTIONS, question_row(before), question_row(after))


def _row_changes(item: str, sheet: InstrumentSheet, before: Row, after: Row) -> Iterator[EntryChange]:
    old, new = _plain(before), _plain(after)
    for column in sheet.columns:
        was, now = old.get(column.key, ""), new.get(column.key, "")
        if was != now:
            yield EntryChange(item, column.key, column.header, was, now)


def _other_changes(old: Instrument, new: Instrument) -> Iterator[EntryChange]:
    for name in ("title", "notice"):
        if getattr(old, name) != getattr(new, name):
            yield EntryChange("Instrument", name, name.capitalize(), getattr(old, name), getattr(new, name))
    titles = [{each.letter: each.title for each in version.elements} for version in (old, new)]
    for letter in sorted(titles[0].keys() | titles[1].keys()):
        was, now = (version.get(letter, "") for version in titles)
        if was != now:
            yield EntryChange(f"Element {letter}", "title", ELEMENTS.column("title").header, was, now)
    rules = [{each.id: each for each in version.consistency} for version in (old, new)]
    for rule_id in dict.fromkeys((*rules[1], *rules[0])):
        before, after = (version.get(rule_id) for version in rules)
        if before and after:
            yield from _row_changes(f"Rule {rule_id}", RULES, rule_row(before), rule_row(after))
        else:
            words = [f"Where {each.when}, {each.then}: {each.because}" if each else "" for each in (before, after)]
            yield EntryChange(f"Rule {rule_id}", "", "Rule", *words)


def _plain(row: Row) -> dict[str, str]:
    """The entries of a row as texts; blank ones are left out."""
    return {
        key: exact(value) if isinstance(value, Decimal) else f"{value}"
        for key, value in row.items()
        if value not in (None, "")
    }
