"""From the click on Make letters to the letter on disk: our own time, in a process that runs already and from a cold start.

Excel's part is played by the engine of the tests over the same macro-enabled workbook, opened beforehand, which is not counted.
Excel's own time, and COM's, comes on top on a reviewer's computer, and only a reviewer's computer tells it.
"""

import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parents[2]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

ROUNDS = 9
WARM_SECONDS, COLD_SECONDS = 1.0, 2.0
STEPS = {
    "read the open workbook": "secor_xl.excel.buttons.button_context.read_live",
    "judge": "secor_xl.runs.single_workbook.assess",
    "plan": "secor_xl.runs.single_workbook.planned_letters",
    "render and check": "secor_xl.letters.render.LetterTemplates.render",
    "look at the folder": "secor_xl.excel.buttons.letters._try_folder",
    "write": "secor_xl.excel.buttons.letters.write",
    "look where to enter": "secor_xl.excel.buttons.letter_log.entries",
    "enter": "secor_xl.excel.buttons.letter_log.enter_all",
}
COLD = """
import sys, time
from pathlib import Path
from secor_xl.excel import buttons
imported = time.time()
sys.path.insert(0, sys.argv[1])
from tests.benchmarks.bench_click import clicked
print(imported, clicked(Path(sys.argv[2])))
"""


def click_to_letter(sample):
    """Measure and print; ``sample`` is one that gets a letter."""
    with tempfile.TemporaryDirectory() as folder:
        times = []
        spent: Counter[str] = Counter()
        for number in range(ROUNDS + 1):
            place = Path(folder) / str(number)
            prepare(place, sample)
            if number == 1:
                undo = watch(spent)
            times.append(clicked(place))
        undo()
        warm = statistics.median(times[1:])
        cold = []
        for number in range(3):
            place = Path(folder) / f"cold{number}"
            prepare(place, sample)
            begun = time.time()
            told = subprocess.run(
                [sys.executable, "-c", COLD, str(ROOT), str(place)], check=True, capture_output=True, text=True
            ).stdout.split()
            cold.append((float(told[0]) - begun, float(told[1])))
    start, click = min(cold, key=sum)
    print("\nfrom the click to the letter (our own time; Excel and COM come on top)")
    print(f"  {'warm process':28} {warm * 1000:8.1f} ms of {WARM_SECONDS * 1000:.0f}")
    for name, seconds in spent.most_common():
        print(f"    {name:26} {seconds / ROUNDS * 1000:8.1f} ms")
    print(f"  {'cold start':28} {(start + click) * 1000:8.1f} ms of {COLD_SECONDS * 1000:.0f}")
    print(f"    {'Python and imports':26} {start * 1000:8.1f} ms")
    print(f"    {'first click':26} {click * 1000:8.1f} ms")


def prepare(place, sample):
    """A folder with the workbook and the settings of a reviewer."""
    from tests.excel.clicks import macro_workbook

    (place / "home").mkdir(parents=True)
    (place / "home" / "settings.toml").write_text(f"letters_folder = '{place / 'letters'}'")
    (place / "review.xlsm").write_bytes(macro_workbook(sample.review, sample.as_of))
    (place / "as_of").write_text(sample.as_of.isoformat())


def clicked(place):
    """The seconds from the click to the letter on disk and in the workbook's log."""
    import datetime as dt

    from secor_xl.excel import buttons
    from secor_xl.excel.buttons.button_context import ButtonContext
    from secor_xl.excel.buttons.dialogs import Dialogs
    from secor_xl.excel.buttons.opening import Opener
    from tests.excel.fake_engine import open_book

    class Silent(Opener):
        def show(self, path):
            pass

        def pdfs(self, letters):
            return list(letters)

    today = dt.date.fromisoformat((place / "as_of").read_text())
    book = open_book(place / "review.xlsm", today)
    book.app.impl.answers.append("ok")
    book.app.impl.display_alerts = False  # as the macro of every button does
    begun = time.perf_counter()
    buttons.make_letters(book, ButtonContext(Dialogs(book.app), Silent(), place / "home", today))
    seconds = time.perf_counter() - begun
    assert list((place / "letters").rglob("*.docx")), book.app.impl.troubles
    return seconds


def watch(spent):
    """Count the time of each step from now on; gives back what ends it."""
    import importlib

    kept = []
    for name, path in STEPS.items():
        module, attribute = path.rsplit(".", 1)
        try:
            owner = importlib.import_module(module)
        except ModuleNotFoundError:
            above, kind = module.rsplit(".", 1)
            owner = getattr(importlib.import_module(above), kind)
        real = getattr(owner, attribute)

        def timed(*arguments, _real=real, _name=name, **options):
            begun = time.perf_counter()
            try:
                return _real(*arguments, **options)
            finally:
                spent[_name] += time.perf_counter() - begun

        setattr(owner, attribute, timed)
        kept.append((owner, attribute, real))

    def undo():
        for each in kept:
            setattr(*each)

    return undo
