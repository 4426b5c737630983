"""Reads from a style how the lines of its paragraphs are broken: custom properties of CSS, which the theme sets
(`[lines]`)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bookbuilder.formats.pdf.engine.setup.custom_property import custom_property
from bookbuilder.formats.pdf.engine.shaping.shared_style import cached
from bookbuilder.formats.pdf.line_breaking.breakpoints import Costs

if TYPE_CHECKING:
    from weasyprint.css import Style

STRETCH = 0.5
SHRINK = 0.3
"""How much a space stretches well and shrinks at most, as shares of its width. (TeX shrinks by a third, where spaces are a
third of an em wide; those of most text faces are a quarter or less.)"""
RAGGED = 2.5
"""In em: how much shorter than the measure a ragged line may be and still look well."""
MOST_GAP = 1.2
"""In em: how much is added to a space at most; a line that would need more stays ragged."""
RUNT = 2.0
"""In em: a last line should be longer than this, and than the indent of the next paragraph."""
PIECE = 2.7
"""In em: five letters and a point, about. The end of a word that stands in a last line by itself should be longer."""
_DEFAULT = Costs()
MOST_SPACE = 1.0
"""In lines: by how much the space above a block grows at most so that a page is full."""
MOST_ELASTIC = 0.02
"""Glyphs are scaled by no more than this share."""


@dataclass(frozen=True, slots=True)
class LineStyle:
    """How lines are broken: `method` is `paragraph` (total fit), `balance` (all lines equally long) or `line` (each line
    takes what fits, as in browsers); `elastic` is the share by which glyphs may be scaled."""

    method: str
    costs: Costs
    elastic: float


def line_style(style: Style) -> LineStyle:
    """Return how the paragraphs of a style are broken."""
    return cached(style, "line_style", _line_style)


def _line_style(style: Style) -> LineStyle:
    return LineStyle(
        custom_property(style, "__line_breaking") or "paragraph",
        Costs(
            hyphen=_number(style, "__line_hyphen", _DEFAULT.hyphen),
            double=_number(style, "__line_double", _DEFAULT.double),
            contrast=_number(style, "__line_contrast", _DEFAULT.contrast),
            runt=_number(style, "__line_runt", _DEFAULT.runt),
            least=RUNT * float(style["font_size"]),
            piece=PIECE * float(style["font_size"]),
        ),
        min(max(_number(style, "__line_elastic", 0.0) / 100, 0.0), MOST_ELASTIC),
    )


def most_added_space(style: Style) -> float:
    """Return by how many lines the space above a block of a style may grow so that its page is full."""
    return cached(style, "most_added_space", _most_added_space)


def _most_added_space(style: Style) -> float:
    return min(max(_number(style, "__page_space", 0.0), 0.0), MOST_SPACE)


def _number(style: Style, name: str, default: float) -> float:
    try:
        return float(custom_property(style, name).removesuffix("%"))
    except ValueError:
        return default
