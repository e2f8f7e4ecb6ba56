"""Change parts of a finished workbook package: add a ribbon, make a template. All other parts stay byte for byte."""

from __future__ import annotations

import io
import zipfile

from secor_xl.errors import SecorError

CONTENT_TYPES = "[Content_Types].xml"
WORKBOOK = b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"
TEMPLATE = b"application/vnd.ms-excel.template.macroEnabled.main+xml"


def replaced(package: bytes, part: str, old: bytes, new: bytes, added: dict[str, bytes] | None = None) -> bytes:
    """Return a package with a text of one part replaced, and with new parts at its end.

    Args:
        package: the bytes of the package.
        part: the name of the part to change.
        old: the text to replace.
        new: the text in its place.
        added: new parts by name.
    """
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as parts, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target:
        for member in parts.infolist():
            content = parts.read(member)
            target.writestr(member, content.replace(old, new) if member.filename == part else content)
        for name, content in (added or {}).items():
            member = zipfile.ZipInfo(
                name
            )  # dated on the first day that a ZIP file knows: equal reviews give equal files
            member.compress_type, member.create_system = zipfile.ZIP_DEFLATED, 3
            target.writestr(member, content)
    return made.getvalue()


def as_template(workbook: bytes) -> bytes:
    """Return a macro-enabled workbook (.xlsm) as a macro-enabled template (.xltm), from which *File, New* starts a review.

    The two differ in one word only, but Excel opens neither under the other's name.
    """
    with zipfile.ZipFile(io.BytesIO(workbook)) as parts:
        if WORKBOOK not in parts.read(CONTENT_TYPES):
            raise SecorError("The workbook has no macros, so no template for Excel can be made of it.")
    return replaced(workbook, CONTENT_TYPES, WORKBOOK, TEMPLATE)
