"""Faults in the tables of a template: rows or paragraphs that can all go away, so that Word calls the letter damaged."""

from __future__ import annotations

import re
from collections.abc import Iterator

from secor_xl.letters.template.text_faults import LONGEST_EXCERPT, visible

TABLE = re.compile(r"<w:tbl[ >].*?</w:tbl>", re.DOTALL)
ROW = re.compile(r"<w:tr[ >].*?</w:tr>", re.DOTALL)
CELL = re.compile(r"<w:tc[ >](?:(?!<w:tc[ >]).)*?</w:tc>", re.DOTALL)
BLOCK_START, BLOCK_END = re.compile(r"\{%-?\s*(?:for|if)\b"), re.compile(r"\{%-?\s*end(?:for|if)\b")
BLOCK = re.compile(r"\{%-?\s*(if|for)\b(?:(?!\{%-?\s*(?:if|for)\b).)*?\{%-?\s*end\1\s*-?%\}", re.DOTALL)
PARAGRAPH = re.compile(r"<w:p[ >]")
LOOP_WITH_PICTURE = re.compile(r"\{%-?\s*for\b(?:(?!\{%-?\s*endfor).)*<wp:docPr\b", re.DOTALL)


def faults_of_tables(jinja: str) -> Iterator[str]:
    """Every fault in the tables of a part's Jinja source."""
    for table in TABLE.findall(jinja):
        if not _has_fixed_row(table):
            heading = " ".join(visible(table).split())[:LONGEST_EXCERPT]
            yield f"the table {heading!r} has no row that is always there, such as a header row. Add one."
    for cell in CELL.findall(jinja):
        if len(BLOCK_START.findall(cell)) != len(BLOCK_END.findall(cell)):
            words = " ".join(visible(cell).split())[:LONGEST_EXCERPT]
            yield f"a loop or condition begins in one table cell and ends in another: {words!r}. Close it in the same cell."
        elif not PARAGRAPH.search(_without_blocks(cell)):
            words = " ".join(visible(cell).split())[:LONGEST_EXCERPT]
            yield f"the table cell {words!r} can become empty. Leave one paragraph in it outside of the {{%p tags."
    if LOOP_WITH_PICTURE.search(jinja):
        yield "a picture is inside a loop. Put it outside."


def _has_fixed_row(table: str) -> bool:
    depth = end = 0
    for row in ROW.finditer(table):
        between = table[end : row.start()]
        depth += len(BLOCK_START.findall(between)) - len(BLOCK_END.findall(between))
        if depth == 0:
            return True
        end = row.end()
    return False


def _without_blocks(text: str) -> str:
    while True:
        shorter = BLOCK.sub("", text)
        if shorter == text:
            return text
        text = shorter
