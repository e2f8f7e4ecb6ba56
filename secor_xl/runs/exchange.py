"""A review as a JSON file and back without loss: ``export`` and ``new --from``.

The instrument travels along where it is not the shipped one, because a review is judged by its own.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

from secor_xl.errors import DataError, SecorError, reason_of
from secor_xl.files import content_of
from secor_xl.intake.instruments.instrument_file import read_instrument_file
from secor_xl.procedure.form import KNOWN_FORMS, known_form
from secor_xl.procedure.instrument import Instrument, parse_instrument
from secor_xl.procedure.office import Office
from secor_xl.procedure.office_instruments import illustrative_instrument
from secor_xl.procedure.toml_tables import decoded
from secor_xl.review.json_form import RecordError, from_record, to_record
from secor_xl.review.model import QuestionReview, Review
from secor_xl.text import on_one_line
from secor_xl.workbook.writing.capacity import form_identity

INSTRUMENT_KEY = "instrument_source"
EXPORT_TO_A_FILE = "make it with 'secor-xl export FILE --out REVIEW.json'"
LONGEST_KEY = 64


class ExchangeError(SecorError):
    """A JSON file that cannot become a workbook; the message says why and what to do."""


def exported(review: Review, instrument: Instrument) -> dict[str, Any]:
    """The review as JSON data, with its instrument's text unless it is the shipped one."""
    record = to_record(review)
    if instrument.fingerprint != illustrative_instrument().fingerprint:
        record[INSTRUMENT_KEY] = instrument.source
    return record


def imported(path: Path, instrument_file: Path | None = None) -> tuple[Review, Instrument]:
    """Read the review and the instrument in a JSON file; ``instrument_file`` replaces an instrument that is not in it.

    Raises:
        ExchangeError: no JSON, or another instrument than the one the review was made with.
        RecordError: JSON, but no review.
        DataError: the instrument cannot be used.
    """
    record = _record(path)
    source = record.pop(INSTRUMENT_KEY, None) if isinstance(record, dict) else None
    form = record.get("form") if isinstance(record, dict) else None
    version = form.get("form_version") if isinstance(form, dict) else None
    if isinstance(version, str) and version and not known_form(version):
        raise ExchangeError(
            f'{path}: form.form_version is "{on_one_line(version, LONGEST_KEY)}"; this secor-xl knows {KNOWN_FORMS}.'
            " If the file comes from a newer secor-xl, install that one"
        )
    try:
        review = from_record(record)
    except SecorError as error:
        raise ExchangeError(f"{path}: {error}") from None
    if instrument_file is not None:
        instrument = own_instrument(instrument_file)
    elif isinstance(source, str):
        instrument = parse_instrument(source, f"{path}: {INSTRUMENT_KEY}")
    else:
        instrument = illustrative_instrument()
    wanted = review.form.instrument_fingerprint
    if wanted and wanted != instrument.fingerprint:
        raise ExchangeError(
            f"{path}: was made with the instrument {review.form.instrument_id} {review.form.instrument_version}"
            f" ({wanted}), not with {instrument.id} {instrument.version} ({instrument.fingerprint});"
            " name its file with --instrument. To carry the answers over to another instrument all the same, take the"
            ' key "form" out of the JSON'
        )
    return identified(review, instrument), instrument


def _record(path: Path) -> object:
    """The data in a JSON file."""
    try:
        content = content_of(path)
    except (OSError, ValueError) as error:
        raise ExchangeError(f"{path}: cannot be read ({reason_of(error)})") from error
    try:
        return json.loads(decoded(content, ""), object_pairs_hook=_object)
    except RecordError as error:
        raise ExchangeError(f"{path}: {error}") from error
    except DataError as error:
        raise ExchangeError(f"{path}: {error.reason.partition('; ')[0]}; {EXPORT_TO_A_FILE}") from error
    except json.JSONDecodeError as error:
        raise ExchangeError(f"{path}: is not JSON from line {error.lineno} on; {EXPORT_TO_A_FILE}") from error
    except (ValueError, RecursionError) as error:
        raise ExchangeError(
            f"{path}: is no JSON that can be read: it is nested too deeply, or a number has no end"
        ) from error


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Build one object of JSON; a key that is there twice is refused, because nobody knows which value is right."""
    made = dict(pairs)
    if len(made) < len(pairs):
        (key, times), *_ = Counter(key for key, _ in pairs).most_common(1)
        raise RecordError(
            f'the key "{on_one_line(key, LONGEST_KEY)}" is there {times} times in one object; keep the right one'
        )
    return made


def chosen_instrument(path: Path | None, office: Office) -> Instrument:
    """The instrument of a file, or the one that the office uses for new reviews; raises ``DataError``."""
    return own_instrument(path) if path else office.instruments[0]


def own_instrument(path: Path) -> Instrument:
    """The instrument of a file (TOML or XLSX).

    Raises:
        DataError: it cannot be used, or it bears the name and version of the shipped one and says something else: nobody
            could tell two such reviews apart.
    """
    instrument, shipped = read_instrument_file(path), illustrative_instrument()
    same_name = (instrument.id, instrument.version) == (shipped.id, shipped.version)
    if same_name and instrument.fingerprint != shipped.fingerprint:
        reason = f"is {instrument.version!r}, which is the version of the instrument that comes with the tool, but the"
        raise DataError(
            str(path), "instrument.version", f"{reason} two differ; give yours an id or a version of its own"
        )
    return instrument


def identified(review: Review, instrument: Instrument) -> Review:
    """The review with the identity of this form and instrument, and an entry for each of its questions."""
    known = {entry.question_id for entry in review.questions}
    missing = tuple(QuestionReview(question.id) for question in instrument.questions if question.id not in known)
    order = {question.id: number for number, question in enumerate(instrument.questions)}
    entries = sorted((*review.questions, *missing), key=lambda entry: order.get(entry.question_id, len(order)))
    return replace(review, form=form_identity(instrument), questions=tuple(entries))
