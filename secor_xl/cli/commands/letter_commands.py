"""The commands about letters: ``letters`` makes them, ``verify`` compares them with their records."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from contextlib import closing
from pathlib import Path

import click

from secor_xl.cli.commands.record_command import enter_and_say, refuse_after_today
from secor_xl.cli.options import (
    EXISTING,
    KINDS,
    Day,
    as_of_option,
    jobs_option,
    json_option,
    kinds_option,
    now,
    review_service,
    say_placeholders,
    searched_argument,
    templates_option,
)
from secor_xl.cli.process import Exit, say


@click.command()
@searched_argument
@click.option("--out", type=EXISTING, metavar="FOLDER", help="Where the letters go; made if needed.  [required]")
@as_of_option("Judge as of this day, not after today; the letters carry it as their date", ahead=False)
@kinds_option
@click.option("--dry-run", is_flag=True, help="Say which letters would be written, and write nothing.")
@click.option("--replace", is_flag=True, help="Replace letters of the same name; the old ones are kept beside them.")
@click.option("--pdf", is_flag=True, help="Make a PDF of each letter too, with Word or LibreOffice.")
@click.option("--email", is_flag=True, help="Make an e-mail draft with each letter too (.eml).")
@click.option("--register", is_flag=True, help="Write register.xlsx: a row for each review, failures, figures.")
@click.option("--record", "sent", type=Day(), metavar="DATE", help="Also enter this day of sending into the workbooks.")
@jobs_option
@templates_option
@json_option
def letters(
    files: tuple[str, ...],
    out: Path | None,
    as_of: dt.date,
    kinds: tuple[str, ...],
    dry_run: bool,
    replace: bool,
    pdf: bool,
    email: bool,
    register: bool,
    sent: dt.date | None,
    jobs: int | None,
    templates: Path | None,
    as_json: bool,
) -> int:
    """Write the letters that are due.

    \b
      request corrections   feedback to the assessor, copy to the employer
      approve               approval to the employer, and one notice per governing body
      invalid               invalidation to the employer
      otherwise             none; the reasons are printed

    A folder is searched with its sub-folders and links. Review workbooks are recognized by their content; other files are not
    changed. If no review is found, no output folder is made.

    The file records.sqlite in the output folder records what was done. A later run skips unchanged workbooks, and neither makes a
    letter again nor overwrites it. If two workbooks contradict each other (the same file reference, or one account number under
    two employers), neither gets a letter.

    --record DATE enters the letters of the run into the letter logs of their workbooks, and the day into the rounds of their
    feedback, as 'secor-xl record' does. The old files are kept. Close the workbooks in Excel first.

    Exit code: 1 if no letter is due for some workbook, 3 if a file could not be read or written. The other workbooks get their
    letters in both cases.

    \b
    Examples:
      secor-xl letters review.xlsx --out letters
      secor-xl letters season --out letters --as-of 2026-06-30 --dry-run
      secor-xl letters "season/**/*.xlsm" --out letters --kind approval --kind notice
      secor-xl letters season --out letters --register --pdf --email
      secor-xl letters season --out letters --record 2026-06-30
    """
    from secor_xl.cli.views.terminal_letters import reporter
    from secor_xl.records.records import writing
    from secor_xl.runs.recording import sent_on
    from secor_xl.runs.season.run import ALL_KINDS, LetterRun, Request

    if out is None:
        raise click.UsageError("Say where the letters go: add --out and a folder, such as --out letters.")
    if sent is not None:
        refuse_after_today(sent)
        if dry_run or sent < as_of:
            why = (
                "--dry-run writes nothing" if dry_run else f"The letters are dated {as_of}, so none was sent on {sent}"
            )
            raise click.UsageError(f"{why}. Leave one of the two out, or enter the day later with 'secor-xl record'.")
    at = review_service(templates, as_of)
    request = Request(
        files,
        out,
        at.templates_folder,
        as_of,
        kinds=frozenset(KINDS[kind] for kind in kinds) or ALL_KINDS,
        replace=replace,
        dry_run=dry_run,
        jobs=jobs,
        pdf=pdf,
        email=email,
        register=register,
    )
    if dry_run and register:
        say("--dry-run writes no register; 'secor-xl register' makes one without letters.")
    codes, not_filled_in = {Exit.WELL}, Counter[str]()
    made: list[str] = []
    with reporter(as_json=as_json, folder=out) as report:
        run = LetterRun(request, now, progress=report)
        with closing(run.results()) as results:
            for result in results:
                report.show(result)
                not_filled_in.update(each for letter in result.letters for each in letter.placeholders)
                made += [result.file] if result.letters and not result.failure else []
                if result.failure:
                    codes.add(Exit.FILES_FAILED)
                elif result.refused:
                    codes.add(Exit.FINDINGS)
        report.end(run.left_alone, run.faults)
    if sent and made:
        with writing(out, now) as records:
            service, entries_for = review_service(templates, sent), sent_on(sent, records)
            codes |= {enter_and_say(Path(file), service, entries_for, records, as_json=as_json) for file in made}
    say_placeholders(not_filled_in, at.templates_folder)
    return max(codes)


@click.command()
@click.argument("folder", type=EXISTING, metavar="FOLDER")
@jobs_option
@templates_option
@json_option
def verify(folder: Path, jobs: int | None, templates: Path | None, as_json: bool) -> int:
    """Compare a folder of letters with its records.

    Judges every recorded workbook again as of the day of its run, makes its letters again, and compares every file with its
    fingerprint. Reports letters that were changed by hand, PDFs and drafts of letters that have changed since, workbooks that
    were changed or failed, files that are missing or were never recorded, letter logs that contradict the records, and records
    that were changed. Writes nothing.

    Exit code: 0 if nothing has changed, 1 if something has.

    \b
    Example:
      secor-xl verify letters
    """
    from secor_xl.cli.views.terminal_letters import print_verified
    from secor_xl.runs.verification.verify import verified

    checked = verified(folder, review_service(templates, now().date()).templates_folder, jobs=jobs)
    return Exit.WELL if print_verified(checked, as_json=as_json) else Exit.FINDINGS
