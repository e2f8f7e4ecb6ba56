"""The office, the instruments and the settings that commands, cells and buttons use now, and what names each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from secor_xl.intake.mapping import MAPPING_FILE, has_mapping
from secor_xl.procedure.office import OFFICE_FILE, Office, read_office
from secor_xl.procedure.office_instruments import INSTRUMENTS_FOLDER, instrument_files
from secor_xl.procedure.placeholders import placeholders
from secor_xl.runs.settings import named_by, read_settings, templates_in_use
from secor_xl.text import counted

SHIPPED = "nothing; it came with secor-xl"
NO_SETTING = "not set"


@dataclass(frozen=True, slots=True)
class OfficeInForce:
    """The office, instruments and settings in force.

    Attributes:
        folder: the office's folder.
        named_by: the setting that chose it.
        office: its data.
        not_filled_in: the number of its values that are placeholders.
        mapping: the mapping of tables; ``None`` where there is none.
        settings: the file of this user's settings.
        letters: the folder of letters.
        reviews: the folder of reviews; ``None`` where none is set.
    """

    folder: Path
    named_by: str
    office: Office
    not_filled_in: int
    mapping: Path | None
    settings: Path
    letters: Path
    reviews: Path | None

    def lines(self) -> Iterator[tuple[str, str]]:
        """Yield label and value of each line for people."""
        now, *others = self.office.instruments
        origin = f"in {INSTRUMENTS_FOLDER}" if instrument_files(self.folder) else "came with secor-xl"
        yield "Office", f"{self.office.name}, {self.office.program_name}"
        yield "Folder", str(self.folder)
        yield "Chosen by", self.named_by
        if self.not_filled_in:
            yield "To fill in", f"{counted(self.not_filled_in, 'value')}; 'secor-xl office check' names them"
        illustrative = ", illustrative" if now.illustrative else ""
        yield "Instrument", f"{now.title} ({now.id} {now.version}, {origin}{illustrative})"
        for each in others:
            yield "Also accepted", f"{each.title} ({each.id} {each.version})"
        yield "Provinces", ", ".join(self.office.governing_bodies)
        yield "Mapping of tables", str(self.mapping or "none")
        yield "Settings", f"{self.settings}{'' if self.settings.exists() else ' (not there; nothing is set)'}"
        yield "Letters go to", str(self.letters)
        yield "Reviews are in", str(self.reviews or NO_SETTING)

    def record(self) -> dict[str, Any]:
        """Return the data of the JSON form (docs/json.md)."""
        return {
            "folder": str(self.folder),
            "named_by": self.named_by,
            "name": self.office.name,
            "to_fill_in": self.not_filled_in,
            "instruments": [
                {"id": each.id, "version": each.version, "title": each.title, "fingerprint": each.fingerprint}
                for each in self.office.instruments
            ],
            "provinces": list(self.office.governing_bodies),
            "mapping": str(self.mapping) if self.mapping else None,
            "settings": str(self.settings),
            "letters_folder": str(self.letters),
            "reviews_folder": str(self.reviews) if self.reviews else None,
        }


def office_in_force(chosen: Path | None = None) -> OfficeInForce:
    """Find out what is in force.

    Args:
        chosen: the folder of ``--templates``, if it was given.

    Raises:
        DataError: the settings or the office's data cannot be used.
    """
    folder, settings = templates_in_use(chosen=chosen), read_settings()
    office, mapping = read_office(folder / OFFICE_FILE), folder / MAPPING_FILE
    return OfficeInForce(
        folder,
        named_by(chosen=chosen) or SHIPPED,
        office,
        len(placeholders(office)),
        mapping if has_mapping(mapping) else None,
        settings.file,
        settings.letters,
        settings.reviews,
    )
