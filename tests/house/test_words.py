"""Messages are in our own words: no error of a library is ever shown to a person as it is."""

import ast
import io
import json
import re
import zipfile
from pathlib import Path

import pytest

from secor_xl.delivery.email.email_text import EmailTemplate
from secor_xl.delivery.email.envelope import email_fields
from secor_xl.errors import SecorError
from secor_xl.letters.content.approval import Approval
from secor_xl.letters.plan import LetterKind
from secor_xl.letters.template.template_check import checked_template
from secor_xl.procedure.instrument import read_instrument
from secor_xl.procedure.office import read_office
from secor_xl.resources import shipped_letter_templates
from secor_xl.runs.exchange import imported
from secor_xl.runs.output import write_safely
from secor_xl.runs.settings import settings_values
from secor_xl.workbook.reading.read_workbook import read_workbook
from tests.shipped_workbook import PATH
from tests.workbook.packages import changed, repacked

PACKAGE = Path(__file__).parents[2] / "secor_xl"
# Words of Python, of its libraries and of the systems below them.
THEIR_WORDS = re.compile(
    r"Errno|WinError|codec|isoformat|byte 0x|invalid (?:start|continuation)|not well-formed|xml[A-Z]\w+|XMLSyntax|Traceback"
    r"|\bline \d+, column|\bchar \d+|Expecting|delimiter|Extra data|Unterminated|recursion|Exceeds the limit|literal"
    r"|Start tag expected|Document is empty|Opening and ending|Premature end|Bad magic|CRC-32|zipfile|decompress|zlib"
    r"|TOMLDecode|Invalid (?:value|statement|initial)|Cannot (?:overwrite|declare)|end of document|Expected '"
    r"|Decimal\(|datetime\.|NoneType|<class|object at 0x|\bNone\b|No such file|Permission denied|Is a directory|File name too long"
    r"|No space left|strptime|KeyError|ValueError|TypeError|undefined"
)


def every_class():
    for path in PACKAGE.rglob("*.py"):
        yield from (
            node.name
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            if isinstance(node, ast.ClassDef)
        )


OURS = frozenset(every_class())
"""Our own errors carry our own words; so do the cures in them."""


def names_of(kind):
    return {
        each.id if isinstance(each, ast.Name) else each.attr
        for each in ast.walk(kind)
        if isinstance(each, ast.Name | ast.Attribute)
    }


def shown(handler):
    """Where the words of what was caught become a part of a text."""
    for node in ast.walk(handler):
        value = None
        if isinstance(node, ast.FormattedValue):
            value = node.value
        elif (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id in ("str", "repr")
            and node.args
        ):
            value = node.args[0]
        if isinstance(value, ast.Attribute) and value.attr in ("msg", "strerror", "args", "reason"):
            value = value.value
        if isinstance(value, ast.Name) and value.id == handler.name:
            yield value.lineno


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_no_error_of_another_is_put_into_a_text(path):
    for handler in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if (
            isinstance(handler, ast.ExceptHandler)
            and handler.name
            and handler.type
            and not names_of(handler.type) <= OURS
        ):
            assert not list(shown(handler)), f"{path.relative_to(PACKAGE)}: use reason_of, or say it in your own words"


SHEET = "xl/worksheets/sheet2.xml"


def with_part(content, part=SHEET):
    return repacked(PATH.read_bytes(), {part: content})


def workbook(change, part=SHEET):
    return changed(PATH.read_bytes(), part, change)


def damaged(content):
    """The package with a bit turned in the middle of its first large part."""
    entry = zipfile.ZipFile(io.BytesIO(content)).getinfo("xl/worksheets/sheet3.xml")
    at = entry.header_offset + 200
    return content[:at] + bytes([content[at] ^ 0x55]) + content[at + 1 :]


WORKBOOKS = {
    "a sheet that is no XML": with_part(b"<a><b></a>"),
    "an empty sheet": with_part(b"<"),
    "styles that are no XML": with_part(b"<styleSheet", "xl/styles.xml"),
    "texts that are no XML": workbook(lambda part: part.replace(b"</si>", b"", 1), "xl/sharedStrings.xml"),
    "relations that are no XML": with_part(b"<x", "xl/_rels/workbook.xml.rels"),
    "a workbook part that is no XML": with_part(b"<x", "xl/workbook.xml"),
    "a number that is none": workbook(lambda part: re.sub(rb"<v>\d+</v>", b"<v>1_5</v>", part, count=1)),
    "an unknown kind of cell": workbook(lambda part: part.replace(b't="s"', b't="q"', 1)),
    "a bit that was turned": damaged(PATH.read_bytes()),
    "half of a file": PATH.read_bytes()[:9000],
    "the start of a zip archive": b"PK\x03\x04" + bytes(60),
    "an empty file": b"",
    "a text": b"x" * 99,
}
RECORDS = {
    "an empty file": b"",
    "half an object": b'{"schema": "secor-xl/review/1", "case": {',
    "two objects": b"{} {}",
    "single quotes": b"{'schema': 1}",
    "an unknown letter": '{"schema": "é"}'.encode("latin-1"),
    "UTF-16": json.dumps({"schema": "secor-xl/review/1"}).encode("utf-16"),
    "endless nesting": b"[" * 100_000,
    "an endless number": b'{"schema": ' + b"9" * 5000 + b"}",
    "nothing": b"null",
    "no object": b"[1, 2]",
    "no number": b'{"schema": "secor-xl/review/1", "questions": [{"question_id": "A1", "points": NaN}]}',
    "no date": b'{"schema": "secor-xl/review/1", "case": {"received_on": "2026-00-00"}}',
    "null for a text": b'{"schema": "secor-xl/review/1", "case": {"reference": null}}',
    "a key that is there twice": b'{"schema": "secor-xl/review/1", "case": {"reference": "1", "reference": "2"}}',
}
TABLES = {
    "an unclosed text": b'id = "x\nversion = 1',
    "a key that is there twice": b"id = 1\nid = 2",
    "a list without its end": b"id = [1,",
    "no equals sign": b"id",
    "an impossible date": b"id = 2026-02-30",
    "a path in double quotes": b'letters_folder = "C:\\Users\\x"',
    "an unknown letter": 'id = "é"'.encode("latin-1"),
    "UTF-16": 'id = "x"'.encode("utf-16"),
    "endless nesting": b"id = " + b"[" * 100_000,
    "an endless number": b"id = " + b"9" * 5000,
    "a number for a text": b"id = 2.5",
    "a date for a text": b"id = 2026-01-01",
    "a table for a text": b"[id]\nx = 1",
}


def said(work):
    with pytest.raises(SecorError) as raised:
        work()
    return str(raised.value)


def speaks_plainly(words):
    assert not THEIR_WORDS.search(words), words
    assert len(words) > 30, words


@pytest.fixture
def file(tmp_path):
    def made(content, name="input.file"):
        (tmp_path / name).write_bytes(content)
        return tmp_path / name

    return made


@pytest.mark.parametrize("content", WORKBOOKS.values(), ids=WORKBOOKS)
def test_a_workbook_that_cannot_be_read(file, content):
    speaks_plainly(said(lambda: read_workbook(file(content))))


@pytest.mark.parametrize("content", RECORDS.values(), ids=RECORDS)
def test_json_that_is_no_review(file, content):
    speaks_plainly(said(lambda: imported(file(content))))


@pytest.mark.parametrize("read", [read_instrument, read_office])
@pytest.mark.parametrize("content", TABLES.values(), ids=TABLES)
def test_a_data_file_that_cannot_be_used(file, content, read):
    speaks_plainly(said(lambda: read(file(content))))


@pytest.mark.parametrize("content", TABLES.values(), ids=TABLES)
def test_settings_that_cannot_be_used(content):
    speaks_plainly(said(lambda: settings_values(content, "settings.toml")))


@pytest.mark.parametrize(
    "content", [b"", b"x", "Subject: é\n\nx".encode("latin-1"), b"Subject: {{ x\n\ny", b"Subject: {{ x }}\n\ny"]
)
def test_the_text_of_an_e_mail_that_cannot_be_used(file, content):
    speaks_plainly(said(lambda: EmailTemplate(file(content, "approval.txt"), email_fields(Approval))))


@pytest.mark.parametrize(
    "content",
    [b"", b"x", b"PK\x03\x04" + bytes(60), (shipped_letter_templates() / "approval.docx").read_bytes()[:9000]],
)
def test_a_template_that_is_no_word_document(file, content):
    speaks_plainly(said(lambda: checked_template(file(content, "approval.docx"), LetterKind.APPROVAL)))


@pytest.mark.parametrize("read", [read_workbook, imported, read_instrument, read_office])
@pytest.mark.parametrize("name", ["missing", ".", "x" * 300, "file/below", "a\x00b"])
def test_a_path_that_cannot_be_read(file, read, name):
    folder = file(b"", "file").parent
    speaks_plainly(said(lambda: read(folder / name)))


@pytest.mark.parametrize("name", [".", "x" * 300, "file/below"])
def test_a_path_that_cannot_be_written_to(file, name):
    folder = file(b"", "file").parent
    speaks_plainly(said(lambda: write_safely(folder / name, b"x")))
