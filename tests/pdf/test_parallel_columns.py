"""Rows of two languages on pages: both halves begin at one height, every line is printed once, and none lies on a note."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from weasyprint.formatting_structure import boxes

from bookbuilder.formats.pdf.engine import typeset
from bookbuilder.formats.pdf.font_directory import font_directory
from bookbuilder.html.font_family import Fonts
from bookbuilder.world import World

CSS = """
@page { size: 80mm 60mm; margin: 8mm; @footnote { margin-top: 4px } }
* { margin: 0; padding: 0; margin-break: discard }
html { font: 10px/14px Alegreya; orphans: 2; widows: 2 } p + p { text-indent: 1em }
.parallel { display: flex; column-gap: 4mm } .keep { break-after: avoid } .whole { break-inside: avoid }
.footnote { float: footnote; footnote-policy: line; font-size: 8px; line-height: 10px }
.footnote::footnote-call { content: "*" } .footnote::footnote-marker { content: "*" }
"""

LayOut = Callable[[str], Any]


@pytest.fixture(scope="module")
def lay_out(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LayOut]:
    """Return the function that lays out rows of HTML."""
    world = World(tmp_path_factory.mktemp("halves"))
    files = {name: world.read_asset(name) for name in world.asset_files("fonts/alegreya")}
    with typeset.typesetter(world, font_directory(world, Fonts((), files))) as (fonts, messages):

        def pages(body: str) -> Any:
            messages.clear()
            html = f'<html lang="de"><body><section class="chapter">{body}</section></body></html>'
            found = typeset.lay_out(html, CSS, {}, fonts).document.pages
            assert messages == []
            return found

        yield pages


def words(name: str, count: int, note: str = "") -> str:
    """Return a paragraph of so many words, each with its number, and a note behind the last one."""
    text = " ".join(f"{name}{at}" for at in range(count))
    return f"<p>{text}{note and f'<span class=footnote>{note}</span>'}</p>"


def row(first: str, second: str, kind: str = "") -> str:
    return (
        f'<div class="parallel {kind}"><div class="half">{first}</div><div class="half">{second}</div></div>'
    )


def texts(page: Any) -> list[tuple[str, float, float, float]]:
    """Return the texts of a page without those of notes: words, left, top, bottom."""
    text = [child for child in page._page_box.children if not isinstance(child, boxes.FootnoteAreaBox)]
    return [
        (box.text, box.position_x, box.position_y, box.position_y + box.height)
        for child in text
        for box in child.descendants()
        if isinstance(box, boxes.TextBox) and box.text.strip() != "*"
    ]


def notes(page: Any) -> list[Any]:
    return [child for child in page._page_box.children if isinstance(child, boxes.FootnoteAreaBox)]


def said(pages: Any, name: str) -> list[str]:
    """Return the words of one half, page by page."""
    return [
        word for page in pages for text, *_ in texts(page) for word in text.split() if word.startswith(name)
    ]


def clear(page: Any) -> None:
    """No line of the text lies on a note, and nothing runs off the page."""
    bottom = min((area.position_y for area in notes(page)), default=page.height - 8 / 25.4 * 96)
    assert all(below <= bottom + 0.5 for *_, below in texts(page))


def test_both_halves_begin_at_one_height_and_either_may_be_longer(lay_out: LayOut) -> None:
    (page,) = lay_out(row(words("a", 20), words("b", 5)) + row(words("c", 3), words("d", 12)))
    tops = {text[0]: (left, top) for text, left, top, _ in reversed(texts(page))}
    assert tops["a"][1] == tops["b"][1] < tops["c"][1] == tops["d"][1]
    assert tops["a"][0] == tops["c"][0] < tops["b"][0] == tops["d"][0]


def test_a_long_row_goes_on_over_pages_in_both_halves(lay_out: LayOut) -> None:
    pages = lay_out(row(words("a", 300), words("b", 150)) + row(words("c", 3), words("d", 3)))
    assert len(pages) > 2
    for name, count in (("a", 300), ("b", 150), ("c", 3), ("d", 3)):
        assert said(pages, name) == [f"{name}{at}" for at in range(count)]
    first = {text.split()[0][0] for text, *_ in texts(pages[1])}
    assert first == {"a", "b"}
    last = [text[0] for text, *_ in texts(pages[-1]) if text.strip()]
    assert last[-1] == "d" and "c" in last


def test_notes_of_both_halves_stand_below_the_text_of_both(lay_out: LayOut) -> None:
    for fill in range(12):
        before = "".join(row(words(f"x{n}y", 3), words(f"z{n}y", 3)) for n in range(fill))
        pages = lay_out(before + row(words("a", 40, "Note A " * 12), words("b", 40, "Note B " * 12)))
        for page in pages:
            clear(page)
        for name in ("a", "b"):
            assert said(pages, name) == [f"{name}{at}" for at in range(40)]
        assert sum(len(area.children) for page in pages for area in notes(page)) == 2


def test_an_empty_half_keeps_its_place(lay_out: LayOut) -> None:
    (page,) = lay_out(row("", words("b", 3)) + row(words("c", 3), ""))
    lefts = {text[0]: left for text, left, *_ in texts(page)}
    assert lefts["b"] > lefts["c"]


def test_a_heading_stays_with_what_follows(lay_out: LayOut) -> None:
    for fill in range(1, 14):
        before = "".join(row(words(f"x{n}y", 1), words(f"z{n}y", 1)) for n in range(fill))
        heading = row("<p>Heading</p>", "<p>Titel</p>", "keep whole")
        pages = lay_out(before + heading + row(words("a", 30), words("b", 30)))
        (place,) = (n for n, page in enumerate(pages) if any(text == "Heading" for text, *_ in texts(page)))
        assert any(text.startswith("a0") for text, *_ in texts(pages[place]))


def test_other_flex_containers_are_laid_out_as_ever(lay_out: LayOut) -> None:
    (page,) = lay_out('<div style="display: flex"><p>a</p><p>b</p></div>')
    (a, b) = texts(page)
    assert a[2] == b[2] and a[1] < b[1]


HALF = st.lists(st.tuples(st.integers(1, 60), st.booleans()), max_size=3)


@pytest.mark.heavy
@settings(max_examples=30)
@given(st.lists(st.tuples(HALF, HALF), min_size=1, max_size=6))
def test_every_word_is_printed_once_and_none_lies_on_a_note(
    lay_out: LayOut, rows: list[tuple[list[tuple[int, bool]], list[tuple[int, bool]]]]
) -> None:
    body = ""
    wanted: dict[str, list[str]] = {"a": [], "b": []}
    for at, halves in enumerate(rows):
        parts = []
        for name, half in zip("ab", halves, strict=True):
            text = ""
            for place, (count, note) in enumerate(half):
                label = f"{name}r{at}p{place}w"
                text += words(label, count, "N " * 30 if note else "")
                wanted[name] += [f"{label}{n}" for n in range(count)]
            parts.append(text)
        body += row(*parts)
    pages = lay_out(body)
    for name in "ab":
        assert said(pages, name) == wanted[name]
    calls = sum(note for halves in rows for half in halves for _, note in half)
    assert sum(len(area.children) for page in pages for area in notes(page)) == calls
    for page in pages:
        clear(page)
