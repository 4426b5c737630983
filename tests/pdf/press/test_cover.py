"""The cover for a printer: one sheet with back, spine and front, as wide as the pages are thick."""

from __future__ import annotations

import re
import shutil
import tomllib
from pathlib import Path

import pikepdf
import pytest

from bookbuilder import api
from bookbuilder.formats.pdf.press.profile import SHIPPED
from bookbuilder.formats.pdf.press.rules import with_printable_rules
from bookbuilder.formats.pdf.press.trim import Trim
from bookbuilder.html.theme import Theme
from tests.cases import book
from tests.cases.case import ROOT
from tests.dossier_files import copy_tables
from tests.pdf.press.test_press import MM, PAGE, boxes, operators, pages
from tests.validators import qpdf_check

CHAPTER: dict[str, str | bytes] = {"chapters/de/01-a.md": "# Kapitel\n\nEin Satz.\n"}
EDITION = '[editions.print]\nformat = "pdf"\nprinter = "offset"\n'
SPINE = "[spine]\npage = 1.5\ncover = 1\n"
LINE = rb"([\d.-]+) ([\d.-]+) m ([\d.-]+) ([\d.-]+) l S"
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
    own = 'name = "Haus"\ndate = 2026-01-01\ncover = "apart"\n'
    edition = EDITION.replace("offset", "haus")
    result = api.build(book.write(tmp_path, CHAPTER | {"printers/haus.toml": own}, editions=edition), jobs=1)
    assert book.told(result.diagnostics) == (
        "book.toml:18:1: notice: no cover was made, since Haus does not say how thick a page is [press.spine]\n"
    )
    assert [place.name for place in result.files] == ["fall.de.print.pdf"]


PROFILES = tuple(
    sorted(place.stem for place in (ROOT / SHIPPED.replace("package", "bookbuilder")).glob("*.toml"))
)
PAPERS = [
    (name, paper)
    for name in PROFILES
    for paper in tomllib.loads(
        (ROOT / SHIPPED.replace("package", "bookbuilder") / f"{name}.toml").read_text()
    )["papers"]
]


def edition_on(printer: str, paper: str = "") -> str:
    chosen = f'paper = "{paper}"\n' if paper else ""
    return f'[editions.print]\nformat = "pdf"\nprinter = "{printer}"\n{chosen}'


@pytest.mark.parametrize("printer", PROFILES)
def test_every_printer_has_a_cover_from_the_start(tmp_path: Path, printer: str) -> None:
    files = CHAPTER | {"chapters/de/02-b.md": "# Zwei\n\n" + "Ein Satz. " * 900}
    result = api.build(book.write(tmp_path, files, editions=edition_on(printer)), jobs=1)
    assert "fall.de.print.cover.pdf" in [place.name for place in result.files]
    told = book.told(result.diagnostics)
    assert "press.spine" not in told
    assert ("[press.estimate]" in told) is (printer in ("bod", "offset"))  # the others say it themselves


@pytest.mark.parametrize(("printer", "paper"), PAPERS)
def test_a_paper_has_a_thickness_and_a_source(printer: str, paper: str) -> None:
    said = tomllib.loads((ROOT / SHIPPED.replace("package", "bookbuilder") / f"{printer}.toml").read_text())
    found = said["papers"][paper]
    assert 0.04 < found["page"] < 0.11 and found["name"] and found["source"].startswith("http")
    assert said["spine"]["paper"] in said["papers"]


def test_an_edition_chooses_its_paper(tmp_path: Path) -> None:
    widths, count = [], 0
    for paper in ("", "bulky-90"):
        root = tmp_path / (paper or "usual")
        api.build(book.write(root, CHAPTER, editions=edition_on("offset", paper)), jobs=1)
        with (
            pikepdf.open(root / "output/fall.de.print.pdf") as inside,
            pikepdf.open(root / "output/fall.de.print.cover.pdf") as cover,
        ):
            box = boxes(cover.pages[0])["TrimBox"]
            widths.append((box[2] - 2 * PAGE[0]) / MM)
            count = len(inside.pages)
    assert widths == pytest.approx([0.0575 * count + 0.6, 0.0675 * count + 0.6], abs=0.02)


def test_a_paper_that_the_printer_has_not_is_told_where_it_stands(tmp_path: Path) -> None:
    result = api.build(book.write(tmp_path, CHAPTER, editions=edition_on("kdp", "creme")), jobs=1)
    told = [
        line for line in book.told(result.diagnostics).splitlines() if "press.paper" in line or "hint" in line
    ]
    assert told[0] == "book.toml:19:1: error: Amazon KDP has no paper 'creme' [press.paper]"
    assert "cream" in told[1]


def test_the_paper_is_asked_for_where_the_cover_is_inside_too(tmp_path: Path) -> None:
    own = 'name = "Haus"\ndate = 2026-01-01\n[papers.cream]\nname = "Cream"\npage = 0.06\n'
    files = CHAPTER | {"printers/haus.toml": own}
    result = api.build(book.write(tmp_path, files, editions=edition_on("haus", "creme")), jobs=1)
    assert book.told(result.diagnostics) == (
        "book.toml:19:1: error: Haus has no paper 'creme' [press.paper]\n  hint: did you mean \"cream\"?\n"
    )


def test_only_a_cover_has_room_for_the_marks_of_its_folds() -> None:
    """Every page of the block was as large as if it had marks."""
    page = (0.0, 0.0, 100.0, 200.0)
    trim = Trim(marks=("fold",))
    assert trim.media_box(page, right=True) == page and trim.drawn(page, ink=b"0 G") == b""
    assert trim.media_box(page, right=True, folded=True)[0] < 0
    assert Trim(marks=("fold", "crop")).media_box(page, right=True)[0] < 0


def test_folds_are_marked_at_both_edges_of_the_spine(tmp_path: Path) -> None:
    cover = built(tmp_path, {"printers/offset.toml": SPINE})
    with pikepdf.open(cover) as pdf:
        (page,) = pdf.pages
        found = boxes(page)
        content = page.Contents.read_bytes()
        spine = found["TrimBox"][2] - 2 * PAGE[0]
        for x in (PAGE[0], PAGE[0] + spine):
            lines = [tuple(map(float, line)) for line in re.findall(LINE, content)]
            at = [line for line in lines if abs(line[0] - x) < 0.1 and line[0] == line[2]]
            ends = sorted((min(y1, y2), max(y1, y2)) for _, y1, _, y2 in at)
            assert len(ends) == 2 and ends[0][1] <= -3 * MM and ends[1][0] >= PAGE[1] + 3 * MM
    # A printer who wants no marks gets none.
    result = api.build(book.write(tmp_path / "kdp", CHAPTER, editions=edition_on("kdp")), jobs=1)
    assert result.files
    with pikepdf.open(tmp_path / "kdp/output/fall.de.print.cover.pdf") as pdf:
        assert not re.search(LINE, pdf.pages[0].Contents.read_bytes())


@pytest.mark.parametrize("printer", PROFILES)
def test_the_lines_of_the_program_are_thick_enough_for_every_printer(tmp_path: Path, printer: str) -> None:
    text = (
        "# Kapitel\n\nEin Satz.[^a]\n\n---\n\nNoch einer.\n\n[^a]: Eine Note.\n\n"
        "::: table T\n\n| a | b |\n|---|---|\n| 1 | 2 |\n| 3 | 4 |\n:::\n\n::: aside A\nText.\n:::\n\n"
        "::: pullquote\nEin Wort.\n:::\n\n> Ein Zitat.\n\n```\ncode\n```\n"
    )
    result = api.build(
        book.write(tmp_path, {"chapters/de/01-a.md": text}, editions=edition_on(printer)), jobs=1
    )
    assert "press.line" not in book.told(result.diagnostics)


def test_lines_that_a_theme_leaves_out_stay_out() -> None:
    tokens = {"rule": {"fine": "0pt", "thin": "0", "medium": "0.1pt"}}
    raised = with_printable_rules(Theme("x", tokens, {}, {}, {}), 0.25).tokens["rule"]
    assert raised == {"fine": "0pt", "thin": "0", "medium": "0.25pt"}


@pytest.mark.heavy
def test_the_sample_dossier_has_no_line_that_is_too_thin(tmp_path: Path) -> None:
    for name in ("chapters", "l10n"):
        shutil.copytree(ROOT / name, tmp_path / name)
    copy_tables(tmp_path)
    settings = (ROOT / "book.toml").read_text(encoding="utf-8")
    (tmp_path / "book.toml").write_text(
        settings + '[editions.print]\nformat = "pdf"\nprinter = "kdp"\n', encoding="utf-8"
    )
    result = api.build(tmp_path, locales=["de"], jobs=1)
    assert result.files and "press.line" not in book.told(result.diagnostics)


def test_the_imprint_says_what_is_printed_and_not_how_an_edition_is_called(tmp_path: Path) -> None:
    editions = EDITION + '[editions.lesen]\nformat = "epub"\n[editions.web]\nformat = "web"\n'
    files = CHAPTER | {
        "chapters/de/09-i.md": "---\ntitle: Impressum\nkind: imprint\n---\n\n::: imprint\n:::\n"
    }
    root = book.write(tmp_path, files, editions=editions)
    settings = (root / "book.toml").read_text(encoding="utf-8")
    numbers = '[imprint]\nisbn = { print = "978-3-16-148410-0", lesen = "978-3-16-148411-7" }\n'
    (root / "book.toml").write_text(settings.replace("[imprint]\n", numbers), encoding="utf-8")
    result = api.build(root, editions=["web"], jobs=1)
    assert result.files, book.told(result.diagnostics)
    page = (
        (root / "output/fall.de.web/09-i.html")
        if (root / "output/fall.de.web").exists()
        else next(root.glob("output/*/09-i.html"))
    )
    text = page.read_text(encoding="utf-8")
    assert "978-3-16-148410-0 (Druckausgabe)" in text and "978-3-16-148411-7 (EPUB)" in text
    assert "(print)" not in text and "(lesen)" not in text
