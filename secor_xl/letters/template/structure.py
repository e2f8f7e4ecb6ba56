"""Faults in the structure of a template: tables, cells and headers that can become empty, so that Word calls a letter damaged."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from secor_xl.letters.template.tag_lines import PICTURE, Line
from secor_xl.letters.template.tags import shortened
from secor_xl.letters.word.ooxml import W

CONTAINERS = {
    W + "tc": "table cell",
    W + "hdr": "header",
    W + "ftr": "footer",
    W + "txbxContent": "text box",
    W + "footnote": "footnote",
}


def faults_of_structure(tree: etree._Element, lines: list[Line]) -> Iterator[str]:
    """Yield every fault in the structure of a part."""
    by_paragraph = {line.paragraph: line for line in lines}
    for table in tree.iter(W + "tbl"):
        if not _has_fixed_row(table, by_paragraph):
            yield f"the table {_words(table)!r} has no row that is always there, such as a header row. Add one."
    for container in tree.iter(*CONTAINERS):
        yield from _faults_of_container(container, by_paragraph)
    loops = 0
    for line in lines:
        loop_tags = [(tag.start, tag.step) for tag in line.tags if tag.statement[1] in ("for", "endfor")]
        for _, step in sorted([*loop_tags, *((place, 0) for place, each in enumerate(line.text) if each == PICTURE)]):
            loops += step
            if not step and loops > 0:
                yield "a picture is inside a loop. Put it outside."


def _faults_of_container(container: etree._Element, lines: dict[etree._Element, Line]) -> Iterator[str]:
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
            depth += lines[child].steps
            if depth < 0:
                break
    if depth and name == "table cell":
        yield f"a loop or condition begins in one table cell and ends in another: {_words(container)!r}. Close it in the same cell."
    elif depth == 0 and (not fixed or ends_with_table):
        yield f"the {name} {_words(container)!r} can become empty. Leave one paragraph in it outside of the {{%p tags."


def _has_fixed_row(table: etree._Element, lines: dict[etree._Element, Line]) -> bool:
    depth = 0
    for row in table.iterchildren(W + "tr"):
        paragraphs = [lines[each] for each in row.iter(W + "p")]
        own = [line for line in paragraphs if line.family == "tr"]
        if not own and depth == 0:
            return True
        depth += sum(line.steps for line in own)
    return False


def _words(element: etree._Element) -> str:
    return shortened(" ".join(each.text or "" for each in element.iter(W + "t")))
