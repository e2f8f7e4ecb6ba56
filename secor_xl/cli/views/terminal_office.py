"""Output of the commands about an office: the check of its folder, and what is in force."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from rich.padding import Padding
from rich.text import Text

from secor_xl.cli.options import print_json
from secor_xl.cli.process import say, show
from secor_xl.cli.views.terminal import console
from secor_xl.letters.letter import Letter
from secor_xl.letters.plan import LetterKind
from secor_xl.runs.office.office_check import CheckedFile
from secor_xl.runs.office.office_in_force import OfficeInForce
from secor_xl.text import counted

SCHEMA, IN_FORCE_SCHEMA = "secor-xl/templates/1", "secor-xl/office/1"
FILL_IN = "to fill in"


def print_checked(folder: Path, files: Sequence[CheckedFile], made: Sequence[Letter], out: Path | None) -> None:
    """Print what is wrong with each file, what is to be filled in, and the sample letters that were made."""
    screen = console()
    screen.print(Text(str(folder), style="bold"))
    for file in files:
        verdict = ("ok", "green")
        if file.problems or file.placeholders:
            verdict = ("to put right", "red") if file.problems else (FILL_IN, "yellow")
        screen.print(Text(f"  {file.name}: ").append(*verdict))
        for sentence in (*file.problems, *file.placeholders):
            screen.print(Padding(Text(sentence), (0, 0, 0, 4), expand=False))
    for each in made:
        kept = f" (the one before is kept as {each.kept})" if each.kept else ""
        screen.print(Text(f"  to look at: {(out or folder) / each.name}{kept}"))
    for kind in _not_made(made):
        screen.print(
            Text(f"  not made to look at: {kind}; with this office.toml none of the fictional employers gets one")
        )
    wrong = sum(bool(file.problems) for file in files)
    missing = sum(len(file.placeholders) for file in files)
    say(f"{wrong} of {len(files)} files to put right; then run this again." if wrong else "All can be used.")
    if missing:
        say(f"{counted(missing, 'value')} {FILL_IN}: they are not your office's own.")


def print_checked_json(folder: Path, files: Sequence[CheckedFile], made: Sequence[Letter], out: Path | None) -> None:
    """Print the same as JSON, for programs."""
    print_json(
        {
            "schema": SCHEMA,
            "folder": str(folder),
            "files": [
                {"name": file.name, "problems": file.problems, "placeholders": file.placeholders} for file in files
            ],
            "letters": [{"kind": each.kind.value, "path": str((out or folder) / each.name)} for each in made],
        }
    )


def _not_made(made: Sequence[Letter]) -> list[LetterKind]:
    kinds = {each.kind for each in made}
    return [kind for kind in LetterKind if kinds and kind not in kinds]


def print_in_force(found: OfficeInForce, *, as_json: bool) -> None:
    """Print which office, instruments and settings are in force, and what named each."""
    if as_json:
        print_json({"schema": IN_FORCE_SCHEMA, **found.record()})
        return
    for label, value in found.lines():
        show(f"{label + ':':<22}{value}")
