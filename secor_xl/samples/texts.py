"""The data of the samples: the employers, and the texts by question of the shipped instrument; the files explain them."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent / "data"
EMPLOYERS: dict[str, dict[str, Any]] = tomllib.loads((DATA / "employers.toml").read_text(encoding="utf-8"))
TEXTS: dict[str, Any] = tomllib.loads((DATA / "texts.toml").read_text(encoding="utf-8"))

NOTES: dict[str, str] = TEXTS["notes"]
TALLIES: dict[str, str] = TEXTS["tallies"]
NOTES_OF_OWNER: dict[str, str] = TEXTS["owner"]
NOTES_NOT_APPLICABLE: dict[str, str] = TEXTS["owner_not_applicable"]
FINDINGS: dict[str, dict[str, str]] = TEXTS["findings"]
NOES: dict[str, dict[str, str]] = TEXTS["noes"]
PLANNED: dict[str, dict[str, str]] = TEXTS["planned"]
