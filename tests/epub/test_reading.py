"""The book as its reader finds it: order, links, notes, languages, and every word of the chapters."""

from __future__ import annotations

import posixpath
import re

import pytest

from tests.conftest import REPO, Built
from tests.epub.reader import NS, TYPE, XML_LANG, Epub, words

LOCALES = ("de", "en")


@pytest.fixture(params=LOCALES)
def epub(request: pytest.FixtureRequest, dossier: Built) -> Epub:
    return Epub.open(dossier.file(f"woche-der-diplomatie.{request.param}.epub"))


def test_the_book_is_read_from_cover_to_index(epub: Epub) -> None:
    assert [posixpath.basename(name) for name in epub.spine] == [
        "cover.xhtml",
        "titlepage.xhtml",
        "c-imprint.xhtml",
        "contents.xhtml",
        *(f"c-{path.stem}.xhtml" for path in sorted((REPO / "chapters/de").glob("*.md"))),
    ]
    assert epub.nav[0] not in epub.spine


def test_every_address_leads_somewhere(epub: Epub) -> None:
    anchors = {name: set(map(str, root.xpath("//@id"))) for name, root in epub.documents.items()}
    count = 0
    for name in epub.documents:
        for file, fragment in epub.links(name):
            assert file in epub.files, f"{name} names {file}"
            assert not fragment or fragment in anchors[file], f"{name} names {file}#{fragment}"
            count += 1
    assert count > 100


def test_contents_navigation_and_ncx_agree(epub: Epub) -> None:
    _, nav = epub.nav
    (toc,) = (n for n in nav.iter("{*}nav") if n.get(TYPE) == "toc")
    lines = [(words(a), str(a.get("href"))) for a in toc.iter("{*}a")]
    ncx = epub.document("EPUB/toc.ncx")
    points = [
        (words(point[0]), posixpath.basename(str(point[1].get("src"))))
        for point in ncx.iter("{http://www.daisy.org/z3986/2005/ncx/}navPoint")
    ]
    assert points == lines
    orders = [int(str(o)) for o in ncx.xpath("//@playOrder")]
    assert orders == list(range(1, len(orders) + 1))
    uid = ncx.xpath("string(//n:meta[@name='dtb:uid']/@content)", namespaces=NS)
    assert [uid] == epub.find("//dc:identifier[@id=/*/@unique-identifier]")
    spine = [posixpath.basename(n) for n in epub.spine]
    places = [spine.index(href.split("#")[0]) for _, href in lines]
    assert places == sorted(places)
    visible = [str(a.get("href")) for a in epub.document("EPUB/text/contents.xhtml").iter("{*}a")]
    assert visible == [href for _, href in lines if href in visible] and len(visible) > 15


@pytest.mark.parametrize(("locale", "start"), [("de", "Beginn des Textes"), ("en", "Start of the text")])
def test_landmarks_speak_the_language_of_the_book(dossier: Built, locale: str, start: str) -> None:
    epub = Epub.open(dossier.file(f"woche-der-diplomatie.{locale}.epub"))
    (marks,) = (n for n in epub.nav[1].iter("{*}nav") if n.get(TYPE) == "landmarks")
    found = {str(a.get(TYPE)): (words(a), str(a.get("href"))) for a in marks.iter("{*}a")}
    assert found["bodymatter"] == (start, "c-01-analyse.xhtml")
    assert {"cover", "titlepage", "toc", "copyright-page", "index"} <= set(found)
    assert found["toc"][1] == "contents.xhtml", "nav.xhtml is not in the spine, so no landmark may lead there"


def test_notes_pop_up_and_lead_back(epub: Epub) -> None:
    calls = 0
    for root in epub.documents.values():
        notes = {str(a.get("id")): a for a in root.iter("{*}aside") if a.get(TYPE) == "footnote"}
        for call in root.xpath("//*[@role='doc-noteref']"):
            assert call.get(TYPE) == "noteref"
            note = notes.pop(str(call.get("href")).removeprefix("#"))
            assert note.get("role") == "doc-footnote"
            (back,) = note.xpath(".//*[@role='doc-backlink']")
            # The place of a term of the glossary stands before the link.
            assert back.get("href") == f"#{call.get('id') or call.getprevious().get('id')}"
            calls += 1
        assert not notes, "every note has a call"
    assert calls > 5


def test_every_document_says_its_language(epub: Epub) -> None:
    book = epub.find("//dc:language")[0]
    for name, root in epub.documents.items():
        assert root.get("lang") == root.get(XML_LANG) == book, name
        assert words(root.find(".//{*}title")), name  # type: ignore[arg-type]
        for element in root.iter():
            assert element.get("lang") == element.get(XML_LANG)


def test_one_block_a_line(epub: Epub) -> None:
    for name in epub.spine:
        for line in epub.files[name].decode().splitlines():
            assert len(re.findall(r"<(?:p|h\d|figure|table|aside|section)\b", line)) <= 2, line


def test_the_money_is_printed_as_readers_of_the_locale_write_it(dossier: Built) -> None:
    for locale, amount in (
        ("de", "200 Millionen Dollar (rund 176 Millionen Euro)"),
        ("en", "$200 million (about €176 million)"),
    ):
        epub = Epub.open(dossier.file(f"woche-der-diplomatie.{locale}.epub"))
        assert amount in words(epub.document("EPUB/text/c-04-mittwoch.xhtml"))
