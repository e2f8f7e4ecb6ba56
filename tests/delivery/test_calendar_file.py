"""Days as a calendar file that other calendars read, and update instead of doubling."""

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from secor_xl.delivery.calendar_file import DayToKeep, calendar_file

DAY, MADE = dt.date(2026, 6, 30), dt.date(2026, 6, 1)
EVENT = DayToKeep(("QA-1", "1", "due"), DAY, 'Correction due: Étoile & Co; "x", y', "First.\nSecond, with a comma.")


def events(content):
    return [*Calendar.from_ical(content).walk("VEVENT")]


def test_a_day_is_an_event_of_the_whole_day():
    (event,) = events(calendar_file([EVENT], MADE))
    assert (event.decoded("dtstart"), event.decoded("dtend")) == (DAY, dt.date(2026, 7, 1))
    assert (str(event["summary"]), str(event["description"])) == (EVENT.title, EVENT.text)
    assert event["transp"] == "TRANSPARENT"


def test_the_same_day_has_the_same_id_and_a_later_file_replaces_the_event():
    moved = DayToKeep(EVENT.key, DAY + dt.timedelta(3), "Other title", "Other text")
    (first,), (second,) = events(calendar_file([EVENT], MADE)), events(calendar_file([moved], MADE + dt.timedelta(1)))
    assert first["uid"] == second["uid"]
    assert second["sequence"] > first["sequence"]


def test_other_days_have_other_ids():
    keys = [("QA-1", "1", "due"), ("QA-1", "2", "due"), ("QA-1", "1", "reminder"), ("QA-2", "1", "due")]
    found = events(calendar_file([DayToKeep(key, DAY, "t", "x") for key in keys], MADE))
    assert len({event["uid"] for event in found}) == len(keys)


def test_no_id_is_there_twice_and_the_earliest_day_is_kept():
    other = DayToKeep(EVENT.key, DAY - dt.timedelta(3), "Of a copy", "x")
    for given_days in ([EVENT, other], [other, EVENT], [other, EVENT, other]):
        (event,) = events(calendar_file(given_days, MADE))
        assert event.decoded("dtstart") == other.day


def test_the_same_days_make_the_same_bytes():
    assert calendar_file([EVENT], MADE) == calendar_file([EVENT], MADE)


def test_lines_end_and_fold_as_the_standard_asks():
    content = calendar_file([DayToKeep(("a",), DAY, "é" * 110, "long " * 100)], MADE)
    lines = content.split(b"\r\n")
    assert lines[0] == b"BEGIN:VCALENDAR"
    assert lines[-2:] == [b"END:VCALENDAR", b""]
    assert max(len(line) for line in lines) <= 75
    assert b"\n" not in content.replace(b"\r\n", b"")


@given(st.text(), st.text())
def test_any_text_stays_within_its_event(title, text):
    found = events(calendar_file([DayToKeep(("a",), DAY, title, text), EVENT], MADE))
    assert [event.decoded("dtstart") for event in found] == [DAY, DAY]


def test_no_day_makes_an_empty_calendar():
    assert events(calendar_file([], MADE)) == []
