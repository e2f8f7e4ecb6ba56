"""The ribbon tab: its XML, and the fixed step that puts it into a finished workbook.

XlsxWriter knows no ribbon, so the part and its relationship are added to the package afterwards. The namespace is the one of
2006, which every Excel since 2007 reads, Excel for Mac included.
"""

from __future__ import annotations

import io
import zipfile
from xml.sax.saxutils import escape, quoteattr

from secor_xl.excel.button_list import COMMANDS, GROUPS, Command
from secor_xl.excel.vba import BUTTONS, LOADED, TITLE

NAMESPACE = "http://schemas.microsoft.com/office/2006/01/customui"
RELATIONSHIP = "http://schemas.microsoft.com/office/2006/relationships/ui/extensibility"
PART = "customUI/customUI.xml"
_ROOT = "_rels/.rels"
_EARLIEST = (
    1980,
    1,
    1,
    0,
    0,
    0,
)  # the first day a ZIP file knows, as XlsxWriter has it: the same review gives the same file


def ribbon_xml(commands: tuple[Command, ...] = COMMANDS) -> str:
    """The ribbon tab with a large button for every command, in its groups."""
    groups = "".join(
        f'<group id="secor{group}" label="{escape(group)}">'
        + "".join(_button(command) for command in commands if command.group == group)
        + "</group>"
        for group in GROUPS
    )
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<customUI xmlns="{NAMESPACE}" onLoad="{BUTTONS}.{LOADED}">'
        f'<ribbon><tabs><tab id="secorTab" label="{TITLE}">{groups}</tab></tabs></ribbon></customUI>\n'
    )


def _button(command: Command) -> str:
    attributes = {
        "id": f"secor{command.name}",
        "label": command.label,
        "size": "large",
        "imageMso": command.image,
        "screentip": command.screen_tip,
        "supertip": command.super_tip,
        "onAction": f"{BUTTONS}.{command.callback}",
    }
    return f"<button {' '.join(f'{name}={quoteattr(value)}' for name, value in attributes.items())}/>"


def with_ribbon(workbook: bytes) -> bytes:
    """The workbook with the ribbon tab; every other part stays as it is, byte for byte."""
    made = io.BytesIO()
    related = f'<Relationship Id="rIdSecorRibbon" Type="{RELATIONSHIP}" Target="{PART}"/></Relationships>'
    with zipfile.ZipFile(io.BytesIO(workbook)) as parts, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        for part in parts.infolist():
            content = parts.read(part)
            if part.filename == _ROOT:
                content = content.replace(b"</Relationships>", related.encode())
            package.writestr(part, content)
        ribbon = zipfile.ZipInfo(PART, _EARLIEST)
        ribbon.compress_type = zipfile.ZIP_DEFLATED
        ribbon.external_attr = 0o600 << 16
        ribbon.create_system = 3
        package.writestr(ribbon, ribbon_xml().encode())
    return made.getvalue()
