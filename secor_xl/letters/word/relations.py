"""The relations of a Word file: the links of a part to other parts, or to something outside of the file."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from urllib.parse import unquote

from lxml import etree

from secor_xl.letters.word.ooxml import RELATIONS
from secor_xl.letters.word.word_file import parsed

PACKAGE = "http://schemas.openxmlformats.org/package/2006/"
CORE_RELATION = "core-properties"


@dataclass(frozen=True, slots=True)
class Relation:
    """One line of a part's list of relations."""

    identifier: str
    kind: str
    target: str
    external: bool


def relations_of(parts: dict[str, bytes], part: str) -> list[Relation]:
    """Read the relations of a part; of the package where ``part`` is empty."""
    content = parts.get(_list_of(part))
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


def relations_part(part: str, relations: list[Relation]) -> tuple[str, bytes]:
    """Make the part with the relations of a part: its name and its content."""
    root = etree.XML(f'<Relationships xmlns="{PACKAGE}relationships"/>')
    for relation in relations:
        start = PACKAGE + "relationships/metadata" if relation.kind == CORE_RELATION else RELATIONS
        mode = {"TargetMode": "External"} if relation.external else {}
        line = {"Id": relation.identifier, "Type": f"{start}/{relation.kind}", "Target": relation.target, **mode}
        etree.SubElement(root, f"{{{PACKAGE}relationships}}Relationship", line)
    return _list_of(part), as_part(root)


def _list_of(part: str) -> str:
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def target_of(owner: str, relation: Relation, names: dict[str, str]) -> str:
    """Return the name of the part that a relation leads to; raise ``KeyError`` where there is none."""
    path = posixpath.normpath(posixpath.join("/", posixpath.dirname(owner), relation.target)).lstrip("/")
    return names[unquote(path).lower()]


def as_part(tree: etree._Element) -> bytes:
    """Serialize a tree to the bytes of a part."""
    return etree.tostring(tree, encoding="UTF-8", xml_declaration=True, standalone=True)
