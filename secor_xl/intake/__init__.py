"""Intake: submissions that come in as files become reviews."""
