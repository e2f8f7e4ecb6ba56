"""A workbook built anew: nothing that was entered is lost, and the old file is always there."""

import datetime as dt
import sys
import zipfile
from dataclasses import replace
from decimal import Decimal

import pytest
from openpyxl.comments import Comment

from secor_xl import __version__
from secor_xl.excel.macro_workbook import build_macro_workbook
from secor_xl.judgement import rules
from secor_xl.judgement.assessment import assess
from secor_xl.judgement.case import Place
from secor_xl.procedure.instrument import parse_instrument
from secor_xl.resources import shipped_instrument, shipped_letter_templates
from secor_xl.review.model import LetterKind, LetterRecord, Response
from secor_xl.runs import upgrade as upgrades
from secor_xl.runs.exchange import identified
from secor_xl.runs.new_workbook import plain_workbook
from secor_xl.runs.output import OutputRefused
from secor_xl.runs.single_workbook import ReviewService
from secor_xl.runs.upgrade import UpgradeRefused, rebuild, upgrade
from secor_xl.samples.employers import samples
from secor_xl.workbook.reading.read_workbook import read_workbook
from secor_xl.workbook.schema.layout import ACTION_PLAN
from secor_xl.workbook.writing import build_reference
from secor_xl.xlsx.comments import Note
from secor_xl.xlsx.guard import UnreadableWorkbook
from tests.notes import read_notes
from tests.workbook import built

DESK = ReviewService(shipped_letter_templates(), built.AS_OF)
NOTES = {
    ("Questions", built.where(Place("questions", "points", "A1"))[1]): Note("ask Jo", "Me"),
    ("Start", "B2"): Note("x"),
}
LETTERS = (
    LetterRecord(LetterKind.FEEDBACK, 1, dt.date(2026, 5, 4), "feedback.docx", "ab" * 32),
    LetterRecord(LetterKind.APPROVAL, None, dt.date(2026, 6, 1), "approval.docx", ""),
)


@pytest.fixture
def old(monkeypatch):
    """Makes bytes of a workbook that an earlier version made."""

    def make(review=None, notes=None, build=plain_workbook, instrument=None):
        assessment = assess(
            review or built.review(),
            instrument=instrument or built.instrument(),
            office=built.office(),
            as_of=built.AS_OF,
        )
        with monkeypatch.context() as earlier:
            earlier.setattr(build_reference, "__version__", "0.0.9")
            return build(assessment, notes or {})

    return make


def macro_workbook(assessment, notes):
    return build_macro_workbook(assessment, notes=notes)


def listed(folder):
    return sorted(path.name for path in folder.iterdir())


def test_review_letter_log_and_notes_are_carried_over_and_the_old_file_stays(old, tmp_path):
    path = tmp_path / "review.xlsx"
    review = replace(built.review(), letters=LETTERS)
    content = old(review, NOTES)
    path.write_bytes(content)
    done = upgrade(path, DESK, plain_workbook)
    assert done.kept is not None
    assert done.kept == tmp_path / "review (secor-xl 0.0.9).xlsx"
    assert done.kept.read_bytes() == content
    assert listed(tmp_path) == ["review (secor-xl 0.0.9).xlsx", "review.xlsx"]
    read = read_workbook(path)
    assert read.review == review
    assert read.tool_version == __version__
    assert read_notes(path) == NOTES
    assert done.rebuilt is not None
    assert (done.rebuilt.old_version, done.rebuilt.notes, done.rebuilt.left) == ("0.0.9", 2, ())


@pytest.mark.parametrize("sample", samples(built.instrument()), ids=lambda sample: sample.file_stem)
def test_every_sample_is_the_same_after_an_upgrade_as_built_new(old, tmp_path, sample):
    path = tmp_path / "review.xlsx"
    path.write_bytes(old(sample.review))
    service = ReviewService(shipped_letter_templates(), sample.as_of)
    upgrade(path, service, plain_workbook)
    assessment = assess(sample.review, instrument=built.instrument(), office=built.office(), as_of=sample.as_of)
    assert path.read_bytes() == plain_workbook(assessment, {})


def test_a_workbook_with_macros_stays_one(old, tmp_path):
    path = tmp_path / "review.xlsm"
    path.write_bytes(old(notes=NOTES, build=macro_workbook))
    upgrade(path, DESK, macro_workbook)
    assert read_workbook(path).review == built.review()
    assert read_notes(path) == NOTES
    assert zipfile.ZipFile(path).read("xl/vbaProject.bin")


def test_another_instrument_travels_along(old, tmp_path):
    text = shipped_instrument().read_text(encoding="utf-8").replace('version = "2026.1"', 'version = "9.9"')
    instrument = parse_instrument(text, "ours.toml")
    review = identified(replace(built.review(), form=type(built.review().form)()), instrument)
    path = tmp_path / "review.xlsx"
    path.write_bytes(old(review, instrument=instrument))
    upgrade(path, DESK, plain_workbook)
    assert read_workbook(path).instrument == instrument
    assert read_workbook(path).review == review


@pytest.mark.skipif(sys.platform == "win32", reason="a link needs rights there")
def test_a_link_stays_a_link_and_the_workbook_is_built_anew_where_it_is(old, tmp_path):
    folder = tmp_path / "reviews"
    folder.mkdir()
    path, link = folder / "review.xlsx", tmp_path / "link.xlsx"
    content = old()
    path.write_bytes(content)
    link.symlink_to(path)
    done = upgrade(link, DESK, plain_workbook)
    assert link.is_symlink()
    assert (done.path, done.kept) == (path, folder / "review (secor-xl 0.0.9).xlsx")
    assert (folder / "review (secor-xl 0.0.9).xlsx").read_bytes() == content
    assert read_workbook(path).tool_version == __version__
    assert listed(tmp_path) == ["link.xlsx", "reviews"]


def test_a_workbook_of_this_version_is_left_alone_unless_it_is_wanted(tmp_path):
    path = tmp_path / "review.xlsx"
    path.write_bytes(built.workbook())
    assert upgrade(path, DESK, plain_workbook).kept is None
    assert listed(tmp_path) == ["review.xlsx"]
    done = upgrade(path, DESK, plain_workbook, again=True)
    assert done.kept == tmp_path / f"review (secor-xl {__version__}).xlsx"


def test_an_earlier_old_file_is_never_overwritten(old, tmp_path):
    path = tmp_path / "review.xlsx"
    for number in (1, 2, 3):
        content = old(replace(built.review(), letters=LETTERS[: number - 1]))
        path.write_bytes(content)
        upgrade(path, DESK, plain_workbook)
    names = ["review (secor-xl 0.0.9).xlsx", "review (secor-xl 0.0.9, 2).xlsx", "review (secor-xl 0.0.9, 3).xlsx"]
    assert listed(tmp_path) == sorted([*names, "review.xlsx"])
    assert [len(read_workbook(tmp_path / name).review.letters) for name in names] == [0, 1, 2]


@pytest.mark.parametrize(
    ("version", "name"),
    [("../../x", "..-..-x"), ("a\\b:c", "a-b-c"), ("0.0.dev1+g5", "0.0.dev1+g5"), ("9" * 400, "9" * 32)],
)
def test_a_version_of_any_text_is_safe_in_the_name_of_the_old_file(monkeypatch, tmp_path, version, name):
    folder = tmp_path / "reviews"
    folder.mkdir()
    path = folder / "review.xlsx"
    monkeypatch.setattr(build_reference, "__version__", version)
    path.write_bytes(built.built(built.review()))
    monkeypatch.undo()
    assert upgrade(path, DESK, plain_workbook).kept == folder / f"review (secor-xl {name}).xlsx"
    assert listed(tmp_path) == ["reviews"]


@pytest.mark.parametrize("again", [False, True])
def test_a_newer_workbook_is_left_alone(monkeypatch, tmp_path, again):
    path = tmp_path / "review.xlsx"
    with monkeypatch.context() as later:
        later.setattr(build_reference, "__version__", "9.9.9")
        content = built.built(built.review())
    path.write_bytes(content)
    with pytest.raises(UpgradeRefused, match=r"made by secor-xl 9\.9\.9, which is newer .* install the newer secor-xl"):
        upgrade(path, DESK, plain_workbook, again=again)
    with pytest.raises(UpgradeRefused, match="newer"):
        rebuild(content, "review.xlsx", DESK, plain_workbook)
    assert path.read_bytes() == content
    assert listed(tmp_path) == ["review.xlsx"]


def test_a_cell_that_cannot_be_read_is_named_and_nothing_is_written(tmp_path):
    path = tmp_path / "review.xlsx"
    content = built.typed(Place("case", "received_on"), "last Tuesday")
    path.write_bytes(content)
    with pytest.raises(UpgradeRefused) as refused:
        upgrade(path, DESK, plain_workbook, again=True)
    sheet, cell = built.where(Place("case", "received_on"))
    assert len(refused.value.reasons) == 1
    assert f"{sheet}!{cell}" in str(refused.value)
    assert "last Tuesday" in str(refused.value)
    assert path.read_bytes() == content
    assert listed(tmp_path) == ["review.xlsx"]


def test_sheets_of_the_reviewers_own_are_refused_by_name(tmp_path):
    def sheets(book):
        book.create_sheet("My notes")["A1"] = "precious"
        book.create_chartsheet("My chart")

    path = tmp_path / "review.xlsx"
    path.write_bytes(built.edited(sheets))
    with pytest.raises(UpgradeRefused) as refused:
        upgrade(path, DESK, plain_workbook, again=True)
    assert [reason.split('"')[1] for reason in refused.value.reasons] == ["My notes", "My chart"]
    assert "Move or Copy" in str(refused.value)
    assert listed(tmp_path) == ["review.xlsx"]


def test_what_is_typed_outside_of_the_form_is_named_before_anything_is_lost(tmp_path):
    def stray(book):
        book["Start"]["M40"] = "  remember\n this "
        book["Rounds"]["B2"] = 7
        book["Flags"]["J7"] = "done"
        book["Rules"]["H1"] = "ask Ann"
        book["Submission"][built.where(Place("employer", "city"))[1]] = "Olds"  # a fact, which is carried over

    path = tmp_path / "review.xlsx"
    path.write_bytes(content := built.edited(stray))
    with pytest.raises(UpgradeRefused) as refused:
        upgrade(path, DESK, plain_workbook, again=True)
    told = [reason.split(" is ")[0] for reason in refused.value.reasons]
    assert told == ['Rounds!B2: "7"', 'Start!M40: "remember this"', 'Flags!J7: "done"', 'Rules!H1: "ask Ann"']
    assert path.read_bytes() == content
    assert listed(tmp_path) == ["review.xlsx"]


def test_what_was_typed_over_is_written_anew_once_it_is_cleared(tmp_path):
    path = tmp_path / "review.xlsx"
    path.write_bytes(built.edited(lambda book: book["Questions"].__setitem__("E9", None)))
    assert read_workbook(path).problems == ()
    upgrade(path, DESK, plain_workbook, again=True)
    assert path.read_bytes() == built.workbook()


def test_a_day_of_judgement_that_was_typed_is_named(tmp_path):
    assessment = assess(built.review(), instrument=built.instrument(), office=built.office(), as_of=built.AS_OF)
    for live_as_of, left in ((True, ()), (False, ('Start!C9: "2026-06-01"',))):
        path = tmp_path / f"review {live_as_of}.xlsm"
        path.write_bytes(build_macro_workbook(assessment, live_as_of=live_as_of))
        done = upgrade(path, DESK, macro_workbook, again=True)
        assert done.rebuilt is not None
        assert done.rebuilt.left == left


def cell(section, field, item=""):
    return built.where(Place(section, field, item))[1]


def below(name, rows=1):
    letters = name.rstrip("0123456789")
    return f"{letters}{int(name.removeprefix(letters)) + rows}"


def test_what_moved_with_rows_that_were_put_in_is_carried_over_and_no_stray(tmp_path):
    last, account = cell("employer_sign_off", "signed_on"), cell("accounts", "industry_code", "1")
    name, points = cell("employer", "legal_name"), cell("questions", "points", "B1")

    def put_in(book):
        book["Submission"].insert_rows(int(name[1:]))
        book["Submission"].insert_rows(1, 2)
        for place, words in ((last, "signed by hand"), (account, "old code"), (name, "see the registry")):
            book["Submission"][below(place, 3)].comment = Comment(words, "Me")
        book["Questions"].insert_rows(6, 2)
        book["Questions"].insert_rows(2)
        book["Questions"][below(points, 3)].comment = Comment("half", "Me")
        book["Rounds"]["A2"].comment = Comment("mine", "Me")

    path = tmp_path / "review.xlsx"
    path.write_bytes(built.edited(put_in))
    assert read_workbook(path).problems == ()
    done = upgrade(path, DESK, plain_workbook, again=True)
    assert done.rebuilt is not None
    assert (done.rebuilt.left, done.rebuilt.moved) == ((), ())
    assert read_workbook(path).review == built.review()
    assert read_notes(path) == {
        ("Submission", last): Note("signed by hand", "Me"),
        ("Submission", account): Note("old code", "Me"),
        ("Submission", name): Note("see the registry", "Me"),
        ("Questions", points): Note("half", "Me"),
        ("Rounds", "A2"): Note("mine", "Me"),
    }


def test_a_note_on_a_row_of_the_reviewers_own_is_never_put_onto_a_fact(tmp_path):
    row = int(cell("employer", "legal_name")[1:])

    def put_in(book):
        book["Submission"].insert_rows(row)
        book["Submission"][f"B{row}"].comment = Comment("call them", "Me")
        book["Submission"][f"B{row + 1}"].comment = Comment("see the registry", "Me")

    path = tmp_path / "review.xlsx"
    path.write_bytes(built.edited(put_in))
    done = upgrade(path, DESK, plain_workbook, again=True)
    assert done.rebuilt is not None
    assert done.rebuilt.left == ()
    assert read_notes(path) == {
        ("Submission", f"E{row - 1}"): Note("call them", "Me"),
        ("Submission", f"B{row}"): Note("see the registry", "Me"),
    }
    assert done.rebuilt.moved == (
        f"the note on Submission!B{row}, which is no cell of the form, stands on Submission!E{row - 1} now",
    )


def test_a_note_moves_with_its_column_and_with_its_rule(old, tmp_path, monkeypatch):
    def moved(book):
        sheet = book["Action plan"]
        first, second = (ACTION_PLAN.column(name).letter for name in ("question_ids", "action"))
        for number in range(ACTION_PLAN.header_row, ACTION_PLAN.header_row + 20):
            one, other = sheet[f"{first}{number}"], sheet[f"{second}{number}"]
            one.value, other.value = other.value, one.value
        sheet[f"{second}5"].comment = Comment("which question?", "Me")
        book["Rules"]["B7"].comment = Comment("ours too", "Me")

    with monkeypatch.context() as earlier:
        earlier.setattr(rules, "ALL", rules.ALL[1:])
        content = old()
    path = tmp_path / "review.xlsx"
    path.write_bytes(built.edited(moved, content))
    upgrade(path, DESK, plain_workbook)
    assert read_notes(path) == {
        ("Action plan", ACTION_PLAN.cell("question_ids", 1)): Note("which question?", "Me"),
        ("Rules", "B8"): Note("ours too", "Me"),
    }


def test_a_workbook_without_its_start_sheet_gets_it_back(tmp_path):
    path = tmp_path / "review.xlsx"
    path.write_bytes(built.edited(lambda book: book.remove(book["Start"])))
    upgrade(path, DESK, plain_workbook, again=True)
    assert path.read_bytes() == built.workbook()


def test_stale_computed_cells_are_no_strays(tmp_path):
    """A flag that has gone meanwhile leaves a cell blank that was not."""
    facts = built.review()
    unfinished = replace(facts, questions=tuple(replace(each, points=None) for each in facts.questions))
    path = tmp_path / "review.xlsx"

    def finish(book):
        for each in facts.questions:
            book["Questions"][built.where(Place("questions", "points", each.question_id))[1]].value = each.points

    path.write_bytes(built.edited(finish, built.built(unfinished)))
    done = upgrade(path, DESK, plain_workbook, again=True)
    assert done.rebuilt is not None
    assert done.rebuilt.left == ()
    assert read_workbook(path).review == facts


def test_a_workbook_that_is_open_in_excel_is_left_alone(old, tmp_path):
    path = tmp_path / "review.xlsx"
    path.write_bytes(old())
    (tmp_path / "~$review.xlsx").write_bytes(b"Me")
    with pytest.raises(OutputRefused, match="open in Excel"):
        upgrade(path, DESK, plain_workbook)
    assert listed(tmp_path) == ["review.xlsx", "~$review.xlsx"]


def test_a_workbook_that_was_saved_meanwhile_is_left_alone(old, tmp_path):
    path = tmp_path / "review.xlsx"
    path.write_bytes(old())

    def slow(assessment, notes):
        path.write_bytes(built.workbook())
        return plain_workbook(assessment, notes)

    with pytest.raises(OutputRefused, match="changed meanwhile"):
        upgrade(path, DESK, slow)
    assert path.read_bytes() == built.workbook()
    assert listed(tmp_path) == ["review.xlsx"]


def test_where_the_new_file_cannot_take_its_place_everything_is_as_it_was(old, tmp_path, monkeypatch):
    path, content = tmp_path / "review.xlsx", old()
    path.write_bytes(content)
    replacing = type(path).replace

    def locked(self, target):
        if target == path:
            raise PermissionError(13, "used by another process")
        return replacing(self, target)

    monkeypatch.setattr(type(path), "replace", locked)
    with pytest.raises(OutputRefused, match="another program has it open"):
        upgrade(path, DESK, plain_workbook)
    assert path.read_bytes() == content
    assert listed(tmp_path) == ["review.xlsx"]


def test_a_new_workbook_that_would_say_something_else_never_takes_the_place(old, tmp_path):
    path, content = tmp_path / "review.xlsx", old(notes=NOTES)
    path.write_bytes(content)

    def wrong(assessment, notes):
        first, *others = assessment.case.review.questions
        review = replace(
            assessment.case.review, questions=(replace(first, points=Decimal(1), response=Response.NO), *others)
        )
        return plain_workbook(replace(assessment, case=replace(assessment.case, review=review)), notes)

    for build in (wrong, lambda assessment, _notes: plain_workbook(assessment, {})):
        with pytest.raises(UpgradeRefused, match="please report"):
            upgrade(path, DESK, build)
    assert path.read_bytes() == content
    assert listed(tmp_path) == ["review.xlsx"]


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"%PDF-1.7", b"name,points"])
def test_a_file_that_is_no_review_workbook_is_unreadable(tmp_path, content):
    path = tmp_path / "review.xlsx"
    path.write_bytes(content)
    with pytest.raises(UnreadableWorkbook):
        upgrade(path, DESK, plain_workbook)


def test_the_bytes_alone_can_be_had_too(old):
    rebuilt = rebuild(old(notes=NOTES), "review.xlsx", DESK, plain_workbook)
    assert built.read(rebuilt.data).review == built.review()
    assert (rebuilt.old_version, rebuilt.notes) == ("0.0.9", 2)


def test_the_names_of_old_files_say_who_made_them(tmp_path):
    names = upgrades._names(tmp_path / "Müller & Co..xlsm", "")
    assert next(names).name == "Müller & Co. (secor-xl of old).xlsm"
    assert next(names).name == "Müller & Co. (secor-xl of old, 2).xlsm"
