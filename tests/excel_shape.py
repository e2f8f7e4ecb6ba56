"""A workbook of XlsxWriter as Excel 365 leaves it after opening and saving: every difference that was seen in files of Excel.

Strings and styles have other numbers, some texts have several runs, and there are parts that XlsxWriter never writes: the chain of
calculation, threaded comments and who wrote them, printer settings, a sensitivity label. The zip archive has headers of its own.
"""

import re
import struct
import zlib

ON_SHEETS = (
    b'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"',
    b'xmlns:x14ac="http://schemas.microsoft.com/office/spreadsheetml/2009/9/ac"',
    b'xmlns:xr="http://schemas.microsoft.com/office/spreadsheetml/2014/revision"',
    b'mc:Ignorable="x14ac xr"',
    b'xr:uid="{00000000-0001-0000-0000-000000000000}"',
)
"""What Excel writes on the root of a sheet."""
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MICROSOFT = "http://schemas.microsoft.com/office/2017/10/relationships"
NEW_STYLES = b'<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>' * 2
STYLES_BEFORE = 2
DECLARATION = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n'
START = "xl/worksheets/sheet1.xml"
RELATIONS = b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">%s</Relationships>'
GROWTH_HINT = struct.pack("<HHHH", 0xA220, 4, 0xA028, 0) + bytes(260)
EXTRA = struct.pack("<HH", 0xA220, 264) + GROWTH_HINT[4:].ljust(264, b"\0")
"""The room that Excel leaves for a part to grow, in the local header alone."""
COMMENT = (
    b'<ThreadedComments xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments">'
    b'<threadedComment ref="B2" dT="2026-06-01T10:00:00.00" personId="{1}" id="{2}"><text>Seen?</text></threadedComment>'
    b"</ThreadedComments>"
)
PERSONS = b'<personList xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"/>'
LABEL = b'<clbl:labelList xmlns:clbl="http://schemas.microsoft.com/office/2020/mipLabelMetadata"/>'
CHAIN = (
    b'<calcChain xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    b'<c r="C9" i="1"/><c r="K6" i="1" a="1"/></calcChain>'
)
TWO_RUNS = (
    rb'<si><r><t xml:space="preserve">\1. </t></r><r><rPr><b/><sz val="11"/><rFont val="Calibri"/></rPr>'
    rb'<t xml:space="preserve">\2</t></r><phoneticPr fontId="1" type="noConversion"/>'
)


def as_excel(parts):
    """The parts of the workbook as Excel would write them."""
    made = {
        name: _sheet(content) if name.startswith("xl/worksheets/sheet") else content for name, content in parts.items()
    }
    last = len(re.findall(b"<si>", parts["xl/sharedStrings.xml"])) - 1
    made["xl/sharedStrings.xml"] = _strings(parts["xl/sharedStrings.xml"])
    made["xl/styles.xml"] = _styles(parts["xl/styles.xml"])
    made |= {
        name: _renumbered(content, last) for name, content in made.items() if name.startswith("xl/worksheets/sheet")
    }
    made[START] = _calculated(made[START])
    added = {
        "xl/calcChain.xml": CHAIN,
        "xl/persons/person.xml": PERSONS,
        "xl/threadedComments/threadedComment1.xml": COMMENT,
        "docMetadata/LabelInfo.xml": LABEL,
    }
    made |= {name: DECLARATION + content for name, content in added.items()}
    made["xl/printerSettings/printerSettings1.bin"] = b"\x00P\x00r\x00i\x00n\x00t" * 40
    _relate(made, "xl/_rels/workbook.xml.rels", f"{OFFICE}/calcChain", "calcChain.xml")
    _relate(made, "xl/_rels/workbook.xml.rels", f"{MICROSOFT}/person", "persons/person.xml")
    _relate(
        made,
        "xl/worksheets/_rels/sheet2.xml.rels",
        f"{MICROSOFT}/threadedComment",
        "../threadedComments/threadedComment1.xml",
    )
    _relate(
        made,
        "xl/worksheets/_rels/sheet2.xml.rels",
        f"{OFFICE}/printerSettings",
        "../printerSettings/printerSettings1.bin",
    )
    _relate(
        made,
        "_rels/.rels",
        "http://schemas.microsoft.com/office/2020/02/relationships/classificationlabels",
        "docMetadata/LabelInfo.xml",
    )
    return made


def packed(parts, *, described=False):
    """The zip archive as Excel writes it, with room to grow; or, ``described``, as a server does, with sizes behind the parts."""
    pieces, central, at = [], [], 0
    for name, content in parts.items():
        compressor = zlib.compressobj(1, zlib.DEFLATED, -zlib.MAX_WBITS)
        data = compressor.compress(content) + compressor.flush()
        sizes = (zlib.crc32(content), len(data), len(content))
        flags, extra = (0x0008, b"") if described else (0x0006, EXTRA if name.endswith((".rels", "].xml")) else b"")
        written = (0, 0, 0) if described else sizes
        head = struct.pack("<HHHHHIIIHH", 20, flags, 8, 0, 0x21, *written, len(name), len(extra))
        piece = b"PK\x03\x04" + head + name.encode() + extra + data
        piece += b"PK\x07\x08" + struct.pack("<III", *sizes) if described else b""
        listed = struct.pack("<HHHHHHIIIHHHHHII", 45, 20, flags, 8, 0, 0x21, *sizes, len(name), 0, 0, 0, 0, 0, at)
        central.append(b"PK\x01\x02" + listed + name.encode())
        pieces.append(piece)
        at += len(piece)
    directory = b"".join(central)
    end = struct.pack("<HHHHIIH", 0, 0, len(central), len(central), len(directory), at, 0)
    return b"".join(pieces) + directory + b"PK\x05\x06" + end


def _sheet(content):
    # XlsxWriter writes some of them itself, where it writes sparklines.
    root = content[content.index(b"<worksheet ") : content.index(b">", content.index(b"<worksheet ")) + 1]
    bare = root[:-1].replace(b' mc:Ignorable="x14ac"', b"")
    missing = b"".join(b" " + each for each in ON_SHEETS if each not in bare)
    content = content.replace(root, bare + missing + b">", 1)
    content = re.sub(rb"<row (?![^>]*dyDescent)([^>]*?)(/?)>", rb'<row \1 x14ac:dyDescent="0.25"\2>', content)
    return re.sub(rb"<v>(\d+\.\d+)</v>", lambda found: b"<v>%.17g</v>" % float(found[1]), content)


def _renumbered(sheet, last):
    """The sheet with the last string first, and its styles behind the new ones."""
    string = re.compile(rb'(<c [^>]*t="s"[^>]*><v>)([0-9]+)')
    sheet = string.sub(lambda found: found[1] + b"%d" % (last - int(found[2])), sheet)
    style = re.compile(rb'(<(?:c|row) [^>]*?\bs="|<col [^>]*?\bstyle=")([0-9]+)')
    return style.sub(lambda found: found[1] + b"%d" % (int(found[2]) + STYLES_BEFORE), sheet)


def _strings(part):
    """The strings the other way round; those of more than one sentence in two runs, as after a word was made bold."""
    start, end = part.index(b"<si>"), part.index(b"</sst>")
    items = part[start:end].split(b"</si>")[:-1]
    made = [re.sub(rb"\A<si><t(?: [^>]*)?>([^<]*?)\. ([^<]+)</t>\Z", TWO_RUNS, item) for item in items]
    return part[:start] + b"</si>".join([*reversed(made), b""]) + part[end:]


def _styles(part):
    """Two more styles before the others; the first of those keep the apostrophe that somebody typed before a text."""
    [(count, styles)] = re.findall(rb'<cellXfs count="(\d+)">(.*?)</cellXfs>', part, re.DOTALL)
    marked = styles.replace(b"<xf ", b'<xf quotePrefix="1" ', 20)
    new = b'<cellXfs count="%d">%s%s</cellXfs>' % (int(count) + STYLES_BEFORE, NEW_STYLES, marked)
    return part.replace(b'<cellXfs count="%s">%s</cellXfs>' % (count, styles), new)


def _calculated(start):
    """The start sheet with a day that follows the calendar, and a number that is calculated."""
    start, days = re.subn(rb'(<c r="C9"[^>]*>)(<v>)', rb'\1<f ca="1">TODAY()</f>\2', start)
    start, counts = re.subn(rb'(<c r="K6"[^>]*)>(<v>)', rb'\1 cm="1" vm="1"><f t="array" ref="K6">1+1</f>\2', start)
    assert (days, counts) == (1, 1)
    return start


def _relate(parts, name, kind, target):
    before = parts.get(name, DECLARATION + RELATIONS % b"")
    relation = f'<Relationship Id="rIdExcel{len(before)}" Type="{kind}" Target="{target}"/>'.encode()
    parts[name] = before.replace(b"</Relationships>", relation + b"</Relationships>")
