"""The view of a comparison in the terminal."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Console
from rich.text import Text

from secor_xl.cli.views.terminal import OUTCOME_STYLE, console, table
from secor_xl.judgement.review_comparison import Group, ReviewComparison
from secor_xl.review.difference import Passage, passages
from secor_xl.review.names import fact_words
from secor_xl.text import capitalized, counted

MARKS = {Passage.GONE: ("[-", "-]", "red"), Passage.NEW: ("{+", "+}", "green")}
NOT_GIVEN = "-"
KEPT_WORDS = 6
"""So many unchanged words are shown on each side of a change."""


def print_comparison(found: ReviewComparison) -> None:
    """Print outcome and points before and after, the changes by group, and the requests without an answer."""
    out = console()
    _print_states(out, found)
    if not found.changes:
        out.print("\nNothing differs.")
        return
    for group in Group:
        changes = [each for each in found.changes if found.group(each) is group]
        if changes:
            made = table("Where", "Before", "After")
            for each in changes:
                made.add_row(each.where, *sides(each.before, each.after))
            _print_group(out, f"{capitalized(group.value)} ({len(changes)})", made)
    if found.unanswered:
        made = table("Item", "What is needed")
        for request in found.unanswered:
            made.add_row(request.asked.item, "\n".join(request.asked.needed))
        _print_group(out, f"Asked for and not changed ({len(found.unanswered)})", made)
    out.print()
    out.print(
        Text(f"{counted(len(found.changes), 'change')}. [-gone-] and {{+new+}} mark words of a text.", style="dim")
    )


def _print_states(out: Console, found: ReviewComparison) -> None:
    made = table("", "Before", "After")
    states = (found.old, found.new)
    made.add_row("Outcome", *(Text(each.outcome.words, style=OUTCOME_STYLE[each.outcome.kind]) for each in states))
    after = {score.label: score for score in (*found.new.scores.elements, found.new.scores.overall)}
    for score in (*found.old.scores.elements, found.old.scores.overall):
        other = after.get(score.label)
        if other and (score.given, score.possible) != (other.given, other.possible):
            title = score.label if score.label == "Overall" else f"{score.label} {score.title}"
            made.add_row(title, *(f"{each.given:f} of {each.possible:f} ({each.shown})" for each in (score, other)))
    out.print(made)


def _print_group(out: Console, title: str, made: object) -> None:
    out.print()
    out.print(Text(title, style="bold"))
    out.print(made)


def sides(before: object, after: object) -> tuple[Text | str, Text | str]:
    """Show a fact before and after; the words of a text that differ are marked."""
    if isinstance(before, str) and isinstance(after, str) and " " in before and " " in after:
        parts = passages(before, after)
        return _marked(parts, Passage.GONE), _marked(parts, Passage.NEW)
    return fact_words(before, NOT_GIVEN), fact_words(after, NOT_GIVEN)


def _marked(parts: Iterable[tuple[Passage, str]], side: Passage) -> Text:
    """One side of a text change: its own words marked, long unchanged passages cut."""
    made = Text()
    for kind, text in parts:
        if kind not in (Passage.KEPT, side):
            continue
        if kind is side:
            begin, end, style = MARKS[kind]
            piece = Text(f"{begin}{text}{end}", style=style)
        else:
            words = text.split()
            long = len(words) > 2 * KEPT_WORDS
            piece = Text(" ".join([*words[:KEPT_WORDS], "…", *words[-KEPT_WORDS:]]) if long else text)
        made = Text(" ").join([made, piece]) if made else piece
    return made
