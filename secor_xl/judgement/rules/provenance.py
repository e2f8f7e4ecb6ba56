"""FM-3xx: what the review was made with, and what the office needs for its letters (2.1, 2.13)."""

from __future__ import annotations

from collections.abc import Iterator

from secor_xl.judgement.case import Case
from secor_xl.judgement.flags import FlagContext, Severity, on_entry, on_fact, rule
from secor_xl.judgement.rules.phrases import quoted
from secor_xl.procedure.form import KNOWN_FORMS, known_form
from secor_xl.procedure.office import PROVINCES, GoverningBody
from secor_xl.review.calendar import shown_date


@rule(
    "FM-301",
    title="The review is on a version of the form that is not known",
    clause="2.1",
    severity=Severity.FORM,
    hint="Install a newer secor-xl, or check the workbook with the version that made it.",
)
def form_of_another_version(case: Case) -> Iterator[FlagContext]:
    """Checks: the review is on a version of the standardized form that this tool knows.

    Why: a standardized form is used (2.1); on a later version a cell may mean something else.
    Raised by: a review on a version of the form that is later than that of the tool.
    Not raised by: a review on the version that the tool builds, or on any earlier one: a form only grows.
    To clear: install a newer version of the tool, or use the one that made the review.
    """
    version = case.review.form.form_version
    if not known_form(version):
        seen = f"The form is version {quoted(version)}" if version else "The form does not say its version"
        yield on_fact("form", "form_version", f"{seen}; this tool knows {KNOWN_FORMS}")


@rule(
    "FM-302",
    title="The review was made with another instrument",
    clause="2.5e",
    severity=Severity.FORM,
    hint="Judge the review by the instrument that it was made with; its workbook contains it.",
)
def made_with_another_instrument(case: Case) -> Iterator[FlagContext]:
    """Checks: the instrument that judges the review has the id, the version and the text of the one it was made with.

    Why: points and guidelines belong to the instrument that was applied (2.5e); another one would change the scores.
    Raised by: a review made with version 2025.1, judged by version 2026.1; or by a 2026.1 whose text was edited since.
    Not raised by: the instrument that the workbook carries.
    To clear: judge it by its own instrument.
    """
    form, instrument = case.review.form, case.instrument
    if form.instrument_id != instrument.id:
        seen = f"The review was made with the instrument {quoted(form.instrument_id)} and is judged by {instrument.id}"
        yield on_fact("form", "instrument_id", seen)
    elif form.instrument_version != instrument.version:
        made = quoted(form.instrument_version)
        seen = (
            f"The review was made with version {made} of the instrument and is judged by version {instrument.version}"
        )
        yield on_fact("form", "instrument_version", seen)
    elif form.instrument_fingerprint != instrument.fingerprint:
        seen = "The instrument's text has changed since the review was made, although its version has not"
        yield on_fact("form", "instrument_fingerprint", seen)


@rule(
    "FM-303",
    title="No version of the procedure covers the day of receipt",
    clause="2.1",
    severity=Severity.FORM,
    hint="Check the day of receipt; for an older review, add that version of the procedure to the tool's data.",
)
def received_before_procedure(case: Case) -> Iterator[FlagContext]:
    """Checks: the procedure was in force on the day on which the submission was received.

    Why: a review is made by the procedure of its day (2.1); an older one may have had other minimums.
    Raised by: a submission received in 2009, before the first version that the tool knows.
    Not raised by: a submission received on the first day of the first version.
    To clear: correct the day of receipt, or add the older version to the procedure's data.
    """
    day = case.review.case.received_on or case.as_of
    first = case.parameters.effective_from
    if day < first:
        seen = f"The first known version of the procedure is in force from {shown_date(first)}, after {shown_date(day)}"
        yield on_fact("case", "received_on", seen)


@rule(
    "FM-304",
    title="No governing body is known for an account's province",
    clause="2.13",
    severity=Severity.ADVISORY,
    hint="Enter the province's governing body in the office's data, or correct the province of the account.",
)
def governing_body_unknown(case: Case) -> Iterator[FlagContext]:
    """Checks: the office's data name a governing body for the province of every account.

    Why: on success the governing bodies are informed in writing (2.13); without an entry no notice can be written.
    Raised by: an account in Manitoba while the office's data have entries for Alberta and British Columbia only.
    Not raised by: an account in Alberta with that entry.
    To clear: add the governing body to the office's data. The flag reaches no letter and blocks neither feedback nor
    invalidation; an approval letter is refused until the entry is there.
    """
    seen_already = set()
    for number, account in enumerate(case.review.accounts, 1):
        province = account.province
        if province in PROVINCES and province not in case.office.governing_bodies and province not in seen_already:
            seen_already.add(province)
            seen = f"The office's data have no governing body for {PROVINCES[province]}"
            yield on_entry("accounts", number, "province", seen)


@rule(
    "FM-305",
    title="A governing body did not approve this version of the form",
    clause="2.1",
    severity=Severity.ADVISORY,
    hint="Ask the governing body to approve this version, and enter its approval in the office's data.",
)
def form_not_approved(case: Case) -> Iterator[FlagContext]:
    """Checks: where a governing body's approval of the form is recorded, it is for the review's version or a later one.

    Why: where it is required, the governing bodies have approved the form (2.1). A later version has all of an earlier one.
    Raised by: a review on form version 2 with an account in Alberta, whose recorded approval is for version 1.
    Not raised by: an approval for the same version or a later one; no record of an approval, for which another rule gives
    a hint.
    To clear: obtain the approval and record it. The flag is for the office and reaches no letter.
    """
    version = case.review.form.form_version
    for body in _governing_bodies(case):
        approved = body.approval.form_version if body.approval else version
        if version and approved != version and not 0 < known_form(version) < known_form(approved):
            seen = f"{body.name} approved form version {approved}, and this review is on {quoted(version)}"
            yield on_fact("form", "form_version", seen)


@rule(
    "FM-306",
    title="No approval of the form is recorded for a governing body",
    clause="2.1",
    severity=Severity.ADVISORY,
    hint="Enter the approval in office.toml, or approval_required = false where the governing body asks for none.",
)
def form_approval_not_recorded(case: Case) -> Iterator[FlagContext]:
    """Checks: for each governing body of the accounts' provinces, the office's data record an approval of the form.

    Why: where it is required, the governing bodies have approved the form (2.1); without a record, nobody can tell.
    Raised by: an account in Alberta, while the office's data have no approval of Alberta's governing body.
    Not raised by: a recorded approval; approval_required = false in the office's data.
    To clear: record the approval, or that none is required. The flag is for the office and reaches no letter.
    """
    for body in _governing_bodies(case):
        if body.approval is None and body.approval_required:
            yield on_fact("form", "form_version", f"No approval of the form by {body.name} is recorded")


@rule(
    "FM-307",
    title="The review has another instrument than an earlier round",
    clause="2.5e",
    severity=Severity.FORM,
    hint="Correct the instrument version of the round if it was mistyped; else make the workbook anew with the instrument of the"
    " earlier rounds.",
)
def round_of_another_instrument(case: Case) -> Iterator[FlagContext]:
    """Checks: each correction round that says its instrument version was judged by the version that judges the review now.

    Why: the guidelines of one instrument apply from the submission to the outcome (2.5e); by another version, the
    employer would be asked to correct what the first feedback did not ask for.
    Raised by: a first round judged by version 2025.1, while the workbook carries version 2026.1.
    Not raised by: the same version; a round that does not say its version, as in workbooks of form version 1.
    To clear: correct the version of the round if it was mistyped. Otherwise the rounds are right and the instrument is
    not: go back to the workbook with the earlier instrument, or make a new workbook with 'secor-xl new --from' and
    '--instrument'.
    """
    now = case.instrument.version
    for number, each in enumerate(case.review.rounds, 1):
        if each.instrument_version and each.instrument_version != now:
            seen = f"The round was judged by instrument version {quoted(each.instrument_version)}, and the review has {quoted(now)}"
            yield on_entry("rounds", number, "instrument_version", seen)


@rule(
    "FM-308",
    title="The review has an instrument that the office does not have",
    clause="2.1",
    severity=Severity.FORM,
    hint="Make the workbook anew with an instrument of the office; if the instrument is one of the office, add it with"
    " 'secor-xl office instrument FILE'.",
)
def instrument_of_nobody(case: Case) -> Iterator[FlagContext]:
    """Checks: the instrument in the workbook is one that the office uses or has used, with all that it says.

    Why: the certifying partner's approved instrument is used (2.1); with easier questions or points, anything could be
    approved.
    Raised by: a workbook with an instrument that is not in the office's folder "instruments"; the instrument of the office
    with other points; the illustrative instrument that comes with secor-xl, once the office has its own.
    Not raised by: every version in that folder; the illustrative instrument as long as the office has no other.
    To clear: save the review with 'secor-xl export', and make the workbook anew with 'secor-xl new --from' and the office's
    instrument. If the instrument is one of the office, add it with 'secor-xl office instrument FILE'.
    """
    office, own = case.office, case.instrument
    if office.has(own):
        return
    names = [(each.id, each.version) for each in office.instruments]
    if (own.id, own.version) in names:
        seen = f"The instrument is named {own.id} {own.version}, as one of the office, but differs from it"
    else:
        known = ", ".join(f"{name} {version}" for name, version in names)
        seen = f"The instrument is {quoted(own.title)}, {own.id} {own.version}; the office has {known}"
    yield on_fact("form", "instrument_id", seen)


def _governing_bodies(case: Case) -> Iterator[GoverningBody]:
    """The governing bodies that the office's data name for the provinces of the accounts, each once."""
    for province in dict.fromkeys(account.province for account in case.review.accounts):
        if province in case.office.governing_bodies:
            yield case.office.governing_bodies[province]
