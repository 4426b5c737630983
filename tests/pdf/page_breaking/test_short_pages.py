"""A page that is planned to lack lines is told, with what stands below it; a page that is full is not."""

from __future__ import annotations

from dataclasses import replace
from math import inf
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st
from weasyprint.formatting_structure import boxes

from bookbuilder import api
from bookbuilder.diagnostics import Findings, Span
from bookbuilder.formats.pdf.compile.compiled_part import NOT_COMPILED, CompiledPage
from bookbuilder.formats.pdf.compile.layout_finding import LayoutFinding
from bookbuilder.formats.pdf.engine.read.layout_findings import layout_findings
from bookbuilder.formats.pdf.paginate.finding_places import FindingPlaces
from bookbuilder.formats.pdf.paginate.layout_messages import findings_in_order, report_findings
from bookbuilder.formats.pdf.paginate.page_order import PageSequence, PlacedPage
from tests.cases import book
from tests.pdf.line_breaking.typeset_paragraphs import Typesetter

LINE = 18.0
PAGE = f"@page {{ size: 600px {14 * LINE + 40}px !important }} p {{ text-indent: 0 }} pre {{ height: 45px }}"
WORDS = "Die Zeit ist knapp, und im Haus wird über die Lage geredet, wie man es oft hört. " * 12


def lacking(document: Any) -> list[float]:
    """Return how many lines each page but the last one lacks, as it is laid out."""
    found = []
    for page in document.pages[:-1]:
        root = page._page_box
        lowest = -inf
        for child in root.children:
            if not isinstance(child, boxes.MarginBox | boxes.FootnoteAreaBox):
                solid = (
                    box
                    for box in child.descendants()
                    if isinstance(box, boxes.LineBox) or box.element.tag == "pre"
                )
                lowest = max(
                    [lowest, *(box.position_y + box.margin_height() - box.margin_bottom for box in solid)]
                )
        found.append((root.content_box_y() + root.height - lowest) / LINE)
    return found


BLOCKS = st.one_of(
    st.integers(20, 900).map(lambda length: f"<p>{WORDS[:length].strip()}</p>"),
    st.integers(20, 900).map(lambda length: f"<p>{WORDS[:length].strip()}</p>"),
    st.integers(40, 200).map(lambda height: f'<pre style="height: {height}px" data-source="a.md:1:1"></pre>'),
    st.just('<h2 id="h">Kopf</h2>'),
    st.just('<div class="pagebreak"></div>'),
)


@pytest.mark.heavy
@settings(max_examples=40)
@given(st.lists(BLOCKS, min_size=3, max_size=14))
def test_what_is_told_is_what_is_laid_out(press: Typesetter, html: list[str]) -> None:
    css = f"{PAGE} pre {{ break-inside: avoid; margin: 0; padding: 0; border: 0 }} p, h2 {{ margin: 0; line-height: 18px }}"
    document = press.pages("".join(html), css)
    told = {page.page: page for page in layout_findings(document) if page.code == "page.short"}
    for number, lines in enumerate(lacking(document)):
        if number in told:
            (kind,) = told[number].words
            assert told[number].measure <= lines + 0.01 < told[number].measure + 1
            assert kind in ("", "code", "heading")
            assert (kind == "code") == (told[number].block == "a.md:1:1")
        elif lines >= 1:
            event("a break of the author")
            assert '<div class="pagebreak"></div>' in html
    event(f"{len(told)} short pages")


def short_page(page: int, lines: int, kind: str, block: str) -> LayoutFinding:
    return LayoutFinding("page.short", page, block, words=(kind,), measure=lines)


def reported(*short: LayoutFinding, first: int = 3, align: str = "justify") -> list[str]:
    """Return what is told of a part of ten pages, the first of which is this page of the book."""
    part = replace(NOT_COMPILED, pages=(CompiledPage(0, 0, True, (0, 0, 0, 0)),) * 10, findings=short)
    pages = tuple(
        PlacedPage(0, index - first, index % 2 == 0, index + 1, "D" if index > 3 else "r")
        for index in range(first, first + 10)
    )
    front = tuple(PlacedPage(0, -1, index % 2 == 0, index + 1, "r") for index in range(first))
    findings = Findings()
    head = SimpleNamespace(id="01-a", span=Span("a.md"))
    galley = SimpleNamespace(head=head, decoded=lambda: SimpleNamespace(blocks=()))
    chapters: Any = SimpleNamespace(
        document=SimpleNamespace(galleys=(galley,), heads=()),
        edition=SimpleNamespace(reading=""),
        theme=SimpleNamespace(tokens={"text": {"align": align}}),
    )
    order = PageSequence((*front, *pages), {})
    labels = [page.label for page in order.pages]
    report_findings(findings_in_order([part], order, chapters), labels, FindingPlaces(chapters), findings)
    return [str(one) for one in findings.sorted()]


def test_the_folio_is_told_as_it_is_printed() -> None:
    assert reported(short_page(0, 3, "", "a.md:3:1")) == [
        "a.md:3:1: notice: page iv is three lines short: its paragraphs cannot be set so that they fill it [page.short]"
    ]
    assert reported(short_page(5, 14, "table", "a.md:3:1")) == [
        "a.md:3:1: notice: page 9 is 14 lines short: the table below cannot be parted [page.short]"
    ]
    assert reported(short_page(5, 2, "heading", "nowhere")) == [
        "a.md: notice: page 9 is two lines short: the heading below stays with what follows it [page.short]"
    ]


def test_facing_pages_that_are_level_are_told_once() -> None:
    left, right = short_page(4, 2, "", "a.md:3:1"), short_page(5, 2, "figure", "a.md:9:1")
    assert reported(left, right) == [
        "a.md:9:1: notice: pages 8 and 9 are each two lines short: the figure below cannot be parted [page.short]"
    ]
    assert len(reported(left, replace(right, measure=3))) == 2
    assert len(reported(left, replace(right, measure=1))) == 1, "nobody sees a line"
    assert len(reported(replace(left, page=5), replace(right, page=6))) == 2, "two sides of one leaf"


@pytest.mark.parametrize(("align", "lines"), [("justify", 2), ("start", 4)])
def test_ragged_pages_may_end_some_lines_high(align: str, lines: int) -> None:
    for lacking in range(1, 7):
        told = reported(short_page(5, lacking, "", "a.md:3:1"), align=align)
        assert len(told) == (lacking >= lines), lacking


ROWS = "\n".join(f"| {number} | {WORDS[:90]} |" for number in range(20))
TABLE = f"""\
::: table {{float=here}}
| Zahl | Satz |
| --- | --- |
{ROWS}

Eine Tafel.
:::
"""
TEXT = "\n\n".join([WORDS[:600].strip()] * 5)


@pytest.mark.heavy
def test_a_build_tells_what_cannot_be_parted_with_its_place_and_tells_it_again(tmp_path: Path) -> None:
    chapter = f"# A\n\n{WORDS[:600].strip()}\n\n{TABLE}\n{TEXT}\n\n::: pagebreak\n:::\n\nSchluss.\n"
    root = book.write(tmp_path, {"chapters/de/01-a.md": chapter}, editions=book.PRINT)
    first = api.build(root)
    line = chapter.split("\n").index("::: table {float=here}") + 1
    (told,) = [one for one in first.diagnostics if one.code == "page.short"]
    assert (told.span.path, told.span.line, told.severity) == ("chapters/de/01-a.md", line, "notice")
    assert told.message.endswith("short: the table below cannot be parted")
    assert not api.build(root, strict=True).failed
    assert api.build(root).diagnostics == first.diagnostics
    (root / "book.toml").write_text((root / "book.toml").read_text() + "\n# another book.toml\n")
    warm = api.build(root)
    assert not warm.unchanged and warm.diagnostics == first.diagnostics
    moved = chapter.replace("::: table {float=here}", "::: table")
    (root / "chapters/de/01-a.md").write_text(moved)
    assert not [one for one in api.build(root).diagnostics if one.code == "page.short"]


BOXES = {
    "box": "::: key-facts\n- Eins\n{items}\n:::",
    "titled box": "::: key-facts Zahlen\n- Eins\n{items}\n:::",
    "aside": "::: aside\nEins\n\n{items}\n:::",
}
"""Boxes, whose HTML has neither an id nor a place in the source: with a title of the program, of the author, and none."""


@pytest.mark.heavy
@pytest.mark.parametrize("kind", BOXES)
def test_a_box_is_told_with_its_line(kind: str, tmp_path: Path) -> None:
    """Of a box only the file was told."""
    block = BOXES[kind].format(items="\n".join(f"- {WORDS[:55]}" for _ in range(20)))
    chapter = f"# A\n\n{WORDS[:500].strip()}\n\n{WORDS[:700].strip()}\n\n{block}\n\n{TEXT}\n"
    root = book.write(tmp_path, {"chapters/de/01-a.md": chapter}, editions=book.PRINT)
    told = [one for one in api.build(root).diagnostics if one.code == "page.short"]
    lines = chapter.split("\n")
    first = next(number for number, line in enumerate(lines, 1) if line.startswith(":::"))
    (at,) = [one.span.line for one in told if "below cannot be parted" in one.message]
    assert first <= at <= first + block.count("\n")


def test_many_short_pages_of_a_chapter_are_told_once() -> None:
    one_by_one = reported(*(short_page(page, 3, "row", f"a.md:{page + 1}:1") for page in (0, 2, 4, 6)))
    assert len(one_by_one) == 4
    assert reported(*(short_page(page, 3, "row", f"a.md:{page + 1}:1") for page in (0, 2, 4, 6, 8))) == [
        (
            "a.md:1:1: notice: 5 pages of this chapter, from page iv on, are two lines or more short: what stands on them"
            " cannot be set so that they are full, mostly before a row [page.short]"
        )
    ]
