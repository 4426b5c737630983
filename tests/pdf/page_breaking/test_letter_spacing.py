"""Lines of spaced letters are filled, and end inside their block."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from weasyprint.formatting_structure import boxes

from tests.pdf.line_breaking.typeset_paragraphs import Typesetter

WORDS = (
    "Die Zeit ist knapp, und im Haus wird über die Lage geredet, wie man es oft hört, am Abend und am Tag danach. "
    * 3
)


@pytest.mark.heavy
@settings(max_examples=40)
@given(
    letter=st.floats(-0.02, 0.25),
    word=st.sampled_from(["0", ".175em", ".3em"]),
    width=st.floats(250, 450),
    align=st.sampled_from(["start", "justify", "center"]),
    hyphens=st.sampled_from(["manual", "auto"]),
)
@example(letter=0.05, word=".175em", width=300.0, align="start", hyphens="manual")
def test_lines_are_filled(
    press: Typesetter, letter: float, word: str, width: float, align: str, hyphens: str
) -> None:
    css = f"""
    p {{ letter-spacing: {letter:.3f}em; word-spacing: {word}; width: {width:.1f}px; text-align: {align}; hyphens: {hyphens};
      text-indent: 0 }}
    """
    document = press.pages(f"<section><p>{WORDS}</p></section>", css)
    lines = [
        box
        for page in document.pages
        for box in page._page_box.descendants()
        if isinstance(box, boxes.LineBox) and box.element_tag == "p"
    ]
    assert len(lines) > 3
    widths = [
        sum(one.width for one in line.descendants() if isinstance(one, boxes.TextBox)) for line in lines
    ]
    assert all(one <= width + 0.5 for one in widths)
    assert all(one > 0.6 * width for one in widths[:-1])
