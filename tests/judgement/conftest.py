"""Shared for the tests of the judgement."""

from hypothesis import settings

# A busy machine is no defect of the judgement, so no example has a deadline.
settings.register_profile("judgement", deadline=None)
settings.load_profile("judgement")
