"""Figures stand where they are asked to: at the head or the foot of a page, on one of their own, or where they are written;
no text is lost by that, and none stands before what is written before it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st
from weasyprint.formatting_structure import boxes

from bookbuilder import api
from bookbuilder.formats.pdf.page_breaking.blocks import (
    FOOT,
    HEAD,
    BlockSetting,
    ColumnBlock,
    PageCosts,
    PageMeasure,
    PlannedPage,
    PlannedStart,
)
from bookbuilder.formats.pdf.page_breaking.page_fit import plan
from tests.cases import book
from tests.pdf.line_breaking.typeset_paragraphs import (
    Line,
    Typesetter,
    behind,
)

LINE = 18.0
COUNT = 14
PAGE = f"""
@page {{ size: 600px {COUNT * LINE + 40}px !important }}
p {{ margin: 0; text-indent: 0 }} figure, div.table {{ margin: {LINE}px 0 !important; break-inside: avoid }}
"""
WORDS = "Die Zeit ist knapp, und im Haus wird über die Lage geredet, wie man es oft hört. " * 12


@dataclass(frozen=True, slots=True)
class Placed:
    """A figure or a line on a page (from 0): the id of its element, and where it begins and ends, in lines from the head."""

    page: int
    id: str
    top: float
    bottom: float
    line: Line | None = None


def placed(document: Any) -> list[Placed]:
    """Return the lines of paragraphs and the figures of a document, in their order on its pages."""
    found = []
    for number, page in enumerate(document.pages):
        head = page._page_box.content_box_y()
        for box in page._page_box.descendants():
            line = isinstance(box, boxes.LineBox) and box.element_tag == "p"
            if line or (isinstance(box, boxes.BlockBox) and box.element_tag in ("figure", "div")):
                top = (box.position_y + (0 if line else box.margin_top) - head) / LINE
                height = (box.height if line else box.border_height()) / LINE
                own = Line(box, box) if line else None
                found.append(Placed(number, box.element.get("id"), top, top + height, own))
    return found


def at_head(figure: Placed, every: Sequence[Placed]) -> bool:
    """Whether no text stands above a figure on its page."""
    return not any(one.line and one.page == figure.page and one.top < figure.top for one in every)


def at_foot(figure: Placed, every: Sequence[Placed]) -> bool:
    """Whether no text stands below a figure on its page."""
    return not any(one.line and one.page == figure.page and one.top > figure.top for one in every)


KINDS = ("auto", "top", "bottom", "page", "here")
BOX = "box"
"""A figure in a box, which stays where it is written."""
FIGURES = st.tuples(st.sampled_from((*KINDS, BOX)), st.integers(20, 130))
TEXTS = st.integers(20, 950)


@pytest.mark.heavy
@settings(max_examples=60)
@given(st.lists(st.one_of(TEXTS, TEXTS, FIGURES), min_size=3, max_size=12))
def test_no_text_is_lost_and_no_figure_stands_too_early(
    press: Typesetter, blocks: list[int | tuple[str, int]]
) -> None:
    html, texts = [], {}
    for number, block in enumerate(blocks):
        if isinstance(block, int):
            texts[f"p{number}"] = WORDS[:block].strip()
            html.append(f'<p id="p{number}">{texts[f"p{number}"]}</p>')
        else:
            place = "auto" if block[0] == BOX else block[0]
            figure = f'<figure id="f{number}" data-float="{place}" style="height: {block[1]}px"></figure>'
            boxed = f'<aside style="break-inside: avoid">{figure}</aside>'
            html.append(boxed if block[0] == BOX else figure)
    every = placed(press.pages("".join(html), PAGE))
    for name, text in texts.items():
        behind([one.line for one in every if one.id == name and one.line], text)
    figures = [one for one in every if one.line is None]
    assert [one.id for one in figures] == [
        f"f{n}" for n, block in enumerate(blocks) if not isinstance(block, int)
    ]
    assert all(one.bottom <= COUNT + 0.1 for one in every)
    for above, below in pairwise(every):
        assert above.page < below.page or above.bottom <= below.top + 0.1
    first = {one.id: (number, one.page) for number, one in reversed(list(enumerate(every)))}
    kinds = {n: block[0] for n, block in enumerate(blocks) if not isinstance(block, int)}
    for one in figures:
        number = int(one.id[1:])
        assert all(first[f"p{n}"][0] < first[one.id][0] for n in range(number) if f"p{n}" in texts)
        kind = kinds[number]
        text_below = any(other.line and first[other.id][0] > first[one.id][0] for other in every)
        event(f"{kind}: head {at_head(one, every)} foot {at_foot(one, every)} last {not text_below}")
        if kind in ("here", BOX):
            after = next((n for n in range(number + 1, len(blocks)) if f"p{n}" in texts), None)
            assert after is None or first[f"p{after}"][0] > first[one.id][0]


TEXT = f"<p>{WORDS[:349].strip()}</p>"
LONG = f"<p>{WORDS[:949].strip()}</p>"


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("height", [54, 72, 90])
def test_figures_stand_where_they_are_asked_to(press: Typesetter, kind: str, height: int) -> None:
    figure = f'<figure id="f{{}}" data-float="{kind}" style="height: {height}px"></figure>'
    html = TEXT + figure.format(1) + LONG + TEXT + figure.format(2) + LONG + TEXT + LONG
    every = placed(press.pages(html, PAGE))
    figures = [one for one in every if one.line is None]
    assert [one.id for one in figures] == ["f1", "f2"]
    for one in figures:
        alone = at_head(one, every) and at_foot(one, every)
        assert alone == (kind == "page")
        if kind in ("top", "bottom"):
            assert at_head(one, every) == (kind == "top") and at_foot(one, every) == (kind == "bottom")
        if kind == "bottom":
            assert one.bottom > COUNT - 1
    last = max(one.page for one in every)
    for page in range(last):
        lowest = max(one.bottom for one in every if one.page == page)
        assert lowest > COUNT - 1.01 or (kind == "here") or figures[0].page == page or figures[1].page == page


def test_a_figure_that_is_here_makes_a_hole_rather_than_move(press: Typesetter) -> None:
    """The planner would move it, and does so without the class."""
    figure = '<figure id="f" class="{}" style="height: 126px"><figcaption></figcaption></figure>'
    table = (
        '<div class="table {}" id="f"><table><caption>Tafel</caption><tr><td style="height: 100px">a</td></tr></table>'
        "</div>"
    )
    for block in (figure, table):
        for name, moves in (("here", False), ("", True)):
            html = f'{TEXT}{block.format(name)}<p id="next">{WORDS[:949].strip()}</p>'
            every = placed(press.pages(html, PAGE))
            order = [one.id for one in every if one.id in ("f", "next")]
            assert (order[0] == "next") == moves
            end = max(one.bottom for one in every if one.page == 0)
            assert (end < COUNT - 3) != moves


# -- the file ----------------------------------------------------------------------------------------------------------

PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 60 24" width="60mm" height="24mm"/>'


def words(seed: int, length: int) -> str:
    """Return words, no two of which are alike."""
    return " ".join(f"wort{seed}x{n}" for n in range(length)) + "."


@pytest.mark.heavy
def test_a_book_reads_a_figure_where_it_is_written_and_prints_it_further_below(tmp_path: Path) -> None:
    def figure(name: str, place: str) -> str:
        return f"::: figure {{#{name} float={place}}}\n![Bild]({name}.svg)\n\nBildunterschrift {name}.\n:::\n"

    parts = [f"# A\n\nSiehe [](#oben) auf [](#oben){{ref=page}}. {words(1, 60)}"]
    for number, (name, place) in enumerate((("oben", "top"), ("unten", "bottom"), ("allein", "page")), 2):
        parts += [
            figure(name, place),
            words(10 * number, 190),
            words(10 * number + 1, 190),
            words(10 * number + 2, 190),
        ]
    files = {f"chapters/de/{name}.svg": PICTURE for name in ("oben", "unten", "allein")}
    editions = (
        f'{book.PRINT}page_map = true\n[editions.ebook]\nformat = "epub"\n[editions.web]\nformat = "web"\n'
    )
    root = book.write(tmp_path, {"chapters/de/01-a.md": "\n\n".join(parts), **files}, editions=editions)
    result = api.build(root)
    assert book.told(result.diagnostics) == ""
    (path,) = (root / "output").glob("*.pdf")
    with pikepdf.open(path) as pdf:
        numbers = {page.objgen: number for number, page in enumerate(pdf.pages)}
        elements = list(_elements(pdf.Root.StructTreeRoot, numbers))
    paragraphs = [pages for kind, pages in elements if kind == "P" and pages and max(pages) > 3]
    assert sum(len(pages) > 1 for pages in paragraphs) >= 2
    figures = [next(iter(pages)) for kind, pages in elements if kind == "Figure"]
    assert figures == sorted(figures) and len(set(figures)) == 3
    kinds = [kind for kind, pages in elements if kind in ("P", "Figure") and pages and max(pages) > 3]
    assert "".join(kind[0] for kind in kinds).count("PFPPPFPPPFPPP") == 1, "as they are written"
    page_map = json.loads(next((root / "output").glob("*.pages.json")).read_text())
    starts = [page["block"] for page in page_map["pages"] if page["block"].startswith("01-a-p")]
    ids = re.findall(r'id="(01-a-p[^"]*)"', next((root / "output").glob("*.html")).read_text())
    assert [ids.index(one) for one in starts] == sorted(ids.index(one) for one in starts)
    assert page_map["anchors"]["oben"] == "6"
    for made in (root / "output").rglob("*.html"):
        assert "data-float" not in made.read_text()


@pytest.mark.parametrize("height", [60, 130, 165, 172])
@pytest.mark.parametrize("kind", ["chapter", "day"])
def test_a_title_stays_below_its_number_where_a_tall_figure_follows(
    tmp_path: Path, kind: str, height: int
) -> None:
    picture = PICTURE.replace("24mm", f"{height}mm").replace("60 24", f"60 {height}")
    date = "date: 2022-01-17\n" if kind == "day" else ""
    text = (
        f"---\nkind: {kind}\n{date}---\n\n# Titel\n\n::: figure {{#hoch}}\n![Bild](hoch.svg)\n\nHoch.\n:::\n"
    )
    root = book.write(
        tmp_path, {"chapters/de/01-a.md": text, "chapters/de/hoch.svg": picture}, editions=book.PRINT
    )
    assert not api.build(root).failed
    (path,) = (root / "output").glob("*.pdf")
    with pikepdf.open(path) as pdf:
        numbers = {page.objgen: number for number, page in enumerate(pdf.pages)}
        elements = list(_elements(pdf.Root.StructTreeRoot, numbers))
    kinds = [(kind, pages) for kind, pages in elements if pages]
    title = next(
        number for number, (kind, _) in enumerate(kinds) if kind == "H1" and kinds[number + 1][0] == "Figure"
    )
    assert kinds[title - 1][1] == kinds[title][1]


def _kids(node: Any) -> list[Any]:
    kids = node.get("/K", [])
    return list(kids) if isinstance(kids, pikepdf.Array) else [kids]


def _elements(node: Any, numbers: dict[Any, int]) -> Iterator[tuple[str, frozenset[int]]]:
    """Yield the structure elements below one, in reading order: the type, and the pages that they have content on."""
    for kid in _kids(node):
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            pages = set()
            for piece in _kids(kid):
                if isinstance(piece, int):
                    pages.add(numbers[kid.Pg.objgen])
                elif isinstance(piece, pikepdf.Dictionary) and "/MCID" in piece:
                    pages.add(numbers[(piece.Pg if "/Pg" in piece else kid.Pg).objgen])
            yield str(kid.S)[1:], frozenset(pages)
            yield from _elements(kid, numbers)


# -- the plan ----------------------------------------------------------------------------------------------------------

COSTS = PageCosts()


def paragraph(lines: int) -> ColumnBlock:
    """Return a paragraph that a figure may part."""
    return ColumnBlock((BlockSetting(lines), BlockSetting(lines + 1, 900_000.0)), 10.0, splittable=True)


def figure(place: str, height: float, *, numbered: bool = False) -> ColumnBlock:
    """Return a figure that is to stand somewhere, or a table with a number."""
    return ColumnBlock(
        (BlockSetting(1),),
        height,
        margin=10.0,
        below=10.0,
        movable=True,
        on_grid=True,
        place=place,
        numbered=numbered,
    )


def rows(count: int) -> list[ColumnBlock]:
    """Return the rows of a table with a number, between which a page may end."""
    return [
        ColumnBlock(
            (BlockSetting(1),), 10.0, goes_on=number > 0, numbered=not number, kept=number in (1, count - 1)
        )
        for number in range(count)
    ]


PARTS = st.one_of(
    st.builds(paragraph, st.integers(1, 14)),
    st.builds(paragraph, st.integers(1, 14)),
    st.builds(
        figure, st.sampled_from(["auto", "top", "bottom", "page"]), st.sampled_from([20.0, 35.0, 50.0])
    ),
)


@pytest.mark.heavy
@settings(max_examples=300)
@given(st.lists(PARTS, min_size=1, max_size=9), st.booleans())
def test_a_plan_has_each_block_once_and_overfills_no_page(blocks: list[ColumnBlock], recto: bool) -> None:
    planned = plan(blocks, PageMeasure(100.0, 10.0, recto=recto), COSTS, PlannedStart(0))
    assert planned is not None
    order = [number for page in planned for number, _ in page.settings]
    assert sorted(order) == list(range(len(blocks)))
    figures = [number for number in order if blocks[number].movable]
    assert figures == sorted(figures)
    text = [number for number in order if not blocks[number].movable]
    assert text == sorted(text)
    for number in figures:
        assert all(order.index(other) < order.index(number) for other in text if other < number)
    settings = dict(choice for page in planned for choice in page.settings)
    for page, following in zip(planned, [*planned[1:], None], strict=True):
        assert _height(blocks, page, following, settings) <= 100.1


def _height(
    blocks: Sequence[ColumnBlock], page: PlannedPage, following: PlannedPage | None, settings: dict[int, int]
) -> float:
    """Return how high a page is, its parts put together anew."""
    parts: list[tuple[int, int, int]] = []
    end = following.start if following else PlannedStart(len(blocks))

    def lines(number: int, start: int) -> tuple[int, int, int]:
        stop = blocks[number].settings[settings[number]].lines
        return number, start, end.lines if number == end.block and end.lines else stop

    going_on = page.start.lines > 0
    if going_on:
        heads = [number for number, setting in page.settings if setting == HEAD]
        parts += [(number, 0, 1) for number in heads]
        rest = lines(page.start.block, page.start.lines)
        parts += [rest] if rest[2] > rest[1] else []
    parts += [
        (number, 0, 1) if blocks[number].movable else lines(number, 0)
        for number, setting in page.settings
        if setting >= 0
    ]
    parts += [(number, 0, 1) for number, setting in page.settings if setting == FOOT]
    used = below = 0.0
    for number, start, stop in parts:
        block = blocks[number]
        used += max(block.margin if not start else 0.0, below) if used else 0.0
        used += (stop - start) * block.line
        below = block.below
        if block.on_grid and (number, start, stop) != parts[-1]:
            used = -(-used // 10.0) * 10.0
    return used


@settings(max_examples=200)
@given(
    st.lists(
        st.one_of(
            st.builds(lambda lines: [paragraph(lines)], st.integers(1, 14)),
            st.builds(rows, st.integers(2, 14)),
            st.builds(
                lambda place, height: [figure(place, height, numbered=True)],
                st.sampled_from(["auto", "top", "bottom", "page"]),
                st.sampled_from([20.0, 50.0]),
            ),
        ),
        min_size=2,
        max_size=7,
    )
)
def test_tables_stand_in_the_order_of_their_numbers(parts: list[list[ColumnBlock]]) -> None:
    blocks = [block for part in parts for block in part]
    planned = plan(blocks, PageMeasure(100.0, 10.0), COSTS, PlannedStart(0))
    assert planned is not None
    order = [number for page in planned for number, _ in page.settings]
    assert sorted(order) == list(range(len(blocks)))
    tables = [number for number in order if blocks[number].numbered]
    assert tables == sorted(tables)


def test_a_turned_table_stands_before_the_next_one_that_is_parted_between_its_rows(press: Typesetter) -> None:
    def table(name: str, place: str, rows: int) -> str:
        cells = "".join(f'<tr><td id="{name}-{row}">a</td></tr>' for row in range(rows))
        return (
            f'<div class="table" data-float="{place}"><table><caption id="{name}">Tafel</caption>'
            f"<tbody>{cells}</tbody></table></div>"
        )

    html = f"{TEXT}{table('first', 'page', 3)}<p>{WORDS[:200]}</p>{table('second', 'auto', 30)}{TEXT}{TEXT}"
    document = press.pages(html, PAGE)
    order = [
        box.element.get("id")
        for page in document.pages
        for box in page._page_box.descendants()
        if box.element_tag == "caption"
    ]
    assert list(dict.fromkeys(order)) == ["first", "second"]


def test_a_hole_is_filled_from_the_paragraph_behind_it() -> None:
    """Nothing could fill the page but the lines of a paragraph that goes on on the next one."""
    blocks = [paragraph(6), figure("auto", 50.0), ColumnBlock((BlockSetting(20),), 10.0, splittable=True)]
    planned = plan(blocks, PageMeasure(100.0, 10.0), COSTS, PlannedStart(0))
    assert planned is not None
    assert [page.missing for page in planned[:-1]] == [0] * (len(planned) - 1)
    assert [page.start for page in planned[:2]] == [PlannedStart(0), PlannedStart(2, 4, 0, (1,))]
    assert planned[1].settings[0] == (1, HEAD)
