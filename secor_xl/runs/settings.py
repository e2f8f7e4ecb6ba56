"""The reviewer's own settings: where letters go, and whose templates make them. A file of the user, never of a workbook.

A workbook that came by e-mail, or a file beside it, must not choose where letters go or which templates they are made of.
"""

from __future__ import annotations

import os
import sys
import tomllib
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from secor_xl.errors import DataError, reason_of
from secor_xl.files import content_of
from secor_xl.letters.file_names import safe_head
from secor_xl.procedure.toml_edits import with_value
from secor_xl.procedure.toml_tables import NOT_TOML, decoded, read_text, where_in_toml
from secor_xl.resources import PROJECT_NAME, shipped_letter_templates
from secor_xl.review.model import Review
from secor_xl.review.names import employer_name
from secor_xl.runs.output import overwrite
from secor_xl.text import first_given
from secor_xl.workbook.functions.live_office import TEMPLATES_VARIABLE, environment_folder

FILE = "settings.toml"
UNNAMED = "Unnamed review"
LETTERS, TEMPLATES, REVIEWS = KEYS = ("letters_folder", "templates_folder", "reviews_folder")
FIRST_TEXT = """\
# Settings of SECOR QA for this user. Take the # away from a line to use it, and write paths between single quotes.

# Where letters go; each review has a folder of its own in there.
# letters_folder = '{letters}'

# Where your review workbooks are: 'secor-xl status' looks there.
# reviews_folder = '{reviews}'

# The office's own letter templates with its office.toml. Without this line, those that came with secor-xl are used.
# The option --templates of a command and the environment variable SECOR_XL_TEMPLATES come before it.
# templates_folder = '{templates}'
"""


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of a reviewer.

    Attributes:
        folder: where the settings themselves are, the log of faults and the previews.
        letters: where letters go, in a folder for each review.
        templates: the folder of the Word templates and of ``office.toml``.
        reviews: the folder of the review workbooks; ``None`` where the settings name none.
    """

    folder: Path
    letters: Path
    templates: Path
    reviews: Path | None = None

    @property
    def file(self) -> Path:
        """The file of the settings."""
        return self.folder / FILE

    def letters_of(self, review: Review) -> Path:
        """The folder of a review's letters, named like the letters themselves: by the file reference, or by the employer."""
        return self.letters / safe_head(first_given(review.case.reference) or employer_name(review.employer, UNNAMED))


def read_settings(folder: Path | None = None) -> Settings:
    """The settings of this user, the usual ones where there are none.

    Raises:
        DataError: the file is there and cannot be used.
    """
    folder = folder or settings_folder()
    file = folder / FILE
    letters = documents_folder() / "SECOR letters"
    values = _values(file)
    return Settings(
        folder, _folder(file, values, LETTERS) or letters, templates_in_use(folder), _folder(file, values, REVIEWS)
    )


def templates_in_use(folder: Path | None = None, *, chosen: Path | None = None) -> Path:
    """The folder of templates and of ``office.toml``, for cells, buttons, commands and the doctor alike.

    The first of these: chosen for this run, named by the environment, named by the user's settings, shipped with the tool.

    Args:
        folder: the folder of the settings; the user's own if left out.
        chosen: the folder of ``--templates``, if it was given.

    Raises:
        DataError: the file of settings is asked, and cannot be used.
    """
    named = chosen or environment_folder()
    if named is not None:
        return named
    file = (folder or settings_folder()) / FILE
    return _folder(file, _values(file), TEMPLATES) or shipped_letter_templates()


def named_by(*, chosen: Path | None = None) -> str:
    """Return the name of what names the folder of templates in use; empty where nothing does."""
    if chosen is not None:
        return "--templates"
    if environment_folder() is not None:
        return f"the environment variable {TEMPLATES_VARIABLE}"
    file = settings_folder() / FILE
    return f"{TEMPLATES} in {file}" if TEMPLATES in _values(file) else ""


def change_setting(key: str, value: str) -> Path:
    """Set one setting of this user, all others unchanged; returns the file.

    Raises:
        DataError: the file of settings cannot be used.
        OutputRefused: it cannot be written.
    """
    file = settings_folder() / FILE
    _values(file)
    leave_settings(read_settings())
    overwrite(file, with_value(read_text(file), "", key, value, str(file)).encode())
    return file


def templates_named_by(settings: Settings) -> str:
    """Say what names the folder of templates in use: the place to look when something is missing from it."""
    if environment_folder() is not None:
        named = (
            f"The folder {settings.templates} is named by the environment variable {TEMPLATES_VARIABLE}; look there."
        )
    elif settings.templates == shipped_letter_templates():
        named = (
            f"The folder {settings.templates} came with secor-xl: install secor-xl again, or name a folder of your own with"
            f" templates_folder in {settings.file}."
        )
    else:
        named = (
            f"The folder {settings.templates} is named by templates_folder in {settings.file}: correct that line, or put the"
            " file back."
        )
    return named


def leave_settings(settings: Settings) -> None:
    """Write a file of settings with every line commented out, unless there is one; errors are ignored."""
    with suppress(OSError):
        settings.folder.mkdir(parents=True, exist_ok=True)
        with settings.file.open("x", encoding="utf-8") as stream:
            reviews = documents_folder() / "SECOR reviews"
            stream.write(FIRST_TEXT.format(letters=settings.letters, reviews=reviews, templates=settings.templates))


def _values(file: Path) -> dict[str, Any]:
    try:
        data = content_of(file)
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise _unreadable(str(file), reason_of(error)) from None
    return settings_values(data, str(file))


def settings_values(data: bytes, file: str) -> dict[str, Any]:
    """Read settings and check their keys; ``file`` is the name of the file in messages.

    Raises:
        DataError: it cannot be used.
    """
    text = decoded(data, file)
    try:
        values = tomllib.loads(text)
    except NOT_TOML as error:
        raise _unreadable(file, f"it is not valid TOML{where_in_toml(text, error)}") from error
    for key in values:
        if key not in KEYS:
            raise DataError(file, key, f"is no setting; known are {', '.join(KEYS)}")
    return values


def _unreadable(file: str, reason: str) -> DataError:
    advice = "write paths between single quotes, or delete the file to go back to the usual settings"
    return DataError(file, "", f"cannot be read ({reason}); {advice}")


def _folder(file: Path, values: dict[str, Any], key: str) -> Path | None:
    value = values.get(key)
    if value is None:
        return None
    path = Path(os.path.expandvars(value)).expanduser() if isinstance(value, str) else Path()
    if not path.is_absolute():
        raise DataError(str(file), key, f"is {value!r}; the whole path of a folder is needed")
    return path


def settings_folder() -> Path:
    """Return our own folder in the user's home; the settings of the macros are there too."""
    return Path.home() / f".{PROJECT_NAME}"


def template_cache() -> Path:
    """Return the folder in which checked letter templates are remembered; it can be deleted at any time."""
    return settings_folder() / "templates-cache"


def documents_folder() -> Path:
    """The user's folder of documents; on Windows it may have been moved, often into OneDrive."""
    if sys.platform == "win32":
        import winreg  # noqa: PLC0415 - only there

        shell = r"Software\Microsoft\Windows\CurrentVersion\Explorer\User Shell Folders"
        with suppress(OSError), winreg.OpenKey(winreg.HKEY_CURRENT_USER, shell) as key:
            return Path(os.path.expandvars(str(winreg.QueryValueEx(key, "Personal")[0])))
    return Path.home() / "Documents"
