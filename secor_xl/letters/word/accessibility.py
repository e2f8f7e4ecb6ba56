"""Find the things that a template lacks for a screen reader: words for pictures, headings in order, header rows, a language."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from secor_xl.letters.word.ooxml import W, is_on, local, words_near

LONGEST_EXCERPT = 40
HEADING_NAMES = {f"heading {level}": level for level in range(1, 10)}


def remarks_on_access(trees: dict[str, etree._Element], styles: etree._Element | None) -> Iterator[str]:
    """Yield a sentence for each thing that a screen reader would miss, with what to do in Word.

    Args:
        trees: the parts of a template whose text is on the pages, the letter's text first.
        styles: the tree of its styles; ``None`` where it has none.
    """
    for tree in trees.values():
        yield from map(_without_words, filter(_is_bare_picture, tree.iter(etree.Element)))
    text = next(iter(trees.values()))
    yield from _headings_out_of_order(text, heading_levels(styles))
    yield from map(_without_header_row, filter(_is_bare_table, text.iter(W + "tbl")))
    if styles is None or styles.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}lang") is None:
        yield "The letter does not say its language. Choose Review > Language > Set Proofing Language, and Set As Default."


def _is_bare_picture(element: etree._Element) -> bool:
    """Return whether an element is a picture without an alternative text that is not marked as decorative."""
    name = local(element)
    if name == "docPr":
        decorative = any(
            local(each) == "decorative" and each.get("val") in ("1", "true") for each in element.iter("{*}*")
        )
        return not decorative and not (element.get("descr") or "").strip()
    return name == "imagedata" and not (getattr(element.getparent(), "attrib", {}).get("alt") or "").strip()


def _without_words(picture: etree._Element) -> str:
    return (
        f"A picture{words_near(picture)} has no alternative text. Right-click it, choose View Alt Text, and say what it shows,"
        " such as Logo of our office."
    )


def heading_levels(styles: etree._Element | None) -> dict[str, int]:
    """Return the level of each style of a heading, by the identifier of the style."""
    found: dict[str, int] = {}
    for style in styles.iter(W + "style") if styles is not None else ():
        name = style.find(W + "name")
        level = HEADING_NAMES.get("" if name is None else (name.get(W + "val") or "").lower())
        if level:
            found[style.get(W + "styleId") or ""] = level
    return found


def _headings_out_of_order(text: etree._Element, levels: dict[str, int]) -> Iterator[str]:
    before = 0
    for style in text.iter(W + "pStyle"):
        level = levels.get(style.get(W + "val") or "", 0)
        if level > before + 1:
            paragraph = next(style.iterancestors(W + "p"))
            words = "".join(each.text or "" for each in paragraph.iter(W + "t"))[:LONGEST_EXCERPT]
            cure = f"Give it the style Heading {before + 1}"
            yield f"The heading {words!r} has the style Heading {level}, {_after(before)}. {cure}."
        before = level or before
    if not before:
        yield "The letter has no heading. Give its title the style Heading 1."


def _after(level: int) -> str:
    return f"below a Heading {level}" if level else "and is the first one"


def _is_bare_table(table: etree._Element) -> bool:
    first = table.find(W + "tr")
    return first is not None and not is_on(first.find(W + "trPr"), "tblHeader")


def _without_header_row(table: etree._Element) -> str:
    words = " ".join("".join(each.text or "" for each in table.iter(W + "t")).split())[:LONGEST_EXCERPT]
    return (
        f"The table that begins {words!r} has no header row. Select its first row, and choose Table Layout > Repeat Header"
        " Rows."
    )
