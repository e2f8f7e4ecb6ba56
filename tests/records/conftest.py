"""The season of the runs, for the records of runs."""

from tests.runs.conftest import day, ready_season, run, workbooks

__all__ = ["day", "ready_season", "run", "workbooks"]
