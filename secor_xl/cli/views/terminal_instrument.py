"""The view of an instrument in the terminal, and as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rich.text import Text

from secor_xl.cli.views.terminal import console, table
from secor_xl.cli.views.terminal_compare import sides
from secor_xl.errors import DataError
from secor_xl.procedure.instrument import Instrument, NotApplicable, Question
from secor_xl.procedure.instrument_check import senseless_rules
from secor_xl.procedure.instrument_text import exact
from secor_xl.runs.instrument_changes import InstrumentComparison
from secor_xl.text import counted

SCHEMA = "secor-xl/instrument/1"


def print_instrument(instrument: Instrument) -> None:
    """Print the points of each element, what the questions need, and the rules that make no sense."""
    out = console()
    out.print(Text(f"{instrument.title}, version {instrument.version}", style="bold"))
    example = "; only an example" if instrument.illustrative else ""
    out.print(Text(f"{instrument.id}, fingerprint {instrument.fingerprint}{example}", style="dim"))
    made = table("", "Element", "Questions", "Points", "Share")
    for element in instrument.elements:
        share = f"{float(100 * element.points / instrument.points):.1f} %"
        made.add_row(element.letter, element.title, f"{len(element.questions)}", exact(element.points), share)
    made.add_row("", "In all", f"{len(instrument.questions)}", exact(instrument.points), "")
    out.print(made)
    made = table("Questions", "", "Which")
    for words, questions in _kinds(instrument).items():
        made.add_row(words, f"{len(questions)}", " ".join(each.id for each in questions))
    out.print(made)
    out.print(f"{counted(len(instrument.consistency), 'rule')} across questions.")
    for rule, reason in senseless_rules(instrument):
        out.print(Text(f"Rule {rule.id} {reason}.", style="red"))


def print_changes(found: InstrumentComparison) -> None:
    """Print the points of each element before and after, and the changes by their headings."""
    out = console()
    made = table("", "Element", "Before", "Now")
    for row in found.points():
        made.add_row(*row)
    out.print(made)
    if not found.differs:
        out.print("\nNothing differs.")
    for heading, questions in (("Questions added", found.added), ("Questions not asked any more", found.gone)):
        made = table("", "Question", "Points")
        for each in questions:
            made.add_row(each.id, each.text, exact(each.points))
        if questions:
            out.print(Text(f"\n{heading} ({len(questions)})", style="bold"))
            out.print(made)
    for heading, changes in found.groups().items():
        made = table("", "Entry", "Before", "Now")
        for change in changes:
            made.add_row(change.item, change.label, *sides(change.before, change.after))
        out.print(Text(f"\n{heading} ({len(changes)})", style="bold"))
        out.print(made)


def instrument_record(file: Path, instrument: Instrument | None, faults: Sequence[DataError]) -> dict[str, Any]:
    """The result of a check as plain data (docs/json.md)."""
    record: dict[str, Any] = {
        "schema": SCHEMA,
        "file": str(file),
        "faults": [{"place": each.place, "key": each.key, "reason": each.reason} for each in faults],
    }
    if instrument is None:
        return record
    return record | {
        "id": instrument.id,
        "version": instrument.version,
        "title": instrument.title,
        "illustrative": instrument.illustrative,
        "fingerprint": instrument.fingerprint,
        "points": exact(instrument.points),
        "elements": [
            {
                "letter": each.letter,
                "title": each.title,
                "questions": [question.id for question in each.questions],
                "points": exact(each.points),
            }
            for each in instrument.elements
        ],
        "questions": {words: [each.id for each in questions] for words, questions in _kinds(instrument).items()},
        "senseless_rules": [{"id": rule.id, "reason": reason} for rule, reason in senseless_rules(instrument)],
    }


def _kinds(instrument: Instrument) -> dict[str, list[Question]]:
    """The questions by what they need, and by when they may be n/a."""
    found = {
        "need documents": [each for each in instrument.questions if each.documents_required],
        "need dated records": [each for each in instrument.questions if each.records],
        "need notes": [each for each in instrument.questions if each.notes_required],
    }
    for kind in NotApplicable:
        words = f"may be n/a ({kind})" if kind is not NotApplicable.NEVER else "are never n/a"
        found[words] = [each for each in instrument.questions if each.not_applicable is kind]
    return found
