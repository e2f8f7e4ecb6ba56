"""Shared for the tests of the facts."""

from hypothesis import settings

# A busy machine is no defect of the facts, so no example has a deadline.
settings.register_profile("review", deadline=None)
settings.load_profile("review")
