"""An edition for a printer: it shares what is laid out, and its boxes, marks, inks and metadata are those of the profile."""

from __future__ import annotations

import re
import subprocess
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from PIL import Image, ImageStat

from bookbuilder import api
from tests.cases import book
from tests.validators import qpdf_check, verapdf

EDITIONS = """
[editions.screen]
format = "pdf"

[editions.print]
format = "pdf"
printer = "offset"

[editions.shop]
format = "pdf"
printer = "kdp"
"""
MM = 72 / 25.4
PAGE = (148 * MM, 210 * MM)
DRAWING = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 50"><defs><linearGradient id="g">'
    '<stop offset="0" stop-color="#c00"/><stop offset="1" stop-color="#00c"/></linearGradient></defs>'
    '<rect width="100" height="50" fill="url(#g)"/><path d="M0 0L90 40" stroke="#0a0" stroke-width="2"/></svg>'
)


def jpeg(colour: tuple[int, int, int]) -> bytes:
    data = BytesIO()
    Image.new("RGB", (1600, 800), colour).save(data, "JPEG")
    return data.getvalue()


def inks(colour: tuple[int, int, int, int], adobe: bool) -> bytes:
    """Return a JPEG of four inks, as Adobe writes it (upside down, with a segment that says so) or without that."""
    data = BytesIO()
    Image.new("CMYK", (1600, 800), colour if adobe else tuple(255 - value for value in colour)).save(
        data, "JPEG"
    )
    found = data.getvalue()
    at = found.index(b"\xff\xee")  # APP14 of Adobe, Technical Note 5116
    assert found[at + 4 : at + 9] == b"Adobe"
    return found if adobe else found[:at] + found[at + 2 + int.from_bytes(found[at + 2 : at + 4], "big") :]


def png(mode: str, colour: tuple[int, ...]) -> bytes:
    data = BytesIO()
    Image.new(mode, (1600, 800), colour).save(data, "PNG")
    return data.getvalue()


FILES: dict[str, str | bytes] = {
    "chapters/de/01-eins.md": "# Eins\n\nSiehe [](#02-zwei){ref=page} und <https://example.org/>.\n\n"
    "![Ein Bild](a.jpg)\n\n![Ein zweites](b.png)\n\n![Eine Zeichnung](c.svg)\n",
    "chapters/de/02-zwei.md": "# Zwei\n\nNoch ein Satz.\n",
    "chapters/de/a.jpg": jpeg((200, 30, 30)),
    "chapters/de/b.png": png("RGB", (30, 120, 200)),
    "chapters/de/c.svg": DRAWING,
}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Build the screen edition, then the two for printers, and return each by its name."""
    root = book.write(tmp_path_factory.mktemp("book"), FILES, editions=EDITIONS)
    screen = api.build(root, editions=("screen",), jobs=1)
    assert screen.made and not screen.failed, screen.diagnostics
    printed = api.build(root, editions=("print",), jobs=1)
    assert not printed.failed, printed.diagnostics
    # Bleed, marks and inks lay nothing out anew; the sheet of the cover has a spine and an empty back.
    assert (printed.made, printed.reused > 5) == (2, True)
    shop = api.build(root, editions=("shop",), jobs=1)  # its lines are thicker
    assert not shop.failed, shop.diagnostics
    output = root / "output"
    return {name: output / f"fall.de.{name}.pdf" for name in ("screen", "print", "shop")} | {"root": root}


def boxes(page: pikepdf.Page) -> dict[str, tuple[float, ...]]:
    return {
        name: tuple(round(float(value), 2) for value in page.obj[f"/{name}"])
        for name in ("MediaBox", "TrimBox", "BleedBox")
    }


def content(page: pikepdf.Page) -> bytes:
    parts = page.obj.Contents
    return b"\n".join(part.read_bytes() for part in (parts if isinstance(parts, pikepdf.Array) else [parts]))


def pages(path: Path, folder: Path) -> list[Image.Image]:
    """Return the pages as pictures of 72 pixels an inch."""
    subprocess.run(["pdftoppm", "-r", "72", path, folder / "page"], check=True)
    found = []
    for place in sorted(folder.glob("page-*.ppm")):
        with Image.open(place) as picture:
            found.append(picture.copy())
    return found


def operators(pdf: pikepdf.Pdf) -> set[str]:
    """Return the operators of colour in all content, that of drawings included."""
    streams = [content(page) for page in pdf.pages]
    streams += [
        one.read_bytes()
        for one in pdf.objects
        if isinstance(one, pikepdf.Stream) and one.get("/Subtype") == "/Form"
    ]
    return {
        found[1].decode() for data in streams for found in re.finditer(rb"[\d.]+ (rg|RG|g|G|k|K)(?=\s)", data)
    }


@pytest.mark.heavy
def test_a_screen_shows_the_trimmed_page(made: dict[str, Path]) -> None:
    with pikepdf.open(made["screen"]) as pdf:
        for page in pdf.pages:
            whole = (0.0, 0.0, round(PAGE[0], 2), round(PAGE[1], 2))
            assert set(boxes(page).values()) == {whole}


def test_boxes_and_marks_of_the_offset_edition(made: dict[str, Path]) -> None:
    with pikepdf.open(made["print"]) as pdf:
        for page in pdf.pages:
            found = boxes(page)
            bleed = 3 * MM
            assert found["BleedBox"] == pytest.approx(
                (-bleed, -bleed, PAGE[0] + bleed, PAGE[1] + bleed), abs=0.02
            )
            assert found["TrimBox"] == pytest.approx((0, 0, *PAGE), abs=0.02)
            assert found["MediaBox"][0] < found["BleedBox"][0] - 5 * MM
            data = content(page)
            assert data.startswith(b"q -8.504 -8.504 ") and b"1 1 1 1 K" in data
            assert data.count(b" l S") >= 8 + 8, "two lines in each corner, a cross on each edge"
        assert len(pdf.pages) % 4 == 0


def test_the_bleed_of_a_side_follows_the_spine(made: dict[str, Path]) -> None:
    with pikepdf.open(made["shop"]) as pdf:
        right, left = boxes(pdf.pages[0])["MediaBox"], boxes(pdf.pages[1])["MediaBox"]
    assert (right[0], round(right[2] - PAGE[0])) == (0.0, 9)
    assert (left[0], round(left[2] - PAGE[0])) == (-9.0, 0)


def test_inks_of_the_offset_edition(made: dict[str, Path]) -> None:
    with pikepdf.open(made["screen"]) as pdf:
        assert "rg" in operators(pdf) and "k" not in operators(pdf)
    with pikepdf.open(made["print"]) as pdf:
        assert operators(pdf) <= {"g", "G", "k", "K"} and {"g", "k"} <= operators(pdf)
        text = b"".join(content(page) for page in pdf.pages)
        assert re.search(rb"(?<!\S)0 g\s", text), "black text is black alone"
        spaces = [
            str(one.ColorSpace)
            for one in pdf.objects
            if isinstance(one, pikepdf.Stream) and one.get("/Subtype") == "/Image"
        ]
        assert spaces.count("/DeviceCMYK") == 2
        shadings = [
            str(one.ColorSpace)
            for one in pdf.objects
            if isinstance(one, pikepdf.Dictionary) and "/ShadingType" in one
        ] + [
            str(shading.ColorSpace)
            for page in pdf.pages
            for form in page.obj.Resources.XObject.values()
            if form.get("/Subtype") == "/Form"
            for shading in form.Resources.get("/Shading", {}).values()
        ]
        assert shadings and set(shadings) == {"/DeviceCMYK"}


def test_a_separated_picture_keeps_its_colour(made: dict[str, Path]) -> None:
    """What Pillow reads back is the red of the JPEG and the blue of the PNG, as the press can print them."""
    with pikepdf.open(made["print"]) as pdf:
        images = [
            pikepdf.PdfImage(one)
            for one in pdf.objects
            if isinstance(one, pikepdf.Stream) and one.get("/Subtype") == "/Image"
        ]
        colours = []
        for image in images:
            raw = image.as_pil_image()
            assert raw.mode == "CMYK"
            pixel = raw.getpixel((5, 5))
            assert isinstance(pixel, tuple)
            colours.append(pixel)
    red = min(colours, key=lambda inks: inks[0])
    blue = max(colours, key=lambda inks: inks[0])
    assert red[1] > 200 and red[2] > 150 and red[0] < 80
    assert blue[0] > 180 and blue[2] < 80


def test_pdf_x_4_says_so(made: dict[str, Path]) -> None:
    with pikepdf.open(made["print"]) as pdf:
        assert pdf.pdf_version == "1.6"
        assert str(pdf.docinfo.Trapped) == "/False"
        kinds = {str(one.S): one for one in pdf.Root.OutputIntents}
        assert set(kinds) == {"/GTS_PDFA1", "/GTS_PDFX"}
        for one in kinds.values():
            assert str(one.OutputConditionIdentifier) == "FOGRA39"
            assert str(one.RegistryName) == "http://www.color.org"
            assert one.DestOutputProfile.N == 4
        assert len({one.DestOutputProfile.objgen for one in kinds.values()}) == 1
        said = bytes(pdf.Root.Metadata.read_bytes()).decode()
        assert "<pdfxid:GTS_PDFXVersion>PDF/X-4</pdfxid:GTS_PDFXVersion>" in said
        for name in (
            "xmpMM:DocumentID",
            "xmpMM:VersionID",
            "xmpMM:RenditionClass",
            "xmp:MetadataDate",
            "pdf:Trapped",
        ):
            assert f"<{name}>" in said, name
        assert not any("/Annots" in page.obj for page in pdf.pages), "nothing lies on the pages"


@pytest.mark.parametrize("edition", ["screen", "print", "shop"])
def test_strangers_accept_it(made: dict[str, Path], edition: str) -> None:
    assert qpdf_check(made[edition]) == ()
    assert verapdf(made[edition], "3a", "ua1") == {"3a": {}, "ua1": {}}


def test_a_shop_that_wants_nothing_to_follow_gets_nothing(made: dict[str, Path]) -> None:
    with pikepdf.open(made["shop"]) as pdf:
        assert "/Outlines" not in pdf.Root
        assert not any("/Annots" in page.obj for page in pdf.pages)
        groups = [one for one in pdf.objects if isinstance(one, pikepdf.Stream) and "/Group" in one]
        assert groups == []
    with pikepdf.open(made["screen"]) as pdf:
        assert "/Outlines" in pdf.Root and any("/Annots" in page.obj for page in pdf.pages)


@pytest.mark.heavy
def test_the_same_bytes_with_an_empty_cache(made: dict[str, Path], tmp_path: Path) -> None:
    root = book.write(tmp_path / "again", FILES, editions=EDITIONS)
    assert not api.build(root, editions=("print",), jobs=2).failed
    assert (root / "output/fall.de.print.pdf").read_bytes() == made["print"].read_bytes()


def test_a_theme_may_bleed_without_a_printer(tmp_path: Path) -> None:
    theme = '[page]\nbleed = "4mm"\nmarks = "crop"\n'
    files = FILES | {"styles/dossier/theme.toml": theme}
    root = book.write(tmp_path, files, editions='[editions.screen]\nformat = "pdf"\n')
    assert not api.build(root, jobs=1).failed
    with pikepdf.open(root / "output/fall.de.screen.pdf") as pdf:
        found = boxes(pdf.pages[0])
        assert found["BleedBox"][0] == pytest.approx(-4 * MM, abs=0.02)
        assert found["MediaBox"][0] < found["BleedBox"][0] - 5 * MM
        assert b" l S" in content(pdf.pages[0])


@pytest.mark.heavy
def test_the_ground_of_a_cover_fills_the_bleed(tmp_path: Path) -> None:
    files = FILES | {"styles/dossier/theme.toml": '[page]\nbleed = "4mm"\n'}
    root = book.write(tmp_path, files, editions='[editions.screen]\nformat = "pdf"\n')
    assert not api.build(root, jobs=1).failed
    picture = pages(root / "output/fall.de.screen.pdf", tmp_path)[0]
    corners = {picture.getpixel((x, y)) for x in (1, picture.width - 2) for y in (1, picture.height - 2)}
    assert corners == {(22, 36, 46)}


def test_nothing_is_painted_between_the_marks_and_the_bleed(tmp_path: Path) -> None:
    files = FILES | {"styles/dossier/theme.toml": '[page]\nbleed = "3mm"\nmarks = "crop"\n'}
    root = book.write(tmp_path, files, editions='[editions.screen]\nformat = "pdf"\n')
    assert not api.build(root, jobs=1).failed
    picture = pages(root / "output/fall.de.screen.pdf", tmp_path)[0]
    middle = picture.height // 2
    assert picture.getpixel((2, middle)) == (255, 255, 255)
    assert picture.getpixel((round(6.5 / 25.4 * 72), middle)) == (22, 36, 46)


def test_a_thicker_book_gets_a_wider_inner_margin(tmp_path: Path) -> None:
    own = 'name = "Haus"\ndate = 2026-01-01\ncover = "apart"\n\n[[gutter]]\npages = 5\ninner = 25\n'
    files = FILES | {"printers/haus.toml": own}
    editions = '[editions.thin]\nformat = "pdf"\n\n[editions.thick]\nformat = "pdf"\nprinter = "haus"\n'
    root = book.write(tmp_path, files, editions=editions)
    assert not api.build(root, jobs=1).failed
    edges = []
    for name in ("thin", "thick"):
        with pikepdf.open(root / f"output/fall.de.{name}.pdf") as pdf:
            places = pikepdf.NameTree(pdf.Root.Names.Dests)
            place = places["01-eins"]
            edges.append(float(place[2]))
    assert edges[0] == pytest.approx(17 * MM, abs=0.5)
    assert edges[1] == pytest.approx(25 * MM, abs=0.5)


def test_grey(tmp_path: Path) -> None:
    own = 'name = "Grau"\ndate = 2026-01-01\n\n[colour]\nkeep = "grey"\n'
    root = book.write(
        tmp_path,
        FILES | {"printers/grau.toml": own},
        editions='[editions.grey]\nformat = "pdf"\nprinter = "grau"\n',
    )
    assert not api.build(root, jobs=1).failed
    place = root / "output/fall.de.grey.pdf"
    with pikepdf.open(place) as pdf:
        assert operators(pdf) == {"g", "G"}
        assert {
            str(one.ColorSpace)
            for one in pdf.objects
            if isinstance(one, pikepdf.Stream) and one.get("/Subtype") == "/Image"
        } == {"/DeviceGray"}
    assert verapdf(place, "3a", "ua1") == {"3a": {}, "ua1": {}}


@pytest.mark.parametrize("adobe", [True, False])
@pytest.mark.parametrize("colour", [(20, 10, 0, 0), (200, 150, 100, 60), (0, 0, 0, 255)])
def test_a_picture_of_inks_is_as_light_in_grey(
    tmp_path: Path, colour: tuple[int, int, int, int], adobe: bool
) -> None:
    root = book.write(
        tmp_path / "book",
        {
            "chapters/de/01-eins.md": "# Eins\n\n![Ein Bild](a.jpg)\n",
            "chapters/de/a.jpg": inks(colour, adobe),
            "printers/grau.toml": 'name = "Grau"\ndate = 2026-01-01\n\n[colour]\nkeep = "grey"\n',
        },
        editions='[editions.screen]\nformat = "pdf"\n\n[editions.grey]\nformat = "pdf"\nprinter = "grau"\n',
    )
    assert not api.build(root, jobs=1).failed
    light = []
    for edition in ("screen", "grey"):
        (folder := tmp_path / edition).mkdir()
        shown = pages(root / f"output/fall.de.{edition}.pdf", folder)[-1].convert("L")
        light.append(ImageStat.Stat(shown).mean[0])
    # The picture covers a fifth of the page: paper is some 45 lighter than black, which is not quite black on a screen.
    screen, grey = light
    assert grey == pytest.approx(screen, abs=8)
