"""Changes in a few words: whatever is cut, the difference is there to read."""

import pytest

from secor_xl.review.change_words import LONGEST_VALUE, short_sides
from secor_xl.review.difference import Change

TEXT = "The crew meets every Monday at the shop"


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        (TEXT, f"{TEXT}, and the owner signs", ("…", "owner signs")),
        (f"{TEXT}, and the owner signs", TEXT, ("owner signs", "…")),
        ("", f"{TEXT}, and the owner signs", ("blank", TEXT[:20])),
        ("yes", "no", ("yes", "no")),
    ],
)
def test_what_differs_is_shown_though_the_text_is_cut(before, after, shown):
    assert len(TEXT) < LONGEST_VALUE
    sides = short_sides(Change("questions", "B2", "notes", before, after))
    assert all(part in side for part, side in zip(shown, sides, strict=True)), sides
    assert sides[0] != sides[1]
