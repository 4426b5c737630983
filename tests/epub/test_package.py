"""What the package says: container, metadata, manifest, accessibility."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pytest

from bookbuilder import api
from bookbuilder.formats.epub import cover_image
from tests.cases import book
from tests.conftest import Built
from tests.epub.reader import XML_LANG, Epub

LOCALES = ("de", "en")
EPUB = '[editions.epub]\nformat = "epub"\n'


@pytest.fixture(params=LOCALES)
def epub(request: pytest.FixtureRequest, dossier: Built) -> Epub:
    return Epub.open(dossier.file(f"woche-der-diplomatie.{request.param}.epub"))


def open_locale(dossier: Built, locale: str) -> Epub:
    return Epub.open(dossier.file(f"woche-der-diplomatie.{locale}.epub"))


def test_the_container_says_at_once_what_it_is(epub: Epub) -> None:
    first = epub.infos[0]
    assert first.filename == "mimetype" and first.compress_type == zipfile.ZIP_STORED and not first.extra
    assert epub.files["mimetype"] == b"application/epub+zip"
    names = [info.filename for info in epub.infos]
    assert len(names) == len({n.lower() for n in names})
    assert all(re.fullmatch(r"[A-Za-z0-9._/-]+", name) for name in names)


def test_everything_in_the_manifest_is_there_and_nothing_else(epub: Epub) -> None:
    held = set(epub.files) - {"mimetype", "META-INF/container.xml", epub.opf_name}
    assert set(epub.names()) == held


def test_the_book_says_who_made_it_and_what_it_is(dossier: Built) -> None:
    epub = open_locale(dossier, "en")
    assert epub.find("//dc:title") == [
        "Five Days in January",
        "A Week of Diplomacy in Kyiv, Moscow, Berlin and Geneva",
    ]
    assert epub.meta("title-type") == ["main", "subtitle"]
    assert epub.find("//dc:language") == ["en-US"] and epub.opf.get(XML_LANG) == "en-US"
    assert epub.find("//dc:creator") == ["Redaktion Dossier"]
    assert epub.find("//dc:contributor") == ["Erika Mustermann", "Max Mustermann", "Jane Sample"]
    assert epub.meta("role") == ["aut", "edt", "edt", "trl"]
    assert epub.find("//dc:publisher") == ["Musterverlag"]
    assert epub.find("//dc:date") == ["2022-01-24"]
    assert epub.meta("dcterms:modified") == ["2022-01-24T00:00:00Z"]
    assert epub.meta("belongs-to-collection") == ["Dossier"]
    assert epub.meta("tdm:reservation") == ["1"]
    assert "tdm: http://www.w3.org/ns/tdmrep#" in str(epub.opf.get("prefix"))
    assert "urn:isbn:9783161484131" in epub.find("//dc:identifier")
    assert epub.find("//dc:rights") == ["© 2022 Musterverlag, Berlin. All rights reserved."]


def test_the_identifier_is_that_of_book_locale_and_edition(dossier: Built) -> None:
    found = {
        locale: open_locale(dossier, locale).find("//dc:identifier[@id=/*/@unique-identifier]")
        for locale in LOCALES
    }
    # Written down, since readers bind bookmarks and notes to them: they must never change.
    assert found == {
        "de": ["urn:uuid:c7db31f9-be6d-507c-84eb-ff2141a2e444"],
        "en": ["urn:uuid:33e0ca47-eb99-5e83-8a9e-ae989cb6557a"],
    }


def test_one_cover_image_in_the_proportion_that_shops_ask_for(epub: Epub) -> None:
    from io import BytesIO

    from PIL import Image

    (cover,) = epub.names("[@properties='cover-image']")
    with Image.open(BytesIO(epub.files[cover])) as picture:
        assert picture.format == "JPEG" and picture.size == (1600, 2560)
        assert picture.getcolors(maxcolors=16) is None  # something is drawn on it
    assert epub.find("//o:meta[@name='cover']/@content") == epub.find(
        "//o:item[@properties='cover-image']/@id"
    )


def test_accessibility_is_what_the_content_bears_out(epub: Epub) -> None:
    assert epub.meta("schema:accessMode") == ["textual", "visual"]
    assert epub.meta("schema:accessModeSufficient") == ["textual,visual", "textual"]
    assert epub.meta("schema:accessibilityHazard") == ["none"]
    features = epub.meta("schema:accessibilityFeature")
    images = [i for d in epub.documents.values() for i in d.iter("{http://www.w3.org/1999/xhtml}img")]
    assert images and all(image.get("alt") for image in images) and "alternativeText" in features
    details = [d for x in epub.documents.values() for d in x.iter("{http://www.w3.org/1999/xhtml}details")]
    assert bool(details) == ("longDescription" in features)
    formulas = [one for x in epub.documents.values() for one in x.iter("{*}math")]
    assert {"pageNavigation", "pageBreakMarkers"} <= set(features)
    assert bool(formulas) == ("MathML" in features)
    assert not epub.meta("dcterms:conformsTo"), "nobody has certified anything"


def test_the_summary_speaks_the_language_of_the_book(dossier: Built) -> None:
    german = open_locale(dossier, "de").meta("schema:accessibilitySummary")[0]
    english = open_locale(dossier, "en").meta("schema:accessibilitySummary")[0]
    assert "Alternativtext" in german and "alternative text" in english


def test_fonts_are_subsets_and_their_licence_travels_with_them(epub: Epub) -> None:
    fonts = epub.names("[starts-with(@media-type, 'font/')]")
    assert {"EPUB/fonts/Alegreya-Regular.ttf", "EPUB/fonts/AlegreyaSans-Bold.ttf"} <= set(fonts)
    assert not [name for name in fonts if "SourceCode" in name], "there is no code in the book"
    assert all(len(epub.files[name]) < 70_000 for name in fonts)
    for family in ("Alegreya", "Alegreya-Sans"):
        assert b"SIL OPEN FONT LICENSE" in epub.files[f"EPUB/fonts/OFL-{family}.txt"]


def test_a_cover_is_drawn_again_only_when_it_has_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn, rasterized = [], cover_image.rasterized

    def counted(pdf: bytes) -> bytes:
        drawn.append(pdf)
        return rasterized(pdf)

    monkeypatch.setattr(cover_image, "rasterized", counted)
    root = book.write(tmp_path, {"chapters/de/01-a.md": "# Eins\n\nEin Satz.\n"}, editions=EPUB)
    assert not api.build(root, jobs=1).failed
    (root / "chapters/de/01-a.md").write_text("# Eins\n\nEin anderer Satz.\n", encoding="utf-8")
    assert not api.build(root, jobs=1).failed
    assert len(drawn) == 1
    settings = (root / "book.toml").read_text(encoding="utf-8")
    (root / "book.toml").write_text(settings.replace('"Ein Fall"', '"Ein anderer"'), encoding="utf-8")
    assert not api.build(root, jobs=1).failed
    assert len(drawn) == 2
