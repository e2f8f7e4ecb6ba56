"""Addresses as people type them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secor_xl.letters.email_addresses import LONGEST_EXCERPT, LONGEST_NAME, addresses_in, one_line

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
    "": [],
    " ;, \n": [],
}
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
    "none": ["none"],
    "see website; n/a": ["see website", "n/a"],
    "Kim <kim>": ["Kim <kim>"],
    "Kim <kim@x.ca": ["Kim <kim@x.ca"],
    '"kim doe"@x.ca': ['"kim doe"@x.ca'],
    "k" * 65 + "@x.ca": ["k" * (LONGEST_EXCERPT - 1) + "…"],
}


@pytest.mark.parametrize("text", TYPED)
def test_an_address_is_found_however_it_was_typed(text):
    typed = addresses_in(text)
    assert list(typed.found) == TYPED[text]
    assert typed.refused == ()


@pytest.mark.parametrize("text", NONE)
def test_what_is_no_address_is_told_and_never_written_to(text):
    typed = addresses_in(text)
    assert typed.found == ()
    assert list(typed.refused) == NONE[text]


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
        assert name == one_line(name, LONGEST_NAME)
        assert '"' not in name


@pytest.mark.parametrize(
    "text", ['"' * 20_000, "<" * 20_000, "@" * 20_000, "a@b.ca," * 5_000, ", ;" * 9_000, "x " * 9_000]
)
def test_endless_texts_are_read_as_well(text):
    typed = addresses_in(text)
    assert len(typed.found) <= 1
