"""The parts of a workbook package: which sheet is which part, and where its strings and styles are."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Never

from lxml import etree

if TYPE_CHECKING:
    from collections.abc import Mapping

    from secor_xl.workbook.guard import GuardedPackage

DAMAGED = "Get another copy of the file, or open it in Excel, let Excel repair it and save it"
# Workbooks that were made by one program list their parts in the same words, so a run of many parses those once.
REMEMBERED = 64
DOES_NOT_PARSE = (etree.XMLSyntaxError, ValueError)
TRUE_WORDS = ("1", "true", "on")


@dataclass(frozen=True, slots=True)
class WorkbookParts:
    """What the workbook part says.

    Attributes:
        main: the workbook part itself.
        sheets: the part of each worksheet by the sheet's name, in the workbook's order.
        other_sheets: the names of sheets of other kinds, such as charts.
        strings: the part of the shared strings; empty where there is none.
        styles: the part of the styles; empty where there is none.
        dates_from_1904: whether days are counted from 1904, as old Macintosh workbooks do.
    """

    main: str
    sheets: dict[str, str]
    other_sheets: tuple[str, ...]
    strings: str
    styles: str
    dates_from_1904: bool


def parser() -> etree.XMLParser:
    """A parser that resolves no entity, loads nothing and keeps libxml2's own limits."""
    return etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )


def workbook_parts(package: GuardedPackage) -> WorkbookParts:
    """Find the parts of a workbook; raises ``UnreadableWorkbook``."""
    main = next((target for kind, target in relations(package, "").values() if kind == "officeDocument"), "")
    if not main or not package.has(main):
        package.refuse("is no Excel workbook, or a damaged one: it has no workbook part", DAMAGED)
    related = relations(package, main)
    try:
        listed, dates_from_1904 = _sheets(package.part(main))
    except DOES_NOT_PARSE as error:
        refuse_part(package, main, error)
    sheets, others = {}, []
    for name, relation in listed:
        kind, target = related.get(relation, ("", ""))
        if kind == "worksheet":
            sheets[name] = target
        else:
            others.append(name)
    by_kind = {kind: target for kind, target in related.values() if package.has(target)}
    return WorkbookParts(
        main=main,
        sheets=sheets,
        other_sheets=tuple(others),
        strings=by_kind.get("sharedStrings", ""),
        styles=by_kind.get("styles", ""),
        dates_from_1904=dates_from_1904,
    )


@lru_cache(maxsize=REMEMBERED)
def _sheets(workbook: bytes) -> tuple[tuple[tuple[str, str], ...], bool]:
    """The names of the sheets, each with the id of its relation, and whether days are counted from 1904."""
    root = etree.fromstring(workbook, parser())
    properties = root.find("{*}workbookPr")
    # The namespace of the relation's attribute differs between the two forms of the standard.
    listed = tuple(
        (
            sheet.get("name", ""),
            next((str(value) for key, value in sheet.attrib.items() if str(key).endswith("}id")), ""),
        )
        for sheet in root.iterfind("{*}sheets/{*}sheet")
    )
    return listed, properties is not None and properties.get("date1904", "") in TRUE_WORDS


def parse(package: GuardedPackage, part: str) -> etree._Element:
    """The root of one XML part; raises ``UnreadableWorkbook``."""
    try:
        return etree.fromstring(package.part(part), parser())
    except DOES_NOT_PARSE as error:
        refuse_part(package, part, error)


def relations(package: GuardedPackage, part: str) -> Mapping[str, tuple[str, str]]:
    """The relations of a part (of the package where it is empty): by id, the last word of the kind and the target part."""
    folder, name = posixpath.split(part)
    path = posixpath.join(folder, "_rels", f"{name}.rels")
    if not package.has(path):
        return {}
    try:
        return _relations(package.part(path), folder)
    except DOES_NOT_PARSE as error:
        refuse_part(package, path, error)


@lru_cache(maxsize=REMEMBERED)
def _relations(relations: bytes, folder: str) -> Mapping[str, tuple[str, str]]:
    found = {}
    for relation in etree.fromstring(relations, parser()):
        if relation.get("TargetMode") == "External":
            continue
        target = posixpath.normpath(posixpath.join("/", folder, relation.get("Target", "")))
        found[relation.get("Id", "")] = (relation.get("Type", "").rpartition("/")[2], target.lstrip("/"))
    return MappingProxyType(found)


def refuse_part(package: GuardedPackage, part: str, error: Exception) -> Never:
    """Raise ``UnreadableWorkbook`` for a part that is no XML."""
    package.refuse(f"is damaged: its part {part} is no well-formed XML", DAMAGED, error)
