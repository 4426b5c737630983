"""Readings stand above the middle of their words in print, whatever is around them, and leave the lines where they are."""

from __future__ import annotations

import shutil
import zipfile
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import jinja2
import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html
from markupsafe import Markup, escape
from weasyprint.formatting_structure.boxes import LineBox, TextBox

from bookbuilder import api
from bookbuilder.diagnostics import Findings
from bookbuilder.document import nodes
from bookbuilder.formats.pdf.compile.font_files import FontDirectory
from bookbuilder.formats.pdf.engine import typeset
from bookbuilder.formats.pdf.font_directory import font_directory
from bookbuilder.html.fonts import fonts
from bookbuilder.html.ruby import ruby_markup
from bookbuilder.validators.pdf_text import pdf_text
from bookbuilder.world import World
from tests.cases import book

BOOK = Path(__file__).parents[1] / "books" / "ja"
SHEET = Path(__file__).parents[2] / "bookbuilder/html/feature_sheets/ruby.css"
PROSE = "あ会談続国境軍はがのを"
"""Characters that the font of the book has."""
Letters = tuple[World, FontDirectory]


@pytest.fixture(scope="module")
def letters(tmp_path_factory: pytest.TempPathFactory) -> Letters:
    place = World(tmp_path_factory.mktemp("ja"))
    return place, font_directory(place, fonts(World(BOOK), Findings()))


def ruby(words: str, reading: str) -> Markup:
    """Return the markup of ruby in print."""
    renderer: Any = SimpleNamespace(
        attributes=lambda node: Markup(""), medium=SimpleNamespace(footnotes=True)
    )
    return ruby_markup(nodes.Ruby(reading, (nodes.Text(words),)), escape(words), renderer)


def document(letters: Letters, html: str, width: float, size: float, leading: float) -> Any:
    world, held = letters
    css = jinja2.Template(SHEET.read_text(encoding="utf-8")).render(medium="print") + (
        f"@page {{ size: {width + 40}px 400px; margin: 20px }} * {{ margin: 0 }}"
        f"p {{ font: {size}px/{leading} 'Noto Serif JP', Alegreya; text-align: justify; text-indent: 1em }}"
    )
    with typeset.typesetter(world, held) as (known, _):
        return typeset.lay_out(f'<html lang="ja"><body>{html}</body></html>', css, {}, known).document


def text_boxes(page: Any, tag: str) -> list[Any]:
    return [
        box
        for box in page._page_box.descendants(placeholders=True)
        if isinstance(box, TextBox) and box.element is not None and box.element.tag == tag and box.text
    ]


pieces = st.lists(
    st.tuples(
        st.text(PROSE, max_size=14),
        st.text("会談続国境軍大臣", min_size=1, max_size=4),
        st.text("かんじきょうたまわ", min_size=1, max_size=7),
    ),
    min_size=1,
    max_size=8,
)


@pytest.mark.heavy
@given(pieces, st.integers(9, 30), st.floats(7, 16), st.sampled_from((1.5, 1.75, 2.2)), st.integers(1, 5))
@settings(max_examples=40)
def test_readings_above_their_words(
    letters: Letters, parts: list[tuple[str, str, str]], em: int, size: float, leading: float, times: int
) -> None:
    paragraph = "".join(f"{before}{ruby(words, reading)}" for before, words, reading in parts)
    laid_out = document(letters, f"<p>{paragraph}</p>" * times, em * size, size, leading)
    found = 0
    for page in laid_out.pages:
        lines = [box for box in page._page_box.descendants() if isinstance(box, LineBox)]
        paragraph_lines = [line for line in lines if line.element_tag.startswith("p")]
        for one, following in pairwise(paragraph_lines):
            assert following.position_y - one.position_y == pytest.approx(size * leading, abs=0.02)
        words, readings = text_boxes(page, "rb"), text_boxes(page, "span")
        assert len(words) == len(readings), "a reading is on the page of its words, and no line parts them"
        for base, above in zip(words, readings, strict=True):
            found += 1
            middle = base.position_x + base.width / 2
            # Room between characters is behind the last one, too.
            tolerance = (0.1 + 0.11 * len(base.text)) * size
            assert above.position_x + above.width / 2 == pytest.approx(middle, abs=tolerance)
            lift = (base.position_y + base.baseline) - (above.position_y + above.baseline)
            assert lift == pytest.approx(0.96 * size, abs=0.02)
            assert above.style["font_size"] == pytest.approx(size / 2)
        # Readings do not run into one another.
        for (a, x), (b, y) in pairwise(zip(words, readings, strict=True)):
            if a.position_y == b.position_y:
                assert x.position_x + x.width <= y.position_x + 0.35 * size
    assert found == len(parts) * times


def test_the_text_is_copied_without_gaps(letters: Letters) -> None:
    """What is drawn in the order of the text are the words; the readings of a page come behind it."""
    html = f"<p>会談{ruby('軍', 'かん')}{ruby('大', 'じ')}続</p><p>国{ruby('会臣', 'きょう')}境</p>"
    (page,) = document(letters, html, 200, 10, 2).pages
    assert "".join(box.text for box in text_boxes(page, "p") + text_boxes(page, "rb")) == "会談続国境軍大会臣"
    assert [box.text for box in text_boxes(page, "span")] == ["かん", "じ", "きょう"]


def test_a_reading_in_a_note(letters: Letters) -> None:
    """A note stands below the text area of its page."""
    note = f'<span style="float: footnote; font-size: 8px">国{ruby("会", "かん")}</span>'
    (page,) = document(letters, f"<p>国{ruby('軍', 'じ')}{note}境</p>", 200, 10, 2).pages
    words, readings = (
        text_boxes(page, "rb"),
        [box for box in text_boxes(page, "span") if box.text in "かんじ"],
    )
    lifts = [
        a.position_y + a.baseline - b.position_y - b.baseline for a, b in zip(words, readings, strict=True)
    ]
    assert lifts == pytest.approx([9.6, 0.96 * 8], abs=0.02)
    assert [b.position_x + b.width / 2 for b in words] == pytest.approx(
        [b.position_x + b.width / 2 for b in readings], abs=0.5
    )


@pytest.mark.parametrize(
    ("words", "reading", "room"),
    [
        ("漢", "かん", ""),
        ("承", "うけたまわ", ' style="padding: 0 0.75em"'),
        ("Genf", "ジュネーヴ", ' style="padding: 0 0.25em"'),
    ],
)
def test_room_beside_short_words(words: str, reading: str, room: str) -> None:
    assert str(ruby(words, reading)).startswith(f"<ruby{room}><rb>{words}</rb><rt ")


TITLE = '[漢字]{ruby="かん|じ"}の文章'
LONG = "、".join(['[東京]{ruby="とう|きょう"}の文章[漢字]{ruby="かん|じ"}'] * 4)


@pytest.mark.heavy
@pytest.mark.parametrize("kind", ["chapter", "analysis"])
def test_titles_have_readings_and_what_names_them_has_none(kind: str, tmp_path: Path) -> None:
    """The contents, running heads, the outline, and titles of pages have the words alone."""
    files = {
        "chapters/ja/01-a.md": f"---\ntitle: '{TITLE}'\nkind: {kind}\n---\n\n"
        + "文章がここにある。\n\n" * 60,
        "chapters/ja/02-b.md": f"# {LONG}\n\n## {LONG}\n\n文章[](#01-a)\n\n### {LONG}\n\n文章\n",
    }
    root = book.write(tmp_path, files)
    shutil.copytree(BOOK / "fonts", root / "fonts")
    result = api.build(root, jobs=1)
    assert [
        str(one) for one in result.diagnostics if one.code.startswith(("page.over", "text.", "line."))
    ] == []
    made = {path.suffix: path for path in result.files}
    title, long = "漢字の文章", "、".join(["東京の文章漢字"] * 4)
    readings = ["かん", "じ"]
    with pikepdf.open(made[".pdf"]) as pdf, pdf.open_outline() as outline:
        labels = [item.title for item in outline.root]
        assert labels[-2:] == [title, long] and outline.root[-1].children[0].title == long
    with zipfile.ZipFile(made[".epub"]) as archive:
        pages = {name: archive.read(name).decode() for name in archive.namelist() if name.endswith(".xhtml")}
    (site,) = (path for path in result.files if path.is_dir())
    pages |= {path.name: path.read_text(encoding="utf-8") for path in site.glob("*.html")}
    pages["whole"] = made[".html"].read_text(encoding="utf-8")
    found = 0
    for name, page in pages.items():
        root_element = html.fromstring(page.encode())
        assert "じ" not in "".join(root_element.xpath("//head//title/text()"))
        # Nothing but the title has them: neither links to it nor contents.
        assert root_element.xpath("//a//rt | //nav//rt") == [], name
        for heading in root_element.xpath("//h1[rt or .//rt] | //h2[contains(@class, 'title')][.//rt]"):
            found += heading.xpath(".//rt/text()")[:2] == readings
    assert found == 3  # in the e-book, on a page of its own, and in the whole book
    text = "".join(run.text for run in pdf_text(made[".pdf"].read_bytes()).pieces)
    assert text.count("かん") == 1 + 3 * 4
