"""The figures of months and groups, and what repeats, computed once more by plain loops over the reviews."""

import datetime as dt
import random
from collections import defaultdict
from dataclasses import replace
from decimal import ROUND_DOWN, Decimal
from fractions import Fraction
from typing import Any

import pytest

from secor_xl.judgement.outcome import OutcomeKind
from secor_xl.letters.letter import Letter, LetterState
from secor_xl.review.model import LetterKind
from secor_xl.runs.register.group_figures import FEW, Event, by_group, by_month, month_name
from secor_xl.runs.register.groups import GROUPS
from secor_xl.runs.register.learning import repeated_deficiencies
from secor_xl.runs.register.register_row import CLOSING, QuestionPoints
from tests.runs.register_entries import AS_OF, awaiting_row, entry, plain_row
from tests.runs.test_register import opened, table

REVIEWERS = ("R. Oakley", "M. Tremblay", "")


def day(after):
    return dt.date(2026, 1, 5) + dt.timedelta(after)


def some_entries(seed, count=40):
    """Reviews with random days, outcomes, rounds and groups."""
    chance = random.Random(seed)
    for _ in range(count):
        outcome = chance.choice(list(OutcomeKind))
        received = chance.choice([None, *map(day, range(120))])
        rounds, at = [], received or day(0)
        for _ in range(chance.randrange(3)):
            sent = at + dt.timedelta(chance.randrange(1, 9))
            at = sent + dt.timedelta(chance.randrange(1, 9))
            rounds.append((sent, at))
        letters = []
        if outcome in CLOSING and chance.random() < 0.8:
            decided = at + dt.timedelta(chance.randrange(20))
            letters = [Letter(CLOSING[outcome], "a.docx", decided, state=LetterState.WRITTEN)]
        row = replace(
            plain_row(),
            outcome=outcome,
            received_on=received,
            turns=tuple(rounds),
            rounds=len(rounds),
            reviewer=chance.choice(REVIEWERS),
            provinces=tuple(chance.sample(("AB", "BC", "SK"), chance.randrange(3))),
        )
        yield entry(row, *letters)


def percentile(days, share):
    """As PERCENTILE.INC of Excel describes it."""
    place = Fraction(share) * (len(days) - 1)
    below = int(place)
    above = min(below + 1, len(days) - 1)
    return days[below] + (place - below) * (days[above] - days[below])


def cut(number):
    return (Decimal(number.numerator) / Decimal(number.denominator)).quantize(Decimal("0.01"), ROUND_DOWN)


def expected(entries):
    """The figures of some reviews, by a plain loop."""
    found = {"received": 0, "approved": 0, "invalid": 0, "open": 0, "corrections": 0}
    days, rounds = [], []
    for each in entries:
        found["received"] += 1
        found["approved"] += each.row.outcome is OutcomeKind.APPROVE
        found["invalid"] += each.row.outcome is OutcomeKind.INVALID
        found["open"] += each.row.outcome not in (OutcomeKind.APPROVE, OutcomeKind.INVALID)
        found["corrections"] += len(each.row.turns)
        if each.row.outcome is OutcomeKind.APPROVE:
            rounds.append(each.row.rounds)
        if each.letters and each.row.received_on:
            days.append((each.letters[0].day - each.row.received_on).days)
    days.sort()
    return {
        **found,
        "median": cut(percentile(days, Fraction(1, 2))) if days else None,
        "most": cut(percentile(days, Fraction(9, 10))) if days else None,
        "at first": cut(Fraction(100 * sum(each == 0 for each in rounds), len(rounds))) if rounds else None,
        "mean": cut(Fraction(sum(rounds), len(rounds))) if rounds else None,
        "decided": len(days) if len(days) >= FEW or not days else f"few: {len(days)}",
    }


def counted(figures):
    names = ("received", "approved", "invalid", "open", "corrections")
    events = (Event.RECEIVED, Event.APPROVED, Event.INVALID, Event.OPEN, Event.CORRECTIONS)
    return {
        **{name: figures.count(event) for name, event in zip(names, events, strict=True)},
        "median": figures.median_days,
        "most": figures.most_days,
        "at first": figures.approved_at_first,
        "mean": figures.mean_rounds,
        "decided": figures.decided,
    }


@pytest.mark.parametrize("seed", range(25))
def test_the_figures_of_groups_are_those_of_a_plain_loop(seed):
    entries = list(some_entries(seed))
    groups = by_group(entries, lambda each: [each.row.reviewer])
    assert list(groups) == ["M. Tremblay", "R. Oakley", "not entered"]
    for name, figures in groups.items():
        assert counted(figures) == expected(
            [each for each in entries if (each.row.reviewer or "not entered") == name]
        ), name
    provinces = by_group(entries, lambda each: each.row.provinces)
    for name in ("AB", "BC", "SK"):
        assert counted(provinces[name]) == expected([each for each in entries if name in each.row.provinces])


@pytest.mark.parametrize("seed", range(10))
def test_each_event_counts_in_its_own_month_and_every_one_somewhere(seed):
    entries = list(some_entries(seed))
    months = {month_name(month): figures for month, figures in by_month(entries).items()}
    received, asked, decided = (defaultdict[Any, list[Any]](list) for _ in range(3))
    for each in entries:
        received[each.row.received_on].append(each)
        for sent, _ in each.row.turns:
            asked[f"{sent:%b %Y}"].append(each)
        if each.letters:
            decided[f"{each.letters[0].day:%b %Y}"].append(each)
    for name, figures in months.items():
        of_month = [
            each for day, some in received.items() if (f"{day:%b %Y}" if day else "Not dated") == name for each in some
        ]
        assert figures.count(Event.RECEIVED) == len(of_month)
        assert figures.count(Event.CORRECTIONS) == len(asked[name])
        assert figures.count(Event.DAYS) == sum(bool(each.row.received_on) for each in decided[name])
    for event in (Event.RECEIVED, Event.APPROVED, Event.INVALID, Event.OPEN):
        [every] = by_group(entries, lambda _: ["All"]).values()
        assert sum(figures.count(event) for figures in months.values()) == every.count(event)


def test_empty_months_are_shown_unless_a_day_is_far_off():
    days = (dt.date(2026, 1, 31), dt.date(2026, 3, 1))
    entries = [entry(replace(plain_row(), received_on=day)) for day in days]
    assert [month_name(month) for month in by_month(entries)] == ["Jan 2026", "Feb 2026", "Mar 2026", "Not dated"]
    far = entry(replace(plain_row(), received_on=dt.date(1995, 1, 1)))
    assert len(by_month([*entries, far])) == 4


def test_the_sheet_shows_the_same_months_of_earlier_seasons():
    def received(*days):
        return [entry(replace(awaiting_row(3), received_on=day)) for day in days]

    now = received(dt.date(2026, 5, 2), dt.date(2026, 5, 9), dt.date(2026, 6, 1))
    before = received(dt.date(2025, 5, 1), dt.date(2023, 6, 1), dt.date(2023, 8, 1))
    sheet = opened(now, earlier=before)[GROUPS]
    rows = table(sheet, "The same months of earlier seasons")
    assert [row[:4] for row in rows] == [("May 2026", 2, 1, 0), ("Jun 2026", 1, 0, 1)]
    assert "Received, 3 years before" in {cell.value for row in sheet.iter_rows() for cell in row}


def test_the_days_in_each_state_add_up_to_the_whole():
    received, sent, back = dt.date(2026, 5, 1), dt.date(2026, 5, 11), dt.date(2026, 5, 14)
    made = entry(replace(awaiting_row(3), received_on=received, turns=((sent, back), (dt.date(2026, 5, 20), None))))
    assert made.days_by_state(AS_OF) == {"In review": 10, "With the assessor": 45, "Correction in review": 6}
    assert sum(made.days_by_state(AS_OF).values()) == (AS_OF - received).days
    for wrong in (
        replace(made.row, received_on=None),
        replace(made.row, received_on=back),
        replace(made.row, turns=((sent, None), (back, back))),
    ):
        assert entry(wrong).days_by_state(AS_OF) == {}


def test_where_points_are_lost_is_exact():
    def row(*lost):
        points = (QuestionPoints(f"A{n}", f"Text {n}", Decimal(each), Decimal(3)) for n, each in enumerate(lost, 1))
        return entry(replace(plain_row(), points=tuple(points)))

    sheet = opened([row("0.1", "0", "2"), row("0.2", "0", "1")])["Figures"]
    listed = [each[:5] for each in table(sheet, "Where points are lost most")]
    assert listed == [("A3", "Text 3", 3, 50, 2), ("A1", "Text 1", 0.3, 5, 2)]


def test_an_assessor_with_the_same_deficiency_again_is_listed_with_the_letters_that_said_so():
    def review(assessor, reference, *items, letter=True):
        row = replace(
            plain_row(), assessor=assessor, reference=reference, deficiencies=tuple((each, "Q") for each in items)
        )
        name = f"{reference} - feedback round 1.docx"
        letters = [Letter(LetterKind.FEEDBACK, name, AS_OF, state=LetterState.WRITTEN)] if letter else []
        return entry(row, *letters)

    reviews = [
        review("Sam Example", "1", "B2", "C1"),
        review("SAM  EXAMPLE", "2", "B2"),
        review("Sam Example", "3", "C1", letter=False),  # nobody was told
        review("Another", "4", "B2"),
        review("", "5", "B2"),
        review("", "6", "B2"),
    ]
    found = list(repeated_deficiencies(reviews, 2))
    assert [(each.item, each.times, each.letter.file) for each in found] == [
        ("B2", 2, "1 - feedback round 1.docx"),
        ("B2", 2, "2 - feedback round 1.docx"),
    ]
    assert list(repeated_deficiencies(reviews, 3)) == []
