"""Plain notes for any question of any instrument: long enough, with an example where one is asked for, no two alike."""

from __future__ import annotations

from secor_xl.procedure.instrument import Question

# The lengths of the lists have no common factor, so that a pair of two lists comes back only after their product. All of
# PEOPLE and THINGS are of two words: the first and the last words of notes hold one of each, so no two notes begin or end alike.
PEOPLE = (
    *(
        "two drivers",
        "shop hands",
        "both operators",
        "three helpers",
        "night dispatchers",
        "pipe welders",
        "pump tenders",
    ),
    *("crane riggers", "truck swampers", "yard mechanics", "field clerks", "gate guards", "boiler crews"),
)
THINGS = (
    *("signed sheets", "dated photographs", "truck binders", "log entries", "stamped forms", "wall charts"),
    *("winter tickets", "shelf folders", "carbon copies", "marked drawings", "visor lists", "inspection cards"),
    *("posted notices", "tally books", "service tags", "gas readings", "fuel receipts"),
)
PLACES = ("on the north lease", "at the shop", "at a battery near town", "in the pipe yard", "beside the wash bay")
MONTHS = ("July", "August", "September", "October", "December", "January", "February", "March", "April")

OPENING = "{people} had {thing} of {month} at hand {place}."
EXAMPLE = "For example, {thing} dating back to {month} were brought out {place} without prompting."
FILLING = (
    "What {people} described {place} matched {thing} of {month}.",
    "A walk {place} in {month} bore out {thing}, which nobody had to look for.",
    "Conversation with {people} went well, and {thing} filed in {month} backed it up.",
    "Nothing was amiss when {thing} turned up {place} among papers of {month}.",
)
CLOSING = "This came from {people} with {thing}."


def is_long_enough(notes: str, question: Question) -> bool:
    """Return whether notes have the words, and the example, that the instrument asks for."""
    has_example = "for example" in notes.lower()
    return len(notes.split()) >= question.notes_minimum_words and (has_example or not question.notes_example)


def plain_notes(question: Question, number: int) -> str:
    """Notes for one question.

    Args:
        question: the question.
        number: its place in the instrument, from 0; other numbers give other notes.

    Returns:
        The notes; for a question that asks for none, two sentences.
    """
    sentences = [_sentence(OPENING, number), _sentence(CLOSING, number)]
    if question.notes_example:
        sentences.insert(1, _sentence(EXAMPLE, number * 3 + 1))
    turn = number
    while len(" ".join(sentences).split()) < question.notes_minimum_words:
        turn += 1
        sentences.insert(-1, _sentence(FILLING[turn % len(FILLING)], turn * 2 + number))
    return " ".join(sentences)


def _sentence(shape: str, number: int) -> str:
    text = shape.format(
        people=PEOPLE[number % len(PEOPLE)],
        thing=THINGS[number % len(THINGS)],
        place=PLACES[number % len(PLACES)],
        month=MONTHS[number % len(MONTHS)],
    )
    return text[0].upper() + text[1:]
