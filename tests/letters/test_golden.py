"""The text of the letters of the samples, part by part. Run with SECOR_XL_UPDATE_GOLDEN=1 to accept a change."""

import os
from pathlib import Path

import pytest

from tests.letters.reading import text_of

GOLDEN = Path(__file__).parent / "golden"
CHOSEN = (
    "wapiti-anvil-feedback", "bitterroot-beacon-feedback", "blue-camas-feedback", "ochre-basin-feedback",
    "etoile-hostile-text-feedback", "lodgepole-lantern-approval", "carrot-creek-compass-approval",
    "juniper-gantry-approval", "copper-kestrel-approval", "ferrous-finch-approval",
    "juniper-gantry-governing-body-notice-SK", "three-rivers-osprey-governing-body-notice-AB",
    "three-rivers-osprey-governing-body-notice-BC", "three-rivers-osprey-governing-body-notice-SK",
    "tallow-ridge-invalidation", "granite-thistle-invalidation", "quartz-hollow-invalidation",
)  # fmt: skip


@pytest.mark.parametrize("name", CHOSEN)
def test_a_letter_says_what_was_agreed(name, sample_letters, templates):
    text = text_of(templates.render(sample_letters[name]))
    path = GOLDEN / f"{name}.txt"
    if os.environ.get("SECOR_XL_UPDATE_GOLDEN"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")


def test_no_golden_file_is_left_behind():
    assert {path.stem for path in GOLDEN.glob("*.txt")} == set(CHOSEN)
