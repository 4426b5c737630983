"""A block that is narrower than the text stands where its lines begin, wherever on a page it comes to stand."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.pdf.line_breaking.typeset_paragraphs import Typesetter

CSS = """\
@page {{ size: 440px 300px !important; margin: 40px !important }}
body {{ width: auto; direction: {way} }}
.narrow {{ {narrow}; margin: 0 }}
.kept {{ break-inside: avoid; margin: 0; margin-inline-start: 100px }}
"""
LEFT, RIGHT = 40.0, 400.0
"""The edges of the text, in px."""


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
        if box.element is not None and box.element.get("class") == "narrow" and box.element_tag == name
    ]
    assert len(found) >= count
    for box in found:
        if way == "rtl":
            assert box.border_box_x() + box.border_width() == pytest.approx(RIGHT)
        else:
            assert box.border_box_x() == pytest.approx(LEFT)
