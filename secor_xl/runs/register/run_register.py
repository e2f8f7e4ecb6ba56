"""The register of a run: collected while the run goes on, written beside the letters when it ends."""

from __future__ import annotations

from pathlib import Path, PurePath

from secor_xl.files import fingerprint_of
from secor_xl.records.records import REGISTER, DerivedFile
from secor_xl.runs.register.register_row import FailedFile, RegisterEntry
from secor_xl.runs.season.derived_files import put
from secor_xl.runs.season.request import Worked
from secor_xl.runs.season.run_records import RunRecords
from secor_xl.workbook.writing.file_links import path_from

REGISTER_FILE = "register.xlsx"


class RegisterOfRun:
    """Collect the register's rows.

    Args:
        records: of the run.
        arguments: the files and folders of the run, as the person named them.
    """

    def __init__(self, records: RunRecords, arguments: tuple[str, ...]) -> None:
        self._records, self._season = records, ", ".join(PurePath(each).name for each in arguments)
        self._entries, self._failures = list[RegisterEntry](), list[FailedFile]()

    def add(self, worked: Worked) -> None:
        """Add one workbook."""
        result = worked.result
        path = path_from(self._records.request.folder, Path(result.file))
        if worked.row:
            self._entries.append(RegisterEntry(path, result, worked.row))
        if result.failure:
            self._failures.append(FailedFile(path, result.file, result.failure))

    def write(self) -> None:
        """Write the register; an empty one never replaces that of a season, and one that a person changed is kept beside it.

        Raises:
            OutputRefused, RecordsRefused: it cannot be written.
        """
        if not self._entries and not self._failures:
            return
        from secor_xl.runs.register.register_workbook import register_workbook  # noqa: PLC0415 - XlsxWriter is costly to import

        request = self._records.request
        content = register_workbook(self._entries, self._failures, as_of=request.as_of, season=self._season)
        entry = DerivedFile("", REGISTER, REGISTER_FILE, fingerprint_of(content), request.templates)
        put(request.folder / REGISTER_FILE, content, entry, self._records.records, replacing=True)
