"""Output of the check of a folder of letter templates."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from rich.padding import Padding
from rich.text import Text

from secor_xl.cli.options import print_json
from secor_xl.cli.process import say
from secor_xl.cli.terminal import console
from secor_xl.delivery.folder_check import CheckedFile
from secor_xl.letters.plan import LetterKind
from secor_xl.runs.single_workbook import MadeLetter

SCHEMA = "secor-xl/templates/1"


def print_templates(folder: Path, files: Sequence[CheckedFile], made: Sequence[MadeLetter]) -> None:
    """Print what is wrong with each file, and the sample letters that were made."""
    out = console()
    out.print(Text(str(folder), style="bold"))
    for file in files:
        verdict = ("to put right", "red") if file.problems else ("ok", "green")
        out.print(Text(f"  {file.name}: ").append(*verdict))
        for problem in file.problems:
            out.print(Padding(Text(problem), (0, 0, 0, 4), expand=False))
    for each in made:
        kept = f" (the one before is kept as {each.kept.name})" if each.kept else ""
        out.print(Text(f"  to look at: {each.path}{kept}"))
    for kind in _not_made(made):
        out.print(
            Text(f"  not made to look at: {kind}; with this office.toml none of the fictional employers gets one")
        )
    wrong = sum(bool(file.problems) for file in files)
    say(f"{wrong} of {len(files)} files to put right; then run this again." if wrong else "All can be used.")


def print_templates_json(folder: Path, files: Sequence[CheckedFile], made: Sequence[MadeLetter]) -> None:
    """Print the same as JSON, for programs."""
    print_json(
        {
            "schema": SCHEMA,
            "folder": str(folder),
            "files": [{"name": file.name, "problems": file.problems} for file in files],
            "letters": [{"kind": each.letter.kind.value, "path": str(each.path)} for each in made],
        }
    )


def _not_made(made: Sequence[MadeLetter]) -> list[LetterKind]:
    kinds = {each.letter.kind for each in made}
    return [kind for kind in LetterKind if kinds and kind not in kinds]
