"""Reads a web edition whose address is known: canonical addresses, a picture for sharing, a sitemap, downloads."""

from __future__ import annotations

import base64
import json
from io import BytesIO
from pathlib import Path

import lxml.etree
import lxml.html
import pytest
from lxml.html import HtmlElement
from PIL import Image

from bookbuilder import api
from tests.cases.book import settings, write
from tests.conftest import Built, Shared, build_book_here
from tests.validators.nu import nu

pytestmark = pytest.mark.heavy

BASE = "https://xn--bcher-kva.example/b%C3%BCcher"
EDITIONS = """
[editions.pdf]
format = "pdf"

[editions.screen]
format = "pdf"
pages = "screen"

[editions.epub]
format = "epub"

[editions.web]
format = "web"

[editions.second]
format = "web"
address = "https://example.net/"
downloads = []
"""
WEB = '[web]\naddress = "https://bücher.example/bücher"\ndownloads = ["pdf", "epub", "screen"]\n'
TDM = 'tdm = true\ntdm_policy = "https://example.org/tdm"\n'
FILES = {
    "book.toml": settings(["de", "en"], editions=WEB + EDITIONS).replace("[imprint]\n", f"[imprint]\n{TDM}"),
    "chapters/de/01-a.md": "---\ntitle: Anfang\n---\n\nEin Wort.\n",
    "chapters/de/02-uebung.md": "---\ntitle: Übung\n---\n\nNoch eins.\n",
    "chapters/en/01-a.md": "---\ntitle: Beginning\n---\n\nA word.\n",
    "chapters/en/02-uebung.md": "---\ntitle: Two Parts\n---\n\nAnother one.\n",
}
NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
PAGES = {"index.html": "", "01-a.html": "01-a.html", "02-uebung.html": "02-uebung.html"}


@pytest.fixture(scope="session")
def published(shared: Shared) -> Built:
    """A book in two languages whose address is known."""
    return shared.book("published", lambda root: build_book_here(write(root, FILES)))


def read(path: Path) -> HtmlElement:
    return lxml.html.fromstring(path.read_bytes())


@pytest.mark.parametrize(("file", "end"), PAGES.items())
def test_a_page_names_its_address_in_all_languages(published: Built, file: str, end: str) -> None:
    page = read(published.file(f"fall.de/{file}"))
    assert page.xpath("//link[@rel='canonical']/@href") == [f"{BASE}/fall.de/{end}"]
    assert page.xpath("//meta[@property='og:url']/@content") == [f"{BASE}/fall.de/{end}"]
    alternates = page.xpath("//link[@rel='alternate']")
    assert [(one.get("hreflang"), one.get("href")) for one in alternates] == [
        ("de-DE", f"{BASE}/fall.de/{end}"),
        ("x-default", f"{BASE}/fall.de/{end}"),
        ("en-US", f"{BASE}/fall.en/{end}"),
    ]
    # Links for readers stay where the files are.
    assert page.xpath("//nav[@class='languages']//a/@href") == [f"../fall.en/{PAGES[file] or 'index.html'}"]


def test_the_cover_is_a_picture_for_those_who_share_the_book(published: Built) -> None:
    for file in (*(f"fall.de/{name}" for name in PAGES), "fall.de.html"):
        page = read(published.file(file))
        (address,) = page.xpath("//meta[@property='og:image']/@content")
        assert address == f"{BASE}/fall.de/share.png"
        assert page.xpath("//meta[@property='og:image:alt']/@content") == ["Umschlag: Ein Fall"]
        size = [
            page.xpath(f"//meta[@property='og:image:{side}']/@content")[0] for side in ("width", "height")
        ]
        with Image.open(BytesIO(published.file("fall.de/share.png").read_bytes())) as picture:
            assert picture.format == "PNG"
            assert picture.size == tuple(map(int, size)) == (1200, 630)
            assert len(picture.convert("RGB").getcolors(100_000) or ()) > 10  # there is something on it
    assert published.file("fall.de/share.png").stat().st_size < 150_000


def test_a_sitemap_lists_every_page_in_all_languages(published: Built) -> None:
    tree = lxml.etree.parse(str(published.file("fall.en/sitemap.xml")))
    found = {}
    for url in tree.findall("s:url", NAMES):
        assert url.findtext("s:lastmod", namespaces=NAMES) == "2022-01-24"
        others = {one.get("hreflang"): one.get("href") for one in url.findall("x:link", NAMES)}
        found[url.findtext("s:loc", namespaces=NAMES)] = others
    assert found == {
        f"{BASE}/fall.en/{end}": {
            "de-DE": f"{BASE}/fall.de/{end}",
            "x-default": f"{BASE}/fall.de/{end}",
            "en-US": f"{BASE}/fall.en/{end}",
        }
        for end in (*PAGES.values(), "imprint.html")
    }


def test_crawlers_find_the_sitemap_and_the_reservation(published: Built) -> None:
    robots = published.file("fall.en/robots.txt").read_text()
    assert robots == f"User-agent: *\nAllow: /\nSitemap: {BASE}/fall.en/sitemap.xml\n"
    rules = json.loads(published.file("fall.de/.well-known/tdmrep.json").read_bytes())
    assert rules == [
        {"location": "/b%C3%BCcher/fall.de/*", "tdm-reservation": 1, "tdm-policy": "https://example.org/tdm"}
    ]


def test_a_tab_has_an_icon(published: Built, dossier: Built) -> None:
    for built, stem in ((published, "fall.de"), (dossier, "woche-der-diplomatie.de")):
        icon = built.file(f"{stem}/favicon.svg").read_bytes()
        assert lxml.etree.fromstring(icon).tag == "{http://www.w3.org/2000/svg}svg"
        for page in built.file(stem).glob("*.html"):
            assert read(page).xpath("//link[@rel='icon']/@href") == ["favicon.svg"]
        (inside,) = read(built.file(f"{stem}.html")).xpath("//link[@rel='icon']/@href")
        assert base64.b64decode(inside.removeprefix("data:image/svg+xml;base64,")) == icon


def test_the_contents_offer_the_files_that_lie_beside(published: Built) -> None:
    links = read(published.file("fall.de/index.html")).xpath("//p[@class='downloads']/a")
    assert [(link.text, link.get("href"), link.get("type")) for link in links] == [
        ("PDF (pdf)", "../fall.de.pdf", "application/pdf"),
        ("EPUB", "../fall.de.epub", "application/epub+zip"),
        ("PDF (screen)", "../fall.de.screen.pdf", "application/pdf"),
    ]
    for link in links:
        assert (published.file("fall.de/index.html").parent / link.get("href")).is_file()
    assert not read(published.file("fall.de/01-a.html")).xpath("//p[@class='downloads']")
    single = read(published.file("fall.de.html"))
    assert [link.get("href") for link in single.xpath("//p[@class='downloads']/a")] == [
        f"{BASE}/fall.de.pdf", f"{BASE}/fall.de.epub", f"{BASE}/fall.de.screen.pdf",
    ]  # fmt: skip


def test_an_edition_has_an_address_of_its_own(published: Built) -> None:
    page = read(published.file("fall.de.second/index.html"))
    assert page.xpath("//link[@rel='canonical']/@href") == ["https://example.net/fall.de.second/"]
    assert not page.xpath("//p[@class='downloads']")


def test_without_an_address_nothing_is_said_of_one(dossier: Built) -> None:
    folder = dossier.file("woche-der-diplomatie.de")
    assert not (folder / "sitemap.xml").exists() and not (folder / "share.png").exists()
    for path in folder.glob("*.html"):
        page = read(path)
        assert not page.xpath("//link[@rel='canonical'] | //meta[@property='og:url' or @property='og:image']")


def test_these_pages_are_html(published: Built) -> None:
    assert nu([*published.output.rglob("*.html")]) == ()


def test_a_format_is_the_first_edition_in_it_that_is_for_readers(tmp_path: Path) -> None:
    editions = (
        '[web]\ndownloads = ["pdf", "epub", "screen"]\n[editions.print]\nformat = "pdf"\nprinter = "offset"\n'
        '[editions.screen]\nformat = "pdf"\npages = "screen"\n[editions.web]\nformat = "web"\n'
    )
    root = write(
        tmp_path, {"chapters/de/01-a.md": "# A\n\nB.\n", "book.toml": settings(["de"], editions=editions)}
    )
    assert api.build(root, editions=["web"], jobs=1).files
    links = read(root / "output/fall.de/index.html").xpath("//p[@class='downloads']/a/@href")
    assert links == ["../fall.de.screen.pdf"]  # there is no e-book, and each is offered once
