"""Faults of a workbook or letter by the schemas of ECMA-376, of Office's extensions and of customUI.

openxml-audit has them, in the form of Microsoft's Open XML SDK, but looks at some parts only, and passes over attributes that no
schema knows. Both are made up for here: every part is walked, each element with the type that its parent gives it.
"""

from __future__ import annotations

import io
import tempfile
import zipfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from lxml import etree

pytest.importorskip("openxml_audit", reason="openxml-audit, which has the schemas, is not installed")

from openxml_audit import FileFormat, OpenXmlValidator
from openxml_audit.codegen.schema_loader import SchemaRegistry

OLDEST, NEWEST = FileFormat.OFFICE_2016, FileFormat.MICROSOFT_365
"""Of those that we serve; the oldest takes offence at what only newer ones know."""


def faults(content: bytes, suffix: str, *versions: FileFormat) -> list[str]:
    """Every finding, of whatever severity, and what no schema knows; by the rules of the oldest Office unless told otherwise."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, f"checked{suffix}")
        file.write_bytes(content)
        found = [
            f"{version.value}: {finding}"
            for version in versions or (OLDEST,)
            for finding in OpenXmlValidator(file_format=version).validate(file).errors
        ]
    return found + undeclared(content)


_PACKAGE = "{http://schemas.openxmlformats.org/package/2006/"
_PROPERTIES = {
    f"{_PACKAGE}metadata/core-properties}}{name}" for name in ("keywords", "lastModifiedBy", "revision", "category")
}
_DUBLIN = "{http://purl.org/dc/elements/1.1/}"
_TERMS = {f"{{http://purl.org/dc/terms/}}{name}" for name in ("created", "modified")}
_OF_PACKAGES: dict[str, tuple[set[str], set[str]]] = {
    f"{_PACKAGE}content-types}}Types": (
        set(),
        {f"{_PACKAGE}content-types}}{name}" for name in ("Default", "Override")},
    ),
    f"{_PACKAGE}content-types}}Default": ({"Extension", "ContentType"}, set()),
    f"{_PACKAGE}content-types}}Override": ({"PartName", "ContentType"}, set()),
    f"{_PACKAGE}relationships}}Relationships": (set(), {f"{_PACKAGE}relationships}}Relationship"}),
    f"{_PACKAGE}relationships}}Relationship": ({"Id", "Type", "Target", "TargetMode"}, set()),
    f"{_PACKAGE}metadata/core-properties}}coreProperties": (
        set(),
        _PROPERTIES
        | _TERMS
        | {f"{_DUBLIN}{name}" for name in ("title", "subject", "creator", "description", "language")},
    ),
    **dict.fromkeys(_PROPERTIES, (set(), set())),
    **dict.fromkeys(_TERMS, ({"{http://www.w3.org/2001/XMLSchema-instance}type"}, set())),
    **{f"{_DUBLIN}{name}": (set(), set()) for name in ("title", "subject", "creator", "description", "language")},
    "xml": (
        set(),
        {
            "{urn:schemas-microsoft-com:office:office}shapelayout",
            *("{urn:schemas-microsoft-com:vml}shapetype", "{urn:schemas-microsoft-com:vml}shape"),
        },
    ),
    "{urn:schemas-microsoft-com:vml}textbox": (set(), {"div"}),
    "div": ({"style"}, {"font"}),
    "font": ({"face", "size", "color"}, set()),
}
"""Attributes and children of the elements of ECMA-376 part 2, and of VML with its HTML, which the SDK's schemas leave out."""
_FREE = ("{http://schemas.openxmlformats.org/markup-compatibility/2006}", "{http://www.w3.org/XML/1998/namespace}")


@cache
def _registry() -> SchemaRegistry:
    registry = SchemaRegistry()
    registry.load()
    return registry


def undeclared(content: bytes) -> list[str]:
    """Elements and attributes of any part that its schema does not know; parts that are no XML are left out."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return [
            f"{name}: {fault}"
            for name in package.namelist()
            if name.endswith((".xml", ".rels", ".vml"))
            for fault in undeclared_in(package.read(name))
        ]


def undeclared_in(part: bytes) -> Iterator[str]:
    """The same of one part."""
    root = etree.fromstring(part)
    kinds = tuple(kind.name for kind in _registry().get_element_type_candidates(str(root.tag)))
    if not kinds and root.tag not in _OF_PACKAGES:
        yield f"{root.tag} is no root element"
    yield from _walk(root, kinds)


def _walk(element: etree._Element, kinds: tuple[str, ...]) -> Iterator[str]:
    """Faults at and below an element, which is of one of those types."""
    attributes, children = _declared(str(element.tag), kinds)
    for name in map(str, element.attrib):
        if name not in attributes and not name.startswith(_FREE):
            yield f"{element.tag} has no attribute {name}"
    for child in _content(element):
        if child.tag in children:
            yield from _walk(child, children[str(child.tag)])
        else:
            yield f"{element.tag} has no {child.tag}"


@cache
def _declared(tag: str, kinds: tuple[str, ...]) -> tuple[set[str], dict[str, tuple[str, ...]]]:
    """The attributes of an element of one of those types, and by their tags the types of its children."""
    own, parts = _OF_PACKAGES.get(tag, (set[str](), set[str]()))
    attributes = set(own)
    children = {each: tuple(kind.name for kind in _registry().get_element_type_candidates(each)) for each in parts}
    for name in kinds:
        kind = _registry().get_type(name)
        attributes |= {_full(each.qname) for each in kind.attributes} if kind else set()
        for child in kind.children if kind else ():
            child_tag = _full(child["Name"].partition("/")[2])
            children[child_tag] = (*children.get(child_tag, ()), child["Name"])
    return attributes, children


def _content(element: etree._Element) -> Iterator[etree._Element]:
    """The children of an element; in place of alternatives their content."""
    for child in element.iterchildren(etree.Element):
        if str(child.tag).startswith(_FREE[0]):
            yield from (inner for choice in child for inner in _content(choice))
        else:
            yield child


def _full(name: str) -> str:
    prefix, _, local = name.rpartition(":")
    return f"{{{_registry().get_namespace(prefix)}}}{local}" if prefix else local
