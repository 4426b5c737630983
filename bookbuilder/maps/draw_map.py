"""Draws a map: a window of the earth, its areas and borders, routes, places, names, a scale, an inset, and a key."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from bookbuilder.charts.chart_style import ChartStyle
from bookbuilder.charts.drawing import Area, Bar, ChartDrawing, ChartLabel, Dot, Shape, Stroke
from bookbuilder.locales import Locale, numbers
from bookbuilder.maps.borders import Borders
from bookbuilder.maps.clipping import Box, box_of
from bookbuilder.maps.country_names import PlacedCountry, country_name
from bookbuilder.maps.extents import points_to_show
from bookbuilder.maps.geography import BORDER, COAST, DISPUTED, Geography, geography
from bookbuilder.maps.inset_map import inset_map
from bookbuilder.maps.map_corners import boxes_of, grown, quiet_corner
from bookbuilder.maps.map_data import MapData
from bookbuilder.maps.map_ground import area_fills, border_lines, filled_areas
from bookbuilder.maps.map_key import cut_in_key, number_key, route_key, shade_key
from bookbuilder.maps.map_window import MapWindow, map_window
from bookbuilder.maps.place_names import DOT, PlacedName, Surroundings, place_names
from bookbuilder.maps.route_legs import Leg, route_arrows, route_legs, route_stroke
from bookbuilder.maps.scale_bar import ScaleBar, scale_bar
from bookbuilder.maps.shades import limits

Point = tuple[float, float]
DisputedPairs = frozenset[frozenset[str]]
_LEAST = 0.4
"""The share of the height of a drawing that keys leave to the map."""
_TRIES = 3
"""How often a map is made lower, so that it and its keys fit."""


@dataclass(frozen=True, slots=True)
class DrawnMap:
    """A drawing of a map, and what of it is not printed: the numbers of places that have no room, of those outside of its
    edges, and of routes whose names have no room."""

    drawing: ChartDrawing
    without_room: tuple[int, ...] = ()
    outside: tuple[int, ...] = ()
    cut_routes: tuple[int, ...] = ()


def draw_map(
    data: MapData, borders: Borders, disputed: DisputedPairs, style: ChartStyle, locale: Locale
) -> DrawnMap:
    """Return the drawing of a map with its key below."""
    points, margin = points_to_show(data, borders)
    edges = limits([value for _, value in data.values if value is not None], data.classes)

    def laid_out(below: float) -> tuple[_Scene, tuple[ChartDrawing, ...], float]:
        """Return a map that leaves so much room for keys, the keys, and the room that they take."""
        window = map_window(points, style.width, max(style.highest - below, _LEAST * style.highest), margin)
        scene = _scene(data, borders, disputed, window, edges, style, locale)
        keys = _keys(data, scene, edges, style, locale)
        return scene, keys, sum(key.height + 0.5 * style.size for key in keys if key.height)

    scene, keys, below = laid_out(0.0)
    for _ in range(_TRIES - 1):
        if scene.window.height + below <= style.highest:
            break
        scene, keys, below = laid_out(below)
    return _drawn(data, scene, keys, style)


@dataclass(frozen=True, slots=True, eq=False)
class _Scene:
    """What is seen in a window, and where names, the scale and an inset have their places. `covered` are the numbers of
    places that lie below the inset: there is one in each corner."""

    window: MapWindow
    ground: tuple[Shape, ...]
    unknown: bool
    seen: Geography
    legs: Sequence[Leg]
    arrows: Sequence[Area]
    dots: Mapping[int, Point]
    names: Mapping[int, PlacedName]
    countries: Sequence[tuple[PlacedCountry, str]]
    bar: tuple[ScaleBar, Box] | None
    inset: Sequence[Shape]
    covered: Sequence[int]


def _scene(
    data: MapData,
    borders: Borders,
    disputed: DisputedPairs,
    window: MapWindow,
    edges: Sequence[Decimal],
    style: ChartStyle,
    locale: Locale,
) -> _Scene:
    seen = geography(borders, window, disputed, frozenset(data.highlighted))
    fills = area_fills(data, borders, seen, edges)
    legs = route_legs(data, window, style.size)
    routes, arrows = [way for way, _ in legs], route_arrows(legs, style)
    places = window.places(place.point for place in data.places)
    dots = {place: dot for place, dot in enumerate(places) if _is_within(dot, window.frame)}
    busy = boxes_of(list(dots.values()), routes, style)
    inset = inset_map(data, borders, disputed, window, busy, style)
    covered = [place for place, dot in dots.items() if inset and _is_within(dot, inset.box)]
    dots = {place: dot for place, dot in dots.items() if place not in covered}
    taken: list[Box] = [inset.box] if inset else []
    bar = scale_bar(window, style, locale)
    bar_box = quiet_corner(bar.width, bar.height, window, busy, taken, style) if bar else None
    taken += [grown(bar_box, 0.25 * style.size)] if bar_box else []
    edge = 0.3 * style.size
    frame = (edge, edge, window.width - edge, window.height - edge)
    lines = [line for kind in (COAST, BORDER, DISPUTED) for line in seen.lines[kind]]
    around = Surroundings(frame, [*taken, *(box_of(arrow.rings[0]) for arrow in arrows)], routes, lines)
    numerals = [locale.shown(numbers.number(Decimal(number), locale)) for number in range(1, len(dots) + 1)]
    placed = place_names(
        list(dots.values()), [data.places[place].name for place in dots], around, style, numerals
    )
    keys = list(dots)
    names = {keys[name.place]: name for name in placed}
    busy = [*taken, *(name.box for name in placed), *boxes_of(list(dots.values()), [], style)]
    leaders = [name.leader for name in placed if name.leader]
    countries = _country_names(data, borders, seen, fills, busy, [*routes, *leaders], frame, style)
    return _Scene(
        window, tuple(filled_areas(fills, seen, style)), "unknown" in fills.values() and bool(data.values),
        seen, legs, arrows, dots, names, countries, (bar, bar_box) if bar and bar_box else None,
        inset.shapes if inset else (), covered,
    )  # fmt: skip


def _keys(
    data: MapData, scene: _Scene, edges: Sequence[Decimal], style: ChartStyle, locale: Locale
) -> tuple[ChartDrawing, ...]:
    return (
        number_key(_numbered(data, scene), style),
        route_key(data.route_names, style),
        shade_key(data, edges, style, locale, unknown=scene.unknown),
    )


def _numbered(data: MapData, scene: _Scene) -> list[tuple[str, str]]:
    """Return the numbers of places on a map with their names."""
    return [
        (name.text.lines[0], data.places[place].name) for place, name in scene.names.items() if name.number
    ]


def _drawn(data: MapData, scene: _Scene, keys: Sequence[ChartDrawing], style: ChartStyle) -> DrawnMap:
    window = scene.window
    shapes: list[Shape] = [Bar(0, 0, window.width, window.height, "sea"), *scene.ground]
    boxes = [
        *(name.box for name in scene.names.values()),
        *(country.box for country, _ in scene.countries),
    ]
    gaps = [*(grown(box, 0.1 * style.size) for box in boxes), *([scene.bar[1]] if scene.bar else [])]
    shapes += border_lines(scene.seen, gaps, style)
    shapes += [route_stroke(way, number, style) for way, number in scene.legs]
    shapes += scene.arrows
    labels: list[ChartLabel] = []
    for country, colour in scene.countries:
        labels += country.text.labels(country.box, 0, style, colour)
    for name in scene.names.values():
        if name.leader:
            shapes.append(Stroke(name.leader, "ink", 0.06 * style.size))
        labels += name.text.labels(name.box, name.side, style, "ink")
    for place, (x, y) in scene.dots.items():
        if place in scene.names and scene.names[place].hides((x, y)):
            continue
        shapes += [Dot(x, y, (DOT + 0.09) * style.size, "halo"), Dot(x, y, DOT * style.size, "place")]
    if scene.bar:
        bar, box = scene.bar
        bar_shapes, bar_labels = bar.drawn(box[0], box[1], style)
        shapes += bar_shapes
        labels += bar_labels
    shapes += scene.inset
    height = window.height
    for key in keys:
        top = height + 0.5 * style.size
        shapes += [_lower(shape, top) for shape in key.shapes]
        labels += [replace(label, y=label.y + top) for label in key.labels]
        height = top + key.height if key.height else height
    places = range(len(data.places))
    return DrawnMap(
        ChartDrawing(style.width, height, tuple(shapes), tuple(labels)),
        tuple(
            place
            for place in places
            if place in scene.covered
            or (place in scene.dots and place not in scene.names)
            or (
                place in scene.names
                and scene.names[place].number
                and cut_in_key(data.places[place].name, style)
            )
        ),
        tuple(place for place in places if place not in scene.dots and place not in scene.covered),
        tuple(number for number, name in enumerate(data.route_names) if cut_in_key(name, style)),
    )


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
            colour = f"on-{shade}" if shade.startswith("shade") else "ink" if shade == "focus" else "country"
            result.append((placed, colour))
    return result


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
