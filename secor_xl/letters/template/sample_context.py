"""A sample context for the test rendering of a template; each text differs, so that each can be found in the letter."""

from __future__ import annotations

from dataclasses import is_dataclass
from typing import get_args, get_origin, get_type_hints

from secor_xl.letters.office_parts import NO_PARTS, OfficeParts


def sample_context(letter: type, own: OfficeParts = NO_PARTS, *, entries: int, flag: bool) -> dict[str, object]:
    """Make a sample context.

    Args:
        letter: the dataclass of the letter's fields.
        own: the parts that the office adds itself.
        entries: how many entries each list gets.
        flag: what each yes-or-no field is.
    """
    texts = {name: f"[own {name}]" for name in own.texts}
    hints = get_type_hints(letter).items()
    return {name: texts if get_origin(hint) is dict else _sample(name, hint, entries, flag) for name, hint in hints}


def _sample(path: str, hint: object, entries: int, flag: bool) -> object:
    if get_origin(hint) is list:
        return [_sample(f"{path} {number}", get_args(hint)[0], entries, flag) for number in range(1, entries + 1)]
    if isinstance(hint, type) and is_dataclass(hint):
        return {name: _sample(f"{path} {name}", inner, entries, flag) for name, inner in get_type_hints(hint).items()}
    return flag if hint is bool else f"[{path}]"
