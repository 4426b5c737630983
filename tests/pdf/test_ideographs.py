"""Whatever stands in a Chinese or Japanese paragraph, of any measure: it is laid out, and its lines end at the margin."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from weasyprint.formatting_structure.boxes import LineBox, TextBox

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


NO_START = "’”)〕]}〉》」』】〗»〟‐〜–！？‼⁇⁈⁉・：；。．、，ヽヾゝゞ々ーぁぃぅぇぉァィゥェォっゃゅょゎッャュョヮヵヶ·～／％‰"
"""Signs of JLReq's classes 2 to 7, 9 to 11 and 13, and of CLREQ's table of signs that begin no line."""
NO_END = "‘“(〔[{〈《「『【〖«〝￥"
"""Signs of JLReq's classes 1 and 12."""
WHOLE = (
    "1月",
    "17日",
    "2億",
    "第3章",
    "２０２２年",
    "１，０００",
    "３．１４",
    "－５度",
    "100％",
    "――",
    "……",
    "3つ",
    "90人",
)
"""What no line may part."""
PROSE = "会談続国境軍大臣週終話合今日本中文的人はがのをにでと"


def broken(lines: list[Any]) -> list[str]:
    """Return the text of each line."""
    return ["".join(box.text for box in line.descendants() if isinstance(box, TextBox)) for line in lines]


@st.composite
def paragraphs(draw: st.DrawFn) -> str:
    """Return prose with signs of all classes and numbers, some of them in elements of their own. No row of signs is so long
    that it has no room, and none stands at the very beginning."""
    words = st.text(PROSE, min_size=1, max_size=7)
    signs = st.sampled_from(NO_START + NO_END)
    wholes = st.sampled_from(WHOLE)
    pieces = draw(st.lists(st.tuples(words, st.one_of(signs, wholes), words), min_size=3, max_size=12))
    marked = st.sampled_from(("{}", "{}", "<em>{}</em>", "<b>{}</b>"))
    return "".join(draw(words) + draw(marked).format("".join(piece)) for piece in pieces) + draw(
        st.sampled_from(("", "。", "」。"))
    )


@pytest.mark.heavy
@given(st.data())
@settings(max_examples=150)
def test_no_line_ends_where_none_may(
    letters: Mapping[str, tuple[World, FontDirectory, str]], data: st.DataObject
) -> None:
    lang = data.draw(st.sampled_from(sorted(FAMILIES)))
    world, held, _ = letters[lang]
    html = data.draw(paragraphs())
    em = data.draw(st.integers(11, 36)) + data.draw(st.sampled_from((0, 0.3, 0.5, 0.9)))
    texts = broken(laid(world, held, html, lang, 10 * em, 10))
    joined = re.sub("<[^>]*>", "", html)
    assert "".join(texts) == joined
    for one, following in pairwise(texts):
        assert following[0] not in NO_START, (one, following)
        assert one[-1] not in NO_END, (one, following)
    at, whole = 0, [match.span() for match in re.finditer("|".join(map(re.escape, WHOLE)), joined)]
    for text in texts[:-1]:
        at += len(text)
        assert not any(start < at < stop for start, stop in whole), (joined[:at], joined[at:])
    if len(texts) > 1:
        # A number of four signs at the end of the line before would leave a hole there.
        kept = texts[-2].endswith(WHOLE) or len(texts[-2]) < 10
        assert len(texts[-1].rstrip("。」" + NO_START)) > 1 or kept, texts


@pytest.mark.parametrize(
    ("html", "em", "expected"),
    [
        ("会談続国境軍大臣週終1月17日である", 11, ["会談続国境軍大臣週終", "1月17日である"]),
        ("会談続国境軍大臣週終<b>1</b>月<b>17</b>日である", 11, ["会談続国境軍大臣週終", "1月17日である"]),
        ("会談続国境軍大臣週終1月17日である", 12.5, ["会談続国境軍大臣週終1月", "17日である"]),
        ("会談続国境軍大臣週終話た。", 11, ["会談続国境軍大臣週終", "話た。"]),
        ("会談続国境軍大臣週終<em>話</em>た", 11, ["会談続国境軍大臣週終", "話た"]),
        ("会談続国境軍大臣週<br>終", 9, ["会談続国境軍大臣週", "終"]),
        ("会談続国境<br>軍大", 11, ["会談続国境", "軍大"]),
        ("会中人会中人会中人会尔·马克思", 11, ["会中人会中人会中人会", "尔·马克思"]),
    ],
)
def test_where_lines_end(
    letters: Mapping[str, tuple[World, FontDirectory, str]], html: str, em: float, expected: list[str]
) -> None:
    world, held, _ = letters["zh" if "·" in html else "ja"]
    texts = broken(laid(world, held, html, "zh" if "·" in html else "ja", 10 * em, 10))
    assert [text.strip("\n") for text in texts] == expected


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


@pytest.mark.parametrize("measure", range(150, 420, 30))
@pytest.mark.parametrize("lang", FAMILIES)
def test_in_a_line_from_right_to_left_texts_keep_their_order(
    lang: str, measure: int, letters: Mapping[str, tuple[World, FontDirectory, str]]
) -> None:
    """A text whose letters run from left to right may hold others, so its parts cannot be set one by one."""
    world, held, own = letters[lang]
    words = "كلمات تملأ الفقرة حتى تزيد"
    text = f"{words} {own[:4]}, <b>{own[4:7]}</b>, {own[7:9]}: {own[9:13]} 2020 كلمة {words}"
    css = (
        f"@page {{ size: {measure + 20}px 2000px; margin: 10px }} * {{ margin: 0 }} html {{ direction: rtl }}"
        f"p {{ font: 12px/24px Amiri, '{FAMILIES[lang]}'; text-align: justify }}"
    )
    html = f'<html lang="ar" dir="rtl"><body><p>{text}</p></body></html>'
    with typeset.typesetter(world, held) as (known, _):
        document = typeset.lay_out(html, css, {}, known).document
    lines = [
        box for page in document.pages for box in page._page_box.descendants() if isinstance(box, LineBox)
    ]
    assert len(lines) > 1
    for line in lines:
        texts = [box for box in line.descendants() if isinstance(box, TextBox)]
        for before, behind in pairwise(texts):
            assert behind.position_x + behind.width <= before.position_x + 0.1, (
                "a box is left of the one before"
            )
        if any(" " in box.text for box in texts) and line is not lines[-1]:
            assert sum(box.width for box in texts) == pytest.approx(measure, abs=0.5)
