"""Reads from a style which characters of its face hang into the margins: the custom property `--line-hanging`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from bookbuilder.formats.pdf import hanging_property
from bookbuilder.formats.pdf.engine.shaping.shared_style import cached

if TYPE_CHECKING:
    from weasyprint.css import Style


@dataclass(frozen=True, slots=True)
class Hanging:
    """By which share of its own width (0 to 1) a character hangs into the margin on the left and on the right of a line."""

    left: Mapping[str, float] = field(default_factory=dict)
    right: Mapping[str, float] = field(default_factory=dict)


NOTHING = Hanging()


def hanging(style: Style) -> Hanging:
    """Return what hangs in the text of a style; nothing where the property is no string (`none`)."""
    return cached(style, "hanging", _hanging)


def _hanging(style: Style) -> Hanging:
    text = next((token.value for token in style["__line_hanging"] or () if token.type == "string"), None)
    if text is None:
        return NOTHING
    return _of_face(text, style["font_family"][0].lower(), style["font_weight"], style["font_style"])


@lru_cache(maxsize=256)
def _of_face(text: str, family: str, weight: int, style: str) -> Hanging:
    """Return what hangs in the face of a family that is nearest to a weight, of the lighter one of two; upright or slanted
    as the style says, if there are both."""
    faces = _by_family(text).get(family, ())
    alike = [face for face in faces if (face.style == "normal") == (style == "normal")] or faces
    if not alike:
        return NOTHING
    face = min(alike, key=lambda face: (abs(face.weight - weight), face.weight))
    return Hanging(face.left, face.right)


@lru_cache(maxsize=8)
def _by_family(text: str) -> Mapping[str, tuple[hanging_property.HangingFace, ...]]:
    """Return lower-case family name → faces."""
    result: dict[str, tuple[hanging_property.HangingFace, ...]] = {}
    for face in hanging_property.read(text):
        name = face.family.lower()
        result[name] = (*result.get(name, ()), face)
    return result
