"""The barcode on a cover is read by a scanner, and as large as the printer wants it."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pikepdf
import pytest
import zxingcpp
from PIL import Image

from bookbuilder import api
from bookbuilder.formats.pdf.barcode import barcode, ean
from bookbuilder.formats.pdf.barcode.barcode import Barcode
from bookbuilder.project.isbn_issn import isbn_digit
from tests.cases import book

CHAPTER: dict[str, str | bytes] = {"chapters/de/01-a.md": "# Kapitel\n\nEin Satz.\n"}
ISBN = "978-3-16-148410-0"
EDITION = '[imprint.isbn]\npdf = "978-3-16-148410-0"\n\n[editions.print]\nformat = "pdf"\nprinter = "haus"\n'
HOUSE = 'name = "Haus"\ndate = 2026-01-01\ncover = "apart"\n[spine]\npage = 1.5\n'
NUMBERS = [f"978{first}{rest}" for first in range(10) for rest in ("00000000", "12345678", "98765432")]


def read(picture: Image.Image, price: str = "") -> list[str]:
    """Return what a scanner reads: numbers, and behind each its add-on if it has to have one."""
    added = zxingcpp.EanAddOnSymbol.Require if price else zxingcpp.EanAddOnSymbol.Ignore
    return [
        one.text
        for one in zxingcpp.read_barcodes(
            picture, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.EAN13), ean_add_on_symbol=added
        )
    ]


def scanned(place: Path, folder: Path, price: str = "") -> list[str]:
    subprocess.run(["pdftoppm", "-r", "300", place, folder / "scan"], check=True)
    (shot,) = folder.glob("scan-*.ppm")
    with Image.open(shot) as picture:
        return read(picture, price)


def drawn(pattern: str) -> Image.Image:
    picture = Image.new("L", (len(pattern) + 40, 40), 255)
    for start, width in ean.bars(pattern):
        picture.paste(0, (20 + start, 2, 20 + start + width, 38))
    return picture.resize((picture.width * 4, picture.height * 4), Image.Resampling.NEAREST)


@pytest.mark.parametrize("twelve", NUMBERS)
def test_a_scanner_reads_what_was_encoded(twelve: str) -> None:
    number = twelve + isbn_digit(twelve)
    assert len(ean.ean13(number)) == ean.WIDTH
    assert read(drawn(ean.ean13(number))) == [number]


@pytest.mark.parametrize(
    "price", ["90000", "51499", "52250", "01234", "56789", "98765", "12121", "33333", "44604"]
)
def test_a_scanner_reads_the_price(price: str) -> None:
    number = "9783161484100"
    assert len(ean.ean5(price)) == ean.ADDED
    assert read(drawn(ean.ean13(number) + "0" * 9 + ean.ean5(price)), price) == [number + price]


def built(root: Path, profile: str = HOUSE, edition: str = EDITION, **files: str | bytes) -> Path:
    written = {**CHAPTER, "printers/haus.toml": profile, **files}
    result = api.build(book.write(root, written, editions=edition), jobs=1)
    assert not result.failed, result.diagnostics
    return root / "output/fall.de.print.cover.pdf"


@pytest.mark.parametrize("colours", ["", '[colour]\nkeep = "grey"\n'])
@pytest.mark.parametrize("price", ["", pytest.param("51499", marks=pytest.mark.heavy)])
def test_a_scanner_reads_the_cover(tmp_path: Path, price: str, colours: str) -> None:
    more = f'price = "{price}"\n' if price else ""
    cover = built(tmp_path, HOUSE + colours, EDITION + more)
    assert scanned(cover, tmp_path, price) == ["9783161484100" + price]
    words = subprocess.run(["pdftotext", cover, "-"], check=True, capture_output=True, text=True).stdout
    assert f"ISBN {ISBN}" in words


def test_bars_are_vectors_in_black_alone(tmp_path: Path) -> None:
    with pikepdf.open(built(tmp_path)) as pdf:
        images = [
            one for one in pdf.objects if isinstance(one, pikepdf.Stream) and one.get("/Subtype") == "/Image"
        ]
        forms = [
            one.read_bytes()
            for one in pdf.objects
            if isinstance(one, pikepdf.Stream) and one.get("/Subtype") == "/Form"
        ]
    assert images == []
    assert any(
        len(re.findall(rb"(?<!\S)h\s", data)) == 30 and re.search(rb"(?<!\S)0 g\s", data) for data in forms
    )
    assert not any(re.search(rb"(?<!\S)0 0 0 rg\s", data) for data in forms), "black is no mixture"


@pytest.mark.parametrize(
    ("wanted", "price", "size"),
    [
        (Barcode(), "", (37.29, 30.13)),
        (Barcode(magnification=0.8), "", (29.832, 24.104)),
        (Barcode(), "90000", (55.11, 30.13)),
        (Barcode(width=50.8, height=30.48), "", (50.8, 30.48)),
    ],
)
def test_its_room(wanted: Barcode, price: str, size: tuple[float, float]) -> None:
    assert barcode.size(wanted, price) == pytest.approx(size, abs=0.02)


def test_bars_are_whole_dots_of_the_press() -> None:
    assert barcode.module(Barcode()) == 0.33
    assert barcode.module(Barcode(resolution=300)) == pytest.approx(4 * 25.4 / 300)
    assert barcode.module(Barcode(resolution=2400)) == pytest.approx(31 * 25.4 / 2400)


@pytest.mark.heavy
def test_it_keeps_its_distance(tmp_path: Path) -> None:
    """The white ground, in pixels of a scan at 100 dots an inch, ends 20 mm from spine and foot."""
    cover = built(tmp_path, HOUSE + "[barcode]\nmargin = 20\nwidth = 45\n")
    subprocess.run(["pdftoppm", "-r", "100", cover, tmp_path / "scan"], check=True)
    with Image.open(tmp_path / "scan-1.ppm") as picture:
        white = [
            (x, y)
            for x in range(picture.width)
            for y in range(picture.height)
            if picture.getpixel((x, y)) == (255, 255, 255)
        ]
        high = picture.height
    edge = 25.4 / 100
    right, left, foot = max(x for x, _ in white), min(x for x, _ in white), max(y for _, y in white)
    assert (right + 1) * edge == pytest.approx(148 - 20, abs=0.5)
    assert (right - left + 1) * edge == pytest.approx(45, abs=0.5)
    assert (high - foot - 1) * edge == pytest.approx(20, abs=0.5)


def test_no_isbn_no_barcode(tmp_path: Path) -> None:
    without = EDITION[EDITION.index("[editions") :]
    cover = built(tmp_path, edition=without)
    assert scanned(cover, tmp_path) == []


def test_a_printer_that_needs_one_is_told(tmp_path: Path) -> None:
    files = CHAPTER | {"printers/haus.toml": HOUSE + "[barcode]\nneeded = true\n"}
    result = api.build(book.write(tmp_path, files, editions=EDITION[EDITION.index("[editions") :]), jobs=1)
    assert book.told(result.diagnostics) == (
        "book.toml:18:1: warning: the cover has no barcode, since the edition has no ISBN;"
        " Haus asks for one [press.barcode]\n"
        '  hint: add isbn = { print = "…" } to [imprint]\n'
    )


@pytest.mark.heavy
def test_the_back_of_a_plain_pdf_has_one_if_the_theme_asks(tmp_path: Path) -> None:
    plain = EDITION.replace('printer = "haus"\n', "")
    toml = book.settings(["de"], editions=plain).replace(
        'title = "Ein Fall"', 'title = "Ein Fall"\ndescription = "Ein Buch."'
    )
    for asked, found in (("true", ["9783161484100"]), ("false", [])):
        root = book.write(
            tmp_path / asked,
            CHAPTER | {"book.toml": toml, "styles/dossier/theme.toml": f"[cover]\nbarcode = {asked}\n"},
        )
        result = api.build(root, jobs=1)
        assert not result.failed, result.diagnostics
        with pikepdf.open(result.files[0]) as pdf:
            last = len(pdf.pages)
        subprocess.run(["pdftoppm", "-r", "300", "-f", str(last), result.files[0], root / "scan"], check=True)
        with Image.open(next(root.glob("scan-*.ppm"))) as picture:
            assert read(picture) == found
