"""What people type in many ways, as it is compared."""

import pytest

from secor_xl.review.comparison import as_compared, says_none


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
