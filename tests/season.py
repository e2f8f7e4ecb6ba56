"""A season of review workbooks, made fast: the samples again and again, each with an employer, a reference and accounts of its own.

Two shapes: as XlsxWriter writes a workbook, and as Excel does (its attributes on rows and sheets, its part for calculation, its
numbers with seventeen digits, its compression).
"""

import functools
import io
import re
import zipfile
from pathlib import Path

from secor_xl.judgement.assessment import assess
from secor_xl.judgement.outcome import OutcomeKind
from secor_xl.procedure.instrument import read_instrument
from secor_xl.procedure.office import OFFICE_FILE, read_office
from secor_xl.resources import shipped_instrument, shipped_letter_templates
from secor_xl.samples.employers import samples
from secor_xl.workbook.build import build_workbook

WITH_LETTERS = {OutcomeKind.APPROVE, OutcomeKind.REQUEST_CORRECTIONS, OutcomeKind.INVALID}

ON_SHEETS = (
    b'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"',
    b'xmlns:x14ac="http://schemas.microsoft.com/office/spreadsheetml/2009/9/ac"',
    b'xmlns:xr="http://schemas.microsoft.com/office/spreadsheetml/2014/revision"',
    b'mc:Ignorable="x14ac xr"',
    b'xr:uid="{00000000-0001-0000-0000-000000000000}"',
)
"""What Excel writes on the root of a sheet."""


@functools.cache
def originals():
    """The samples that have letters on one and the same day: review, content and parts of each workbook."""
    instrument, office = read_instrument(shipped_instrument()), read_office(shipped_letter_templates() / OFFICE_FILE)
    day = samples(instrument)[0].as_of
    made = []
    for sample in samples(instrument):
        assessment = assess(sample.review, instrument=instrument, office=office, as_of=day)
        if assessment.outcome.kind in WITH_LETTERS and "hostile" not in sample.file_stem:
            made.append((sample.review, _parts(build_workbook(assessment))))
    return day, made


def _parts(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def season(folder: Path, count: int, *, excel=False, first=0, folders=1):
    """Write ``count`` workbooks; returns the day to judge them on."""
    day, made = originals()
    for number in range(first, first + count):
        review, parts = made[number % len(made)]
        place = folder / f"{number % folders:03}" if folders > 1 else folder
        place.mkdir(parents=True, exist_ok=True)
        (place / f"review {number:05}.xlsx").write_bytes(_packed(_of_another(parts, review, number), excel=excel))
    return day


def _of_another(parts, review, number):
    changed = {review.case.reference: f"QA-{number:06}"}
    for name in (review.employer.legal_name, review.employer.trade_name):
        changed |= {name: f"{name} {number}"} if name else {}
    for place, account in enumerate(review.accounts):
        changed[account.number] = f"7{number:05}{place}"
    pattern = re.compile(
        rb"(?<=>)(?:"
        + b"|".join(re.escape(_xml(text)) for text in sorted(changed, key=len, reverse=True))
        + rb")(?=</t>)"
    )
    by_xml = {_xml(old): _xml(new) for old, new in changed.items()}
    strings = pattern.sub(lambda found: by_xml[found[0]], parts["xl/sharedStrings.xml"])
    return {**parts, "xl/sharedStrings.xml": strings}


def _xml(text):
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").encode()


def _packed(parts, *, excel):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name, content in parts.items():
            archive.writestr(name, _as_excel(name, content) if excel else content)
    return packed.getvalue()


def _as_excel(name, content):
    """What Excel adds when it saves a workbook that XlsxWriter made."""
    if not name.startswith("xl/worksheets/sheet"):
        return content
    # XlsxWriter writes some of them itself, where it writes sparklines.
    root = content[content.index(b"<worksheet ") : content.index(b">", content.index(b"<worksheet ")) + 1]
    bare = root[:-1].replace(b' mc:Ignorable="x14ac"', b"")
    missing = b"".join(b" " + each for each in ON_SHEETS if each not in bare)
    content = content.replace(root, bare + missing + b">", 1)
    content = re.sub(rb"<row (?![^>]*dyDescent)([^>]*?)(/?)>", rb'<row \1 x14ac:dyDescent="0.25"\2>', content)
    return re.sub(rb"<v>(\d+\.\d+)</v>", lambda found: b"<v>%.17g</v>" % float(found[1]), content)
