"""Chinese and Japanese brackets, commas and stops that meet take less room (JLReq 3.1.2; CLREQ), if their face says how."""

from __future__ import annotations

import re
import shutil
from itertools import pairwise
from pathlib import Path

import pytest
from fontTools.feaLib.builder import addOpenTypeFeaturesFromString
from fontTools.ttLib import TTFont
from hypothesis import given, settings
from hypothesis import strategies as st
from weasyprint.formatting_structure.boxes import LineBox, TextBox

from bookbuilder.diagnostics import Findings
from bookbuilder.formats.pdf.compile.font_files import FontDirectory
from bookbuilder.formats.pdf.engine import typeset
from bookbuilder.formats.pdf.font_directory import font_directory
from bookbuilder.html.fonts import fonts
from bookbuilder.world import World
from tests.pdf.test_ideographs import BOOKS

OPENING, CLOSING = "「『（《", "」』）》、。，"
EM = 10
SHEETS = Path(__file__).parents[2] / "bookbuilder/html/sheets"
RULE = r'html \{ font-feature-settings: ("chws") \}'


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> tuple[World, FontDirectory]:
    """The fonts of the Japanese book, with the feature that the whole Noto Serif JP has; the parts in the book lack it."""
    root = tmp_path_factory.mktemp("book") / "ja"
    shutil.copytree(BOOKS / "ja", root)
    for path in root.glob("fonts/*/*.ttf"):
        with TTFont(path) as font:
            names = font.getBestCmap()
            first, second = (
                " ".join(names[ord(sign)] for sign in signs) for signs in (CLOSING, CLOSING + OPENING)
            )
            opening = " ".join(names[ord(sign)] for sign in OPENING)
            half = font["head"].unitsPerEm // 2
            addOpenTypeFeaturesFromString(
                font,
                f"feature chws {{ pos [{first}] -{half} [{second}]; pos [{opening}] -{half} [{opening}]; }} chws;",
                tables=["GPOS"],
            )
            font.save(path)
    known = fonts(World(root), Findings())
    world = World(tmp_path_factory.mktemp("world"))
    return world, font_directory(world, known)


def lines(
    held: tuple[World, FontDirectory], text: str, width: float, feature: str
) -> list[tuple[str, float]]:
    """Return the text and the width of the lines of a paragraph."""
    world, directory = held
    css = (
        f"@page {{ size: {width + 20}px 2000px; margin: 10px }} * {{ margin: 0 }}"
        f"html {{ font-feature-settings: {feature} }} p {{ font: {EM}px/20px 'Noto Serif JP' }}"
    )
    with typeset.typesetter(world, directory) as (resources, _):
        document = typeset.lay_out(
            f'<html lang="ja"><body><p>{text}</p></body></html>', css, {}, resources
        ).document
        found = []
        for page in document.pages:
            for line in (box for box in page._page_box.descendants() if isinstance(box, LineBox)):
                boxes = [box for box in line.descendants() if isinstance(box, TextBox)]
                found.append(("".join(box.text for box in boxes), sum(box.width for box in boxes)))
        return found


def meets(one: str, other: str) -> bool:
    return (one in CLOSING and other in CLOSING + OPENING) or (one in OPENING and other in OPENING)


def width_of(text: str) -> float:
    return EM * (len(text) - sum(meets(*pair) for pair in pairwise(text)) / 2)


@st.composite
def sentences(draw: st.DrawFn) -> str:
    words = st.text("国境大臣会談月年", min_size=1, max_size=4)
    quoted = st.tuples(
        st.sampled_from(("{}", "「{}」", "『{}』", "（{}）", "「『{}』」", "（「{}」）")), words
    )
    parts = draw(
        st.lists(st.tuples(quoted, st.sampled_from(("", "、", "。", "は"))), min_size=1, max_size=12)
    )
    return draw(words) + "".join(form.format(word) + end for (form, word), end in parts) + "。"


def feature() -> str:
    """Return what the style sheets ask for."""
    found = {
        re.findall(RULE, (SHEETS / f"{name}.css").read_text(encoding="utf-8"))[0]
        for name in ("Jpan", "Hans", "Hant")
    }
    (one,) = found
    return str(one)


@pytest.mark.heavy
@settings(max_examples=60)
@given(text=sentences(), em=st.integers(10, 30))
def test_what_meets_takes_half_a_character_less_and_lines_know_it(
    held: tuple[World, FontDirectory], text: str, em: int
) -> None:
    ((_, width),) = lines(held, text, 3000, feature())
    assert width == pytest.approx(width_of(text), abs=0.1)
    found = lines(held, text, em * EM, feature())
    assert "".join(line for line, _ in found) == text
    for line, width in found:
        assert width == pytest.approx(width_of(line), abs=0.1)
        # The empty half of a sign at the edge of a line stands in the margin.
        edges = (line[0] in OPENING) + (line[-1] in CLOSING)
        assert width <= em * EM + edges * EM / 2 + 0.1
