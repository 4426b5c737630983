"""Reads what was written: the pages, what they say of themselves, the fonts, the same bytes again."""

from __future__ import annotations

import hashlib
import json
from io import BytesIO
from pathlib import Path
from urllib.parse import unquote, urlsplit

import lxml.html
import pytest
from fontTools.ttLib import TTFont
from lxml.html import HtmlElement

from tests.cases.book import write
from tests.conftest import Built, build_book
from tests.validators.nu import nu
from tests.web.conftest import FILES, TITLE, pages

SITES = {"de": "woche-der-diplomatie.de", "en": "woche-der-diplomatie.en"}


def read(path: Path) -> HtmlElement:
    return lxml.html.fromstring(path.read_bytes())


def meta(page: HtmlElement, name: str) -> list[str]:
    return [str(value) for value in page.xpath(f'//meta[@name="{name}"]/@content')]


def data(page: HtmlElement) -> dict[str, object]:
    (text,) = page.xpath('//script[@type="application/ld+json"]/text()')
    found: dict[str, object] = json.loads(text)
    return found


@pytest.mark.heavy
def test_every_page_is_html(dossier: Built, odd: Built) -> None:
    found = [*dossier.output.rglob("*.html"), *odd.output.rglob("*.html")]
    assert len(found) > 20
    assert nu(found) == ()


def test_every_link_leads_somewhere(dossier: Built, odd: Built) -> None:
    count = 0
    for path in [*dossier.output.rglob("*.html"), *odd.output.rglob("*.html")]:
        page = read(path)
        for address in map(str, page.xpath("//@href | //@src")):
            parts = urlsplit(address)
            if parts.scheme in ("https", "mailto"):
                assert page.xpath("//a/@href").count(address), f"{path.name} loads {address}"
                continue
            if parts.scheme == "data":
                continue
            assert not parts.scheme and not parts.netloc, f"{path.name}: {address}"
            target = path.parent / unquote(parts.path) if parts.path else path
            assert target.is_file(), f"{path.name}: {address}"
            if parts.fragment:
                ids = read(target).xpath("//@id")
                assert ids.count(unquote(parts.fragment)) == 1, f"{path.name}: {address}"
                count += 1
    assert count > 100


@pytest.mark.parametrize("locale", ["de", "en"])
def test_a_page_names_its_languages_neighbours_and_rights(dossier: Built, locale: str) -> None:
    others = [{"de": "en-US", "en": "de-DE"}[locale], "de-DE-x-leicht"]
    for path in pages(dossier.file(SITES[locale])):
        page = read(path)
        assert page.get("lang") == {"de": "de-DE", "en": "en-US"}[locale]
        assert page.xpath('//link[@rel="alternate"]/@hreflang') == others
        assert page.xpath('//nav[@class="languages"]//a/@hreflang') == others
        assert meta(page, "tdm-reservation") == ["1"]
        assert len(meta(page, "description")[0]) > 20
        assert not page.xpath('//link[@rel="canonical"]')
        assert page.xpath('//script[not(@type="application/ld+json")]/@src') == [
            "js/theme.js",
            "js/reader.js",
        ]
        assert not page.xpath("//@style | //@onclick")
        assert len(page.xpath("//h1")) == len(page.xpath("//main")) == len(page.xpath("//footer")) == 1
        if path.name != "index.html":
            current = page.xpath('//nav[@class="rail"]//a[@aria-current="page"]/@href')
            assert current == [f"#{path.stem}"] or current == [path.name]
            in_head, in_text = (page.xpath(f"//{e}[@rel='next']/@href") for e in ("link", "a"))
            assert in_head == in_text


def test_the_data_for_programs_is_what_the_book_says(dossier: Built) -> None:
    german, english = (data(read(dossier.file(f"{SITES[n]}/index.html"))) for n in ("de", "en"))
    assert german["@type"] == "Book" and german["name"] == "Fünf Tage im Januar"
    assert german["inLanguage"] == "de-DE" and german["datePublished"] == "2022-01-24"
    assert "translationOfWork" not in german and "isbn" not in german
    assert english["translator"] == [{"@type": "Person", "name": "Jane Sample"}]
    assert english["translationOfWork"] == {
        "@type": "Book", "name": "Fünf Tage im Januar", "inLanguage": "de-DE",
    }  # fmt: skip
    day = data(read(dossier.file(f"{SITES['de']}/04-mittwoch.html")))
    assert day["@type"] == "Chapter" and day["temporalCoverage"] == "2022-01-19"
    assert day["spatialCoverage"] == "Kiew und Washington"


def test_nothing_that_an_author_writes_becomes_markup(odd: Built) -> None:
    assert data(read(odd.file("fall.en/index.html")))["name"] == TITLE
    chapter = read(odd.file("fall.en/chapter-index.html"))
    title = "A <b>bold</b> & “odd” title </script><script>alert(1)</script>"
    assert " ".join(chapter.xpath("string(//h1)").split()) == title
    assert data(chapter)["name"] == title
    for page in odd.output.rglob("*.html"):
        assert len(read(page).xpath("//script[@type='application/ld+json']")) == 1
        own = {"js/theme.js", "js/reader.js"} if page.parent != odd.output else set()
        assert set(read(page).xpath("//script/@src")) == own
        assert len(read(page).xpath("//script")) == (3 if own else 5)
        assert not read(page).xpath("//h1//b | //img[@src='x']")


def test_each_paragraph_and_heading_has_its_link(dossier: Built) -> None:
    page = read(dossier.file(f"{SITES['de']}/04-mittwoch.html"))
    paragraphs = page.xpath("//article/p[not(@class='equation-block')]")
    assert len(paragraphs) > 8
    for number, paragraph in enumerate(paragraphs, 1):
        (link,) = paragraph.xpath("a[@class='permalink']")
        assert link.get("href") == f"#{paragraph.get('id')}"
        assert link.get("aria-label") == f"Link zu Absatz {number}"
        assert not link.text_content()
    assert page.xpath("//h2[@id='kiew']/a/@aria-label") == ["Link zu „Kiew“"]


def test_notes_lead_there_and_back(dossier: Built) -> None:
    page = read(dossier.file(f"{SITES['de']}/04-mittwoch.html"))
    calls = page.xpath("//a[@role='doc-noteref']")
    notes = page.xpath("//section[@class='notes']/aside")
    assert len(calls) == len(notes) == 3
    for call, note in zip(calls, notes, strict=True):
        assert call.get("href") == f"#{note.get('id')}"
        assert note.xpath(".//a[@role='doc-backlink']/@href") == [f"#{call.get('id')}"]


def test_pictures_of_one_name_stay_two(odd: Built) -> None:
    sources = read(odd.file("fall.en/chapter-index.html")).xpath("//article//img/@src")
    assert len(set(sources)) == 2
    for source in sources:
        assert odd.file(f"fall.en/{unquote(source)}").stat().st_size > 50


def test_fonts_hold_what_the_book_needs_and_come_with_their_licence(dossier: Built) -> None:
    folder = dossier.file(SITES["de"]) / "fonts"
    text = "".join(p.read_text(encoding="utf-8") for p in pages(dossier.file(SITES["de"])))
    for path in folder.rglob("*.woff2"):
        assert (path.parent / "OFL.txt").is_file()
        assert path.stat().st_size < 40_000
        letters = set(TTFont(BytesIO(path.read_bytes())).getBestCmap())
        if path.parent.name == "math":
            assert len(letters) < 50  # of a formula, not of the text
            continue
        assert {ord(c) for c in "äöüßÄÖÜ„“–é"} & {ord(c) for c in text} <= letters
        assert len(letters) < 200
    assert not list(folder.rglob("SourceCodePro*"))  # nothing in the dossier is code


def test_the_single_file_links_to_itself_and_the_world_only(dossier: Built, odd: Built) -> None:
    for name in (*SITES.values(), "fall.en"):
        root = odd if name == "fall.en" else dossier
        page = read(root.file(f"{name}.html"))
        for address in map(str, page.xpath("//@href | //@src")):
            assert address.startswith(("#", "data:", "https:", "mailto:")), address


@pytest.mark.heavy
def test_the_same_bytes_on_every_run(odd: Built, tmp_path: Path) -> None:
    again = build_book(
        write(tmp_path / "elsewhere", FILES), "--edition", "web", PYTHONHASHSEED="7", TZ="Asia/Tokyo", LC_ALL="C"
    )  # fmt: skip
    assert sums(odd.output) == sums(again.output)


def sums(folder: Path) -> dict[str, str]:
    return {
        str(p.relative_to(folder)): hashlib.sha256(p.read_bytes()).hexdigest()
        for p in sorted(folder.rglob("*"))
        if p.is_file()
    }
