"""``secor-xl status --reminders``: one e-mail draft for each correction that is due soon, and never a second one."""

import datetime as dt
import shutil
from dataclasses import replace
from email import message_from_bytes
from email.policy import default

import pytest
from icalendar import Calendar

from secor_xl.records.records import Records
from secor_xl.resources import shipped_letter_templates
from secor_xl.review.model import CorrectionRound
from tests.workbook.shipped import CLEAN, built

TODAY = dt.date(2026, 6, 30)
DAYS = 5


def sent(days_left, **facts):
    """A review whose correction is due in so many days."""
    on = TODAY + dt.timedelta(days_left - 15)
    return replace(CLEAN, rounds=(CorrectionRound(on, on),), **facts)


REVIEWS = {
    "soon": sent(0),
    "edge": sent(DAYS, assessor=replace(CLEAN.assessor, email="")),
    "far": sent(DAYS + 1),
    "late": sent(-1),
    "back": replace(sent(2), rounds=(replace(sent(2).rounds[0], returned_on=TODAY),)),
    "none": CLEAN,
}


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A folder of reviews, and an office that reminds."""
    folder = tmp_path_factory.mktemp("reminders")
    (folder / "season").mkdir()
    for name, review in REVIEWS.items():
        named = replace(review, case=replace(review.case, reference=name), accounts=())
        (folder / "season" / f"{name}.xlsx").write_bytes(built(named))
    office = shutil.copytree(shipped_letter_templates(), folder / "office") / "office.toml"
    text = office.read_text(encoding="utf-8")
    office.write_text(text.replace("# [reminders]\n# days = 5", f"[reminders]\ndays = {DAYS}"), encoding="utf-8")
    return folder


@pytest.fixture
def remind(secor, made, tmp_path):
    def run(day=TODAY, *options, templates="office"):
        asked = ("status", made / "season", "--as-of", day, "--templates", made / templates)
        return secor(*asked, "--reminders", tmp_path / "drafts", *options)

    return run


def names(folder):
    return sorted(path.name for path in folder.glob("*.eml"))


def test_each_correction_that_is_due_soon_gets_one_draft_and_never_a_second(remind, secor, made, tmp_path):
    drafts = tmp_path / "drafts"
    ran = remind()
    assert names(drafts) == [
        f"{name} - reminder round 1, due {due}.eml" for name, due in (("edge", "2026-07-05"), ("soon", "2026-06-30"))
    ]
    assert "2 reminders made in" in ran.err
    assert "soon.xlsx: Values that are not those of your office: certifying_partner.name is" in ran.err
    assert 'signatory.name is "Jordan Example"; ' in ran.err
    assert "governing_bodies" not in ran.err, "nothing of a governing body is in a reminder"
    assert "edge.xlsx: The assessor: no e-mail address in the review; enter it into the draft." in ran.err
    draft = message_from_bytes((drafts / names(drafts)[1]).read_bytes(), policy=default)
    assert draft["X-Unsent"] == "1"
    assert (draft["To"].addresses[0].addr_spec, draft["Cc"]) == (CLEAN.assessor.email, None)
    assert draft["Subject"] == (
        f"Reminder: the corrected SECOR assessment of {CLEAN.employer.legal_name} is due on June 30, 2026 (file reference soon)"
    )
    text = " ".join(draft.get_content().split())
    assert f"Dear {CLEAN.assessor.name}, This is a reminder. On June 15, 2026 we asked you" in text
    assert "The corrected assessment is due on June 30, 2026." in text
    assert "The whole process, with all its rounds, ends on September 13, 2026." in text
    (drafts / names(drafts)[0]).unlink()
    assert "0 reminders made" in remind().err
    again = remind(TODAY + dt.timedelta(1))
    assert "1 reminder made" in again.err
    assert names(drafts) == [
        "far - reminder round 1, due 2026-07-06.eml",
        "soon - reminder round 1, due 2026-06-30.eml",
    ]
    seen = secor("verify", drafts, "--templates", made / "office", "--json")
    assert (seen.code, "is not made a second time" in seen.out) == (0, True)
    with (drafts / names(drafts)[0]).open("ab") as draft_file:
        draft_file.write(b"x")
    assert secor("verify", drafts, "--templates", made / "office").code == 1


def test_a_run_that_ends_before_it_records_makes_no_second_draft(remind, monkeypatch, tmp_path):
    def end(*_arguments):
        raise KeyboardInterrupt

    with monkeypatch.context() as ended:
        ended.setattr(Records, "add_derived_file", end)
        assert remind().code == 130
    (first,) = (tmp_path / "drafts").glob("*.eml")
    before = first.read_bytes()
    assert "2 reminders made" in remind().err
    assert (first.read_bytes(), len(names(tmp_path / "drafts"))) == (before, 2)
    assert "0 reminders made" in remind().err


def test_another_file_of_that_name_is_never_written_over(remind, tmp_path):
    mine = tmp_path / "drafts" / "soon - reminder round 1, due 2026-06-30.eml"
    mine.parent.mkdir()
    mine.write_text("mine")
    ran = remind()
    assert (ran.code, mine.read_text()) == (3, "mine")
    assert "1 reminder made" in ran.err


@pytest.mark.parametrize(
    ("day", "templates", "said"),
    [
        (TODAY, None, "no reminders are set, so none was made. Add the lines [reminders]"),
        (dt.date(2027, 1, 1), "office", "--reminders always uses today: leave --as-of out."),
    ],
)
def test_where_no_reminder_can_be_made_it_is_said_and_no_folder_is_made(remind, tmp_path, day, templates, said):
    ran = remind(day, templates=templates or shipped_letter_templates())
    assert (ran.code, said in ran.err) == (2, True)
    assert not (tmp_path / "drafts").exists()


def test_the_calendar_has_the_reminders_of_the_office(secor, made, tmp_path):
    secor("status", made / "season", "--as-of", TODAY, "--templates", made / "office", "--calendar", tmp_path / "a.ics")
    events = Calendar.from_ical((tmp_path / "a.ics").read_bytes()).walk("VEVENT")
    days = {str(event["summary"]): event.decoded("dtstart") for event in events}
    (reminder,) = (title for title in days if title.startswith("Correction due in 5 days") and title.endswith("(far)"))
    assert days[reminder] == TODAY + dt.timedelta(1)


def test_the_text_of_the_reminder_is_checked_with_the_other_texts(secor, made, tmp_path):
    office = shutil.copytree(made / "office", tmp_path / "office")
    (office / "email" / "reminder.txt").write_text("Subject: Due\n\nDue on {{ due_date }}\n")
    ran = secor("templates", office)
    assert (ran.code, "email/reminder.txt: to put right" in ran.out, "due_date" in ran.out) == (1, True, True)
    ran = secor("status", made / "season", "--as-of", TODAY, "--templates", office, "--reminders", tmp_path / "drafts")
    assert (ran.code, "due_date" in ran.err) == (2, True)
    assert not (tmp_path / "drafts").exists()
