"""The instruments of an office: every version that it has ever used, in the folder ``instruments`` beside its ``office.toml``."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from secor_xl.errors import DataError
from secor_xl.procedure.instrument import Instrument, read_instrument
from secor_xl.resources import shipped_instrument

if TYPE_CHECKING:
    from pathlib import Path

    from secor_xl.procedure.toml_tables import TomlTable

INSTRUMENTS_FOLDER = "instruments"
IN_USE = "in_use"
TOML = ".toml"


def instrument_files(office_folder: Path) -> list[Path]:
    """List the instruments in an office's folder, by name."""
    folder = office_folder / INSTRUMENTS_FOLDER
    try:
        return sorted(path for path in folder.iterdir() if path.suffix.lower() == TOML)
    except OSError:
        return []


def office_instruments(office_folder: Path, table: TomlTable) -> tuple[Instrument, ...]:
    """Read the instruments of an office.

    Args:
        office_folder: the folder of ``office.toml``.
        table: the table ``[instrument]`` of ``office.toml``; an empty one where it has none.

    Returns:
        The instrument for new reviews, then all others. Without any file this is the shipped one alone; once an office has
        an instrument of its own, the shipped, illustrative one is left out.

    Raises:
        DataError: a file cannot be used, nobody can tell which one is in use, or two have one name and version.
    """
    files = {path.name: path for path in instrument_files(office_folder)}
    name = table.text(IN_USE, default=next(iter(files), ""))
    if not table.has(IN_USE) and len(files) > 1:
        table.fault(
            IN_USE,
            f"is missing, and the folder {INSTRUMENTS_FOLDER} has {len(files)} files. Write [{table.key}], and below it"
            f' {IN_USE} = "{name}" or the name of another of these files',
        )
    if table.has(IN_USE) and name not in files:
        known = f"; there are {', '.join(files)}" if files else ", which has no instrument"
        table.fault(IN_USE, f"is {name!r}, which is no file of the folder {INSTRUMENTS_FOLDER}{known}")
        name = next(iter(files), "")
    shipped = illustrative_instrument()
    if not files:
        return (shipped,)
    first = read_instrument(files.pop(name))
    instruments = [first, *(read_instrument(path) for path in files.values())]
    if first.fingerprint != shipped.fingerprint:
        instruments = [each for each in instruments if each.fingerprint != shipped.fingerprint]
    _refuse_two_of_one_name(instruments, office_folder / INSTRUMENTS_FOLDER)
    return tuple(instruments)


@cache
def illustrative_instrument() -> Instrument:
    """Read the instrument that comes with the tool."""
    return read_instrument(shipped_instrument())


def _refuse_two_of_one_name(instruments: list[Instrument], folder: Path) -> None:
    by_name: dict[tuple[str, str], Instrument] = {}
    for each in instruments:
        other = by_name.setdefault((each.id, each.version), each)
        if other.fingerprint != each.fingerprint:
            reason = (
                f"has two instruments {each.id} {each.version} with different content. Give the newer one a version of"
                " its own"
            )
            raise DataError(str(folder), "", reason)
