"""Texts cut to the room that they have, counted as Excel counts: in UTF-16 units."""

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
    """The length of a text as Excel counts it."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def short_line(text: str, most: int) -> str:
    """A text on one line, without what no cell can hold, of at most so many units."""
    return cut(on_one_line(text[: 4 * most]), most)


def cut(text: str, most: int, ending: str = MORE) -> str:
    """A text of at most so many units: whole, or cut between two words and with an ending that says so."""
    if 2 * len(text) <= most or units(text) <= most:
        return text
    head = text.encode("utf-16-le", "surrogatepass")[: 2 * (most - units(ending))]
    kept = head.decode("utf-16-le", "ignore")  # without the first half of a pair whose second half is cut off
    before_word = kept.rfind(" ")
    if not text[len(kept)].isspace() and len(kept) - before_word <= LONGEST_WORD < before_word:
        kept = kept[:before_word]
    return f"{kept.rstrip()}{ending}"


def cut_lines(lines: Sequence[str], most: int, rest: str) -> str:
    """Lines in one text of at most so many units: short ones whole, long ones cut to equal shares of what is left.

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
