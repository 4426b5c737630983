"""The pages in a real browser: they fit a small screen, their fonts load, dark stays dark."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.conftest import Built
from tests.epub.reader import Epub
from tests.server import Quiet, served


class Book(Quiet):
    """Serves the unzipped book."""

    extensions_map = {**Quiet.extensions_map, ".xhtml": "application/xhtml+xml"}  # noqa: RUF012


@pytest.fixture(scope="module")
def address(dossier: Built, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("unzipped")
    with zipfile.ZipFile(dossier.file("woche-der-diplomatie.de.epub")) as archive:
        archive.extractall(folder)
    with served(Book, folder) as found:
        yield found


def test_every_page_fits_every_screen(dossier: Built, address: str, chromium: Browser) -> None:
    epub = Epub.open(dossier.file("woche-der-diplomatie.de.epub"))
    problems: list[str] = []
    for width in (320, 800):
        page = chromium.new_page(viewport={"width": width, "height": 480})
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on("response", lambda answer: problems.append(answer.url) if answer.status >= 400 else None)
        for name in epub.spine:
            page.goto(f"{address}/{name}")
            page.evaluate("document.fonts.ready")
            assert page.evaluate("document.documentElement.scrollWidth") <= width, name
            assert not page.evaluate("[...document.fonts].filter(f => f.status == 'error').length")
            broken = "[...document.images].filter(i => !i.complete || !i.naturalWidth).length"
            assert page.evaluate(broken) == 0, name
    assert [p for p in problems if "favicon" not in p] == []


def test_a_dark_page_stays_dark(address: str, chromium: Browser) -> None:
    page = chromium.new_page(color_scheme="dark")
    page.goto(f"{address}/EPUB/text/c-04-mittwoch.xhtml")
    page.add_style_tag(content="html { background: #000; color: #fff }")
    colors = page.evaluate(
        "[...document.querySelectorAll('body *')].filter(e => e.textContent.trim())"
        ".map(e => getComputedStyle(e).color)"
    )
    assert set(colors) == {"rgb(255, 255, 255)"}
    grounds = page.evaluate(
        "[...document.querySelectorAll('body, body *:not(img)')].map(e => getComputedStyle(e).backgroundColor)"
    )
    assert set(grounds) == {"rgba(0, 0, 0, 0)"}


def test_the_lettering_of_drawings_has_its_font(dossier: Built) -> None:
    epub = Epub.open(dossier.file("woche-der-diplomatie.de.epub"))
    drawings = epub.names("[@media-type='image/svg+xml']")
    assert drawings and all(b"@font-face" in epub.files[name] for name in drawings)


def test_the_unzipped_book_is_small(dossier: Built) -> None:
    assert Path(dossier.file("woche-der-diplomatie.de.epub")).stat().st_size < 800_000
