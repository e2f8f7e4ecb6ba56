"""The parts of a template that go out with a letter; all others stay in the office.

A part goes out if the letter's pages need it; a setting, if it changes how they look. Names of people, paths of computers and
identifiers of editing sessions are in neither list.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import unquote

from lxml import etree

from secor_xl.letters.template.tags import shortened
from secor_xl.letters.word.editing_traces import without_traces
from secor_xl.letters.word.ooxml import R, is_on, take_out, with_relations
from secor_xl.letters.word.relations import CORE_RELATION, Relation, as_part, relations_of, relations_part, target_of
from secor_xl.letters.word.visible_text import REFERENCES, Pages, text_shown
from secor_xl.letters.word.word_file import CONTENT_TYPES, parsed

MAIN_RELATION, APP_RELATION = "officeDocument", "extended-properties"
FROM_THE_START = (MAIN_RELATION, CORE_RELATION, APP_RELATION)
ALWAYS = ("styles", "settings", "fontTable", "numbering", "theme", "footnotes", "endnotes")
# The kinds of parts that go out, by the end of the relation that leads to them.
PARTS = frozenset([*FROM_THE_START, *ALWAYS, "header", "footer", "font", "image"])
CONTENT = (MAIN_RELATION, "header", "footer", "footnotes", "endnotes")
AROUND_PAGES = ("header", "footer")
ADDRESSES = ("http", "https", "mailto", "tel")
MARKS_IN_ADDRESS = re.compile(r"\{[{%]|[%}]\}|\[\[|«|｛")


@dataclass
class OutgoingPackage:
    """The parts of a template that go out, cleaned, and the faults of its content.

    Attributes:
        parts: every part that goes out, by its name.
        trees: those among them whose text is on the pages, the letter's text first.
        faults: what must be put right in Word, as pairs of the part and the words.
        pages: the headers and footers of the letter's text.
        styles: the tree of the styles; ``None`` where there is none.
        unshown: the words of headers and footers that no page shows; these do not go out.
    """

    parts: dict[str, bytes] = field(default_factory=dict)
    trees: dict[str, etree._Element] = field(default_factory=dict)
    faults: list[tuple[str, str]] = field(default_factory=list)
    pages: Pages = field(default_factory=lambda: Pages({}, even_and_odd=False))
    styles: etree._Element | None = None
    unshown: str = ""

    def add_relations(self, part: str, relations: list[Relation]) -> None:
        """Add a part's list of relations where it has any."""
        if relations:
            name, content = relations_part(part, relations)
            self.parts[name] = content

    def zipped(self) -> bytes:
        """Pack the parts into a file, for docxtpl."""
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w") as archive:
            for name, content in self.parts.items():
                archive.writestr(name, as_part(self.trees[name]) if name in self.trees else content)
        return made.getvalue()


def outgoing(parts: dict[str, bytes]) -> OutgoingPackage:
    """Select and clean the parts that go out; raise ``ValueError`` where a part is damaged."""
    package = OutgoingPackage({CONTENT_TYPES: as_part(parsed(parts[CONTENT_TYPES]))})
    names = {name.lower(): name for name in parts}
    start = [each for each in relations_of(parts, "") if each.kind in FROM_THE_START]
    package.add_relations("", start)
    waiting = deque(("", relation) for relation in start)
    while waiting:
        owner, relation = waiting.popleft()
        name = target_of(owner, relation, names)
        if name in package.parts:
            continue
        if relation.kind in ("image", "font"):
            package.parts[name] = parts[name]
            continue
        tree = without_traces(parsed(parts[name]), relation.kind, is_content=relation.kind in CONTENT)
        relations = relations_of(parts, name)
        if relation.kind == MAIN_RELATION:
            targets = {each.identifier: target_of(name, each, names) for each in relations if each.kind in AROUND_PAGES}
            package.pages = Pages(targets, _has_even_and_odd(parts, name, names))
            _drop_unshown(package, tree, parts)
        kept = list(_kept(package, name, relation.kind, tree, relations))
        package.parts[name] = as_part(tree)
        if relation.kind == "styles":
            package.styles = tree
        if relation.kind in CONTENT:
            package.trees[name] = tree
        package.add_relations(name, kept)
        waiting += [(name, each) for each in kept if not each.external]
    return package


def _has_even_and_odd(parts: dict[str, bytes], main: str, names: dict[str, str]) -> bool:
    settings = (target_of(main, each, names) for each in relations_of(parts, main) if each.kind == "settings")
    return any(is_on(parsed(parts[name]), "evenAndOddHeaders") for name in settings)


def _drop_unshown(package: OutgoingPackage, tree: etree._Element, parts: dict[str, bytes]) -> None:
    """Remove the headers and footers that no page shows."""
    shown = package.pages.ever_shown(tree)
    for reference in list(tree.iter(*REFERENCES)):
        name = package.pages.targets.get(reference.get(R + "id") or "", "")
        if name not in shown:
            take_out(reference)
            package.unshown += text_shown(parsed(parts[name])) if name else ""


def _kept(
    package: OutgoingPackage, part: str, kind: str, tree: etree._Element, relations: list[Relation]
) -> Iterator[Relation]:
    """Yield the relations that the pages of a part need; add a fault for each that they must not have."""
    used = {identifier for _, _, identifier in with_relations(tree)}
    for relation in relations:
        is_used = relation.identifier in used
        if relation.kind == "hyperlink" and relation.external and is_used:
            fault = fault_of_address(relation.target)
            if fault:
                package.faults.append((part, fault))
            yield relation
        elif relation.external and is_used and kind in CONTENT:
            package.faults.append((part, _outside(relation)))
        elif relation.kind == "comments":
            package.faults.append(("", "The template has comments. Choose Review > Delete > Delete All Comments."))
        elif not relation.external and (is_used or relation.kind in ALWAYS) and relation.kind in PARTS:
            yield relation


def fault_of_address(target: str) -> str:
    """Return why a link may not lead to an address; empty where it may."""
    address = unquote(target)
    shown = f"a link leads to {shortened(address)!r}"
    if MARKS_IN_ADDRESS.search(address):
        cure = "Right-click it, choose Remove Hyperlink, and leave the field as text."
        return f"{shown}; the address of a link is never filled in. {cure}"
    if target.partition(":")[0].lower() not in ADDRESSES or ":" not in target:
        cure = "Link to a web or e-mail address, or right-click it and choose Remove Hyperlink."
        return f"{shown}, which the recipient cannot open. {cure}"
    return ""


def _outside(relation: Relation) -> str:
    thing, cure = "something", "Delete it."
    if relation.kind == "image":
        thing, cure = "a picture", "Delete it, and insert it again with Insert > Pictures, not with 'Link to File'."
    return f"{thing} is kept outside of the file, in {shortened(unquote(relation.target))!r}. {cure}"
