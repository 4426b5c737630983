"""What differs between the profiles of an e-book: fonts, pictures, the page of the cover, the second sheet."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from PIL import Image

from bookbuilder import api
from tests.cases.book import write
from tests.epub.reader import Epub, words
from tests.validators import ace, epubcheck

EDITIONS = """\
[editions.epub]
format = "epub"

[editions.kindle]
format = "epub"
profile = "kindle"

[editions.minimal]
format = "epub"
profile = "minimal"

[editions.woff]
format = "epub"
fonts = "woff"
images = 100

[editions.woff2]
format = "epub"
fonts = "woff2"
"""
CHAPTER = """\
# Ein Kapitel

![Ein Foto](foto.jpg) und ![ein Bild](bild.webp) und ![ein kleines](klein.png)

::: figure
![Eine Karte](klein.png)

Die Karte.

Was auf der Karte zu sehen ist.
:::
"""


def photo(kind: str, size: tuple[int, int], **options: object) -> bytes:
    out = BytesIO()
    Image.linear_gradient("L").resize(size).convert("RGB").save(out, kind, **options)
    return out.getvalue()


SMALL = photo("PNG", (50, 40))


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    turned = Image.Exif()
    turned[0x0112] = 6  # the camera was held on its side
    files: dict[str, str | bytes] = {
        "chapters/de/01-a.md": CHAPTER,
        "chapters/de/foto.jpg": photo("JPEG", (3000, 1500), exif=turned.tobytes()),
        "chapters/de/bild.webp": photo("WEBP", (300, 200)),
        "chapters/de/klein.png": SMALL,
    }
    result = api.build(write(tmp_path_factory.mktemp("profiles"), files, editions=EDITIONS))
    assert not result.failed, result.diagnostics
    return {path.stem.partition(".de.")[2] or "epub": path for path in result.files}


def pictures(path: Path) -> dict[str, tuple[str, tuple[int, int]]]:
    """Return name → kind and size of the pictures of a book."""
    epub = Epub.open(path)
    found = {}
    for name in epub.names("[starts-with(@media-type, 'image/')]"):
        with Image.open(BytesIO(epub.files[name])) as image:
            found[name.rpartition("/")[2]] = (str(image.format), image.size)
    return found


@pytest.mark.heavy
@pytest.mark.parametrize(
    ("name", "size"),
    [("epub", (800, 1600)), ("kindle", (1280, 2560)), ("minimal", (400, 800)), ("woff", (50, 100))],
)
def test_pictures_have_the_size_of_their_edition(
    books: dict[str, Path], name: str, size: tuple[int, int]
) -> None:
    found = pictures(books[name])
    assert found["foto.jpg"] == ("JPEG", size), "upright, as it was taken"
    assert found["klein.png"] == ("PNG", (50, 40))
    assert found["bild.png"][0] == "PNG", "old readers know no WebP"
    epub = Epub.open(books[name])
    assert epub.files["EPUB/images/klein.png"] == SMALL, "what fits stays as it is"


@pytest.mark.heavy
@pytest.mark.parametrize(
    ("name", "kind", "flavor"), [("epub", "ttf", None), ("woff", "woff", "woff"), ("woff2", "woff2", "woff2")]
)
def test_fonts_are_packed_as_asked_for(
    books: dict[str, Path], name: str, kind: str, flavor: str | None
) -> None:
    epub = Epub.open(books[name])
    fonts = epub.names("[starts-with(@media-type, 'font/')]")
    assert fonts and all(font.endswith(f".{kind}") for font in fonts)
    assert {TTFont(BytesIO(epub.files[font])).flavor for font in fonts} == {flavor}


@pytest.mark.heavy
def test_a_minimal_book_has_no_fonts_and_one_sheet(books: dict[str, Path]) -> None:
    epub = Epub.open(books["minimal"])
    assert not [name for name in epub.files if "/fonts/" in name or "book-new" in name]
    assert b"@font-face" not in epub.files["EPUB/css/book.css"]
    assert not epub.meta("ibooks:specified-fonts")
    for root in epub.documents.values():
        assert [link.get("href") for link in root.iter("{*}link")] == ["../css/book.css"]


@pytest.mark.heavy
def test_kindle_shows_the_cover_once_and_descriptions_open(books: dict[str, Path]) -> None:
    standard, kindle = Epub.open(books["epub"]), Epub.open(books["kindle"])
    assert "EPUB/text/cover.xhtml" in standard.spine and "EPUB/text/cover.xhtml" not in kindle.files
    assert kindle.names("[@properties='cover-image']") and kindle.find("//o:meta[@name='cover']/@content")
    (page,) = (root for name, root in kindle.documents.items() if "01-a" in name)
    assert not list(page.iter("{*}details"))
    assert "Bildbeschreibung Was auf der Karte zu sehen ist." in words(page)
    assert len({tuple(Epub.open(path).find("//dc:identifier")) for path in books.values()}) == len(books)


@pytest.mark.parametrize("name", ["kindle", "minimal", "woff", "woff2"])
def test_judges_find_nothing(books: dict[str, Path], name: str) -> None:
    assert epubcheck(books[name]) == ()


@pytest.mark.heavy
@pytest.mark.parametrize("name", ["kindle", "minimal"])
def test_ace_finds_nothing(books: dict[str, Path], name: str) -> None:
    assert ace(books[name]) == ()
