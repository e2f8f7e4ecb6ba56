"""Faults in the words and tags of a template: text that would get lost, typographic characters, half tags."""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Collection, Iterator

from secor_xl.letters.template.source import Part

TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
HALF_TAG = re.compile(r"\{[{%](?:(?!\{[{%]).)+(?=\{[{%])", re.DOTALL)
SINGLE_BRACES = re.compile(r"(?<!\{)\{\s*([A-Za-z_][\w.]*)\s*\}(?!\})")
TRACKED_CHANGE = re.compile(
    r"<w:(?:ins|del|moveFrom|moveTo|(?:r|p|tbl|tr|tc|sect)PrChange|cellIns|cellDel|cellMerge)[ />]"
)
HIDDEN_RUN = re.compile(
    r"<w:r[ >](?:(?!</w:r>).)*?<w:vanish(?:/>| w:val=\"(?:1|true|on)\"/>)(?:(?!</w:r>).)*</w:r>", re.DOTALL
)
COLUMN_TAG = re.compile(r"\{%\s*(?:tc|colspan|cellbg|vm|hm)\b")
NOT_SHOWN = re.compile(r"<w:(delText|instrText)\b.*?</w:\1>", re.DOTALL)
A_SPACE = re.compile(r"</w:p>|<w:(?:br|tab|cr)\b[^>]*/>")
XML_TAG = re.compile(r"<[^>]+>")
LONGEST_EXCERPT = 72
FAMILY = re.compile(r"^(\{[%{#]-?)(?:tr|tc|p|r)\b")
CURLY_QUOTES = str.maketrans("“”‘’", "\"\"''")
TYPE_INSTEAD = {
    "„": '"', "‟": '"', "«": '"', "»": '"', "″": '"', "′": "'", "‚": "'", "`": "'", "´": "'", "–": "-", "—": "-",
    "…": "...", "×": "*", "\u200b": "nothing", "\u00ad": "nothing", "\ufeff": "nothing",
}  # fmt: skip


def faults_of_tracking(part: Part) -> Iterator[str]:
    """Changes that Word tracks, which would go out with every letter."""
    if TRACKED_CHANGE.search(part.raw):
        yield "it has tracked changes. Choose Review > Accept > Accept All Changes and Stop Tracking."


def faults_of_hiding(part: Part) -> Iterator[str]:
    """Words that are there for Word, and that nobody sees in print."""
    hidden = " ".join(visible(" ".join(run.group() for run in HIDDEN_RUN.finditer(part.raw))).split())
    if hidden:
        shown = hidden[:LONGEST_EXCERPT]
        yield f"{shown!r} is hidden text, which is not printed. Select it, and clear Hidden under Home > Font, or delete it."


def faults_of_text(part: Part, names: Collection[str]) -> Iterator[str]:
    """Every fault in the words and tags of a part; ``names`` are those that a tag may print."""
    before = visible(part.raw)
    tags = tuple(dict.fromkeys(TAG.findall(before)))
    half = [found.group() for tag in tags if (found := HALF_TAG.match(tag))]
    if half:
        for begun in half:
            shown = " ".join(begun.split())[:LONGEST_EXCERPT]
            yield f"the tag {shown!r} is not closed. Write every tag as {{{{ field }}}} or {{%p ... %}}."
        return
    for tag in tags:
        yield from _faults_of_tag(tag)
    lost_tags = _lost_tags(before, part.jinja)
    for tag in lost_tags:
        yield f"the tag {tag} gets lost: another {{%p or {{%tr tag is in the same paragraph or row. Give it its own."
    lost_words = [] if lost_tags else _lost_words(before, part.jinja)
    if lost_words:
        text = " ".join(lost_words)[:LONGEST_EXCERPT]
        yield f"the text {text!r} gets lost: it shares a paragraph or row with a {{%p or {{%tr tag. Give the tag its own."
    for name in dict.fromkeys(SINGLE_BRACES.findall(TAG.sub(" ", before))):
        if name.rpartition(".")[2] in names:
            yield f"{name!r} stands in single braces and would be printed as it is. Type {{{{ {name} }}}}."
    around = TAG.sub(" ", visible(part.jinja))
    for mark in ("{{", "}}", "{%", "%}", "{_", "_}"):
        if mark in around:
            yield f"half a tag is left over ({mark}). Write every tag as {{{{ field }}}} or {{%p ... %}}."


def visible(xml: str) -> str:
    """What a person sees of a part, a space for every paragraph end, line break and tab."""
    text = XML_TAG.sub("", A_SPACE.sub(" ", NOT_SHOWN.sub("", xml)))
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", '"').replace("&amp;", "&")


def _faults_of_tag(tag: str) -> Iterator[str]:
    for character in dict.fromkeys(tag):
        if character in TYPE_INSTEAD:
            yield f"{tag} has the typographic character {character!r}. Type {TYPE_INSTEAD[character]} instead."
    if "\u00a0" in tag:
        yield f"{tag} has a no-break space. Type a plain space instead."
    if COLUMN_TAG.match(tag):
        yield f"{tag} makes table columns come and go, which is not supported. Use {{%tr ... %}} for rows."


def _lost_tags(before: str, jinja: str) -> list[str]:
    typed = {_plain_tag(FAMILY.sub(r"\1", tag)): tag for tag in TAG.findall(before)}
    written = Counter(_plain_tag(FAMILY.sub(r"\1", tag)) for tag in TAG.findall(before))
    kept = Counter(_plain_tag(tag) for tag in TAG.findall(jinja))
    return [typed[plain] for plain in (written - kept).elements()]


def _plain_tag(tag: str) -> str:
    return re.sub(r"\s+|(?<=\{%)-|-(?=%\})", "", tag).translate(CURLY_QUOTES)


def _lost_words(before: str, jinja: str) -> list[str]:
    written, kept = TAG.sub(" ", before).split(), visible(TAG.sub(" ", jinja)).split()
    if written == kept:
        return []
    steps = difflib.SequenceMatcher(None, written, kept, autojunk=False).get_opcodes()
    return [word for step, start, end, _, _ in steps if step in ("delete", "replace") for word in written[start:end]]
