"""Sheets and letters as pages: LibreOffice makes PDFs, poppler makes text and pictures of them."""

import subprocess
from pathlib import Path

from tests.libreoffice import needs_programs

needs_pages = needs_programs("soffice", "pdfinfo", "pdftotext", "pdftoppm")


def pdfs_of(files: list[Path], folder: Path) -> list[Path]:
    """A PDF of each file, in one run of LibreOffice with a profile of its own; each is there, whatever the exit code."""
    profile = f"-env:UserInstallation={(folder / 'profile').resolve().as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), *map(str, files)]
    for _ in range(2):  # the first start of a fresh profile may end at once
        done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=300)
        made = [folder / f"{path.stem}.pdf" for path in files]
        if all(path.exists() and path.read_bytes()[:4] == b"%PDF" for path in made):
            return made
    raise AssertionError(f"LibreOffice made no PDF of every file: {done.stdout}{done.stderr}")


def page_count(pdf: Path) -> int:
    """How many pages a PDF has."""
    told = subprocess.run(["pdfinfo", str(pdf)], check=True, capture_output=True, text=True).stdout
    return int(next(line.split()[1] for line in told.splitlines() if line.startswith("Pages:")))


def text_of(pdf: Path, *, layout: bool = True) -> str:
    """The text of a PDF, laid out as on the page, or each cell of a table by itself."""
    way = "-layout" if layout else "-raw"
    return subprocess.run(["pdftotext", way, str(pdf), "-"], check=True, capture_output=True, text=True).stdout


def picture_of(pdf: Path, page: int, target: Path, *, resolution: int) -> Path:
    """One page as a PNG picture."""
    stem = str(target.with_suffix(""))
    command = [
        "pdftoppm",
        "-r",
        str(resolution),
        "-f",
        str(page),
        "-l",
        str(page),
        "-singlefile",
        "-png",
        str(pdf),
        stem,
    ]
    subprocess.run(command, check=True, capture_output=True)
    return target
