"""Addresses as people type them, read alike for the rule and for the draft."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secor_xl.review.addresses import LONGEST_EXCERPT, LONGEST_NAME, addresses_in, is_e_mail
from secor_xl.text import on_one_line

TYPED = {
    "kim@x.ca": [("", "kim@x.ca")],
    "  kim@x.ca \n": [("", "kim@x.ca")],
    "kim@x.ca.": [("", "kim@x.ca")],
    "Kim@X.CA": [("", "Kim@x.ca")],
    "kim.o'neil+secor@mail.x-y.example": [("", "kim.o'neil+secor@mail.x-y.example")],
    "kim @ x.ca": [("", "kim@x.ca")],
    "<kim@x.ca>": [("", "kim@x.ca")],
    "mailto:kim@x.ca": [("", "kim@x.ca")],
    "Kim Doe <kim@x.ca>": [("Kim Doe", "kim@x.ca")],
    '"Doe, Kim" <kim@x.ca>': [("Doe, Kim", "kim@x.ca")],
    "Doe, Kim <kim@x.ca>": [("Doe, Kim", "kim@x.ca")],
    "a@x.ca; b@x.ca": [("", "a@x.ca"), ("", "b@x.ca")],
    "a@x.ca, b@x.ca,": [("", "a@x.ca"), ("", "b@x.ca")],
    "a@x.ca\nb@x.ca": [("", "a@x.ca"), ("", "b@x.ca")],
    "a@x.ca b@x.ca": [("", "a@x.ca"), ("", "b@x.ca")],
    "A <a@x.ca>, B <b@x.ca>": [("A", "a@x.ca"), ("B", "b@x.ca")],
    '"A, A" <a@x.ca>, "B; B" <b@x.ca>': [("A, A", "a@x.ca"), ("B; B", "b@x.ca")],
    "a@x.ca; A@X.ca": [("", "a@x.ca")],
    "\u200bkim@x.ca\ufeff": [("", "kim@x.ca")],
    "kim@x.ca\u00a0": [("", "kim@x.ca")],
    "kim@étoile.example": [("", "kim@xn--toile-9ra.example")],
    "<kim@x.ca>.": [("", "kim@x.ca")],
    "Kim Doe <kim@x.ca>.": [("Kim Doe", "kim@x.ca")],
    "Kim Doe<kim@x.ca>;": [("Kim Doe", "kim@x.ca")],
    "kim@x.ca...": [("", "kim@x.ca")],
    "'kim@x.ca": [("", "kim@x.ca")],
    "'kim@x.ca'": [("", "kim@x.ca")],
    "’kim@x.ca’.": [("", "kim@x.ca")],
    "'Doe, Kim' <kim@x.ca>": [("Doe, Kim", "kim@x.ca")],
    "'Kim Doe <kim@x.ca>": [("Kim Doe", "kim@x.ca")],
    "'kim@x.ca' <kim@x.ca>": [("", "kim@x.ca")],
    '"kim@x.ca" <kim@x.ca>': [("", "kim@x.ca")],
    "kim@x.ca<mailto:kim@x.ca>": [("", "kim@x.ca")],
    "Kim\u200b Doe <kim\u200b@x.ca‎>": [("Kim Doe", "kim@x.ca")],
    "k­im@x.ca": [("", "kim@x.ca")],
    "a@x.ca or b@x.ca": [("", "a@x.ca"), ("", "b@x.ca")],
    "a@x.ca / b@x.ca": [("", "a@x.ca"), ("", "b@x.ca")],
    "a@x.ca/b@x.ca": [("", "a@x.ca"), ("", "b@x.ca")],
    "a@x.ca and B <b@x.ca>": [("", "a@x.ca"), ("B", "b@x.ca")],
    "a@x.ca, Doe, Kim <b@x.ca>, c@x.ca": [("", "a@x.ca"), ("Doe, Kim", "b@x.ca"), ("", "c@x.ca")],
    "A <a@x.ca> B <b@x.ca>": [("A", "a@x.ca"), ("B", "b@x.ca")],
    "r&d@x.ca": [("", "r&d@x.ca")],
}
BLANK = ["", " ;, \n", "\u200b", "."]
NONE = {
    "kim": ["kim"],
    "kim at x.ca": ["kim at x.ca"],
    "kim@": ["kim@"],
    "@x.ca": ["@x.ca"],
    "kim@x": ["kim@x"],
    "kim@x..ca": ["kim@x..ca"],
    "kim@-x.ca": ["kim@-x.ca"],
    "kim..doe@x.ca": ["kim..doe@x.ca"],
    "kim@doe@x.ca": ["kim@doe@x.ca"],
    "Kim Doe kim@x.ca": ["Kim Doe kim@x.ca"],
    "jürgen@x.ca": ["jürgen@x.ca"],
    "kim@straße.example": ["kim@straße.example"],
    "kim@127.0.0.1": ["kim@127.0.0.1"],
    f"kim@{'ü' * 64}.ca": [f"kim@{'ü' * (LONGEST_EXCERPT - 5)}…"],
    "none": ["none"],
    "see website; n/a": ["see website", "n/a"],
    "Kim <kim>": ["Kim <kim>"],
    "Kim <kim@x.ca": ["Kim <kim@x.ca"],
    '"kim doe"@x.ca': ['"kim doe"@x.ca'],
    "other@x.ca <kim@x.ca>": ["other@x.ca <kim@x.ca>"],
    "<<kim@x.ca>": ["<<kim@x.ca>"],
    "kim@x.ca>": ["kim@x.ca>"],
    "<>": ["<>"],
    "or": ["or"],
    "k" * 65 + "@x.ca": ["k" * (LONGEST_EXCERPT - 1) + "…"],
}


@pytest.mark.parametrize("text", TYPED)
def test_an_address_is_found_however_it_was_typed(text):
    typed = addresses_in(text)
    assert list(typed.found) == TYPED[text]
    assert typed.refused == ()
    assert is_e_mail(text)


@pytest.mark.parametrize("text", NONE)
def test_what_is_no_address_is_told_and_never_written_to(text):
    typed = addresses_in(text)
    assert typed.found == ()
    assert list(typed.refused) == NONE[text]
    assert not is_e_mail(text)


@pytest.mark.parametrize("text", BLANK)
def test_a_text_that_holds_nothing_gives_no_address_and_no_complaint(text):
    typed = addresses_in(text)
    assert (typed.found, typed.refused, is_e_mail(text)) == ((), (), False)


def test_good_addresses_beside_bad_ones_are_kept():
    typed = addresses_in("a@x.ca; office, B <b@x.ca>")
    assert [address for _, address in typed.found] == ["a@x.ca", "b@x.ca"]
    assert typed.refused == ()
    typed = addresses_in("a@x.ca; office; b@x.ca")
    assert [address for _, address in typed.found] == ["a@x.ca", "b@x.ca"]
    assert typed.refused == ("office",)


@given(st.text() | st.text(alphabet='ab@.<>;,\n\r" \\:'))
def test_no_text_gives_an_address_or_a_name_that_could_begin_another_header(text):
    typed = addresses_in(text)
    for name, address in typed.found:
        assert address.isascii()
        assert address.count("@") == 1
        assert not set(address) & set('\r\n<>,;" \t')
        assert name == on_one_line(name, LONGEST_NAME)
        assert '"' not in name


MILLION = 1_000_000
HOSTILE = {
    "quotes": '"' * MILLION,
    "quotes and separators": '";,' * (MILLION // 3),
    "open brackets": "<" * MILLION,
    "closed brackets": ">" * MILLION,
    "empty brackets": "<>" * (MILLION // 2),
    "at signs": "@" * MILLION,
    "spaces before a bracket": " " * MILLION + "<",
    "spaces around at signs": (" " * 999 + "@") * (MILLION // 1000),
    "names that end nowhere": "a " * (MILLION // 2) + "<a@b.ca",
    "names and spaces": "Doe, " * (MILLION // 5) + "<a@b.ca>",
    "one address again and again": "a@b.ca," * (MILLION // 7),
    "separators": ", ;" * (MILLION // 3),
    "a long local part": "a." * (MILLION // 2) + "@b.ca",
    "a long domain": "a@" + "b." * (MILLION // 2) + "ca",
    "a long foreign domain": "a@" + "é" * MILLION + ".ca",
    "accents without end": "a@" + "\u0315\u0300" * (MILLION // 2),
    "invisible characters": "\u200b" * MILLION + "a@b.ca",
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_a_text_of_a_million_characters_is_read_at_once(text):
    begun = time.process_time()
    typed = addresses_in(text)
    assert time.process_time() - begun < 5
    assert len(typed.found) <= 1
