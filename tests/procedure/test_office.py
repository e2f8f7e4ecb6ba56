"""The office's own data."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from secor_xl.errors import DataError
from secor_xl.procedure.office import PROVINCES, FormApproval, Program, read_office
from secor_xl.resources import shipped_letter_templates

Write = Callable[[str, str], Path]

OFFICE = """
[certifying_partner]
name = "A Partner"
program_name = "A Program"
address = ["1 First Street", "Calgary, Alberta"]
phone = "403-555-0100"
email = "office@partner.example"
website = "www.partner.example"

[signatory]
name = "Sam Example"
title = "Manager"

[letters]
invalidation_paragraph = "One more paragraph."

[program]
largest_employer = 10
training_years = 3

[[governing_bodies]]
province = "AB"
name = "The Body"
address = ["Edmonton, Alberta"]
email = "body@alberta.example"
salutation = "Dear Body"
account_word = "account"
code_word = "code"
approval = { form_version = "1", approved_on = 2022-03-30, reference = "R-1" }

[[governing_bodies]]
province = "SK"
name = "The Other Body"
address = ["Regina, Saskatchewan"]
email = "body@saskatchewan.example"
salutation = "Dear Other Body"
account_word = "account"
code_word = "rate code"
"""


# ------------------------------------------------------------------------------------------------------------ as shipped


def test_the_shipped_office_has_a_governing_body_with_an_approval_in_each_province_of_the_program() -> None:
    office = read_office(shipped_letter_templates() / "office.toml")
    assert list(office.governing_bodies) == ["AB", "BC", "SK"]
    for province, body in office.governing_bodies.items():
        assert body.province == province
        assert body.approval is not None


def test_the_shipped_office_has_the_program_numbers_outside_the_procedure() -> None:
    office = read_office(shipped_letter_templates() / "office.toml")
    assert office.program == Program(largest_employer=10, data_gathering_days=15, submission_days=21, training_years=3)


def test_the_shipped_office_holds_placeholders_that_reach_nobody() -> None:
    office = read_office(shipped_letter_templates() / "office.toml")
    for email in (office.email, *(body.email for body in office.governing_bodies.values())):
        assert email.endswith(".example")
    assert office.phone[4:7] == "555"
    assert office.invalidation_paragraph == ""


# -------------------------------------------------------------------------------------------------------------- accepted


def test_every_item_of_an_office_is_read(write: Write) -> None:
    office = read_office(write("office.toml", OFFICE))
    assert (office.name, office.program_name, office.phone) == ("A Partner", "A Program", "403-555-0100")
    assert (office.email, office.website) == ("office@partner.example", "www.partner.example")
    assert office.address == ("1 First Street", "Calgary, Alberta")
    assert (office.signatory, office.signatory_title) == ("Sam Example", "Manager")
    assert office.invalidation_paragraph == "One more paragraph."
    body = office.governing_bodies["AB"]
    assert (body.name, body.address, body.email) == ("The Body", ("Edmonton, Alberta",), "body@alberta.example")
    assert (body.salutation, body.account_word, body.code_word) == ("Dear Body", "account", "code")
    assert body.approval == FormApproval("1", dt.date(2022, 3, 30), "R-1")


def test_a_governing_body_without_an_approval_has_none(write: Write) -> None:
    assert read_office(write("office.toml", OFFICE)).governing_bodies["SK"].approval is None


def test_a_governing_body_may_require_no_approval(write: Write) -> None:
    assert all(body.approval_required for body in read_office(write("office.toml", OFFICE)).governing_bodies.values())
    none_needed = read_office(write("office.toml", f"{OFFICE}\napproval_required = false\n")).governing_bodies
    assert [body.approval_required for body in none_needed.values()] == [True, False]


@pytest.mark.parametrize(
    ("line", "named"), [("", True), ("clause_references = true", True), ("clause_references = false", False)]
)
def test_letters_name_clauses_unless_the_office_leaves_them_out(write: Write, line: str, named: bool) -> None:
    text = OFFICE.replace("[letters]", f"[letters]\n{line}")
    assert read_office(write("office.toml", text)).clause_references is named


def test_the_list_of_repeated_deficiencies_is_off_unless_the_office_sets_its_number(write: Write) -> None:
    assert read_office(write("office.toml", OFFICE)).repeated_deficiency is None
    set_to = write("office.toml", f"{OFFICE}\n[learning]\nreviews = 3\n")
    assert read_office(set_to).repeated_deficiency == 3
    with pytest.raises(DataError, match=r"learning.*reviews"):
        read_office(write("office.toml", f"{OFFICE}\n[learning]\nreviews = 1\n"))


def test_a_program_number_that_is_left_out_is_switched_off_and_the_others_stay(write: Write) -> None:
    assert read_office(write("office.toml", OFFICE)).program == Program(
        largest_employer=10, data_gathering_days=None, submission_days=None, training_years=3
    )


def test_letters_program_and_website_may_be_left_out(write: Write) -> None:
    text = OFFICE
    for part in (
        '[letters]\ninvalidation_paragraph = "One more paragraph."\n',
        "[program]\nlargest_employer = 10\ntraining_years = 3\n",
        'website = "www.partner.example"\n',
    ):
        assert part in text
        text = text.replace(part, "")
    office = read_office(write("office.toml", text))
    assert (office.invalidation_paragraph, office.program, office.website) == ("", Program(), "")


@pytest.mark.parametrize("province", PROVINCES)
def test_any_province_or_territory_may_have_a_governing_body(write: Write, province: str) -> None:
    office = read_office(write("office.toml", OFFICE[: OFFICE.rindex("[[")].replace('"AB"', f'"{province}"')))
    assert list(office.governing_bodies) == [province]


# --------------------------------------------------------------------------------------------------------------- refused


@pytest.mark.parametrize(
    ("old", "new", "key", "reason"),
    [
        ("[certifying_partner]", "[partner]", "certifying_partner", "is missing"),
        ("[signatory]", "[signatories]", "signatory", "is missing"),
        ("[letters]", "[leters]", "leters", "is not a key that is known here"),
        ("[program]", "[programs]", "programs", "is not a key that is known here"),
        ('name = "A Partner"', "", "certifying_partner.name", "is missing"),
        ('program_name = "A Program"', 'program_name = ""', "certifying_partner.program_name", "is empty"),
        ('phone = "403-555-0100"', "phone = 4035550100", "certifying_partner.phone", "a text in quotes is needed"),
        (
            'address = ["1 First Street", "Calgary, Alberta"]',
            'address = "1 First Street"',
            "certifying_partner.address",
            "a list of texts is needed",
        ),
        ('email = "office@partner.example"', "", "certifying_partner.email", "is missing"),
        ('phone = "403-555-0100"', 'phone = "1"\nfax = "2"', "certifying_partner.fax", "is not a key that is known"),
        ('title = "Manager"', "", "signatory.title", "is missing"),
        ('title = "Manager"', 'title = "Manager"\nrank = 1', "signatory.rank", "is not a key that is known here"),
        ("invalidation_paragraph", "invalidation_paragaph", "letters.invalidation_paragaph", "is not a key that is"),
        ("largest_employer = 10", "largest_employer = 0", "program.largest_employer", "is 0; at least 1 is needed"),
        ("largest_employer = 10", "largest_employer = 10.5", "program.largest_employer", "a whole number is needed"),
        ("largest_employer = 10", 'largest_employer = "10"', "program.largest_employer", "a whole number is needed"),
        ("training_years = 3", "training_year = 3", "program.training_year", "is not a key that is known here"),
        ('province = "SK"', 'province = "AB"', "governing_bodies[2].province", "'AB' has a governing body already"),
        ('province = "SK"', 'province = "Sask"', "governing_bodies[2].province", "is 'Sask'; allowed: AB, BC, MB"),
        ('province = "SK"', 'province = "sk"', "governing_bodies[2].province", "is 'sk'; allowed: AB, BC, MB"),
        ('province = "SK"', "", "governing_bodies[2].province", "is missing"),
        ('salutation = "Dear Body"', "", "governing_bodies[1].salutation", "is missing"),
        ('account_word = "account"', "", "governing_bodies[1].account_word", "is missing"),
        ('code_word = "rate code"', 'code_word = "rate code"\nx = 1', "governing_bodies[2].x", "is not a key that is"),
        (', reference = "R-1"', "", "governing_bodies[1].approval.reference", "is missing"),
        ("[letters]", '[letters]\nclause_references = "no"', "letters.clause_references", "true or false is needed"),
        ("= 2022-03-30", '= "2022-03-30"', "governing_bodies[1].approval.approved_on", "without quotes, is needed"),
        ('reference = "R-1"', 'reference = "R-1", by = 1', "governing_bodies[1].approval.by", "is not a key that is"),
        ("[signatory]", '[reviewer]\nname = "x"\n[signatory]', "reviewer", "is not a key that is known here"),
    ],
)
def test_faulty_office_data_are_refused_with_file_key_and_reason(
    write: Write, old: str, new: str, key: str, reason: str
) -> None:
    assert old in OFFICE
    with pytest.raises(DataError) as refused:
        read_office(write("office.toml", OFFICE.replace(old, new, 1)))
    assert Path(refused.value.file).name == "office.toml"
    assert refused.value.key == key
    assert reason in refused.value.reason


def test_an_office_without_governing_bodies_is_refused(write: Write) -> None:
    with pytest.raises(DataError, match="governing_bodies: is missing"):
        read_office(write("office.toml", OFFICE[: OFFICE.index("[[")]))
