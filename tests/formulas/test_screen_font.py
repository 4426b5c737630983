"""The font of formulas for screens: arrows grow, marks have a width, and letters that are made of marks stay as they are."""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path

import pytest
from fontTools.pens.boundsPen import BoundsPen
from fontTools.ttLib import TTFont

from bookbuilder.formats.screen_math_font import FontToMend, mend_for_browsers
from bookbuilder.formulas.draw_step import FONT

DATA = Path(__file__).parents[2].joinpath(FONT).read_bytes()


@cache
def fonts() -> tuple[TTFont, TTFont]:
    """The font as it is shipped, and mended."""
    return TTFont(io.BytesIO(DATA)), TTFont(io.BytesIO(mend_for_browsers(FontToMend(DATA))))


def bounds(font: TTFont, letter: str) -> tuple[float, float, float, float]:
    glyphs = font.getGlyphSet()
    pen = BoundsPen(glyphs)
    glyphs[font.getBestCmap()[ord(letter)]].draw(pen)
    left, low, right, high = pen.bounds
    return left, low, right, high


def broken(font: TTFont) -> set[str]:
    """Signs whose parts do not reach into one another as far as the font wants, so that browsers do not stretch them."""
    variants = font["MATH"].table.MathVariants
    return {
        name
        for name, one in zip(variants.HorizGlyphCoverage.glyphs, variants.HorizGlyphConstruction, strict=True)
        if one.GlyphAssembly is not None
        for before, part in zip(
            one.GlyphAssembly.PartRecords, one.GlyphAssembly.PartRecords[1:], strict=False
        )
        if min(before.EndConnectorLength, part.StartConnectorLength) < variants.MinConnectorOverlap
    }


def test_arrows_grow() -> None:
    shipped, made = fonts()
    assert {"arrowright", "arrowboth", "uni21A6"} <= broken(shipped)
    assert broken(made) == set()


@pytest.mark.parametrize("mark", "\u0302\u0303\u0307\u20d7\u20db\u20dc")
def test_a_mark_is_as_wide_as_its_ink(mark: str) -> None:
    shipped, made = fonts()
    left, low, right, high = bounds(made, mark)
    before = bounds(shipped, mark)
    assert (left, right) == (0, before[2] - before[0])
    assert (low, high) == (before[1], before[3])
    assert made["hmtx"][made.getBestCmap()[ord(mark)]] == (right, 0)


@pytest.mark.parametrize("letter", "˙¨˚´äñ∑xA→")
def test_other_letters_are_as_before(letter: str) -> None:
    shipped, made = fonts()
    assert bounds(made, letter) == bounds(shipped, letter)


def test_the_tilde_grows_and_forms_for_scripts_are_in_reach_of_style_sheets() -> None:
    _, made = fonts()
    variants = made["MATH"].table.MathVariants
    assert "tilde" in variants.HorizGlyphCoverage.glyphs
    order = list(map(made.getGlyphID, variants.HorizGlyphCoverage.glyphs))
    assert order == sorted(order)
    substitutions = made["GSUB"].table
    for record in substitutions.ScriptList.ScriptRecord:
        if record.ScriptTag in ("DFLT", "latn"):
            indices = record.Script.DefaultLangSys.FeatureIndex
            tags = {substitutions.FeatureList.FeatureRecord[index].FeatureTag for index in indices}
            assert "ssty" in tags


def test_the_same_bytes() -> None:
    assert mend_for_browsers(FontToMend(DATA)) == mend_for_browsers(FontToMend(DATA))
