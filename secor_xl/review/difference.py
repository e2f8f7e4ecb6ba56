"""The difference of two reviews: by question, by account and by action item, never by row."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass, fields
from decimal import InvalidOperation
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Any

from secor_xl.review.comparison import as_compared
from secor_xl.review.labels import LABELS, SECTIONS
from secor_xl.review.model import Account, ActionItem, LastYearItem, LetterRecord, Review

Key = Callable[[Any], Hashable]

REVIEWERS: dict[str, frozenset[str]] = {
    "form": frozenset(LABELS["form"]),
    "case": frozenset({"reference", "received_on", "not_understood"}),
    "assessor": frozenset({"training_met"}),
    "reviewer": frozenset(LABELS["reviewer"]),
    "questions": frozenset(
        {
            "documents",
            "notes_verdict",
            "method_not_used",
            "points",
            "finding",
            "needed",
            "timing",
            "resolved_on",
            "add_to_plan",
            "looked_at_on",
        }
    ),
    "action_plan": frozenset({"relevant"}),
    "previous_plan": frozenset(LABELS["previous_plan"]),
    "last_year": frozenset(LABELS["last_year"]),
    "rounds": frozenset(LABELS["rounds"]),
    "letters": frozenset(LABELS["letters"]),
}
"""The facts that the office or its reviewer enters, by section; all others are submitted."""

MATCHED_BY: dict[type, tuple[Key, ...]] = {
    Account: (
        lambda each: (each.province, as_compared(each.number), as_compared(each.industry_code)),
        lambda each: (each.province, as_compared(each.number)),
        lambda each: as_compared(each.number),
    ),
    ActionItem: (
        lambda each: (each.question_ids, as_compared(each.deficiency)),
        lambda each: (each.question_ids, as_compared(each.action)),
        lambda each: each.question_ids,
        lambda each: as_compared(each.deficiency),
    ),
    LastYearItem: (
        lambda each: (each.question_ids, as_compared(each.deficiency), as_compared(each.planned)),
        lambda each: (each.listed_in, each.question_ids),
    ),
    LetterRecord: (lambda each: each.fingerprint or each.file, lambda each: (each.kind, each.round)),
}
"""How the entries of a list are found again in the other review: equal ones first, then by each of these keys in turn."""

MOST_WORDS = 1_500
"""Longer passages are compared as one piece: word by word would take quadratic time."""


class Passage(StrEnum):
    """A part of a text that was changed."""

    KEPT = "kept"
    GONE = "gone"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Change:
    """One fact that differs.

    Attributes:
        section: an attribute of ``Review``, such as ``questions``.
        item: the question's id; in other lists the entry's number, from 1, in the new review (in the old one where it is gone).
        field: an attribute of what is there; empty where a whole entry is new or gone.
        before: the value in the old review; ``None`` where there was none.
        after: the value in the new review; ``None`` where there is none.
    """

    section: str
    item: str
    field: str
    before: object
    after: object

    @property
    def is_submitted(self) -> bool:
        """Whether the employer or the assessor submitted it; otherwise it is the reviewer's."""
        whole = self.section in ("questions", "accounts", "action_plan")
        return is_submitted(self.section, self.field) if self.field else whole

    @property
    def where(self) -> str:
        """The fact in words, such as ``B2: Notes as submitted`` or ``Employer: Fax``."""
        title = SECTIONS[self.section]
        head = self.item if self.section == "questions" else f"{title} {self.item}".strip()
        return f"{head}: {LABELS[self.section][self.field]}" if self.field else head


def is_submitted(section: str, field: str) -> bool:
    """Return whether the employer or the assessor submits a fact; otherwise it is the reviewer's."""
    return field not in REVIEWERS.get(section, frozenset())


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact of a review that is not blank: its section and field, the id or number of its entry in a list, its value."""

    section: str
    field: str
    item: str
    value: object


def facts_of(review: Review) -> Iterator[Fact]:
    """List every fact of a review that is not blank; the id of a question is none."""
    for section in SECTIONS:
        entries = getattr(review, section)
        for number, entry in enumerate(entries if isinstance(entries, tuple) else (entries,), 1):
            item = getattr(entry, "question_id", str(number) if isinstance(entries, tuple) else "")
            for each in fields(entry):
                value = getattr(entry, each.name)
                if value not in (None, "", ()) and each.name != "question_id":
                    yield Fact(section, each.name, item, value)


def difference(old: Review, new: Review) -> tuple[Change, ...]:
    """Return every fact that differs between two reviews, in the order of the form.

    Questions are matched by id, rounds by number, accounts, action items and letters by what they say; so rows that were
    sorted or inserted are no changes.
    """
    return tuple(
        change for section in SECTIONS for change in _of_section(section, getattr(old, section), getattr(new, section))
    )


def passages(before: str, after: str) -> tuple[tuple[Passage, str], ...]:
    """Return the words of two texts as what was kept, what is gone and what is new, in reading order."""
    old, new = before.split(), after.split()
    if max(len(old), len(new)) > MOST_WORDS:
        steps: Any = [("replace", 0, len(old), 0, len(new))]
    else:
        steps = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    found = []
    for step, a, b, c, d in steps:
        if step == "equal":
            found.append((Passage.KEPT, " ".join(old[a:b])))
            continue
        found += [(Passage.GONE, " ".join(old[a:b]))] if b > a else []
        found += [(Passage.NEW, " ".join(new[c:d]))] if d > c else []
    return tuple(found)


def _of_section(section: str, old: Any, new: Any) -> Iterator[Change]:  # noqa: ANN401 - a record, or a list of them
    if _are_equal(old, new):
        return
    if not isinstance(new, tuple):
        yield from _of_record(section, "", old, new)
        return
    for number, before, after in pairs_of(section, old, new):
        item = (after or before).question_id if section == "questions" else str(number)
        if before is None or after is None:
            yield Change(section, item, "", before, after)
        else:
            yield from _of_record(section, item, before, after)


def _of_record(section: str, item: str, old: Any, new: Any) -> Iterator[Change]:  # noqa: ANN401
    for each in fields(new):
        before, after = getattr(old, each.name), getattr(new, each.name)
        if not _are_equal(before, after):
            yield Change(section, item, each.name, before, after)


def _are_equal(old: object, new: object) -> bool:
    try:
        return old == new
    except InvalidOperation:  # a signalling NaN
        return repr(old) == repr(new)


def pairs_of(section: str, old: Sequence[Any], new: Sequence[Any]) -> list[tuple[int, Any, Any]]:
    """The entries of two lists side by side: the new list's in its order, then those that are gone; with their numbers."""
    if not old and not new:
        return []
    if section == "questions":
        keys: tuple[Key, ...] = (lambda each: each.question_id,)
    elif section == "rounds":
        return [
            (at + 1, old[at] if at < len(old) else None, new[at] if at < len(new) else None)
            for at in range(max(len(old), len(new)))
        ]
    else:
        keys = (lambda each: each, *MATCHED_BY[type((*old, *new)[0])])
    left, partners = dict(enumerate(old)), dict[int, Any]()
    for key in keys:
        by_key: dict[Hashable, list[int]] = {}
        for at, entry in left.items():
            by_key.setdefault(key(entry), []).append(at)
        for at, entry in enumerate(new):
            if at not in partners and (same := by_key.get(key(entry))):
                partners[at] = left.pop(same.pop(0))
    pairs = [(at + 1, partners.get(at), entry) for at, entry in enumerate(new)]
    return [*pairs, *((at + 1, entry, None) for at, entry in left.items())]
