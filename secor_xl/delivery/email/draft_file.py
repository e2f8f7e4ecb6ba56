"""The file of an e-mail draft, which mail programs open as an unsent message; the same bytes for the same letter.

Names and subject are encoded here and not by Python's header code, which differs between versions: some decode text that only looks
encoded, with its line breaks.
"""

from __future__ import annotations

import base64
import re
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import PurePath
from textwrap import wrap
from urllib.parse import quote

from secor_xl.delivery.email.envelope import Envelope

MEDIA_TYPES = {
    ".docx": ("application", "vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ".pdf": ("application", "pdf"),
}
# "=_" occurs in no text that is quoted-printable or base64, so the boundary needs no chance.
BOUNDARY = "=_secor-xl_letter_=="
AS_WRITTEN = SMTP.clone(refold_source="none")
PLAIN = re.compile(r"[ -~]+")
SAFE_NAME = re.compile(r"[ !#-\[\]-~]+")
LOOKS_ENCODED = "=?"
BYTES_A_WORD = 42
NEXT_LINE = "\r\n "
WIDTH = 68


def draft_file(envelope: Envelope, subject: str, body: str, name: str = "", attachment: bytes = b"") -> bytes:
    """Make the ``.eml`` file of a draft.

    Args:
        envelope: the addresses; without recipients the field is left out, without a sender the mail program decides.
        subject: one line.
        body: plain text.
        name: the attachment's file name, ending in ``.docx`` or ``.pdf``; empty for a draft without one.
        attachment: its bytes.
    """
    message = EmailMessage(policy=AS_WRITTEN)
    message["X-Unsent"] = "1"
    senders = (envelope.sender,) if envelope.sender else ()
    for header, mailboxes in (("From", senders), ("To", envelope.to), ("Cc", envelope.copies)):
        if mailboxes:
            message.set_raw(header, f",{NEXT_LINE}".join(_mailbox(*each) for each in mailboxes))
    message.set_raw("Subject", _folded(subject) if _is_plain(subject) else _encoded(subject))
    message.set_content(body, charset="utf-8", cte="quoted-printable")
    if not name:
        return message.as_bytes()
    message.make_mixed(boundary=BOUNDARY)
    main, sub = MEDIA_TYPES[PurePath(name).suffix.lower()]
    part = EmailMessage(policy=AS_WRITTEN)
    part.set_content(attachment, maintype=main, subtype=sub, cte="base64")
    part.set_raw("Content-Disposition", f"attachment;{NEXT_LINE}{_file_name(name)}")
    del part["MIME-Version"]
    message.attach(part)
    return message.as_bytes()


def _mailbox(name: str, address: str) -> str:
    if not name:
        return address
    if not _is_plain(name):
        return f"{_encoded(name)}{NEXT_LINE}<{address}>"
    quoted = name.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{quoted}" <{address}>'


def _is_plain(text: str) -> bool:
    """Return whether a header may have a text as it is."""
    return bool(PLAIN.fullmatch(text)) and LOOKS_ENCODED not in text and text == text.strip()


def _folded(text: str) -> str:
    """Fold a plain text at spaces into lines of a readable length; a mail program puts the spaces back."""
    return NEXT_LINE.join(wrap(text, WIDTH, break_long_words=False, break_on_hyphens=False))


def _encoded(text: str) -> str:
    """Encode a text in encoded words (RFC 2047), one a line, no character split between two."""
    words, word = [], b""
    for character in text:
        data = character.encode()
        if len(word) + len(data) > BYTES_A_WORD:
            words.append(word)
            word = b""
        word += data
    return NEXT_LINE.join(f"=?utf-8?b?{base64.b64encode(each).decode()}?=" for each in (*words, word))


def _file_name(name: str) -> str:
    """Return the parameter with the file name, percent-encoded in one piece where it is not plain ASCII (RFC 2231)."""
    if SAFE_NAME.fullmatch(name):
        return f'filename="{name}"'
    return f"filename*=utf-8''{quote(name, safe='')}"
