"""Several threads may read PDFs at once."""

from __future__ import annotations

import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pikepdf

from tests.conftest import REPO
from tests.patience import PATIENCE

CODE = """
import sys
from pathlib import Path
from threading import Thread
from bookbuilder.validators.blank_pages import blank_pages
data = Path(sys.argv[1]).read_bytes()
wrong = []
def read():
    for _ in range(40):
        try:
            wrong.extend(blank_pages(data))
        except Exception as error:
            wrong.append(repr(error))
threads = [Thread(target=read) for _ in range(4)]
for one in threads: one.start()
for one in threads: one.join()
print(wrong[:3])
"""


def written(pages: int) -> bytes:
    """Return a PDF with a line of text on each page."""
    pdf = pikepdf.new()
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
    )
    for number in range(pages):
        page = pdf.add_blank_page(page_size=(300, 300))
        page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
        page.Contents = pdf.make_stream(f"BT /F1 24 Tf 50 100 Td (Page {number}) Tj ET".encode())
    out = BytesIO()
    pdf.save(out)
    return out.getvalue()


def test_threads_wait_for_one_another(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(written(20))
    done = subprocess.run(
        [sys.executable, "-c", CODE, str(tmp_path / "a.pdf")],
        cwd=REPO, capture_output=True, text=True, timeout=PATIENCE, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (0, "[]\n"), done.stderr
