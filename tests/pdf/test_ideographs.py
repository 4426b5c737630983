"""Whatever stands in a Chinese or Japanese paragraph, of any measure: it is laid out, and its lines end at the margin."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from weasyprint.formatting_structure.boxes import LineBox

from bookbuilder.diagnostics import Findings
from bookbuilder.formats.pdf.compile.font_files import FontDirectory
from bookbuilder.formats.pdf.engine import typeset
from bookbuilder.formats.pdf.engine.fixes import script_lines
from bookbuilder.formats.pdf.font_directory import font_directory
from bookbuilder.html.fonts import fonts
from bookbuilder.world import World

BOOKS = Path(__file__).parents[1] / "books"
FAMILIES = {"ja": "Noto Serif JP", "zh": "Noto Serif SC"}
LATIN = "Genf 2022 (NATO), 17.5 % – “x” e\u0301 "
SIGNS = "、。「」『』（）・ー…―〜，；：？！《》\u3000\u200d\ufe0f\u3099\u0301"


@pytest.fixture(scope="module")
def letters(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, tuple[World, FontDirectory, str]]:
    """For each language the World of its book, its case of fonts, and its characters."""
    found = {}
    for lang, name in FAMILIES.items():
        world = World(BOOKS / lang)
        known = fonts(world, Findings())
        family = next(one for one in known.families if one.name == name)
        own = "".join(c for c in known.characters[family.faces[0].file] if "\u3040" <= c <= "\u9fff")
        place = World(tmp_path_factory.mktemp(lang))
        found[lang] = (place, font_directory(place, known), own)
    return found


def laid(world: World, held: FontDirectory, text: str, lang: str, width: float, size: float) -> list[Any]:
    """Return the lines of a justified paragraph so many px wide."""
    css = (
        f"@page {{ size: {width + 20:.4f}px 2000px; margin: 10px }} * {{ margin: 0 }}"
        f"p {{ font: {size}px/{2 * size}px '{FAMILIES[lang]}', Alegreya; text-align: justify }}"
    )
    html = f'<html lang="{lang}"><body><p>{text}</p></body></html>'
    with typeset.typesetter(world, held) as (known, _):
        document = typeset.lay_out(html, css, {}, known).document
        return [
            box for page in document.pages for box in page._page_box.descendants() if isinstance(box, LineBox)
        ]


@pytest.mark.heavy
@given(st.data())
@settings(max_examples=120)
def test_any_paragraph(letters: Mapping[str, tuple[World, FontDirectory, str]], data: st.DataObject) -> None:
    lang = data.draw(st.sampled_from(sorted(FAMILIES)))
    world, held, own = letters[lang]
    text = data.draw(st.text(st.sampled_from(own * 3 + SIGNS + LATIN), min_size=1, max_size=120))
    size = data.draw(st.floats(6, 24))
    width = size * data.draw(st.integers(2, 30)) + data.draw(st.sampled_from([0, 0.004, 0.02, 0.05, 0.7, 5]))
    for line in laid(world, held, text, lang, width, size)[:-1]:
        assert line.width <= max(width, 2 * size) + size, "nothing is pushed far out"


class Text(SimpleNamespace):
    """A box of text."""

    __hash__ = object.__hash__  # type: ignore[assignment]


@given(st.floats(0, 3), st.floats(-2, 2), st.integers(1, 60))
@example(0.02, 1.4e-9, 40)
@example(0.02, -1e-12, 40)
@settings(max_examples=300)
def test_any_lack_of_room(extra: float, noise: float, count: int) -> None:
    """Whatever comes of measuring again, no room between two characters is wider than is allowed."""
    given: list[float] = []

    def spaced(context: Any, box: Any, room: float) -> tuple[Any, Any, float]:
        given.append(room)
        return box.style, None, box.width + room + noise  # as if almost nothing had been put in

    style = {"font_size": 10.0, "direction": "ltr"}
    box: Any = Text(text="日" * (count + 1), width=100.0, style=style, position_x=0.0, pango_layout=None)
    context: Any = None  # nobody looks at it
    line: Any = SimpleNamespace(style=style, children=[box])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(script_lines, "_spaced", spaced)
        patch.setattr(script_lines, "_parted", lambda context, line: line.children)
        patch.setattr(script_lines, "_move", lambda *given: None)
        script_lines._space_characters(context, line, [box], extra)
    assert all(0 < room <= script_lines.WIDEST * 10.0 for room in given)
