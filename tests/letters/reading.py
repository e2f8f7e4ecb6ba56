"""Reading letters back, and small changes to reviews that the tests of letters share."""

import datetime as dt
import io
from dataclasses import replace
from typing import Any

from secor_xl.review.model import CorrectionRound
from secor_xl.samples.changes import with_facts
from secor_xl.samples.clean import SAMPLE_AS_OF

TODAY = SAMPLE_AS_OF
LATER = TODAY + dt.timedelta(days=80)


def with_rounds(review, *rounds):
    """The review with correction rounds, each given as days before ``LATER``: sent, returned (or ``None``).

    It is brought up to date on the day of the last return.
    """

    def day(before):
        return None if before is None else LATER - dt.timedelta(days=before)

    made = tuple(CorrectionRound(day(sent), day(sent), day(returned)) for sent, returned in rounds)
    returns = [each.returned_on for each in made if each.returned_on]
    return with_facts(replace(review, rounds=made), "reviewer", reviewed_on=max(returns, default=TODAY))


def text_of(letter_bytes):
    """What a reader of a letter sees, part by part and line by line; breaks inside a line as `` / ``."""
    import docx

    document = docx.Document(io.BytesIO(letter_bytes))
    section = document.sections[0]
    parts: dict[str, Any] = {
        "first header": section.first_page_header,
        "header": section.header,
        "body": document,
        "first footer": section.first_page_footer,
        "footer": section.footer,
    }
    shown = []
    for name, part in parts.items():
        shown.append(f"[{name}]")
        for item in part.iter_inner_content():
            if hasattr(item, "rows"):
                shown += ["| " + " | ".join(cell.text for cell in row.cells) for row in item.rows]
            else:
                shown.append(f"{item.style.name}: {item.text}")
    properties = document.core_properties
    shown += ["[properties]", f"title: {properties.title}", f"author: {properties.author}"]
    return "\n".join(line.replace("\n", " / ").replace("\t", " -> ").replace("\u00a0", "~") for line in shown) + "\n"


def body_text(letter_bytes):
    """All text of the letter's body, as python-docx reads it, no-break spaces as spaces."""
    import docx

    document = docx.Document(io.BytesIO(letter_bytes))
    lines = [paragraph.text for paragraph in document.paragraphs]
    lines += [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join(lines).replace("\u00a0", " ")
