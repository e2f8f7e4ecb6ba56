"""Letters for converters, and programs that stand in for LibreOffice and go wrong at a letter of ours."""

import io
import subprocess
import sys
import time
import zipfile
from pathlib import Path

from secor_xl.delivery.pdf.libreoffice_converter import plain_document
from secor_xl.letters.word.zip_writer import member, package

HANG, CRASH, PASS_OVER = "HANG HERE", "CRASH HERE", "PASS OVER"
STAND_IN = '''#!{python}
"""Goes through its files in their order as LibreOffice does, notes every start, and goes wrong where a letter says so."""
import os, pathlib, signal, subprocess, sys, zipfile

options = [each for each in sys.argv[1:] if not each.endswith(".docx")]
files = [each for each in sys.argv[1:] if each.endswith(".docx")]
if "--version" in options:
    sys.exit(print("LibreOffice 99.1.2.3 stand-in"))
outdir = pathlib.Path(options[options.index("--outdir") + 1])
notes = pathlib.Path({notes!r})
with (notes / "starts").open("a") as starts:
    print(len(files), options[0], file=starts)

def text(file):
    return zipfile.ZipFile(file).read("word/document.xml").decode()

def convert(files):
    if {real!r} and files:
        subprocess.run([{real!r}, *options, *files], check=False)
    elif files:
        for file in files:
            (outdir / (pathlib.Path(file).stem + ".pdf")).write_bytes(b"%PDF-1.7 " + text(file).encode() + b" %%EOF\\n")

whole = []
for file in files:
    if {hang!r} in text(file):
        convert(whole)
        child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
        (notes / "new").write_text(str(child.pid))
        (notes / "new").rename(notes / "child")
        child.wait()
    if {crash!r} in text(file):
        convert(whole)
        (outdir / (pathlib.Path(file).stem + ".pdf")).write_bytes(b"%PDF-1.7 half of it")
        os.kill(os.getpid(), signal.SIGSEGV)
    if {pass_over!r} not in text(file):
        whole.append(file)
convert(whole)
'''


def letter(path: Path, text: str = "A letter") -> Path:
    """A small Word file that says ``text``."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(with_text(text))
    return path


def letters_saying(folder: Path, *texts: str) -> list[Path]:
    """Small Word files, one for each text."""
    return [letter(folder / f"{number:03}.docx", text) for number, text in enumerate(texts)]


def with_text(text: str) -> bytes:
    """The content of a small Word file."""
    with zipfile.ZipFile(io.BytesIO(plain_document())) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["word/document.xml"] = parts["word/document.xml"].replace(b"A letter", text.encode())
    return package([member(name, content) for name, content in parts.items()])


def stand_in(folder: Path, *, real: str = "") -> Path:
    """A program in place of ``soffice``; it lets ``real`` make the PDFs, or writes something like PDFs itself."""
    folder.mkdir(parents=True, exist_ok=True)
    program = folder / "soffice"
    words = {"hang": HANG, "crash": CRASH, "pass_over": PASS_OVER, "real": real, "notes": str(folder)}
    program.write_text(STAND_IN.format(python=sys.executable, **words))
    program.chmod(0o755)
    return program


def starts(program: Path) -> list[int]:
    """How many letters each start of a stand-in was handed."""
    return [int(line.split()[0]) for line in (program.parent / "starts").read_text().splitlines()]


def profiles(program: Path) -> list[str]:
    """The profile of each start of a stand-in."""
    return [line.split()[1] for line in (program.parent / "starts").read_text().splitlines()]


def hanging_child(program: Path) -> int:
    """The number of the process that a stand-in hangs at, as soon as there is one."""
    note = program.parent / "child"
    for _ in range(600):
        if note.exists():
            return int(note.read_text())
        time.sleep(0.1)
    raise AssertionError("the stand-in came to no letter at which it hangs")


def is_gone(process: int) -> bool:
    """Whether a process ends soon, or has ended."""
    for _ in range(600):
        told = subprocess.run(["ps", "-o", "stat=", "-p", str(process)], check=False, capture_output=True, text=True)
        if not told.stdout.strip() or told.stdout.strip().startswith("Z"):
            return True
        time.sleep(0.1)
    return False
