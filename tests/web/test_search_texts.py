"""Takes texts for the search from rendered chapters."""

from __future__ import annotations

import pytest

from bookbuilder.formats.web.search_texts import ChapterText, sections

CASES = {
    "paragraphs, lists and quotations": (
        (
            '<p id="p1">Eins.</p><ul><li>Zwei <em>und</em></li><li id="x">drei</li></ul>'
            '<blockquote id="q"><p>Vier</p></blockquote>'
        ),
        [("a", "A", [("p1", "Eins."), ("a", "Zwei und"), ("x", "drei"), ("q", "Vier")])],
    ),
    "headings begin sections, each with its anchor": (
        '<p>Vor.</p><h2 id="b">B<a class="permalink" href="#b"></a></h2><h3 id="c">C</h3><p>Nach.</p>',
        [("a", "A", [("a", "Vor.")]), ("b", "B", []), ("c", "C", [("a", "Nach.")])],
    ),
    "signs of the page are no words": (
        (
            '<p id="p">Wort<a class="noteref" href="#n">1</a>, Ver\u00adtrag<a class="permalink" href="#p"></a></p>'
            '<section class="notes" aria-label="Anmerkungen"><aside id="n" class="note">'
            '<p><a class="backlink" href="#r">1</a> Die Note.</p></aside></section>'
        ),
        [("a", "A", [("p", "Wort, Vertrag")]), ("a", "Anmerkungen", [("n", "Die Note.")])],
    ),
    "a row of a table is a line": (
        (
            '<div class="table" id="t"><table><caption><span class="label">Tabelle 1</span> <em>Geld.</em></caption>'
            "<tr><th>Tag</th><th>Summe</th></tr><tr><td>Montag</td><td>5 €</td></tr></table></div>"
        ),
        [("a", "A", [("t", "Tabelle 1 Geld."), ("t", "Tag · Summe"), ("t", "Montag · 5 €")])],
    ),
    "a figure has its caption and its description": (
        (
            '<figure id="f"><img src="x.svg" alt="Balken"><figcaption><em>Zwei.</em><details class="description">'
            "<summary>Bildbeschreibung</summary><p>Der obere ist länger.</p></details></figcaption></figure>"
        ),
        [("a", "A", [("f", "Zwei."), ("f", "Der obere ist länger.")])],
    ),
    "lines of an address are not written together": (
        '<p id="p">Verlag<br>Straße 1<br/>Berlin</p>',
        [("a", "A", [("p", "Verlag Straße 1 Berlin")])],
    ),
    "an index is no text, nor is a drawing": (
        '<div class="index"><p>Kiew, 3</p></div><svg><text>Achse</text></svg><p id="p">Text</p>',
        [("a", "A", [("p", "Text")])],
    ),
    "the same heading in two languages is one": (
        (
            '<div class="parallel heading"><div class="half first"><h2 id="b">Geld</h2></div>'
            '<div class="half second"><h2 id="b-en">Money</h2></div></div>'
            '<div class="parallel"><div class="half first"><p id="p">Eins.</p></div>'
            '<div class="half second"><p id="p-en">One.</p></div></div>'
        ),
        [("a", "A", []), ("b", "Geld / Money", [("p", "Eins."), ("p-en", "One.")])],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_sections(name: str) -> None:
    body, expected = CASES[name]
    article = f'<article id="a"><header><h1 id="a-title">A</h1><p class="dateline">Montag</p></header>{body}</article>'
    found = sections(ChapterText("a", article))
    assert [(section.anchor, section.title, section.blocks) for section in found] == expected


def test_a_chapter_without_words_has_no_sections() -> None:
    assert sections(ChapterText("a", '<article id="a"><hr></article>')) == []


def test_a_text_before_a_heading_without_a_title_is_kept() -> None:
    found = sections(ChapterText("a", '<article id="a"><p>Vorne.</p><h2 id="b">B</h2></article>'))
    assert [(section.anchor, section.title, len(section.blocks)) for section in found] == [
        ("a", "", 1),
        ("b", "B", 0),
    ]
