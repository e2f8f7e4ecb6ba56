"""Check a letter template before its first use: every fault with its place, and what to do in Word.

``LetterTemplates`` runs the same check when it first uses a template, so a damaged template never makes a letter.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import chain, islice
from pathlib import Path
from typing import TypeAlias

from jinja2 import TemplateError
from lxml import etree

from secor_xl.letters.content.letter_definition import LetterDefinition
from secor_xl.letters.kinds import KINDS
from secor_xl.letters.office_parts import NO_PARTS, OfficeParts
from secor_xl.letters.plan import LetterKind
from secor_xl.letters.problems import TemplateProblem, place_of
from secor_xl.letters.template.compiled_template import CompiledTemplate
from secor_xl.letters.template.environment import letter_environment
from secor_xl.letters.template.grammar import FieldKind, Reading, faults_of_uses, known_fields, read_template
from secor_xl.letters.template.other_marks import faults_of_other_marks
from secor_xl.letters.template.paragraphs import Paragraph, faults_of_typing, paragraphs_of
from secor_xl.letters.template.prepared_template import PreparedTemplate, prepared_template
from secor_xl.letters.template.sample_context import sample_context
from secor_xl.letters.template.structure import faults_of_structure
from secor_xl.letters.template.syntax_errors import syntax_error
from secor_xl.letters.template.tags import fault_of_depth, shortened
from secor_xl.letters.template.template_cache import keep_template, known_template
from secor_xl.letters.template.well_formed import why_unbalanced
from secor_xl.letters.word.accessibility import heading_levels, remarks_on_access
from secor_xl.letters.word.letterhead_logo import place_logo
from secor_xl.letters.word.ooxml import W
from secor_xl.letters.word.outgoing import OutgoingPackage, outgoing
from secor_xl.letters.word.visible_text import HiddenStyles, hidden_words, text_shown
from secor_xl.letters.word.word_elements import plain_content
from secor_xl.letters.word.word_fields import faults_of_fields
from secor_xl.letters.word.word_file import DAMAGED, TooLong, parts_of, word_content

SAMPLE_DAY = dt.date(2000, 1, 1)
TAG_IN_XML = re.compile(rb"\{[{%][^<{}]{1,64}[%}]\}")
MOST_TAGS = 3_000
TOO_LONG = "The template is longer than any letter. Copy what belongs to the letter into a new document."
MOST_REPORTED = 25
HOW_TO_SHOW = "Select it, and clear Hidden under Home > Font or in its style, or delete it."
Paragraphs = dict[str, list[Paragraph]]
Places: TypeAlias = dict[etree._Element, str]  # noqa: SLF001 - the type of its elements has no other name
"""Where the paragraphs of a part are, as a sentence."""


def checked_template(
    path: Path, kind: LetterKind, own: OfficeParts = NO_PARTS, cache: Path | None = None
) -> CompiledTemplate:
    """Check and compile a template; raise ``TemplateProblem`` with every fault.

    Args:
        path: the template.
        kind: the kind of letter.
        own: the parts that the office adds itself.
        cache: the folder of the templates that were checked before; ``None``: each is checked.
    """
    letter, content = KINDS[kind], word_content(path)
    if cache and (known := known_template(cache, path.name, content, kind, own)):
        return CompiledTemplate(known, letter.required)
    try:
        prepared = _checked(path.name, parts_of(path, content), letter, own)
    except TooLong:
        raise TemplateProblem(path.name, (TOO_LONG,)) from None
    except (LookupError, ValueError, etree.LxmlError):
        raise TemplateProblem(path.name, (DAMAGED,)) from None
    template = CompiledTemplate(prepared, letter.required)
    for entries, flag in ((2, True), (2, False), (0, False)):  # a full letter, and the emptiest one
        template.render(sample_context(letter.fields, own, entries=entries, flag=flag), SAMPLE_DAY)
    if cache:
        keep_template(cache, content, kind, own, prepared)
    return template


def remarks_on_template(path: Path) -> tuple[str, tuple[str, ...]]:
    """Return the text of the pages of a template that was checked, and what it lacks for people with a screen reader."""
    package = outgoing(parts_of(path, word_content(path)))
    return "\n".join(map(text_shown, package.trees.values())), tuple(remarks_on_access(package.trees, package.styles))


def _checked(file: str, parts: dict[str, bytes], letter: LetterDefinition, own: OfficeParts) -> PreparedTemplate:
    """Prepare the template; raise ``TemplateProblem`` with every fault."""
    package = outgoing(parts)
    faults = _first_ones(chain(_faults_of_content(package), _never_filled_in(package, parts)))
    if own.logo and (no_place := place_logo(package, own.logo)):
        faults.append(no_place)
    paragraphs = {name: paragraphs_of(tree) for name, tree in package.trees.items()}
    levels = heading_levels(package.styles)
    places = {name: _places(found, levels) for name, found in paragraphs.items()}
    typing = _first_ones(_faults_of_typing(paragraphs, places))
    if typing:  # what the tags say is not known before this is put right
        raise TemplateProblem(file, _reported(faults + typing))
    known = known_fields(letter.fields, own.texts)
    reading, names = Reading(), _names(paragraphs, known)
    prepared = prepared_template(file, package)
    of_parts = (
        _in_part(each.name, _faults_of_tags(each.jinja, paragraphs[each.name], places[each.name], known, reading))
        for each in prepared.tagged
    )
    of_words = (
        _in_part(name, _faults_of_words(package.trees[name], found, places[name], names))
        for name, found in paragraphs.items()
    )
    faults += _first_ones(chain(*of_words, *of_parts, _faults_of_fields(reading, letter, known, package.unshown)))
    if faults:
        raise TemplateProblem(file, _reported(faults))
    return prepared


def _places(paragraphs: list[Paragraph], levels: Mapping[str, int]) -> Places:
    """Say under which heading each paragraph is; nothing where the part has no headings."""
    places: Places = {}
    heading = ""
    for paragraph in paragraphs:
        style = paragraph.element.find(f"{W}pPr/{W}pStyle")
        if style is not None and style.get(W + "val") in levels and (words := shortened(paragraph.text)):
            heading = f" It is under the heading {words!r}."
        places[paragraph.element] = heading
    return places


def _first_ones(faults: Iterable[str]) -> list[str]:
    """Return the first faults, each once; to find all of thousands would take too long."""
    return list(islice(dict.fromkeys(islice(faults, 4 * MOST_REPORTED)), MOST_REPORTED + 1))


def _reported(faults: list[str]) -> tuple[str, ...]:
    if len(faults) <= MOST_REPORTED:
        return tuple(faults)
    return *faults[:MOST_REPORTED], "There is more; put this right first, and check again."


def _in_part(name: str, faults: Iterable[str]) -> Iterator[str]:
    return (f"In {place_of(name)}: {fault}" for fault in faults)


def _faults_of_content(package: OutgoingPackage) -> Iterator[str]:
    """Yield the faults of everything beside the tags: forbidden elements, fields of Word, hidden words."""
    yield from (f"In {place_of(part)}: {fault}" if part else fault for part, fault in package.faults)
    styles = HiddenStyles(package.styles)
    for name, tree in package.trees.items():
        yield from _in_part(name, chain(faults_of_fields(tree), plain_content(tree)))
        hidden = (
            f"{shortened(words)!r} is {why}, and is not printed. {HOW_TO_SHOW}"
            for words, why in hidden_words(tree, styles)
        )
        yield from _in_part(name, hidden)


def _never_filled_in(package: OutgoingPackage, parts: dict[str, bytes]) -> Iterator[str]:
    """Yield a fault for each tag in a part that is never rendered."""
    for name, content in parts.items():
        if name in package.trees and place_of(name) != "an endnote":
            continue
        found = TAG_IN_XML.search(content) if name in package.parts or "/glossary/" in name else None
        if found and not name.startswith("docProps/"):
            cure = "Type it into the letter's text, a header or a footer, and delete it there"
            if "/glossary/" in name:
                cure = "Copy the whole letter into a new document, which leaves the AutoText behind"
            yield f"In {place_of(name)}: {found.group().decode(errors='replace')} is never filled in there. {cure}."


def _faults_of_typing(paragraphs: Paragraphs, places: Mapping[str, Places]) -> Iterator[str]:
    """Yield the faults of typing."""
    if sum(len(paragraph.tags) for each in paragraphs.values() for paragraph in each) > MOST_TAGS:
        yield f"The template has more than {MOST_TAGS:,} tags, more than any letter needs. Take some out."
        return
    for name, found in paragraphs.items():
        depth = fault_of_depth(tag for paragraph in found for tag in paragraph.tags)
        yield from _in_part(name, chain(faults_of_typing(found, places[name]), depth))


def _names(paragraphs: Paragraphs, known: Iterable[str]) -> frozenset[str]:
    """Collect the names that a tag may print: fields, fields of rows, and names of loops."""
    steps = {step for path in known for step in path.replace("[]", "").split(".")}
    loops = {tag.statement[2] for each in paragraphs.values() for paragraph in each for tag in paragraph.tags}
    return frozenset(steps | loops - {""})


def _faults_of_words(
    tree: etree._Element, paragraphs: list[Paragraph], places: Places, names: Collection[str]
) -> Iterator[str]:
    for paragraph in paragraphs:
        where = places[paragraph.element]
        yield from (f"{fault}{where}" for fault in faults_of_other_marks(paragraph.words, names))
    yield from faults_of_structure(tree, paragraphs)


def _faults_of_tags(
    jinja: str, paragraphs: list[Paragraph], places: Places, known: Mapping[str, FieldKind], reading: Reading
) -> Iterator[str]:
    try:
        tree = letter_environment().parse(jinja)
    except (TemplateError, RecursionError):
        # One cause, one message: what the rest of the part says is not known before this is put right.
        reading.complete = False
        cause, at_fault = syntax_error([tag for paragraph in paragraphs for tag in paragraph.tags])
        where = (
            places[paragraph.element] for paragraph in paragraphs if any(tag is at_fault for tag in paragraph.tags)
        )
        yield f"{cause}{next(where, '')}"
        return
    of_part = read_template(tree)
    for fault in chain(of_part.faults, faults_of_uses(of_part.uses, known)):
        found = ((tag, paragraph) for paragraph in paragraphs for tag in paragraph.tags if fault.is_in(tag))
        tag, paragraph = next(found, (None, None))
        yield f"{fault.told(tag)}{places[paragraph.element]}" if tag and paragraph else fault.words
    reading.uses += of_part.uses
    if near := why_unbalanced(tree):
        yield f"a loop or condition begins in one paragraph or cell and ends in another, near {near!r}. Use {{%p or {{%tr tags."


def _faults_of_fields(
    reading: Reading, letter: LetterDefinition, known: Mapping[str, FieldKind], unshown: str
) -> Iterator[str]:
    used = {use.path for use in reading.uses if use.printed or known.get(use.path) is FieldKind.FLAG}
    for path in letter.required:
        if path not in used and reading.complete:
            yield f"The field {path!r} is missing; a letter of this kind must not go out without it."
            if path in unshown:
                yield (
                    f"The field {path!r} is in a header or footer that no page shows. Type it into the letter's text, or"
                    " choose Header & Footer > Different First Page or Different Odd & Even Pages."
                )
