"""The commands about an office: make its folder, check it, show what is in force, add an instrument."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from secor_xl.cli.options import EXISTING, json_option, templates_option
from secor_xl.cli.process import Exit, say
from secor_xl.procedure.office import PROVINCES
from secor_xl.text import as_argument

QUESTIONS = {
    "name": "Your organization, as on its letterhead",
    "program": "The department or program that writes",
    "address": "Its address (a semicolon between the lines)",
    "phone": "Its phone number",
    "email": "Its e-mail address",
    "website": "Its web address, if it has one",
    "signatory": "Who signs the letters",
    "title": "The signatory's title",
}


@click.group()
def office() -> None:
    """Set up your own office: its letters, e-mails, instrument and data, in one folder.

    \b
    Examples:
      secor-xl office new my_office
      secor-xl office check my_office
      secor-xl office show
    """


@office.command(name="new")
@click.argument("folder", type=EXISTING, metavar="FOLDER")
@click.option("--name", metavar="TEXT", help=f"{QUESTIONS['name']}.")
@click.option("--program", metavar="TEXT", help=f"{QUESTIONS['program']}.")
@click.option("--address", metavar="TEXT", help=f"{QUESTIONS['address']}.")
@click.option("--phone", metavar="TEXT", help=f"{QUESTIONS['phone']}.")
@click.option("--email", metavar="TEXT", help=f"{QUESTIONS['email']}.")
@click.option("--website", metavar="TEXT", help=f"{QUESTIONS['website']}.")
@click.option("--signatory", metavar="TEXT", help=f"{QUESTIONS['signatory']}.")
@click.option("--title", metavar="TEXT", help=f"{QUESTIONS['title']}.")
@click.option(
    "--province",
    "provinces",
    type=click.Choice(list(PROVINCES), case_sensitive=False),
    multiple=True,
    metavar="CODE",
    help="A province of your employers, such as AB; may be repeated.",
)
@click.option("--instrument", type=EXISTING, metavar="FILE", help="Your instrument.  [default: the illustrative one]")
def new_office(folder: Path, provinces: tuple[str, ...], instrument: Path | None, **given: str | None) -> int:
    """Make the folder of your office, and say what is still to do.

    Puts the letter templates, the texts of e-mails, office.toml, intake.toml and the instrument there; without --instrument
    also our-instrument.xlsx, a spreadsheet in which you change the illustrative instrument into your own. On a terminal it asks
    for the entries that no option gives; press Enter to answer later. The folder may be on a network drive.

    \b
    Examples:
      secor-xl office new my_office
      secor-xl office new my_office --name "Our Association" --email secor@ours.ca --province AB --province MB
    """
    from secor_xl.runs.exchange import own_instrument
    from secor_xl.runs.office.office_setup import OfficeAnswers, add_spreadsheet, make_office

    own = own_instrument(instrument) if instrument else None
    if sys.stdin.isatty():
        given = {key: _answer(question) if given[key] is None else given[key] for key, question in QUESTIONS.items()}
        provinces = provinces or _provinces()
    answers = {key: value or "" for key, value in given.items()}
    make_office(folder, OfficeAnswers(**answers, provinces=tuple(dict.fromkeys(provinces))), own)
    sheet = None if own else add_spreadsheet(folder)
    _check(folder, None, as_json=False)
    named = as_argument(folder)
    say(
        f"{folder}: made. Fill in what is named above, in office.toml and in Word. Check it with"
        f" 'secor-xl office check {named} --out look'. Then use it: 'secor-xl office use {named}', or for Excel too"
        f" 'secor-xl excel install --office {named}'."
    )
    if sheet:
        say(
            f"{sheet}: make it your instrument in Excel, with its own id and version. Then add it:"
            f" 'secor-xl office instrument {as_argument(sheet)} --templates {named}'."
        )
    return Exit.WELL


def _answer(question: str) -> str:
    return str(click.prompt(question, default="", show_default=False, err=True))


def _provinces() -> tuple[str, ...]:
    known = ", ".join(PROVINCES)
    while True:
        codes = _answer(f"The provinces of your employers ({known})").upper().replace(",", " ").split()
        if unknown := [code for code in codes if code not in PROVINCES]:
            say(f"{', '.join(unknown)}: not known. Write the codes of the list, such as AB BC.")
        else:
            return tuple(codes)


def _check(folder: Path | None, out: Path | None, *, as_json: bool) -> int:
    """Check an office's folder and print what is found; returns the exit code."""
    from secor_xl.cli.sample_letters import make_trial_letters
    from secor_xl.cli.views.terminal_office import print_checked, print_checked_json
    from secor_xl.runs.office.office_check import checked_files
    from secor_xl.runs.settings import templates_in_use

    checked_folder = templates_in_use(chosen=folder)
    files = checked_files(checked_folder)
    usable = not any(file.problems for file in files)
    made = make_trial_letters(checked_folder, out) if out and usable else ()
    (print_checked_json if as_json else print_checked)(checked_folder, files, made, out)
    return Exit.WELL if usable else Exit.FINDINGS


@office.command(name="check")
@click.argument("folder", type=EXISTING, required=False, metavar="[FOLDER]")
@click.option(
    "--out", type=EXISTING, metavar="FOLDER", help="Also write a letter of each kind to this folder, to look at."
)
@json_option
def check_office(folder: Path | None, out: Path | None, as_json: bool) -> int:
    """Check an office's folder, without any review.

    Checks the office's data (office.toml), its instruments, the letters, the texts of the e-mails and intake.toml, and says what
    to do about each error. Names each value that is still a placeholder, and the letters that it would go into. Without FOLDER
    it checks the folder that all commands use now. With --out, and without errors, it also writes one letter of each kind to a
    fictional employer, and keeps earlier ones beside the new ones. 'secor-xl templates' is another name of this command.

    Exit code: 1 if there is an error. A placeholder is not an error.

    \b
    Examples:
      secor-xl office check my_office
      secor-xl office check my_office --out look
      secor-xl templates my_office
    """
    return _check(folder, out, as_json=as_json)


templates = click.Command(
    "templates", params=check_office.params, callback=check_office.callback, help=check_office.help
)


@office.command()
@templates_option
@json_option
def show(templates: Path | None, as_json: bool) -> int:
    """Show which office, instruments and settings are in force, and which setting chose each.

    \b
    Example:
      secor-xl office show
    """
    from secor_xl.cli.views.terminal_office import print_in_force
    from secor_xl.runs.office.office_in_force import office_in_force

    print_in_force(office_in_force(templates), as_json=as_json)
    return Exit.WELL


@office.command()
@click.argument("folder", type=EXISTING, metavar="FOLDER")
def use(folder: Path) -> int:
    """Use an office's folder from now on: enter it into your settings, for commands, cells and buttons.

    \b
    Example:
      secor-xl office use my_office
    """
    from secor_xl.runs.office.office_setup import use_office

    say(f"{use_office(folder)}: now names {folder.resolve()}.")
    return Exit.WELL


@office.command(name="instrument")
@click.argument("file", type=EXISTING, metavar="FILE")
@templates_option
def add_instrument(file: Path, templates: Path | None) -> int:
    """Add an instrument to your office, and make new reviews with it.

    Copies FILE to the folder "instruments" of your office and enters it in office.toml. Reviews with the earlier instruments in
    that folder are still accepted. A review with any other instrument gets no letter.

    \b
    Example:
      secor-xl office instrument our-instrument.toml --templates my_office
    """
    from secor_xl.resources import shipped_letter_templates
    from secor_xl.runs.exchange import own_instrument
    from secor_xl.runs.office import office_setup
    from secor_xl.runs.settings import templates_in_use

    folder = templates_in_use(chosen=templates)
    if folder == shipped_letter_templates():
        raise click.UsageError(
            f"{folder} came with secor-xl and is not changed. Make your own with 'secor-xl office new FOLDER'."
        )
    instrument = own_instrument(file)
    path = office_setup.add_instrument(folder, instrument)
    say(f"{path}: new reviews are made with {instrument.title} ({instrument.id} {instrument.version}).")
    return Exit.WELL
