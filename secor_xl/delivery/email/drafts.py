"""E-mail drafts of letters; each text of the office is checked and compiled once, on first use."""

from __future__ import annotations

from pathlib import Path

from secor_xl.delivery.email.draft_file import draft_file
from secor_xl.delivery.email.email_text import EmailTemplate
from secor_xl.delivery.email.envelope import Envelope, email_fields
from secor_xl.letters.content.common_fields import Stationery
from secor_xl.letters.content.reminder import Reminder
from secor_xl.letters.kinds import KINDS
from secor_xl.letters.office_parts import OfficeParts, office_parts
from secor_xl.letters.plan import LetterKind
from secor_xl.letters.problems import TemplateProblem
from secor_xl.resources import shipped_letter_templates

REMINDER_FILE = "reminder.txt"
EMAIL_FOLDER = "email"
"""The sub-folder of the letter templates with the texts of the e-mails."""


class EmailTemplates:
    """The e-mail texts of an office, one for each kind of letter and one for reminders.

    Args:
        folder: the office's folder of letter templates; the texts are in its sub-folder ``email``.
        own: the parts that the office adds itself; they are read when they are needed if left out.
    """

    def __init__(self, folder: Path, own: OfficeParts | None = None) -> None:
        self.folder, self._own = folder / EMAIL_FOLDER, own
        self._checked: dict[str, EmailTemplate] = {}

    def draft(self, envelope: Envelope, name: str, attachment: bytes) -> bytes:
        """Make the ``.eml`` file of the e-mail that carries a letter; mail programs open it as a draft.

        Args:
            envelope: the addresses and the fields of the e-mail.
            name: the letter's file name, ending in ``.docx`` or ``.pdf``.
            attachment: the letter.

        Returns:
            The file, the same bytes for the same e-mail.

        Raises:
            TemplateProblem: the template is missing or damaged, or the e-mail would be empty.
        """
        subject, body = self.template(envelope.kind).written(envelope.fields)
        return draft_file(envelope, subject, body, name, attachment)

    def template(self, kind: LetterKind) -> EmailTemplate:
        """Return the checked text of one kind of e-mail; raise ``TemplateProblem`` where it has a fault."""
        return self._text(email_file(kind), KINDS[kind].fields)

    def reminder(self) -> EmailTemplate:
        """Return the checked text of the reminder; raise ``TemplateProblem`` where it has a fault."""
        return self._text(REMINDER_FILE, Reminder)

    def _text(self, name: str, offered: type[Stationery]) -> EmailTemplate:
        if name not in self._checked:
            path = self.folder / name
            if not path.is_file():
                raise TemplateProblem(f"{EMAIL_FOLDER}/{name}", (self._what_is_needed(),))
            self._checked[name] = EmailTemplate(
                path, email_fields(offered), self._own or office_parts(self.folder.parent)
            )
        return self._checked[name]

    def _what_is_needed(self) -> str:
        files = ", ".join([*(email_file(kind) for kind in KINDS), REMINDER_FILE])
        shipped = shipped_letter_templates() / EMAIL_FOLDER
        return (
            f"The file is not there. The folder {self.folder} needs {files}, the texts of the e-mails;"
            f" copy them from {shipped}, which came with secor-xl."
        )


def email_file(kind: LetterKind) -> str:
    """Return the file name of the text of one kind of e-mail: that of the letter's template, ending in ``.txt``."""
    return Path(KINDS[kind].file).with_suffix(".txt").name
