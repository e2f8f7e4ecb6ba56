"""Two kinds of sheets for a workbook that is written with flat memory.

XlsxWriter forgets a row as soon as the next one begins, but keeps its height and its links for good, and gives a chart no
numbers to show before Excel has read the cells. Here heights go as rows go, a link is two numbers and its target, and a
small sheet is kept whole so that its charts have their numbers.
"""

from __future__ import annotations

from typing import Any

from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from secor_xl.workbook.links import MOST_LINKS


class StreamedSheet(Worksheet):  # type: ignore[misc]  # XlsxWriter does not show its types
    """A sheet whose rows are written once, from the top to the bottom; rows and columns count from 0."""

    def __init__(self) -> None:
        super().__init__()
        self._row_heights: dict[int, tuple[float, bool]] = {}
        self._links: list[tuple[int, int, str]] = []

    def set_height(self, row: int, height: float, *, fixed: bool) -> None:
        """Give a row that is being written its height in points; one that is not fixed may grow when a person types."""
        self._row_heights[row] = (height, fixed)

    def link(self, row: int, column: int, target: str) -> bool:
        """Make a cell that was written a link to a file; ``False`` where the sheet has as many as Excel takes."""
        if len(self._links) >= MOST_LINKS:
            return False
        self._links.append((row, column, target))
        return True

    def let_go(self) -> None:
        """Close the file of the rows, so that it can be deleted, when the workbook is given up."""
        self._opt_close()

    def _xml_start_tag_unencoded(self, tag: str, attributes: Any = ()) -> None:  # noqa: ANN401 - as XlsxWriter has it
        if tag == "row":
            height, fixed = self._row_heights.pop(attributes[0][1] - 1, (0.0, False))
            if height:
                attributes = [*attributes, ("ht", f"{height:.16g}"), *([("customHeight", 1)] if fixed else [])]
        super()._xml_start_tag_unencoded(tag, attributes)

    def _write_hyperlinks(self) -> None:
        if not self._links:
            return
        self._xml_start_tag("hyperlinks")
        for row, column, target in self._links:
            self.rel_count += 1
            self.external_hyper_links.append(("/hyperlink", target, "External"))
            self._xml_empty_tag(
                "hyperlink", [("ref", xl_rowcol_to_cell(row, column)), ("r:id", f"rId{self.rel_count}")]
            )
        self._xml_end_tag("hyperlinks")
        self._links.clear()


class KeptSheet(Worksheet):  # type: ignore[misc]
    """A small sheet that is kept in memory, in a workbook whose other sheets are not."""

    def _initialize(self, init_data: dict[str, Any]) -> None:
        super()._initialize({**init_data, "constant_memory": False})
        self.row_data_fh_closed = True  # there is none; a workbook with flat memory would close it

    def let_go(self) -> None:
        """Nothing is open here."""
