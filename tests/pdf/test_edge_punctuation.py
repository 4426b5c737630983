"""Where a line of Chinese or Japanese begins or ends with a bracket or a stop, its ink stands at the margin (JLReq 3.1)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from fontTools.pens.boundsPen import BoundsPen
from fontTools.ttLib import TTFont
from hypothesis import example, given, settings
from hypothesis import strategies as st
from weasyprint.formatting_structure.boxes import TextBox

from bookbuilder.formats.pdf.compile.font_files import FontDirectory
from bookbuilder.formats.pdf.engine import typeset
from bookbuilder.formats.pdf.engine.read.findings import cut_texts
from bookbuilder.world import World
from tests.pdf.test_ideographs import BOOKS, FAMILIES, laid, letters

__all__ = ["letters"]

OPENING, CLOSING = "「『（《", "」』）》、。"
Letters = Mapping[str, tuple[World, FontDirectory, str]]


@pytest.fixture(scope="module")
def ink() -> Mapping[str, Mapping[str, tuple[float, float]]]:
    """For each language, where the ink of its signs begins and ends, in em."""
    found: dict[str, dict[str, tuple[float, float]]] = {}
    for lang in FAMILIES:
        (path,) = [
            one
            for one in sorted((BOOKS / lang).glob("fonts/*/*.ttf"))
            if "Serif" in one.name and "Regular" in one.name
        ]
        font = TTFont(path)
        glyphs, names = font.getGlyphSet(), font.getBestCmap()
        em = font["head"].unitsPerEm
        found[lang] = {}
        for sign in OPENING + CLOSING:
            pen = BoundsPen(glyphs)
            glyphs[names[ord(sign)]].draw(pen)
            found[lang][sign] = pen.bounds[0] / em, pen.bounds[2] / em
    return found


def texts(line: Any) -> list[TextBox]:
    return [box for box in line.descendants() if isinstance(box, TextBox) and box.text]


@st.composite
def sentences(draw: st.DrawFn) -> str:
    words = st.text("国大臣会月年", min_size=1, max_size=6)
    forms = (
        "{}",
        "「{}」",
        "『{}』",
        "（{}）",
        "<em>{}</em>",
        "「<em>{}</em>」",
        "<em>「{}」</em>",
        "NATO{}",
    )
    form = st.sampled_from(forms)
    parts = draw(
        st.lists(st.tuples(form, words, st.sampled_from(("", "、", "。", "は"))), min_size=3, max_size=25)
    )
    return (
        draw(st.sampled_from(("", "国")))
        + "".join(form.format(word) + end for form, word, end in parts)
        + "。"
    )


@pytest.mark.heavy
@settings(max_examples=120)
@given(
    text=sentences(),
    em=st.integers(6, 30),
    lang=st.sampled_from(sorted(FAMILIES)),
    size=st.sampled_from((7.5, 10, 16)),
)
@example(text="国「大」" * 20, em=10, lang="ja", size=10)
def test_ink_stands_at_the_margins(
    letters: Letters,
    ink: Mapping[str, Mapping[str, tuple[float, float]]],
    text: str,
    em: int,
    lang: str,
    size: float,
) -> None:
    world, held, _ = letters[lang]
    lines = laid(world, held, text, lang, em * size, size)
    written = "".join(box.text for line in lines for box in texts(line))
    assert written == text.replace("<em>", "").replace("</em>", "")
    for line in lines[:-1]:
        first, last = texts(line)[0], texts(line)[-1]
        spacing = last.style["letter_spacing"]  # it stands behind the last letter as well
        end = last.position_x + last.width - (0 if spacing == "normal" else spacing) - 10
        left = first.position_x - 10
        if first.text[0] in OPENING:
            begin, _ = ink[lang][first.text[0]]
            assert 0 <= left + begin * size <= 0.5 * size
            assert left == pytest.approx(-size / 2, abs=0.02)
        else:
            assert left == pytest.approx(0, abs=0.02)
        if last.text[-1] in CLOSING:
            _, stop = ink[lang][last.text[-1]]
            assert end - size + stop * size <= em * size + 0.05
            assert end <= em * size + size / 2 + 0.05
        elif not last.text[-1].isascii():  # such a word has its room in its width
            assert end <= em * size + 0.05


@pytest.mark.parametrize("lang", sorted(FAMILIES))
def test_a_line_has_one_character_more(letters: Letters, lang: str) -> None:
    world, held, _ = letters[lang]
    lines = laid(world, held, f"{'国' * 9}「{'国' * 9}、{'国' * 6}", lang, 100, 10)
    assert ["".join(box.text for box in texts(line)) for line in lines] == [
        "国" * 9,
        f"「{'国' * 9}、",
        "国" * 6,
    ]
    assert lines[1].width == pytest.approx(100)
    assert texts(lines[1])[0].position_x == pytest.approx(5)
    ((begin, width),) = {(box.position_x, box.width) for box in texts(lines[1])}
    assert begin + width == pytest.approx(115), "the empty half of the last sign is in the margin"


@pytest.mark.parametrize("text", ["国「{}」と", "国『{}』、", "国（{}）、《月》"])
@pytest.mark.parametrize("lang", sorted(FAMILIES))
def test_what_is_empty_does_not_leave_its_cell(letters: Letters, lang: str, text: str) -> None:
    """A cell without padding, which lines begin with brackets: what stands before it is the empty half of their squares. A
    word that cannot be parted does leave such a cell."""
    world, held, _ = letters[lang]
    css = (
        "table { border-spacing: 0 } td { padding: 0; width: 60px; max-width: 60px }"
        f"td {{ font: 10px/20px '{FAMILIES[lang]}' }}"
    )
    with typeset.typesetter(world, held) as (known, _):

        def cut_words(words: str) -> list[str]:
            html = f'<html lang="{lang}"><body><table><tr><td>{words}</td></tr></table></body></html>'
            pages = [page._page_box for page in typeset.lay_out(html, css, {}, known).document.pages]
            return [text for one in cut_texts.find(pages) for text in one.words[:1]]

        assert cut_words("".join(text.format("国大臣会月年"[:n]) for n in (1, 2, 3, 4, 5, 6))) == []
        assert cut_words("国「国」UNVERTEILBARKEIT") == ["UNVERTEILBARKEIT"]
