"""A `wbr` is one box, unless a style sheet says more of it, and is printed as WeasyPrint prints it."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from weasyprint.formatting_structure import boxes, build

from bookbuilder.formats.pdf.engine import typeset
from bookbuilder.formats.pdf.engine.setup.install_patches import patched
from bookbuilder.formats.pdf.font_directory import font_directory
from bookbuilder.html.font_family import Fonts
from bookbuilder.world import World

PAGE = "@page { size: 220px 200px; margin: 20px } html { font: 10px/13px Alegreya; text-align: justify }"
ADDRESS = "https:/<wbr>/<wbr>www.<wbr>example.<wbr>org/<wbr>weg/<wbr>und/<wbr>ziel"
HTML = f"""<p>Wie in ({ADDRESS}) steht, und <code>{ADDRESS}</code> noch einmal.
<wbr>Ein Satz, der <wbr> hier endet.<wbr></p><p style="white-space: nowrap">kein<wbr>Umbruch</p><wbr><p>Ende"""
ALL, IN_CODE = HTML.count("<wbr>"), ADDRESS.count("<wbr>")
CASES = {
    "plain": ("", ALL),
    "more before it": ("wbr::before { color: red }", 0),
    "a margin": ("wbr { margin: 0 2px }", 0),
    "another character": ('wbr::before { content: "+" }', 0),
    "nothing": ("wbr { display: none }", 0),
    "a child of code": ("code wbr { padding: 0 1px }", ALL - IN_CODE),
    "letters spaced": ("p { letter-spacing: 1px }", ALL),
    "line by line": ("body { direction: rtl } p { hyphenate-limit-zone: 20px }", ALL),
    "behind it": ('wbr::after { content: "/" }', 0),
    "first letter": ("p::first-letter { font-size: 20px } p::first-line { color: blue }", ALL),
}
"""A style sheet, and how many `wbr` are one box with it."""


def _laid_out(css: str, folder: Path, without: tuple[str, ...]) -> tuple[list[Any], Counter[str]]:
    """Return where the texts stand on all pages, and how many boxes of each kind were made for `wbr`."""
    world = World(folder)
    files = {name: world.read_asset(name) for name in world.asset_files("fonts/alegreya")}
    made: Counter[str] = Counter()
    theirs = build.create_anonymous_boxes

    def counted(box: boxes.Box) -> boxes.Box:
        made.update(
            f"{type(one).__name__} in {one.element_tag}"
            for one in box.descendants()
            if one.element is not None and one.element.tag == "wbr"
        )
        return theirs(box)

    with typeset.typesetter(world, font_directory(world, Fonts((), files)), "", without) as (fonts, _):
        with patched([(build, "create_anonymous_boxes", counted)]):
            laid = typeset.lay_out(f"<html lang=de><body>{HTML}</body></html>", PAGE + css, {}, fonts)
        texts = [
            (number, box.position_x, box.position_y, box.width, box.height, box.text.strip("\u200b"))
            for number, page in enumerate(laid.document.pages)
            for box in page._page_box.descendants()
            if isinstance(box, boxes.TextBox) and box.text.strip("\u200b")
        ]
    return texts, made


@pytest.mark.parametrize("name", CASES)
def test_everything_stands_where_it_stood(name: str, tmp_path: Path) -> None:
    css, spared = CASES[name]
    texts, made = _laid_out(css, tmp_path, ())
    assert len(texts) > 7
    plain, plainly = _laid_out(css, tmp_path, ("break_places",))
    assert texts == plain
    assert plainly["InlineBox in wbr"] - made["InlineBox in wbr"] == spared
