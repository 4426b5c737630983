"""A Ghostscript that stays draws what one that is started for each document draws, also after one that it cannot read."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
import weasyprint

from tests.interop.upstream import resident_ghostscript

PAGES = {
    "a page": "<p>a",
    "more than nine pages": "<style>p { break-after: page }</style>" + "<p>a" * 12,
    "colours": "<style>p { opacity: .5; background: linear-gradient(red, blue) }</style><p>a",
}


@pytest.fixture(autouse=True)
def ended() -> Iterator[None]:
    yield
    for one in resident_ghostscript._RESIDENT.values():
        one.end()
    resident_ghostscript._RESIDENT.clear()


def pdfs(folder: Path) -> list[str]:
    """Write documents, two of which are damaged, and return their paths, with some of them again behind those."""
    style = "<style>@page { size: 20px 10px; margin: 0 }</style>"
    for name, html in PAGES.items():
        weasyprint.HTML(string=style + html).write_pdf(folder / f"{name.replace(' ', '-')}.pdf", zoom=4 / 30)
    first, *others = sorted(folder.iterdir())
    (folder / "cut.pdf").write_bytes(first.read_bytes()[:-300])
    (folder / "none.pdf").write_bytes(b"%PDF-1.7 nothing")
    return [str(one) for one in (first, *others, folder / "cut.pdf", first, folder / "none.pdf", *others)]


@pytest.mark.parametrize("bits", [1, 4])
def test_it_draws_the_same(bits: int, tmp_path: Path) -> None:
    stayed = 0
    for pdf in pdfs(tmp_path):
        command = (
            "gs", "-q", "-sDEVICE=png16m", f"-dTextAlphaBits={bits}", f"-dGraphicsAlphaBits={bits}", "-dBATCH", "-dNOPAUSE",
            "-dPDFSTOPONERROR", "-r720", "-dUsePDFX3Profile", "-sOutputFile=-", pdf,
        )  # fmt: skip
        expected = subprocess.run(command, stdout=subprocess.PIPE, check=False).stdout
        assert resident_ghostscript.run(command, stdout=subprocess.PIPE).stdout == expected, pdf
        stayed += bool(resident_ghostscript._RESIDENT)
    assert stayed == 6, "it was asked, but for the two that are damaged"
