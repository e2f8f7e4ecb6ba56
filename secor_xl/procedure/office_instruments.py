"""The instruments of an office: every version that it has ever used, in the folder ``instruments`` beside its ``office.toml``."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from secor_xl.errors import DataError, DataFaults
from secor_xl.procedure.instrument import Instrument, read_instrument
from secor_xl.resources import shipped_instrument

if TYPE_CHECKING:
    from collections.abc import Iterator
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


def office_instruments(office_folder: Path, table: TomlTable, faults: list[DataError]) -> tuple[Instrument, ...]:
    """Read the instruments of an office.

    Args:
        office_folder: the folder of ``office.toml``.
        table: the table ``[instrument]`` of ``office.toml``; an empty one where it has none.
        faults: collects the faults of the files, and two files that have one name and version.

    Returns:
        The instrument for new reviews, then all others. Without any file this is the shipped one alone; once an office has
        an instrument of its own, the shipped, illustrative one is left out.

    Raises:
        DataError: nobody can tell which one is in use, and ``table`` does not collect faults.
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
        cure = (
            f"Write the name of one that is there: {', '.join(files)}"
            if files
            else "Put it back, or add your instrument with 'secor-xl office instrument FILE'"
        )
        table.fault(IN_USE, f"is {name!r}, and the folder {INSTRUMENTS_FOLDER} has no such file. {cure}")
        name = next(iter(files), "")
    shipped = illustrative_instrument()
    if not files:
        return (shipped,)
    instruments = []
    for path in (files.pop(name), *files.values()):
        try:
            instruments.append((path.name, read_instrument(path)))
        except DataError as error:
            faults.extend(error.faults if isinstance(error, DataFaults) else (error,))
    if instruments and instruments[0][1].fingerprint != shipped.fingerprint:
        instruments = [each for each in instruments if each[1].fingerprint != shipped.fingerprint]
    faults.extend(_two_of_one_name(instruments, table.file))
    return tuple(instrument for _, instrument in instruments)


@cache
def illustrative_instrument() -> Instrument:
    """Read the instrument that comes with the tool."""
    return read_instrument(shipped_instrument())


def _two_of_one_name(instruments: list[tuple[str, Instrument]], office_file: str) -> Iterator[DataError]:
    by_name: dict[tuple[str, str], tuple[str, Instrument]] = {}
    for name, each in instruments:
        other_name, other = by_name.setdefault((each.id, each.version), (name, each))
        if other.fingerprint != each.fingerprint:
            reason = (
                f"{other_name} and {name} are both {each.id} {each.version}, with different content. Give the newer one a"
                " version of its own"
            )
            yield DataError(office_file, INSTRUMENTS_FOLDER, reason, f"folder {INSTRUMENTS_FOLDER}")
