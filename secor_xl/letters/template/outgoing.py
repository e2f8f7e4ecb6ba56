"""The list of what may go out with a letter. Whatever a template's file has beside it stays in the office.

A part goes out if the letter's pages need it; a setting, if it changes how they look. Names of people, paths of computers and
identifiers of editing sessions are in neither list.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import unquote

from lxml import etree

from secor_xl.letters.tags import shortened
from secor_xl.letters.template.ooxml import RELATIONS, R, W, is_on, local, take_out, with_relations
from secor_xl.letters.template.shown import REFERENCES, Pages, text_shown
from secor_xl.letters.template.word_file import CONTENT_TYPES, MAIN, parsed

PACKAGE = "http://schemas.openxmlformats.org/package/2006/"
OFFICE = "application/vnd.openxmlformats-officedocument."
WORDS = f"{OFFICE}wordprocessingml."
MAIN_RELATION, CORE_RELATION, APP_RELATION = "officeDocument", "core-properties", "extended-properties"
# The kinds of parts that go out, by the end of the relation that leads to them.
PARTS = {
    MAIN_RELATION: MAIN,
    CORE_RELATION: "application/vnd.openxmlformats-package.core-properties+xml",
    APP_RELATION: f"{OFFICE}extended-properties+xml",
    "theme": f"{OFFICE}theme+xml",
    **{kind: f"{WORDS}{kind}+xml" for kind in ("styles", "settings", "fontTable", "numbering")},
    **{kind: f"{WORDS}{kind}+xml" for kind in ("header", "footer", "footnotes", "endnotes")},
    "font": "application/vnd.openxmlformats-officedocument.obfuscatedFont",
    "image": "image/",
}
CONTENT = (MAIN_RELATION, "header", "footer", "footnotes", "endnotes")
AROUND_PAGES = ("header", "footer")
FROM_THE_START = (MAIN_RELATION, CORE_RELATION, APP_RELATION)
ALWAYS = ("styles", "settings", "fontTable", "numbering", "theme", "footnotes", "endnotes")
PROPERTIES = ("Application", "AppVersion")
SETTINGS = frozenset(
    [
        "zoom",
        "displayBackgroundShape",
        "embedTrueTypeFonts",
        "embedSystemFonts",
        "saveSubsetFonts",
        "mirrorMargins",
        "alignBordersAndEdges",
        "bordersDoNotSurroundHeader",
        "bordersDoNotSurroundFooter",
        "gutterAtTop",
        "hideSpellingErrors",
        "hideGrammaticalErrors",
        "defaultTabStop",
        "autoHyphenation",
        "consecutiveHyphenLimit",
        "hyphenationZone",
        "doNotHyphenateCaps",
        "evenAndOddHeaders",
        "bookFoldRevPrinting",
        "bookFoldPrinting",
        "bookFoldPrintingSheets",
        "characterSpacingControl",
        "footnotePr",
        "endnotePr",
        "compat",
        "themeFontLang",
        "clrSchemeMapping",
        "decimalSymbol",
        "listSeparator",
        "noLineBreaksAfter",
        "noLineBreaksBefore",
    ]
)
LISTED = {APP_RELATION: frozenset(PROPERTIES), "settings": SETTINGS}
# Traces of editing, which no page shows.
TRACES = frozenset(["rsid", "proofErr", "lastRenderedPageBreak", "permStart", "permEnd", "printerSettings"])
CHANGES = re.compile(r"(?:r|p|tbl|tblPrEx|tblGrid|tr|tc|sect)PrChange|tblGridChange|numberingChange")
EDITING_NAMESPACES = tuple(
    f"{{http://schemas.microsoft.com/office/word/20{year}/wordml" for year in ("12", "15", "16", "18", "20", "23", "24")
)
EDITING_ATTRIBUTE = re.compile(r"\{[^}]*\}(?:rsid\w*|paraId|textId|author|initials|dateUtc)")
# Where a program writes the name of a picture's file by itself.
DESCRIBING = ("descr", "alt", "title", "name", "{urn:schemas-microsoft-com:office:office}title")
A_PATH = re.compile(r"[A-Za-z]:\\|\\\\|file:|/Users/|/home/")
ADDRESSES = ("http", "https", "mailto", "tel")
MARKS_IN_ADDRESS = re.compile(r"\{[{%]|[%}]\}|\[\[|«|｛")


@dataclass
class OutgoingPackage:
    """The parts of a template that may go out, cleaned, and what speaks against the others.

    Attributes:
        parts: every part that goes out, by its name.
        trees: those among them whose text is on the pages, the letter's text first.
        targets: for each of these, the parts that its relations lead to, by their identifiers.
        faults: what must be put right in Word, as pairs of the part and the words.
        kinds: the content type of each part.
        main: the name of the letter's text.
        even_and_odd: whether even pages have headers of their own.
        styles: the tree of the styles; ``None`` where there is none.
        unshown: the words of headers and footers that no page shows; these do not go out.
    """

    parts: dict[str, bytes] = field(default_factory=dict)
    trees: dict[str, etree._Element] = field(default_factory=dict)
    targets: dict[str, dict[str, str]] = field(default_factory=dict)
    faults: list[tuple[str, str]] = field(default_factory=list)
    kinds: dict[str, str] = field(default_factory=dict)
    main: str = ""
    even_and_odd: bool = False
    styles: etree._Element | None = None
    unshown: str = ""

    def zipped(self) -> bytes:
        """The package as a file, for docxtpl."""
        types = etree.XML(f'<Types xmlns="{PACKAGE}content-types"/>')
        etree.SubElement(
            types, f"{{{PACKAGE}content-types}}Default", Extension="rels", ContentType=f"{PACKAGE_RELS}+xml"
        )
        for name, kind in self.kinds.items():
            etree.SubElement(types, f"{{{PACKAGE}content-types}}Override", PartName=f"/{name}", ContentType=kind)
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w") as archive:
            archive.writestr(CONTENT_TYPES, etree.tostring(types, encoding="UTF-8", xml_declaration=True))
            for name, content in self.parts.items():
                tree = self.trees.get(name)
                archive.writestr(name, content if tree is None else as_part(tree))
        return made.getvalue()


PACKAGE_RELS = "application/vnd.openxmlformats-package.relationships"


@dataclass(frozen=True, slots=True)
class Relation:
    """One line of a part's list of relations."""

    identifier: str
    kind: str
    target: str
    external: bool


def outgoing(parts: dict[str, bytes]) -> OutgoingPackage:
    """What may go out of a template's parts; raises ``ValueError`` where a part is damaged."""
    package = OutgoingPackage()
    names = {name.lower(): name for name in parts}
    image_types = _image_types(parts[CONTENT_TYPES])
    start = [each for each in _relations(parts, "") if each.kind in FROM_THE_START]
    package.main = next(_name("", each, names) for each in start if each.kind == MAIN_RELATION)
    package.even_and_odd = _has_even_and_odd(parts, package.main, names)
    _write_relations(package, "", start)
    waiting = deque(("", relation) for relation in start)
    while waiting:
        owner, relation = waiting.popleft()
        name = _name(owner, relation, names)
        if name in package.parts:
            continue
        package.kinds[name] = PARTS[relation.kind]
        if relation.kind in ("image", "font"):
            package.parts[name] = parts[name]
            if relation.kind == "image":
                ending = posixpath.splitext(name)[1].lower().lstrip(".")
                package.kinds[name] = image_types.get(name.lower()) or image_types[ending]
            continue
        tree = _cleaned(parsed(parts[name]), relation.kind)
        relations = _relations(parts, name)
        if relation.kind == MAIN_RELATION:
            _drop_unshown(
                package,
                tree,
                {each.identifier: _name(name, each, names) for each in relations if each.kind in AROUND_PAGES},
                parts,
            )
        kept = list(_kept(package, name, relation.kind, tree, relations))
        package.parts[name] = as_part(tree)
        if relation.kind == "styles":
            package.styles = tree
        if relation.kind in CONTENT:
            package.trees[name] = tree
            package.targets[name] = {each.identifier: _name(name, each, names) for each in kept if not each.external}
        _write_relations(package, name, kept)
        waiting += [(name, each) for each in kept if not each.external]
    return package


def _has_even_and_odd(parts: dict[str, bytes], main: str, names: dict[str, str]) -> bool:
    settings = (_name(main, each, names) for each in _relations(parts, main) if each.kind == "settings")
    return any(is_on(parsed(parts[name]), "evenAndOddHeaders") for name in settings)


def _drop_unshown(
    package: OutgoingPackage, tree: etree._Element, targets: dict[str, str], parts: dict[str, bytes]
) -> None:
    """Take out the headers and footers that no page shows: nobody has proofread them for years."""
    shown = Pages(targets, package.even_and_odd).ever_shown(tree)
    for reference in list(tree.iter(*REFERENCES)):
        name = targets.get(reference.get(R + "id") or "", "")
        if name not in shown:
            take_out(reference)
            package.unshown += text_shown(parsed(parts[name])) if name else ""


def as_part(tree: etree._Element) -> bytes:
    """A tree as the bytes of a part."""
    return etree.tostring(tree, encoding="UTF-8", xml_declaration=True, standalone=True)


def _cleaned(tree: etree._Element, kind: str) -> etree._Element:
    """A part without traces of editing. Changes that are tracked in the letter's words are refused later, not taken out."""
    if kind in LISTED:
        for child in list(tree):
            if local(child) not in LISTED[kind]:
                tree.remove(child)
    for element in list(tree.iter(etree.Element)):
        name = local(element)
        change = kind not in CONTENT and CHANGES.fullmatch(name)
        if (element.tag == W + name and (name in TRACES or change)) or str(element.tag).startswith(EDITING_NAMESPACES):
            take_out(element)
        else:
            _clean_attributes(element)
    return tree


def _clean_attributes(element: etree._Element) -> None:
    for attribute in list(element.attrib):
        if EDITING_ATTRIBUTE.fullmatch(str(attribute)) or str(attribute).startswith(EDITING_NAMESPACES):
            del element.attrib[attribute]
        elif str(attribute) in DESCRIBING and A_PATH.search(str(element.get(attribute))):
            element.set(attribute, "")
    if local(element) == "cNvPr":  # the name of a picture's file
        element.set("name", "")


def _kept(
    package: OutgoingPackage, part: str, kind: str, tree: etree._Element, relations: list[Relation]
) -> Iterator[Relation]:
    """The relations of a part that its pages need; what they need and must not have is a fault."""
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
    """Why a link may not lead to an address; empty where it may."""
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


def _relations(parts: dict[str, bytes], part: str) -> list[Relation]:
    folder, name = posixpath.split(part)
    content = parts.get(posixpath.join(folder, "_rels", f"{name}.rels"))
    if content is None:
        return []
    found = [
        Relation(
            each.get("Id", ""),
            each.get("Type", "").rpartition("/")[2],
            each.get("Target", ""),
            each.get("TargetMode") == "External",
        )
        for each in parsed(content)
    ]
    return list({relation.identifier: relation for relation in found}.values())


def _write_relations(package: OutgoingPackage, part: str, relations: list[Relation]) -> None:
    if not relations:
        return
    root = etree.XML(f'<Relationships xmlns="{PACKAGE}relationships"/>')
    for relation in relations:
        start = PACKAGE + "relationships/metadata" if relation.kind == CORE_RELATION else RELATIONS
        attributes = {"Id": relation.identifier, "Type": f"{start}/{relation.kind}", "Target": relation.target}
        etree.SubElement(
            root,
            f"{{{PACKAGE}relationships}}Relationship",
            attributes | ({"TargetMode": "External"} if relation.external else {}),
        )
    folder, name = posixpath.split(part)
    package.parts[posixpath.join(folder, "_rels", f"{name}.rels")] = as_part(root)


def _name(owner: str, relation: Relation, names: dict[str, str]) -> str:
    """The name of the part that a relation leads to; raises ``KeyError`` where there is none."""
    path = posixpath.normpath(posixpath.join("/", posixpath.dirname(owner), relation.target)).lstrip("/")
    return names[unquote(path).lower()]


def _image_types(content: bytes) -> dict[str, str]:
    """The formats of pictures, by the ending of a name or by a whole name."""
    return {
        (each.get("Extension") or each.get("PartName", "").lstrip("/")).lower(): each.get("ContentType", "")
        for each in parsed(content)
        if each.get("ContentType", "").startswith("image/")
    }
