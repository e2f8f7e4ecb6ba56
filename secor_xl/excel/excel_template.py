"""A review workbook as a template, so that *File, New* in Excel starts a review of its own."""

from __future__ import annotations

import io
import zipfile

from secor_xl.errors import SecorError

CONTENT_TYPES = "[Content_Types].xml"
WORKBOOK = b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"
TEMPLATE = b"application/vnd.ms-excel.template.macroEnabled.main+xml"


def as_template(workbook: bytes) -> bytes:
    """The bytes of a macro-enabled workbook (.xlsm) as a macro-enabled template (.xltm).

    The two differ in one word only, but Excel opens neither under the other's name.
    """
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.infolist():
            data = old.read(member)
            if member.filename == CONTENT_TYPES:
                if data.count(WORKBOOK) != 1:
                    raise SecorError("The workbook has no macros, so no template for Excel can be made of it.")
                data = data.replace(WORKBOOK, TEMPLATE)
            new.writestr(member, data)
    return out.getvalue()
