"""What an export as HTML or Markdown holds: every word, references that lead somewhere, nothing of our own."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml
from lxml import html
from markdown_it import MarkdownIt
from playwright.sync_api import Browser

from bookbuilder.formats.book import Book
from bookbuilder.pandoc.run_pandoc import find_pandoc
from bookbuilder.world import World
from tests.export.exported import export, export_once, html_text, wrong_words
from tests.validators.axe import axe
from tests.validators.nu import nu


@pytest.fixture(scope="module")
def page(everything: Book) -> Any:
    files = export_once(everything, "html")
    return html.document_fromstring(files[""])


def test_a_page_has_every_word_once_and_in_its_place(everything: Book) -> None:
    files = export_once(everything, "html")
    assert wrong_words(everything, html_text(files[""]), notes="book") == []


@pytest.mark.heavy
@pytest.mark.parametrize(
    ("form", "flavour"), [("html", ""), ("markdown", ""), ("markdown", "pandoc"), ("icml", ""), ("jats", "")]
)
def test_the_same_book_gives_the_same_bytes(everything: Book, form: str, flavour: str) -> None:
    assert export(everything, form, flavour=flavour)[0] == export_once(everything, form, flavour)


@pytest.mark.heavy
def test_a_page_is_valid_and_whole(everything: Book, tmp_path: Path) -> None:
    place = tmp_path / "book.html"
    place.write_bytes(export_once(everything, "html")[""])
    assert nu([place]) == ()
    assert re.findall(rb'(?:src|href)="(?!https?:|mailto:|#|data:image/)[^"]*"', place.read_bytes()) == []


@pytest.mark.heavy
def test_everybody_can_use_a_page(everything: Book, tmp_path: Path, chromium: Browser) -> None:
    place = tmp_path / "book.html"
    place.write_bytes(export_once(everything, "html")[""])
    page = chromium.new_page()
    page.goto(place.as_uri())
    assert axe(page) == ()
    page.close()


def test_links_of_a_page_lead_somewhere(page: Any) -> None:
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    targets = {one.removeprefix("#") for one in page.xpath("//@href") if one.startswith("#")}
    assert {"02-bloecke", "tafel", "bild", "kasten", "ueberschrift"} <= targets <= set(ids)
    contents = [one.text_content() for one in page.xpath("//nav[@role='doc-toc']/ul/li/a")]
    assert contents == [one.text_content() for one in page.iter("h2")]


def test_a_page_can_be_heard(page: Any) -> None:
    assert page.get("lang") == "de-DE"
    assert [one.get("alt") for one in page.iter("img") if not one.get("alt")] == []
    levels = [int(one.tag[1]) for one in page.xpath("//h1 | //h2 | //h3 | //h4 | //h5")]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert page.xpath("//main//p//*[@lang='en']") or page.xpath("//main//*[@lang='en']")
    assert {(one.get("title"), one.text) for one in page.iter("abbr")} >= {("Millionen", "Mio.")}


def test_commonmark_has_every_word_and_nothing_of_other_flavours(everything: Book) -> None:
    files = export_once(everything, "markdown")
    text = files["everything.md"].decode()
    parser = MarkdownIt("commonmark")
    assert wrong_words(everything, html_text(parser.render(text)), notes="chapter") == []
    assert re.search(r":::|\[\^|\{[#.]|\{=|^---$", text, re.MULTILINE) is None
    pictures = {
        inner.attrs["src"]
        for one in parser.parse(text)
        for inner in one.children or ()
        if inner.type == "image"
    }
    assert {"images/way.svg"} <= pictures <= set(files)


def test_markdown_of_pandoc_is_read_by_pandoc_with_every_word(everything: Book) -> None:
    files = export_once(everything, "markdown", "pandoc")
    text = files["everything.md"]
    head = yaml.safe_load(text.decode().split("\n---\n")[0])
    assert head["title"].startswith("Alles & noch etwas") and head["lang"] == "de-DE"
    world = everything.world
    assert isinstance(world, World)
    with world.scratch("test", {"book.md": text}) as folder:
        command = [find_pandoc(world), "--from=markdown-smart", "--to=html5", "--sandbox", "book.md"]
        done = world.run(command, seconds=60, cwd=folder)
    assert done.returncode == 0, done.stderr
    assert wrong_words(everything, html_text(done.stdout), notes="book") == []
    page = html.document_fromstring(done.stdout)
    targets = {one.removeprefix("#") for one in page.xpath("//@href") if one.startswith("#")}
    assert {"02-bloecke", "tafel", "bild", "kasten", "ueberschrift"} <= targets <= set(page.xpath("//@id"))
    assert len(page.xpath("//td[@rowspan]")) > 2
