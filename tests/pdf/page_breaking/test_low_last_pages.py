"""A chapter that ends with a few lines on its last page is told, and what would help does."""

from __future__ import annotations

import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st
from weasyprint.formatting_structure import boxes

from bookbuilder import api
from bookbuilder.diagnostics import Span
from bookbuilder.formats.pdf.compile.layout_finding import LayoutFinding
from bookbuilder.formats.pdf.engine.read.layout_findings import layout_findings
from bookbuilder.formats.pdf.paginate.low_last_pages import low_last_pages
from tests.cases import book
from tests.pdf.line_breaking.typeset_paragraphs import Typesetter

LINE = 18.0
ROWS = 14
PAGE = f"@page {{ size: 600px {ROWS * LINE + 40}px !important }} p {{ text-indent: 0 }}"
CSS = f"""{PAGE}
pre {{ break-inside: avoid; margin: 0; padding: 0; border: 0 }}
p, h2 {{ margin: 0; line-height: 18px }}
.footnote {{ line-height: 18px; font-size: 12px }}"""
WORDS = "Die Zeit ist knapp, und im Haus wird über die Lage geredet, wie man es oft hört. " * 12


def last_lines(document: Any) -> tuple[int, float]:
    """Return the last page with text or code, not only the rest of a note, and how many lines all on it are high, notes
    included, as it is laid out."""
    with_text = [
        number for number, page in enumerate(document.pages) if any(map(holds_text, page._page_box.children))
    ]
    number = max(with_text, default=0)
    root = document.pages[number]._page_box
    height = 0.0
    for child in root.children:
        if isinstance(child, boxes.MarginBox):
            continue
        inside = [
            box for box in child.descendants() if isinstance(box, boxes.LineBox) or box.element_tag == "pre"
        ]
        if isinstance(child, boxes.FootnoteAreaBox):
            height += child.margin_height() if inside else 0
        elif inside:
            top = root.content_box_y()
            height += max(box.position_y + box.margin_height() - box.margin_bottom - top for box in inside)
    return number, height / LINE


def holds_text(child: Any) -> bool:
    if isinstance(child, boxes.MarginBox | boxes.FootnoteAreaBox):
        return False
    return any(isinstance(box, boxes.LineBox) or box.element_tag == "pre" for box in child.descendants())


def told(document: Any) -> list[tuple[int, int]]:
    return [(one.page, one.measure) for one in layout_findings(document) if one.code == "page.last"]


PARAGRAPHS = st.integers(20, 900).map(lambda length: f"<p>{WORDS[:length].strip()}</p>")
BLOCKS = st.one_of(
    PARAGRAPHS,
    PARAGRAPHS,
    st.integers(40, 200).map(lambda height: f'<pre style="height: {height}px"></pre>'),
    st.just('<h2 id="h">Kopf</h2><p>Darunter.</p>'),
    st.just(f'<p>Ein Satz<span class="footnote">{WORDS[:120]}</span>.</p>'),
    st.just('<div class="pagebreak"></div>'),
)


@pytest.mark.heavy
@settings(max_examples=60)
@given(st.lists(BLOCKS, min_size=3, max_size=12), st.integers(1, 2))
def test_what_is_told_is_what_is_laid_out(press: Typesetter, html: list[str], columns: int) -> None:
    css = CSS if columns == 1 else f"{CSS} .chapter {{ columns: 2; column-gap: 20px }}"
    document = press.pages("".join(html), css)
    found, (last, height) = told(document), last_lines(document)
    if found:
        event("told")
        ((page, measure),) = found
        assert page == last > 0
        assert 1 <= measure <= 4
        assert height / columns < measure + 1 and measure <= max(columns * height, 1) + 0.1
    elif last and columns * height < 4.9:
        event("a break of the author")
        assert '<div class="pagebreak"></div>' in html


def test_a_chapter_of_one_page_may_be_short(press: Typesetter) -> None:
    assert told(press.pages("<p>Ein Satz.</p>", CSS)) == []


def test_what_follows_on_the_page_fills_it(press: Typesetter) -> None:
    """Chapters of a novel may follow one another on a page."""
    first = f'<section class="chapter" id="a"><p>{WORDS[:900]}</p></section>'
    second = f'<section class="chapter" id="b"><p>{WORDS[:300]}</p></section>'
    css = f"{CSS} .chapter {{ break-before: auto !important }} p {{ break-inside: auto }}"
    for lines in range(1, 16):
        html = first.replace("</p>", f"</p>{'<p>Ein Satz.</p>' * lines}")
        alone = press.pages(f"</section>{html}<section>", css)
        if told(alone):
            break
    else:
        pytest.fail("no chapter ends low")
    assert told(press.pages(f"</section>{html}{second}<section>", css)) == []


def built(root: Path, sentences: int) -> list[str]:
    """Return what is told of a book with a chapter of short paragraphs, of which none can be a line longer or shorter."""
    (root / "chapters/de/01-a.md").write_text("# A\n\n" + "Ein Satz.\n\n" * sentences, encoding="utf-8")
    return book.told(
        one for one in api.build(root, jobs=1).diagnostics if one.code == "page.last"
    ).splitlines()


@pytest.mark.heavy
@pytest.mark.parametrize(
    ("theme", "columns"), [("dossier", 1), ("paper", 1), ("report", 1), ("novel", 1), ("magazine", 2)]
)
def test_what_is_said_to_help_helps(theme: str, columns: int, tmp_path: Path) -> None:
    root = book.write(tmp_path, {"chapters/de/01-a.md": book.CHAPTER}, editions=book.PRINT)
    path = root / "book.toml"
    named = path.read_text(encoding="utf-8").replace("[book]\n", f'[book]\ntheme = "{theme}"\n', 1)
    path.write_text(named, encoding="utf-8")
    found = (
        (sentences, told) for sentences in range(14 * columns**2, 160) if (told := built(root, sentences))
    )
    sentences, (problem, hint) = next(found)
    shape = (
        r"{}:(\d+):1: notice: page \d+, the last one of its chapter, holds only (\d) lines? \[page\.last\]"
    )
    numbers = re.fullmatch(shape.format("chapters/de/01-a.md"), problem)
    assert numbers is not None, problem
    line, held = map(int, numbers.groups())
    assert line == 3 + 2 * (sentences - held), "the first line of the page is told"
    lines = {1: "1 line"}
    cut, more = (lines.get(count, f"{count} lines") for count in (held, 5 - held))
    assert hint == f"  hint: cut {cut} from the chapter, or add {more}"
    assert built(root, sentences - held) == []
    assert built(root, sentences + 5 - held) == []


def test_in_easy_language_pages_may_be_short() -> None:
    finding = LayoutFinding("page.last", 3, measure=2)
    for reading, told in (("", 1), ("easy", 0), ("large", 1)):
        places: Any = SimpleNamespace(
            book=SimpleNamespace(edition=SimpleNamespace(reading=reading)),
            place=lambda _: Span("a.md"),
            area=lambda _: None,
        )
        assert len(list(low_last_pages([finding], "abcd", places))) == told
