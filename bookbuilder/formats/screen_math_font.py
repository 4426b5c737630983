"""Mends the font of formulas for browsers, which keep to its tables by the letter.

Print needs none of this: `formulas.drawing` lets parts overlap as far as they must, and puts accents by their ink.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from bookbuilder.build_step import Step, identity


@dataclass(frozen=True, slots=True)
class FontToMend:
    """The font of formulas."""

    data: bytes


MEND = Step(f"{__name__}:mend_for_browsers", FontToMend, identity, lambda task: len(task.data), 1 << 30)
"""Mends the font; in the process that asks, since it is done once."""
_MARKS = (*range(0x300, 0x370), *range(0x20D0, 0x2100))
_WIDE_TILDE = ("tilde", "tildecomb")


def mend_for_browsers(task: FontToMend) -> bytes:
    """Return the font with what browsers need."""
    from fontTools.ttLib import TTFont

    font = TTFont(io.BytesIO(task.data), recalcTimestamp=False, recalcBBoxes=False)
    variants = font["MATH"].table.MathVariants
    _join_parts(variants)
    _widen_tilde(font, variants)
    _give_width(font, font["MATH"].table.MathGlyphInfo.MathTopAccentAttachment)
    _show_script_forms(font["GSUB"].table)
    made = io.BytesIO()
    font.save(made)
    return made.getvalue()


def _join_parts(variants: Any) -> None:
    """Turn connectors round that do not reach into the part before.

    Those of the heads of → ↔ ↦ are the wrong way round in STIX Two Math 2.11: Chromium does not stretch these arrows.
    """
    for construction in variants.HorizGlyphConstruction:
        parts = construction.GlyphAssembly.PartRecords if construction.GlyphAssembly is not None else ()
        for before, part in pairwise(parts):
            start, end = part.StartConnectorLength, part.EndConnectorLength
            if min(before.EndConnectorLength, start) < variants.MinConnectorOverlap <= end:
                part.StartConnectorLength, part.EndConnectorLength = end, start


def _widen_tilde(font: Any, variants: Any) -> None:
    """Let the tilde grow as the one that combines does: browsers stretch this one alone."""
    name, other = _WIDE_TILDE
    constructions = dict(
        zip(variants.HorizGlyphCoverage.glyphs, variants.HorizGlyphConstruction, strict=True)
    )
    constructions[name] = constructions[other]
    variants.HorizGlyphCoverage.glyphs = sorted(constructions, key=font.getGlyphID)
    variants.HorizGlyphConstruction = [constructions[one] for one in variants.HorizGlyphCoverage.glyphs]
    variants.HorizGlyphCount = len(constructions)


def _give_width(font: Any, accents: Any) -> None:
    """Make marks as wide as their ink: Chromium lays out an accent by its advance, and would set these too far left."""
    places = dict(zip(accents.TopAccentCoverage.glyphs, accents.TopAccentAttachment, strict=True))
    names, glyphs, metrics = font.getBestCmap(), font["glyf"], font["hmtx"]
    moved: dict[str, int] = {}
    for name in sorted({names[mark] for mark in _MARKS if mark in names}):
        glyph = glyphs[name]
        if metrics[name][0] or glyph.numberOfContours <= 0:
            continue
        moved[name] = -glyph.xMin
        glyph.coordinates.translate((moved[name], 0))
        glyph.recalcBounds(glyphs)
        metrics[name] = (glyph.xMax, 0)
        if name in places:
            places[name].Value = glyph.xMax // 2
    _keep_in_place(glyphs, moved)


def _keep_in_place(glyphs: Any, moved: Mapping[str, int]) -> None:
    """Move the marks back that other letters are made of."""
    composites: Iterable[Any] = (glyphs[name] for name in glyphs.keys())  # noqa: SIM118 - a table, not a mapping
    for glyph in composites:
        for part in glyph.components if glyph.isComposite() else ():
            if hasattr(part, "x"):
                part.x -= moved.get(part.glyphName, 0)


def _show_script_forms(substitutions: Any) -> None:
    """Let style sheets have the forms for scripts, which the font has in the script `math` alone."""
    features = substitutions.FeatureList.FeatureRecord
    forms = [index for index, feature in enumerate(features) if feature.FeatureTag == "ssty"]
    for record in substitutions.ScriptList.ScriptRecord:
        language = record.Script.DefaultLangSys
        if record.ScriptTag in ("DFLT", "latn") and language is not None:
            language.FeatureIndex = [*language.FeatureIndex, *forms]
            language.FeatureCount = len(language.FeatureIndex)
