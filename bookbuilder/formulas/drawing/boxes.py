"""A laid out piece of a formula: its size in em, and what it draws, as values. The y axis points up, from the baseline."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Glyph:
    """A glyph of a font (0 is the math font), at a size in em."""

    number: int
    size: float
    font: int = 0


@dataclass(frozen=True, slots=True)
class Polygon:
    """A filled area: a rule, a stroke."""

    points: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Box:
    """A piece with its `width`, and how far it reaches above and below the baseline.

    `italic` is how far a slanted glyph leans out at its upper right, `accent` where an accent stands above it (negative: in
    the middle), `glyph` its one glyph, which knows how close scripts may come.
    """

    width: float = 0.0
    height: float = 0.0
    depth: float = 0.0
    items: tuple[Placed, ...] = ()
    italic: float = 0.0
    accent: float = -1.0
    glyph: Glyph | None = None

    @property
    def middle(self) -> float:
        """Where an accent stands above it."""
        return self.accent if self.accent >= 0 else self.width / 2


Item: TypeAlias = "Glyph | Polygon | Box"
Placed: TypeAlias = tuple[float, float, Item]
"""Where an item stands in its box, and the item."""


def joined(placed: Iterable[tuple[float, float, Box]], width: float) -> Box:
    """Return a box of so many em with others in it, as high and deep as they reach."""
    items = tuple(placed)
    # A box without ink has no height of its own.
    inked = [item for item in items if item[2].height or item[2].depth or item[2].items]
    height = max((y + box.height for _, y, box in inked), default=0.0)
    depth = max((box.depth - y for _, y, box in inked), default=0.0)
    return Box(width, height, depth, tuple(item for item in items if item[2].items))


def rule(width: float, thickness: float) -> Box:
    """Return a horizontal rule that stands on the baseline."""
    corners = ((0.0, 0.0), (width, 0.0), (width, thickness), (0.0, thickness))
    return Box(width, thickness, 0.0, ((0.0, 0.0, Polygon(corners)),))


def unseen(box: Box) -> Box:
    """Return the room of a box without what it draws."""
    return replace(box, items=(), glyph=None)
