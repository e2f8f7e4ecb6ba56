"""A sample whose every text is legal and as awkward as people make them."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from secor_xl.review.model import Account, Review, Timing
from secor_xl.samples.changes import with_action_item, with_facts, with_finding, with_no, with_question

LONG_NOTES_LENGTH = 5000
LONG_NOTES_END = "\nEnd of notes 🏁"


def long_notes() -> str:
    """Notes of 5,000 characters with line breaks, markup, formulas, template code and signs of many scripts."""
    text = ""
    visit = 0
    while len(text) < LONG_NOTES_LENGTH:
        visit += 1
        text += (
            f"Visit {visit}: the card says “wind > 40 km/h & gusting”; crew <A> moved the shack 🚚💨.\n"
            f"=SUM(B{visit}:B{visit + 9}) was typed over the tally; for example, {visit} of {visit} cards & {{{{7*7}}}} more.\n"
            f"- naïve façade, Ω = {visit} k, “tél. à côté”, 測試, שלום, {{% if site %}}{visit}{{% endif %}} </w:t> &amp; ]]>\n\n"
        )
    return f"{text[: LONG_NOTES_LENGTH - len(LONG_NOTES_END)].rstrip()}{LONG_NOTES_END}".ljust(LONG_NOTES_LENGTH, "!")


def with_awkward_texts(review: Review) -> Review:
    """Awkward texts in every place that takes one."""
    review = with_facts(review, "employer", email="bureau@etoile.example")
    review = with_facts(
        review, "assessor", email="jay+secor@etoile.example", training_course="=Cours SECOR & «sécurité»"
    )
    review = with_facts(review, "reviewer", name="Ines “Q&A” Calloway-Ñuñez <reviewer>")
    review = replace(review, accounts=(Account("AB", "0000172", "00604"), *review.accounts))
    review = with_question(review, "B6", notes=long_notes())
    review = with_finding(
        review,
        "B6",
        "20",
        '=CONCAT("found") stands on the forms; {{7*7}} & {% raw %} & <w:p/> were left in, and “controls” are blank 🤷.\n'
        "Second line: forms of May < forms of June & so on.",
        '+Send 3 forms with hazards & controls; {{ finding }} is not one.\n-No more than "one" page each, s’il vous plaît.',
        timing=Timing.NOW,
    )
    review = with_finding(
        review,
        "C2b",
        "20",
        "@Procedure <bleeding off> & <tank tops>: {# none #} $HOME %PATH% \\\\server\\share 'single' \"double\" `back`",
        "Écrire les deux procédures & send them as “PDF” <or paper>.",
        timing=Timing.NOW,
    )
    review = with_question(review, "C2b", add_to_plan='=ADD("procedure") & <plan> for “bleeding off” {{7*7}} 🧯')
    review = with_finding(
        review,
        "D6",
        "20",
        "{{7*7}} is written where the shop’s name belongs & 'n/a' <twice>.",
        '=Name the "shop" & date.',
    )
    review = with_question(review, "D6", add_to_plan="Naming the shop & 'n/a' <once>\nis enough, said “=A1”")
    review = with_no(
        review,
        "H5",
        "The night operator didn't hear of the <new> call-in number & said: “¿Qué número?” – 7 < 8, {{7*7}}.",
    )
    return with_action_item(
        review,
        ("H5",),
        '="Changes" don\'t reach <night shift> & weekends',
        'Announce every change in writing & have it initialled by "all" {{7*7}} <everyone> 📢',
        responsible="Opérations & <Dispatch>",
        target_date=dt.date(2027, 2, 28),
    )
