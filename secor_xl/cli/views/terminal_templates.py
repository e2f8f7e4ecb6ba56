"""Output of the check of a folder of letter templates."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from rich.padding import Padding
from rich.text import Text

from secor_xl.cli.options import print_json
from secor_xl.cli.process import say
from secor_xl.cli.views.terminal import console
from secor_xl.delivery.folder_check import CheckedFile
from secor_xl.letters.letter import Letter
from secor_xl.letters.plan import LetterKind

SCHEMA = "secor-xl/templates/1"


def print_templates(folder: Path, files: Sequence[CheckedFile], made: Sequence[Letter], out: Path | None) -> None:
    """Print what is wrong with each file, and the sample letters that were made."""
    screen = console()
    screen.print(Text(str(folder), style="bold"))
    for file in files:
        verdict = ("to put right", "red") if file.problems else ("ok", "green")
        screen.print(Text(f"  {file.name}: ").append(*verdict))
        for problem in file.problems:
            screen.print(Padding(Text(problem), (0, 0, 0, 4), expand=False))
    for each in made:
        kept = f" (the one before is kept as {each.kept})" if each.kept else ""
        screen.print(Text(f"  to look at: {(out or folder) / each.name}{kept}"))
    for kind in _not_made(made):
        screen.print(
            Text(f"  not made to look at: {kind}; with this office.toml none of the fictional employers gets one")
        )
    wrong = sum(bool(file.problems) for file in files)
    say(f"{wrong} of {len(files)} files to put right; then run this again." if wrong else "All can be used.")


def print_templates_json(folder: Path, files: Sequence[CheckedFile], made: Sequence[Letter], out: Path | None) -> None:
    """Print the same as JSON, for programs."""
    print_json(
        {
            "schema": SCHEMA,
            "folder": str(folder),
            "files": [{"name": file.name, "problems": file.problems} for file in files],
            "letters": [{"kind": each.kind.value, "path": str((out or folder) / each.name)} for each in made],
        }
    )


def _not_made(made: Sequence[Letter]) -> list[LetterKind]:
    kinds = {each.kind for each in made}
    return [kind for kind in LetterKind if kinds and kind not in kinds]
