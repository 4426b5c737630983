"""HTML and e-books become books: words, notes, tables, links between pages; programs and other places are told."""

from __future__ import annotations

import base64
import re
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from lxml.html import document_fromstring

from bookbuilder import api
from bookbuilder.cli import main
from bookbuilder.diagnostics import BookbuilderError
from tests.importer.imported import archive, codes, folder, imported, parsed, printed, texts, tried
from tests.importer.test_docx import png

DATE = '<meta name="date" content="2024-05-06">'


def page(body: str, head: str = f"<title>Seite</title>{DATE}") -> bytes:
    return f'<!DOCTYPE html><html lang="de"><head>{head}</head><body>{body}</body></html>'.encode()


def body(html: str) -> str:
    """Return the text of the only chapter that a page makes."""
    files, _ = imported(page(f"<h1>Kapitel</h1>{html}"), name="seite.html")
    [text] = texts(files).values()
    return text.split("\n---\n\n", 1)[1]


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("<p>Ein  <b>fettes</b>\n<i>Wort</i> &amp; &nbsp;mehr</p>", "Ein **fettes** *Wort* & \u00a0mehr"),
        ("lose <p>Absatz</p> Ende", "lose\n\nAbsatz\n\nEnde"),
        ("<p>a<br>b<br></p>", "a\\\nb"),
        ("<ul><li>eins<li><p>zwei</p><ol start=3><li>drei</ol></ul>", "- eins\n\n- zwei\n\n  3. drei"),
        ("<dl><dt>Wort<dd>Sinn</dl>", "Wort\n: Sinn"),
        (
            "<blockquote><p>Zitat</p></blockquote><hr><pre><code class=language-python>a\n  b</code></pre>",
            "> Zitat\n\n***\n\n```python\na\n  b\n```",
        ),
        (
            "<h2 id=x>Ziel</h2><p><a href=#x>hin</a> <a href='https://a.example'>weg</a></p>",
            "## Ziel {#ref-seite-html-x}\n\n[hin](#ref-seite-html-x) [weg](https://a.example)",
        ),
        (
            "<table><caption>Was</caption><tr><th>A<th>B<tr><td rowspan=2>1<td>2<tr><td>3</table>",
            "::: table\n| A | B |\n|---|---|\n| 1 | 2 |\n| ^^ | 3 |\n\nWas\n:::",
        ),
        (
            "<aside><p>Kasten</p></aside><details><summary>Mehr</summary>Text</details>",
            "::: aside\nKasten\n:::\n\n::: aside Mehr\nText\n:::",
        ),
        (
            "<p><code>a*b</code> <span lang=fr>mot</span> <span style='font-variant: small-caps'>Kap</span></p>",
            "`a*b` [mot]{lang=fr} [Kap]{.smallcaps}",
        ),
        ("<p>Er sagte <q>nein</q>.</p>", "Er sagte “nein”."),
        ("<p>Es gilt <span class='math inline'>\\(E=mc^2\\)</span></p>", "Es gilt $E=mc^2$"),
        (
            "<math><semantics><mi>x</mi><annotation encoding='application/x-tex'>x_1</annotation></semantics></math>",
            "$x_1$",
        ),
        ("<script>alert(1)</script><style>p{}</style><p>Text</p>", "Text"),
    ],
)
def test_what_is_made_of_elements(html: str, markdown: str) -> None:
    assert body(html) == f"{markdown}\n"


@pytest.mark.parametrize(
    "html",
    [
        (
            '<p>Wort<a href="#fn1" class="footnote-ref" id="r1"><sup>1</sup></a>.</p><section class="footnotes"><hr><ol>'
            '<li id="fn1"><p>Die Note. <a href="#r1" class="footnote-back">↩</a></p></li></ol></section>'
        ),
        (
            '<p>Wort<a href="#_ftn1" name="_ftnref1">[1]</a>.</p><div id="ftn1"><p><a href="#_ftnref1" name="_ftn1">[1]</a>'
            " Die Note.</p></div>"
        ),
        '<p>Wort<a epub:type="noteref" href="#n1">1</a>.</p><aside epub:type="footnote" id="n1"><p>Die Note.</p></aside>',
        '<p>Wort<a role="doc-noteref" href="#n">*</a>.</p><p id="n">Die Note.</p>',
    ],
    ids=["pandoc", "Word", "EPUB 3", "ARIA"],
)
def test_notes(html: str) -> None:
    assert body(html) == "Wort[^1].\n\n[^1]: Die Note.\n"


def test_pages_of_a_folder_in_order_with_links() -> None:
    files, findings = imported(
        folder(
            {
                "b10.html": page("<h1>Zehn</h1><p>Ende</p>"),
                "b9.html": page("<h2>Neun</h2><p>Text</p><h3>Teil</h3><p>Mehr</p>"),
                "index.html": page(
                    '<p>Siehe <a href="b10.html">zehn</a> <img src="i/a.png" alt="Bild"> <img src="i/a.png" alt=""></p>'
                ),
                "i/a.png": png(),
            }
        )
    )
    assert list(texts(files)) == [f"chapters/de/{name}.md" for name in ("01-seite", "02-neun", "03-zehn")]
    assert (
        "Siehe [zehn](#03-zehn) ![Bild](images/a.png) ![](images/a.png){.decorative}"
        in texts(files)["chapters/de/01-seite.md"]
    )
    assert "## Teil" in texts(files)["chapters/de/02-neun.md"] and codes(findings) == []


def test_what_lies_elsewhere_is_told() -> None:
    html = (
        '<h1>A</h1><p><img src="https://a.example/x.png" alt="Fern"> <img src="../../etc/passwd" alt="Nah">'
        '<iframe src="https://b.example"></iframe><nav><a href="#a">Inhalt</a></nav><a href="javascript:alert(1)">x</a>'
    )
    files, findings = imported(page(html), name="a.html")
    assert codes(findings) == ["import.contents", "import.external", "import.link", "import.object"]
    assert "Fern Nah" in next(iter(texts(files).values()))


def test_a_picture_within_the_page() -> None:
    data = base64.b64encode(png()).decode()
    files, _ = imported(
        page(f'<h1>A</h1><p><img src="data:image/png;base64,{data}" alt="Rot"></p>'), name="a.html"
    )
    assert files["chapters/de/images/embedded-1.png"] == png()


def test_an_old_encoding() -> None:
    files, _ = imported(
        "<html><head><meta charset=iso-8859-1><body><p>Größe „x“".encode("cp1252"), name="a.html"
    )
    assert "Größe „x“" in next(iter(texts(files).values()))


@pytest.mark.parametrize(
    ("name", "words"), [("windows-1251", "Привет, «мир»"), ("iso-8859-2", "Łódź"), ("shift_jis", "東京")]
)
def test_the_encoding_that_a_page_names(name: str, words: str) -> None:
    files, _ = imported(
        f"<html><head><meta charset={name}><body><p>{words}".encode(name), name="a.html", locale="de"
    )
    assert words in next(iter(texts(files).values()))


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("mark", ["", "\ufeff"], ids=["no mark", "mark"])
@pytest.mark.parametrize(
    "start",
    [
        "<!DOCTYPE html><html lang=de><head><meta charset=utf-16><title>Größe</title></head><body>",
        "\n <html lang=de><head><meta charset=utf-8><title>Größe</title></head><body>",
        '<?xml version="1.0" encoding="UTF-16"?><html xmlns="http://www.w3.org/1999/xhtml" lang="de"><head/><body>',
        "Lose Wörter davor <body>",
    ],
    ids=["declared", "declared wrongly", "XHTML", "a fragment"],
)
@pytest.mark.parametrize("words", ["Größe „x“ 😀", "Привет, мир", "東京\u3000大阪" * 40, ""])
def test_a_page_in_utf_16(encoding: str, mark: str, start: str, words: str) -> None:
    text = f"{mark}{start}<h1>Kapitel</h1><p>Anfang {words}</p></body>"
    data = (f"{text}</html>" if "<html" in start else text).encode(encoding)
    plain = f"Anfang {words}".strip()
    for source, name in (
        (data, "seite.html"),
        (folder({"a.html": data, "b.md": ""}), "folder"),
        (archive({"a.html": data}), "a.zip"),
    ):
        files, findings = imported(
            source, name=name, importer="" if name != "folder" else "html", locale="de"
        )
        assert plain in "".join(texts(files).values()), texts(files)
        assert "html.unsafe" not in codes(findings)
    if start.startswith("<?xml"):
        files, _ = imported(
            archive(
                {
                    "mimetype": "application/epub+zip",
                    "META-INF/container.xml": '<container><rootfile full-path="O/book.opf"/></container>',
                    "O/book.opf": OPF.replace("1.0", '1.0" encoding="UTF-16', 1).encode("utf-16"),
                    "O/t/1.xhtml": data,
                }
            ),
            name="a.epub",
        )
        assert plain in "".join(texts(files).values())


@pytest.mark.parametrize("name", ["utf-16", "utf-16le", "ucs-2", "utf-8", "no-such-name"])
def test_a_page_that_says_wrongly_that_it_is_in_utf(name: str) -> None:
    data = f"<html><head><meta charset={name}></head><body><p>Größe".encode("cp1252")
    assert "Größe" in "".join(texts(imported(data, name="a.html", locale="de")[0]).values())


PROGRAMS = {
    "script": "<script>geheim('<b>geheim</b>')</script>",
    "style": "<style>.geheim{}</style>",
    "template": "<template><p>geheim</p><dl><dt>geheim<dd>geheim</dl></template>",
    "noscript": "<noscript><p>geheim</p><img src=geheim></noscript>",
}


@pytest.mark.parametrize("program", PROGRAMS.values(), ids=PROGRAMS)
@pytest.mark.parametrize("xhtml", [False, True], ids=["HTML", "XHTML"])
@pytest.mark.parametrize(
    ("html", "words"),
    [
        ("{}", ""),
        ("<p>Wort{} mehr</p>", "Wort mehr"),
        ("<h2>{}Titel{} mehr</h2>", "Titel mehr"),
        ("<pre>Zeile{} mehr\n{}zwei</pre>", "Zeile mehr\nzwei"),
        ("<table>{}<tr>{}<td>a{}b<td>c</table>", "ab"),
        ("<ul>{}<li>x{} y</ul>", "x y"),
        ("<dl>{}<dt>A{}B<dd>C{}D</dl>", "AB\n: CD"),
        ("<figure>{}<p>F</p><figcaption>G{}H</figcaption></figure>", "GH"),
        ("<details><summary>S{}T</summary>{}U</details>", "aside ST"),
        ("<p><code>c{}d</code></p>", "`cd`"),
        ("<p><span class=math>x{}y</span></p>", "$xy$"),
        ("<p><math>{}<mi>x</mi></math></p>", "$x$"),
        ("<p><a href='#z'>l{}m</a><p id=z>y", "[lm]"),
        ("<aside>{}n</aside>", "n"),
        ("<object>{}o</object>", "o"),
        ("<p>N<a role=doc-noteref href='#n'>1</a><aside id=n>{}Note{} mehr</aside>", "[^1]: Note mehr"),
        ("<p><svg xmlns='http://www.w3.org/2000/svg'><title>Bild</title>{}</svg>", "![Bild]"),
    ],
)
def test_what_programs_read_are_no_words(program: str, xhtml: bool, html: str, words: str) -> None:
    data = page(f"<h1>Kapitel</h1><p>Text.</p>{html.replace('{}', program)}")
    if xhtml:
        root = document_fromstring(data)
        root.set("xmlns", "http://www.w3.org/1999/xhtml")
        data = b"<?xml version='1.0'?>" + etree.tostring(root, encoding="utf-8")
    text = "".join(texts(imported(data, name="a.html")[0]).values())
    assert "geheim" not in text and words in text


def test_nesting_without_end_is_refused() -> None:
    files, findings = tried(page("<div>" * 3000 + "x"), name="a.html")
    assert files is None and codes(findings) == ["html.unsafe"]


OPF = """<?xml version="1.0"?><package xmlns="http://www.idpf.org/2007/opf" version="3.0"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata><dc:title>Das Buch</dc:title><dc:creator id="a">Anna</dc:creator>
<dc:contributor id="t">Theo</dc:contributor>
<meta refines="#t" property="role">trl</meta><dc:language>de</dc:language>
<dc:identifier>urn:isbn:9783161484100</dc:identifier><dc:date>2020-02-03</dc:date><dc:publisher>Verlag</dc:publisher>
</metadata><manifest><item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>
<item id="img" href="i/c.png" media-type="image/png" properties="cover-image"/>

<item id="one" href="t/1.xhtml" media-type="application/xhtml+xml"/>
<item id="two" href="t/2.xhtml" media-type="application/xhtml+xml"/>
<item id="three" href="t/3.xhtml" media-type="application/xhtml+xml"/>
<item id="n" href="t/n.xhtml" media-type="application/xhtml+xml"/>
</manifest><spine>
<itemref idref="one"/><itemref idref="two"/><itemref idref="three"/><itemref idref="n"/></spine></package>"""
XHTML = (
    '<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"><head><title>x'
    "</title></head><body>{}</body></html>"
)


def epub(**more: str) -> bytes:
    """Return an e-book: a chapter, its continuation on another page, a second one without a heading, and endnotes."""
    pages = {
        "nav": '<nav epub:type="toc"><ol><li><a href="t/1.xhtml">Eins</a></li>'
        '<li><a href="t/3.xhtml">Drei</a></li></ol></nav>',
        "t/1": '<section epub:type="chapter"><h2>Eins</h2>'
        '<p>Wort<a epub:type="noteref" href="n.xhtml#n1">1</a></p></section>',
        "t/2": "<p>Weiter.</p>",
        "t/3": '<p>Siehe <a href="2.xhtml">dort</a>.</p>',
        "t/n": '<section epub:type="endnotes"><h2>Noten</h2><ol>'
        '<li id="n1" epub:type="endnote"><p>Die Note. '
        '<a href="1.xhtml#r" role="doc-backlink">↩</a></p></li></ol></section>',
        **more,
    }
    return archive(
        {
            "mimetype": "application/epub+zip",
            "META-INF/container.xml": '<container><rootfile full-path="O/book.opf"/></container>',
            "O/book.opf": OPF,
            "O/i/c.png": png(),
            **{f"O/{name}.xhtml": XHTML.format(text) for name, text in pages.items()},
        }
    )


def test_an_epub_by_its_spine() -> None:
    files, findings = imported(epub(), name="buch.epub")
    assert texts(files) == {
        "chapters/de/01-eins.md": "---\ntitle: Eins\n---\n\nWort[^1]\n\nWeiter.\n\n[^1]: Die Note.\n",
        "chapters/de/02-drei.md": "---\ntitle: Drei\n---\n\nSiehe [dort](#01-eins).\n",
    }
    settings = tomllib.loads(files["book.toml"].decode())
    assert settings["imprint"] == {"publisher": "Verlag", "isbn": {"epub": "9783161484100"}}
    assert (settings["book"]["authors"], settings["locales"]["de"]["translators"]) == (["Anna"], ["Theo"])
    assert codes(findings) == ["import.contents"]
    assert settings["locales"]["de"]["cover"] == "chapters/de/images/c.png"


SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">{}<path d="M0 0h9v9z"/></svg>'


def epub_with_pictures(items: str, spine: str, files: dict[str, str | bytes], *, nav: str = "") -> bytes:
    """Return an e-book with a first page `one`, and what else is given."""
    opf = re.sub(r"<manifest>.*</spine>", "{}", OPF, flags=re.DOTALL).format(
        '<manifest><item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>'
        f'<item id="one" href="t/1.xhtml" media-type="application/xhtml+xml"/>{items}</manifest><spine>{spine}</spine>'
    )
    return archive(
        {
            "mimetype": "application/epub+zip",
            "META-INF/container.xml": '<container><rootfile full-path="O/book.opf"/></container>',
            "O/book.opf": opf,
            "O/nav.xhtml": XHTML.format(f'<nav epub:type="toc"><ol>{nav}</ol></nav>'),
            "O/t/1.xhtml": XHTML.format("<h2>Eins</h2><p>Text.</p>"),
            **{f"O/{name}": data for name, data in files.items()},
        }
    )


ITEM = '<item id="pic" href="{}" media-type="{}"{}/>'
FALLBACK = '<item id="page" href="t/f.xhtml" media-type="application/xhtml+xml"{}/>'
ONE, PIC = '<itemref idref="one"/>', '<itemref idref="pic" linear="no"/>'


@pytest.mark.parametrize(
    ("items", "files", "markdown"),
    [
        (ITEM.format("i/a.svg", "image/svg+xml", ""), {"i/a.svg": SVG.format("")}, "![a](images/a.svg){.unconfirmed}"),
        (
            ITEM.format("i/a.svg", "image/svg+xml", ""),
            {"i/a.svg": SVG.format("<title>Die\nKarte</title>")},
            "![Die Karte](images/a.svg)",
        ),
        (
            ITEM.format("i/a.svg", "image/svg+xml", ""),
            {"i/a.svg": SVG.format("<title> </title><desc>Die Karte</desc>").encode("utf-16")},
            "![Die Karte](images/a.svg)",
        ),
        (
            ITEM.format("i/gr%C3%BCn%20%23.png", "image/png", ""),
            {"i/grün #.png": png()},
            "![gruen](images/gruen.png){.unconfirmed}",
        ),
        (
            ITEM.format("i/a.png", "image/png", ' fallback="page"') + FALLBACK.format(""),
            {"i/a.png": png(), "t/f.xhtml": XHTML.format("<p>Worte dazu.</p>")},
            "![a](images/a.png){.unconfirmed}\n\nWorte dazu.",
        ),
        (
            ITEM.format("i/a.png", "image/png", ' fallback="page"') + FALLBACK.format(""),
            {"i/a.png": png(), "t/f.xhtml": XHTML.format('<p><img src="../i/a.png" alt="Die Karte"/></p>')},
            "![Die Karte](images/a.png)",
        ),
        (
            ITEM.format("i/a.png", "image/png", ' fallback="svg"')
            + '<item id="svg" href="i/a.svg" media-type="image/svg+xml" fallback="pic"/>',
            {"i/a.png": png(), "i/a.svg": SVG.format("")},
            "![a](images/a.png){.unconfirmed}",
        ),
        (
            ITEM.format("a.pdf", "application/pdf", ' fallback="page"') + FALLBACK.format(' fallback="pic"'),
            {"a.pdf": b"%PDF", "t/f.xhtml": XHTML.format("<p>Worte.</p>")},
            "Worte.",
        ),
    ],
    ids=[
        "a drawing", "with a title", "in UTF-16", "a picture", "with a page", "in its page", "with a drawing", "no picture",
    ],
)  # fmt: skip
@pytest.mark.parametrize("first", [False, True], ids=["last", "first"])
def test_pictures_in_the_spine_of_an_e_book(
    items: str, files: dict[str, str | bytes], markdown: str, first: bool, tmp_path: Path
) -> None:
    data = epub_with_pictures(items, PIC + ONE if first else ONE + PIC, files)
    made, findings = imported(data, name="a.epub")
    text = [one.split("\n---\n\n", 1)[1] for one in texts(made).values()]
    assert text == ([f"{markdown}\n", "Text.\n"] if first else [f"Text.\n\n{markdown}\n"])
    assert ("import.alt" in codes(findings)) is (".unconfirmed" in markdown)
    (tmp_path / "a.epub").write_bytes(data)
    assert main(["import", str(tmp_path / "a.epub"), "--dir", str(tmp_path / "neu")]) == 0
    checked = api.check(tmp_path / "neu")
    assert not checked.failed, [str(one) for one in checked.diagnostics]


def test_what_the_spine_of_an_e_book_cannot_show_is_told() -> None:
    data = epub_with_pictures(ITEM.format("a.pdf", "application/pdf", ""), ONE + PIC, {"a.pdf": b"%PDF"})
    files, findings = imported(data, name="a.epub")
    assert "import.object" in codes(findings) and len(texts(files)) == 1
    bad = ITEM.format("i/a.svg", "image/svg+xml", "")
    for content in ("<svg", SVG.format("<script>x()</script>"), ""):
        files, findings = imported(epub_with_pictures(bad, ONE + PIC, {"i/a.svg": content}), name="a.epub")
        assert "import.picture" in codes(findings) and files["left-out/a.svg"] == content.encode()
        assert next(iter(texts(files).values())).endswith(
            'Text.\n\n::: missing {source="left-out/a.svg"}\n:::\n'
        )


def test_a_picture_in_the_spine_that_the_contents_name_is_a_chapter() -> None:
    item = ITEM.format("i/a.png", "image/png", "")
    nav = '<li><a href="t/1.xhtml">Eins</a></li><li><a href="i/a.png">Karte</a></li>'
    files, _ = imported(epub_with_pictures(item, ONE + PIC, {"i/a.png": png()}, nav=nav), name="a.epub")
    assert list(texts(files)) == ["chapters/de/01-eins.md", "chapters/de/02-karte.md"]


def test_a_cover_in_the_spine_is_the_cover() -> None:
    item = ITEM.format("i/a.png", "image/png", ' properties="cover-image"')
    files, _ = imported(epub_with_pictures(item, PIC + ONE, {"i/a.png": png()}), name="a.epub")
    assert list(texts(files)) == ["chapters/de/01-eins.md"]
    assert tomllib.loads(files["book.toml"].decode())["locales"]["de"]["cover"] == "chapters/de/images/a.png"


def test_a_source_tree_of_standard_ebooks() -> None:
    opf = OPF.replace("t/", "text/").replace("nav.xhtml", "toc.xhtml")
    pages = {f"src/epub/text/{n}.xhtml": XHTML.format(f"<h2>Teil {n}</h2><p>Text {n}.</p>") for n in "123n"}
    source = folder({"src/epub/content.opf": opf, "src/epub/toc.xhtml": XHTML.format("<nav/>"), **pages})
    files, _ = imported(source)
    assert [path.rpartition("/")[2] for path in texts(files)] == [
        "01-teil-1.md",
        "02-teil-2.md",
        "03-teil-3.md",
        "04-teil-n.md",
    ]


@pytest.mark.parametrize(
    ("files", "code"),
    [
        ({"META-INF/container.xml": "<container/>"}, "epub.broken"),
        ({"META-INF/container.xml": "<container/>", "a.opf": "<package/>"}, "epub.broken"),
        ({"META-INF/container.xml": "<x", "a.opf": "<package/>"}, "xml.broken"),
        (
            {
                "META-INF/container.xml": "<container/>",
                "META-INF/encryption.xml": '<e><CipherReference URI="O/1.xhtml"/></e>',
                "a.opf": "<package/>",
            },
            "epub.locked",
        ),
    ],
)
def test_broken_and_locked_e_books(files: dict[str, str], code: str) -> None:
    made, findings = tried(archive(files), name="a.epub")
    assert made is None and codes(findings) == [code]


WORDS = st.lists(
    st.sampled_from(["p", "h2", "li", "td", "b", "blockquote", "note", "pre", "div"]), max_size=12
)


@given(WORDS)
def test_every_word_arrives_in_order(kinds: list[str]) -> None:
    html, notes = [], []
    for number, kind in enumerate(kinds):
        word = f"w{number}w"
        match kind:
            case "li":
                html.append(f"<ul><li>{word}</ul>")
            case "td":
                html.append(f"<table><tr><td>{word}<td>–</table>")
            case "note":
                html.append(f'<p>–<a role="doc-noteref" href="#n{number}">1</a></p>')
                notes.append(f'<aside role="doc-footnote" id="n{number}">{word}</aside>')
            case _:
                html.append(f"<{kind}>{word}</{kind}>")
    files, _ = imported(page(f"<h1>Kapitel</h1>Text.{''.join(html)}{''.join(notes)}"), name="a.html")
    chapters, said = parsed(files)
    assert [str(one) for one in said] == [], texts(files)
    text = "".join(f"{printed(one.title)}{printed(one.blocks)}" for one in chapters)
    below = "".join(printed(one.notes) for one in chapters)
    assert re.findall(r"w\d+w", text) == [f"w{n}w" for n, kind in enumerate(kinds) if kind != "note"]
    assert re.findall(r"w\d+w", below) == [f"w{n}w" for n, kind in enumerate(kinds) if kind == "note"]


def test_from_an_e_book_to_a_book(tmp_path: Path) -> None:
    (tmp_path / "alt.epub").write_bytes(epub())
    assert main(["import", str(tmp_path / "alt.epub"), "--dir", str(tmp_path / "neu")]) == 0
    result = api.build(tmp_path / "neu")
    assert not result.failed, [str(one) for one in result.diagnostics]


def test_an_archive_of_pages(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(
        archive({"buch/a.html": page("<h1>A</h1><p>x"), "buch/b.html": page("<h1>B</h1><p>y")})
    )
    assert main(["import", str(tmp_path / "a.zip"), "--dir", str(tmp_path / "neu")]) == 0
    assert sorted(path.name for path in (tmp_path / "neu/chapters/de").iterdir()) == ["01-a.md", "02-b.md"]


def test_what_nobody_knows_is_refused() -> None:
    with pytest.raises(BookbuilderError, match="no manuscript"):
        tried(folder({"a.bin": b"\0"}))


def test_a_page_of_an_e_book_that_holds_all_of_it_is_no_title_page() -> None:
    """As in The Waste Land of the samples of EPUB 3: its title page is a section of the only page."""
    inner = (
        '<section epub:type="frontmatter"><section epub:type="titlepage"><h1>Das Buch</h1></section></section>'
        '<section epub:type="bodymatter"><section><h2>Eins</h2><p>Text.</p></section>'
        "<section><h2>Zwei</h2><p>Mehr.</p></section></section>"
    )
    files, _ = imported(epub(**{"t/1": inner, "t/2": "", "t/3": "", "t/n": ""}), name="buch.epub")
    text = "".join(data.decode() for path, data in sorted(files.items()) if path.endswith(".md"))
    assert "Text." in text and "## Zwei\n\nMehr." in text


def test_readings_above_words_stand_behind_them() -> None:
    assert "漢字(かんじ)です" in body("<p><ruby>漢字<rp>(</rp><rt>かんじ</rt><rp>)</rp></ruby>です</p>")


def test_a_formula_that_cannot_be_set_stays_code() -> None:
    data = page(r"<h1>Kapitel</h1><p>Wasser ist <span class='math inline'>\(\ce{H2O}\)</span>.</p>")
    files, findings = imported(data, name="a.html")
    assert r"Wasser ist `\ce{H2O}`{.math}." in "".join(texts(files).values())
    assert "import.formula" in codes(findings)


def test_displayed_formulas_stay_displayed() -> None:
    data = page(
        r"<h1>K</h1><p>Es gilt <span class='math display'>\[a | b\]</span> hier.</p><math display='block'><mi>x</mi></math>"
    )
    files, findings = imported(data, name="a.html")
    assert "Es gilt $$a | b$$ hier.\n\n$$x$$" in "".join(texts(files).values())
    assert "import.formula" not in codes(findings)
