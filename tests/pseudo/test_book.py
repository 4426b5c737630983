"""The dossier in pseudo-locales: one run shows words that bypass the catalog and heads that are too long; here are none."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
from lxml import html
from playwright.sync_api import Browser

from bookbuilder import api
from bookbuilder.locales.pseudo_locales import PSEUDO
from tests.cases import book
from tests.cases.case import ROOT
from tests.conftest import Built, Shared, build_book, copy_dossier
from tests.theme.page import Sheet
from tests.validators import epubcheck

EVERYTHING = ROOT / "tests/theme/everything.md"


@pytest.fixture(scope="module")
def disguised(shared: Shared) -> Built:
    """The dossier in both pseudo-locales, from one run."""
    names = ("--locale", "en-XA", "--locale", "ar-XB")
    return shared.book("pseudo", lambda root: build_book(copy_dossier(root), *names))


def page(built: Built, locale: str, name: str) -> html.HtmlElement:
    """Return a page of the web edition."""
    data = built.file(f"woche-der-diplomatie.{locale}/{name}").read_bytes()
    return html.fromstring(data, parser=html.HTMLParser(encoding="utf-8"))


@pytest.mark.heavy
def test_every_word_of_the_dossier_has_gone_through(disguised: Built) -> None:
    diagnostics: Any = disguised.said["diagnostics"]
    longer = {*book.FULLNESS, "line.length", "table.smaller", "word.torn"}
    assert {one["code"] for one in diagnostics} <= longer, "longer words fill pages otherwise"
    for tag in PSEUDO:
        for suffix in (".pdf", ".epub", ".html"):
            assert disguised.file(f"woche-der-diplomatie.{tag}{suffix}").stat().st_size > 100_000


@pytest.mark.heavy
@pytest.mark.parametrize("name", ["index.html", "02-montag.html", "05-donnerstag.html"])
def test_ids_addresses_and_values_are_those_of_the_source(
    name: str, disguised: Built, dossier: Built
) -> None:
    source = page(dossier, "de", name)
    for tag in PSEUDO:
        there = page(disguised, tag, name)
        assert there.xpath("//@id") == source.xpath("//@id")
        own = [
            href.replace(f".{tag}.", ".de.") for href in there.xpath("//main//@href")
        ]  # its own PDF and e-book
        assert own == source.xpath("//main//@href")
        assert there.xpath("//@datetime") == source.xpath("//@datetime")
        assert there.xpath("//data/@value") == source.xpath("//data/@value")


@pytest.mark.heavy
def test_direction_and_customs(disguised: Built) -> None:
    long, mirrored = (page(disguised, tag, "02-montag.html") for tag in PSEUDO)
    assert (long.get("lang"), long.get("dir")) == ("en-XA", "ltr")
    assert (mirrored.get("lang"), mirrored.get("dir")) == ("ar-XB", "rtl")
    assert "[Bééšûûçĥ" in str(long.xpath("string(.//h1)"))
    assert long.xpath("string(.//time)") == "Mööñðååý, Ĵååñûûååŕý\u00a017"


@pytest.mark.heavy
def test_the_pdf_says_what_it_is(disguised: Built) -> None:
    words = [
        word.text for page in Sheet(disguised.file("woche-der-diplomatie.en-XA.pdf")).words for word in page
    ]
    assert "[Çööñţééñţš]" in words
    assert [word for word in words if word.startswith("[")]


@pytest.mark.heavy
@pytest.mark.parametrize("tag", PSEUDO)
def test_the_e_book_is_valid(tag: str, disguised: Built) -> None:
    path = disguised.file(f"woche-der-diplomatie.{tag}.epub")
    assert epubcheck(path) == ()
    with zipfile.ZipFile(path) as package:
        opf = package.read("EPUB/content.opf").decode()
    assert f"<dc:language>{tag}</dc:language>" in opf


@pytest.mark.heavy
@pytest.mark.parametrize("tag", PSEUDO)
def test_nothing_on_the_web_is_wider_than_a_phone(tag: str, disguised: Built, chromium: Browser) -> None:
    window = chromium.new_page(viewport={"width": 360, "height": 720})
    for place in sorted(disguised.file(f"woche-der-diplomatie.{tag}").glob("*.html")):
        window.goto(place.as_uri())
        assert window.evaluate("document.documentElement.scrollWidth") <= 360, place.name
    window.close()


# -- what is wrong is found --------------------------------------------------------------------------------------


def said(root: Path, files: dict[str, str | bytes], edition: str, locale: str = "en-XA") -> str:
    """Return what a check of one edition in a pseudo-locale says."""
    settings = book.settings(["de"]).replace("date = 2022-01-24", 'date = 2022-01-24\ntheme = "dossier"')
    files = {"chapters/de/01-a.md": "# A\n\nErster Satz.\n", "book.toml": settings, **files}
    return book.told(api.check(book.write(root, files), locales=[locale], editions=[edition]).diagnostics)


HARD = '<section class="cover" aria-label="Front"><p>Sold by {{ 2 + 2 }} shops</p></section>'


@pytest.mark.heavy
@pytest.mark.parametrize(
    ("locale", "found"), [("en-XA", "Front, Sold, shops"), ("ar-XB", "Front, Sold, by, shops")]
)
def test_words_in_a_template(locale: str, found: str, tmp_path: Path) -> None:
    told = said(tmp_path, {"styles/dossier/templates/epub/cover.xhtml.j2": HARD}, "epub", locale)
    assert told == (
        "book.toml: warning: "
        f"the e-book of {locale} has words that did not come from the catalog: {found} [words.hard]\n"
    )


def test_words_in_a_style_sheet(tmp_path: Path) -> None:
    sheet = (ROOT / "styles/dossier/print.css").read_text(encoding="utf-8")
    sheet += '\n.chapter h1::before { content: "Story: " }'
    told = said(tmp_path, {"styles/dossier/print.css": sheet}, "pdf")
    assert "the PDF of en-XA has words that did not come from the catalog: Story, story [words.hard]" in told


@pytest.mark.heavy
def test_a_head_that_is_too_long_in_a_longer_language_alone(tmp_path: Path) -> None:
    title = "Eine Überschrift, die auf Deutsch gerade noch in die Zeile über den Seiten passt"
    text = f"# {title}\n\n" + "Ein Satz, der eine Seite füllen hilft. " * 200
    files: dict[str, str | bytes] = {"chapters/de/01-a.md": text}
    told = said(tmp_path / "long", files, "pdf")
    assert "chapters/de/01-a.md:1:1: warning: the running head has no room on one line: '[ÉÉîîñéé" in told
    assert "hint: give the chapter a shorter name for it: `short: …` in its front matter" in told
    assert "head.long" not in said(tmp_path / "own", files, "pdf", "de")


@pytest.mark.heavy
def test_a_line_that_runs_off_the_page(tmp_path: Path) -> None:
    """A theme that does not let headings be parted: this one fits on the page as it is, and not when it is longer."""
    sheet = (ROOT / "styles/dossier/print.css").read_text(encoding="utf-8") + "\nh2 { white-space: nowrap }"
    heading = "Ein Satz, der auf die Seite passt, wie er da steht, aber kaum"
    files: dict[str, str | bytes] = {
        "chapters/de/01-a.md": f"# A\n\n## {heading}\n\nText.\n",
        "styles/dossier/print.css": sheet,
    }
    told = said(tmp_path / "long", files, "pdf")
    assert re.search(r"01-a.md:3:4: warning: page \d+ cuts off a line at its edge: '.*' \[line.cut\]", told)
    assert "line.cut" not in said(tmp_path / "own", files, "pdf", "de")


INDEX = """\
# Register

[Kiew]{index="Kyiv" of=places} und [Genf]{index="Genf!See" of=places}, [](#01-a), ![ein Bild](p.svg).

::: index {of=places title="Orte"}
Kiew
: see: Kyiv

Genf
: also: Kyiv
:::
"""

DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9z"/></svg>'


@pytest.mark.heavy
@pytest.mark.parametrize("edition", ["pdf", "epub", "web"])
def test_everything_that_markdown_can_say(edition: str, tmp_path: Path) -> None:
    """Notes, tables, quotations, boxes, definitions, code, an index: the program adds no English to any of them."""
    files: dict[str, str | bytes] = {
        "chapters/de/01-a.md": EVERYTHING.read_bytes(),
        "chapters/de/02-b.md": INDEX,
        **dict.fromkeys((f"chapters/de/{name}.svg" for name in ("p", "images/bars", "images/axis")), DRAWING),
    }
    told = said(tmp_path, files, edition)
    assert "words.hard" not in told and "error" not in told, told


@pytest.mark.heavy
def test_a_mark_that_was_cut_off_would_be_seen(disguised: Built) -> None:
    """As many marks are closed as are opened: no text of the program is cut or put together from pieces."""
    for name in ("index.html", "01-analyse.html"):
        text = str(page(disguised, "en-XA", name).text_content())
        assert text.count("[") == text.count("]") > 10


# -- no words outside the catalog --------------------------------------------------------------------------------


TEMPLATES = sorted([*(ROOT / "bookbuilder").rglob("*.j2"), *(ROOT / "styles").rglob("*.j2")])
JINJA = re.compile(r"\{% block kind %\}.*?\{% endblock %\}|\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
"""What Jinja2 does itself; the block `kind` holds a class."""
SHEETS = sorted([*(ROOT / "bookbuilder").rglob("*.css"), *(ROOT / "styles").rglob("*.css")])


NAMES = {"ISBN", "SHA", "WCAG"}
"""Called so in every language."""


@pytest.mark.parametrize("place", TEMPLATES, ids=lambda place: str(place.relative_to(ROOT)))
def test_a_template_holds_no_words(place: Path) -> None:
    text = re.sub(JINJA, "", place.read_text(encoding="utf-8"))
    labels = re.findall(r'(?:aria-label|alt|title)="([^"]*)"', text)
    words = re.findall(r"[^\W\d_]{2,}", " ".join([re.sub(r"<[^>]*>", " ", text), *labels]))
    assert [word for word in words if word not in NAMES] == []


@pytest.mark.parametrize("place", SHEETS, ids=lambda place: str(place.relative_to(ROOT)))
def test_a_style_sheet_holds_no_words(place: Path) -> None:
    for content in re.findall(r"content:([^;}]*)", place.read_text(encoding="utf-8")):
        for text in re.findall(r'"([^"]*)"', content):
            shown = re.sub(r"\\[0-9a-fA-F]{1,6}\s?", "", text)  # a sign by its number
            assert not re.search(r"[^\W\d_]", shown), content
