"""The office's logo: read its picture, and put it above the office's name in the letterhead of a template."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING

from lxml import etree

from secor_xl.errors import DataError, reason_of
from secor_xl.files import MEBIBYTE, start_of
from secor_xl.letters.word.ooxml import W
from secor_xl.letters.word.relations import Relation, as_part, relations_of
from secor_xl.letters.word.word_file import CONTENT_TYPES, parsed

if TYPE_CHECKING:
    from pathlib import Path

    from secor_xl.letters.word.outgoing import OutgoingPackage

KEY = "certifying_partner.logo"
STYLE = "Letterhead"
IDENTIFIER, SHAPE_NUMBER = "rIdLogo", 9001
EMU_PER_INCH = 914_400
WIDEST, HIGHEST = 2.75, 0.75
"""The most space that it takes, in inches."""
LARGEST, MOST_PIXELS, FEWEST_PIXELS = MEBIBYTE, 6_000, 16
SCREEN_DPI = 96
SAVE_AS = "Open it in Paint, and save it as a PNG picture"
NO_PLACE = (
    f"The logo of office.toml has no place in this template. Give the paragraph with your name the style {STYLE}, or take the"
    " line logo out of office.toml."
)
FORMATS = {b"\x89PNG\r\n\x1a\n": ("png", b"IEND\xaeB`\x82"), b"\xff\xd8\xff": ("jpeg", b"\xff\xd9")}
"""How the files of each format begin; the format, and how they end."""
DRAWING = (
    f'<w:p xmlns:w="{W[1:-1]}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    ' xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    ' xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture">'
    f'<w:pPr><w:pStyle w:val="{STYLE}"/><w:spacing w:after="80"/></w:pPr><w:r><w:drawing>'
    '<wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{width}" cy="{height}"/>'
    '<wp:docPr id="{number}" name="Logo"/><wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect="1"/>'
    '</wp:cNvGraphicFramePr><a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture">'
    '<pic:pic><pic:nvPicPr><pic:cNvPr id="{number}" name="Logo"/><pic:cNvPicPr/></pic:nvPicPr>'
    '<pic:blipFill><a:blip r:embed="{identifier}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
    '<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'
    '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline>'
    "</w:drawing></w:r></w:p>"
)


@dataclass(frozen=True, slots=True)
class Logo:
    """A picture for the letterhead.

    Attributes:
        content: the bytes of its file.
        ending: the usual ending of its format, ``png`` or ``jpeg``.
        width: its width on the page, in EMU.
        height: its height on the page, in EMU.
        alternative_text: the words for people who do not see it.
    """

    content: bytes
    ending: str
    width: int
    height: int
    alternative_text: str


def read_logo(folder: Path, name: str, alternative_text: str, office_file: str) -> Logo:
    """Read the picture; raise ``DataError`` where it is missing, too large or no picture.

    Args:
        folder: the office's folder.
        name: its file name in the folder.
        alternative_text: the words for people who do not see it.
        office_file: ``office.toml``, as messages name it.
    """

    def refused(reason: str) -> DataError:
        return DataError(office_file, KEY, f"is {name!r}; {reason}")

    if PurePath(name).name != name or "\\" in name or ":" in name:
        raise refused("write only the name of a file that is in the folder of office.toml, such as logo.png")
    try:
        content = start_of(folder / name, LARGEST)
    except (OSError, ValueError) as error:
        raise refused(f"this picture cannot be read ({reason_of(error)}). Put it beside office.toml") from None
    if len(content) > LARGEST:
        raise refused(f"this picture is larger than {LARGEST // MEBIBYTE} MB. Make it smaller in Paint (Resize)")
    ending, end = next((kind for start, kind in FORMATS.items() if content.startswith(start)), ("", b""))
    if not ending:
        raise refused(f"this file is neither a PNG nor a JPEG picture. {SAVE_AS}")
    size = _size(content)
    if size is None or end not in content[-64:]:
        raise refused(f"this picture is damaged or not whole. {SAVE_AS}")
    pixels, inches = size
    if max(pixels) > MOST_PIXELS or min(pixels) < FEWEST_PIXELS:
        allowed = f"{FEWEST_PIXELS} to {MOST_PIXELS:,} are allowed each way"
        raise refused(f"this picture has {pixels[0]:,} × {pixels[1]:,} pixels; {allowed}. Resize it in Paint")
    scale = min(1.0, WIDEST / inches[0], HIGHEST / inches[1])
    width, height = (max(1, round(each * scale * EMU_PER_INCH)) for each in inches)
    return Logo(content, ending, width, height, alternative_text)


def _size(content: bytes) -> tuple[tuple[int, int], tuple[float, float]] | None:
    """Return width and height of a picture, in pixels and in inches; ``None`` where it is damaged."""
    from docx.image.image import Image  # noqa: PLC0415 - only where an office has a logo

    try:
        picture = Image.from_blob(content)
        pixels, dots = (picture.px_width, picture.px_height), (picture.horz_dpi, picture.vert_dpi)
    except Exception:  # noqa: BLE001 - python-docx raises errors of any type
        return None
    if min(pixels) < 1:
        return None
    resolutions = (each if each > SCREEN_DPI // 2 else SCREEN_DPI for each in dots)
    width, height = (size / resolution for size, resolution in zip(pixels, resolutions, strict=True))
    return pixels, (width, height)


def place_logo(package: OutgoingPackage, logo: Logo) -> str:
    """Put a logo above each paragraph of the style of the letterhead; return why it has no place, empty where it has one."""
    placed = False
    for name, tree in package.trees.items():
        style = next((each for each in tree.iter(W + "pStyle") if each.get(W + "val") == STYLE), None)
        if style is None:
            continue
        paragraph = next(style.iterancestors(W + "p"))
        paragraph.addprevious(_drawing(logo))
        target = f"media/{IDENTIFIER}.{logo.ending}"
        package.parts[f"{name.rpartition('/')[0]}/{target}"] = logo.content
        package.add_relations(name, [*relations_of(package.parts, name), Relation(IDENTIFIER, "image", target, False)])
        placed = True
    if placed:
        package.parts[CONTENT_TYPES] = _with_type(package.parts[CONTENT_TYPES], logo.ending)
    return "" if placed else NO_PLACE


def _drawing(logo: Logo) -> etree._Element:
    numbers = {"width": logo.width, "height": logo.height, "number": SHAPE_NUMBER, "identifier": IDENTIFIER}
    paragraph = etree.fromstring(DRAWING.format(**numbers))
    next(paragraph.iter("{*}docPr")).set("descr", logo.alternative_text)
    return paragraph


def _with_type(content_types: bytes, ending: str) -> bytes:
    root = parsed(content_types)
    namespace = root.tag.rpartition("}")[0] + "}"
    if not any((each.get("Extension") or "").lower() == ending for each in root.iter(f"{namespace}Default")):
        root.insert(0, root.makeelement(f"{namespace}Default", {"Extension": ending, "ContentType": f"image/{ending}"}))
    return as_part(root)
