"""Assessors with the same deficiency in several reviews: they may need a course, or a clearer guideline."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from secor_xl.review.comparison import as_compared
from secor_xl.review.letter_kinds import LetterKind
from secor_xl.runs.register.register_entry import RegisterEntry, RegisterLetter


@dataclass(frozen=True, slots=True)
class RepeatedDeficiency:
    """One review in which an assessor had a deficiency again.

    Attributes:
        item: the question's id, or the words for a fact of the submission.
        text: the question's text, or the rule that saw the fact.
        times: the number of the assessor's reviews with this deficiency.
        entry: the review.
        letter: the feedback letter of the review that was made last.
    """

    item: str
    text: str
    times: int
    entry: RegisterEntry
    letter: RegisterLetter


def repeated_deficiencies(entries: Iterable[RegisterEntry], least: int) -> Iterator[RepeatedDeficiency]:
    """Yield the deficiencies that an assessor had in several reviews, the most frequent first, each review once.

    A review counts if a feedback letter named the deficiency to the assessor. Assessors are recognized by their names,
    and questions by id and text, because another instrument may give an id to another question.

    Args:
        entries: the reviews of all seasons.
        least: the number of reviews from which a deficiency counts as repeated.
    """
    found = defaultdict[tuple[str, str, str], list[tuple[RegisterEntry, RegisterLetter]]](list)
    for entry in entries:
        letter, assessor = _last_feedback(entry), as_compared(entry.row.assessor)
        if letter and assessor:
            for item, text in entry.row.deficiencies:
                found[assessor, item, text].append((entry, letter))
    for (_, item, text), reviews in sorted(found.items(), key=lambda each: (-len(each[1]), each[0])):
        if len(reviews) >= least:
            for entry, letter in reviews:
                yield RepeatedDeficiency(item, text, len(reviews), entry, letter)


def _last_feedback(entry: RegisterEntry) -> RegisterLetter | None:
    """Return the last feedback letter; of one that no log has, its day of sending."""
    letters = [letter for letter in entry.letters if letter.kind is LetterKind.FEEDBACK and letter.day]
    sent = [
        RegisterLetter(LetterKind.FEEDBACK, f"round {number}", sent_on, "")
        for number, (sent_on, _) in enumerate(entry.row.turns, 1)
        if sent_on
    ]
    return next(iter((*reversed(letters), *reversed(sent))), None)
