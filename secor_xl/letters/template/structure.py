"""Faults in the structure of a template: tables, cells and headers that can become empty, so that Word calls a letter damaged."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from secor_xl.letters.template.tag_lines import PICTURE, Line
from secor_xl.letters.template.tags import shortened, steps_of
from secor_xl.letters.word.ooxml import W

CONTAINERS = {
    W + "tc": "table cell",
    W + "hdr": "header",
    W + "ftr": "footer",
    W + "txbxContent": "text box",
    W + "footnote": "footnote",
}


def faults_of_structure(tree: etree._Element, lines: list[Line]) -> Iterator[str]:
    """Every fault in the structure of a part."""
    by_paragraph = {line.paragraph: line for line in lines}
    steps = {line.paragraph: steps_of(line.tags) for line in lines if line.tags}
    for table in tree.iter(W + "tbl"):
        if not _has_fixed_row(table, steps, by_paragraph):
            yield f"the table {_words(table)!r} has no row that is always there, such as a header row. Add one."
    for container in tree.iter(*CONTAINERS):
        yield from _faults_of_container(container, steps, by_paragraph)
    loops = 0
    for line in lines:
        for mark in re.finditer(rf"\{{%(?:p|tr)?\s*(end)?for\b|{PICTURE}", line.text):
            if mark.group() != PICTURE:
                loops += -1 if mark.group(1) else 1
            elif loops > 0:
                yield "a picture is inside a loop. Put it outside."


def _faults_of_container(
    container: etree._Element, steps: dict[etree._Element, int], lines: dict[etree._Element, Line]
) -> Iterator[str]:
    name = CONTAINERS[container.tag]
    depth, fixed, ends_with_table = 0, False, False
    for child in container:
        if child.tag == W + "tbl":
            ends_with_table = True
        elif child.tag == W + "p":
            if lines[child].family == "tr":
                return  # the whole row goes
            is_fixed = not lines[child].family and depth == 0
            fixed, ends_with_table = fixed or is_fixed, ends_with_table and not is_fixed
            depth += steps.get(child, 0)
            if depth < 0:
                break
    if depth and name == "table cell":
        yield f"a loop or condition begins in one table cell and ends in another: {_words(container)!r}. Close it in the same cell."
    elif depth == 0 and (not fixed or ends_with_table):
        yield f"the {name} {_words(container)!r} can become empty. Leave one paragraph in it outside of the {{%p tags."


def _has_fixed_row(table: etree._Element, steps: dict[etree._Element, int], lines: dict[etree._Element, Line]) -> bool:
    depth = 0
    for row in table.iterchildren(W + "tr"):
        paragraphs = [lines[each] for each in row.iter(W + "p")]
        own = [line for line in paragraphs if line.family == "tr"]
        if not own and depth == 0:
            return True
        depth += sum(steps.get(line.paragraph, 0) for line in own)
    return False


def _words(element: etree._Element) -> str:
    return shortened(" ".join(each.text or "" for each in element.iter(W + "t")))
