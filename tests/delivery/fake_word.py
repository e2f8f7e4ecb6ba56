"""Word's object model as far as a PDF needs it, strict about what is asked of it; no Word ever ran here."""

import threading
import types
import zipfile
from pathlib import Path

from tests.delivery.converters import CRASH, HANG, PASS_OVER


class ComError(Exception):
    """What COM raises."""


class FakeWord:
    """One running Word. It goes wrong at a letter that says so."""

    Version = "16.0"

    def __init__(self, office, process):
        self.office, self.process, self.gone = office, process, threading.Event()
        self.thread = threading.get_ident()
        assert office.initialised == {self.thread}
        self.Documents = types.SimpleNamespace(Add=self.add, Open=self.open)
        self.open_documents = 0
        self.has_quit = False

    def __getattribute__(self, name):
        if name == "Version":
            self.answer()
        return super().__getattribute__(name)

    def answer(self):
        assert threading.get_ident() == self.thread, "COM objects belong to their thread"
        if self.gone.is_set():
            raise ComError(-2147023174, "The RPC server is unavailable.")

    def add(self):
        return types.SimpleNamespace(ActiveWindow=types.SimpleNamespace(Hwnd=self.process * 10), Close=self.close)

    def open(self, *, FileName, ConfirmConversions, ReadOnly, AddToRecentFiles, PasswordDocument, Visible):  # noqa: N803
        self.answer()
        assert (self.Visible, self.DisplayAlerts, self.AutomationSecurity) == (False, 0, 3)
        assert ReadOnly
        assert PasswordDocument
        assert [ConfirmConversions, AddToRecentFiles, Visible] == [False] * 3
        self.text = zipfile.ZipFile(FileName).read("word/document.xml").decode()
        self.office.opened.append(Path(FileName))
        self.open_documents += 1
        return types.SimpleNamespace(ExportAsFixedFormat=self.export, Close=self.close)

    def export(  # what Word itself calls them
        self,
        *,
        OutputFileName,  # noqa: N803
        ExportFormat,  # noqa: N803
        OpenAfterExport,  # noqa: N803
        IncludeDocProps,  # noqa: N803
        CreateBookmarks,  # noqa: N803
        DocStructureTags,  # noqa: N803
    ):
        assert (ExportFormat, CreateBookmarks, DocStructureTags) == (17, 1, True)
        assert IncludeDocProps
        assert not OpenAfterExport
        if HANG in self.text:
            self.office.hangs.set()
            assert self.gone.wait(60), "nobody ended Word"
        if CRASH in self.text:
            self.gone.set()
        self.answer()
        if PASS_OVER in self.text:
            raise ComError(-2147352567, "Word experienced an error trying to open the file.")
        Path(OutputFileName).write_bytes(b"%PDF by Word " + self.text.encode() + b"%%EOF")

    def close(self, *, SaveChanges):  # noqa: N803
        assert SaveChanges == 0
        self.answer()
        self.open_documents = max(0, self.open_documents - 1)

    def Quit(self, *, SaveChanges):  # noqa: N802, N803
        assert SaveChanges == 0
        self.answer()
        assert not self.open_documents
        self.has_quit = True


class FakeOffice:
    """Windows with a Word: what ``pythoncom`` and ``win32com`` would give."""

    def __init__(self):
        self.words: list[FakeWord] = []
        self.opened: list[Path] = []
        self.initialised: set[int] = set()
        self.hangs = threading.Event()
        self.starts = True
        self.tells_windows = True

    def modules(self):
        process = types.SimpleNamespace(GetWindowThreadProcessId=self.window_process)
        return {
            "pythoncom": types.SimpleNamespace(
                CoInitialize=lambda: self.initialised.add(threading.get_ident()),
                CoUninitialize=lambda: self.initialised.remove(threading.get_ident()),
            ),
            "win32com": types.ModuleType("win32com"),
            "win32com.client": types.SimpleNamespace(DispatchEx=self.start),
            "win32process": process,
        }

    def start(self, name):
        assert name == "Word.Application"
        if not self.starts:
            raise ComError(-2147221005, "Invalid class string")
        self.words.append(FakeWord(self, 100 + len(self.words)))
        return self.words[-1]

    def window_process(self, window):
        if not self.tells_windows:
            raise ComError("no such property")
        return 1, window // 10

    def end_process(self, process):
        next(word for word in self.words if word.process == process).gone.set()
