"""The pages in a real browser: they fit a small screen, their fonts load, dark stays dark."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from bookbuilder import api
from tests.cases import book
from tests.conftest import REPO, Built
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


@pytest.mark.heavy
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


WIDTHS = (320, 360, 412, 600, 758)
"""Of small and large phones, and of e-readers, in px."""
SIZES = (100, 150, 200)
"""What readers choose, in percent of the size of the reading system."""
BEYOND = """() => {
  const found = [], range = document.createRange();
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let text = texts.nextNode(); text; text = texts.nextNode()) {
    if (text.parentElement.closest("div.table, .equation, .numbered-list.formulas li")) continue;
    range.selectNodeContents(text);
    for (const { left, right, width } of range.getClientRects())
      if (width > 0 && (left < -0.5 || right > innerWidth + 0.5)) found.push(`${text.data.trim()} (${left}, ${right})`);
  }
  return found;
}"""
"""The texts of a page that lie beyond the screen; tables and formulas move within frames of their own, which do
not (`FRAMES`)."""
FRAMES = """() => [...document.querySelectorAll("div.table, .equation, .numbered-list.formulas li")]
  .map(frame => [frame, frame.getBoundingClientRect()])
  .filter(([frame, { left, right }]) => getComputedStyle(frame).overflowX != "auto" || left < 0 || right > innerWidth)
  .map(([frame]) => frame.textContent.trim().slice(0, 40))"""


@pytest.fixture(scope="module")
def unzipped(dossier: Built, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The e-books of the dossier, and that with every construct in awkward combinations, each in a folder."""
    root = tmp_path_factory.mktemp("everything") / "book"
    shutil.copytree(REPO / "tests/books/everything", root)
    made = api.build(root, editions=["epub"]).files
    found = {}
    for file in (*made[:1], *(dossier.file(f"woche-der-diplomatie.{name}.epub") for name in ("de", "en"))):
        found[file.stem] = tmp_path_factory.mktemp("unzipped")
        with zipfile.ZipFile(file) as archive:
            archive.extractall(found[file.stem])
    return found


@pytest.mark.heavy
def test_no_text_lies_beyond_a_small_screen_with_large_letters(
    unzipped: dict[str, Path], chromium: Browser
) -> None:
    assert len(unzipped) == 3
    problems = []
    page = chromium.new_page()
    for kind, folder in unzipped.items():
        with served(Book, folder) as address:
            for place in sorted(folder.glob("**/*.xhtml")):
                name = place.relative_to(folder).as_posix()
                page.goto(f"{address}/{name}")
                for width in WIDTHS:
                    page.set_viewport_size({"width": width, "height": 640})
                    for size in SIZES:
                        page.evaluate(f"document.documentElement.style.fontSize = '{size}%'")
                        beyond = page.evaluate(BEYOND) + page.evaluate(FRAMES)
                        problems += [f"{kind}/{name}, {width} px, {size} %: {text}" for text in beyond]
    assert problems == []


@pytest.mark.heavy
def test_what_is_no_running_text_is_not_justified_with_it(address: str, chromium: Browser) -> None:
    """Many reading systems justify all paragraphs by a rule of their own; titles stay as they are."""
    page = chromium.new_page(viewport={"width": 360, "height": 640})
    for name in ("titlepage", "c-01-analyse"):
        page.goto(f"{address}/EPUB/text/{name}.xhtml")
        page.add_style_tag(content="p, h1, h2, h3, div { text-align: justify }")
        aligned = page.evaluate(
            "[...document.querySelectorAll('.titlepage p, .epigraph p, .opening p, h1, h2, figcaption')]"
            ".map(e => getComputedStyle(e).textAlign)"
        )
        assert aligned and set(aligned) <= {"start", "left", "center"}, name


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


def test_the_lettering_of_drawings_has_its_font(tmp_path: Path) -> None:
    drawing = (REPO / "tests/drawings/axis.svg").read_text(encoding="utf-8")
    files = {"chapters/de/01-a.md": "# A\n\nB.\n\n![Eine Achse](axis.svg)\n", "chapters/de/axis.svg": drawing}
    result = api.build(book.write(tmp_path, files), editions=["epub"], jobs=1)
    epub = Epub.open(next(path for path in result.files if path.suffix == ".epub"))
    drawings = epub.names("[@media-type='image/svg+xml']")
    assert drawings and all(b"@font-face" in epub.files[name] for name in drawings)


def test_the_unzipped_book_is_small(dossier: Built) -> None:
    assert Path(dossier.file("woche-der-diplomatie.de.epub")).stat().st_size < 800_000


@pytest.mark.parametrize("alone", [False, True])
def test_the_end_of_a_formula_is_reached_in_arabic(tmp_path: Path, chromium: Browser, alone: bool) -> None:
    """A formula runs from left to right: beyond the left edge, where a box in Arabic scrolls to, there is nothing of it."""
    sum_ = " + ".join("abcdefghijklmnopqrstuvwxyz")
    files = {"chapters/ar/01-a.md": f"# ا\n\nب.\n\n$$\n{sum_}\n$$\n"}
    result = api.build(book.write(tmp_path, files, editions='[editions.e]\nformat = "epub"\n'), jobs=1)
    (file,) = result.files
    with zipfile.ZipFile(file) as archive:
        archive.extractall(tmp_path / "e")
    page = chromium.new_page(viewport={"width": 320, "height": 640})
    page.goto((tmp_path / "e/EPUB/text/c-01-a.xhtml").as_uri())
    page.evaluate("alone => { document.styleSheets[1].disabled = alone }", alone)
    reach = page.evaluate("(e => e.scrollWidth - e.clientWidth)(document.querySelector('.equation'))")
    page.close()
    assert reach > 50
