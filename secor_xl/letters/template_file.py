"""Read a template file within a size limit; where it is missing, name a similar file."""

from __future__ import annotations

from pathlib import Path

from secor_xl.errors import reason_of
from secor_xl.files import MEBIBYTE, NotRegular, start_of
from secor_xl.letters.problems import TemplateProblem


def read_template_file(path: Path, largest: int, save_as: str, too_large: str) -> bytes:
    """Read the bytes of a template.

    Args:
        path: the file.
        largest: the size limit in bytes.
        save_as: how to convert a file of another format.
        too_large: how to make a file smaller.

    Raises:
        TemplateProblem: there is no such file, it may not be read, or it is too large.
    """
    try:
        content = start_of(path, largest)
    except NotRegular:
        raise TemplateProblem(
            path.name, (f"This is no ordinary file. Put the template into {path.parent.name}.",)
        ) from None
    except OSError as error:
        raise TemplateProblem(path.name, (_why_not(path, error, save_as),)) from None
    if len(content) > largest:
        raise TemplateProblem(path.name, (f"The file is larger than {largest // MEBIBYTE} MB. {too_large}",))
    return content


def _why_not(path: Path, error: OSError, save_as: str) -> str:
    reason = f"The template cannot be read ({reason_of(error)})."
    if not isinstance(error, FileNotFoundError):
        return f"{reason} Close it in other programs, or ask for the right to read it."
    near = _beside(path)
    if not near:
        return f"{reason} Put it back into {path.parent.name}."
    if near.lower() == f"{path.name}{path.suffix}".lower():
        return f"{reason} There is {near!r}, with the ending twice. Rename it to {path.name!r}."
    return f"{reason} There is {near!r} in its place. {save_as}, under the name {path.name!r}."


def _beside(path: Path) -> str:
    """Return the name of a file that differs only in its ending; empty where there is none."""
    try:
        names = sorted(each.name for each in path.parent.iterdir())
    except OSError:
        return ""
    return next((name for name in names if name.lower().startswith(f"{path.stem}.".lower())), "")
