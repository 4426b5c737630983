"""Finds room in the corners of a map."""

from __future__ import annotations

from collections.abc import Sequence

from bookbuilder.charts.chart_style import ChartStyle
from bookbuilder.maps.clipping import Box, meets
from bookbuilder.maps.map_window import MapWindow
from bookbuilder.maps.place_names import DOT
from bookbuilder.maps.scale_bar import corners

Point = tuple[float, float]


def boxes_of(dots: Sequence[Point], routes: Sequence[Sequence[Point]], style: ChartStyle) -> list[Box]:
    """Return boxes around dots and the points of routes."""
    radius = (DOT + 0.15) * style.size
    points = (*dots, *(point for route in routes for point in route))
    return [(x - radius, y - radius, x + radius, y + radius) for x, y in points]


def quiet_corner(
    width: float,
    height: float,
    window: MapWindow,
    busy: Sequence[Box],
    taken: Sequence[Box],
    style: ChartStyle,
) -> Box | None:
    """Return a box in the corner that has the fewest things in and around it; None if none is free."""
    near = 3 * style.size

    def things(box: Box) -> int:
        return sum(meets(grown(box, near), one) for one in busy)

    free = [
        box
        for box in corners(width, height, window.frame, 0.7 * style.size)
        if not any(meets(box, one) for one in (*busy, *taken))
    ]
    return min(free, key=things, default=None)


def grown(box: Box, by: float) -> Box:
    """Return a box that is larger by a length on each side."""
    return box[0] - by, box[1] - by, box[2] + by, box[3] + by
