"""Show files to the reviewer, and make PDFs of letters for the preview."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

from secor_xl.errors import SecorError, reason_of

LOOK_AT_WORD = "Use Make letters, and open the Word file in another program."


class Opener:
    """Opens files and folders with the programs of the system, and makes PDFs."""

    def show(self, path: Path) -> None:
        """Open a file or a folder; raises ``SecorError`` where the system has no program for it."""
        try:
            if sys.platform == "win32":
                os.startfile(path)  # noqa: S606 - what a double click does, with a file that we have just written
            else:
                command = "open" if sys.platform == "darwin" else "xdg-open"
                program = shutil.which(command)
                if program is None:
                    raise SecorError(f"{path}: is there, but this system has no program {command} to open it.")
                subprocess.Popen([program, str(path)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603
        except OSError as error:
            raise SecorError(f"{path}: is there, but could not be opened ({reason_of(error)}).") from None

    def pdfs(self, letters: Iterable[Path]) -> list[Path]:
        """Make a PDF beside each Word file, with Word or else LibreOffice.

        Raises:
            SecorError: neither is there, or it made none of one of them.
        """
        from secor_xl.delivery.pdf.converters import NoConverter, converter  # noqa: PLC0415 - only a preview needs it

        files, made = list(letters), dict[Path, Path]()
        try:
            with closing(converter().convert(files)) as results:
                for result in results:
                    if result.pdf is None:
                        raise SecorError(f"No PDF of {result.letter.stem} was made. {result.error} {LOOK_AT_WORD}")
                    made[result.letter] = result.letter.with_suffix(".pdf")
                    made[result.letter].write_bytes(result.pdf)
        except NoConverter as error:
            raise SecorError(f"{error} {LOOK_AT_WORD}") from None
        return [made[file] for file in files]
