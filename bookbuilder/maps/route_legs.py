"""Draws routes: the shortest way over the earth from each place to the next one, with arrows."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from math import hypot

from bookbuilder.charts.chart_style import ChartStyle
from bookbuilder.charts.drawing import Area, Stroke
from bookbuilder.maps.borders import GeoPoint
from bookbuilder.maps.clipping import clipped_line
from bookbuilder.maps.map_data import MapData
from bookbuilder.maps.map_window import MapWindow
from bookbuilder.maps.projections import great_circle
from bookbuilder.maps.route_lines import THICKNESS, route_colour, route_dashes

Point = tuple[float, float]
Leg = tuple[list[Point], int]
"""The points of a leg and the number of its route."""
_BESIDE = 0.3
"""Between the middles of two lines side by side, in the size of the type."""
_ARROW = 0.62
"""The length of the head of an arrow, in the size of the type."""


def route_legs(data: MapData, window: MapWindow, size: float) -> list[Leg]:
    """Return the legs of routes with the number of the route, 0 if these have no names. Each is there once a route,
    whichever way it is gone; those of several routes stand side by side."""
    legs: dict[tuple[int, int, int], None] = {}
    for index, route in enumerate(data.routes):
        number = index if data.route_names else 0
        for one, other in itertools.pairwise(route):
            if (other, one, number) not in legs and one != other:
                legs[one, other, number] = None
    shared: dict[frozenset[int], list[int]] = {}
    for one, other, number in legs:
        shared.setdefault(frozenset((one, other)), []).append(number)
    result = []
    for one, other, number in legs:
        beside = shared[frozenset((one, other))]
        # Which side is the right one must not depend on the way in which a leg is gone.
        first, last = sorted((one, other))
        away = (beside.index(number) - (len(beside) - 1) / 2) * _BESIDE * size
        way = great_circle(data.places[first].point, data.places[last].point)
        for part in _drawn(way, window):
            moved = _moved(part, away) if away else part
            result.append((moved if first == one else moved[::-1], number))
    return result


def _moved(points: list[Point], away: float) -> list[Point]:
    """Return a line beside another one, at a distance to its right; both ends are where they were."""
    result = [points[0]]
    for (x, y), at, (end_x, end_y) in zip(points, points[1:], points[2:], strict=False):
        length = hypot(end_x - x, end_y - y) or 1.0
        result.append((at[0] - away * (end_y - y) / length, at[1] + away * (end_x - x) / length))
    return [*result, points[-1]] if len(points) > 1 else points


def route_stroke(way: Sequence[Point], number: int, style: ChartStyle) -> Stroke:
    """Return a leg in the colour and the dashes of its route."""
    dashes = route_dashes(number, style.size)
    return Stroke(tuple(way), route_colour(number), THICKNESS * style.size, dashes=dashes)


def _drawn(points: Sequence[GeoPoint], window: MapWindow) -> list[list[Point]]:
    """Return a way in a window, parted where the earth is cut open."""
    parts: list[list[GeoPoint]] = [[points[0]]]
    for before, point in itertools.pairwise(points):
        if window.world and abs(point[0] - before[0]) > 180:
            parts.append([])
        parts[-1].append(point)
    return [
        inner for part in parts if len(part) > 1 for inner in clipped_line(window.places(part), window.frame)
    ]


def route_arrows(legs: Sequence[Leg], style: ChartStyle) -> list[Area]:
    """Return the heads of arrows in the middle of legs that are long enough."""
    size, arrows = style.size, []
    for route, number in legs:
        lengths = [hypot(b[0] - a[0], b[1] - a[1]) for a, b in itertools.pairwise(route)]
        whole = sum(lengths)
        if whole < 4 * size:
            continue
        rest, at = whole * 0.55, 0
        while at < len(lengths) - 1 and rest > lengths[at]:
            rest, at = rest - lengths[at], at + 1
        (x, y), (end_x, end_y) = route[at], route[at + 1]
        length = lengths[at] or 1.0
        across, down = (end_x - x) / length, (end_y - y) / length
        tip = (x + across * (rest + _ARROW * size / 2), y + down * (rest + _ARROW * size / 2))
        back = (tip[0] - across * _ARROW * size, tip[1] - down * _ARROW * size)
        half = 0.3 * size
        arrows.append(
            Area(
                (
                    (
                        tip,
                        (back[0] - down * half, back[1] + across * half),
                        (back[0] + down * half, back[1] - across * half),
                    ),
                ),
                route_colour(number),
            )
        )
    return arrows
