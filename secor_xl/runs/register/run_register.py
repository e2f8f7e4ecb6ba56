"""The register of a run: collected while the run goes on, written beside the letters when it ends."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path, PurePath

from secor_xl.errors import SecorError
from secor_xl.files import NotRegular, content_of, fingerprint_of
from secor_xl.procedure.office import OFFICE_FILE, read_office
from secor_xl.records.records import REGISTER, DerivedFile
from secor_xl.runs.output import OutputRefused, name_taken, refuse_changing, replace_keeping, replaced_names, unwritable
from secor_xl.runs.recording import letters_made_of
from secor_xl.runs.register.register_entry import FailedFile, RegisterEntry, letters_of
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
        self._records, self._season = records, season_name(arguments)
        self._entries, self._failures = list[RegisterEntry](), list[FailedFile]()

    def add(self, worked: Worked) -> None:
        """Add one workbook, with the letters of this run and of earlier ones."""
        result, folder = worked.result, self._records.request.folder
        path = path_from(folder, Path(result.file))
        if worked.row:
            records = self._records.records
            made = {each.name: each for each in (*records.letters_of(path, result.fingerprint), *result.letters)}
            letters = letters_of(made.values(), worked.row.log, folder=folder)
            last = letters_made_of(result.fingerprint, records)
            self._entries.append(RegisterEntry(path, result, worked.row, letters, last))
        if result.failure:
            self._failures.append(FailedFile(path, result.file, result.failure))

    def write(self) -> None:
        """Write the register; an empty one never replaces that of a season, and one that a person changed is kept beside it.

        Raises:
            OutputRefused, RecordsRefused: it cannot be written.
        """
        if not self._entries and not self._failures:
            return
        # XlsxWriter is costly to import.
        from secor_xl.runs.register.register_notes import PreviousRegister, read_previous  # noqa: PLC0415
        from secor_xl.runs.register.register_workbook import RegisterContent, register_workbook  # noqa: PLC0415

        request, records = self._records.request, self._records.records
        path = request.folder / REGISTER_FILE
        old, previous = content_there(path), PreviousRegister()
        with suppress(SecorError):  # a file that is no register is kept beside the new one
            previous = read_previous(old, str(path)) if old else previous
        repeated = read_office(request.templates_folder / OFFICE_FILE).repeated_deficiency
        content = RegisterContent(self._entries, self._failures, request.as_of, self._season, repeated=repeated)
        new = register_workbook(content, previous)
        entry = DerivedFile("", REGISTER, REGISTER_FILE, fingerprint_of(new), request.templates)
        if old is not None:
            refuse_changing(path, old)
        if old is None or old == new or records.was_made(REGISTER_FILE, fingerprint_of(old)):
            put(path, new, entry, records, replacing=True)
            return
        records.add_derived_file(entry)
        replace_keeping(path, old, new, replaced_names(path))


def season_name(arguments: tuple[str, ...]) -> str:
    """Return the name of a season: those of its folders and files."""
    return ", ".join(PurePath(each).name for each in arguments)


def content_there(path: Path) -> bytes | None:
    """Return the content of the register that is there; ``None`` where there is none.

    Raises:
        OutputRefused: what is there is no file, or cannot be read.
    """
    if not path.exists():
        return None
    try:
        return content_of(path)
    except NotRegular as error:
        raise name_taken(path, error) from None
    except OSError as error:
        raise OutputRefused(unwritable(path, error), error) from None
