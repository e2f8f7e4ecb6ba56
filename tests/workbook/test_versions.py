"""Which version of secor-xl is newer: a workbook's, or the installed one."""

import pytest

from secor_xl.workbook.migration import versions
from secor_xl.workbook.migration.versions import is_newer, newer_words


@pytest.mark.parametrize(
    ("made_by", "newer"),
    [
        ("1.10.0", True),
        ("1.2.1", True),
        (" 2 ", True),
        ("1.3.0.dev1+g5", True),
        ("1.2.0", False),
        ("1.2", False),
        ("1.2.0+local", False),
        ("1.2.0rc1", False),
        ("1.1.9", False),
        ("0.99", False),
        ("", False),
        ("of old", False),
        ("v9", False),
        ("9" * 400, False),
        ("9" * 5000, False),
    ],
)
def test_the_numbers_of_the_release_decide(monkeypatch, made_by, newer):
    monkeypatch.setattr(versions, "__version__", "1.2.0")
    assert is_newer(made_by) == newer


def test_a_release_is_newer_than_what_went_before_it(monkeypatch):
    monkeypatch.setattr(versions, "__version__", "1.2.0.dev3")
    assert is_newer("1.2.0")


def test_the_words_say_what_to_install():
    assert "it was made by secor-xl 9.9.9" in newer_words("9.9.9")
    assert "install the newer secor-xl" in newer_words("9.9.9")
