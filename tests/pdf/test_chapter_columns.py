"""Chapters in columns: every word and every note is printed once, in order, with the note on the page of its call; no line
lies on a note or on another one, columns are full and those that end are level, no line stands alone, and what stands over
all of them is where it is written."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import pairwise
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from weasyprint.formatting_structure import boxes

from bookbuilder.formats.pdf.engine import typeset
from bookbuilder.formats.pdf.font_directory import font_directory
from bookbuilder.html.font_family import Fonts
from bookbuilder.world import World
from tests.conftest import REPO

STEP = 14
"""The distance of lines, in px."""
CSS = """
@page { size: 110mm HEIGHTmm; margin: 8mm; @footnote { margin-top: 14px } }
* { margin: 0; padding: 0; margin-break: discard }
html { font: 10px/14px Alegreya; orphans: 2; widows: 2 } p + p { text-indent: 1em }
.chapter { column-count: COUNT; column-gap: 4mm; direction: DIRECTION } .across { column-span: all }
h2 { font-size: 10px; margin-top: 14px; break-after: avoid } .break { break-before: page }
.whole, .table { break-inside: avoid }
.footnote { float: footnote; footnote-policy: line; font-size: 8px; line-height: 10px }
.footnote::footnote-call { content: "*" } .footnote::footnote-marker { content: "*" }
"""
LayOut = Callable[..., Any]


@pytest.fixture(scope="module")
def lay_out(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LayOut]:
    """Return the function that lays out a chapter of HTML."""
    world = World(tmp_path_factory.mktemp("columns"))
    files = {name: world.read_asset(name) for name in world.asset_files("fonts/alegreya")}
    with typeset.typesetter(world, font_directory(world, Fonts((), files))) as (fonts, messages):

        def pages(
            body: str, height: int = 90, direction: str = "ltr", count: int = 2, more: str = ""
        ) -> list[Any]:
            messages.clear()
            html = f'<html lang="de"><body><section class="chapter">{body}</section></body></html>'
            css = CSS.replace("HEIGHT", str(height)).replace("DIRECTION", direction)
            css = css.replace("COUNT", str(count)) + more
            document = typeset.lay_out(html, css, {}, fonts).document
            assert messages == []
            return [page._page_box for page in document.pages]

        yield pages


def words(name: str, count: int) -> str:
    return " ".join(f"{name}{at}" for at in range(count))


def texts(box: Any) -> Iterator[Any]:
    """Yield the texts in a box in the order in which they are laid out, without the signs of notes."""
    for one in box.descendants():
        if isinstance(one, boxes.TextBox) and one.text.strip() not in ("*", ""):
            yield one


def body_and_notes(page: Any) -> tuple[Any, Any]:
    area = next((one for one in page.children if isinstance(one, boxes.FootnoteAreaBox)), None)
    return page.children[0], area


def said(box: Any) -> list[str]:
    return " ".join(one.text for one in texts(box)).split()


def columns(page: Any) -> list[Any]:
    """Return the columns of a page, also those above and below what stands over both."""
    return [one for one in page.descendants() if one.is_column]


def bottom(column: Any) -> float:
    return float(max(one.position_y + one.height for one in texts(column)))


PARAGRAPHS = st.lists(
    st.tuples(
        st.integers(1, 120),  # words
        st.integers(0, 30),  # words of its note; none if 0
        st.sampled_from(["p", "p", "p", "h2", "across", "whole", "break"]),
    ),
    min_size=1,
    max_size=14,
)


@pytest.mark.heavy
@settings(max_examples=60)
@given(PARAGRAPHS, st.integers(70, 160), st.sampled_from(["ltr", "rtl"]), st.sampled_from([2, 3]))
def test_all_is_printed_once_in_order_and_nothing_lies_on_anything(
    lay_out: LayOut, paragraphs: list[tuple[int, int, str]], height: int, direction: str, count_: int
) -> None:
    body, expected, expected_notes = [], [], []
    for number, (count, noted, kind) in enumerate(paragraphs):
        name, tag = f"w{number}x", "h2" if kind == "h2" else "p"
        count = min(count, 4) if tag == "h2" else min(count, 30) if kind in ("across", "whole") else count
        note = words(f"n{number}x", noted)
        noted_html = f'<span class="footnote">{note}</span>' if note else ""
        body.append(f'<{tag} class="{kind}">{words(name, count)}{noted_html}</{tag}>')
        expected += words(name, count).split()
        expected_notes += note.split()
    pages = lay_out("\n".join(body), height, direction, count_)
    parts = [body_and_notes(page) for page in pages]
    assert [word for text, _ in parts for word in said(text)] == expected
    assert [word for _, area in parts if area is not None for word in said(area)] == expected_notes
    for page, (text, area) in zip(pages, parts, strict=True):
        calls = {one.text.split()[-1].partition("x")[0][1:] for one in texts(text)}
        for note in said(area) if area is not None else ():
            assert note.partition("x")[0][1:] in calls, "a note stands on the page of its paragraph"
        foot = area.position_y if area is not None else page.content_box_y() + page.height
        assert all(one.position_y + one.height <= foot + 1 for one in texts(text))
        lines = [one for one in text.descendants() if isinstance(one, boxes.LineBox)]
        places = sorted((round(one.position_x // 40), one.position_y, one.height) for one in lines)
        for (left, top, height_), (other, next_top, _) in pairwise(places):
            assert left != other or next_top >= top + height_ - 0.1


def test_columns_that_a_chapter_ends_are_level(lay_out: LayOut) -> None:
    for count in range(80, 400, 17):
        pages = lay_out("".join(f"<p>{words(f'w{at}x', count // 4)}</p>" for at in range(4)))
        first, *second = columns(pages[-1])
        lines = [one for one in first.descendants() if isinstance(one, boxes.LineBox)]
        assert second or len(lines) < 4, "two lines of a paragraph stay together"
        assert not second or 0 <= bottom(first) - bottom(second[0]) <= 3 * STEP, count


def test_a_page_that_is_asked_for_ends_all_columns(lay_out: LayOut) -> None:
    one, two = lay_out(f'<p>{words("a", 60)}</p><h2 class="break">b0</h2><p>{words("c", 60)}</p>')
    assert said(one) == words("a", 60).split()
    assert len(columns(one)) == 2
    assert said(two)[0] == "b0"


def test_the_columns_begin_at_one_height_below_what_stands_over_both(lay_out: LayOut) -> None:
    part = f"<h2>Titel</h2><p>{words('a', 20)}</p>"
    (page,) = lay_out(f'<p class="across">{words("o", 60)}</p>{part * 4}')
    tops = {min(one.position_y for one in texts(column)) for column in columns(page)}
    assert len(columns(page)) == 2
    assert len(tops) == 1


def test_a_table_that_has_no_room_in_a_column_stands_over_both_with_its_heading(lay_out: LayOut) -> None:
    def table(count: int) -> str:
        cells = "".join(f"<td>Zelle{at}</td>" for at in range(count))
        return f'<div class="table"><table><tbody><tr>{cells}</tr></tbody></table></div>'

    for count, over in ((2, False), (12, True)):
        text = f"<p>{words('a', 40)}</p><h2>Titel</h2>{table(count)}<p>{words('b', 40)}</p>"
        (page,) = lay_out(text)
        inside = [one.text for column in columns(page) for one in texts(column)]
        assert ("Zelle0" not in inside, "Titel" not in inside) == (over, over)
        assert said(page)[40:42] == ["Titel", "Zelle0"]


@pytest.mark.parametrize("above", [0, 60])
@pytest.mark.parametrize(("rows", "noted"), [(40, 12), (40, 30), (12, 90)])
def test_a_table_over_both_columns_ends_above_the_notes_that_it_calls(
    lay_out: LayOut, above: int, rows: int, noted: int
) -> None:
    def row(at: int) -> str:
        cells = "".join(f"<td>r{at}Zelle{column}</td>" for column in range(9))
        return f'<tr>{cells}<td>r{at}<span class="footnote">{words(f"n{at}x", noted)}</span></td></tr>'

    table = f'<div class="table"><table><tbody>{"".join(map(row, range(rows)))}</tbody></table></div>'
    pages = lay_out(f"<p>{words('a', above)}</p>{table}", more=".table { break-inside: auto }")
    parts = [body_and_notes(page) for page in pages]
    assert [word for _, area in parts if area is not None for word in said(area)] == " ".join(
        words(f"n{at}x", noted) for at in range(rows)
    ).split()
    for number, (text, area) in enumerate(parts):
        if area is None:
            continue
        assert all(one.position_y + one.height <= area.position_y + 1 for one in texts(text))
        if 0 < number < len(parts) - 1:  # no more of a page is left empty than a row and its note take
            assert area.position_y - bottom(text) <= 10 * STEP


def test_a_block_higher_than_a_column_is_printed_whole(lay_out: LayOut) -> None:
    text = f'<p>{words("a", 30)}</p><p class="whole">{words("b", 400)}</p><p>{words("c", 30)}</p>'
    pages = lay_out(text, 70)
    assert [word for page in pages for word in said(page)] == [
        *words("a", 30).split(), *words("b", 400).split(), *words("c", 30).split(),
    ]  # fmt: skip


@pytest.mark.parametrize("count", range(296, 344, 8))
def test_a_chapter_without_room_below_another_begins_on_the_next_page(lay_out: LayOut, count: int) -> None:
    opening = f'<h2 class="across">{words("h", 2)}</h2>'
    pages = lay_out(
        f'<p>{words("a", count)}</p></section><section class="chapter">{opening}<p>{words("b", 90)}</p>'
    )
    expected = f"{words('a', count)} {words('h', 2)} {words('b', 90)}"
    assert [word for page in pages for word in said(page)] == expected.split()


# -- planned columns ---------------------------------------------------------------------------------------------------

PROSE = re.findall(r"[A-Za-zÄÖÜäöüß,.]+", (REPO / "chapters/de/03-dienstag.md").read_text(encoding="utf-8"))
JUSTIFIED = "p { text-align: justify; hyphens: auto } ul { margin: 7px 0 } li { margin-left: 1em }"


def prose(start: int, count: int) -> str:
    """Return words of the dossier."""
    return " ".join(PROSE[(start + at) % len(PROSE)] for at in range(count))


@st.composite
def chapters(draw: st.DrawFn) -> str:
    """Return the HTML of prose in paragraphs and lists, with headings and notes, and blocks over all columns."""
    body = []
    for number in range(draw(st.integers(3, 50))):
        kind = draw(st.sampled_from(["p"] * 8 + ["h2", "h2", "ul", "across"]))
        start = draw(st.integers(0, 400))
        match kind:
            case "h2":
                body.append(f"<h2>{prose(start, 2)}</h2><p>{prose(start, draw(st.integers(15, 90)))}</p>")
            case "ul":
                items = draw(st.lists(st.integers(3, 30), min_size=1, max_size=6))
                lines = "".join(f"<li><p>{prose(start + at, size)}</p></li>" for at, size in enumerate(items))
                body.append(f"<ul>{lines}</ul>")
            case "across":
                body.append(f'<p class="across">{prose(start, 20)}</p>')
            case _:
                noted = draw(st.sampled_from([0, 0, 0, 3, 12, 40]))
                note = f'<span class="footnote">{prose(number, noted)}</span>' if noted else ""
                size = draw(st.integers(2, 110))
                body.append(f"<p>{prose(start, size)}{note} {prose(start + size, 5)}</p>")
    return "".join(body)


def lines_of(column: Any) -> list[tuple[Any, list[Any]]]:
    """Return the paragraphs of a column, each with its lines on it."""
    return [
        (one, list(one.children))
        for one in column.descendants()
        if one.children and isinstance(one.children[0], boxes.LineBox)
    ]


def check_columns(pages: list[Any]) -> tuple[int, int, int]:
    """Check that no line and no heading stands alone; return how many pages end with columns where the text goes on on the
    next one, and how many of them have columns that lack two lines or more, or end at several heights."""
    every = [column for page in pages for column in columns(page)]
    lines: dict[Any, list[int]] = {}
    for column in every:
        for paragraph, inside in lines_of(column):
            lines.setdefault(paragraph.element, []).append(len(inside))
        assert lines_of(column)[-1][0].element_tag != "h2" or column is every[-1]
    for element, counts in lines.items():
        assert len(counts) == 1 or min(counts) >= 2, (element.tag, counts)
    full = short = uneven = 0
    for page, following in pairwise(pages):
        text, area = body_and_notes(page)
        foot = area.position_y if area is not None else page.content_box_y() + page.height
        last = [one for one in text.descendants() if one.is_column or "across" in classes(one)]
        if not last or not last[-1].is_column or "across" in classes(next(texts_in(following))):
            continue  # the columns end on this page
        ends = [bottom(one) for one in last if one.is_column and one.position_y == last[-1].position_y]
        full += 1
        # A text is lower than its line, and one line may be lost to a note that has no room.
        short += foot - min(ends) >= 2 * STEP + 4
        uneven += max(ends) - min(ends) >= STEP / 2
    return full, short, uneven


def classes(box: Any) -> str:
    return "" if box.element is None else box.element.get("class") or ""


def texts_in(page: Any) -> Iterator[Any]:
    """Yield the blocks of the text of a page."""
    for one in body_and_notes(page)[0].descendants():
        if isinstance(one, boxes.BlockBox) and one.element_tag in ("p", "h2", "li") and not one.is_column:
            yield one


@pytest.mark.heavy
@settings(max_examples=10, deadline=None)
@given(chapters(), st.integers(90, 180), st.sampled_from([2, 3]), st.sampled_from(["ltr", "rtl"]))
def test_no_line_and_no_heading_stands_alone_in_columns(
    lay_out: LayOut, body: str, height: int, count: int, direction: str
) -> None:
    check_columns(lay_out(body, height, direction, count, JUSTIFIED))


@pytest.mark.parametrize("count", [2, 3])
def test_columns_are_full_down_to_the_notes(lay_out: LayOut, count: int) -> None:
    random = Random(count)
    body = []
    for number in range(160):
        start = random.randrange(400)
        noted = f'<span class="footnote">{prose(start, 12)}</span>' if number % 4 == 1 else ""
        heading = f"<h2>{prose(start, 2)}</h2>" if number % 6 == 5 else ""
        body.append(f"{heading}<p>{prose(start, random.randrange(15, 90))}{noted} {prose(start, 9)}</p>")
    pages = lay_out("".join(body), 160, "ltr", count, JUSTIFIED)
    full, short, uneven = check_columns(pages)
    assert full > 8
    assert not short
    assert uneven <= 1, "paragraphs are set in as many lines as make all columns full"
    last = columns(pages[-1])
    assert max(map(bottom, last)) - min(map(bottom, last)) <= 2 * STEP
