"""A calendar file (RFC 5545) of days to keep in mind, as all-day events that update when the file is opened again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from secor_xl.files import fingerprint_of
from secor_xl.text import on_one_line

PRODUCT = "-//secor-xl//status//EN"
LONGEST_TITLE = 120


@dataclass(frozen=True, slots=True)
class DayToKeep:
    """A day to keep in mind.

    Attributes:
        key: what makes it the same event in every file, such as the review, the round and the kind of day.
        day: the day.
        title: the title of the event.
        text: the text below the title.
    """

    key: tuple[str, ...]
    day: dt.date
    title: str
    text: str


def calendar_file(days: Iterable[DayToKeep], made_on: dt.date) -> bytes:
    """Return a calendar with an all-day event for each day; the same days make the same bytes.

    Args:
        days: the days; of those with the same key, as of two reviews that contradict each other, the earliest is kept.
        made_on: the day on which the file is made.
    """
    from icalendar import Calendar, Event  # noqa: PLC0415 - costly to import

    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    earliest: dict[tuple[str, ...], DayToKeep] = {}
    for each in days:
        earliest[each.key] = min(earliest.get(each.key, each), each, key=lambda same: same.day)
    for each in earliest.values():
        event = Event()
        event.add("uid", f"{fingerprint_of(repr(each.key).encode())[:32]}@secor-xl")
        event.add("dtstamp", dt.datetime.combine(made_on, dt.time(), dt.UTC))
        event.add("dtstart", each.day)
        event.add("dtend", each.day + dt.timedelta(1))
        event.add("summary", on_one_line(each.title, LONGEST_TITLE))
        event.add("description", each.text)
        event.add("transp", "TRANSPARENT")
        event.add("sequence", made_on.toordinal())
        calendar.add_component(event)
    return bytes(calendar.to_ical())
