"""In the finished dossier every abbreviation is heard as words, and nobody sees a difference."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from bookbuilder.locales import load
from bookbuilder.world import World
from tests.cases.case import ROOT
from tests.conftest import Built
from tests.epub.reader import Epub
from tests.pdf.test_structure import outline
from tests.speech.heard import abbreviations, heard, unmarked

PLAIN = {
    "de": r"\b(?:z\.\s?B\.|d\.\s?h\.|usw\.|bzw\.|vgl\.|ca\.|Mio\.|Mrd\.|Nr\. \d|Abs\. \d|\d\skm)",
    "en": r"\b(?:e\.\s?g\.|i\.\s?e\.|etc\.|vs\.|p\.\s\d|pp\.\s\d|Jan\.\s\d|\d\skm|\dM\b)",
}
"""What nobody should hear letter by letter, said here once more and without the program's own lists.

Without `u. a.`, which is `und andere` behind some nouns."""
SOME = {
    "de": {("z.\u202fB.", "zum Beispiel"), ("d.\u202fh.", "das heißt"), ("Mio.", "Millionen")},
    "en": {("e.g.", "for example"), ("i.e.", "that is")},
}


def pages(dossier: Built, locale: str) -> Iterator[tuple[str, str]]:
    """Yield the name and the text of every page of e-book and web; the navigation document holds plain words."""
    stem = f"woche-der-diplomatie.{locale}"
    for name, data in Epub.open(dossier.file(f"{stem}.epub")).files.items():
        if name.endswith(".xhtml") and not name.endswith("nav.xhtml"):
            yield f"epub {name}", data.decode()
    for path in (*sorted(dossier.file(stem).rglob("*.html")), dossier.file(f"{stem}.html")):
        yield f"web {path.name}", path.read_text(encoding="utf-8")


@pytest.mark.heavy
@pytest.mark.parametrize("locale", ["de", "en"])
def test_every_abbreviation_of_e_book_and_web_has_its_words(dossier: Built, locale: str) -> None:
    known = load(locale, World(ROOT)).typography.abbreviations
    found: set[tuple[str, str]] = set()
    for name, text in pages(dossier, locale):
        found |= set(abbreviations(text))
        for block in unmarked(text):
            assert not re.findall(PLAIN[locale], block), (name, block)
            assert not known.find(block), (name, block)
    assert found >= SOME[locale]


@pytest.mark.parametrize("locale", ["de", "en"])
def test_every_abbreviation_of_the_pdf_has_its_words(dossier: Built, locale: str) -> None:
    structure = outline(dossier.file(f"woche-der-diplomatie.{locale}.pdf"))
    marked = re.compile(r"Span /E=([^(]+)\(([^()]*)\)")
    pairs = {(text.lstrip("/"), words) for words, text in marked.findall(structure)}
    assert {(text.replace("\u202f", " "), words) for text, words in SOME[locale]} <= {
        (text.replace("\u202f", " "), words) for text, words in pairs
    }
    assert not re.findall(PLAIN[locale], marked.sub("", structure))


def test_a_listener_hears_no_short_amount(dossier: Built) -> None:
    epub = Epub.open(dossier.file("woche-der-diplomatie.de.epub"))
    text = " ".join(heard(data.decode()) for name, data in epub.files.items() if name.endswith(".xhtml"))
    text = text.replace("\u00a0", " ")
    assert "200 Millionen Dollar (rund 176 Millionen Euro)" in text
    assert "Mio." not in text and "z.\u202fB." not in text


@pytest.mark.heavy
@pytest.mark.parametrize("kind", ["web", "epub"])
def test_nobody_sees_a_difference(dossier: Built, chromium: Browser, kind: str) -> None:
    css = "EPUB/css/book.css"
    page = chromium.new_page()
    if kind == "web":
        page.goto(dossier.file("woche-der-diplomatie.de.html").as_uri())
    else:
        files = Epub.open(dossier.file("woche-der-diplomatie.de.epub")).files
        page.set_content(f'<style>{files[css].decode()}</style><p>a <abbr title="b c">b. c.</abbr></p>')
    looks = page.evaluate("""() => [...document.querySelectorAll('abbr')].map(abbr => {
        const own = getComputedStyle(abbr), around = getComputedStyle(abbr.parentElement)
        return [own.textDecorationLine, ...['fontVariantCaps', 'color', 'fontSize', 'letterSpacing', 'cursor']
            .map(name => own[name] === around[name])]
    })""")
    page.close()
    assert looks and all(look == ["none", True, True, True, True, True] for look in looks)
