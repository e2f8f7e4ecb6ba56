"""How a letter says a number, a date, a name."""

import datetime as dt

import pytest

from secor_xl.letters.content import formatting


@pytest.mark.parametrize(
    ("number", "words"), [(0, "no items"), (1, "one item"), (2, "two items"), (9, "nine items"), (10, "10 items")]
)
def test_a_number_with_its_noun(number, words):
    assert formatting.counted(number, "item") == words


@pytest.mark.parametrize(
    ("names", "words"),
    [
        ([], ""),
        (["A"], "A"),
        (["A", "B"], "A and B"),
        (["A", "B", "C"], "A, B and C"),
        (["A, of B"], "A, of B"),
        (["A, of B", "C"], "A, of B; and C"),
        (["C", "A, of B"], "C and A, of B"),
        (["C, of D", "A, of B"], "C, of D; and A, of B"),
    ],
)
def test_names_in_a_sentence(names, words):
    assert formatting.joined(names) == words


def test_a_date_never_breaks():
    day = dt.date(2026, 3, 5)
    assert formatting.date(day) == "March\u00a05,\u00a02026"
    assert formatting.short_date(day) == "Mar\u00a05,\u00a02026"
    assert formatting.date(None) == formatting.short_date(None) == "not given"


def test_a_period():
    first, last = dt.date(2026, 3, 5), dt.date(2026, 3, 6)
    assert formatting.period(first, last) == "March\u00a05,\u00a02026 to March\u00a06,\u00a02026"
    assert formatting.period(first, first) == "March\u00a05,\u00a02026"
    assert formatting.period(None, None) == "not given"
    assert formatting.period(None, last) == "not given to March\u00a06,\u00a02026"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [("", ""), ("  ", ""), ("a b", "A b."), ("a!", "A!"), ("ßa", "ßa."), ("Done. ", "Done."), ('"x"', '"x"')],
)
def test_a_sentence(text, sentence):
    assert formatting.sentence(text) == sentence


@pytest.mark.parametrize(
    ("text", "ended"), [("", ""), ("a b", "a b."), ("a!", "a!"), ("😀", "😀"), ("it is 5", "it is 5.")]
)
def test_own_words_only_get_their_full_stop(text, ended):
    assert formatting.ended(text) == ended


def test_a_sentence_of_our_own_keeps_dates_and_percentages_together():
    kept = formatting.kept_together("due on March 5, 2026, below 80 % (procedure 2.6b), in May, 3 of 4")
    assert kept == "due on March\u00a05,\u00a02026, below 80\u00a0% (procedure\u00a02.6b), in May, 3 of 4"
