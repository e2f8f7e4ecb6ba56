"""Two versions of an instrument: what is new, gone, reworded, moved, and the page about it."""

import re
from dataclasses import replace
from html.parser import HTMLParser

from secor_xl.runs.instrument_changes import compare_instruments, question_pairs
from secor_xl.runs.instrument_page import html_page
from tests.runs.instrument_versions import NEW, OLD, changed


def test_each_question_is_paired_by_its_words_else_by_its_id() -> None:
    pairs = {(old.id if old else "", new.id if new else "") for old, new in question_pairs(OLD, NEW)}
    assert {pair for pair in pairs if pair[0] != pair[1]} == {("B3", "B8"), ("", "C8"), ("C6", ""), ("D2", "")}


def test_two_questions_that_changed_their_numbers_are_not_reworded() -> None:
    swapped = changed(A1={"id": "A2"}, A2={"id": "A1"})
    changes = compare_instruments(OLD, swapped).changed
    assert {(each.item, each.key) for each in changes} == {("A2 (was A1)", "id"), ("A1 (was A2)", "id")}


def test_questions_are_named_by_what_became_of_them() -> None:
    found = compare_instruments(OLD, NEW)
    assert [each.id for each in found.added] == ["C8"]
    assert [each.id for each in found.gone] == ["C6", "D2"]
    assert {heading: [(each.item, each.key) for each in changes] for heading, changes in found.groups().items()} == {
        "Questions with another number": [("B8 (was B3)", "id")],
        "Questions reworded": [("A1", "text")],
        "Points moved": [("A2", "points"), ("A2", "step")],
        "Evidence and n/a": [("C1", "documents")],
    }
    points = {letter: (before, after) for letter, _, before, after in found.points()}
    assert (points["A"], points["D"], points[""]) == (("100", "97.5"), ("150", "115"), ("1000", "962.5"))


def test_rules_titles_and_elements_are_compared_too() -> None:
    first, second, *rest = OLD.consistency
    new = replace(
        OLD,
        title="Another title",
        elements=OLD.elements[:-1],
        consistency=(replace(first, because="So."), replace(second, id="new-name"), *rest),
    )
    items = [each.item for each in compare_instruments(OLD, new).others]
    assert items == ["Instrument", "Element J", f"Rule {first.id}", "Rule new-name", f"Rule {second.id}"]


def test_a_version_with_the_same_content_does_not_differ() -> None:
    assert not compare_instruments(OLD, changed()).differs
    assert "Nothing differs." in html_page(compare_instruments(OLD, changed()))


class Tags(HTMLParser):
    """Checks that every tag is closed, and collects the text of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, _attributes: object) -> None:
        if tag != "meta":
            self.opened.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.opened.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def test_the_page_is_whole_marks_words_and_shows_texts_as_they_are() -> None:
    page = html_page(compare_instruments(OLD, NEW))
    read = Tags()
    read.feed(page)
    assert read.opened == []
    assert "Is there a <new> thing?" in read.text
    assert "<del>and dated?</del> <ins>&amp; posted?</ins>" in page
    assert re.findall(r"<h2>(.*?)</h2>", page)[:3] == [
        "Points by element",
        "Questions added",
        "Questions not asked any more",
    ]
    assert not re.search(r"(?:src|href)=", page)
