"""The register of a bulk run: what a person finds on its sheets."""

from __future__ import annotations

import datetime as dt
import io
import pickle
import re
import zipfile
from dataclasses import replace
from urllib.parse import unquote

import openpyxl
import pytest

from secor_xl.judgement.outcome import OutcomeKind
from secor_xl.letters.letter import LetterState
from secor_xl.resources import shipped_letter_templates
from secor_xl.review.model import LetterKind
from secor_xl.runs.new_workbook import make_workbook
from secor_xl.runs.register.register_entry import RegisterEntry, letters_of
from secor_xl.runs.register.register_row import register_row
from secor_xl.runs.register.register_workbook import RegisterContent, register_workbook
from secor_xl.runs.season.result import Result
from secor_xl.runs.single_workbook import ReviewService
from secor_xl.samples.employers import samples
from secor_xl.workbook.writing.file_links import path_from
from tests.excel.office_schema import NEWEST, OLDEST, faults
from tests.runs.register_entries import AS_OF, awaiting_row, entry, failed, letter, many, plain_row, sample_rows, score
from tests.workbook.shipped import INSTRUMENT

SHEETS = ["Reviews", "Days", "Letters", "Scores", "Failed", "Learning", "Figures", "Months and groups"]
FAILURES = (failed("in/broken.xlsx", "is damaged", "Get another copy of the file"),)


def written(entries=(), failures=(), previous=None, **more):
    content = RegisterContent(list(entries), list(failures), **{"as_of": AS_OF, **more})
    return register_workbook(content, previous)


def opened(*args, **more):
    return openpyxl.load_workbook(io.BytesIO(written(*args, **more)))


def records(sheet):
    """The rows of a list as dictionaries by header."""
    headers = [cell.value for cell in sheet[3]]
    return [dict(zip(headers, (cell.value for cell in row), strict=True)) for row in sheet.iter_rows(min_row=4)]


def sample_entries():
    return [entry(row, file=f"in/{stem}.xlsx") for stem, row in sample_rows().items()]


def parts(content, pattern):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist() if re.search(pattern, name)}


def test_every_sample_has_its_row_in_the_order_given():
    entries = sample_entries()
    book = opened(entries)
    assert book.sheetnames == SHEETS
    assert book.active.title == "Reviews"
    rows = records(book["Reviews"])
    assert [row["Review workbook"] for row in rows] == [each.result.file for each in entries]
    for each, found in zip(entries, rows, strict=True):
        kept = each.row
        assert found["Employer"] == kept.employer
        assert found["Outcome"] == kept.words
        assert found["Final date"] == (dt.datetime.combine(kept.final_on, dt.time()) if kept.final_on else None)
        assert found["Blocking flags"] == sum(flag.times for flag in kept.blocking)
        assert found["Because"].split("\n")[0].casefold() == kept.because[0].casefold()


def test_a_row_says_what_was_judged():
    row = sample_rows()["marsh-lantern"]
    assert row.outcome is OutcomeKind.AWAITING_CORRECTION
    assert (row.rounds, row.due_on, row.days_left, row.standing) == (1, dt.date(2026, 7, 8), 8, "8 days left")
    assert {flag.code for flag in row.blocking} == {"FI-101"}
    assert row.accounts == ("AB 0550143 (06604)",)


def test_an_approved_review_waits_for_nothing():
    row = sample_rows()["northern-pintail"]
    assert row.rounds == 4
    assert row.days_left is None
    assert not row.is_open


def test_a_row_travels_between_processes():
    for row in sample_rows().values():
        assert pickle.loads(pickle.dumps(row)) == row


def test_a_score_just_below_its_mark_is_never_shown_as_reaching_it():
    book = opened([entry(sample_rows()["wapiti-anvil"])])
    cell = book["Reviews"]["H4"]
    assert (cell.value, cell.number_format) == (79.97, '0.00" %"')
    overall = book["Scores"]["E4"]
    assert (overall.value, overall.font.color.rgb, overall.font.b) == (79.97, "FFA32A22", True)
    assert records(book["Scores"])[0]["Below its mark"] == "Overall"


def test_what_is_no_number_is_a_word():
    rows = sample_rows()
    found = records(opened([entry(rows["saltgrass-meridian"]), entry(rows["pemmican-trail"])])["Scores"])
    assert found[0]["J"] == "N/A"
    assert found[1]["Overall"] == "incomplete"


def test_elements_of_different_instruments_stand_side_by_side():
    short = replace(plain_row(), elements=(score("A"), score("Z", "10")))
    found = records(opened([entry(), entry(short)])["Scores"])
    assert (found[0]["J"], found[0]["Z"]) == (97.5, None)
    assert (found[1]["J"], found[1]["Z"], found[1]["Below its mark"]) == (None, 10, "Z")


def test_dates_are_dates_and_numbers_are_numbers():
    found = opened([entry(awaiting_row(3))])["Reviews"]
    due, days = found["M4"], found["N4"]
    assert due.is_date
    assert due.value == dt.datetime(2026, 7, 4)
    assert (due.number_format, days.value, days.data_type) == ("yyyy-mm-dd", 3, "n")


def test_a_day_that_excel_does_not_have_is_a_text():
    odd = replace(awaiting_row(3), due_on=dt.date(1899, 12, 31), final_on=dt.date.max)
    found = opened([entry(odd)])["Reviews"]
    assert found["M4"].value == "1899-12-31"
    assert found["P4"].value == dt.datetime(9999, 12, 31)


def test_the_lists_have_filters_over_all_rows_and_frozen_headers_on_every_page():
    letters = [letter(LetterKind.APPROVAL, "letters/a.docx")]
    book = opened([entry(None, *letters), entry(), entry()], FAILURES * 4)
    last = {"Reviews": "V6", "Days": "K6", "Letters": "F4", "Scores": "P6", "Failed": "C7"}
    for name, cell in last.items():
        sheet = book[name]
        assert sheet.auto_filter.ref == f"A3:{cell}"
        assert sheet.freeze_panes == "B4"
        assert sheet.print_title_rows == "$3:$3"
        assert (sheet.page_setup.orientation, sheet.page_setup.fitToHeight) == ("landscape", 0)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage


def test_colours_stand_for_words_in_their_row():
    sheet = opened([entry(awaiting_row(3))])["Reviews"]
    rules = {
        (str(area.sqref), rule.text or rule.formula[0]) for area in sheet.conditional_formatting for rule in area.rules
    }
    assert {text for cells, text in rules if cells == "I4"} == {
        *("Approve", "Request corrections", "Awaiting correction", "Invalid", "Incomplete")
    }
    for cells in ("M4", "N4", "O4"):
        assert {text for at, text in rules if at == cells} == {
            *("AND(ISNUMBER($N4),$N4<0)", "AND(ISNUMBER($N4),$N4<=7)")
        }


def test_the_title_has_the_season_and_the_tip_the_counts():
    sheet = opened([entry(), entry(awaiting_row(3))], FAILURES, season="2026 season")["Reviews"]
    assert sheet["A1"].value == "Register of reviews · 2026 season"
    assert sheet["A2"].value == (
        "As of July 1, 2026: 2 reviews (1 approve, 1 awaiting correction); 1 file failed: see the sheet Failed."
        " Marked: overdue, and due within 7 days"
    )


def test_one_letter_is_a_link_and_several_notices_are_links_on_the_sheet_of_letters():
    approval = letter(LetterKind.APPROVAL, "letters/1 - approval.docx")
    notices = [letter(LetterKind.NOTICE, f"letters/1 - notice {each}.docx") for each in ("AB", "BC")]
    planned = letter(LetterKind.FEEDBACK, "letters/1 - feedback 2.docx", LetterState.PLANNED)
    book = opened([entry(None, approval, *notices), entry(None, approval, notices[0]), entry(None, planned, about=2)])
    reviews, letters = book["Reviews"], book["Letters"]
    assert [reviews[f"Q{row}"].value for row in (4, 5, 6)] == ["approval", "approval", "feedback round 2"]
    assert [reviews[f"R{row}"].value for row in (4, 5, 6)] == ["AB, BC", "AB", None]
    assert reviews["Q4"].hyperlink.target == "letters/1%20-%20approval.docx"
    assert reviews["R4"].hyperlink is None
    assert reviews["R5"].hyperlink.target == "letters/1%20-%20notice%20AB.docx"
    assert reviews["Q6"].hyperlink is None
    assert len(records(letters)) == 6
    assert [letters[f"F{row}"].hyperlink is not None for row in range(4, 10)] == [True] * 5 + [False]
    assert letters["F9"].value == "not written"


def test_in_a_real_run_every_link_leads_to_its_file(tmp_path):
    folder = tmp_path / "révision #1 100% [a]"
    entries = []
    for sample in samples(INSTRUMENT):
        if sample.file_stem not in ("three-rivers-osprey", "etoile-hostile-text", "tallow-ridge"):
            continue
        service = ReviewService(shipped_letter_templates(), sample.as_of)
        path = folder / "in put" / f"{sample.file_stem} %41.xlsx"
        make_workbook(path, sample.review, INSTRUMENT, service)
        judged = service.judge(path)
        made = service.write(service.plan(judged), folder / "out" / "letters é")
        letters = [
            letter(each.kind, path_from(folder / "out", folder / "out" / "letters é" / each.name)) for each in made
        ]
        row, place = register_row(judged), path_from(folder / "out", path)
        entries.append(RegisterEntry(place, Result(path.name), row, letters_of(letters, row.log)))
    (folder / "out" / "register.xlsx").write_bytes(written(entries))
    book = openpyxl.load_workbook(folder / "out" / "register.xlsx")
    targets = [
        cell.hyperlink.target
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.hyperlink and cell.hyperlink.target
    ]
    assert len(targets) == 3 + 3 + 6  # workbooks and letters of three reviews; all letters once more on their own sheet
    for target in targets:
        assert (folder / "out" / unquote(target)).is_file(), target


def test_what_failed_is_listed_with_cause_and_cure():
    sheet = opened([], FAILURES)["Failed"]
    assert records(sheet) == [
        {"File": "in/broken.xlsx", "What was seen": "is damaged", "What to do": "Get another copy of the file"}
    ]
    assert sheet["A4"].hyperlink.target == "in/broken.xlsx"


def test_where_nothing_is_to_be_listed_a_sentence_says_so():
    book = opened()
    said = {name: book[name]["A4"].value for name in SHEETS[:6]}
    assert said == {
        "Reviews": "No review was judged.",
        "Days": "No review was judged.",
        "Letters": "No letter was due.",
        "Scores": "No review was judged.",
        "Failed": "Nothing failed.",
        "Learning": "Switched off.",
    }
    words = [cell.value for row in book["Figures"].iter_rows() for cell in row if cell.value]
    assert {"No element was scored.", "No deadline is open.", "No flag was raised."} <= set(words)
    assert not parts(written(), r"charts/chart\d")
    assert book["Reviews"].auto_filter.ref is None


def table(sheet, heading):
    """The rows of a table of figures, by its heading."""
    at = next(cell.row for cell in sheet["B"] if cell.value == heading)
    rows = []
    for row in sheet.iter_rows(min_row=at + 2, min_col=2, max_col=7, values_only=True):
        if row[0] is None:
            break
        rows.append(row)
    return rows


def test_the_figures_are_counted_over_all_reviews():
    rows = [plain_row(), awaiting_row(3), awaiting_row(-2), awaiting_row(3)]
    rows[0] = replace(rows[0], elements=(score("A", "99.99"), score("B", None, shown="N/A"), score("C", "49.99")))
    sheet = opened(map(entry, rows), FAILURES)["Figures"]
    outcomes = {row[0]: row[2] for row in table(sheet, "Outcomes")}
    assert outcomes == {
        "Incomplete": 0,
        "Approve": 1,
        "Request corrections": 0,
        "Awaiting correction": 2,
        "Invalid": 1,
        "All reviews": 4,
        "Files that failed": 1,
    }
    elements = {row[0]: row[1:] for row in table(sheet, "Mean score by element")}
    assert elements["A"] == ("Element A", 98.12, 50, 0, 0)  # (99.99 + 3 × 97.5) / 4 is 98.1225
    assert elements["B"] == ("Element B", 97.5, 50, 0, 1)
    assert elements["C"][3] == 1
    weeks = {row[0]: row[2:4] for row in table(sheet, "Open deadlines by week")}
    assert len(weeks) == 15
    assert weeks["Overdue"] == (1, 0)
    assert weeks["2026-W27"] == (2, 0)
    assert weeks["2026-W37"] == (0, 2)
    assert sum(map(sum, weeks.values())) == 5
    flags = [row[:1] + row[2:5] for row in table(sheet, "Most frequent flags")]
    assert flags == [
        ("FI-101  A finding that must be corrected now is open", 3, 9, "blocking"),
        ('AP-101  A "no" has no action item', 3, 3, "advisory"),
    ]


def test_a_mean_is_never_rounded_up():
    rows = [replace(plain_row(), elements=(score("A", each),)) for each in ("49.99", "50", "50")]
    sheet = opened(map(entry, rows))["Figures"]
    assert next(row[2] for row in table(sheet, "Mean score by element") if row[0] == "A") == 49.99


def test_the_weeks_run_over_the_end_of_a_year_by_iso_8601():
    row = replace(awaiting_row(3), due_on=dt.date(2027, 1, 3))
    weeks = table(opened([entry(row)], as_of=dt.date(2026, 12, 30))["Figures"], "Open deadlines by week")
    assert [each[0] for each in weeks[:3]] == ["Overdue", "2026-W53", "2027-W01"]
    assert weeks[1][2] == 1


def test_far_deadlines_are_counted_together_and_days_at_the_end_of_time_do_no_harm():
    row = replace(awaiting_row(3), due_on=dt.date.max, final_on=dt.date.max)
    assert table(opened([entry(row)])["Figures"], "Open deadlines by week")[-1][2:4] == (1, 1)
    weeks = table(opened([entry(row)], as_of=dt.date(9999, 12, 31))["Figures"], "Open deadlines by week")
    assert weeks[1][2:4] == (1, 1)


def test_each_chart_draws_its_table_and_says_in_words_what_it_shows():
    content = written([entry(awaiting_row(3)), entry()])
    charts = parts(content, r"charts/chart\d")
    assert len(charts) == 9
    for chart in charts.values():
        assert "Figures!$" in chart or "'Months and groups'!$" in chart
        assert chart.count("<c:v>") >= 3  # what a viewer shows that does not read the cells
    assert sum("Mark to reach" in chart for chart in charts.values()) == 1
    told = re.findall(r'descr="([^"]+)"', "".join(parts(content, "drawings/drawing").values()))
    assert len(told) == 9
    assert told[0] == (
        "Column chart of the number of reviews by outcome:"
        " incomplete 0, approve 1, request corrections 0, awaiting correction 1, invalid 0"
    )


def test_no_mark_is_drawn_where_none_applies():
    row = replace(plain_row(), year_kind="maintenance", elements=(score("A", minimum=None),))
    charts = parts(written([entry(row)]), r"charts/chart\d")
    assert len(charts) == 7
    assert not any("Mark to reach" in chart for chart in charts.values())


def test_the_same_run_gives_the_same_bytes():
    first = written(many(40), FAILURES, season="2026 season")
    assert written(list(many(40)), list(FAILURES), season="2026 season") == first
    core = parts(first, "core.xml")["docProps/core.xml"]
    assert set(re.findall(r"\d{4}-\d\d-\d\dT[^<]*", core)) == {"2026-07-01T00:00:00Z"}


@pytest.mark.parametrize("version", [OLDEST, NEWEST])
def test_there_is_no_fault_in_the_file(version):
    entries = [*sample_entries(), *many(30)]
    assert faults(written(entries, FAILURES, season="2026 season"), ".xlsx", version) == []
    assert faults(written(), ".xlsx", version) == []


def test_a_thousand_rows_take_no_more_memory_than_is_told():
    import tracemalloc

    written(many(3))  # imports and first uses are not what is measured
    tracemalloc.start()
    written(many(1000))
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert most < 36_000_000


def test_thousands_of_rows_all_arrive():
    sheet = openpyxl.load_workbook(io.BytesIO(written(many(2000))), read_only=True)["Reviews"]
    references = [row[1] for row in sheet.iter_rows(min_row=4, values_only=True)]
    assert references == [f"{number:06d}" for number in range(2000)]
