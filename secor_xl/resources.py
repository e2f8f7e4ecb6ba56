"""The files that come with the tool: inside the installed package, or in the checkout beside it."""

from pathlib import Path

PACKAGE = Path(__file__).parent
PROJECT_NAME = "secor-xl"
"""The name of the folder, in the user's own profile, of our settings and of those of xlwings' VBA."""


def shipped_folder(name: str) -> Path:
    """The folder ``workbook_templates`` or ``letter_templates`` that came with this installation."""
    installed = PACKAGE / name
    return installed if installed.is_dir() else PACKAGE.parent / name


def shipped_instrument() -> Path:
    """The illustrative instrument."""
    return shipped_folder("workbook_templates") / "instrument.toml"


def shipped_letter_templates() -> Path:
    """The folder of Word templates and of the office's own data."""
    return shipped_folder("letter_templates")
