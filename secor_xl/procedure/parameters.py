"""The numbers of the procedure: dated, each with the clause it comes from, in one place (``data/parameters.toml``)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from secor_xl.errors import DataError
from secor_xl.procedure.toml_tables import TomlTable, read_toml
from secor_xl.resources import PACKAGE

if TYPE_CHECKING:
    from pathlib import Path

DATA = PACKAGE / "procedure" / "data"
ONE_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Parameter:
    """One number of the procedure as it stood on one day.

    Attributes:
        name: its name in ``parameters.toml``.
        value: the number, exact.
        unit: ``percent``, ``days`` or ``months``.
        clause: the clause it comes from.
        meaning: what it says, in words.
    """

    name: str
    value: Decimal
    unit: str
    clause: str
    meaning: str

    @property
    def count(self) -> int:
        """The value as a whole number of days or months."""
        return int(self.value)

    def __str__(self) -> str:
        return f"{self.value.normalize():f} {'%' if self.unit == 'percent' else self.unit}"


@dataclass(frozen=True, slots=True)
class Parameters:
    """Every number of the procedure in one of its versions.

    Attributes:
        version: the procedure's own version number.
        effective_from: first day on which this version is in force.
        certification_overall_minimum: 2.6b, per cent of all points.
        certification_element_minimum: 2.6b, per cent of the points of each element.
        maintenance_overall_minimum: 2.6c, per cent of all points.
        correction_days: 2.7a, calendar days from receiving a feedback.
        process_days: 2.7b, calendar days from receiving the first feedback.
        record_months: 2.5b, the months that records must come from.
    """

    version: str
    effective_from: dt.date
    certification_overall_minimum: Parameter
    certification_element_minimum: Parameter
    maintenance_overall_minimum: Parameter
    correction_days: Parameter
    process_days: Parameter
    record_months: Parameter


PARAMETER_UNITS = {
    "certification_overall_minimum": "percent",
    "certification_element_minimum": "percent",
    "maintenance_overall_minimum": "percent",
    "correction_days": "days",
    "process_days": "days",
    "record_months": "months",
}


@dataclass(frozen=True, slots=True)
class Version:
    """One version of the procedure: number, the days it is in force (``to`` None: still), what changed."""

    number: str
    effective_from: dt.date
    effective_to: dt.date | None
    summary: str


@dataclass(frozen=True, slots=True)
class Procedure:
    """The procedure's history: its versions and, per parameter, the value in each of them."""

    title: str
    versions: tuple[Version, ...]
    in_version: tuple[Parameters, ...]

    def in_force_on(self, day: dt.date) -> Parameters:
        """The parameters in force on a day; before the first version, the first (a flag says that none covers it)."""
        covering = [parameters for parameters in self.in_version if parameters.effective_from <= day]
        return covering[-1] if covering else self.in_version[0]


@cache
def shipped_procedure() -> Procedure:
    """The procedure's history as it comes with the tool."""
    return read_procedure(DATA)


def read_procedure(folder: Path) -> Procedure:
    """Read ``versions.toml`` and ``parameters.toml``; raises ``DataError`` for unknown keys, gaps, overlaps, types."""
    top = read_toml(folder / "versions.toml")
    title = top.text("title")
    versions = tuple(_version(table) for table in top.tables("versions"))
    top.done()
    _refuse_gaps(top, "versions", [(v.effective_from, v.effective_to) for v in versions])
    table = read_toml(folder / "parameters.toml")
    histories = {name: _history(table.table(name), name, unit) for name, unit in PARAMETER_UNITS.items()}
    table.done()
    in_version = []
    for version in versions:
        values = {}
        for name, history in histories.items():
            fitting = next((p for start, end, p in history if _covers(start, end, version)), None)
            if fitting is None:
                reason = f"has no value for the whole of version {version.number} ({version.effective_from})"
                raise DataError(table.file, name, reason)
            values[name] = fitting
        in_version.append(Parameters(version.number, version.effective_from, **values))
    return Procedure(title, versions, tuple(in_version))


def _version(table: TomlTable) -> Version:
    version = Version(table.text("number"), table.date("from"), table.optional_date("to"), table.text("summary"))
    table.done()
    return version


def _history(table: TomlTable, name: str, unit: str) -> list[tuple[dt.date, dt.date | None, Parameter]]:
    if table.text("unit") != unit:
        table.refuse("unit", f"must be {unit!r}")
    clause, meaning = table.text("clause"), table.text("meaning")
    history = []
    for entry in table.tables("values"):
        value = entry.decimal("value")
        if unit == "percent" and value > 100:
            entry.refuse("value", f"is {value}; a percentage of at most 100 is needed")
        if unit != "percent" and value != value.to_integral_value():
            entry.refuse("value", f"is {value}; a whole number of {unit} is needed")
        history.append((entry.date("from"), entry.optional_date("to"), Parameter(name, value, unit, clause, meaning)))
        entry.done()
    table.done()
    _refuse_gaps(table, "values", [(start, end) for start, end, _ in history])
    return history


def _refuse_gaps(table: TomlTable, name: str, spans: list[tuple[dt.date, dt.date | None]]) -> None:
    if not spans:
        table.refuse(name, "has no entry")
    for (start, end), (following, _) in pairwise(spans):
        if end is None or end < start:
            table.refuse(
                name, f"the entry from {start} needs an end on or after that day, before the one from {following}"
            )
        if following <= end:
            table.refuse(name, f"the entry from {following} overlaps the one that ends on {end}")
        if following > end + ONE_DAY:
            table.refuse(name, f"between {end} and {following} there is a gap that no entry covers")
    if spans[-1][1] is not None:
        table.refuse(name, f"the last entry ends on {spans[-1][1]}; the one in force has no end")


def _covers(start: dt.date, end: dt.date | None, version: Version) -> bool:
    if start > version.effective_from:
        return False
    return end is None or (version.effective_to is not None and version.effective_to <= end)
