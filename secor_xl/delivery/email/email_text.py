"""The text of an e-mail as office staff write it: a subject line, an empty line, the body; checked before its first use."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import chain, islice
from pathlib import Path

from jinja2 import Template, TemplateError, TemplateSyntaxError

from secor_xl.delivery.email.envelope import OWN_TEXTS
from secor_xl.files import MEBIBYTE
from secor_xl.letters.content.formatting import NO_BREAK_SPACE
from secor_xl.letters.office_parts import NO_PARTS, OfficeParts
from secor_xl.letters.problems import CANNOT_BE_FILLED, TemplateProblem
from secor_xl.letters.template.environment import text_environment
from secor_xl.letters.template.grammar import Fault, FieldKind, faults_of_uses, own_fields, read_template
from secor_xl.letters.template.other_marks import faults_of_other_marks
from secor_xl.letters.template.tags import (
    Tag,
    fault_of_depth,
    fault_of_incomplete_tag,
    faults_of_characters,
    outside_of,
    tags_of,
)
from secor_xl.letters.template_file import read_template_file
from secor_xl.text import is_blank, on_one_line, stripped

LONGEST_SUBJECT = 200
LARGEST_TEXT = MEBIBYTE
MOST_TAGS = 1_000
MOST_REPORTED = 25
SUBJECT = "Subject:"
FORM = f"The first line is '{SUBJECT}' and the subject, the second is empty, and the body begins in the third."
LINE_END = re.compile(r"\r\n?")
# As in a Word letter, a tag may have a p for its paragraph; here it is the line.
PARAGRAPH_TAG = re.compile(r"\{%p(?=[ \t])")
# A line with a tag and nothing else leaves no line behind: its line end moves into the tag, so that lines keep their numbers.
TAG_ALONE = re.compile(r"^[ \t]*(\{%(?:(?!%\}).)*)%\}[ \t]*\n", re.MULTILINE)
SAVE_AS = "Open it, and save it with File > Save As as plain text with the encoding UTF-8"
HOW_TO_TYPE = (
    "Type {{ field }}, or {% if field %} with an {% endif %} after it, in small letters and straight quotation marks."
)


class EmailTemplate:
    """One checked text.

    Args:
        path: its file.
        fields: the kind of each field that it may use.
        own: the parts that the office adds itself.

    Raises:
        TemplateProblem: everything that is wrong with it, each with its line.
    """

    def __init__(self, path: Path, fields: Mapping[str, FieldKind], own: OfficeParts = NO_PARTS) -> None:
        self.file, self._fields = path.name, {**fields, **own_fields(own.texts)}
        subject, body = _parts(path)
        self._subject, self._body = self._compiled(subject), self._compiled(body)
        samples = {OWN_TEXTS: {name: f"[{name}]" for name in own.texts}}
        for flag in (True, False):
            self.written(samples | {name: _sample(name, held, flag=flag) for name, held in fields.items()})

    def written(self, fields: Mapping[str, object]) -> tuple[str, str]:
        """Render subject and body of one e-mail; raise ``TemplateProblem`` where one of them would be empty."""
        try:
            subject, body = self._subject.render(fields), self._body.render(fields)
        except (TemplateError, TypeError) as error:
            raise TemplateProblem(self.file, (f"In the e-mail: {CANNOT_BE_FILLED}",)) from error
        subject = on_one_line(subject, LONGEST_SUBJECT)
        body = body.replace(NO_BREAK_SPACE, " ").strip("\n")
        for part, text in (("subject", subject), ("body", body)):
            if is_blank(text):
                raise TemplateProblem(self.file, (f"The {part} of the e-mail would be empty. {FORM}",))
        return subject, f"{body}\n"

    def _compiled(self, source: str) -> Template:
        faults = list(_faults(source, self._fields))
        if faults:
            lines = (f"In line {fault.line}: {fault.words}" for fault in sorted(faults, key=lambda fault: fault.line))
            raise TemplateProblem(self.file, tuple(dict.fromkeys(lines)))
        return text_environment().from_string(source)


def _parts(path: Path) -> tuple[str, str]:
    """Return subject and body as Jinja sources; empty lines before the body keep its line numbers."""
    try:
        text = LINE_END.sub(
            "\n",
            read_template_file(path, LARGEST_TEXT, SAVE_AS, "Keep only the text of the e-mail.").decode("utf-8-sig"),
        )
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        reason = (
            f"In line {line}: a letter is not in UTF-8. Save the file again with the encoding UTF-8 (File > Save As)."
        )
        raise TemplateProblem(path.name, (reason,)) from None
    first, _, rest = text.partition("\n")
    empty, _, body = rest.partition("\n")
    if not first.casefold().startswith(SUBJECT.casefold()) or not is_blank(empty) or is_blank(body):
        raise TemplateProblem(path.name, (FORM,))
    return _as_jinja(stripped(first[len(SUBJECT) :])), _as_jinja(f"\n\n{body}")


def _as_jinja(text: str) -> str:
    return TAG_ALONE.sub(r"\1" + "\n%}", PARAGRAPH_TAG.sub("{%", text))


def _faults(source: str, known: Mapping[str, FieldKind]) -> list[Fault]:
    """List the faults of a subject or a body; a fault of typing hides the others."""
    tags, incomplete = tags_of(source)
    typing = list(islice(_faults_of_typing(source, tags, incomplete), MOST_REPORTED))
    if typing:
        return typing
    try:
        reading = read_template(text_environment().parse(source))
    except (TemplateSyntaxError, RecursionError) as error:
        line = getattr(error, "lineno", 1)
        excerpt = on_one_line(source.split("\n")[line - 1], LONGEST_SUBJECT)
        return [Fault(f"{excerpt!r} is not understood. {HOW_TO_TYPE}", line)]
    other_marks = (
        Fault(fault, number)
        for number, line in enumerate(outside_of(tags, source).split("\n"), start=1)
        for fault in faults_of_other_marks(line, known)
    )
    faults = chain(reading.faults, faults_of_uses(reading.uses, known))
    return list(islice(chain((_with_tag(fault, tags) for fault in faults), other_marks), MOST_REPORTED))


def _with_tag(fault: Fault, tags: list[Tag]) -> Fault:
    """Name the tag at fault, and what to type."""
    tag = next(filter(fault.is_in, tags), None)
    return replace(fault, words=fault.told(tag)) if tag else fault


def _faults_of_typing(source: str, tags: list[Tag], incomplete: list[str]) -> Iterator[Fault]:
    """Yield the faults of typing."""
    if len(tags) > MOST_TAGS:
        yield Fault(f"the text has more than {MOST_TAGS:,} tags, more than any e-mail needs.", 1)
        return
    yield from (Fault(fault, 1) for fault in fault_of_depth(tags))
    end = 0
    for each in incomplete:
        end = max(source.find(each, end), 0)
        yield Fault(fault_of_incomplete_tag(each), source.count("\n", 0, end) + 1)
    for tag in tags:
        line = source.count("\n", 0, tag.start) + 1
        if tag.text.startswith("{#"):
            yield Fault(f"{tag.text!r} is a comment in braces. Delete it.", line)
        yield from (Fault(fault, line) for fault in faults_of_characters(" ".join(tag.text.split("\n"))))


def _sample(name: str, held: FieldKind, *, flag: bool) -> object:
    return flag if held is FieldKind.FLAG else f"[{name}]"
