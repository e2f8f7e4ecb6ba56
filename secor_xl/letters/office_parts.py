"""The parts of letters that an office adds itself: its own texts, and the picture in its letterhead."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from secor_xl.files import fingerprint_of
from secor_xl.procedure.office import OFFICE_FILE
from secor_xl.workbook.functions.live_office import OfficeFile

if TYPE_CHECKING:
    from secor_xl.letters.word.letterhead_logo import Logo


@dataclass(frozen=True, slots=True)
class OfficeParts:
    """The parts of letters that an office adds itself.

    Attributes:
        texts: its own texts, by name; one that is blank cannot be used.
        logo: the picture in the letterhead; ``None`` for none.
    """

    texts: Mapping[str, str] = field(default_factory=dict)
    logo: Logo | None = None

    @property
    def key(self) -> str:
        """The values on which a prepared template depends."""
        names = sorted(name for name, text in self.texts.items() if text)
        return repr((names, self.logo and (fingerprint_of(self.logo.content), self.logo.alternative_text)))


NO_PARTS = OfficeParts()


def office_parts(folder: Path) -> OfficeParts:
    """Read the parts of the office of a folder of templates; a folder without ``office.toml`` has none.

    Raises:
        DataError: the office's data or its logo cannot be used.
    """
    if not (folder / OFFICE_FILE).exists():
        return NO_PARTS
    office = OfficeFile(lambda: folder)()
    logo = None
    if office.logo:
        from secor_xl.letters.word.letterhead_logo import read_logo  # noqa: PLC0415 - lxml takes its time to load

        logo = read_logo(folder, office.logo, f"Logo of {office.name}", str(folder / OFFICE_FILE))
    return OfficeParts(office.own_texts, logo)
