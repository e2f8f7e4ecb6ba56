"""The check of an office's whole template folder: its data, letters and e-mail texts; no review is needed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from secor_xl.delivery.email.drafts import EMAIL_FOLDER, EmailTemplates, email_file
from secor_xl.errors import DataError, SecorError
from secor_xl.letters.kinds import KINDS
from secor_xl.letters.problems import TemplateProblem
from secor_xl.letters.template.template_check import checked_template
from secor_xl.procedure.office import OFFICE_FILE, read_office
from secor_xl.resources import shipped_letter_templates


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """One file of the folder.

    Attributes:
        name: its name in the folder.
        problems: its faults, a sentence each; empty where it can be used.
    """

    name: str
    problems: tuple[str, ...]


def checked_files(folder: Path) -> tuple[CheckedFile, ...]:
    """Check the office's data, the letter templates and the e-mail texts, in this order.

    Raises:
        SecorError: there is no such folder.
    """
    if not folder.is_dir():
        shipped = shipped_letter_templates()
        raise SecorError(f"{folder}: is no folder. Name your copy of {shipped}, which came with secor-xl.")
    letters = (
        _checked(letter.file, partial(checked_template, folder / letter.file, kind)) for kind, letter in KINDS.items()
    )
    return _checked(OFFICE_FILE, partial(read_office, folder / OFFICE_FILE)), *letters, *_emails(folder)


def _emails(folder: Path) -> Iterator[CheckedFile]:
    if not (folder / EMAIL_FOLDER).is_dir():
        shipped = shipped_letter_templates() / EMAIL_FOLDER
        yield CheckedFile(
            EMAIL_FOLDER,
            (f"The folder is not there. E-mail drafts need it; copy {shipped}, which came with secor-xl.",),
        )
        return
    texts = EmailTemplates(folder)
    for kind in KINDS:
        yield _checked(f"{EMAIL_FOLDER}/{email_file(kind)}", partial(texts.template, kind))


def _checked(name: str, check: Callable[[], object]) -> CheckedFile:
    try:
        check()
    except TemplateProblem as problem:
        return CheckedFile(name, problem.problems)
    except DataError as error:
        return CheckedFile(name, (f"{error.key}: {error.reason}" if error.key else error.reason,))
    return CheckedFile(name, ())
