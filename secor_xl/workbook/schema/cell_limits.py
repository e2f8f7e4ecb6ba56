"""Cut texts to the length of their cells, in UTF-16 units as Excel counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secor_xl.text import on_one_line

if TYPE_CHECKING:
    from collections.abc import Sequence

MORE = "…"
LONGEST_WORD = 24
"""A longer word is cut inside rather than left out."""
SHORTEST_LINE = 48
"""Less of a line says nothing; where there is no room for so much of each, the last ones are only counted."""


def units(text: str) -> int:
    """Return the length of a text in UTF-16 units, as Excel counts."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def short_line(text: str, most: int) -> str:
    """Return a text on one line, without characters that no cell can hold, of at most ``most`` units."""
    return cut(on_one_line(text[: 4 * most]), most)


def cut(text: str, most: int, ending: str = MORE) -> str:
    """Cut a text to at most ``most`` units, between two words and with an ending that marks the cut."""
    if 2 * len(text) <= most or units(text) <= most:
        return text
    head = text.encode("utf-16-le", "surrogatepass")[: 2 * (most - units(ending))]
    kept = head.decode("utf-16-le", "ignore")  # without the first half of a pair whose second half is cut off
    before_word = kept.rfind(" ")
    if not text[len(kept)].isspace() and len(kept) - before_word <= LONGEST_WORD < before_word:
        kept = kept[:before_word]
    return f"{kept.rstrip()}{ending}"


def cut_lines(lines: Sequence[str], most: int, rest: str) -> str:
    """Join lines to a text of at most ``most`` units: short ones whole, long ones cut to equal shares of the rest.

    Args:
        lines: the lines.
        most: the units of the whole text.
        rest: where the lines are that have no room and are only counted.
    """
    fitting = most // (SHORTEST_LINE + 1)
    shown, last = list(lines), ""
    if len(lines) > fitting and units("\n".join(lines)) > most:
        shown = shown[: fitting - 1]
        last = f"and {len(lines) - len(shown)} more: {rest}"
    room = most - len(shown) + 1 - (units(last) + 1 if last else 0)
    share = room
    for number, length in enumerate(sorted(map(units, shown))):
        share = room // (len(shown) - number)
        if length > share:
            break
        room -= length
    return "\n".join([*(cut(line, share) for line in shown), *([last] if last else [])])
