"""What becomes of what a citation processor prints, where styles and files of other programs differ from our own."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bookbuilder.cli import main
from bookbuilder.diagnostics import Findings, Span
from bookbuilder.document import nodes
from bookbuilder.document.walk import plain
from bookbuilder.pandoc.read_bibliography import bibliography_items
from bookbuilder.pipeline.pandoc_inlines import ended, own_inlines
from bookbuilder.sources.citation_style import read_style
from bookbuilder.sources.json_file import read_json_sources
from bookbuilder.world import World
from tests.cases import book

STYLE = (
    '<style xmlns="http://purl.org/net/xbiblio/csl" class="note" version="1.0"><info><id/><title/>'
    "<updated>2009-08-10T04:49:00+09:00</updated></info><citation><layout {}>"
    '<text variable="title"/></layout></citation></style>'
)


@pytest.mark.parametrize(
    ("layout", "ending", "kept"),
    [
        ('suffix="."', ".", False),
        ('prefix="(" suffix=")"', "", True),
        ('suffix=". "', ".", False),
        ("", "", False),
    ],
)
def test_a_bracket_at_the_end_of_a_note_belongs_to_the_citation(
    tmp_path: Path, layout: str, ending: str, kept: bool
) -> None:
    (tmp_path / "style.csl").write_text(STYLE.format(layout), encoding="utf-8")
    style = read_style("style.csl", "de", Span(), World(tmp_path), Findings())
    assert style is not None
    assert style.ending == ending
    assert ("suffix=" in style.text) is kept


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Titel", "Titel."),
        ("Titel.", "Titel."),
        ("Titel?", "Titel?"),
        ("„Titel.“", "„Titel.“"),
        ("Titel (Kairo, o. J.)", "Titel (Kairo, o. J.)."),
        ("Titel (wirklich?)", "Titel (wirklich?)."),
        ("Titel …", "Titel …"),
    ],
)
def test_how_a_note_ends(text: str, expected: str) -> None:
    assert plain(ended((nodes.Text(text),), ".")) == expected


def test_upright_words_in_italics() -> None:
    words = [{"t": "Str", "c": "v."}]
    upright = {"t": "Span", "c": [["", ["nodecoration"], []], words]}
    (inside,) = own_inlines([{"t": "Emph", "c": [upright]}], Span())
    assert inside == nodes.Styled("emphasis", (nodes.Styled("emphasis", (nodes.Text("v."),)),))
    assert own_inlines([upright], Span()) == (nodes.Text("v."),)
    quoted = {"t": "Quoted", "c": [{"t": "DoubleQuote"}, [upright]]}
    (inside,) = own_inlines([{"t": "Emph", "c": [quoted]}], Span())
    assert isinstance(inside, nodes.Styled)
    assert inside.content[1] == nodes.Styled("emphasis", (nodes.Text("v."),))


@pytest.mark.parametrize(
    ("date", "expected"),
    [
        ('{"date-parts": [], "literal": "im Druck"}', {"literal": "im Druck"}),
        ('{"date-parts": [], "raw": "2022"}', {"raw": "2022"}),
        ('{"date-parts": []}', None),
        ('{"date-parts": [[2022]]}', {"date-parts": [[2022]]}),
    ],
)
def test_empty_dates_of_other_programs(date: str, expected: object) -> None:
    findings = Findings()
    text = f'[{{"id": "a", "type": "book", "title": "T", "issued": {date}}}]'
    (source,) = read_json_sources(text, "sources.json", findings)
    assert findings.sorted() == ()
    assert source.variables.get("issued") == expected


@pytest.mark.parametrize(
    ("language", "langid", "title"),
    [
        ("de", "", "Über den Krieg"),
        ("ja", "", "Über den Krieg"),
        ("en", "", "Über den krieg"),
        ("de", "english", "Über den Krieg"),
        ("en", "german", "Über den Krieg"),
        ("xx", "", "Über den krieg"),
    ],
)
def test_titles_keep_their_letters_in_the_language_of_the_book(
    tmp_path: Path, language: str, langid: str, title: str
) -> None:
    text = f"@book{{a, title = {{Über den Krieg}}, langid = {{{langid}}}}}"
    made, message = bibliography_items(
        World(tmp_path), text if langid else text.replace(", langid = {}", ""), language
    )
    assert made is not None and message == ""
    assert [one["title"] for one in json.loads(made)] == [title]


def test_broken_bibliographies_name_the_place(tmp_path: Path) -> None:
    for language in ("de", "en"):
        made, message = bibliography_items(World(tmp_path), "@book{a,\n title = {Un\n", language)
        assert made is None and "line " in message


@pytest.mark.parametrize("language", ["en", "en-GB", "fr", "ar", "he", "xx", "tlh"])
@pytest.mark.parametrize("style", ["full-note", "apa", "iso-690", "press"])
def test_entries_in_the_language_of_their_source(
    tmp_path: Path, style: str, language: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """One that pandoc does not know has its entry in the language of the book, with the marked title."""
    sources = (
        f'[a]\ntype = "chapter"\ntitle = "Titel A"\nauthor = "Kant, I."\neditor = "Smith, Jo"\ncontainer-title = "Band"\n'
        f'issued = 2022-01-21\nlanguage = "{language}"\n\n[b]\ntype = "book"\ntitle = "Titel B"\nissued = 1795\n'
    )
    text = "# A\n\nText [@a; @b].\n\n::: sources {uncited=yes}\n:::\n"
    settings = '[book]\nid = "a"\nsource = "de"\ndate = 2022-01-24\n[locales.de]\ntitle = "A"\n[sources]\n'
    settings += f'style = "{style}"\nterms = "source"\n'
    files = {"chapters/de/01-a.md": text, "sources.toml": sources, "book.toml": settings}
    assert main(["build", str(book.write(tmp_path, files)), "-e", "web"]) == 0
    assert "citation.failed" not in capsys.readouterr().err
    page = next(tmp_path.rglob("01-a.html"), None) or next(tmp_path.rglob("*.html"))
    printed = page.read_text("utf-8")
    assert f'lang="{language}"' in printed and "Titel" in printed
