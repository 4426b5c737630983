"""A drawing as values: shapes and lines of text, and its mirror image for languages from right to left."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TypeAlias

Point: TypeAlias = tuple[float, float]
INK, MUTED, RULE, PAPER = "ink", "muted", "rule", "paper"
"""The colours of text and lines. Those of series are their numbers: `1` to `6`."""
START, MIDDLE, END = "start", "middle", "end"
"""Which end of a text is at its place."""
ASCENT, DESCENT = 0.8, 0.26
"""How far letters reach above and below their baseline, in their size."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A rectangle: its corner at the start and above, its size and colour."""

    x: float
    y: float
    width: float
    height: float
    colour: str


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line through points, or an area inside them if it is `filled`. `dashes` are the lengths of strokes and gaps."""

    points: tuple[Point, ...]
    colour: str
    thickness: float = 0.0
    filled: bool = False
    dashes: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Dot:
    """A disc, or a ring of some `thickness`."""

    x: float
    y: float
    radius: float
    colour: str
    thickness: float = 0.0


@dataclass(frozen=True, slots=True)
class Area:
    """What lies inside an odd number of rings."""

    rings: tuple[tuple[Point, ...], ...]
    colour: str


Shape: TypeAlias = Bar | Stroke | Dot | Area


@dataclass(frozen=True, slots=True)
class ChartLabel:
    """A line of text at a place on its baseline; `width` is what it was measured with. `rank`: which of two labels that
    collide gives way, the one with the greater number; 0 never does."""

    text: str
    x: float
    y: float
    size: float
    width: float
    anchor: str = START
    colour: str = INK
    bold: bool = False
    rank: int = 0

    @property
    def box(self) -> tuple[float, float, float, float]:
        """The edges of the text: start, top, end, bottom."""
        start = self.x - {START: 0.0, MIDDLE: self.width / 2, END: self.width}[self.anchor]
        return start, self.y - ASCENT * self.size, start + self.width, self.y + DESCENT * self.size


@dataclass(frozen=True, slots=True)
class ChartDrawing:
    """A drawing: its size, its shapes from the lowest up, and its labels above them."""

    width: float
    height: float
    shapes: tuple[Shape, ...]
    labels: tuple[ChartLabel, ...]


def collide(one: ChartLabel, other: ChartLabel, gap: float = 0.0) -> bool:
    """Whether two labels are nearer to one another than a gap."""
    start, top, end, bottom = one.box
    other_start, other_top, other_end, other_bottom = other.box
    return start < other_end + gap and other_start < end + gap and top < other_bottom and other_top < bottom


def without_collisions(labels: Iterable[ChartLabel], gap: float = 0.0) -> Iterator[ChartLabel]:
    """Yield labels but for those that collide with one of a smaller rank, or with an earlier one of their own."""
    placed: list[ChartLabel] = []
    for label in sorted(labels, key=lambda one: one.rank):
        if not label.rank or not any(collide(label, one, gap) for one in placed):
            placed.append(label)
            yield label


def mirrored(drawing: ChartDrawing) -> ChartDrawing:
    """Return a drawing with its start at the right. Labels keep their anchors: their start is at the right as well."""

    def turned(shape: Shape) -> Shape:
        match shape:
            case Bar(x, width=width):
                return replace(shape, x=drawing.width - x - width)
            case Stroke(points):
                return replace(shape, points=tuple((drawing.width - x, y) for x, y in points))
            case Dot(x):
                return replace(shape, x=drawing.width - x)
            case Area(rings):
                turned_rings = tuple(tuple((drawing.width - x, y) for x, y in ring) for ring in rings)
                return replace(shape, rings=turned_rings)

    labels = tuple(replace(label, x=drawing.width - label.x) for label in drawing.labels)
    return replace(drawing, shapes=tuple(map(turned, drawing.shapes)), labels=labels)
