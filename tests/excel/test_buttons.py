"""Every button but the letters: check, explain, next round, new review, upgrade; and that none is dead."""

import datetime as dt
import inspect
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
import xlwings

from secor_xl import __version__
from secor_xl.excel import buttons
from secor_xl.excel.button_list import COMMANDS
from secor_xl.excel.buttons.dialogs import Dialogs
from secor_xl.excel.live_book import read_live
from secor_xl.judgement.rules import ALL
from secor_xl.procedure.clauses import shipped_clauses
from secor_xl.procedure.office_instruments import illustrative_instrument
from secor_xl.review.model import CorrectionRound, Timing
from secor_xl.samples.changes import with_question
from secor_xl.workbook.functions.results import because_lines, computed_values, flags_by_row
from secor_xl.workbook.reading.read_workbook import read_workbook
from secor_xl.workbook.schema import computed_ranges, named_ranges, start_sheet
from secor_xl.workbook.schema.layout import FLAG_LIST, ROUNDS, RULE_LIST, TOOL_VERSION_CELL
from secor_xl.workbook.writing.build_live import BUTTON_WIDTH, Button, lefts
from tests.excel.clicks import SAMPLES, every_sample, judged_sample, of_sample, reviewer, sample_with, where
from tests.excel.fake_engine import EXCEPTION_OCCURRED, REJECTED, com_error
from tests.workbook.shipped import BLANK, CLEAN, INSTRUMENT, SMALL, SMALL_REVIEW, TODAY, judged

FEEDBACK = sample_with("request corrections", rounds=0)
UNDER_WAY = sample_with("request corrections", rounds=1)


def test_the_buttons_of_the_start_sheet_fill_its_width():
    places = lefts(tuple(Button(each.label, each.name, each.group) for each in COMMANDS if each.on_start))
    room = sum(7 * column.width + 5 for column in start_sheet.SCORE_COLUMNS)  # pixels of so many characters
    assert places[-1] + BUTTON_WIDTH == room
    assert min(right - left for left, right in pairwise(places)) > BUTTON_WIDTH


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_every_button_of_the_ribbon_is_here_and_needs_no_argument(command):
    function = getattr(buttons, command.function)
    assert all(
        parameter.default is not inspect.Parameter.empty
        for parameter in inspect.signature(function, follow_wrapped=False).parameters.values()
    )


def test_excel_calls_a_button_by_its_name_alone(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    at = of_sample(tmp_path, FEEDBACK)
    at.book.set_mock_caller()
    at.excel.display_alerts = False
    try:
        buttons.check_now()
    finally:
        delattr(xlwings.Book, "_mock_caller")
    (said,) = at.heard()
    assert said.split(", as of today, ")[0] == judged_today(FEEDBACK.review).outcome.words


def judged_today(review):
    return judged(review, as_of=dt.date.today())


@every_sample
def test_check_now_says_the_outcome_why_and_what_next(tmp_path, sample):
    at = of_sample(tmp_path, sample)
    (said,) = at.click(buttons.check_now)
    assessment = judged_sample(sample)
    assert said.startswith(f"{assessment.outcome.words}, as of today, ")
    for because in assessment.outcome.because[:5]:
        assert str(because)[1:] in said
    assert f"What to do next: {assessment.outcome.next_step}." in said
    count = len(assessment.blocking)
    assert (f"{count} blocking flag" if count else "no blocking flags") in said
    assert "The start sheet shows" not in said
    assert (at.excel.calculations, at.open_workbook.active) == (1, "Start")


def test_check_now_counts_what_is_typed_and_the_cells_follow(tmp_path):
    at = reviewer(tmp_path, CLEAN, TODAY)
    for question in INSTRUMENT.questions[:30]:
        at.enter(where("questions", "points", question.id), 0)
    (said,) = at.click(buttons.check_now)
    assert said.startswith("Incomplete")
    assert "30 open items of the form" in said
    assert "The start sheet shows" not in said
    block = named_ranges.range_of(computed_ranges.OUTCOME, INSTRUMENT)
    assert at.shown(block.sheet, block.first) == "Incomplete"
    assert read_workbook(at.path).shown_outcome == "Approve"


def test_check_now_says_where_the_cells_stay_behind(tmp_path):
    at = reviewer(tmp_path, CLEAN, TODAY)
    at.excel.python_in_cells = False
    at.enter(where("questions", "points", "A1"), None)
    (said,) = at.click(buttons.check_now)
    assert said.startswith("Incomplete")
    assert 'The start sheet shows "Approve"' in said
    assert "secor-xl excel doctor" in said


def behind(at):
    """A review that has become incomplete, in whose cells Python does not answer."""
    at.excel.python_in_cells = False
    at.enter(where("questions", "points", "A1"), None)
    return at


AS_OF, KIND, STATE = (
    named_ranges.range_of(name, INSTRUMENT)
    for name in (computed_ranges.AS_OF, named_ranges.AS_OF_KIND, computed_ranges.STATE)
)
LATER = dt.date(2026, 7, 20)


def on_a_later_day(at, kind=named_ranges.MOVES):
    """The workbook some days after it was made."""
    at.enter((KIND.sheet, KIND.first), kind)
    at.today = LATER
    return at


def day_and_state(at):
    return at.shown(AS_OF.sheet, AS_OF.first).date(), at.shown(STATE.sheet, STATE.first)


def test_check_now_moves_the_day_to_today_and_the_cells_follow(tmp_path):
    at = on_a_later_day(reviewer(tmp_path, CLEAN, TODAY))
    at.click(buttons.check_now)
    day, state = day_and_state(at)
    assert day == LATER
    assert state.startswith(f"Computed as of {LATER} from ")


def test_opening_with_macros_moves_the_day_and_says_nothing(tmp_path):
    at = on_a_later_day(reviewer(tmp_path, CLEAN, TODAY))
    buttons.move_day(at.book, at.context)
    assert day_and_state(at)[0] == LATER
    assert f"as of {LATER}" in day_and_state(at)[1]
    assert at.heard() == []


@pytest.mark.parametrize("move", [buttons.move_day, buttons.check_now])
def test_a_day_that_the_reviewer_fixed_stays(tmp_path, move):
    at = on_a_later_day(reviewer(tmp_path, CLEAN, TODAY), named_ranges.FIXED)
    at.click(move)
    assert day_and_state(at)[0] == TODAY


@pytest.mark.parametrize("move", [buttons.move_day, buttons.check_now])
@pytest.mark.parametrize("cause", ["no Python in the cells", "another version", "a Mac", "no office"])
def test_where_the_cells_cannot_follow_nothing_changes(tmp_path, monkeypatch, move, cause):
    templates = tmp_path / "nowhere" if cause == "no office" else None
    at = on_a_later_day(reviewer(tmp_path, CLEAN, TODAY, templates=templates))
    if cause == "another version":
        old(at)
    if cause == "a Mac":
        monkeypatch.setattr("sys.platform", "darwin")
    at.excel.python_in_cells = False
    before = day_and_state(at)
    at.click(move)
    assert day_and_state(at) == before
    assert before[0] == TODAY


def test_check_now_says_that_the_cells_are_judged_as_of_another_day(tmp_path):
    at = of_sample(tmp_path, sample_with("awaiting correction"))
    at.enter((KIND.sheet, KIND.first), named_ranges.FIXED)
    at.enter((AS_OF.sheet, AS_OF.first), dt.datetime(2031, 3, 31))
    (said,) = at.click(buttons.check_now)
    assert said.startswith("Awaiting correction")
    cell = f"the cell As of ({AS_OF.sheet}!{AS_OF.first})"
    assert f"The cells are judged as of March 31, 2031, the day in {cell}; the button judges as of today." in said
    assert f'choose "{named_ranges.MOVES}" in the cell beside it' in said
    assert "doctor" not in said
    at.enter((AS_OF.sheet, AS_OF.first), "soon")
    (said,) = at.click(buttons.check_now)
    assert f"there is no date in {cell}" in said
    assert "doctor" not in said


def test_check_now_puts_a_day_in_place_of_what_is_none(tmp_path):
    at = on_a_later_day(reviewer(tmp_path, CLEAN, TODAY))
    at.enter((AS_OF.sheet, AS_OF.first), "soon")
    at.click(buttons.check_now)
    assert day_and_state(at)[0] == LATER


def test_check_now_names_both_where_another_day_is_not_the_whole_cause(tmp_path):
    at = behind(reviewer(tmp_path, CLEAN, TODAY))
    at.enter((KIND.sheet, KIND.first), named_ranges.FIXED)
    at.enter((AS_OF.sheet, AS_OF.first), dt.datetime(2026, 3, 31))
    (said,) = at.click(buttons.check_now)
    assert "judged as of March 31, 2026" in said
    assert "secor-xl excel doctor" in said


@pytest.mark.parametrize(
    ("version", "cure"), [("0.0.9", "Upgrade workbook"), ("9.9.9", "Install the newer secor-xl"), ("", "Upgrade")]
)
def test_check_now_says_that_another_version_made_the_workbook(tmp_path, version, cure):
    at = old(reviewer(tmp_path, CLEAN, TODAY), version)
    (said,) = at.click(buttons.check_now)
    made = f"secor-xl {version}" if version else "an unknown version of secor-xl"
    assert f"was made with {made}; this is {__version__}" in said
    assert cure in said
    assert "doctor" not in said


def test_check_now_fits_on_a_screen(tmp_path):
    at = reviewer(tmp_path, BLANK, TODAY)
    (said,) = at.click(buttons.check_now)
    assert len(said.splitlines()) <= 32


@every_sample
def test_every_flag_of_a_sample_is_explained_from_its_row(tmp_path, sample):
    at = of_sample(tmp_path, sample)
    rows = flags_by_row(judged_sample(sample))
    for (sheet, row), flags in list(rows.items())[:4]:
        at.select(sheet, f"B{row}")
        (said,) = at.click(buttons.explain_flag)
        assert said.startswith(f"{flags[0].code}  {flags[0].rule.title}")
        assert flags[0].message in said
        assert "To clear:" in said
        for flag in flags:
            assert flag.code in said
    for number in range(1, min(4, 1 + sum(map(len, rows.values())))):
        at.select(FLAG_LIST.sheet, FLAG_LIST.cell("seen", number))
        (said,) = at.click(buttons.explain_flag)
        assert said.startswith(at.shown(FLAG_LIST.sheet, FLAG_LIST.cell("code", number)))


@every_sample
def test_every_number_of_flags_on_the_start_sheet_is_explained(tmp_path, sample):
    at = of_sample(tmp_path, sample)
    assessment = judged_sample(sample)
    counted = (assessment.blocking, assessment.unfinished, assessment.advisory)
    for row, flags in enumerate(counted, start_sheet.FACTS_ROW):
        at.select("Start", f"{start_sheet.LAST.letter}{row}")
        (said,) = at.click(buttons.explain_flag)
        assert said.startswith(f"{flags[0].code}  " if flags else "Nothing is flagged in the selected row")
        assert all(flag.code in said for flag in flags)


def test_a_rule_with_many_flags_is_explained_once(tmp_path):
    at = of_sample(tmp_path, sample_with("request corrections"))
    assessment = judged(sample_with("request corrections").review, as_of=sample_with("request corrections").as_of)
    assert len({flag.code for flag in assessment.blocking}) < len(assessment.blocking)
    at.select("Start", f"{start_sheet.LAST.letter}{start_sheet.FACTS_ROW}")
    (said,) = at.click(buttons.explain_flag)
    assert said.count("To clear:") == min(2, len({flag.code for flag in assessment.blocking}))


def test_a_line_below_because_is_explained_by_its_flags(tmp_path):
    explained = set()
    for sample in SAMPLES:
        (tmp_path / sample.file_stem).mkdir()
        at = of_sample(tmp_path / sample.file_stem, sample)
        assessment = judged_sample(sample)
        rows = computed_values(assessment)[computed_ranges.BECAUSE]
        for number, (clause, words) in enumerate(rows, start_sheet.BECAUSE_HEADER_ROW + 1):
            flags = [flag for flag in assessment.outcome.flags if flag.message in str(words)]
            if flags:
                at.select("Start", f"C{number}")
                (said,) = at.click(buttons.explain_flag)
                assert f"{flags[0].where}: {flags[0].message}." in said
                assert said.startswith(f"{flags[0].code}  ")
                explained.add(clause)
    assert len(explained) > 1


@every_sample
def test_a_line_below_because_that_is_no_flag_is_explained_by_its_clause(tmp_path, sample):
    at = of_sample(tmp_path, sample)
    assessment = judged_sample(sample)
    for number, (reasons, _) in enumerate(because_lines(assessment), start_sheet.BECAUSE_HEADER_ROW + 1):
        if not any(flag.clause == reasons[0].clause for flag in assessment.outcome.flags):
            at.select("Start", f"B{number}")
            (said,) = at.click(buttons.explain_flag)
            assert str(reasons[0])[1:] in said
            assert shipped_clauses()[reasons[0].clause].says[:200] in said
            assert "There is no flag for this" in said


def test_the_open_items_of_an_unfinished_review_are_explained_from_their_line(tmp_path):
    at = reviewer(tmp_path, BLANK, TODAY)
    assessment = judged(BLANK, as_of=TODAY)
    last = start_sheet.BECAUSE_HEADER_ROW + len(assessment.outcome.because)
    at.select("Start", f"C{last}")
    (said,) = at.click(buttons.explain_flag)
    assert all(flag.code in said for flag in assessment.unfinished)


def test_a_flag_of_what_is_typed_is_explained_before_anything_is_saved(tmp_path):
    at = reviewer(tmp_path, CLEAN, TODAY)
    sheet, cell = where("questions", "points", "A1")
    at.select(sheet, cell)
    assert at.click(buttons.explain_flag)[0].startswith("Nothing is flagged in row")
    at.enter((sheet, cell), "ten")
    (said,) = at.click(buttons.explain_flag)
    assert f"Seen: {sheet}!{cell}" in said


@pytest.mark.parametrize("number", [1, len(ALL)])
def test_a_rule_is_explained_on_the_sheet_of_rules(tmp_path, number):
    at = reviewer(tmp_path, CLEAN, TODAY)
    at.select(RULE_LIST.sheet, RULE_LIST.cell("clear", number))
    (said,) = at.click(buttons.explain_flag)
    assert said.startswith(f"{ALL[number - 1].code}  ")


def test_a_text_that_is_cut_in_its_cell_is_told_whole(tmp_path):
    finding = " and ".join(["the record of the drill has no date"] * 7)
    at = reviewer(tmp_path, with_question(CLEAN, "A1", finding=finding, needed="A date.", timing=Timing.NOW), TODAY)
    place = where("questions", "points", "A1")
    for sheet, cell in (place, (FLAG_LIST.sheet, FLAG_LIST.cell("code", 1))):
        at.select(sheet, cell)
        assert finding in at.click(buttons.explain_flag)[0]
    assert at.shown(FLAG_LIST.sheet, FLAG_LIST.cell("seen", 1)).endswith("…")


def test_where_no_flag_is_it_is_said(tmp_path):
    at = reviewer(tmp_path, CLEAN, TODAY)
    reasons = len(judged(CLEAN, as_of=TODAY).outcome.because)
    because = range(start_sheet.BECAUSE_HEADER_ROW + 1, start_sheet.BECAUSE_HEADER_ROW + 1 + reasons)
    for row in set(range(1, start_sheet.chart_row(INSTRUMENT))) - set(because):
        at.select("Start", f"B{row}")
        (said,) = at.click(buttons.explain_flag)
        assert "Nothing is flagged in the selected row of the sheet Start. Select a line below Because" in said
        assert "On Submission, Questions" in said
        assert "on the ribbon" in said
    at.select(FLAG_LIST.sheet, FLAG_LIST.cell("code", 1))
    assert "There is no code in row 5" in at.click(buttons.explain_flag)[0]
    at.excel.selection = None
    assert "Select one cell" in at.click(buttons.explain_flag)[0]


def selected(at):
    cell = at.excel.selection
    return cell.sheet.name, cell.get_address(False, False, False)


def test_the_first_round_begins_in_the_first_row_and_nothing_is_entered(tmp_path):
    at = of_sample(tmp_path, FEEDBACK)
    (said,) = at.click(buttons.start_next_round)
    cell = ROUNDS.cell("feedback_sent_on", 1)
    assert said.startswith(f"Round 1 begins in Rounds!{cell}.")
    assert (selected(at), at.open_workbook.active) == ((ROUNDS.sheet, cell), ROUNDS.sheet)
    assert read_live(at.book).review == FEEDBACK.review


def test_the_next_round_begins_below_the_last_with_the_final_date(tmp_path):
    at = of_sample(tmp_path, UNDER_WAY)
    (said,) = at.click(buttons.start_next_round)
    assert said.startswith(f"Round 2 begins in Rounds!{ROUNDS.cell('feedback_sent_on', 2)}.")
    assert "The final date of the whole process is" in said
    assert selected(at) == (ROUNDS.sheet, ROUNDS.cell("feedback_sent_on", 2))


def test_no_round_begins_before_the_last_one_is_returned(tmp_path):
    at = of_sample(tmp_path, sample_with("awaiting correction"))
    (said,) = at.click(buttons.start_next_round)
    cell = ROUNDS.cell("returned_on", 1)
    assert "No new round begins while round 1 is open: it was sent on" in said
    assert selected(at) == (ROUNDS.sheet, cell)


def test_a_round_without_the_day_it_was_sent_is_finished_first(tmp_path):
    begun = replace(FEEDBACK.review, rounds=(CorrectionRound(late_accepted_by="x"),))
    at = reviewer(tmp_path, begun, FEEDBACK.as_of)
    (said,) = at.click(buttons.start_next_round)
    assert "has no day on which its feedback was sent" in said
    assert selected(at) == (ROUNDS.sheet, ROUNDS.cell("feedback_sent_on", 1))


@pytest.mark.parametrize("outcome", ["approve", "invalid"])
def test_no_round_begins_where_the_outcome_calls_for_none(tmp_path, outcome):
    sample = next(each for each in SAMPLES if each.expected_outcome.value == outcome and not open_round(each.review))
    at = of_sample(tmp_path, sample)
    (said,) = at.click(buttons.start_next_round)
    assert said.startswith(f"No round begins now: the outcome is {outcome}")
    assert at.excel.selection is None


def open_round(review):
    return bool(review.rounds) and review.rounds[-1].returned_on is None


def test_an_unfinished_review_is_told_that_no_letter_can_be_made_yet(tmp_path):
    at = reviewer(tmp_path, with_question(CLEAN, "A1", points=None), TODAY)
    assert "no feedback letter can be made yet" in at.click(buttons.start_next_round)[0]


def test_rounds_without_room_are_said(tmp_path):
    day = dt.date(2026, 6, 1)
    full = replace(with_question(CLEAN, "A1", points=None), rounds=(CorrectionRound(day, day, day),) * ROUNDS.capacity)
    at = reviewer(tmp_path, full, TODAY)
    assert "rows, and all are filled" in at.click(buttons.start_next_round)[0]


def opened(at):
    return [Path(book.fullname) for book in at.excel.books.open_books[1:]]


def test_a_new_review_is_blank_beside_this_one_and_opened(tmp_path):
    at = reviewer(tmp_path, CLEAN, TODAY)
    (question,) = at.click(buttons.new_review, "ok")
    path = at.path.with_name("SECOR review.xlsm")
    assert str(path) in question
    assert opened(at) == [path]
    assert read_workbook(path).review == BLANK
    at.click(buttons.new_review, "ok")
    assert opened(at)[1] == at.path.with_name("SECOR review 2.xlsm")


def test_a_new_review_has_the_instrument_of_the_office(tmp_path):
    at = reviewer(tmp_path, SMALL_REVIEW, TODAY, SMALL)
    at.click(buttons.new_review, "ok")
    assert read_workbook(opened(at)[0]).instrument == illustrative_instrument()


def test_a_new_review_is_made_from_a_workbook_that_cannot_be_read_too(tmp_path):
    at = reviewer(tmp_path, CLEAN, TODAY)
    at.rename("Form", "x")
    at.click(buttons.new_review, "ok")
    assert read_workbook(opened(at)[0]).instrument == INSTRUMENT


def test_no_new_review_where_none_is_wanted(tmp_path):
    at = reviewer(tmp_path, CLEAN, TODAY)
    at.click(buttons.new_review, "cancel")
    assert (opened(at), list(at.path.parent.iterdir())) == ([], [at.path])


@pytest.mark.parametrize("name", ["Book1", "https://example.sharepoint.com/sites/qa/review.xlsm"])
def test_a_new_review_without_a_folder_goes_to_the_documents(tmp_path, monkeypatch, name):
    monkeypatch.setenv("HOME", str(tmp_path))
    at = reviewer(tmp_path, CLEAN, TODAY)
    at.open_workbook.fullname = name
    at.click(buttons.new_review, "ok")
    assert opened(at) == [tmp_path / "Documents" / "SECOR reviews" / "SECOR review.xlsm"]


class Elsewhere(Dialogs):
    """Somebody who chooses a name in Excel's own window."""

    def __init__(self, path):
        self.path, self.told = path, []

    def tell(self, text, **_options):
        self.told.append(text)

    def ask(self, text):
        raise AssertionError(text)

    def where_to(self, _suggested):
        return self.path


def test_a_name_that_is_taken_is_never_written_over(tmp_path):
    at = reviewer(tmp_path, CLEAN, TODAY)
    before, chosen = at.path.read_bytes(), Elsewhere(at.path)
    buttons.new_review(at.book, replace(at.context, dialogs=chosen))
    assert "is there already, and is not changed" in chosen.told[0]
    assert at.path.read_bytes() == before


def test_a_name_without_its_ending_gets_it(tmp_path):
    at = reviewer(tmp_path, CLEAN, TODAY)
    buttons.new_review(at.book, replace(at.context, dialogs=Elsewhere(tmp_path / "Mine v1.2")))
    assert opened(at) == [tmp_path / "Mine v1.2.xlsm"]


def old(at, version="0.0.9"):
    """The workbook as another version had made it."""
    at.open_workbook.values["Form"][TOOL_VERSION_CELL] = version
    at.open_workbook.file["Form"][TOOL_VERSION_CELL] = version
    return at


def test_an_upgrade_is_built_beside_with_all_its_entries_and_opened(tmp_path):
    at = old(of_sample(tmp_path, FEEDBACK))
    at.click(buttons.make_letters, "ok")
    review = read_live(at.book).review
    said = at.click(buttons.upgrade_workbook, "ok")
    new = at.path.with_name(f"review (secor-xl {__version__}).xlsm")
    assert "made by secor-xl 0.0.9" in said[0]
    assert str(new) in said[0]
    assert opened(at) == [new]
    assert (read_workbook(new).review, read_workbook(new).tool_version) == (review, __version__)
    assert read_workbook(at.path).review == review
    assert read_workbook(at.path).tool_version == "0.0.9"


def test_no_upgrade_where_none_is_wanted_or_needed(tmp_path):
    at = of_sample(tmp_path, FEEDBACK)
    assert "there is nothing to upgrade" in at.click(buttons.upgrade_workbook)[0]
    old(at)
    at.click(buttons.upgrade_workbook, "cancel")
    assert list(at.path.parent.iterdir()) == [at.path]


def test_an_upgrade_whose_workbook_cannot_be_saved_says_so(tmp_path, monkeypatch):
    at = old(of_sample(tmp_path, FEEDBACK))

    def refuse(*_arguments, **_options):
        raise com_error(EXCEPTION_OCCURRED, "the file is read-only")

    monkeypatch.setattr(at.open_workbook, "save", refuse)
    said = at.click(buttons.upgrade_workbook, "ok")[-1]
    assert said.startswith("review.xlsm could not be saved, so it was not upgraded")
    assert "Sorry" not in said
    assert list(at.path.parent.iterdir()) == [at.path]

    def busy(*_arguments, **_options):
        raise com_error(REJECTED)

    monkeypatch.setattr(at.open_workbook, "save", busy)
    assert at.click(buttons.upgrade_workbook, "ok")[-1].startswith("Excel is busy")


def test_a_newer_workbook_is_not_taken_back(tmp_path):
    at = old(of_sample(tmp_path, FEEDBACK), "9.9.9")
    (said,) = at.click(buttons.upgrade_workbook)
    assert "made by secor-xl 9.9.9" in said
    assert "install the newer secor-xl" in said
    assert list(at.path.parent.iterdir()) == [at.path]


@pytest.mark.parametrize(
    ("name", "words"), [("Book1", "was never saved"), ("https://example.sharepoint.com/review.xlsm", "OneDrive")]
)
def test_an_upgrade_needs_a_file_on_this_computer(tmp_path, name, words):
    at = old(of_sample(tmp_path, FEEDBACK))
    at.open_workbook.fullname = name
    assert words in at.click(buttons.upgrade_workbook)[0]


def test_an_upgrade_that_would_lose_something_says_what(tmp_path):
    at = old(of_sample(tmp_path, FEEDBACK))
    for file in (at.open_workbook.file, at.open_workbook.values):
        file.create_sheet("My notes")
    said = at.click(buttons.upgrade_workbook, "ok")
    assert "My notes" in said[-1]
    assert list(at.path.parent.iterdir()) == [at.path]


def test_the_start_sheet_shows_what_the_library_says(tmp_path):
    """The engine of the tests calculates as Excel would: otherwise nothing above would mean much."""
    at = of_sample(tmp_path, UNDER_WAY)
    at.excel.calculate()
    values = computed_values(judged(UNDER_WAY.review, as_of=UNDER_WAY.as_of))
    block = named_ranges.range_of(computed_ranges.COUNTS, INSTRUMENT)
    shown = at.book.sheets[block.sheet].range(block.cells).options(ndim=2).value
    assert shown == [list(row) for row in values[computed_ranges.COUNTS]]
