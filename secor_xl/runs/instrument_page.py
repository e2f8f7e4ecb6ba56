"""The page about a new version of an instrument that an office publishes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from secor_xl.procedure.instrument_text import exact
from secor_xl.review.difference import Passage, passages
from secor_xl.runs.instrument_changes import EntryChange, InstrumentComparison

PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>{title}</title>
<style>{style}</style>
</head>
<body>
<h1>{title}</h1>
{body}
</body>
</html>
"""
STYLE = """
body { font: 11pt/1.45 Calibri, Carlito, Arial, sans-serif; color: #22303A; max-width: 60em; margin: 2em auto; padding: 0 1em }
h1 { color: #123B4A; font-size: 1.8em; margin-bottom: 0 } h2 { color: #123B4A; border-bottom: 2px solid #2F7F86 }
table { border-collapse: collapse; width: 100% } th { background: #123B4A; color: #FFFFFF; text-align: left }
th, td { border: 1px solid #D8D3C8; padding: .3em .6em; vertical-align: top } td.number { text-align: right }
del { color: #A32A22; background: #FBE8E5 } ins { color: #2A6A3C; background: #E3F0E5 }
@media print { body { margin: 0; max-width: none } tr { break-inside: avoid } }
"""


def html_page(found: InstrumentComparison) -> str:
    """Write the comparison as a page that any browser opens and prints, without anything from elsewhere."""
    old, new = found.old, found.new
    name = old.version if old.title == new.title else f"{old.title}, {old.version}"
    title = f"{new.title}: changes in version {new.version}"
    parts = [f"<p>Compared with version {escape(name)}. <del>Words that are gone</del>, <ins>new words</ins>.</p>"]
    if not found.differs:
        parts.append("<p>Nothing differs.</p>")
    points = [[escape(letter), escape(name), *map(escape, numbers)] for letter, name, *numbers in found.points()]
    parts += _table("Points by element", ("Letter", "Element", "Points before", "Points now"), points, numbers=2)
    for heading, questions in (("Questions added", found.added), ("Questions not asked any more", found.gone)):
        rows = [[each.id, escape(each.text), escape(each.guideline), exact(each.points)] for each in questions]
        parts += _table(heading, ("Id", "Question", "Guideline", "Points"), rows, numbers=1)
    for heading, changes in found.groups().items():
        marked = [[escape(each.item), escape(each.label), _marked(each)] for each in changes]
        parts += _table(heading, ("Question" if heading != "Other changes" else "Item", "Entry", "Change"), marked)
    return PAGE.format(title=escape(title), style=STYLE, body="\n".join(parts))


def _table(heading: str, headers: Sequence[str], rows: Sequence[Sequence[str]], numbers: int = 0) -> Iterator[str]:
    """Write a table of HTML under its heading; the last ``numbers`` columns are numbers."""
    if not rows:
        return
    yield f"<h2>{escape(heading)}</h2>\n<table>"
    yield "<thead><tr>" + "".join(f'<th scope="col">{each}</th>' for each in headers) + "</tr></thead>\n<tbody>"
    first = len(headers) - numbers
    for row in rows:
        opened = ("<td>" if at < first else '<td class="number">' for at in range(len(row)))
        yield "<tr>" + "".join(f"{tag}{cell}</td>" for tag, cell in zip(opened, row, strict=True)) + "</tr>"
    yield "</tbody>\n</table>"


def _marked(change: EntryChange) -> str:
    """A change with marks on its words; short values are shown as before and after."""
    tags = {Passage.GONE: "del", Passage.NEW: "ins"}
    parts = (
        f"<{tags[kind]}>{escape(text)}</{tags[kind]}>" if kind in tags else escape(text)
        for kind, text in passages(change.before, change.after)
    )
    return " ".join(parts)
