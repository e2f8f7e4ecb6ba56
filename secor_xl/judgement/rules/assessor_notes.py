"""EV: the assessor's notes (2.5c). What only a reader can judge is the reviewer's verdict; the rest are hints for the reader."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from functools import lru_cache

from secor_xl.judgement.case import Case, words_of
from secor_xl.judgement.flags import FlagContext, Severity, on_question, rule
from secor_xl.review.model import NotesVerdict
from secor_xl.text import counted, is_blank

# A number or a quotation, which are found quickly; words that announce an example; a name.
NUMBER_OR_QUOTATION = re.compile(r"[\d\"“«]")
EXAMPLE = re.compile(r"(?i:\b(?:for (?:example|instance)|such as|including|namely|e\.g\.))|(?<=[a-z,;] )[A-Z][a-z]")
# Copies begin or end alike, so only notes that share this many first or last words are compared in full.
COMPARED_WORDS = 5
# Copies share nine words in ten. Notes that take more than three words in four from the question only say it again.
COPY = Fraction(9, 10)
REPETITION = Fraction(3, 4)


@lru_cache(maxsize=1024)
def _question_words(text: str) -> frozenset[str]:
    return frozenset(words_of(text))


def _gives_example(notes: str) -> bool:
    return bool(NUMBER_OR_QUOTATION.search(notes) or EXAMPLE.search(notes))


def _are_copies(one: frozenset[str], other: frozenset[str]) -> bool:
    return len(one & other) * COPY.denominator >= len(one | other) * COPY.numerator


@rule(
    "EV-102",
    title="Required notes are missing",
    clause="2.5c",
    severity=Severity.BLOCKING,
    hint="Enter the assessor's notes or a summary, if there are any.",
    needed='Write notes that explain how the "yes" was verified.',
)
def notes_missing(case: Case) -> Iterator[FlagContext]:
    """Checks: where the guideline requires notes for a "yes", notes are entered.

    Why: notes verify a "yes" where the guidelines require them (2.5c).
    Raised by: A3 answered "yes" with an empty cell for the notes.
    Not raised by: the same question answered "no"; a guideline that requires no notes.
    To clear: enter the notes once they have come.
    """
    for question, entry in case.yes_with_notes:
        if is_blank(entry.notes) and entry.notes_verdict in (None, NotesVerdict.INSUFFICIENT):
            yield on_question(question, "notes", 'There are no notes that verify the "yes"')


@rule(
    "EV-104",
    title="The verdict on the notes cannot be right",
    clause="2.5c",
    severity=Severity.FORM,
    hint="Read the guideline and the notes, enter the notes or a summary, and choose the verdict that fits.",
)
def notes_verdict_impossible(case: Case) -> Iterator[FlagContext]:
    """Checks: required notes are not marked "not required", and missing notes are not marked "sufficient".

    Why: the notes verify the "yes" where the guidelines require them (2.5c).
    Raised by: A3 answered "yes", notes required, none entered, marked "sufficient".
    Not raised by: "not required" for a question whose guideline requires no notes.
    To clear: enter the notes or a summary, or choose another verdict.
    """
    for question, entry in case.yes_with_notes:
        if entry.notes_verdict is NotesVerdict.NOT_REQUIRED:
            seen = 'The verdict is "not required", but the guideline requires notes'
            yield on_question(question, "notes_verdict", seen)
        elif entry.notes_verdict is NotesVerdict.SUFFICIENT and is_blank(entry.notes):
            seen = 'The verdict is "sufficient", but no notes are entered'
            yield on_question(question, "notes_verdict", seen)


@rule(
    "EV-206",
    title="Notes are not sufficient",
    clause="2.5c",
    severity=Severity.BLOCKING,
    hint="Change the verdict once better notes are there.",
    needed='Write notes that are full enough to verify the "yes": what was seen or said, where, and how many.',
)
def notes_insufficient(case: Case) -> Iterator[FlagContext]:
    """Checks: the reviewer did not mark the notes of a "yes" as insufficient.

    Why: quality and quantity of the notes verify a "yes" (2.5c).
    Raised by: the notes "Yes, we do this", marked "insufficient".
    Not raised by: notes marked "sufficient", however short.
    To clear: change the verdict once better notes have come.
    """
    for question, entry in case.answered_yes:
        if entry.notes_verdict is NotesVerdict.INSUFFICIENT and not (is_blank(entry.notes) and question.notes_required):
            yield on_question(question, "notes_verdict", 'The notes do not verify the "yes"')


@rule(
    "EV-303",
    title="Notes are shorter than the guideline asks",
    clause="2.5c",
    severity=Severity.ADVISORY,
    hint="Read the notes again; mark them insufficient if they do not verify the answer.",
)
def notes_short(case: Case) -> Iterator[FlagContext]:
    """Checks: notes that are there have at least as many words as the guideline asks.

    Why: the quantity of notes verifies a "yes" (2.5c). Few words can be enough, so the flag only asks for a second look.
    Raised by: nineteen words where the guideline asks for twenty.
    Not raised by: twenty words; notes that the reviewer marked insufficient already.
    To clear: mark them insufficient, or leave it: the flag is for the reviewer and reaches no letter.
    """
    for question, entry in case.yes_with_notes:
        minimum = question.notes_minimum_words
        words = len(entry.notes.split(maxsplit=minimum))  # no further than it takes to know
        if 0 < words < minimum and entry.notes_verdict is not NotesVerdict.INSUFFICIENT:
            seen = f"The notes have {counted(words, 'word')}; the guideline asks for"
            yield on_question(question, "notes", f"{seen} {minimum}")


@rule(
    "EV-304",
    title="Notes give no example where the guideline asks for one",
    clause="2.5c",
    severity=Severity.ADVISORY,
    hint="Look for an example from this employer's own work; mark the notes insufficient if there is none.",
)
def notes_without_example(case: Case) -> Iterator[FlagContext]:
    """Checks: where the guideline asks for an example, the notes have a number, a name, a quotation or words like "such as".

    Why: notes of quality show this employer's own work (2.5c). The tool does not understand text; it only looks for signs.
    Raised by: "We always do this and everyone knows it".
    Not raised by: "We did this on 3 sites, such as the tank farm".
    To clear: mark them insufficient, or leave it: the flag is for the reviewer and reaches no letter.
    """
    for question, entry in case.yes_with_notes:
        if not question.notes_example or is_blank(entry.notes):
            continue
        if entry.notes_verdict is not NotesVerdict.INSUFFICIENT and not _gives_example(entry.notes):
            yield on_question(question, "notes", "The notes give no example that can be recognized")


@rule(
    "EV-401",
    title="Notes are copied from another question",
    clause="2.5c",
    severity=Severity.ADVISORY,
    hint="Read both; mark the notes insufficient where they do not verify their own question.",
)
def notes_copied(case: Case) -> Iterator[FlagContext]:
    """Checks: the notes of two questions are not nearly the same words, whatever their case, punctuation and numbers.

    Why: notes verify the "yes" of their own question (2.5c), which a copy seldom does.
    Raised by: the notes of B3, pasted again at B4 with another number in them.
    Not raised by: notes that share a beginning and then go on differently.
    To clear: mark the copy insufficient, or leave it: the flag is for the reviewer and reaches no letter.
    """
    by_first_words: dict[tuple[str, ...], list[tuple[str, frozenset[str]]]] = {}
    by_last_words: dict[tuple[str, ...], list[tuple[str, frozenset[str]]]] = {}
    for question, entry in case.yes_with_notes:
        words = case.note_words[question.id]
        if not words:
            continue
        distinct = case.distinct_note_words[question.id]
        ends = ((by_first_words, words[:COMPARED_WORDS]), (by_last_words, words[-COMPARED_WORDS:]))
        alike = [note for earlier, end in ends for note in earlier.get(end, ())]
        source = min((other for other, its_words in alike if _are_copies(distinct, its_words)), default=None)
        if source is None:
            # A copy is not kept, so that sixty copies of one note are compared with that one only.
            for earlier, end in ends:
                earlier.setdefault(end, []).append((question.id, distinct))
        elif entry.notes_verdict is not NotesVerdict.INSUFFICIENT:
            yield on_question(question, "notes", f"The notes are nearly the same as those of {source}")


@rule(
    "EV-402",
    title="Notes only repeat the question",
    clause="2.5c",
    severity=Severity.ADVISORY,
    hint="Read the notes again; mark them insufficient if they say no more than the question.",
)
def notes_repeat_question(case: Case) -> Iterator[FlagContext]:
    """Checks: at least one word in four of the notes is not in the question's own text.

    Why: notes verify a "yes" (2.5c); a repeated question verifies nothing.
    Raised by: "Yes, the company has a written safety policy" where that is what was asked.
    Not raised by: notes that add who, where, when or how many.
    To clear: mark them insufficient, or leave it: the flag is for the reviewer and reaches no letter.
    """
    for question, entry in case.yes_with_notes:
        distinct = case.distinct_note_words[question.id]
        if not distinct or entry.notes_verdict is NotesVerdict.INSUFFICIENT:
            continue
        taken = len(distinct & _question_words(question.text))
        if taken * REPETITION.denominator > len(distinct) * REPETITION.numerator:
            yield on_question(question, "notes", "The notes mostly repeat the words of the question")
