"""The ribbon tab: its XML, and the step that adds it to a finished workbook, because XlsxWriter knows no ribbon.

The namespace is the one of 2006, which every Excel since 2007 reads, Excel for Mac included.
"""

from __future__ import annotations

from xml.sax.saxutils import escape, quoteattr

from secor_xl.excel.button_list import COMMANDS, GROUPS, TITLE, Command
from secor_xl.excel.package_edits import replaced
from secor_xl.excel.vba import BUTTONS, LOADED

NAMESPACE = "http://schemas.microsoft.com/office/2006/01/customui"
RELATIONSHIP = "http://schemas.microsoft.com/office/2006/relationships/ui/extensibility"
PART = "customUI/customUI.xml"
_ROOT = "_rels/.rels"


def ribbon_xml(commands: tuple[Command, ...] = COMMANDS) -> str:
    """Return the XML of the ribbon tab: a large button for every command, in its groups."""
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
    """Return the workbook with the ribbon tab; every other part stays as it is, byte for byte."""
    end = "</Relationships>"
    related = f'<Relationship Id="rIdSecorRibbon" Type="{RELATIONSHIP}" Target="{PART}"/>{end}'
    return replaced(workbook, _ROOT, end.encode(), related.encode(), {PART: ribbon_xml().encode()})
