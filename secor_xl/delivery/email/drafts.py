"""Letters become e-mail drafts: each template of the office is checked and compiled once, on first use."""

from __future__ import annotations

from pathlib import Path

from secor_xl.delivery.email.draft_file import draft_file
from secor_xl.delivery.email.email_text import EmailTemplate
from secor_xl.delivery.email.envelope import Envelope
from secor_xl.letters.kinds import KINDS
from secor_xl.letters.plan import LetterKind
from secor_xl.letters.problems import TemplateProblem
from secor_xl.resources import shipped_letter_templates

EMAIL_FOLDER = "email"
"""The sub-folder of the letter templates with the texts of the e-mails."""


class EmailTemplates:
    """The four e-mail texts of an office.

    Args:
        folder: the office's folder of letter templates; the texts are in its sub-folder ``email``.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder / EMAIL_FOLDER
        self._checked: dict[LetterKind, EmailTemplate] = {}

    def draft(self, envelope: Envelope, name: str, attachment: bytes) -> bytes:
        """The ``.eml`` file of the e-mail that carries a letter, which mail programs open as a draft.

        Args:
            envelope: whom it goes to and what it may say.
            name: the letter's file name, ending in ``.docx`` or ``.pdf``.
            attachment: the letter.

        Returns:
            The file, the same bytes for the same e-mail.

        Raises:
            TemplateProblem: the template is missing or damaged, or the e-mail would be empty.
        """
        subject, body = self.template(envelope.kind).written(envelope.fields)
        return draft_file(
            to=envelope.to,
            copies=envelope.copies,
            sender=envelope.sender,
            subject=subject,
            body=body,
            name=name,
            attachment=attachment,
        )

    def template(self, kind: LetterKind) -> EmailTemplate:
        """The text of one kind of e-mail, checked; raises ``TemplateProblem``."""
        if kind not in self._checked:
            path = self.folder / email_file(kind)
            if not path.is_file():
                raise TemplateProblem(f"{EMAIL_FOLDER}/{path.name}", (self._what_is_needed(),))
            self._checked[kind] = EmailTemplate(path, kind)
        return self._checked[kind]

    def _what_is_needed(self) -> str:
        files = ", ".join(email_file(kind) for kind in KINDS)
        shipped = shipped_letter_templates() / EMAIL_FOLDER
        return (
            f"The file is not there. The folder {self.folder} needs {files}, the texts of the e-mails;"
            f" copy them from {shipped}, which came with secor-xl."
        )


def email_file(kind: LetterKind) -> str:
    """The name of the file with the text of one kind of e-mail, that of the letter's template but for its ending."""
    return Path(KINDS[kind].file).with_suffix(".txt").name
