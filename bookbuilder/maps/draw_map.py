"""Draws a map: a window of the earth, its areas and borders, routes, places, names, a scale, an inset, and a key."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from math import hypot

from bookbuilder.charts.chart_style import ChartStyle
from bookbuilder.charts.drawing import Area, Bar, ChartDrawing, ChartLabel, Dot, Shape, Stroke
from bookbuilder.locales import Locale
from bookbuilder.maps.borders import Borders, GeoPoint
from bookbuilder.maps.clipping import Box, box_of, clipped_line, line_without
from bookbuilder.maps.country_names import PlacedCountry, country_name
from bookbuilder.maps.extents import points_to_show
from bookbuilder.maps.geography import BORDER, COAST, DISPUTED, Geography, geography
from bookbuilder.maps.hatching import hatching
from bookbuilder.maps.inset_map import inset_map
from bookbuilder.maps.map_data import MapData
from bookbuilder.maps.map_key import route_key, shade_key
from bookbuilder.maps.map_window import MapWindow, map_window
from bookbuilder.maps.place_names import DOT, PlacedName, Surroundings, place_names
from bookbuilder.maps.projections import great_circle
from bookbuilder.maps.route_lines import THICKNESS, route_colour, route_dashes
from bookbuilder.maps.scale_bar import corners, scale_bar
from bookbuilder.maps.shades import class_of, limits, shade_of

Point = tuple[float, float]
DisputedPairs = frozenset[frozenset[str]]
LINES = {COAST: (0.05, ()), BORDER: (0.06, ()), DISPUTED: (0.07, (0.32, 0.22))}
"""The thickness and the dashes of lines, in the size of the type."""
_ARROW = 0.62


def draw_map(
    data: MapData, borders: Borders, disputed: DisputedPairs, style: ChartStyle, locale: Locale
) -> ChartDrawing:
    """Return the drawing of a map with its key below."""
    values = dict(data.values)
    edges = limits([value for value in values.values() if value is not None], data.classes)
    points, margin = points_to_show(data, borders)
    window = map_window(points, style.width, style.highest, margin)
    seen = geography(borders, window, disputed)
    fills = _fills(data, borders, seen, edges)
    unknown = "unknown" in fills.values() and bool(data.values)
    keys = (
        route_key(data.route_names, style),
        shade_key(data, edges, style, locale, unknown=unknown),
    )
    below = sum(key.height + 0.5 * style.size for key in keys if key.height)
    if below and window.height + below > style.highest:
        window = map_window(points, style.width, style.highest - below, margin)
        seen = geography(borders, window, disputed)
    shapes: list[Shape] = [Bar(0, 0, window.width, window.height, "sea"), *_areas(fills, seen, style)]
    legs = _legs(data, window)
    routes = [way for way, _ in legs]
    dots = window.places(place.point for place in data.places)
    inset = inset_map(data, borders, disputed, window, _busy(dots, routes, style), style)
    taken: list[Box] = [inset.box] if inset else []
    bar = scale_bar(window, style, locale)
    bar_box = (
        _quiet_corner(bar.width, bar.height, window, _busy(dots, routes, style), taken, style)
        if bar
        else None
    )
    taken += [_grown(bar_box, 0.25 * style.size)] if bar_box else []
    edge = 0.3 * style.size
    frame = (edge, edge, window.width - edge, window.height - edge)
    lines = [(box_of(line), line) for kind in (COAST, BORDER, DISPUTED) for line in seen.lines[kind]]
    inner = [place for place, dot in enumerate(dots) if _is_within(dot, window.frame)]
    arrows = _arrows(legs, style)
    around = Surroundings(frame, [*taken, *(box_of(arrow.rings[0]) for arrow in arrows)], routes, lines)
    names = place_names(
        [dots[place] for place in inner], [data.places[place].name for place in inner], around, style
    )
    busy = [*taken, *(name.box for name in names), *_busy(dots, [], style)]
    countries = _country_names(data, borders, seen, fills, busy, [*routes, *_leaders(names)], frame, style)
    boxes = [*(name.box for name in names), *(country.box for country, _ in countries)]
    gaps = [*(_grown(box, 0.1 * style.size) for box in boxes), *([bar_box] if bar_box else [])]
    shapes += _lines(seen, gaps, style)
    shapes += [_route(way, number, style) for way, number in legs]
    shapes += arrows
    labels: list[ChartLabel] = []
    for country, colour in countries:
        labels += country.text.labels(country.box, 0, style, colour)
    for name in names:
        if name.leader:
            shapes.append(Stroke(name.leader, "ink", 0.06 * style.size))
        labels += name.text.labels(name.box, name.side, style, "ink")
    for place in inner:
        x, y = dots[place]
        shapes += [Dot(x, y, (DOT + 0.09) * style.size, "halo"), Dot(x, y, DOT * style.size, "place")]
    if bar and bar_box:
        bar_shapes, bar_labels = bar.drawn(bar_box[0], bar_box[1], style)
        shapes += bar_shapes
        labels += bar_labels
    if inset:
        shapes += inset.shapes
    height = window.height
    for key in keys:
        top = height + 0.5 * style.size
        shapes += [_lower(shape, top) for shape in key.shapes]
        labels += [replace(label, y=label.y + top) for label in key.labels]
        height = top + key.height if key.height else height
    return ChartDrawing(style.width, height, tuple(shapes), tuple(labels))


def _fills(data: MapData, borders: Borders, seen: Geography, edges: Sequence[Decimal]) -> dict[int, str]:
    """Return the colour of each area that is seen."""
    values, region = dict(data.values), set(data.region)
    result = {}
    for index in seen.areas:
        area = borders.areas[index]
        value = values.get(area.code)
        if area.code in values:
            count = max(len(edges) - 1, 1)
            result[index] = "unknown" if value is None else shade_of(class_of(value, edges), count)
        elif area.code and area.code in data.highlighted:
            result[index] = "focus"
        elif data.values and region and area.code in region:
            result[index] = "unknown"
        elif data.values or (region and "world" not in region and area.code not in region):
            result[index] = "around"
        else:
            result[index] = "land"
    return result


def _areas(fills: Mapping[int, str], seen: Geography, style: ChartStyle) -> list[Shape]:
    by_colour: dict[str, list[tuple[Point, ...]]] = {}
    for index, colour in fills.items():
        by_colour.setdefault(colour, []).extend(seen.areas[index])
    shapes: list[Shape] = [Area(tuple(rings), colour) for colour, rings in sorted(by_colour.items())]
    strokes = hatching(by_colour.get("unknown", ()), 0.55 * style.size)
    return shapes + [Stroke(stroke, "hatch", 0.06 * style.size) for stroke in strokes]


def _lines(seen: Geography, gaps: Sequence[Box], style: ChartStyle) -> list[Shape]:
    """Return coasts and borders, which end where names begin."""
    shapes: list[Shape] = []
    for kind, (thickness, dashes) in LINES.items():
        lengths = tuple(one * style.size for one in dashes)
        parts = (part for line in seen.lines[kind] for part in line_without(line, gaps))
        shapes += [Stroke(tuple(part), kind, thickness * style.size, dashes=lengths) for part in parts]
    return shapes


def _legs(data: MapData, window: MapWindow) -> list[tuple[list[Point], int]]:
    """Return the legs of routes with the number of the route, 0 if these have no names. Each is there once a route,
    whichever way it is gone."""
    legs: dict[tuple[int, int, int], None] = {}
    for index, route in enumerate(data.routes):
        number = index if data.route_names else 0
        for one, other in itertools.pairwise(route):
            if (other, one, number) not in legs and one != other:
                legs[one, other, number] = None
    return [
        (part, number)
        for one, other, number in legs
        for part in _drawn(great_circle(data.places[one].point, data.places[other].point), window)
    ]


def _route(way: Sequence[Point], number: int, style: ChartStyle) -> Stroke:
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


def _arrows(legs: Sequence[tuple[Sequence[Point], int]], style: ChartStyle) -> list[Area]:
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


def _country_names(
    data: MapData,
    borders: Borders,
    seen: Geography,
    fills: Mapping[int, str],
    taken: Sequence[Box],
    routes: Sequence[Sequence[Point]],
    frame: Box,
    style: ChartStyle,
) -> list[tuple[PlacedCountry, str]]:
    names = dict(data.names)
    rings: dict[str, list[tuple[Point, ...]]] = {}
    for index, parts in seen.areas.items():
        if borders.areas[index].code:
            rings.setdefault(borders.areas[index].code, []).extend(parts)
    colours = {borders.areas[index].code: colour for index, colour in fills.items()}
    busy, result = list(taken), []
    for code in sorted(rings, key=lambda code: (colours[code] == "around", code)):
        if code not in names or colours[code] == "unknown":
            continue
        placed = country_name(names[code], rings[code], busy, routes, frame, style)
        if placed is not None:
            busy.append(placed.box)
            shade = colours[code]
            result.append((placed, f"on-{shade}" if shade.startswith("shade") else "country"))
    return result


def _leaders(names: Sequence[PlacedName]) -> list[tuple[Point, ...]]:
    return [name.leader for name in names if name.leader]


def _busy(dots: Sequence[Point], routes: Sequence[Sequence[Point]], style: ChartStyle) -> list[Box]:
    """Return boxes around dots and the points of routes."""
    radius = (DOT + 0.15) * style.size
    points = (*dots, *(point for route in routes for point in route))
    return [(x - radius, y - radius, x + radius, y + radius) for x, y in points]


def _quiet_corner(
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
        return sum(_overlap(_grown(box, near), one) for one in busy)

    free = [
        box
        for box in corners(width, height, window.frame, 0.7 * style.size)
        if not any(_overlap(box, one) for one in (*busy, *taken))
    ]
    return min(free, key=things, default=None)


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _grown(box: Box, by: float) -> Box:
    return box[0] - by, box[1] - by, box[2] + by, box[3] + by


def _is_within(point: Point, frame: Box) -> bool:
    return frame[0] <= point[0] <= frame[2] and frame[1] <= point[1] <= frame[3]


def _lower(shape: Shape, by: float) -> Shape:
    """Return a shape of a key so much lower."""
    match shape:
        case Bar(_, y):
            return replace(shape, y=y + by)
        case Stroke(points):
            return replace(shape, points=tuple((x, y + by) for x, y in points))
        case Dot(_, y):
            return replace(shape, y=y + by)
        case Area(rings):
            return replace(shape, rings=tuple(tuple((x, y + by) for x, y in ring) for ring in rings))
