"""Puts borders into a window: areas and lines of the drawing, with as many points as can be seen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import cos, pi, radians, sin

from bookbuilder.maps.borders import Borders, GeoPoint
from bookbuilder.maps.clipping import box_of, clipped_line, clipped_ring, meets
from bookbuilder.maps.map_data import Bounds
from bookbuilder.maps.map_window import MapWindow
from bookbuilder.maps.projections import Azimuthal, EqualEarth
from bookbuilder.maps.simplify import simplified, thinned

Point = tuple[float, float]
Ring = tuple[Point, ...]
COAST, BORDER, DISPUTED, OUTLINE = "coast", "border", "disputed", "outline"
_FAR = 3.0
"""In degrees, the distance of points of lines that cannot be seen."""
_FINE, _TOLERANCE = 0.4, 0.22
"""The distance of points, and how far a line may be from where it was, in units of the drawing."""
_ROUGH = 8.0
"""The distance of points of lines that are near a map and not on it, in units of the drawing."""
_LEAST, _SEEN = 0.15, 0.6
"""The size of the smallest island that is drawn, and of its sides, of which one has to be longer."""
_EDGE, _SOUTH = 179.99, -89.9
"""Where the earth was cut open: at 180° and at the south pole."""


@dataclass(frozen=True, slots=True, eq=False)
class Geography:
    """What is seen in a window: the rings of each area by its number, and lines by their kind. A line of an outline has
    its own kind, too."""

    areas: dict[int, tuple[Ring, ...]]
    lines: dict[str, tuple[Ring, ...]]


def geography(
    borders: Borders,
    window: MapWindow,
    disputed: frozenset[frozenset[str]],
    outlined: frozenset[str] = frozenset(),
) -> Geography:
    """Return the areas and lines that a window shows. `disputed` are the pairs of countries or parts of countries whose
    borders are dashed, `outlined` the codes of countries that have an outline."""
    projected: dict[int, list[Point]] = {}
    fine = _FINE / window.scale * 180 / pi  # in degrees

    def arc(number: int) -> list[Point]:
        at = number if number >= 0 else ~number
        if at not in projected:
            line = borders.arcs[at]
            if window.shows(line.box):
                points = window.places(thinned(line.points, fine))
                seen = len(points) < 3 or meets(box_of(points), window.frame)
                projected[at] = simplified(points, _TOLERANCE) if seen else thinned(points, _ROUGH)
            else:
                projected[at] = window.places(thinned(line.points, _FAR))
        return projected[at] if number >= 0 else projected[at][::-1]

    room = 2.0  # so that no edge of an area is seen at the edge of the map
    frame = (-room, -room, window.width + room, window.height + room)
    flat = isinstance(window.projection, EqualEarth)
    areas: dict[int, tuple[Ring, ...]] = {}
    for index, area in enumerate(borders.areas):
        rings: list[Ring] = []
        for polygon in area.polygons:
            for ring in polygon:
                box = _box(borders, ring)
                if not window.shows(box) or (len(ring) == 1 and _tiny(box, window)):
                    continue
                if flat and _goes_around(borders, ring):
                    outlines = [window.places(part) for part in _cut_open(borders.ring(ring))]
                else:
                    outlines = [[point for number in ring for point in arc(number)[:-1]]]
                for outline in outlines:
                    cut = clipped_ring(outline, frame)
                    if cut and _size(cut) >= _LEAST:
                        rings.append(tuple(cut))
                if opposite := _opposite(borders, ring, window):
                    rings.append(tuple(clipped_ring(opposite, frame)))
        if rings:
            areas[index] = tuple(filter(None, rings))
    lines: dict[str, list[Ring]] = {COAST: [], BORDER: [], DISPUTED: [], OUTLINE: []}
    for at, drawn in projected.items():
        line = borders.arcs[at]
        if window.shows(line.box):
            kind = _kind(borders, borders.owners[at], disputed)
            is_outline = _is_outline(borders, borders.owners[at], outlined)
            for points in _seen(line.points, line.box, drawn, window, fine):
                parts = [tuple(part) for part in clipped_line(points, window.frame)]
                lines[kind] += parts
                lines[OUTLINE] += parts if is_outline else []
    return Geography(areas, {kind: tuple(parts) for kind, parts in lines.items()})


def _box(borders: Borders, ring: Sequence[int]) -> Bounds:
    boxes = [borders.arcs[number if number >= 0 else ~number].box for number in ring]
    west, south, east, north = zip(*boxes, strict=True)
    return min(west), min(south), max(east), max(north)


def _goes_around(borders: Borders, ring: Sequence[int]) -> bool:
    """Whether a ring runs over the line at 180°."""
    west, _, east, _ = _box(borders, ring)
    if east - west < 180:
        return False
    return any(abs(one[0] - other[0]) > 180 for one, other in pairwise(borders.ring(ring)))


def _cut_open(ring: Sequence[GeoPoint]) -> list[list[Point]]:
    """Return a ring that runs over the line at 180° in parts, each on its side of it. One around the south pole is closed
    there."""
    turn, unrolled = 0.0, [ring[0]]
    for before, point in pairwise(ring):
        turn += 360 if point[0] - before[0] < -180 else -360 if point[0] - before[0] > 180 else 0
        unrolled.append((point[0] + turn, point[1]))
    if abs(unrolled[-1][0] - unrolled[0][0]) > 180:
        unrolled += [(unrolled[-1][0], -90.0), (unrolled[0][0], -90.0)]
    shifted = ([(x + shift, y) for x, y in unrolled] for shift in (-360, 0, 360))
    return [part for points in shifted if (part := clipped_ring(points, (-180.0, -90.0, 180.0, 90.0)))]


def _kind(borders: Borders, sides: Sequence[int], disputed: frozenset[frozenset[str]]) -> str:
    if len(sides) < 2:
        return COAST
    one, other = (borders.areas[side].names for side in sides[:2])
    pairs = {frozenset((first, second)) for first in one for second in other}
    return BORDER if pairs.isdisjoint(disputed) else DISPUTED


def _is_outline(borders: Borders, sides: Sequence[int], outlined: frozenset[str]) -> bool:
    """Whether a line has a country with an outline on one side, and another one, or the sea, on the other."""
    codes = {borders.areas[side].code for side in sides}
    return not outlined.isdisjoint(codes) and (len(sides) < 2 or len(codes) > 1)


def _seen(
    points: Sequence[GeoPoint], box: Bounds, drawn: list[Point], window: MapWindow, fine: float
) -> Iterator[list[Point]]:
    """Yield a line without the strokes along which the earth was cut open: at 180° and at the south pole."""
    flat = isinstance(window.projection, EqualEarth)
    west, south, east, _ = box
    # Few lines of the world are at its edges.
    if west > -_EDGE and east < _EDGE and south > _SOUTH and not (flat and east - west > 180):
        yield drawn
        return
    part: list[GeoPoint] = []
    for point in points:
        if part and ((_cut(part[-1]) and _cut(point)) or (flat and abs(part[-1][0] - point[0]) > 180)):
            if len(part) > 1:
                yield simplified(window.places(thinned(part, fine)), _TOLERANCE)
            part = []
        part.append(point)
    if len(part) > 1:
        yield simplified(window.places(thinned(part, fine)), _TOLERANCE)


def _cut(point: GeoPoint) -> bool:
    return abs(point[0]) >= _EDGE or point[1] <= _SOUTH


def _tiny(box: Bounds, window: MapWindow) -> bool:
    """Whether an island is smaller than can be seen."""
    west, south, east, north = box
    degree = window.scale * pi / 180
    return (north - south) * degree < _SEEN and (east - west) * degree * cos(radians(south)) < _SEEN


def _size(ring: Sequence[Point]) -> float:
    """Return the area of a polygon."""
    twice = sum(
        one[0] * other[1] - other[0] * one[1] for one, other in zip(ring, (*ring[1:], ring[0]), strict=True)
    )
    return abs(twice) / 2


def _opposite(borders: Borders, ring: Sequence[int], window: MapWindow) -> list[Point]:
    """Return the circle at the reach of a projection, if the point opposite lies inside a ring: that ring is seen inside
    out, and with the circle it is right."""
    shape = window.projection
    if not isinstance(shape, Azimuthal):
        return []
    opposite = (shape.longitude % 360 - 180, -shape.latitude)
    west, south, east, north = _box(borders, ring)
    if not (west < opposite[0] < east and south < opposite[1] < north):
        return []
    if not inside(opposite, borders.ring(ring)):
        return []
    around = (2 * pi * step / 90 for step in range(90))
    return [
        (
            (shape.reach * cos(angle) - window.left) * window.scale,
            (window.top - shape.reach * sin(angle)) * window.scale,
        )
        for angle in around
    ]


def inside(point: Point, ring: Iterable[Point]) -> bool:
    """Whether a point is inside a ring, by the lines that a ray to the east crosses.

    >>> inside((1, 1), [(0, 0), (2, 0), (2, 2), (0, 2)]), inside((3, 1), [(0, 0), (2, 0), (2, 2), (0, 2)])
    (True, False)
    """
    x, y = point
    found, corners = False, list(ring)
    for (first, low), (last, high) in zip(corners, (*corners[1:], corners[0]), strict=True):
        if (low > y) != (high > y) and x < (last - first) * (y - low) / (high - low) + first:
            found = not found
    return found
