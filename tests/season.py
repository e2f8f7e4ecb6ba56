"""A season of review workbooks, made fast: the samples again and again, each with an employer, a reference and accounts of its own.

Two shapes: as XlsxWriter writes a workbook, and as Excel leaves it (``excel_shape``).
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
from secor_xl.workbook.writing.build import build_workbook
from tests.excel_shape import as_excel, packed

WITH_LETTERS = {OutcomeKind.APPROVE, OutcomeKind.REQUEST_CORRECTIONS, OutcomeKind.INVALID}


@functools.cache
def with_letters():
    """The samples that have letters on one and the same day: that day, and the assessment of each."""
    instrument, office = read_instrument(shipped_instrument()), read_office(shipped_letter_templates() / OFFICE_FILE)
    day = samples(instrument)[0].as_of
    judged = (assess(each.review, instrument=instrument, office=office, as_of=day) for each in _harmless(instrument))
    return day, tuple(each for each in judged if each.outcome.kind in WITH_LETTERS)


def _harmless(instrument):
    return (sample for sample in samples(instrument) if "hostile" not in sample.file_stem)


@functools.cache
def originals():
    """The day, and the review and the parts of the workbook of each sample that has letters."""
    day, assessments = with_letters()
    return day, [(each.case.review, parts_of(build_workbook(each))) for each in assessments]


def parts_of(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def season(folder: Path, count: int, *, excel=False, first=0, folders=1):
    """Write ``count`` workbooks; returns the day to judge them on."""
    day, made = originals()
    for number in range(first, first + count):
        review, parts = made[number % len(made)]
        place = folder / f"{number % folders:03}" if folders > 1 else folder
        place.mkdir(parents=True, exist_ok=True)
        another = _of_another(parts, review, number)
        content = packed(as_excel(another), described=number % 2 == 1) if excel else _packed(another)
        (place / f"review {number:05}.xlsx").write_bytes(content)
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


def _packed(parts):
    packed_parts = io.BytesIO()
    with zipfile.ZipFile(packed_parts, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return packed_parts.getvalue()
