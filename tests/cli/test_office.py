"""``secor-xl office``: an office makes its folder, sees what is wrong with each file, and what its letters look like."""

import json
import re
import shlex
import shutil

import docx
import pytest

from secor_xl.delivery.email.drafts import EMAIL_FOLDER
from secor_xl.intake.instruments.instrument_file import read_instrument_file
from secor_xl.letters.kinds import KINDS
from secor_xl.letters.plan import LetterKind
from secor_xl.procedure.instrument import read_instrument
from secor_xl.procedure.office import OFFICE_FILE, read_office
from secor_xl.resources import shipped_instrument, shipped_letter_templates
from secor_xl.runs.office.office_check import checked_files
from secor_xl.workbook.reading.read_workbook import read_workbook
from tests.own_office import ANSWERS, own_office
from tests.workbook import built


@pytest.fixture
def office(tmp_path):
    """An office's own copy of the templates."""
    return shutil.copytree(shipped_letter_templates(), tmp_path / "our letters")


def problems(ran):
    return {file["name"]: file["problems"] for file in json.loads(ran.out)["files"] if file["problems"]}


def test_the_shipped_templates_can_all_be_used(secor):
    ran = secor("templates")
    assert ran.code == 0
    assert ran.out.count(": ok") == len(KINDS) + len(KINDS) + 1
    assert "All can be used" in ran.err


def test_values_of_the_example_are_named_with_the_letters_that_they_go_into(secor, tmp_path):
    ran = secor("office", "check", "--json")
    found = {file["name"]: file["placeholders"] for file in json.loads(ran.out)["files"] if file["placeholders"]}
    assert ran.code == 0
    assert list(found) == [OFFICE_FILE]
    keys = [sentence.partition(" is ")[0] for sentence in found[OFFICE_FILE]]
    assert {"certifying_partner.name", "signatory.name", "governing_bodies.BC.email"} < set(keys)
    assert any("every new workbook" in sentence for sentence in found[OFFICE_FILE])
    assert all("goes into" in sentence for sentence in found[OFFICE_FILE])
    own = own_office(tmp_path / "own", instrument=own_instrument(tmp_path))
    (own / EMAIL_FOLDER / "approval.txt").write_text("Subject: Hello\n\nCall 403-555-0100.\n", encoding="utf-8")
    data = (own / OFFICE_FILE).read_text(encoding="utf-8")
    data = data.replace("# [letters.own]\n# privacy_note", '[letters.own]\nhelp = "Call 403-555-0101."\nprivacy_note')
    (own / OFFICE_FILE).write_text(data, encoding="utf-8")
    ran = secor("office", "check", own, "--json")
    found = {file["name"]: file["placeholders"] for file in json.loads(ran.out)["files"] if file["placeholders"]}
    assert found == {
        OFFICE_FILE: [
            'letters.own.help is "Call 403-555-0101.". It goes into letters and e-mails whose text has {{ own.help }}.'
        ],
        "email/approval.txt": ['The text has "555-0100", which is nobody\'s. It goes into every e-mail of this kind.'],
    }


def own_instrument(folder, version="2030.1", points=15):
    text = shipped_instrument().read_text(encoding="utf-8").replace("points = 15", f"points = {points}", 1)
    text = text.replace('version = "2026.1"', f'version = "{version}"').replace(
        "illustrative = true", "illustrative = false"
    )
    text = text.replace('id = "secor-illustrative"', 'id = "prairie"')
    path = folder / f"prairie {version}.toml"
    path.write_text(text, encoding="utf-8")
    return read_instrument(path)


def test_a_new_office_has_what_was_said_and_names_the_rest(secor, tmp_path):
    folder = tmp_path / "ours"
    said = ("--name", 'The "Big" Office', "--address", "1 Road; Town", "--province", "MB", "--province", "ab")
    ran = secor("office", "new", folder, *said)
    assert ran.code == 0
    office = read_office(folder / OFFICE_FILE)
    assert (office.name, office.address, list(office.governing_bodies)) == (
        'The "Big" Office',
        ("1 Road", "Town"),
        ["MB", "AB"],
    )
    assert "certifying_partner.name" not in ran.out
    assert 'governing_bodies.MB.email is "Placeholder: where notices go"' in ran.out
    assert 'certifying_partner.phone is "403-555-0100"' in ran.out
    assert {path.name for path in folder.iterdir()} == {
        *(kind.file for kind in KINDS.values()), "README.md", "email", "instruments", "intake.toml", OFFICE_FILE,
        "our-instrument.xlsx",
    }  # fmt: skip
    spreadsheet = read_instrument_file(folder / "our-instrument.xlsx")
    assert spreadsheet.fingerprint == read_instrument(shipped_instrument()).fingerprint
    again = secor("office", "new", folder)
    assert again.code == 2
    assert "is there already, and nothing was changed" in again.err


def test_an_office_that_has_answered_everything_has_nothing_to_fill_in(secor, tmp_path):
    folder = own_office(tmp_path / "ours", instrument=own_instrument(tmp_path))
    ran = secor("office", "check", folder)
    assert (ran.code, "to fill in" in ran.out + ran.err) == (0, False)
    assert "All can be used" in ran.err


def test_a_command_that_is_named_works_as_it_is_for_a_folder_with_blanks(secor, tmp_path):
    """The path was without quotation marks, so that the command took it for two."""
    folder = tmp_path / "Büro & Briefe"
    said = secor("office", "new", folder).err.replace("\n", " ")
    commands = [shlex.split(each) for each in re.findall(r"'secor-xl (office [^']*)'", said)]
    assert [each[:3] for each in commands] == [
        ["office", "check", str(folder)],
        ["office", "use", str(folder)],
        ["office", "instrument", str(folder / "our-instrument.xlsx")],
    ]
    assert [secor(*each).code for each in commands[1:]] == [0, 0]
    assert f'--office "{folder}"' in said


@pytest.mark.parametrize(
    ("key", "was", "now", "says"),
    [
        ("certifying_partner.email", ANSWERS.email, "reviews at prairie", "which is no e-mail address"),
        ("governing_bodies.AB.email", "notices@governing-body.ca", "notices", "which is no e-mail address"),
        ("certifying_partner.phone", ANSWERS.phone, "call {{ employer }}", "It goes into every letter"),
    ],
)
def test_a_value_that_cannot_be_the_offices_own_is_named(secor, tmp_path, key, was, now, says):
    folder = own_office(tmp_path / "ours", instrument=own_instrument(tmp_path))
    data = (folder / OFFICE_FILE).read_text(encoding="utf-8")
    (folder / OFFICE_FILE).write_text(data.replace(f'"{was}"', f'"{now}"', 1), encoding="utf-8")
    found = json.loads(secor("office", "check", folder, "--json").out)["files"][0]["placeholders"]
    assert [(each.partition(" is ")[0], now in each, says in each) for each in found] == [(key, True, True)]


def test_the_mapping_of_a_new_office_has_only_comments_and_is_none(secor, tmp_path):
    """Intake asked for a table [submissions], and did not say that a first mapping can be made."""
    folder, table = own_office(tmp_path / "ours", instrument=own_instrument(tmp_path)), tmp_path / "of 2026.csv"
    table.write_text("Company name\nAcme\n", encoding="utf-8")
    refused = secor("intake", table, "--out", tmp_path / "out", "--templates", folder).err.replace("\n", " ")
    assert "intake.toml has only comments" in refused
    assert f'intake --propose "{table}"' in refused
    assert json.loads(secor("office", "show", "--templates", folder, "--json").out)["mapping"] is None


def test_on_a_terminal_a_new_office_is_asked_for(secor, tmp_path, monkeypatch):
    answers = iter(["Our Office", "", "1 Road", "", "", "Ana", "", "AB XX", "bc, on"])
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("click.prompt", lambda *_, **__: next(answers))
    ran = secor("office", "new", tmp_path / "ours", "--phone", "204-947-1000")
    office = read_office(tmp_path / "ours" / OFFICE_FILE)
    assert (office.name, office.phone, office.signatory) == ("Our Office", "204-947-1000", "Ana")
    assert list(office.governing_bodies) == ["BC", "ON"]
    assert "XX: not known" in ran.err


def test_the_settings_name_the_office_once_for_all_commands(secor, tmp_path):
    folder, own = own_office(tmp_path / "ours", instrument=own_instrument(tmp_path)), tmp_path / "review.xlsx"
    early = own_office(tmp_path / "early")
    assert "is illustrative. Add your office's own" in secor("new", tmp_path / "a.xlsx", "--templates", early).err
    assert "Chosen by:            nothing; it came with secor-xl" in secor("office", "show").out
    assert secor("office", "use", tmp_path).code == 2
    assert secor("office", "use", folder).code == 0
    shown = json.loads(secor("office", "show", "--json").out)
    assert (shown["folder"], shown["to_fill_in"]) == (str(folder), 0)
    assert shown["named_by"].startswith("templates_folder in ")
    assert [each["id"] for each in shown["instruments"]] == ["prairie"]
    assert secor("new", own).code == 0
    assert read_workbook(own).instrument.id == "prairie"
    assert secor("form", tmp_path / "form.xlsx").code == 0
    assert ANSWERS.name in secor("office", "show").out


def test_only_an_instrument_of_the_office_leads_to_letters(secor, tmp_path):
    """A workbook with an easier instrument of its own was approved."""
    easier = own_instrument(tmp_path, "2030.1-easy", points=5)
    folder = own_office(tmp_path / "ours", instrument=own_instrument(tmp_path))
    review, out = tmp_path / "review.xlsx", tmp_path / "out"
    review.write_bytes(built.workbook())
    options = ("--templates", folder, "--as-of", built.AS_OF.isoformat())
    refused = secor("letters", review, "--out", out, *options)
    assert (refused.code, list(out.glob("*.docx"))) == (1, [])
    assert "FM-308" in secor("check", review, *options).out
    assert "the office has prairie 2030.1" in secor("check", review, *options).out
    made = secor("new", tmp_path / "easy.xlsx", "--instrument", tmp_path / "prairie 2030.1-easy.toml", *options)
    assert "reviews with it get no letter until" in made.err
    assert "FM-308" in secor("check", tmp_path / "easy.xlsx", "--all", *options).out
    assert secor("office", "instrument", tmp_path / "prairie 2030.1-easy.toml", "--templates", folder).code == 0
    assert "FM-308" not in secor("check", tmp_path / "easy.xlsx", "--all", *options).out
    assert [each.version for each in read_office(folder / OFFICE_FILE).instruments] == [easier.version, "2030.1"]
    changed = own_instrument(tmp_path, "2030.1", points=25)
    refused = secor("office", "instrument", tmp_path / f"prairie {changed.version}.toml", "--templates", folder)
    assert "is another instrument of this name and version" in refused.err
    assert read_office(folder / OFFICE_FILE).instruments[0].version == easier.version


def test_each_file_is_told_with_all_that_is_wrong_with_it(secor, office):
    (office / "feedback.docx").write_text("no Word document")
    (office / "approval.docx").unlink()
    (office / OFFICE_FILE).write_text("[certifying_partner]\n", encoding="utf-8")
    (office / EMAIL_FOLDER / "invalidation.txt").write_text("Subject: {{ nam }}\n\n{{ to }}\n", encoding="utf-8")
    ran = secor("templates", office, "--out", office / "look", "--json")
    assert ran.code == 1
    found = problems(ran)
    assert set(found) == {"feedback.docx", "approval.docx", OFFICE_FILE, "email/invalidation.txt"}
    assert "not a Word document" in found["feedback.docx"][0]
    assert "Put it back into our letters" in found["approval.docx"][0]
    assert "is missing" in found[OFFICE_FILE][0]
    assert "In line 1" in found["email/invalidation.txt"][0]
    assert json.loads(ran.out)["letters"] == []
    assert not (office / "look").exists(), "letters were made with templates that cannot be used"
    told = secor("templates", office)
    assert told.code == 1
    assert "feedback.docx: to put right" in told.out
    assert "4 of 10 files to put right" in told.err


def test_each_fault_of_an_instrument_is_listed_once_with_its_file(secor, tmp_path):
    """The faults of an instrument were listed with office.toml too, and hid those of office.toml."""
    folder = own_office(tmp_path / "ours", instrument=own_instrument(tmp_path))
    text = own_instrument(tmp_path).source
    (folder / "instruments" / "bad.toml").write_text(text.replace("points = 15", 'points = "many"'), encoding="utf-8")
    changed = text.replace("points = 15", "points = 25", 1)
    (folder / "instruments" / "changed.toml").write_text(changed, encoding="utf-8")
    found = problems(secor("office", "check", folder, "--json"))
    assert [each for each in found[OFFICE_FILE] if "question" in each] == []
    assert [
        "prairie-2030-1.toml and changed.toml are both prairie 2030.1, with different" in each
        for each in found[OFFICE_FILE]
    ] == [True]
    assert all("question" in each for each in found["instruments/bad.toml"])
    data = (folder / OFFICE_FILE).read_text(encoding="utf-8").replace("reviews = 2", "reviews = 1")
    (folder / OFFICE_FILE).write_text(data, encoding="utf-8")
    assert sum("learning.reviews" in each for each in problems(secor("office", "check", folder, "--json"))[OFFICE_FILE])
    refused = secor("office", "show", "--templates", folder).err
    assert (refused.count("learning.reviews"), refused.count("question A1, points")) == (1, 1)


def test_a_folder_without_the_texts_of_the_emails_is_told_once(secor, office):
    shutil.rmtree(office / EMAIL_FOLDER)
    assert list(problems(secor("templates", office, "--json"))) == [EMAIL_FOLDER]


def test_what_is_no_folder_is_told_with_where_to_get_one(secor, office):
    ran = secor("templates", office / OFFICE_FILE)
    assert ran.code == 2
    assert "is no folder. Name the folder of your office" in ran.err


def test_a_letter_of_each_kind_is_made_to_look_at_with_the_offices_own_data(secor, office, tmp_path):
    data = (office / OFFICE_FILE).read_text(encoding="utf-8")
    assert 'name = "Energy Safety Canada"' in data
    own = data.replace('name = "Energy Safety Canada"', 'name = "Our Own Office"')
    (office / OFFICE_FILE).write_text(own, encoding="utf-8")
    look = tmp_path / "look"
    ran = secor("templates", office, "--out", look, "--json")
    assert ran.code == 0
    made = {each["kind"]: each["path"] for each in json.loads(ran.out)["letters"]}
    assert set(made) == {kind.value for kind in LetterKind}
    for path in made.values():
        document = docx.Document(path)
        words = "\n".join(
            each.text for each in (*document.paragraphs, *document.sections[0].first_page_header.paragraphs)
        )
        assert "Our Own Office" in words + document.core_properties.author


def test_the_letters_of_an_earlier_try_are_kept_beside_the_new_ones(secor, office, tmp_path):
    look = tmp_path / "look"
    assert secor("templates", office, "--out", look).code == 0
    [before] = look.glob("*invalidation.docx")
    before.write_bytes(b"what somebody made of it")
    ran = secor("templates", office, "--out", look)
    assert "the one before is kept" in " ".join(ran.out.split())
    assert b"what somebody made of it" in {path.read_bytes() for path in look.iterdir()}


def test_a_kind_that_no_sample_calls_for_is_told(secor, office, tmp_path):
    """The samples have accounts in the west; an office of the east has nobody whom their notices could go to."""
    data = (office / OFFICE_FILE).read_text(encoding="utf-8")
    for west, east in (("AB", "ON"), ("BC", "QC"), ("SK", "NS")):
        data = data.replace(f'province = "{west}"', f'province = "{east}"')
    (office / OFFICE_FILE).write_text(data, encoding="utf-8")
    ran = secor("templates", office, "--out", tmp_path / "look")
    assert ran.code == 0
    assert "to look at" in ran.out
    assert "not made to look at: governing body notice" in ran.out


def changed(name, old, new):
    def change(folder):
        text = (folder / name).read_text(encoding="utf-8")
        assert old in text
        (folder / name).write_text(text.replace(old, new), encoding="utf-8")

    return change


INSTRUMENT_IN_IT = "instruments/secor-illustrative-2026-1.toml"
BROKEN = {
    "a text without quotes": (
        changed(OFFICE_FILE, '"Prairie Safety Association"', "Prairie"),
        [(OFFICE_FILE, 'which reads: name = Prairie. Write name = "text" with straight quotation marks')],
    ),
    "two mistakes": (
        changed(OFFICE_FILE, 'phone = "204-947-1000"', "phone = 204\nfax = 1"),
        [(OFFICE_FILE, "certifying_partner.phone: is 204; a text in quotes"), (OFFICE_FILE, "fax: is not a key that is known")],
    ),
    "a province in words": (
        changed(OFFICE_FILE, 'province = "MB"', 'province = "Manitoba"'),
        [(OFFICE_FILE, "province: is 'Manitoba'; write its two letters, \"MB\"")],
    ),
    "an address on one line": (
        changed(OFFICE_FILE, '["12 Grain Exchange", "Winnipeg, Manitoba  R3B 0T7"]', '"12 Grain Exchange"'),
        [(OFFICE_FILE, "a list of texts is needed, such as ['one', 'two']")],
    ),
    "an instrument that is not there": (
        changed(OFFICE_FILE, 'in_use = "secor-illustrative-2026-1.toml"', 'in_use = "ours.toml"'),
        [(OFFICE_FILE, "Write the name of one that is there: secor-illustrative-2026-1.toml")],
    ),
    "no instruments": (
        lambda folder: shutil.rmtree(folder / "instruments"),
        [(OFFICE_FILE, "Put it back, or add your instrument with 'secor-xl office instrument FILE'")],
    ),
    "a path with backslashes": (
        changed(OFFICE_FILE, '# logo = "logo.png"', r'logo = "P:\office\logo.png"'),
        [(OFFICE_FILE, "in a path write / in place of")],
    ),
    "two instruments and none in use": (
        lambda folder: [
            shutil.copy(folder / INSTRUMENT_IN_IT, folder / "instruments" / "b.toml"),
            changed(OFFICE_FILE, '[instrument]\nin_use = "secor-illustrative-2026-1.toml"', "")(folder),
        ],
        [(OFFICE_FILE, 'Write [instrument], and below it in_use = "b.toml"')],
    ),
    "a mistake in an instrument": (
        changed(INSTRUMENT_IN_IT, 'title = "Illustrative small employer assessment"', "title = 5"),
        [
            (OFFICE_FILE, "waits for secor-illustrative-2026-1.toml: put that right first"),
            (INSTRUMENT_IN_IT, "title: is 5; a text in quotes is needed"),
        ],
    ),
    "an instrument as a spreadsheet": (
        lambda folder: (folder / "instruments" / "ours.xlsx").write_bytes(b"PK"),
        [("instruments/ours.xlsx", "Add it with 'secor-xl office instrument FILE'")],
    ),
    "a name that Jinja takes": (
        changed(OFFICE_FILE, "# [letters.own]\n# privacy_note", "[letters.own]\nitems"),
        [(OFFICE_FILE, "choose another name, such as items_text")],
    ),
    "a tag in an own text": (
        changed(OFFICE_FILE, '# [letters.own]\n# privacy_note = "We', '[letters.own]\nnote = "{{ employer }} We'),
        [(OFFICE_FILE, "write the words alone here")],
    ),
    "no data": (lambda folder: (folder / OFFICE_FILE).unlink(), [(OFFICE_FILE, "Put it back")]),
    "data with an ending that Windows hides": (
        lambda folder: (folder / OFFICE_FILE).rename(folder / "office.toml.txt"),
        [(OFFICE_FILE, "There is office.toml.txt: take the .txt off its name")],
    ),
    "an e-mail with a word of one's own": (
        changed("email/approval.txt", "{{ employer }}", "{{ company }}"),
        [("email/approval.txt", "In line 5: The field 'company' is not known; did you mean 'employer'? Type {{ employer }}")],
    ),
    "a mapping of no field": (
        lambda folder: (folder / "intake.toml").write_text('[submissions]\nx = "y"\n', encoding="utf-8"),
        [("intake.toml", "submissions.x: is no field of a submission; known here: case.reference")],
    ),
}  # fmt: skip


@pytest.mark.parametrize("breakage", BROKEN)
def test_what_is_broken_in_a_folder_is_told_once_with_a_cure(tmp_path, breakage):
    folder = own_office(tmp_path / "ours")
    change, wanted = BROKEN[breakage]
    change(folder)
    told = [(file.name, problem) for file in checked_files(folder) for problem in file.problems]
    assert [name for name, _ in told] == [name for name, _ in wanted]
    for (_, problem), (_, said) in zip(told, wanted, strict=True):
        assert said in problem
