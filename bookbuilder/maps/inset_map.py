"""Draws a small map in a corner that shows where the large one is, or a part of it from near."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bookbuilder.charts.chart_style import ChartStyle
from bookbuilder.charts.drawing import Area, Bar, Dot, Shape, Stroke
from bookbuilder.maps.borders import Borders
from bookbuilder.maps.clipping import Box, clipped_line, clipped_ring
from bookbuilder.maps.extents import points_to_show
from bookbuilder.maps.geography import BORDER, COAST, geography
from bookbuilder.maps.map_data import MapData
from bookbuilder.maps.map_window import MapWindow, map_window
from bookbuilder.maps.projections import Azimuthal
from bookbuilder.maps.scale_bar import corners

Point = tuple[float, float]
_WIDTH, _SHAPE = 0.26, 0.85
"""The width of an inset in that of its map, and its height in its own width."""


@dataclass(frozen=True, slots=True)
class InsetMap:
    """The shapes of an inset, and the box that it takes."""

    shapes: tuple[Shape, ...]
    box: Box


def inset_map(
    data: MapData,
    borders: Borders,
    disputed: frozenset[frozenset[str]],
    window: MapWindow,
    busy: Sequence[Box],
    style: ChartStyle,
) -> InsetMap | None:
    """Return the inset of a map, in the corner where it covers the least; None if none is asked for."""
    if not data.inset:
        return None
    width = _WIDTH * window.width
    small = map_window(
        points_to_show(MapData(region=data.inset), borders)[0],
        width,
        width,
        0.05,
        0.5 if "world" in data.inset else _SHAPE,
    )
    box = min(corners(small.width, small.height, window.frame, 0.0), key=lambda one: _covered(one, busy))
    x, y = box[0], box[1]
    seen = geography(borders, small, disputed)
    rings = [
        tuple((across + x, down + y) for across, down in cut)
        for parts in seen.areas.values()
        for ring in parts
        if (cut := clipped_ring(ring, small.frame))
    ]
    shapes: list[Shape] = [
        Bar(x, y, small.width, small.height, "sea"),
        Area(tuple(rings), "around"),
        *(
            Stroke(tuple((across + x, down + y) for across, down in line), kind, 0.04 * style.size)
            for kind in (COAST, BORDER)
            for line in seen.lines[kind]
        ),
    ]
    outline = _outline(window, small)
    shapes += [
        Stroke(tuple((across + x, down + y) for across, down in part), "route", 0.1 * style.size)
        for part in clipped_line(outline, small.frame)
    ]
    if not outline:
        shapes += [
            Dot(across + x, down + y, 0.2 * style.size, "place")
            for across, down in small.places(place.point for place in data.places)
            if 0 <= across <= small.width and 0 <= down <= small.height
        ]
    right, foot = x + small.width, y + small.height
    shapes.append(Stroke(((x, y), (right, y), (right, foot), (x, foot), (x, y)), "coast", 0.08 * style.size))
    return InsetMap(tuple(shapes), box)


def _covered(box: Box, busy: Sequence[Box]) -> int:
    return sum(one[0] < box[2] and box[0] < one[2] and one[1] < box[3] and box[1] < one[3] for one in busy)


def _outline(window: MapWindow, small: MapWindow) -> list[Point]:
    """Return the edges of a map in its inset; nothing for a map of the world."""
    shape = window.projection
    if not isinstance(shape, Azimuthal):
        return []
    points = []
    for share in range(40):
        side, step = divmod(share, 10)
        along = step / 10
        x, y = ((along, 0.0), (1.0, along), (1 - along, 1.0), (0.0, 1 - along))[side]
        place = (window.left + x * window.width / window.scale, window.top - y * window.height / window.scale)
        points.append(shape.unproject(*place))
    found = [point for point in points if point is not None]
    drawn = small.places(found)
    return [*drawn, drawn[0]] if drawn else []
