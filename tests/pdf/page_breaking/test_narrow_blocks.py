"""A block that is narrower than the text stands where its lines begin, wherever on a page it comes to stand."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from weasyprint.formatting_structure import boxes

from bookbuilder.formats.pdf.engine.html_element import classes_of
from tests.pdf.line_breaking.typeset_paragraphs import Typesetter

CSS = """\
@page {{ size: 440px 300px !important; margin: 40px !important }}
body {{ width: auto; direction: {way} }}
.narrow {{ {narrow}; margin: 0 }}
.kept {{ break-inside: avoid; margin: 0; margin-inline-start: 100px }}
"""
LEFT, RIGHT = 40.0, 400.0
"""The edges of the text, in px."""
SQUARE = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 2 1'/%3E"


@settings(max_examples=40)
@given(
    before=st.integers(0, 12),
    count=st.integers(1, 12),
    narrow=st.sampled_from(["width: 80px; height: 0", "width: 80px", "max-width: 80px", "width: 80px; break-inside: avoid"]),
    way=st.sampled_from(["rtl", "ltr"]),
    name=st.sampled_from(["div", "figure", "table"]),
)  # fmt: skip
@example(before=7, count=6, narrow="width: 80px; height: 0", way="rtl", name="div")
def test_a_narrow_block_stands_at_the_start_of_lines(
    press: Typesetter, before: int, count: int, narrow: str, way: str, name: str
) -> None:
    text = "".join(f"<p>Satz {number}.</p>" for number in range(before))
    inside = "<tr><td>Tag</td></tr>" if name == "table" else "Tag"
    entries = (
        f'<{name} class="narrow">{inside}</{name}><div class="kept">Ein Satz.<br>Noch einer.</div>' * count
    )
    document = press.pages(f"<section>{text}{entries}</section>", CSS.format(narrow=narrow, way=way))
    found = [
        box
        for page in document.pages
        for box in page._page_box.descendants()
        if isinstance(box, boxes.BlockLevelBox)
        and box.element_tag == name
        and "narrow" in classes_of(box.element)
    ]
    assert len(found) >= count
    for box in found:
        if way == "rtl":
            assert box.border_box_x() + box.border_width() == pytest.approx(RIGHT)
        else:
            assert box.border_box_x() == pytest.approx(LEFT)


@settings(max_examples=40)
@given(
    before=st.integers(0, 12),
    count=st.integers(1, 8),
    kept=st.booleans(),
    way=st.sampled_from(["rtl", "ltr"]),
    side=st.sampled_from(["left", "right", "center"]),
    name=st.sampled_from(["div", "figure", "table", "img"]),
)
@example(before=0, count=1, kept=False, way="rtl", side="center", name="img")
@example(before=7, count=6, kept=True, way="rtl", side="center", name="figure")
def test_a_block_stands_at_the_side_that_its_margins_leave(
    press: Typesetter, before: int, count: int, kept: bool, way: str, side: str, name: str
) -> None:
    margins = "; ".join(f"margin-{one}: {'0' if one == side else 'auto'}" for one in ("left", "right"))
    narrow = f"display: {'table' if name == 'table' else 'block'}; width: 80px; {'break-inside: avoid' if kept else ''}"
    css = CSS.replace("margin: 0 }}", f"{margins} }}}}", 1).format(narrow=narrow, way=way)
    text = "".join(f"<p>Satz {number}.</p>" for number in range(before))
    inside = "<tr><td>Tag</td></tr>" if name == "table" else "Tag"
    one = (
        f'<img class="narrow" src="{SQUARE}">'
        if name == "img"
        else f'<{name} class="narrow">{inside}</{name}>'
    )
    document = press.pages(f"<section>{text}{one * count}</section>", css)
    found = [
        (box.border_box_x(), box.border_box_x() + box.border_width())
        for page in document.pages
        for box in page._page_box.descendants()
        if isinstance(box, boxes.BlockLevelBox)
        and box.element_tag == name
        and "narrow" in classes_of(box.element)
    ]
    assert len(found) >= count
    for left, right in found:
        if side == "center":
            assert left - LEFT == pytest.approx(RIGHT - right)
        else:
            assert (left, right)[side == "right"] == pytest.approx((LEFT, RIGHT)[side == "right"])


@pytest.mark.parametrize("way", ["rtl", "ltr"])
def test_a_drawing_without_a_size_stands_in_its_line(press: Typesetter, way: str) -> None:
    document = press.pages(
        f'<p>Davor <img src="{SQUARE}"> danach.</p>', CSS.format(narrow="width: 80px", way=way)
    )
    (drawing,) = [
        box
        for page in document.pages
        for box in page._page_box.descendants()
        if isinstance(box, boxes.ReplacedBox)
    ]
    assert drawing.position_x >= LEFT
    assert drawing.position_x + drawing.width <= RIGHT + 0.01
