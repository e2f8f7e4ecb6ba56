"""Faults of structure: tables, cells and headers that can become empty, which Word would report as damaged."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from secor_xl.letters.template.paragraphs import PICTURE, Paragraph
from secor_xl.letters.template.tags import shortened
from secor_xl.letters.word.ooxml import W

CONTAINERS = {
    W + "tc": "table cell",
    W + "hdr": "header",
    W + "ftr": "footer",
    W + "txbxContent": "text box",
    W + "footnote": "footnote",
}


def faults_of_structure(tree: etree._Element, paragraphs: list[Paragraph]) -> Iterator[str]:
    """Yield every fault in the structure of a part."""
    by_element = {paragraph.element: paragraph for paragraph in paragraphs}
    for table in tree.iter(W + "tbl"):
        if not _has_fixed_row(table, by_element):
            yield f"the table {_words(table)!r} has no row that is always there, such as a header row. Add one."
    for container in tree.iter(*CONTAINERS):
        yield from _faults_of_container(container, by_element)
    loops = 0
    for paragraph in paragraphs:
        loop_tags = [(tag.start, tag.step) for tag in paragraph.tags if tag.statement[1] in ("for", "endfor")]
        for _, step in sorted(
            [*loop_tags, *((place, 0) for place, each in enumerate(paragraph.text) if each == PICTURE)]
        ):
            loops += step
            if not step and loops > 0:
                yield "a picture is inside a loop. Put it outside."


def _faults_of_container(container: etree._Element, paragraphs: dict[etree._Element, Paragraph]) -> Iterator[str]:
    name = CONTAINERS[container.tag]
    depth, fixed, ends_with_table = 0, False, False
    for child in container:
        if child.tag == W + "tbl":
            ends_with_table = True
        elif child.tag == W + "p":
            if paragraphs[child].prefix == "tr":
                return  # the whole row goes
            is_fixed = not paragraphs[child].prefix and depth == 0
            fixed, ends_with_table = fixed or is_fixed, ends_with_table and not is_fixed
            depth += paragraphs[child].steps
            if depth < 0:
                break
    if depth and name == "table cell":
        yield f"a loop or condition begins in one table cell and ends in another: {_words(container)!r}. Close it in the same cell."
    elif depth == 0 and (not fixed or ends_with_table):
        yield f"the {name} {_words(container)!r} can become empty. Leave one paragraph in it outside of the {{%p tags."


def _has_fixed_row(table: etree._Element, paragraphs: dict[etree._Element, Paragraph]) -> bool:
    depth = 0
    for row in table.iterchildren(W + "tr"):
        in_row = [paragraphs[each] for each in row.iter(W + "p")]
        own = [paragraph for paragraph in in_row if paragraph.prefix == "tr"]
        if not own and depth == 0:
            return True
        depth += sum(paragraph.steps for paragraph in own)
    return False


def _words(element: etree._Element) -> str:
    return shortened(" ".join(each.text or "" for each in element.iter(W + "t")))
