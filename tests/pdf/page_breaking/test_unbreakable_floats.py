"""A figure beside text is never parted from its caption, wherever on a page it comes to stand."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bookbuilder.formats.pdf.engine.html_element import classes_of
from tests.pdf.line_breaking.typeset_paragraphs import Typesetter

CSS = """\
@page {{ size: 440px 300px !important; margin: 40px !important }}
body {{ width: auto; direction: {way} }}
.beside {{ float: {side}; width: 120px; margin: 0; break-inside: avoid }}
.drawing {{ height: {height}px }}
"""


@pytest.mark.heavy
@settings(max_examples=25)
@given(
    before=st.integers(0, 14),
    height=st.integers(20, 190),
    captions=st.integers(1, 2),
    side=st.sampled_from(["left", "right"]),
    way=st.sampled_from(["ltr", "rtl"]),
    kept=st.booleans(),
    inner=st.booleans(),
)
@example(before=7, height=60, captions=1, side="left", way="ltr", kept=False, inner=False)
@example(before=7, height=60, captions=2, side="right", way="rtl", kept=True, inner=True)
def test_a_float_that_fits_on_a_page_stands_on_one(
    press: Typesetter, before: int, height: int, captions: int, side: str, way: str, kept: bool, inner: bool
) -> None:
    text = "".join(f"<p>Satz {number}.</p>" for number in range(before))
    lines = "".join(f'<div class="caption">Zeile {number}.</div>' for number in range(captions))
    figure = f'<figure class="beside"><div class="drawing"></div>{lines}</figure>'
    head = '<h3 style="break-after: avoid">Kopf</h3>' if kept else ""
    whole = f"{text}{head}{figure}<p>Daneben steht ein Absatz.</p><p>Und noch einer.</p>"
    document = press.pages(
        f"<section>{f'<div>{whole}</div>' if inner else whole}</section>",
        CSS.format(height=height, side=side, way=way),
    )
    found = [
        (number, "caption" in classes_of(box.element))
        for number, page in enumerate(document.pages)
        for box in page._page_box.descendants()
        if box.element is not None and {"caption", "drawing"} & set(classes_of(box.element))
        and box.element_tag == "div"
        and hasattr(box, "children")
    ]  # fmt: skip
    assert sum(is_caption for _, is_caption in found) >= captions
    assert len({number for number, _ in found}) == 1


def test_a_float_that_is_taller_than_a_page_goes_on(press: Typesetter) -> None:
    lines = "".join(f"<div>Zeile {number}.</div>" for number in range(40))
    beside = "".join(f"<p>Daneben {number}.</p>" for number in range(60))
    document = press.pages(
        f'<section><p>Davor.</p><div class="beside">{lines}</div>{beside}</section>',
        CSS.format(height=0, side="left", way="ltr"),
    )
    said = "".join(
        str(getattr(box, "text", "")) for page in document.pages for box in page._page_box.descendants()
    )
    assert [said.count(f"Zeile {number}.") for number in range(40)] == [1] * 40
    assert [said.count(f"Daneben {number}.") for number in range(60)] == [1] * 60
