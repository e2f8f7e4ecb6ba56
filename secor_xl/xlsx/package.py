"""The parts of a workbook package: which sheet is which part, and where its strings and styles are."""

from __future__ import annotations

import posixpath
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, Never

from secor_xl.xlsx.guard import GET_ANOTHER_COPY, SAVE_AGAIN
from secor_xl.xlsx.xml_parts import DOES_NOT_PARSE, Entries, NeverWrittenError, ProvedPart, proved, remembered, tree_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lxml import etree

    from secor_xl.xlsx.guard import GuardedPackage

# Excel takes 65,530 links on a sheet, and each has a relation.
MOST_LISTED = 70_000
TRUE_WORDS = ("1", "true", "on")


@dataclass(frozen=True, slots=True)
class WorkbookParts:
    """The parts that the workbook part lists.

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


def proved_part(package: GuardedPackage, part: str, entries: Entries | None = None, called: str = "") -> ProvedPart:
    """Return a part for readers that search its bytes; raises ``UnreadableWorkbook`` if it is no well-formed XML.

    Args:
        package: the workbook.
        part: the part.
        entries: what most of it consists of.
        called: its name in messages, such as ``sheet 'Submission'``, if not its own.
    """
    try:
        return proved(package.part(part), entries)
    except DOES_NOT_PARSE as error:
        refuse_part(package, part, error, called)


def workbook_parts(package: GuardedPackage) -> WorkbookParts:
    """Find the parts of a workbook; raises ``UnreadableWorkbook``."""
    main = next((target for kind, target in relations(package, "").values() if kind == "officeDocument"), "")
    if not main or not package.has(main):
        package.refuse("is no Excel workbook, or a damaged one: it has no workbook part", GET_ANOTHER_COPY)
    related = relations(package, main)
    try:
        listed, dates_from_1904 = remembered(_sheets, package.part(main))
    except DOES_NOT_PARSE as error:
        refuse_part(package, main, error)
    _refuse_twice(package, "sheets with the name", [sheet.name.lower() for sheet in listed])
    _refuse_twice(package, "sheets with the id", [sheet.id for sheet in listed if sheet.id])
    _refuse_twice(package, "sheets with the relation", [sheet.relation for sheet in listed])
    sheets, others = {}, []
    for sheet in listed:
        if sheet.relation not in related:
            package.refuse(f"is damaged: its sheet {sheet.name!r} leads to no part of the file", GET_ANOTHER_COPY)
        kind, target = related[sheet.relation]
        if not target:
            package.refuse(f"has a sheet, {sheet.name!r}, that is in another file", GET_ANOTHER_COPY)
        if kind == "worksheet":
            sheets[sheet.name] = target
        else:
            others.append(sheet.name)
    by_kind = {kind: target for kind, target in related.values() if package.has(target)}
    return WorkbookParts(
        main=main,
        sheets=sheets,
        other_sheets=tuple(others),
        strings=by_kind.get("sharedStrings", ""),
        styles=by_kind.get("styles", ""),
        dates_from_1904=dates_from_1904,
    )


class ListedSheet(NamedTuple):
    """A sheet as the workbook part lists it: its name, its id, and the id of its relation."""

    name: str
    id: str
    relation: str


def _sheets(workbook: bytes) -> tuple[tuple[ListedSheet, ...], bool]:
    """Return the sheets, and whether days are counted from 1904."""
    root = tree_of(workbook)
    properties = root.find("{*}workbookPr")
    # The namespace of the relation's attribute differs between the two forms of the standard.
    listed = tuple(
        ListedSheet(
            sheet.get("name", ""),
            sheet.get("sheetId", ""),
            next((str(value) for key, value in sheet.attrib.items() if str(key).endswith("}id")), ""),
        )
        for sheet in _bounded(root.find("{*}sheets"))
    )
    return listed, properties is not None and properties.get("date1904", "") in TRUE_WORDS


def parse(package: GuardedPackage, part: str) -> etree._Element:
    """Parse a part and return its root; raises ``UnreadableWorkbook``."""
    try:
        return tree_of(package.part(part))
    except DOES_NOT_PARSE as error:
        refuse_part(package, part, error)


def relations(package: GuardedPackage, part: str) -> dict[str, tuple[str, str]]:
    """Return the relations of a part (of the package where it is empty): by id, the last word of the kind and the target part.

    The target is empty where it is outside of the package.
    """
    folder, name = posixpath.split(part)
    path = posixpath.join(folder, "_rels", f"{name}.rels")
    if not package.has(path):
        return {}
    try:
        found = remembered(_relations, package.part(path), folder)
    except DOES_NOT_PARSE as error:
        refuse_part(package, path, error)
    _refuse_twice(package, "relations with the id", [each for each, _, _ in found])
    return {each: (kind, target) for each, kind, target in found}


def _relations(relations: bytes, folder: str) -> tuple[tuple[str, str, str], ...]:
    return tuple(
        (
            relation.get("Id", ""),
            relation.get("Type", "").rpartition("/")[2],
            ""
            if relation.get("TargetMode") == "External"
            else posixpath.normpath(posixpath.join("/", folder, relation.get("Target", ""))).lstrip("/"),
        )
        for relation in _bounded(tree_of(relations))
    )


def _bounded(entries: etree._Element | None) -> Iterable[etree._Element]:
    """Return the entries of a list of the package."""
    if entries is not None and len(entries) > MOST_LISTED:
        raise NeverWrittenError(f"more than {MOST_LISTED:,} entries")
    return entries if entries is not None else ()


def _refuse_twice(package: GuardedPackage, kind: str, names: list[str]) -> None:
    if len(set(names)) != len(names):
        twice = next(name for name, times in Counter(names).items() if times > 1)
        package.refuse(f"is damaged: it lists two {kind} {twice!r}", GET_ANOTHER_COPY)


def refuse_part(package: GuardedPackage, part: str, error: Exception, called: str = "") -> Never:
    """Raise ``UnreadableWorkbook`` for a part that does not parse."""
    called = called or f"part {part}"
    if isinstance(error, NeverWrittenError):
        package.refuse(f"has {error} in its {called}, which Excel never writes", SAVE_AGAIN)
    line = getattr(error, "lineno", None)
    where = f": it breaks off in line {line}" if line else ""
    package.refuse(f"is damaged: its {called} is no well-formed XML{where}", GET_ANOTHER_COPY, error)
