"""The text of an e-mail as office staff write it: a subject line, an empty line, the body. Checked before its first use."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from jinja2 import Template, TemplateError, TemplateSyntaxError

from secor_xl.files import text_of
from secor_xl.letters.email_addresses import one_line
from secor_xl.letters.email_envelope import email_fields
from secor_xl.letters.environment import text_environment
from secor_xl.letters.grammar import Fault, FieldKind, faults_of_uses, read_template
from secor_xl.letters.plan import LetterKind
from secor_xl.letters.problems import TemplateProblem
from secor_xl.letters.wording import NO_BREAK_SPACE

LONGEST_SUBJECT = 200
SUBJECT = "Subject:"
FORM = f"The first line is '{SUBJECT}' and the subject, the second is empty, and the body begins in the third."
# As in a Word letter, a tag may have a p for its paragraph; here it is the line.
PARAGRAPH_TAG = re.compile(r"\{%p(?=[ \t])")
# A line with a tag and nothing else leaves no line behind: its line end moves into the tag, so that lines keep their numbers.
TAG_ALONE = re.compile(r"^[ \t]*(\{%(?:(?!%\}).)*)%\}[ \t]*\n", re.MULTILINE)
TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
SINGLE_BRACES = re.compile(r"(?<!\{)\{\s*(\w+)\s*\}(?!\})")
HALF_TAG = re.compile(r"\{\{|\}\}|\{%|%\}|\{#|#\}")
HOW_TO_TYPE = (
    "Type {{ field }}, or {% if field %} with an {% endif %} after it, in small letters and straight quotation marks."
)


class EmailTemplate:
    """One checked template.

    Args:
        path: its file.
        kind: the letter that its e-mail carries.

    Raises:
        TemplateProblem: everything that is wrong with it, each with its line.
    """

    def __init__(self, path: Path, kind: LetterKind) -> None:
        self.file, self._fields = path.name, email_fields(kind)
        subject, body = _parts(path)
        self._subject, self._body = self._compiled(subject), self._compiled(body)
        for flag in (True, False):
            self.written({name: _sample(name, held, flag=flag) for name, held in self._fields.items()})

    def written(self, fields: Mapping[str, str | bool]) -> tuple[str, str]:
        """Subject and body of one e-mail; raises ``TemplateProblem`` where one of them would be empty."""
        try:
            subject, body = self._subject.render(fields), self._body.render(fields)
        except (TemplateError, TypeError) as error:
            raise TemplateProblem(self.file, (f"The e-mail cannot be written: {error}.",)) from None
        subject = one_line(subject, LONGEST_SUBJECT)
        body = body.replace(NO_BREAK_SPACE, " ").strip("\n")
        for part, text in (("subject", subject), ("body", body)):
            if not text.strip():
                raise TemplateProblem(self.file, (f"The {part} of the e-mail would be empty. {FORM}",))
        return subject, f"{body}\n"

    def _compiled(self, source: str) -> Template:
        faults = list(_faults(source, self._fields))
        if faults:
            told = (f"In line {fault.line}: {fault.words}" for fault in sorted(faults, key=lambda fault: fault.line))
            raise TemplateProblem(self.file, tuple(dict.fromkeys(told)))
        return text_environment().from_string(source)


def _parts(path: Path) -> tuple[str, str]:
    """Subject and body as Jinja sources, the body with as many empty lines before it as keep the lines' numbers."""
    try:
        text = text_of(path)
    except OSError as error:
        reason = f"The template cannot be read ({error.strerror or error}). Put it back into {path.parent.name}."
        raise TemplateProblem(path.name, (reason,)) from None
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        reason = (
            f"In line {line}: a letter is not in UTF-8. Save the file again with the encoding UTF-8 (File > Save As)."
        )
        raise TemplateProblem(path.name, (reason,)) from None
    first, _, rest = text.partition("\n")
    empty, _, body = rest.partition("\n")
    if not first.casefold().startswith(SUBJECT.casefold()) or empty.strip() or not body.strip():
        raise TemplateProblem(path.name, (FORM,))
    return _as_jinja(first[len(SUBJECT) :].strip()), _as_jinja(f"\n\n{body}")


def _as_jinja(text: str) -> str:
    return TAG_ALONE.sub(r"\1" + "\n%}", PARAGRAPH_TAG.sub("{%", text))


def _faults(source: str, known: Mapping[str, FieldKind]) -> list[Fault]:
    """Everything that is wrong with a subject or a body; what is not understood comes alone."""
    try:
        reading = read_template(text_environment().parse(source))
    except TemplateSyntaxError as error:
        excerpt = one_line(source.split("\n")[error.lineno - 1], LONGEST_SUBJECT)
        return [Fault(f"{excerpt!r} is not understood. {HOW_TO_TYPE}", error.lineno)]
    faults = [*reading.faults, *faults_of_uses(reading.uses, known)]
    words = TAG.sub(lambda tag: "\n" * tag.group().count("\n"), source)
    for number, line in enumerate(words.split("\n"), start=1):
        faults += [
            Fault(f"{name!r} stands in single braces and would be printed as it is. Type {{{{ {name} }}}}.", number)
            for name in SINGLE_BRACES.findall(line)
            if name in known
        ]
        if HALF_TAG.search(line):
            faults.append(Fault(f"{line.strip()!r} has half a tag or a comment in braces. {HOW_TO_TYPE}", number))
    return faults


def _sample(name: str, held: FieldKind, *, flag: bool) -> str | bool:
    return flag if held is FieldKind.FLAG else f"[{name}]"
