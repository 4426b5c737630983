"""The manual is a book of its own pages: built without a warning, with links that lead where those of the pages lead."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from lxml import html
from playwright.sync_api import Browser, expect

from bookbuilder import api
from bookbuilder.cli.shared.new_book import write_book
from bookbuilder.diagnostics import Findings
from bookbuilder.importers.markdown_sources.markdown_lines import headings, matches_outside_code, outside_code
from bookbuilder.manual.manual_book import manual_files
from bookbuilder.manual.pages import pages
from bookbuilder.world import World
from scripts import manual_translation
from tests.cases import book
from tests.conftest import Built, Shared, build_book
from tests.validators.engines import SINGLE_FILES, unjudged
from tests.web.conftest import window
from tests.web.test_reading import places, search

pytestmark = pytest.mark.heavy

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PAGES = [page.path for page in pages(World(ROOT))]
TRANSLATED = [path for path in PAGES if (DOCS / "de" / path).is_file()]


@pytest.fixture(scope="session")
def manual(shared: Shared) -> Built:
    """The manual in every edition, built once for all that is asked of it."""
    return shared.book("manual", lambda root: build_book(_written(root), "--strict"))


def site(manual: Built) -> Path:
    return manual.file("manual.en")


def _written(root: Path) -> Path:
    findings = Findings()
    files = manual_files(World(root), findings)
    assert {one.code for one in findings.sorted()} == {"import.file"}, "links to decisions become words"
    return book.write(root, dict(files))


def test_it_is_built_without_a_warning(manual: Built) -> None:
    """In every edition; it is told that some pages are a few lines short, and that some chapters end with few."""
    told: Any = manual.said
    assert {(one["code"], one["severity"]) for one in told["diagnostics"]} <= {
        (code, "notice") for code in book.FULLNESS
    }
    assert {Path(path).suffix for path in told["files"]} >= {".pdf", ".epub", ".html"}


def anchor(words: str) -> str:
    """Return the anchor that code hosts make of a heading."""
    return re.sub(r"[^\w -]", "", words.lower()).replace(" ", "-")


def plain(words: str) -> str:
    """Return the words of a heading as a page prints them, without spaces and quotation marks."""
    return re.sub(r"[\s`*\\\"'“”‘’]", "", words)


def links(path: str) -> Iterator[tuple[str, str]]:
    """Yield the page and the heading that each link of a page to the manual leads to; a page itself has no heading."""
    text = (DOCS / path).read_text(encoding="utf-8")
    prose = "\n".join(text.split("\n")[number] for number in outside_code(text.split("\n")))
    for match in matches_outside_code(re.compile(r"\]\(([^)\s:]+)\)"), prose):
        file, _, wanted = match[1].partition("#")
        page = (DOCS / path).parent.joinpath(file).resolve() if file else DOCS / path
        if not page.is_relative_to(DOCS) or page.relative_to(DOCS).as_posix() not in PAGES:
            continue
        found = headings(page.read_text(encoding="utf-8").split("\n"))
        heading = next((one.words for one in found if anchor(one.words) == wanted), None) if wanted else ""
        assert heading is not None, f"{path}: {match[1]}"
        yield page.relative_to(DOCS).as_posix(), heading


@cache
def parsed(file: Path) -> html.HtmlElement:
    """Return a page of the site, which is read once for all tests of its links."""
    return html.parse(file).getroot()


@pytest.mark.parametrize("path", PAGES)
def test_links_lead_where_those_of_the_page_lead(path: str, manual: Built) -> None:
    files = sorted(site(manual).glob("[0-9]*.html"))
    names = {page: file.name for page, file in zip(PAGES, files, strict=True)}
    trees = {file.name: parsed(file) for file in files}
    (main,) = trees[names[path]].xpath("//main")
    leading = main.xpath(".//a[contains(@class, 'ref')]/@href")
    wanted = list(links(path))
    assert len(leading) == len(wanted)
    for href, (page, heading) in zip(leading, wanted, strict=True):
        file, _, target = href.partition("#")
        assert (file or names[path]) == names[page], href
        if heading:
            (place,) = trees[names[page]].xpath("//*[@id=$id]", id=target)
            assert plain(place.text_content()).startswith(plain(heading)), href


def test_the_contents_name_every_page(manual: Built) -> None:
    index = html.parse(site(manual) / "index.html").getroot()
    hrefs = {href for href in index.xpath("//main//a/@href") if re.match(r"[0-9]", href)}
    assert len(hrefs) == len(PAGES)


def test_german_pages_are_chapters_with_links_to_one_another(manual: Built) -> None:
    """A link to a page that is not translated is its words alone; the others lead on in German."""
    site_de = manual.file("manual.de")
    files = sorted(site_de.glob("[0-9]*.html"))
    assert len(files) == len(TRANSLATED) > 4
    names = dict(zip(TRANSLATED, (file.name for file in files), strict=True))
    followed = 0
    for path, file in zip(TRANSLATED, files, strict=True):
        (main,) = parsed(file).xpath("//main")
        text = (DOCS / "de" / path).read_text(encoding="utf-8")
        targets = [match[1] for match in re.finditer(r"\]\(([^)\s:#]+\.md)", text)]
        wanted = [names[page] for one in targets if (page := _page_of(path, one)) in names]
        hrefs = [href.partition("#")[0] for href in main.xpath(".//a[contains(@class, 'ref')]/@href")]
        assert hrefs == wanted, path
        followed += len(wanted)
    assert followed > 5


def _page_of(path: str, target: str) -> str:
    """Return the page that a link of a German page leads to, in German or else in English."""
    place = (DOCS / "de" / path).parent.joinpath(target).resolve().relative_to(DOCS).as_posix()
    return place.removeprefix("de/") if place.startswith("de/") else f"../{place}"


def test_the_german_pages_are_up_to_date(tmp_path: Path) -> None:
    """By the program's own status of translations: a page in English that is changed wants its German one to be looked at,
    and `python -m scripts.manual_translation --sync` to be run."""
    write_book(tmp_path, manual_translation.tracked_book())
    found = list(manual_translation.translated(tmp_path))
    assert {one.stem for one in found} == {"book.toml", *(path[:-3].replace("/", "-") for path in TRANSLATED)}
    assert [f"{one.stem}:{block.line}: {block.status}" for one in found for block in one.open] == []
    assert sum(one.counts["done"].blocks for one in found) > 100


def test_a_changed_page_makes_its_translation_old(tmp_path: Path) -> None:
    """And no other one, though a page that comes in before moves the numbers of all chapters."""
    files = dict(manual_translation.tracked_book())
    name = "chapters/en/start-manuscript.md"
    files[name] = files[name].replace(b"This makes a folder", b"That makes a folder")
    write_book(tmp_path, files)
    opened = [
        (one.stem, block.status) for one in manual_translation.translated(tmp_path) for block in one.open
    ]
    assert opened == [("start-manuscript", "outdated")]


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (360, "dark")])
def test_the_search_finds_a_word(width: int, scheme: str, manual: Built, chromium: Browser) -> None:
    with window(chromium, width, scheme) as seen:
        seen.go(site(manual) / "index.html")
        search(seen.page, "landlock")
        expect(seen.page.locator("#web-found")).to_have_text(re.compile(r"^Places found: \d+$"))
        address = places(seen.page)[0]
        with seen.page.expect_navigation():
            seen.page.locator("#web-places a").first.click()
        assert seen.page.url.endswith(f"/{address}")
        assert "Landlock" in seen.page.locator(f"[id='{address.partition('#')[2]}']").inner_text()
        assert seen.said == [] and seen.failed == []
        assert seen.page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_check_finds_nothing(manual: Built, tmp_path: Path) -> None:
    """In print, in the e-book and on the web, at every width: only pages that are a few lines short, or hold only few.

    Print is judged in English, which has more pages, the e-book in German, which has longer words, the web in both.
    """
    root = shutil.copytree(manual.root, tmp_path / "b")
    with unjudged(rf"{SINGLE_FILES}|.*\.de\.pdf|.*\.en\.epub"):
        result = api.check(root, validators=True)
    judged = {one.artifact for one in result.verdicts}
    assert judged == {"manual.en.pdf", "manual.de.epub", "manual.en", "manual.de"}
    assert [str(one) for one in result.diagnostics if one.code not in book.FULLNESS] == []
    assert {one.validator for one in result.verdicts if one.ran} >= {
        "Chromium",
        "axe",
        "Ace by DAISY",
        "bookbuilder words",
    }
