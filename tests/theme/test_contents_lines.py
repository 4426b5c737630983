"""Contents have the numbers of chapters and sections in all formats and themes, titles of several lines hang beside them,
and a day has its separator from the place, whatever sheet a reader knows."""

from __future__ import annotations

import re
import subprocess
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from bookbuilder import api
from tests.cases.book import write
from tests.conftest import REPO

THEMES = sorted(path.parent.name for path in (REPO / "styles").glob("*/theme.toml"))
SECTIONS = ("report", "paper")
"""Themes that number sections."""
TEXTS = {
    "de": (
        "Wie der Ausschuss des Parlaments die Zusagen der Regierung nach und nach geprüft und für zu klein befunden hat",
        "Was die Minister der kleinen Länder davon hielten und was sie am Abend vor der Abreise dazu sagten",
        "Genf",
    ),
    "ar": (
        "كيف فحصت لجنة البرلمان وعود الحكومة شيئا فشيئا ثم وجدت أنها أصغر بكثير مما كان يلزم في ذلك الوقت من السنة",
        "ما رآه وزراء البلدان الصغيرة في ذلك وما قالوه في المساء قبل السفر إلى بلدانهم البعيدة عن المدينة",
        "جنيف",
    ),
}
DIGITS = {"de": "1", "ar": "١"}
EDITIONS = (
    '[editions.pdf]\nformat = "pdf"\n[editions.epub]\nformat = "epub"\n[editions.web]\nformat = "web"\n'
)
HUNG = """() => [...document.querySelectorAll('.contents li, .rail li, .chapters > li')].flatMap(item => {
  const link = item.querySelector(':scope > a'), number = item.querySelector(':scope > .number, :scope > a > .number');
  if (!number || !link.offsetWidth) return [];
  const range = document.createRange(), boxes = [];
  const walker = document.createTreeWalker(link, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    if (!walker.currentNode.data.trim() || walker.currentNode.parentElement.closest('.number')) continue;
    range.selectNodeContents(walker.currentNode);
    boxes.push(...range.getClientRects());
  }
  const right = getComputedStyle(item).direction === 'rtl', lines = {};
  for (const box of boxes) {
    const top = Math.round(box.top / 8), at = right ? -box.right : box.left;
    lines[top] = Math.min(lines[top] ?? Infinity, at);
  }
  const first = number.getBoundingClientRect();
  return [{number: number.textContent, starts: Object.values(lines), before: right ? -first.right : first.left}];
})"""


@pytest.fixture(scope="module", params=THEMES)
def built(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    """Build a book of two languages in each theme."""
    theme, root = str(request.param), tmp_path_factory.mktemp("contents") / "book"
    files = {}
    for locale, (title, section, place) in TEXTS.items():
        head = f"---\ntitle: {title}\nnumbered: true\ndate: 2022-01-17\nplace: {place}\n---\n"
        files[f"chapters/{locale}/01-a.md"] = f"{head}\n{title}.\n\n## {section}\n\n{section}.\n"
    write(root, files, editions=EDITIONS)
    settings = root / "book.toml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.replace("[book]\n", f'[book]\ntheme = "{theme}"\n', 1), encoding="utf-8")
    result = api.build(root, jobs=1)
    assert [str(one) for one in result.diagnostics if one.severity == "error"] == []
    for path in (root / "output").glob("*.epub"):
        with zipfile.ZipFile(path) as archive:
            archive.extractall(path.with_suffix(".unzipped"))
    return theme, root / "output"


def _assert_titles_hang(page: Page, numbers: int) -> None:
    entries = page.evaluate(HUNG)
    assert len(entries) == numbers
    for entry in entries:
        starts = entry["starts"]
        assert len(starts) > 1 and max(starts) - min(starts) < 2 and entry["before"] < starts[0] - 8, entry


def _pdf_text(pdf: Path) -> str:
    done = subprocess.run(["pdftotext", pdf, "-"], capture_output=True, text=True, check=True)
    return re.sub("[\u200e\u200f\u202a-\u202e\u2066-\u2069]", "", done.stdout)


@pytest.mark.heavy
@pytest.mark.parametrize("locale", list(TEXTS))
def test_titles_hang_beside_their_numbers(built: tuple[str, Path], locale: str, chromium: Browser) -> None:
    theme, output = built
    numbers = 2 if theme in SECTIONS else 1
    page = chromium.new_page(viewport={"width": 360, "height": 700})
    page.goto((output / f"fall.{locale}.unzipped/EPUB/text/contents.xhtml").as_uri())
    _assert_titles_hang(page, numbers)
    page.evaluate("document.styleSheets[1].disabled = true")  # as in readers that do not know it
    _assert_titles_hang(page, numbers)
    page.goto((output / f"fall.{locale}/01-a.html").as_uri())
    _assert_titles_hang(page, numbers)
    page.set_viewport_size({"width": 1280, "height": 700})
    _assert_titles_hang(page, numbers)
    page.set_viewport_size({"width": 360, "height": 700})
    page.goto((output / f"fall.{locale}/index.html").as_uri())
    _assert_titles_hang(page, 1)
    page.close()


@pytest.mark.heavy
@pytest.mark.parametrize("locale", list(TEXTS))
def test_reading_systems_list_numbers(built: tuple[str, Path], locale: str) -> None:
    theme, output = built
    title, section, _ = TEXTS[locale]
    number = DIGITS[locale]
    place = output / f"fall.{locale}.unzipped/EPUB"
    for file in ("text/nav.xhtml", "toc.ncx"):
        text = (place / file).read_text(encoding="utf-8")
        assert f">{number} {title}</" in text, file
        assert re.search(
            rf">{number}\D{number} {re.escape(section)}</" if theme in SECTIONS else f">{section}</", text
        )


@pytest.mark.heavy
@pytest.mark.parametrize("locale", list(TEXTS))
def test_a_day_is_apart_from_its_place(built: tuple[str, Path], locale: str, chromium: Browser) -> None:
    _, output = built
    place = TEXTS[locale][2]
    # Also for readers without any style sheet, and for what is copied.
    text = (output / f"fall.{locale}.unzipped/EPUB/text/c-01-a.xhtml").read_text(encoding="utf-8")
    assert f'</time> <span class="separator">·</span> <span class="place">{place}</span>' in text
    page = chromium.new_page()
    page.goto((output / f"fall.{locale}/01-a.html").as_uri())
    shown = page.evaluate("getComputedStyle(document.querySelector('.dateline .place'), '::before').content")
    page.close()
    assert shown == '"·"'
    assert re.search(rf"· {place}|{place} ·", _pdf_text(output / f"fall.{locale}.pdf"))
