"""The cover for a printer: one sheet with back, spine and front, as wide as the pages are thick."""

from __future__ import annotations

from pathlib import Path

import pikepdf
import pytest

from bookbuilder import api
from tests.cases import book
from tests.pdf.press.test_press import MM, PAGE, boxes, operators, pages
from tests.validators import qpdf_check

CHAPTER: dict[str, str | bytes] = {"chapters/de/01-a.md": "# Kapitel\n\nEin Satz.\n"}
EDITION = '[editions.print]\nformat = "pdf"\nprinter = "offset"\n'
SPINE = "[spine]\npage = 1.5\ncover = 1\n"
GROUND = (22, 36, 46)


def built(root: Path, files: dict[str, str | bytes], edition: str = EDITION) -> Path:
    result = api.build(book.write(root, CHAPTER | files, editions=edition), jobs=1)
    assert not result.failed, result.diagnostics
    return root / "output/fall.de.print.cover.pdf"


def test_the_spine_is_as_wide_as_the_book_is_thick(tmp_path: Path) -> None:
    cover = built(tmp_path, {"printers/offset.toml": SPINE})
    with pikepdf.open(tmp_path / "output/fall.de.print.pdf") as inside:
        width = (1.5 * len(inside.pages) + 1) * MM
    assert qpdf_check(cover) == ()
    with pikepdf.open(cover) as pdf:
        (page,) = pdf.pages
        found = boxes(page)
        assert found["TrimBox"] == pytest.approx((0, 0, 2 * PAGE[0] + width, PAGE[1]), abs=0.05)
        assert found["BleedBox"][0] == pytest.approx(-3 * MM, abs=0.02)
        assert operators(pdf) <= {"g", "G", "k", "K"}
        assert [str(one.S) for one in pdf.Root.OutputIntents] == ["/GTS_PDFX"]
        said = pdf.Root.Metadata.read_bytes()
        assert b"PDF/X-4" in said and b"pdfaid" not in said and b"pdfuaid" not in said


def test_the_ground_has_no_gap_and_fills_the_bleed(tmp_path: Path) -> None:
    own = (
        'name = "Haus"\ndate = 2026-01-01\ncover = "apart"\n'
        + SPINE
        + "[bleed]\ntop = 3\nbottom = 3\nouter = 3\n"
    )
    edition = '[editions.print]\nformat = "pdf"\nprinter = "haus"\n'
    (picture,) = pages(built(tmp_path, {"printers/haus.toml": own}, edition), tmp_path)
    row = {picture.getpixel((x, picture.height // 2)) for x in range(1, picture.width - 1)}
    assert row == {GROUND}
    # The thread runs over the whole sheet and both its edges.
    line = [y for y in range(picture.height) if picture.getpixel((2, y)) != GROUND]
    assert line
    assert all(picture.getpixel((x, line[len(line) // 2])) != GROUND for x in range(1, picture.width - 1))


@pytest.mark.heavy
def test_the_same_bytes_twice(tmp_path: Path) -> None:
    one = built(tmp_path / "a", {"printers/offset.toml": SPINE})
    other = built(tmp_path / "b", {"printers/offset.toml": SPINE})
    assert one.read_bytes() == other.read_bytes()


def test_no_cover_without_a_thickness(tmp_path: Path) -> None:
    result = api.build(book.write(tmp_path, CHAPTER, editions=EDITION), jobs=1)
    assert book.told(result.diagnostics) == (
        "book.toml:18:1: notice: no cover was made, since Offset (PDF/X-4, FOGRA39) does not say how thick a page is"
        " [press.spine]\n"
    )
    assert [place.name for place in result.files] == ["fall.de.print.pdf"]
