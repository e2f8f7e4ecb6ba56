"""The command ``compare``: two states of a review side by side."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from secor_xl.cli.options import EXISTING, as_of_option, json_option, print_json, review_service, templates_option
from secor_xl.cli.process import Exit, say


@click.command()
@click.argument("old", type=EXISTING)
@click.argument("new", type=EXISTING, required=False)
@click.option(
    "--round",
    "rounds",
    type=click.IntRange(min=1),
    nargs=2,
    metavar="N M",
    help="Compare two rounds of the one review OLD: as it was at the feedback of each. The round after the last is the present.",
)
@as_of_option("The day as of which both are judged")
@templates_option
@json_option
def compare(
    old: Path,
    new: Path | None,
    rounds: tuple[int, int] | None,
    as_of: dt.date,
    templates: Path | None,
    as_json: bool,
) -> int:
    """Compare two states of a review, such as before and after a correction.

    OLD and NEW are review workbooks, JSON files of 'secor-xl export', or assessors' forms. Shows four groups: changes that the
    feedback asked for, requests without a change, other changes, and changes by the reviewer. Texts are compared word by word;
    points and outcome are shown before and after. Questions are compared by their id, accounts and action items by their
    content, so sorted rows do not count as changes. With --round, the two states are snapshots that the workbook keeps, each judged
    as of its own day.

    Exit code: 0 if nothing differs, 1 if something does, 3 if a file cannot be read.

    \b
    Examples:
      secor-xl compare "review (before).xlsx" review.xlsx
      secor-xl compare review.json review.xlsx --json
      secor-xl compare review.xlsx correction.xlsx
      secor-xl compare review.xlsx --round 1 2
    """
    from secor_xl.judgement.review_comparison import comparison
    from secor_xl.runs.compare import judged_rounds, judged_states

    if (new is None) == (rounds is None):
        raise click.UsageError("Give two files, or one file and --round with two numbers.")
    service = review_service(templates, as_of)
    states = judged_states(old, new, service) if new else judged_rounds(old, rounds or (1, 2), service)
    new = new or old
    for path, state in zip((old, new), states, strict=True):
        for problem in state.case.problems:
            say(f"{path}: {problem}")
    found = comparison(*states)
    if found.are_of_two_employers:
        say(f"{old} and {new} have another reference, certificate number and legal name each; are they one review?")
    if as_json:
        print_json({**found.record(), "files": [str(old), str(new)]})
    else:
        from secor_xl.cli.views.terminal_compare import print_comparison

        print_comparison(found)
    return Exit.FINDINGS if found.changes else Exit.WELL
