"""One name or number is one, however it is typed."""

import time

import pytest

from secor_xl.review.comparison import as_compared, normalized, says_none

ONE_NUMBER = [
    "12-345 678",
    "12345678",
    "１２３４５６７８",
    "12‑345‑678",
    "\u200b12345678\ufeff",
    "١٢٣٤٥٦٧٨",
    "12.345.678",
    "#12345678",
]


@pytest.mark.parametrize("typed", ONE_NUMBER)
def test_a_number_is_one_however_it_is_typed(typed):
    assert as_compared(typed) == "12345678"


@pytest.mark.parametrize(
    "typed",
    ["Étoile Ltée", "ÉTOILE  LTÉE.", "E\u0301toile Lte\u0301e", "Étoi\u00adle\u3164 Ltée", "Ｅ\u0301toile Ltée"],
)
def test_a_name_is_one_however_it_is_typed(typed):
    assert as_compared(typed) == "étoileltée"


@pytest.mark.parametrize(
    ("one", "other"), [("12345678", "12345679"), ("0123", "123"), ("Étoile", "Etoile"), ("A&B 1", "AB 2")]
)
def test_two_are_two(one, other):
    assert as_compared(one) != as_compared(other)


@pytest.mark.parametrize("typed", ["", " - ", "\u200b", "\u3164", "\u2800"])
def test_a_blank_is_compared_as_nothing(typed):
    assert as_compared(typed) == ""


@pytest.mark.parametrize("form", ["NFC", "NFKC", "NFKD"])
def test_endless_accents_take_linear_time(form):
    begun = time.process_time()
    normalized(form, "a" + "\u0315\u0300" * 500_000)
    assert time.process_time() - begun < 5


@pytest.mark.parametrize("text", ["0550-110", " 0550 110", "(0550) 110."])
def test_spaces_and_punctuation_do_not_count(text):
    assert as_compared(text) == "0550110"


@pytest.mark.parametrize(
    "text", ["none", " None. ", "n/a", "N.A.", "nil", "NIL", "no", "no fax", "No Fax.", "-", "\u2014"]
)
def test_these_say_that_there_is_none(text):
    assert says_none(text)


@pytest.mark.parametrize(
    "text", ["", " ", "?", ".", "no idea", "none of your business", "Noise", "nail", "403-555-0100"]
)
def test_these_do_not(text):
    assert not says_none(text)
