"""What is in a story for InDesign and in an article of JATS."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from lxml import etree

from bookbuilder.document.normalize_letters import letters
from bookbuilder.formats.book import Book
from bookbuilder.validators.expected_text import block_letters
from tests.cases import book
from tests.conftest import REPO, copy_dossier
from tests.export.conftest import EVERYTHING
from tests.export.exported import export, export_once, margins_as_notes, read_book, wrong_words

SCHEMA = (
    REPO
    / "node_modules/texture-plugin-jats/rng/JATS-Archiving-1-2-MathML3-RNG/JATS-archivearticle1-mathml3.rng"
)
"""The schema of JATS, Archiving and Interchange 1.2, as RELAX NG."""


def test_a_story_has_every_word_its_styles_and_its_pictures(everything: Book) -> None:
    files = export_once(everything, "icml")
    root = etree.fromstring(files["everything.icml"])
    story = next(root.iter("Story"))
    words = " ".join(
        one.text or ""
        for one in story.iter("Content")
        if not any(one.iterancestors("HyperlinkTextDestination"))
    )
    assert wrong_words(everything, words, notes="called") == []
    styles = {one.get("Self") for one in root.iter("ParagraphStyle", "CharacterStyle")}
    used = {
        value
        for one in story.iter("ParagraphStyleRange", "CharacterStyleRange")
        for value in (one.get("AppliedParagraphStyle"), one.get("AppliedCharacterStyle"))
        if value
    }
    assert used <= styles
    assert {"ParagraphStyle/Aside > Paragraph", "ParagraphStyle/Summary > Paragraph"} <= used
    pictures = {one.get("LinkResourceURI", "").removeprefix("file:") for one in root.iter("Link")}
    cut = {"images/shade.1x1-50-50.png", "images/shade.4x3-20-80.png"}
    assert pictures == {"images/way.svg", "images/shade.png"} | cut == set(files) - {"everything.icml"}


def test_an_article_has_every_word_and_links_that_lead_somewhere(everything: Book) -> None:
    files = export_once(everything, "jats")
    root = etree.fromstring(files["everything.xml"], etree.XMLParser(load_dtd=False))
    assert root.get("{http://www.w3.org/XML/1998/namespace}lang") == "de-DE"
    words = "".join(root.xpath("//body//text()[not(ancestor::alt-text)]"))
    assert wrong_words(everything, words, notes="nowhere") == []
    # Pandoc numbers the notes of a caption behind those of its table.
    notes = [
        letters("".join(one.xpath(".//text()[not(ancestor::alt-text or ancestor::inline-formula)]")))
        for one in root.xpath("//back//fn")
    ]
    expected = [
        "".join(map(block_letters, note.blocks))
        for chapter in everything.document.chapters
        for note in margins_as_notes(chapter).notes
    ]
    assert sorted(note.lstrip("0123456789") for note in notes) == sorted(expected)
    ids = root.xpath("//@id")
    assert len(ids) == len(set(ids)) and set(root.xpath("//xref/@rid")) <= set(ids)
    assert len(root.xpath("//sec/title")) > 6 and root.xpath("//table//th[@colspan]")
    assert {re.sub(r"^.*/", "", one) for one in root.xpath("//graphic/@*[name()='xlink:href']")} == {
        *("way.svg", "shade.png", "shade.1x1-50-50.png", "shade.4x3-20-80.png"),
    }


@pytest.fixture(scope="module")
def schema() -> etree.RelaxNG:
    return etree.RelaxNG(etree.parse(SCHEMA))


def test_an_article_is_valid(everything: Book, schema: etree.RelaxNG) -> None:
    article = etree.fromstring(export_once(everything, "jats")["everything.xml"])
    assert schema.validate(article), schema.error_log
    article.append(etree.fromstring("<front/>"))
    assert not schema.validate(article)


@pytest.mark.parametrize(("name", "locale"), [("dossier", "de"), ("ar", "ar")])
def test_articles_of_other_books_are_valid(
    name: str, locale: str, tmp_path: Path, schema: etree.RelaxNG
) -> None:
    root = copy_dossier(tmp_path / "book") if name == "dossier" else EVERYTHING.with_name(name)
    files, _ = export(read_book(root, locale), "jats")
    (article,) = [etree.fromstring(data) for file, data in files.items() if file.endswith(".xml")]
    assert schema.validate(article), schema.error_log


def test_text_behind_a_list_of_sources_with_a_title(tmp_path: Path, schema: etree.RelaxNG) -> None:
    chapter = (
        "# A\n\nText [@kant].\n\n::: sources Gedrucktes {of=book}\n:::\n\nUnd weiter.\n\n## Mehr\n\n"
        "::: sources Alles\n:::\n\nSchluss.\n\n::: aside\n### Im Kasten\n\nWort.\n:::\n\nEnde.\n"
    )
    source = '[kant]\ntype = "book"\ntitle = "Zum ewigen Frieden"\nissued = 1795\n'
    root = book.write(tmp_path, {"chapters/de/01-a.md": chapter, "sources.toml": source})
    files, _ = export(read_book(root), "jats")
    (article,) = [etree.fromstring(data) for file, data in files.items() if file.endswith(".xml")]
    assert schema.validate(article), schema.error_log
    titles = [" ".join("".join(one.itertext()).split()) for one in article.xpath("//body//sec/title")]
    assert titles[-4:] == ["Gedrucktes", "Mehr", "Alles", "Im Kasten"]
    assert [one.text for one in article.xpath("//body//sec/p[not(*)]")][-4:] == [
        "Und weiter.",
        "Schluss.",
        "Wort.",
        "Ende.",
    ]
