"""The words that the pages of a letter show: one model, for a template and for each finished letter.

Words are visible unless their run, their paragraph's style, their character style, their table's style or their table row hides
them. A header or footer is visible if a section shows it on a page that every letter has; a footnote, if the text refers to it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import cast

from lxml import etree

from secor_xl.letters.word.ooxml import WORD, R, W, is_on

# What is around a word: its properties, the name of its style in them, the kind of that style, and what hides the word.
AROUND = {
    W + "r": (W + "rPr", "rStyle", "character", "hidden by its style"),
    W + "p": (W + "pPr", "pStyle", "paragraph", "hidden by the style of its paragraph"),
    W + "tr": (W + "trPr", "", "", "in a hidden table row"),
    W + "tbl": (W + "tblPr", "tblStyle", "table", "hidden by the style of its table"),
}
TEXTS = etree.XPath("descendant::w:t/text()", namespaces={"w": WORD}, smart_strings=False)
REFERENCES = (W + "headerReference", W + "footerReference")


class HiddenStyles:
    """The styles of a template that hide their words.

    Args:
        styles: the tree of its styles; ``None`` where it has none.
    """

    def __init__(self, styles: etree._Element | None) -> None:
        self.everything = False
        self.around: dict[etree._Element, str | None] = {}
        self._own: dict[str, bool | None] = {}
        self._base: dict[str, str] = {}
        self._default: dict[str, str] = {}
        if styles is None:
            return
        self.everything = bool(is_on(styles.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr"), "vanish"))
        for style in styles.iter(W + "style"):
            name = style.get(W + "styleId") or ""
            own = [is_on(properties, "vanish") for properties in style.iter(W + "rPr")]
            self._own[name] = True if True in own else next((each for each in own if each is not None), None)
            based_on = style.find(W + "basedOn")
            self._base[name] = "" if based_on is None else based_on.get(W + "val") or ""
            if style.get(W + "default") in ("1", "true", "on"):
                self._default[style.get(W + "type") or ""] = name

    def hides(self, name: str | None, kind: str) -> bool:
        """Return whether a style hides its words; without a name, the default style of the kind."""
        style = name if name in self._own else self._default.get(kind, "")
        seen: list[str] = []
        while style in self._own and self._own[style] is None and len(seen) <= len(self._own):
            seen.append(style)
            style = self._base[style]
        result = bool(self._own.get(style))
        for each in seen:
            self._own[each] = result
        return result


def hidden_words(tree: etree._Element, styles: HiddenStyles) -> Iterator[tuple[str, str]]:
    """Yield the hidden words of a part, with the reason."""
    for text in tree.iter(W + "t"):
        words = " ".join((text.text or "").split())
        why = _why_hidden(text, styles) if words else ""
        if why:
            yield words, why


def _why_hidden(text: etree._Element, styles: HiddenStyles) -> str:
    for around in text.iterancestors(*AROUND):
        if around not in styles.around:
            styles.around[around] = _why_around(around, styles)
        why = styles.around[around]
        if why != "":
            return why or ""
    return "hidden by the document's default font" if styles.everything else ""


def _why_around(around: etree._Element, styles: HiddenStyles) -> str | None:
    """Return why an element hides its words; empty where it does not, ``None`` where it shows them expressly."""
    name, style, kind, words = AROUND[str(around.tag)]
    properties = around.find(name)
    if around.tag == W + "tr":
        return words if is_on(properties, "hidden") else ""
    by_hand = is_on(properties, "vanish") if around.tag == W + "r" else None
    if by_hand is not None:
        return "hidden text" if by_hand else None
    return words if styles.hides(_value(properties, style), kind) else ""


def _value(properties: etree._Element | None, name: str) -> str | None:
    found = None if properties is None else properties.find(W + name)
    return None if found is None else found.get(W + "val")


@dataclass(frozen=True, slots=True)
class Pages:
    """The headers and footers of a template.

    Attributes:
        targets: the parts that the text's references lead to, by their identifiers.
        even_and_odd: whether even pages have headers of their own.
    """

    targets: Mapping[str, str]
    even_and_odd: bool

    def always_shown(self, document: etree._Element) -> frozenset[str]:
        """Collect the headers and footers that every letter shows: those on the first page of each section."""
        return frozenset(self._shown(document, surely=True))

    def ever_shown(self, document: etree._Element) -> frozenset[str]:
        """Collect the headers and footers that some page may show."""
        return frozenset(self._shown(document, surely=False))

    def _shown(self, document: etree._Element, *, surely: bool) -> Iterator[str]:
        now: dict[tuple[str, str], str] = {}
        for number, section in enumerate(document.iter(W + "sectPr")):
            for reference in section.iterchildren(*REFERENCES):
                target = self.targets.get(reference.get(R + "id") or "", "")
                now[str(reference.tag), reference.get(W + "type") or "default"] = target
            kinds = self._kinds_on_its_first_page(section, number) if surely else self._kinds(section)
            yield from (target for (_, kind), target in now.items() if kind in kinds and target)

    def _kinds(self, section: etree._Element) -> tuple[str, ...]:
        first = ("first",) if is_on(section, "titlePg") else ()
        return ("default", *first, *(("even",) if self.even_and_odd else ()))

    def _kinds_on_its_first_page(self, section: etree._Element, number: int) -> tuple[str, ...]:
        start = _value(section, "type") or "nextPage"
        if number and start in ("continuous", "nextColumn"):
            return ()  # its first page is that of the section before
        if is_on(section, "titlePg"):
            return ("first",)
        if not self.even_and_odd:
            return ("default",)
        numbering = section.find(W + "pgNumType")
        first = None if numbering is None else numbering.get(W + "start")
        if start == "evenPage" or ((first or "").isdigit() and int(first or "") % 2 == 0):
            return ("even",)
        return ("default",) if not number or first or start == "oddPage" else ()


def text_shown(part: etree._Element, notes: frozenset[str] | None = None) -> str:
    """Return the words of a part, without line breaks and tabs; of footnotes, those with the given identifiers."""
    if notes is None:
        return "".join(cast("list[str]", TEXTS(part)))
    return "".join(text_shown(each) for each in part.iter(W + "footnote") if each.get(W + "id") in notes)


def notes_referred_to(document: etree._Element) -> frozenset[str]:
    """Collect the identifiers of the footnotes to which a text refers."""
    return frozenset(each.get(W + "id") or "" for each in document.iter(W + "footnoteReference"))
