"""Shared for the tests of the judgement."""

import pytest

from tests.judgement.tiny import Setting


@pytest.fixture
def setting() -> Setting:
    """The clean review of the tiny instrument, with all that it is judged by."""
    return Setting()
