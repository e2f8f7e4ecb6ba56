"""Every letter opens in LibreOffice and is one to three pages long, unless it lists very many items."""

import subprocess

from tests.libreoffice import needs_programs

MANY_ITEMS = 15
pytestmark = needs_programs("soffice", "pdfinfo")


def test_every_letter_opens_and_is_not_too_long(sample_letters, templates, tmp_path):
    for name, letter in sample_letters.items():
        (tmp_path / f"{name}.docx").write_bytes(templates.render(letter))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    files = sorted(str(path) for path in tmp_path.glob("*.docx"))
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), *files]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    for name, letter in sample_letters.items():
        pdf = tmp_path / f"{name}.pdf"
        assert pdf.read_bytes().startswith(b"%PDF"), name
        told = subprocess.run(["pdfinfo", str(pdf)], check=True, capture_output=True, text=True).stdout
        pages = int(next(line.split()[1] for line in told.splitlines() if line.startswith("Pages:")))
        items = sum(len(letter.context.get(rows, ())) for rows in ("corrections", "future", "additions", "open_items"))
        assert pages <= 3 or items > MANY_ITEMS, f"{name}: {pages} pages"
        if letter.kind.name == "NOTICE":
            assert pages == 1, name
