"""The assessment instrument: the shipped illustration, and what is refused of any other."""

import re
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from secor_xl.errors import DataError, DataFaults
from secor_xl.procedure.instrument import (
    Answer,
    Condition,
    Instrument,
    NotApplicable,
    Question,
    Scoring,
    Verification,
    parse_instrument,
    read_instrument,
)
from secor_xl.procedure.toml_tables import lines_of_keys
from secor_xl.resources import shipped_instrument

Write = Callable[[str, str], Path]

SMALL = """
[instrument]
id = "small"
version = "1"
title = "A small one"
illustrative = true
notice = "Only for a test."

[[elements]]
letter = "A"
title = "First"
[[elements.questions]]
id = "A1"
text = "Is there a list?"
guideline = "Read the list."
points = 20
scoring = "all-or-nothing"
verification = ["documents"]
documents = "the list"
records = true
[[elements.questions]]
id = "A2b"
text = "Is the list known?"
guideline = "Ask."
points = 7.5
scoring = "range"
step = 0.5
verification = ["interview", "observation"]
not_applicable = "justified"
notes_minimum_words = 15
notes_example = true

[[elements]]
letter = "C"
title = "Third"
[[elements.questions]]
id = "C1"
text = "Are contractors on the list?"
guideline = "Compare."
points = 12.5
scoring = "all-or-nothing"
verification = ["documents", "interview"]
not_applicable = "no-contractors"

[[consistency]]
id = "list-known"
when = { question = "A2b", answers = ["yes"] }
then = { question = "A1", answers = ["yes"] }
because = "A list that is not there cannot be known."

[[consistency]]
id = "contractors-there"
when = { group = "contractors", present = true }
then = { question = "C1", answers = ["no", "yes"] }
because = "There are contractors."
"""


def shipped() -> Instrument:
    return read_instrument(shipped_instrument())


def small(text: str = SMALL) -> Instrument:
    return parse_instrument(text, "small.toml")


def each_question() -> list[Question]:
    return list(shipped().questions)


# ---------------------------------------------------------------------------------------------------- the shipped points


def test_the_shipped_elements_are_the_ten_of_the_program_and_their_points_make_a_thousand() -> None:
    instrument = shipped()
    assert [(element.letter, element.title, int(element.points)) for element in instrument.elements] == [
        ("A", "Management, Leadership and Organizational Commitment", 100),
        ("B", "Hazard Assessment", 160),
        ("C", "Hazard Control", 170),
        ("D", "Inspections (incl. maintenance)", 150),
        ("E", "Qualifications, Orientation and Training", 120),
        ("F", "Emergency Response (incl. first aid)", 100),
        ("G", "Incident Reporting and Investigation", 80),
        ("H", "System Administration", 50),
        ("I", "Other Affected Parties", 40),
        ("J", "Joint Health and Safety Committee and Representative", 30),
    ]
    assert instrument.points == 1000


def test_hazards_are_a_third_of_the_points_and_inspections_fifteen_per_cent() -> None:
    instrument = shipped()
    points = {element.letter: element.points for element in instrument.elements}
    assert Decimal("0.30") <= (points["B"] + points["C"]) / instrument.points <= Decimal("0.36")
    assert points["D"] / instrument.points == Decimal("0.15")


def awarded(nothing: str, a_part: dict[str, str]) -> dict[str, Decimal]:
    """The points of every question: nothing for some, a part in an allowed step for others, all for the rest."""
    points = {question.id: question.points for question in shipped().questions}
    for name in nothing.split():
        assert points[name]
        points[name] = Decimal(0)
    for name, given in a_part.items():
        question = shipped().by_id[name]
        assert question.step is not None
        assert Decimal(given) % question.step == 0
        assert Decimal(given) < question.points
        points[name] = Decimal(given)
    return points


@pytest.mark.parametrize(
    ("nothing", "a_part", "per_mille"),
    [
        ("A5 A6 B2 C2b D2 E3 F1 G4", {"A3": "4.7"}, "799.7"),
        ("A5 A6 B2 C2b D2 E3 F1 G4", {"A3": "5"}, "800"),
        ("A1 A2 B2 B6 C1 C2b C4 D2 D3 E3 E4 E5 F1 F3 G1 G2 G6 H4", {"A3": "4.9"}, "599.9"),
        ("A1 A2 B2 B6 C1 C2b C4 D2 D3 E3 E4 E5 F1 F3 G1 G2 G6 H4", {"A3": "5"}, "600"),
    ],
)
def test_scores_just_below_and_on_the_thresholds_can_be_reached(
    nothing: str, a_part: dict[str, str], per_mille: str
) -> None:
    points = awarded(nothing, a_part)
    assert sum(points.values()) == Decimal(per_mille)
    for element in shipped().elements:
        assert sum(points[question.id] for question in element.questions) * 2 >= element.points


@pytest.mark.parametrize(
    ("letter", "nothing", "a_part", "per_cent"),
    [
        ("A", "A1 A5 A6", {"A3": "4.9"}, "49.9"),
        ("A", "A1 A5 A6", {"A3": "5"}, "50"),
        ("F", "F1 F3", {"F4": "4.9"}, "49.9"),
        ("F", "F1 F3", {"F4": "5"}, "50"),
    ],
)
def test_an_element_can_be_just_below_and_on_half_of_its_points(
    letter: str, nothing: str, a_part: dict[str, str], per_cent: str
) -> None:
    element = next(element for element in shipped().elements if element.letter == letter)
    points = awarded(nothing, a_part)
    assert sum(points[question.id] for question in element.questions) * 100 == Decimal(per_cent) * element.points


# ------------------------------------------------------------------------------------------------- the shipped questions


def test_the_shipped_instrument_says_on_its_face_that_it_is_an_illustration() -> None:
    instrument = shipped()
    assert instrument.illustrative
    assert "only an illustration" in instrument.notice
    assert "puts its own approved instrument in its place" in instrument.notice
    assert (instrument.id, instrument.version) == ("secor-illustrative", "2026.1")


def test_there_are_about_sixty_questions_each_with_an_id_and_a_wording_of_its_own() -> None:
    questions = each_question()
    assert 58 <= len(questions) <= 64
    assert len({question.id for question in questions}) == len(questions)
    assert len({question.text for question in questions}) == len(questions)
    assert len({question.guideline for question in questions}) == len(questions)
    assert shipped().by_id == {question.id: question for question in questions}


@pytest.mark.parametrize("question", each_question(), ids=lambda question: question.id)
def test_a_shipped_question_is_one_sentence_and_its_guideline_at_most_three(question: Question) -> None:
    assert question.text.endswith("?")
    assert question.text.count("?") == 1
    assert len(question.text) <= 150
    assert question.guideline.endswith(".")
    assert 1 <= len(re.findall(r"[.]($|\s)", question.guideline)) <= 3


@pytest.mark.parametrize("question", each_question(), ids=lambda question: question.id)
def test_a_shipped_question_asks_for_something_that_can_be_reviewed(question: Question) -> None:
    assert question.documents_required or question.notes_required
    assert question.notes_minimum_words == 0 or 15 <= question.notes_minimum_words <= 40
    if Verification.INTERVIEW in question.verification:
        assert question.notes_required


def test_every_kind_of_scoring_verification_and_evidence_occurs() -> None:
    questions = each_question()
    assert {question.scoring for question in questions} == set(Scoring)
    assert {method for question in questions for method in question.verification} == set(Verification)
    assert {question.not_applicable for question in questions} == set(NotApplicable)
    for kind in ("documents_required", "records", "notes_required", "notes_example"):
        assert {getattr(question, kind) for question in questions} == {True, False}, kind


def test_the_whole_of_element_j_may_not_apply_and_no_other_element() -> None:
    always = {question.element for question in each_question() if question.not_applicable is NotApplicable.NEVER}
    assert always == set("ABCDEFGHI")
    assert {question.not_applicable for question in shipped().elements[-1].questions} == {NotApplicable.JUSTIFIED}


@pytest.mark.parametrize(
    ("when", "ids"),
    [
        (NotApplicable.OWNER_OPERATOR, "A3 A6 A8 B7 D4 E3 E4 E5 E6 E7 G6 H5"),
        (NotApplicable.NO_CONTRACTORS, "I1 I2 I3"),
        (NotApplicable.JUSTIFIED, "C6 F7 G4 G5 H4 J1 J2 J3"),
    ],
)
def test_only_these_questions_may_not_apply(when: NotApplicable, ids: str) -> None:
    assert [question.id for question in each_question() if question.not_applicable is when] == ids.split()


# ----------------------------------------------------------------------------------------- the shipped rules of consistency


def test_there_are_enough_rules_across_questions_each_with_a_name_and_a_reason() -> None:
    rules = shipped().consistency
    assert len(rules) >= 14
    assert len({rule.id for rule in rules}) == len(rules)
    for rule in rules:
        assert re.fullmatch(r"[A-Z][^.]+[.]", rule.because), rule.id


def test_rules_across_questions_name_head_counts_present_and_absent() -> None:
    counts = {(rule.when.group, rule.when.present) for rule in shipped().consistency if rule.when.group}
    assert counts == {("workers", True), ("supervisors", True), ("contractors", True), ("contractors", False)}


def test_a_rule_asks_only_for_answers_that_its_question_allows() -> None:
    instrument = shipped()
    for rule in instrument.consistency:
        for condition in (rule.when, rule.then):
            if Answer.NOT_APPLICABLE in condition.answers:
                assert instrument.by_id[condition.question].not_applicable is not NotApplicable.NEVER, rule.id


def holds(condition: Condition, answers: dict[str, Answer], present: set[str]) -> bool:
    if condition.group:
        return (condition.group in present) == condition.present
    return answers[condition.question] in condition.answers


@pytest.mark.parametrize(
    ("present", "without"),
    [
        ({"owners", "managers", "supervisors", "workers", "contractors"}, set[NotApplicable]()),
        ({"owners"}, {NotApplicable.OWNER_OPERATOR, NotApplicable.NO_CONTRACTORS}),
        ({"owners"}, {NotApplicable.OWNER_OPERATOR, NotApplicable.NO_CONTRACTORS, NotApplicable.JUSTIFIED}),
        ({"owners", "contractors"}, {NotApplicable.OWNER_OPERATOR, NotApplicable.JUSTIFIED}),
        ({"owners", "workers"}, {NotApplicable.NO_CONTRACTORS}),
    ],
    ids=["everybody", "owner alone", "owner alone, little applies", "owner and contractors", "owner and workers"],
)
def test_an_honest_employer_with_every_yes_breaks_no_rule(present: set[str], without: set[NotApplicable]) -> None:
    instrument = shipped()
    answers = {
        question.id: Answer.NOT_APPLICABLE if question.not_applicable in without else Answer.YES
        for question in instrument.questions
    }
    broken = [
        rule.id
        for rule in instrument.consistency
        if holds(rule.when, answers, present) and not holds(rule.then, answers, present)
    ]
    assert broken == []


def test_a_workers_orientation_that_is_said_not_to_apply_contradicts_the_head_count() -> None:
    rule = next(rule for rule in shipped().consistency if rule.id == "workers-are-oriented")
    assert rule.when == Condition(group="workers", present=True)
    assert rule.then == Condition(question="E3", answers=frozenset({Answer.YES, Answer.NO}))


# ----------------------------------------------------------------------------------------------------- reading any other


def test_every_key_of_a_question_is_read() -> None:
    assert small().by_id["A2b"] == Question(
        id="A2b",
        text="Is the list known?",
        guideline="Ask.",
        points=Decimal("7.5"),
        scoring=Scoring.RANGE,
        step=Decimal("0.5"),
        verification=(Verification.INTERVIEW, Verification.OBSERVATION),
        not_applicable=NotApplicable.JUSTIFIED,
        documents="",
        records=False,
        notes_minimum_words=15,
        notes_example=True,
    )


def test_what_a_question_leaves_out_is_not_asked_for() -> None:
    question = small().by_id["C1"]
    assert (question.documents_required, question.notes_required, question.records) == (False, False, False)
    assert small().by_id["A1"].not_applicable is NotApplicable.NEVER


def test_points_add_up_exactly() -> None:
    instrument = small()
    assert [element.points for element in instrument.elements] == [Decimal("27.5"), Decimal("12.5")]
    assert instrument.points == 40


def test_a_question_knows_its_element_and_says_which_points_may_be_given() -> None:
    questions = small().by_id
    assert (questions["A2b"].element, questions["C1"].element) == ("A", "C")
    assert questions["A1"].points_allowed == "0 or 20"
    assert questions["A2b"].points_allowed == "0 to 7.5 in steps of 0.5"


def test_conditions_say_themselves_in_words() -> None:
    first, second = small().consistency
    assert (str(first.when), str(first.then)) == ("A2b is yes", "A1 is yes")
    assert (str(second.when), str(second.then)) == ("there are contractors", "C1 is yes or no")
    assert str(Condition(group="workers", present=False)) == "there are no workers"


def test_an_instrument_may_have_no_notice_and_no_rules_across_questions() -> None:
    text = SMALL[: SMALL.index("[[consistency]]")].replace('notice = "Only for a test."', "")
    assert (small(text).notice, small(text).consistency) == ("", ())


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("points = 20", "points = 21"),
        ("Is there a list?", "Is there a  list?"),
        ('version = "1"', 'version = "2"'),
        ("There are contractors.", "There are contractors!"),
    ],
)
def test_the_fingerprint_changes_with_any_change(old: str, new: str) -> None:
    assert old in SMALL
    assert small(SMALL.replace(old, new, 1)).fingerprint != small().fingerprint


def test_the_fingerprint_does_not_change_with_a_comment() -> None:
    assert small(SMALL.replace("[instrument]", "# A remark.\n[instrument]", 1)).fingerprint == small().fingerprint


def test_the_shipped_instrument_says_the_same_as_long_as_it_bears_this_version() -> None:
    # Whoever changes what it says gives it another version, or every workbook made so far would be doubted.
    assert (shipped().version, shipped().fingerprint) == ("2026.1", "bd3d5b593a3b6dd7")


@pytest.mark.parametrize("ending", ["\r\n", "\r"])
def test_the_fingerprint_does_not_change_with_line_endings(ending: str) -> None:
    assert small(SMALL.replace("\n", ending)).fingerprint == small().fingerprint
    assert small(SMALL.removesuffix("\n")).fingerprint == small().fingerprint


def test_the_fingerprint_is_sixteen_hexadecimal_digits() -> None:
    assert re.fullmatch(r"[0-9a-f]{16}", small().fingerprint)


def test_the_source_reads_back_to_the_same_instrument() -> None:
    assert small(shipped().source) == shipped()


def test_a_rare_line_break_within_a_text_stays_in_it() -> None:
    assert small(SMALL.replace("Is there a list?", "Is there\u2028a list?")).by_id["A1"].text == "Is there\u2028a list?"


def test_a_file_saved_by_a_windows_editor_is_the_same_instrument(tmp_path: Path) -> None:
    path = tmp_path / "windows.toml"
    path.write_bytes(b"\xef\xbb\xbf" + SMALL.replace("\n", "\r\n").encode())
    assert read_instrument(path).fingerprint == small().fingerprint


# --------------------------------------------------------------------------------------------------------------- refused


@pytest.mark.parametrize(
    ("old", "new", "key", "reason"),
    [
        # the head
        ("[instrument]", "[instruments]", "instrument", "is missing"),
        ('id = "small"', "", "instrument.id", "is missing"),
        ('version = "1"', "version = 1", "instrument.version", "a text in quotes is needed"),
        ('title = "A small one"', 'title = ""', "instrument.title", "is empty"),
        ("illustrative = true", 'illustrative = "yes"', "instrument.illustrative", "true or false is needed"),
        ("illustrative = true", "", "instrument.illustrative", "is missing"),
        ('notice = "Only', 'notiz = "Only', "instrument.notiz", "is not a key that is known here"),
        ("[instrument]", "office = 1\n[instrument]", "office", "is not a key that is known here"),
        # the elements
        ('letter = "A"', 'letter = "a"', "elements[1].letter", "is 'a'; one capital letter is needed"),
        ('letter = "A"', 'letter = "AA"', "elements[1].letter", "one capital letter is needed"),
        ('letter = "A"', "", "elements[1].letter", "is missing"),
        ('title = "First"', "", "elements[1].title", "is missing"),
        ('title = "First"', 'title = "First"\nweight = 1', "elements[1].weight", "is not a key that is known here"),
        # the questions
        ('id = "A1"', 'id = "B1"', "elements[1].questions[1].id", "such as A1, is needed"),
        ('id = "A1"', 'id = "A0"', "elements[1].questions[1].id", "such as A1, is needed"),
        ('id = "A1"', 'id = "A1B"', "elements[1].questions[1].id", "such as A1, is needed"),
        ('id = "A1"', 'id = "A2b"', "elements[1].questions[2].id", "is 'A2b', which an entry above has already"),
        ('text = "Is there a list?"', "", "elements[1].questions[1].text", "is missing"),
        ('guideline = "Ask."', "", "elements[1].questions[2].guideline", "is missing"),
        ("points = 20", "", "elements[1].questions[1].points", "is missing"),
        ("points = 20", "points = 0", "elements[1].questions[1].points", "a number above 0 is needed"),
        ("points = 20", "points = -5", "elements[1].questions[1].points", "a number above 0 is needed"),
        ("points = 20", 'points = "20"', "elements[1].questions[1].points", "a number is needed"),
        ("points = 7.5", "points = 1e30", "elements[1].questions[2].points", "is out of bounds"),
        ('scoring = "range"', 'scoring = "partial"', "elements[1].questions[2].scoring", "allowed: all-or-nothing, range"),
        ('scoring = "range"', "", "elements[1].questions[2].scoring", "is missing"),
        ("step = 0.5", "", "elements[1].questions[2].step", "is missing"),
        ("step = 0.5", "step = 2", "elements[1].questions[2].step", "7.5 points are not a whole number of such steps"),
        ("step = 0.5", "step = 15", "elements[1].questions[2].step", "7.5 points are not a whole number of such steps"),
        ("step = 0.5", "step = 0", "elements[1].questions[2].step", "a number above 0 is needed"),
        ("points = 20", "points = 20\nstep = 5", "elements[1].questions[1].step", "is only for the scoring range"),
        ('["interview", "observation"]', "[]", "elements[1].questions[2].verification", "at least one method is needed"),
        ('["interview", "observation"]', '["hearsay"]', "elements[1].questions[2].verification", "is 'hearsay'; allowed"),
        ('verification = ["documents"]', "", "elements[1].questions[1].verification", "is missing"),
        ('= ["documents"]', '= ["interview"]', "elements[1].questions[1].documents", "verification must name documents"),
        ('"justified"', '"always"', "elements[1].questions[2].not_applicable", "is 'always'; allowed: never, justified"),
        ('documents = "the list"', "", "elements[1].questions[1].records", "is true, but no documents are required"),
        ("records = true", "records = 1", "elements[1].questions[1].records", "true or false is needed"),
        ("notes_minimum_words = 15", "", "elements[1].questions[2].notes_example", "but no words of notes are required"),
        ("words = 15", "words = -1", "elements[1].questions[2].notes_minimum_words", "at least 0 is needed"),
        ("words = 15", "words = 1.5", "elements[1].questions[2].notes_minimum_words", "a whole number is needed"),
        ("notes_minimum_words = 15", "notes_min = 15", "elements[1].questions[2].notes_min", "is not a key that is known"),
        ("notes_example = true", "notes_exmple = true", "elements[1].questions[2].notes_exmple", "is not a key that is"),
        # the rules across questions
        ('id = "contractors-there"', 'id = "list-known"', "consistency[2].id", "is 'list-known', which an entry above has already"),
        ('id = "list-known"', "", "consistency[1].id", "is missing"),
        ('question = "A1"', 'question = "A9"', "consistency[1].then.question", "is no question of this instrument"),
        ('question = "A1", ', "", "consistency[1].then.question", "is missing"),
        ('"A1", answers = ["yes"]', '"A1", answers = []', "consistency[1].then.answers", "at least one answer is needed"),
        ('"A1", answers = ["yes"]', '"A1"', "consistency[1].then.answers", "is missing"),
        ('"A1", answers = ["yes"]', '"A1", answers = ["maybe"]', "consistency[1].then.answers", "allowed: yes, no, n/a"),
        ('group = "contractors"', 'group = "bosses"', "consistency[2].when.group", "is 'bosses'; allowed: owners, managers"),
        ("present = true", 'present = "yes"', "consistency[2].when.present", "true or false is needed"),
        (", present = true", "", "consistency[2].when.present", "is missing"),
        ("present = true", 'present = true, question = "A1"', "consistency[2].when.question", "is not a key that is"),
        ('because = "There are contractors."', "", "consistency[2].because", "is missing"),
        ('because = "There', 'reason = "x"\nbecause = "There', "consistency[2].reason", "is not a key that is known"),
        ("when = {", "if = {", "consistency[1].when", "is missing"),
    ],
)  # fmt: skip
def test_a_faulty_instrument_is_refused_with_file_key_and_reason(
    write: Write, old: str, new: str, key: str, reason: str
) -> None:
    assert old in SMALL
    with pytest.raises(DataError) as refused:
        read_instrument(write("mine.toml", SMALL.replace(old, new, 1)))
    assert Path(refused.value.file).name == "mine.toml"
    assert refused.value.key == key
    assert reason in refused.value.reason


@pytest.mark.parametrize(
    ("letters", "reason"),
    [("CA", "have the letters C, A; each once, in order, is needed"), ("AA", "have the letters A, A; each once")],
)
def test_elements_out_of_order_or_twice_are_refused(letters: str, reason: str) -> None:
    text = SMALL[: SMALL.index("[[elements]]")] + "".join(
        f'[[elements]]\nletter = "{letter}"\ntitle = "T"\n[[elements.questions]]\nid = "{letter}1"\ntext = "Q?"\n'
        'guideline = "G."\npoints = 1\nscoring = "all-or-nothing"\nverification = ["interview"]\n'
        for letter in letters
    )
    with pytest.raises(DataError) as refused:
        small(text)
    assert refused.value.key == "elements"
    assert reason in refused.value.reason


@pytest.mark.parametrize(
    ("text", "key"),
    [
        (SMALL[: SMALL.index("[[elements]]")] + "[[elements]]\nletter = 'A'\ntitle = 'T'\nquestions = []", "elements[1].questions"),
        ("elements = []\n" + SMALL[: SMALL.index("[[elements]]")], "elements"),
    ],
    ids=["no question", "no element"],
)  # fmt: skip
def test_an_instrument_with_nothing_in_it_is_refused(text: str, key: str) -> None:
    with pytest.raises(DataError, match="has no entry; at least one") as refused:
        small(text)
    assert refused.value.key == key


def test_an_instrument_file_that_cannot_be_read_is_refused_by_its_name(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"none\.toml: cannot be read"):
        read_instrument(tmp_path / "none.toml")
    (tmp_path / "latin.toml").write_bytes("notice = 'Montréal'".encode("latin-1"))
    with pytest.raises(DataError, match=r"latin\.toml: is not text in UTF-8"):
        read_instrument(tmp_path / "latin.toml")


def test_all_faults_are_told_at_once_in_the_order_of_their_lines_each_with_its_question(write: Write) -> None:
    text = SMALL
    for old, new in (
        ('version = "1"', "version = 2026.1"),
        ('text = "Is there a list?"', 'text = """\nIs there\n\na list?"""\nweight = 1'),
        ("points = 20", 'points = "20"'),
        ('id = "A2b"', 'id = "A1"'),
        ("step = 0.5", "step = 2"),
        ('letter = "C"', 'letter = "c"'),
        ('question = "A1"', 'question = "A9"'),
    ):
        text = text.replace(old, new, 1)
    with pytest.raises(DataFaults) as refused:
        read_instrument(write("mine.toml", text))
    line = dict(enumerate(text.split("\n"), 1))
    places = [fault.place.split(", ", 1) for fault in refused.value.faults]
    assert [words for _, words in places] == [
        "instrument.version",
        "question A1, weight",
        "question A1, points",
        "question 2 of element A, id",
        "question 2 of element A, step",
        "element 2, letter",
        "rule list-known, when, question",
        "rule list-known, then, question",
    ]
    starts = ("version", "weight", "points", "id", "step", "letter", "when", "then")
    assert all(
        line[int(where.removeprefix("line "))].startswith(start)
        for (where, _), start in zip(places, starts, strict=True)
    )
    assert str(refused.value).count("\n") == len(places) - 1


def test_a_fault_that_follows_from_another_is_not_told() -> None:
    for old, new in (
        ("step = 0.5", 'step = "x"'),
        ('scoring = "range"', 'scoring = "x"'),
        ("points = 7.5", "points = 0"),
    ):
        with pytest.raises(DataFaults) as refused:
            small(SMALL.replace(old, new, 1))
        assert len(refused.value.faults) == 1, new


def test_numbers_that_say_the_same_have_one_fingerprint() -> None:
    assert small(SMALL.replace("7.5", "7.50")).fingerprint == small().fingerprint


def test_every_key_of_the_shipped_file_is_found_on_its_line() -> None:
    text = shipped().source
    lines = text.split("\n")
    found = lines_of_keys(text)
    assert len([key for key in found if key.endswith(".points")]) == len(shipped().questions)
    for key, number in found.items():
        name = re.sub(r"\[\d+\]", "", key).rpartition(".")[2]
        assert re.search(rf"\b{name}\b", lines[number - 1]), key
