"""The numbers of chapters that another program has written into titles are no words of them."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.importer.imported import archive, codes, folder, imported, texts
from tests.importer.test_pages import ITEM, ONE, XHTML, epub_with_pictures, page

LABELS = {
    "de": "Kapitel {}: ", "en": "Chapter {}. ", "fr": "Chapitre {} – ", "es": "Capítulo {}: ", "it": "Capitolo {}: ",
    "nl": "Hoofdstuk {}: ", "pl": "Rozdział {}: ", "cs": "Kapitola {}: ", "sv": "Kapitel {}: ", "ru": "Глава {}: ",
    "uk": "Розділ {}: ", "tr": "{}. Bölüm: ", "ja": "第{}章: ", "zh": "第{}章　", "ar": "الفصل {}: ", "he": "פרק {}: ",
    "bare": "{}. ", "no sign": "{} ", "pandoc": "[Kapitel {}]{{.chapter-number}} ",
}  # fmt: skip
TITLES = ("Der Brief", "*Das* Haus", "Ein `Ende`")
FOUND = re.compile(r"^title: '?(.*?)'?$", re.MULTILINE)


def titles(files: dict[str, str]) -> list[tuple[str, bool]]:
    """Return the titles of chapters, and whether they have numbers."""
    return [(FOUND.findall(text)[0], "\nnumbered: false\n" not in text) for _, text in sorted(files.items())]


EXPECTED = [("Vorab", False), *((title, True) for title in TITLES), ("Register", False)]


@pytest.mark.parametrize("label", [label for label in LABELS.values() if "{.ch" not in label.format(1)])
@pytest.mark.parametrize("quotes", ["", "'", '"'])
@pytest.mark.parametrize("heading", [False, True])
def test_numbers_in_the_front_matter_of_markdown(label: str, quotes: str, heading: bool) -> None:
    heads = ["Vorab", *(f"{label.format(n)}{title}" for n, title in enumerate(("Der Brief", "Das Haus"), 1))]
    quotes = quotes or ("'" if ":" in label else "")
    sources = {
        f"{n}.md": f"---\ntags: [a]\ntitle: {quotes}{head}{quotes}\n---\n\n"
        + (f"# {head}\n\n" if heading else "")
        + "Wort.\n"
        for n, head in enumerate(heads)
    }
    files, findings = imported(folder(sources), importer="markdown", locale="de")
    assert titles(texts(files)) == [("Vorab", False), ("Der Brief", True), ("Das Haus", True)]
    assert "import.counted" in codes(findings)


@pytest.mark.parametrize("label", LABELS.values(), ids=LABELS)
@pytest.mark.parametrize("form", ["file", "title", "front matter", "folder", "setext"])
def test_numbers_in_headings_of_markdown(label: str, form: str) -> None:
    heads = [
        "Vorab",
        *(f"{label.format(n)}{title}" for n, title in enumerate(TITLES, 1)),
        "Register {#reg .x}",
    ]
    match form:
        case "file":
            source = "\n\n".join(f"# {head}\n\nWort." for head in heads)
        case "title":
            source = "# Das Buch\n\n" + "\n\n".join(f"## {head}\n\nWort.\n\n### 1. Teil" for head in heads)
        case "front matter":
            source = "---\ntitle: Das Buch\n---\n\n" + "\n\n".join(f"# {head}\n\nWort." for head in heads)
        case "setext":
            source = "\n\n".join(f"{head}\n=====\n\nWort." for head in heads)
        case _:
            source = ""
    if form == "folder":
        files, findings = imported(
            folder({f"{n}.md": f"# {head}\n\nWort." for n, head in enumerate(heads)}),
            importer="markdown",
            locale="de",
        )
    elif form == "setext" and label.startswith("{}"):
        return  # `1. Wort` with a line below is a list
    else:
        files, findings = imported(source.encode(), name="buch.md", locale="de")
    assert titles(texts(files)) == EXPECTED
    assert "import.counted" in codes(findings)


@pytest.mark.parametrize(
    "heads",
    [
        ["1984", "1989", "2001"],
        ["3 Männer", "Ein Boot", "7 Zwerge"],
        ["1. Der Brief", "Zwei", "Drei", "Vier"],
        ["Kapitel 2: A", "Kapitel 3: B"],
        ["Kapitel 1: A", "Kapitel 1: B"],
        ["Kapitel 1", "Kapitel 2"],
        ["Ein Titel", "Noch einer"],
        ["Kapitel 1: A"],
    ],
)
def test_numbers_that_count_nothing_stay(heads: list[str]) -> None:
    files, findings = imported(
        "\n\n".join(f"# {head}\n\nWort." for head in heads).encode(), name="buch.md", locale="de"
    )
    assert titles(texts(files)) == [(head, True) for head in heads] and "import.counted" not in codes(
        findings
    )


@given(
    st.lists(
        st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=9),
        max_size=6,
    )
)
def test_no_word_of_a_title_is_lost(words: list[str]) -> None:
    source = "\n\n".join(f"# Kapitel {n}: x{word}\n\nWort {n}." for n, word in enumerate(words, 1))
    files, _ = imported(f"{source or 'Wort'}\n".encode(), name="buch.md", locale="de")
    text = "".join(texts(files).values())
    assert len(re.findall(r"Wort \d", text)) == len(words)


@pytest.mark.parametrize("label", [one for key, one in LABELS.items() if key != "pandoc"])
def test_numbers_in_headings_of_pages(label: str) -> None:
    html = "".join(
        f"<h1><span class='chapter-number'>{label.format(n).rstrip()}</span> {title}</h1><p>Wort.</p>"
        for n, title in enumerate(["Der Brief", "Das Haus"], 1)
    )
    files, _ = imported(page(f"<h1>Vorab</h1><p>x</p>{html}"), name="a.html")
    assert titles(texts(files)) == [("Vorab", False), ("Der Brief", True), ("Das Haus", True)]


def opening(lines: str, title: str = "Der Brief") -> str:
    return XHTML.format(f"<section><header>{lines}<h1>{title}</h1></header><p>Wort.</p></section>")


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        ("<p>Kapitel 2</p>", "Wort.\n"),
        ("<p>2</p>", "Wort.\n"),
        ("<p>Kapitel 2 <span>Analyse</span></p>", "Analyse\n\nWort.\n"),
        ("<p>Kapitel 2</p><p>Montag, Kiew</p>", "Montag, Kiew\n\nWort.\n"),
        ("", "Wort.\n"),
        ("<p>第2章</p>", "Wort.\n"),
        (f"<p>{'Lang. ' * 40}</p>", None),
        ("<p>a</p><p>b</p><p>c</p><p>d</p>", None),
        ("<blockquote><p>a</p></blockquote>", None),
    ],
)
def test_lines_above_the_heading_of_a_page(lines: str, text: str | None) -> None:
    item = ITEM.format("t/2.xhtml", "application/xhtml+xml", "")
    nav = '<li><a href="t/1.xhtml">Eins</a></li><li><a href="t/2.xhtml">2 Der Brief</a></li>'
    data = epub_with_pictures(item, f'{ONE}<itemref idref="pic"/>', {"t/2.xhtml": opening(lines)}, nav=nav)
    files, _ = imported(data, name="a.epub")
    found = [one for path, one in texts(files).items() if path.endswith("brief.md")]
    assert len(found) == 1
    if text is None:
        assert "## Der Brief" in found[0]
    else:
        assert found[0].endswith(f"\n---\n\n{text}") and "title: Der Brief" in found[0].replace(
            "2 Der", "Der"
        )


def test_printed_contents_of_an_e_book_are_left_out() -> None:
    marks = (
        '<nav epub:type="landmarks"><ol><li><a epub:type="toc" href="t/c.xhtml">Inhalt</a></li>{}</ol></nav>'
    )
    item = ITEM.format("t/c.xhtml", "application/xhtml+xml", "")
    contents = XHTML.format('<h1>Inhalt</h1><ol><li><a href="1.xhtml">Eins</a></li></ol>')
    for other, count in (("", 1), ('<li><a epub:type="bodymatter" href="t/c.xhtml">Text</a></li>', 2)):
        nav = f"</ol></nav>{marks.format(other)}<nav><ol>"
        data = epub_with_pictures(item, f'<itemref idref="pic"/>{ONE}', {"t/c.xhtml": contents}, nav=nav)
        files, findings = imported(data, name="a.epub")
        assert len(texts(files)) == count and ("import.contents" in codes(findings)) is (count == 1)


@pytest.mark.parametrize("start", ["", "<?xml version='1.0'?>", "<!-- x -->"])
def test_a_drawing_comes_in_without_the_fonts_that_it_embeds(start: str) -> None:
    svg = (
        f'{start}<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><style>@font-face {{ font-family: "A";'
        " src: url(data:font/woff2;base64,d09G); } text { fill: red }</style><text>Wort</text></svg>"
    )
    files, findings = imported(
        archive({"a.html": page('<h1>A</h1><p><img src="a.svg" alt="B">'), "a.svg": svg}), name="a.zip"
    )
    drawing = files["chapters/de/images/a.svg"]
    assert b"font-face" not in drawing and b"fill: red" in drawing and b"Wort" in drawing
    assert "import.picture" not in codes(findings)
