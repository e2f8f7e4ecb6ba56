"""The check of an office's whole folder: its data, instruments, letters, e-mail texts and mapping; no review is needed."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from secor_xl.delivery.email.drafts import EMAIL_FOLDER, REMINDER_FILE, EmailTemplates, email_file
from secor_xl.errors import DataError, DataFaults, SecorError
from secor_xl.intake.mapping import MAPPING_FILE, has_mapping, read_mapping
from secor_xl.letters.kinds import KINDS
from secor_xl.letters.office_parts import NO_PARTS, OfficeParts, office_parts
from secor_xl.letters.plan import LetterKind
from secor_xl.letters.problems import TemplateProblem
from secor_xl.letters.template.template_check import checked_template, remarks_on_template
from secor_xl.procedure.instrument import read_instrument
from secor_xl.procedure.office import OFFICE_FILE, Office, read_office
from secor_xl.procedure.office_instruments import INSTRUMENTS_FOLDER, TOML, instrument_files
from secor_xl.procedure.placeholders import placeholders, reserved_in
from secor_xl.procedure.toml_tables import read_text
from secor_xl.resources import shipped_letter_templates
from secor_xl.review.addresses import LONGEST_NAME, is_e_mail
from secor_xl.text import on_one_line

MOST_FAULTS = 25
"""The most faults of one file that are listed at once."""
OWN_INSTRUMENT = "Add your own with 'secor-xl office instrument FILE'"


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """One file of the folder.

    Attributes:
        name: its name in the folder.
        problems: its faults, a sentence each; empty where it can be used.
        placeholders: its values that are not the office's own, a sentence each with the place where each would go out; for
            a letter also what it lacks for people who use a screen reader.
    """

    name: str
    problems: tuple[str, ...] = ()
    placeholders: tuple[str, ...] = ()


def checked_files(folder: Path) -> tuple[CheckedFile, ...]:
    """Check the office's data, instruments, letter templates, e-mail texts and mapping, in this order.

    Raises:
        SecorError: there is no such folder.
    """
    if not folder.is_dir():
        raise SecorError(
            f"{folder}: is no folder. Name the folder of your office; 'secor-xl office new FOLDER' makes one."
        )
    own = NO_PARTS
    with suppress(DataError):  # which the first file says
        own = office_parts(folder)
    return (
        _checked(OFFICE_FILE, partial(_of_office, folder)),
        *_instruments(folder),
        *(_checked(row.file, partial(_of_letter, folder / row.file, kind, own)) for kind, row in KINDS.items()),
        *_emails(folder, own),
        *_mapping(folder),
    )


def _checked(name: str, check: Callable[[], object]) -> CheckedFile:
    """Check one file; where ``check`` returns a tuple, these are its placeholders."""
    try:
        seen = check()
        return CheckedFile(name, placeholders=seen if isinstance(seen, tuple) else ())
    except TemplateProblem as problem:
        return CheckedFile(name, problem.problems)
    except DataError as error:
        faults = error.faults if isinstance(error, DataFaults) else (error,)
        said = [f"{each.place}: {each.reason}" if each.place else each.reason for each in faults[:MOST_FAULTS]]
        more = (
            [f"There are {len(faults) - MOST_FAULTS} more; put these right first."] if len(faults) > MOST_FAULTS else []
        )
        return CheckedFile(name, (*said, *more))


def _of_office(folder: Path) -> tuple[str, ...]:
    file = folder / OFFICE_FILE
    if not file.exists() and not file.with_name(f"{OFFICE_FILE}.txt").exists():
        cure = "Put it back; 'secor-xl office new FOLDER' makes one in a new folder"
        raise DataError(str(file), "", f"The file is not there. {cure}.")
    try:
        office = read_office(file)
    except DataFaults as error:
        if own := [each for each in error.faults if each.file == str(file)]:
            raise DataFaults(own) from None
        raise DataError(str(file), "", f"waits for {Path(error.file).name}: put that right first") from None
    office_parts(folder)
    not_filled_in = placeholders(office)
    known = {each.key for each in not_filled_in}
    return (
        *(f"{each}. It goes into {each.goes_into}." for each in not_filled_in),
        *_no_addresses(office, known),
        *_illustrative(office),
    )


def _no_addresses(office: Office, known: Collection[str]) -> Iterator[str]:
    """Name each e-mail address that is none; ``known`` are the keys that are named already."""
    typed = {"certifying_partner.email": office.email}
    typed |= {f"governing_bodies.{code}.email": body.email for code, body in office.governing_bodies.items()}
    for key, text in typed.items():
        if key not in known and not is_e_mail(text):
            yield f'{key} is "{on_one_line(text, LONGEST_NAME)}", which is no e-mail address. Write one such as office@ours.ca.'


def _illustrative(office: Office) -> tuple[str, ...]:
    own = office.instruments[0]
    if not own.illustrative:
        return ()
    seen = f"The instrument for new reviews is {own.id} {own.version}, which is illustrative"
    return (f"{seen}. It goes into every new workbook and form. {OWN_INSTRUMENT}.",)


def _instruments(folder: Path) -> Iterator[CheckedFile]:
    for path in instrument_files(folder):
        yield _checked(f"{INSTRUMENTS_FOLDER}/{path.name}", partial(read_instrument, path))
    if (folder / INSTRUMENTS_FOLDER).is_dir():
        for path in sorted((folder / INSTRUMENTS_FOLDER).glob("*.xls[xm]")):
            cure = f"Only {TOML} files are read there. Add it with 'secor-xl office instrument FILE', and move this one away."
            yield CheckedFile(f"{INSTRUMENTS_FOLDER}/{path.name}", (cure,))


def _of_letter(path: Path, kind: LetterKind, own: OfficeParts) -> tuple[str, ...]:
    checked_template(path, kind, own)
    words, remarks = remarks_on_template(path)
    return (*_reserved(words, "every letter of this kind"), *remarks)


def _emails(folder: Path, own: OfficeParts) -> Iterator[CheckedFile]:
    if not (folder / EMAIL_FOLDER).is_dir():
        shipped = shipped_letter_templates() / EMAIL_FOLDER
        yield CheckedFile(
            EMAIL_FOLDER,
            (f"The folder is not there. E-mail drafts need it; copy {shipped}, which came with secor-xl.",),
        )
        return
    texts = EmailTemplates(folder, own)
    for kind in KINDS:
        path = folder / EMAIL_FOLDER / email_file(kind)
        yield _checked(f"{EMAIL_FOLDER}/{path.name}", partial(_of_email, partial(texts.template, kind), path))
    path = folder / EMAIL_FOLDER / REMINDER_FILE
    if path.exists():  # a folder that was made before has none, and needs none until reminders are switched on
        yield _checked(f"{EMAIL_FOLDER}/{path.name}", partial(_of_email, texts.reminder, path))


def _of_email(check: Callable[[], object], path: Path) -> tuple[str, ...]:
    check()
    return _reserved(read_text(path), "every e-mail of this kind")


def _reserved(words: str, goes_into: str) -> tuple[str, ...]:
    found = reserved_in(words)
    return (f'The text has "{found}", which is nobody\'s. It goes into {goes_into}.',) if found else ()


def _mapping(folder: Path) -> Iterator[CheckedFile]:
    """Check the mapping where there is one."""
    path = folder / MAPPING_FILE
    if has_mapping(path):
        yield _checked(MAPPING_FILE, partial(read_mapping, path))
