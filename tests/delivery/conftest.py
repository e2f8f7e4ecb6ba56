"""The reviews and letters that the tests of letters have."""

from tests.letters.conftest import clean, instrument, judge, office, sample_letters, templates

__all__ = ["clean", "instrument", "judge", "office", "sample_letters", "templates"]
