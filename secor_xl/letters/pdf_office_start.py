"""One start of LibreOffice: Word files in, PDFs out, nothing left behind.

It has a throw-away profile: a LibreOffice that is open already would take the call and answer nothing, and two must not share
one. It never sees a path of the user's: it is handed numbered copies in a temporary folder, so that no name is too long or too
strange, and two letters of the same name do not overwrite each other.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from secor_xl.letters.package import member, package
from secor_xl.letters.pdf_files import remove, whole_pdf
from secor_xl.letters.pdf_programs import Ending, Programs

TAGGED_PDF = 'pdf:writer_pdf_Export:{"UseTaggedPDF":{"type":"boolean","value":"true"}}'
"""With its structure, for who has it read aloud; LibreOffice leaves it away by itself."""
RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
DOCUMENT = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
WORDS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def started(
    program: str, contents: Sequence[bytes], folder: Path, programs: Programs, *, patience: float
) -> tuple[Ending, list[bytes | None]]:
    """Start LibreOffice once.

    Args:
        program: its program ``soffice``.
        contents: the Word files.
        folder: a folder for temporary files that is not there yet, and is gone afterwards.
        programs: among which it runs.
        patience: seconds without another PDF after which it is taken to hang, and ended.

    Returns:
        How it ended, and the PDFs in the order of the Word files, ``None`` for each that is not there. It goes through them in
        that order.

    Raises:
        OSError: it cannot be started, or the folder cannot be written to.
    """
    made = folder / "pdf"
    try:
        made.mkdir(parents=True)
        files = [folder / f"{number}.docx" for number in range(len(contents))]
        for file, content in zip(files, contents, strict=True):
            file.write_bytes(content)
        command = [program, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--norestore"]
        command += ["--convert-to", TAGGED_PDF, "--outdir", str(made), *map(str, files)]
        ending = programs.run(command, progress=lambda: sum(1 for _ in made.iterdir()), patience=patience)
        return ending, [whole_pdf(made / f"{file.stem}.pdf") for file in files]
    finally:
        remove(folder)


def plain_document() -> bytes:
    """A Word file with which nothing can be wrong."""
    types = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels"'
        ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml"'
        ' ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
    )
    relations = (
        f'<Relationships xmlns="{RELATIONSHIPS}"><Relationship Id="a" Type="{DOCUMENT}" Target="word/document.xml"/>'
        "</Relationships>"
    )
    body = f'<w:document xmlns:w="{WORDS}"><w:body><w:p><w:r><w:t>A letter</w:t></w:r></w:p></w:body></w:document>'
    parts = {"[Content_Types].xml": types, "_rels/.rels": relations, "word/document.xml": body}
    return package([member(name, text.encode()) for name, text in parts.items()])
