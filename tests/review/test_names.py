"""An employer has one name, wherever people see it."""

import pytest

from secor_xl.review.model import Employer
from secor_xl.review.names import employer_name, full_employer_name

BLANK = ["", " ", "\u200b", "\u00a0\n"]


@pytest.mark.parametrize("blank", BLANK)
def test_the_legal_name_counts_and_where_it_is_blank_the_trade_name(blank):
    assert employer_name(Employer(legal_name="Legal Ltd.", trade_name="Trade")) == "Legal Ltd."
    assert employer_name(Employer(legal_name="Legal Ltd.", trade_name=blank)) == "Legal Ltd."
    assert employer_name(Employer(legal_name=blank, trade_name="Trade")) == "Trade"


@pytest.mark.parametrize("blank", BLANK)
def test_an_employer_without_a_name_is_called_as_its_place_asks(blank):
    nameless = Employer(legal_name=blank, trade_name=blank)
    assert employer_name(nameless) == "the employer"
    assert employer_name(nameless, "") == ""
    assert full_employer_name(nameless, "not given") == "not given"


def test_the_full_name_has_the_trade_name_only_where_it_is_another_one():
    assert (
        full_employer_name(Employer(legal_name="Legal Ltd.", trade_name="Trade"), "")
        == "Legal Ltd., operating as Trade"
    )
    for same in (
        Employer(legal_name="Same", trade_name="Same"),
        Employer(trade_name="Same"),
        Employer(legal_name="Same"),
    ):
        assert full_employer_name(same, "") == "Same"
