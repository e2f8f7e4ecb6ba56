"""Check a letter template before a letter is made with it: every problem at once, its place, and what to do in Word.

``LetterTemplates`` runs the same check when it first uses a template, so a damaged template never makes a letter.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path

from jinja2 import TemplateError

from secor_xl.letters.template.balance import why_unbalanced
from secor_xl.letters.template.compiled import CompiledTemplate
from secor_xl.letters.environment import letter_environment
from secor_xl.letters.grammar import FieldKind, Reading, faults_of_uses, known_fields, read_template
from secor_xl.letters.kinds import KINDS, KindOfLetter
from secor_xl.letters.plan import LetterKind
from secor_xl.letters.problems import TemplateProblem, place_of
from secor_xl.letters.template.sample import sample_context
from secor_xl.letters.template.source import Part, TemplateSource, read_source
from secor_xl.letters.template.structure import faults_of_tables
from secor_xl.letters.template.tag_words import why_not_understood
from secor_xl.letters.template.text_faults import TAG, faults_of_hiding, faults_of_text, faults_of_tracking, visible

SAMPLE_DAY = dt.date(2000, 1, 1)
LOOP_NAME = re.compile(r"\{%\w*\s*for\s+(\w+)\s+in\b")


def checked_template(path: Path, kind: LetterKind) -> CompiledTemplate:
    """A template that passed every check, compiled; raises ``TemplateProblem`` with everything that is wrong."""
    letter = KINDS[kind]
    source = read_source(path)
    reading, names = Reading(), _names(source, letter)
    problems = [
        *_faults_of_other_parts(source),
        *(
            f"In {place_of(part.name)}: {fault}"
            for part in source.tagged
            for fault in _faults_of_part(part, reading, names)
        ),
        *_faults_of_fields(reading, letter),
    ]
    if problems:
        raise TemplateProblem(path.name, tuple(dict.fromkeys(problems)))
    always = (use.path for use in reading.uses if use.always)
    template = CompiledTemplate(source, tuple(dict.fromkeys((*letter.required, *always))))
    _try_out(template, letter)
    return template


def _faults_of_other_parts(source: TemplateSource) -> Iterator[str]:
    """Parts that nobody fills in, and comments, which would go out with every letter."""
    tagged = {part.name for part in source.tagged}
    for name, content in source.contents.items():
        if name in tagged or not name.endswith(".xml"):
            continue
        place = place_of(name)
        if place == "a comment":
            yield "The template has comments, which would go out with every letter. Choose Review > Delete > All Comments."
        found = TAG.findall(visible(content.decode("utf-8", "replace")))
        if found:
            yield f"In {place}: {found[0]} is never filled in there. Move it into the letter's text, a header or a footer."


def _names(source: TemplateSource, letter: KindOfLetter) -> frozenset[str]:
    """Every name that a tag of this template may print: fields, their parts, and the names that its loops give."""
    steps = {step for path in known_fields(letter.fields) for step in path.replace("[]", "").split(".")}
    given = (name for part in source.tagged for name in LOOP_NAME.findall(visible(part.raw)))
    return frozenset(steps.union(given))


def _faults_of_part(part: Part, reading: Reading, names: frozenset[str]) -> Iterator[str]:
    yield from faults_of_tracking(part)
    yield from faults_of_hiding(part)
    in_text = tuple(faults_of_text(part, names))
    yield from in_text
    try:
        tree = letter_environment().parse(part.jinja)
    except TemplateError:
        # One cause, one message: what the rest of the part says is not known before this is put right.
        reading.complete = False
        if not in_text:
            yield why_not_understood(part)
        return
    yield from faults_of_tables(part.jinja)
    of_part = read_template(tree)
    yield from (fault.words for fault in of_part.faults)
    reading.uses += of_part.uses
    near = why_unbalanced(tree)
    if near:
        yield f"a loop or condition begins in one paragraph or cell and ends in another, near {near!r}. Use {{%p or {{%tr tags."


def _faults_of_fields(reading: Reading, letter: KindOfLetter) -> Iterator[str]:
    known = known_fields(letter.fields)
    yield from (fault.words for fault in faults_of_uses(reading.uses, known))
    used = {use.path for use in reading.uses if use.printed or known.get(use.path) is FieldKind.FLAG}
    for path in letter.required:
        if path not in used and reading.complete:
            yield f"The field {path!r} is missing; a letter of this kind must not go out without it."


def _try_out(template: CompiledTemplate, letter: KindOfLetter) -> None:
    """Write a full letter and the emptiest one; whatever required is missing in either is found here."""
    for entries, flag in ((2, True), (2, False), (0, False)):
        template.render(sample_context(letter.fields, entries=entries, flag=flag), SAMPLE_DAY)
