"""The command ``register``: every review of a season in one workbook, with figures and the office's own notes."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from secor_xl.cli.options import (
    EXISTING,
    as_of_option,
    jobs_option,
    json_option,
    print_json,
    review_service,
    say_ahead,
    say_written,
    templates_option,
)
from secor_xl.cli.process import Exit, say
from secor_xl.text import counted


@click.command()
@click.argument("files", nargs=-1, metavar="[FILE|FOLDER|PATTERN]...")
@click.option("--out", type=EXISTING, metavar="FILE.xlsx", help="The register.  [required]")
@as_of_option("The day of all judgements; it may be after today")
@click.option(
    "--letters",
    type=EXISTING,
    metavar="FOLDER",
    help="The folder of the letters, with its records.  [default: the register's own folder, or that of settings.toml]",
)
@click.option(
    "--earlier",
    multiple=True,
    metavar="FOLDER",
    help="The reviews of an earlier season: their months and repeated deficiencies are shown too; may be repeated.",
)
@click.option("--without-names", is_flag=True, help="Leave out the names of reviewers.")
@jobs_option
@templates_option
@json_option
def register(
    files: tuple[str, ...],
    out: Path | None,
    as_of: dt.date,
    letters: Path | None,
    earlier: tuple[str, ...],
    without_names: bool,
    jobs: int | None,
    templates: Path | None,
    as_json: bool,
) -> int:
    """Write the register of a season: one row for each review, figures with charts, and your own notes.

    Makes no letter and changes no workbook. Without FILE, the folder 'reviews_folder' of settings.toml is read. The sheet
    Reviews has a column Notes for you. The next register in the same place takes over the notes, by file reference, and the
    widths of the columns. The note of a review that is not in the folder any more is on the sheet Other notes. If you changed
    the register, it is also kept beside the new one, as "register (replaced 1).xlsx". Close it in Excel first.

    Exit code: 3 if a file could not be read or written.

    \b
    Examples:
      secor-xl register season --out register.xlsx
      secor-xl register season --out register.xlsx --letters letters --earlier season-2025 --earlier season-2024
      secor-xl register season --out report.xlsx --letters letters --without-names
    """
    from secor_xl.runs.register.season_register import RegisterRequest, season_register
    from secor_xl.runs.settings import read_settings

    if out is None:
        raise click.UsageError("Say where the register goes: add --out and a file, such as --out register.xlsx.")
    if out.suffix.lower() != ".xlsx":
        raise click.UsageError(f"{out} does not end in .xlsx; name it such as register.xlsx.")
    settings = read_settings()
    if not files and settings.reviews is None:
        raise click.UsageError(
            "Name the folder of your reviews, such as 'secor-xl register season --out register.xlsx', or enter reviews_folder in"
            " settings.toml."
        )
    say_ahead(as_of)
    arguments = files or (str(settings.reviews),)
    asked = RegisterRequest(
        arguments, out, settings.folder, letters, earlier, not without_names, jobs, settings.letters
    )
    done = season_register(asked, review_service(templates, as_of))
    if as_json:
        print_json(done.record())
    else:
        say_written(done.written, f", {counted(done.reviews, 'review')}")
        if done.other_notes:
            say(
                f"{counted(done.other_notes, 'note')} for reviews that the register does not list: see the sheet Other notes."
                " A note goes back to its row when its review is listed again."
            )
        for each in done.failures:
            say(f"{each.file}: {each.failure}")
    return Exit.FILES_FAILED if done.failures else Exit.WELL
