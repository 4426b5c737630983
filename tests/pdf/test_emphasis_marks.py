"""Emphasized Chinese and Japanese characters have marks at their middle, and nothing else has."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from weasyprint.formatting_structure.boxes import TextBox

from bookbuilder.diagnostics import Findings
from bookbuilder.formats.pdf.compile.font_files import FontDirectory
from bookbuilder.formats.pdf.engine import typeset
from bookbuilder.formats.pdf.engine.drawing import emphasis_marks
from bookbuilder.formats.pdf.font_directory import font_directory
from bookbuilder.html.fonts import fonts
from bookbuilder.world import World

BOOK = Path(__file__).parents[1] / "books" / "ja"
MARKED = "会談続国境軍大臣ひらがカタナ話2A"
UNMARKED = "、。「」（）…―・ 　!"
CSS = (
    "@page { size: 300px 2000px; margin: 10px } * { margin: 0 }"
    "p { font: 12px/24px 'Noto Serif JP', Alegreya; text-align: justify } em { font-style: normal; --text-emphasis: %s }"
    "b em { --text-emphasis: none }"
)


@pytest.fixture(scope="module")
def letters(tmp_path_factory: pytest.TempPathFactory) -> tuple[World, FontDirectory]:
    place = World(tmp_path_factory.mktemp("ja"))
    return place, font_directory(place, fonts(World(BOOK), Findings()))


def document(letters: tuple[World, FontDirectory], body: str, mark: str) -> Any:
    world, held = letters
    with typeset.typesetter(world, held) as (known, _):
        return typeset.lay_out(f'<html lang="ja"><body>{body}</body></html>', CSS % mark, {}, known).document


def texts(laid_out: Any) -> Iterator[Any]:
    for page in laid_out.pages:
        yield from (box for box in page._page_box.descendants() if isinstance(box, TextBox))


@pytest.mark.heavy
@given(
    st.text("あ会談続国境軍", min_size=0, max_size=40),
    st.text(MARKED * 2 + UNMARKED, min_size=1, max_size=60).filter(str.strip),
)
@settings(max_examples=60)
def test_each_character_has_its_mark(letters: tuple[World, FontDirectory], before: str, words: str) -> None:
    laid_out = document(letters, f"<p>{before}<em>{words}</em>{before}</p>", "sesame")
    count = 0
    for box in texts(laid_out):
        if box.element_tag != "em":
            continue
        centres = list(emphasis_marks._centres(box))
        count += len(centres)
        assert len(centres) == sum(sign not in UNMARKED for sign in box.text)
        assert centres == sorted(centres)
        assert all(0 < x < box.width for x in centres)
        if set(box.text) <= set("会談続国境軍"):
            steps = [b - a for a, b in pairwise(centres)]
            assert all(abs(step - (box.width + (steps[0] - 12)) / len(box.text)) < 0.6 for step in steps)
    assert count == sum(sign not in UNMARKED for sign in words)


@pytest.mark.parametrize(("mark", "curves"), [("sesame", 3), ("dot", 4), ("none", 0), ("other", 0)])
def test_marks_are_drawn(letters: tuple[World, FontDirectory], mark: str, curves: int) -> None:
    laid_out = document(letters, "<p>会談<em>会談、続</em>国<b><em>境</em></b></p>", mark)
    data = laid_out.write_pdf(uncompressed_pdf=True)
    assert len(re.findall(rb" c\n", data)) == 3 * curves
