"""One way over a season, measured in a process of its own, and printed as JSON.

The folder is one that ``bulk_material.material`` has filled. What a way is given for free is read before the clock starts; what
it must load itself, such as templates, is loaded after.
"""

import datetime as dt
import importlib
import io
import json
import os
import subprocess
import sys
import time
import zlib
from pathlib import Path
from unittest.mock import patch

from secor_xl.records.database import Database
from secor_xl.resources import shipped_letter_templates
from secor_xl.runs.output import Writing, Written, flush_folder
from secor_xl.runs.staging import Staged, publish, stage
from tests.benchmarks.bulk_material import read_material
from tests.benchmarks.bulk_phases import watched_parts

IN_A_PROCESS = "import sys; from tests.benchmarks import bulk_ways; bulk_ways.main(*sys.argv[1:])"
"""Not as a module: every process of a run would load that anew, and the command line's own is next to nothing."""


def plain(material, out):
    """As a script would do it: openpyxl, then one DocxTemplate for each letter; it judges, checks and flushes nothing."""
    import openpyxl
    from docxtpl import DocxTemplate

    for path, letters in material.workbooks:
        book = openpyxl.load_workbook(path, data_only=True)
        for sheet in book:
            list(sheet.iter_rows(values_only=True))
        for letter in letters:
            template = DocxTemplate(shipped_letter_templates() / letter.template)
            template.render(letter.context, autoescape=True)
            template.save(out / letter.name)


def plain_letters(material, out):
    """Only the letters of the plain way."""
    from docxtpl import DocxTemplate

    for letter in material.letters:
        template = DocxTemplate(shipped_letter_templates() / letter.template)
        template.render(letter.context, autoescape=True)
        template.save(out / letter.name)


def mail_merge(material, out):
    """The letters as docx-mailmerge2 makes them of templates with merge fields."""
    opened = importlib.import_module("mailmerge").MailMerge  # measured where somebody has installed it
    for number, template in enumerate(material.merge_templates):
        (out / f"template {number}.docx").write_bytes(template)
    for letter in material.letters:
        with opened(out / f"template {letter.merge_template}.docx") as document:
            there = document.get_merge_fields()
            document.merge(**letter.merge_fields)
            for anchor, rows in letter.merge_rows.items():
                if anchor in there:
                    document.merge_rows(anchor, rows)
            document.write(out / letter.name)


def our_letters(material, out):
    """Only the letters of ours: rendered, checked, and written so that no crash leaves half of one."""
    _our_letters(material, out, _write_safely)


def our_letters_unflushed(material, out):
    """Only the letters of ours: rendered, checked, and written as the plain way writes them."""
    _our_letters(material, out, lambda path, data: path.write_bytes(data))


def _our_letters(material, out, write):
    from secor_xl.letters.kinds import KINDS
    from secor_xl.letters.letter import Letter
    from secor_xl.letters.render import LetterTemplates

    templates = LetterTemplates(shipped_letter_templates())
    kinds = {kind.file: each for each, kind in KINDS.items()}
    for letter in material.letters:
        planned = Letter(kinds[letter.template], letter.name, material.day, context=letter.context)
        write(out / letter.name, templates.render(planned))


def floor(material, out):
    """What nobody can leave out: unpack and parse with a compiled reader, compress, write safely."""
    _floor_reading(material)
    _floor_writing(material, out, _write_safely)


def floor_unflushed(material, out):
    """The same, written as the plain way writes."""
    _floor_reading(material)
    _floor_writing(material, out, lambda path, data: path.write_bytes(data))


def floor_own_reader(material, out):
    """The floor with our own reader in place of the compiled one, and only with the sheets that it needs."""
    from secor_xl.workbook.reading.read_workbook import SHEETS_READ
    from secor_xl.xlsx.fast_reader import read_sheets
    from secor_xl.xlsx.guard import open_guarded

    for path, _ in material.workbooks:
        read_sheets(open_guarded(path), SHEETS_READ)
    _floor_writing(material, out, _write_safely)


def floor_reading(material, _out):
    """Unpack and parse alone."""
    _floor_reading(material)


def _floor_reading(material):
    from python_calamine import CalamineWorkbook

    for path, _ in material.workbooks:
        book = CalamineWorkbook.from_filelike(io.BytesIO(path.read_bytes()))
        for number in range(len(book.sheet_names)):
            book.get_sheet_by_index(number).to_python(skip_empty_area=False)


def _floor_writing(material, out, write):
    for letter in material.letters:
        deflating = zlib.compressobj(3, zlib.DEFLATED, -15)
        deflating.compress(letter.changing)
        deflating.flush()
        write(out / letter.name, letter.data)
    flush_folder(out)


def _write_safely(path, data):
    publish(stage(path, data))


def ours(material, out, *, jobs=1, given=None):
    """The whole run: look, judge, render, check, write safely, record it."""
    from secor_xl.runs.season.run import LetterRun, Request

    workbooks = given or (str(material.workbooks[0][0].parent),)
    request = Request(tuple(workbooks), out, shipped_letter_templates(), material.day, jobs=jobs)
    for result in LetterRun(request, lambda: dt.datetime.now(dt.UTC)).results():
        assert not result.failure, result.failure


def two(material, out):
    """The whole run in two processes, with their start."""
    ours(material, out, jobs=2)


def unflushed(material, out):
    """The whole run, and no letter is flushed to the disk before it has its name."""
    with patch("secor_xl.runs.staging.write_through", lambda temporary, data: temporary.write_bytes(data)):
        ours(material, out)


def unnamed(material, out):
    """The whole run, and each letter is written under its own name at once."""

    def at_once(path, data):
        path.write_bytes(data)
        return Staged(path, path)

    def nothing_to_name(staged, **_):
        return Written(staged.path, Writing.WRITTEN)

    with (
        patch("secor_xl.runs.season.work.stage", at_once),
        patch("secor_xl.runs.season.publishing.publish", nothing_to_name),
    ):
        ours(material, out)


def unflushed_records():
    prepare = Database.prepare

    def unflushed(database, **options):
        prepare(database, **options)
        database._connection.execute("PRAGMA synchronous = OFF")

    return patch.object(Database, "prepare", unflushed)


def records_unflushed(material, out):
    """The whole run, and the records are not flushed to the disk."""
    with unflushed_records():
        ours(material, out)


def nothing_safe(material, out):
    """The whole run without any of the three."""
    with unflushed_records():
        unnamed(material, out)


def again(material, out):
    """A run over what an earlier run, which is not counted, has done: nothing is left to do."""
    ours(material, out)


def phases(material, out):
    """The whole run, with the seconds of each of its parts."""
    spent, parts = watched_parts()
    begun = time.perf_counter()
    ours(material, out)
    whole = time.perf_counter() - begun
    return {"parts": {name: spent[name] for name in parts} | {"rest": whole - sum(spent.values())}}


def few(count, jobs):
    def way(material, out):
        ours(material, out, jobs=jobs, given=[str(path) for path, _ in material.workbooks[:count]])

    return way


WAYS = {
    function.__name__: function
    for function in (
        plain,
        plain_letters,
        mail_merge,
        our_letters,
        our_letters_unflushed,
        floor,
        floor_unflushed,
        floor_own_reader,
        floor_reading,
        ours,
        two,
        unflushed,
        unnamed,
        records_unflushed,
        nothing_safe,
        again,
        phases,
    )
}
BREAK_EVEN = (20, 50, 100, 200, 500)
WAYS |= {f"{count} in {jobs}": few(count, jobs) for count in BREAK_EVEN for jobs in (1, 2)}


def measured(way, folder):
    """Seconds of one way in a process of its own: of the way itself, of its processors, and of the whole process."""
    begun = time.perf_counter()
    told = subprocess.run(
        [sys.executable, "-c", IN_A_PROCESS, way, str(folder)],
        check=True,
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[2],
    ).stdout
    return {**json.loads(told), "process": time.perf_counter() - begun}


def main(way, folder):
    # What is written stays until all is measured: a file system makes new files slowly for a while after many were removed.
    material, out = read_material(Path(folder)), Path(folder) / f"out {os.getpid()}"
    out.mkdir()
    function = WAYS[way]
    if way == "again":
        ours(material, out)
    begun, processor = time.perf_counter(), time.process_time()
    more = function(material, out)
    told = {"seconds": time.perf_counter() - begun, "processor": time.process_time() - processor}
    print(json.dumps(told | (more or {})))
