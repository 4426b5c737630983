"""Texts of LibreOffice become books: words, structure, notes, comments, changes."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookbuilder import api
from bookbuilder.cli import main
from tests.importer.imported import archive, codes, imported, parsed, printed, texts, tried
from tests.importer.test_docx import png

_NAMES = ("office", "text", "style", "table", "drawing", "meta", "presentation")
NS = " ".join(f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in _NAMES) + (
    ' xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" xmlns:xlink="http://www.w3.org/1999/xlink"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"'
    ' xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0" xmlns:loext="urn:loext"'
)
STYLES = """<office:styles><style:default-style style:family="paragraph"><style:text-properties fo:language="de"
 fo:country="DE"/></style:default-style>
<style:style style:name="Heading_20_1" style:display-name="Heading 1" style:family="paragraph"/>
<style:style style:name="Merksatz" style:family="paragraph"/></office:styles>"""
AUTOMATIC = """<office:automatic-styles>
<style:style style:name="P1" style:family="paragraph" style:parent-style-name="Quotations"/>
<style:style style:name="T1" style:family="text"><style:text-properties fo:font-weight="bold"/></style:style>
<style:style style:name="T2" style:family="text"><style:text-properties fo:font-style="italic" fo:language="fr"
 fo:country="FR"/></style:style><text:list-style style:name="L1"><text:list-level-style-number text:level="1"/>
<text:list-level-style-bullet text:level="2"/></text:list-style></office:automatic-styles>"""
META = (
    "<office:meta><dc:title>Das Buch</dc:title>"
    "<meta:initial-creator>Anna</meta:initial-creator>"
    "<meta:creation-date>2024-05-06T10:00:00</meta:creation-date></office:meta>"
)


def odt(body: str, **more: str | bytes) -> bytes:
    """Return a text of LibreOffice; `body` is XML."""
    content = f"<office:body><office:text>{body}</office:text></office:body>"
    return archive(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "META-INF/manifest.xml": "<manifest/>",
            "content.xml": f"<office:document-content {NS}>{AUTOMATIC}{content}</office:document-content>",
            "styles.xml": f"<office:document-styles {NS}>{STYLES}</office:document-styles>",
            "meta.xml": f"<office:document-meta {NS}>{META}</office:document-meta>",
            **{name.replace("__", "/"): data for name, data in more.items()},
        }
    )


def p(content: str, style: str = "") -> str:
    named = f' text:style-name="{style}"' if style else ""
    return f"<text:p{named}>{content}</text:p>"


def h(content: str, level: int = 1) -> str:
    return f'<text:h text:outline-level="{level}">{content}</text:h>'


def body(xml: str, **options: str) -> str:
    """Return the text of the only chapter."""
    files, _ = imported(odt(h("Kapitel") + xml), name="buch.odt", **options)
    [text] = texts(files).values()
    return text.split("\n---\n\n", 1)[1]


NOTE = (
    '<text:note text:note-class="footnote"><text:note-citation>1</text:note-citation>'
    "<text:note-body>{}</text:note-body></text:note>"
)
TABLE = (
    '<table:table><table:table-header-rows><table:table-row><table:table-cell table:number-columns-spanned="2">{}'
    "</table:table-cell><table:covered-table-cell/></table:table-row></table:table-header-rows><table:table-row>"
    "<table:table-cell>{}</table:table-cell><table:table-cell>{}</table:table-cell></table:table-row></table:table>"
)


@pytest.mark.parametrize(
    ("xml", "markdown"),
    [
        (
            p(
                'Ein <text:span text:style-name="T1">fettes</text:span>\n'
                '<text:span text:style-name="T2">mot</text:span> Wort'
            ),
            "Ein **fettes** [*mot*]{lang=fr-FR} Wort",
        ),
        (p('a<text:s text:c="2"/>b<text:tab/>c<text:line-break/>d'), "a  b c\\\nd"),
        (p("Zitat", "P1"), "> Zitat"),
        (p(f"Wort{NOTE.format(p('Note.') + p('Mehr.'))}."), "Wort[^1].\n\n[^1]: Note.\n\n    Mehr."),
        (
            '<text:list text:style-name="L1"><text:list-item>'
            + p("eins")
            + "<text:list><text:list-item>"
            + p("a")
            + "</text:list-item></text:list></text:list-item></text:list>",
            "1. eins\n   - a",
        ),
        (TABLE.format(p("Kopf"), p("a"), p("b")), "| Kopf | << |\n|---|---|\n| a | b |"),
        (
            h('<text:bookmark text:name="z"/>Ziel', 2)
            + p('<text:bookmark-ref text:ref-name="z">dort</text:bookmark-ref>'),
            "## Ziel {#ref-z}\n\n[dort](#ref-z)",
        ),
        (p('<text:a xlink:href="https://a.example">Netz</text:a>'), "[Netz](https://a.example)"),
        (
            p('Wort<text:alphabetical-index-mark text:string-value="Besuch" text:key1="Kiew"/>'),
            'Wort[]{index="Kiew!Besuch"}',
        ),
        (
            "<text:table-of-content><text:index-body>"
            + p("weg")
            + "</text:index-body></text:table-of-content>"
            + p("da"),
            "da",
        ),
        (
            p("Tabelle <text:sequence text:ref-name='r'>1</text:sequence>: Was", "Table")
            + TABLE.format(p("k"), p("a"), p("b")),
            "::: table\n| k | << |\n|---|---|\n| a | b |\n\nWas\n:::",
        ),
    ],
)
def test_what_is_made_of_elements(xml: str, markdown: str) -> None:
    assert body(xml) == f"{markdown}\n"


def test_metadata_and_styles() -> None:
    files, findings = imported(
        odt(p("Der Titel", "Title") + h("Eins") + p("Text.", "Merksatz")), name="buch.odt"
    )
    settings = tomllib.loads(files["book.toml"].decode())
    assert settings["locales"]["de"] == {"tag": "de-DE", "title": "Der Titel"}
    assert (settings["book"]["authors"], str(settings["book"]["date"])) == (["Anna"], "2024-05-06")
    assert tomllib.loads(files["import.toml"].decode())["paragraphs"]["Merksatz"] == "paragraph"
    assert codes(findings) == []


def test_comments_and_changes() -> None:
    comment = (
        '<office:annotation office:name="c1"><dc:creator>Eva</dc:creator><dc:date>2024-01-02</dc:date>'
        "<text:p>Wirklich?</text:p>"
        '</office:annotation>alte<office:annotation-end office:name="c1"/>'
    )
    regions = (
        '<text:tracked-changes><text:changed-region text:id="i"><text:insertion>'
        "<office:change-info><dc:creator>Eva</dc:creator>"
        '</office:change-info></text:insertion></text:changed-region><text:changed-region text:id="d"><text:deletion>'
        "<text:p>weg </text:p></text:deletion></text:changed-region></text:tracked-changes>"
    )
    text = p(
        f'Der {comment} Mann <text:change text:change-id="d"/>'
        '<text:change-start text:change-id="i"/>neu<text:change-end text:change-id="i"/>.'
    )
    files, findings = imported(odt(regions + h("Kapitel") + text), name="buch.odt")
    notes = {one["id"]: one for one in tomllib.loads(files["proof.toml"].decode())["note"]}
    assert notes["comment-c1"]["quote"] == "alte" and notes["comment-c1"]["text"] == "Wirklich?"
    assert notes["change-i"]["quote"] == "neu" and notes["change-d"]["text"] == "weg "
    assert codes(findings) == ["import.changes"]
    for decision, words in (("accept", "Der alte Mann neu."), ("reject", "Der alte Mann weg .")):
        files, _ = imported(odt(regions + h("Kapitel") + text), name="buch.odt", changes=decision)
        assert next(iter(texts(files).values())).endswith(f"{words}\n")


def test_pictures_and_boxes() -> None:
    frame = (
        '<draw:frame><svg:desc>Eine Karte</svg:desc><draw:image xlink:href="Pictures/a.png"/></draw:frame>'
    )
    box = f"<draw:frame><draw:text-box>{p('Im Kasten.')}</draw:text-box></draw:frame>"
    far = '<draw:frame><draw:image xlink:href="https://a.example/x.png"/></draw:frame>'
    files, findings = imported(
        odt(h("A") + p(f"Da: {frame}{box}{far}"), Pictures__a_png=b"", **{"Pictures/a.png": png()}),
        name="b.odt",
    )
    assert next(iter(texts(files).values())).endswith(
        "Da: ![Eine Karte](images/a.png)\n\n::: aside\nIm Kasten.\n:::\n"
    )
    assert codes(findings) == ["import.external"]


@pytest.mark.parametrize(
    "content", ["<x", '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>', "<a>" * 400 + "</a>" * 400]
)
def test_broken_and_hostile_content(content: str) -> None:
    data = archive({"mimetype": "x", "META-INF/manifest.xml": "<m/>", "content.xml": content})
    files, findings = tried(data, name="a.odt")
    assert files is None and codes(findings)[0] in ("xml.broken", "xml.unsafe")


@given(st.lists(st.sampled_from(["p", "h", "list", "table", "note", "quote", "span"]), max_size=10))
def test_every_word_arrives_in_order(kinds: list[str]) -> None:
    xml = []
    for number, kind in enumerate(kinds):
        word = f"w{number}w"
        match kind:
            case "h":
                xml.append(h(word, 2))
            case "list":
                xml.append(f"<text:list><text:list-item>{p(word)}</text:list-item></text:list>")
            case "table":
                xml.append(TABLE.format(p(word), p("–"), p("–")))
            case "note":
                xml.append(p(f"–{NOTE.format(p(word))}"))
            case "quote":
                xml.append(p(word, "P1"))
            case _:
                xml.append(p(f'<text:span text:style-name="T1">{word}</text:span>'))
    files, _ = imported(odt(h("Kapitel") + p("Text.") + "".join(xml)), name="a.odt")
    chapters, said = parsed(files)
    assert [str(one) for one in said] == [], texts(files)
    text = "".join(f"{printed(one.title)}{printed(one.blocks)}" for one in chapters)
    below = "".join(printed(one.notes) for one in chapters)
    assert re.findall(r"w\d+w", text) == [f"w{n}w" for n, kind in enumerate(kinds) if kind != "note"]
    assert re.findall(r"w\d+w", below) == [f"w{n}w" for n, kind in enumerate(kinds) if kind == "note"]


ALIGNMENTS = {
    "left": "---", "start": "---", "center": ":-:", "right": "--:", "end": "--:", "justify": "---", "x": "---", "": "---",
}  # fmt: skip


def aligned(*columns: list[str]) -> str:
    """Return a table with a head and a column for each list of styles of cells; no style is an empty cell."""
    count = max(map(len, columns))
    rows = [[p("Kopf", "Mitte") for _ in columns]]
    rows += [
        [p("x", column[n]) if n < len(column) and column[n] else p("") for column in columns]
        for n in range(count)
    ]
    xml = [
        "<table:table-row>"
        + "".join(f"<table:table-cell>{one}</table:table-cell>" for one in row)
        + "</table:table-row>"
        for row in rows
    ]
    return f"<table:table><table:table-header-rows>{xml[0]}</table:table-header-rows>{''.join(xml[1:])}</table:table>"


def aligned_odt(align: str, columns: list[list[str]]) -> str:
    """Return the line below the head of a table; `own`, `child` and `named` are styles with an alignment."""
    properties = f'<style:paragraph-properties fo:text-align="{align}"/>' if align else ""
    styles = (
        f'<office:styles><style:style style:name="named" style:family="paragraph">{properties}</style:style>'
        '<style:style style:name="Mitte" style:family="paragraph"><style:paragraph-properties fo:text-align="center"/>'
        "</style:style></office:styles>"
    )
    automatic = (
        f'<office:automatic-styles><style:style style:name="own" style:family="paragraph">{properties}</style:style>'
        '<style:style style:name="child" style:family="paragraph" style:parent-style-name="named"/>'
        '<style:style style:name="back" style:family="paragraph" style:parent-style-name="named">'
        '<style:paragraph-properties fo:text-align="start"/></style:style></office:automatic-styles>'
    )
    content = f"<office:body><office:text>{h('Kapitel')}{aligned(*columns)}</office:text></office:body>"
    data = odt(
        "",
        **{
            "content.xml": f"<office:document-content {NS}>{automatic}{content}</office:document-content>",
            "styles.xml": f"<office:document-styles {NS}>{styles}</office:document-styles>",
        },
    )
    files, _ = imported(data, name="a.odt", locale="de")
    return next(
        line for line in next(iter(texts(files).values())).splitlines() if line.startswith(("|-", "|:"))
    )


@pytest.mark.parametrize("align", ALIGNMENTS)
def test_the_alignment_of_columns(align: str) -> None:
    mark = ALIGNMENTS[align]
    columns = [
        ["own", "own"],
        ["named", "child"],
        ["own", "", "own"],
        ["back", "back"],
        ["own", "back"],
        ["", ""],
    ]
    assert aligned_odt(align, columns) == f"|{mark}|{mark}|{mark}|---|---|---|"


def items(*words: str, attributes: str = "", start: str = "", style: str = "L1") -> str:
    """Return a list of LibreOffice; `start` is the number of its first item."""
    first = f' text:start-value="{start}"' if start else ""
    inner = "".join(
        f"<text:list-item{first if n == 0 else ''}>{word if word.startswith('<') else p(word)}</text:list-item>"
        for n, word in enumerate(words)
    )
    return f'<text:list text:style-name="{style}" {attributes}>{inner}</text:list>'


GO_ON = 'text:continue-list="a"'


@pytest.mark.parametrize(
    ("xml", "markdown"),
    [
        (items("x", "y", attributes='xml:id="a"') + p("–") + items("z", attributes=GO_ON), "1. x\n2. y\n\n–\n\n3. z"),
        (
            items("x", attributes='xml:id="a"')
            + p("–")
            + items("y", attributes=f'xml:id="a" {GO_ON}')
            + p("–")
            + items("z", attributes=GO_ON),
            "1. x\n\n–\n\n2. y\n\n–\n\n3. z",
        ),
        (
            items("x", attributes='xml:id="a"')
            + p("–")
            + items("y", "z", attributes='xml:id="a"')
            + p("–")
            + items("w", attributes=GO_ON),
            "1. x\n\n–\n\n1. y\n2. z\n\n–\n\n3. w",
        ),
        (items("x", attributes='xml:id="a"') + items("y", attributes=GO_ON), "1. x\n2. y"),
        (items("x", attributes='xml:id="a"') + items("y", attributes=GO_ON, start="1"), "1. x\n\n1) y"),
        (
            items("x", attributes='xml:id="a"')
            + items(items("i"), style="L3")
            + items("y", attributes=GO_ON),
            "1. x\n   - i\n2. y",
        ),
        (items("x") + p("–") + items("y", attributes='text:continue-numbering="true"'), "1. x\n\n–\n\n2. y"),
        (items("x") + p("–") + items("y", attributes='text:continue-list="none"'), "1. x\n\n–\n\n1. y"),
        (items("x", attributes=f'{GO_ON} xml:id="a"'), "1. x"),
        (
            items("x", attributes=GO_ON) + p("–") + items("y", attributes='xml:id="a"'),
            "1. x\n\n–\n\n1. y",
        ),
        (items("x", attributes='xml:id=""') + p("–") + items("y", attributes='xml:id=""'), "1. x\n\n–\n\n1. y"),
        (items("x", attributes='xml:id="1 2"'), "1. x"),
        (
            items("x", items("i", "j"), attributes='xml:id="a"')
            + p("–")
            + items(items("k"), attributes=GO_ON)
            + p("–")
            + items("z", attributes=GO_ON),
            "1. x\n   - i\n   - j\n\n–\n\n- k\n\n–\n\n2. z",
        ),
    ],
    ids=[
        "goes on", "each goes on, one id", "two with one id", "goes on at once", "begins anew", "around a deeper one",
        "by its style", "of an unknown one", "of itself", "of a later one", "empty ids", "no name", "deeper ones",
    ],
)  # fmt: skip
def test_lists_that_go_on(xml: str, markdown: str) -> None:
    assert body(xml) == f"{markdown}\n"


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["", 'xml:id="a"', 'xml:id="b"', 'xml:id=""', 'xml:id="1"']),
            st.sampled_from(["", GO_ON, 'text:continue-list="b"', 'text:continue-numbering="true"']),
            st.sampled_from(["", "1", "7", "x"]),
            st.integers(1, 3),
            st.booleans(),
        ),
        max_size=8,
    )
)
def test_every_item_arrives_in_order(lists: list[tuple[str, str, str, int, bool]]) -> None:
    xml, count = "", 0
    for name, go_on, start, depth, interrupted in lists:
        inner = f"w{count}w"
        count += 1
        for _ in range(depth - 1):
            inner = items(inner)
        xml += items(inner, attributes=f"{name} {go_on}", start=start) + (p("–") if interrupted else "")
    files, _ = imported(odt(h("Kapitel") + p("Text.") + xml), name="a.odt")
    chapters, said = parsed(files)
    assert [str(one) for one in said] == []
    text = "".join(printed(one.blocks) for one in chapters)
    assert re.findall(r"w\d+w", text) == [f"w{n}w" for n in range(count)]


@pytest.mark.heavy
def test_from_a_text_to_a_book(tmp_path: Path) -> None:
    (tmp_path / "alt.odt").write_bytes(
        odt(h("Eins") + p(f"Text{NOTE.format(p('Note.'))}.") + h("Zwei") + p("Mehr."))
    )
    assert main(["import", str(tmp_path / "alt.odt"), "--dir", str(tmp_path / "neu")]) == 0
    result = api.build(tmp_path / "neu")
    assert not result.failed, [str(one) for one in result.diagnostics]


def test_citations_of_zotero_and_of_libreoffice() -> None:
    item = {
        "type": "book",
        "title": "Zum ewigen Frieden",
        "author": [{"family": "Kant", "given": "Immanuel"}],
    }
    data = {
        "citationItems": [
            {"uris": ["http://zotero.org/1"], "itemData": item, "locator": "12", "prefix": "vgl."}
        ]
    }
    name = escape(f"ZOTERO_ITEM CSL_CITATION {json.dumps(data)} RNDa1", {'"': "&quot;"})
    mark = f'<text:reference-mark-start text:name="{name}"/>(vgl. Kant, 12)<text:reference-mark-end text:name="{name}"/>'
    own = (
        '<text:bibliography-mark text:identifier="un45" text:bibliography-type="www" text:title="Charta" '
        'text:author="Vereinte Nationen" text:year="1945" text:url="https://example.org/">[un45]</text:bibliography-mark>'
    )
    listed = (
        "<text:bibliography><text:index-body><text:index-title><text:p>Literatur</text:p></text:index-title>"
        "<text:p>Kant, Frieden.</text:p></text:index-body></text:bibliography>"
    )
    files, findings = imported(odt(h("Eins") + p(f"Nach {mark} und {own}.") + listed))
    first, last = texts(files).values()
    assert first.endswith("Nach [vgl. @kant, S. 12] und [@un45].\n")
    assert last.endswith("::: sources\n:::\n") and "title: Literatur\n" in last
    written = tomllib.loads(files["sources.toml"].decode())
    assert written["un45"] == {
        "type": "webpage",
        "title": "Charta",
        "author": "Vereinte Nationen",
        "issued": 1945,
        "URL": "https://example.org/",
    }
    assert codes(findings) == []


def test_an_entry_of_libreoffice_that_says_nothing_keeps_its_words() -> None:
    own = '<text:bibliography-mark text:identifier="Ex" text:bibliography-type="www">[Ex]</text:bibliography-mark>'
    files, findings = imported(odt(h("Eins") + p(f"Text {own}.")))
    assert next(iter(texts(files).values())).endswith("Text [\\[Ex\\]]{#citation-1}.\n")
    assert codes(findings) == ["import.citation"]
