"""Says which points a map has to show: those of the main parts of countries, places, and the ways between them."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from math import cos, radians

from bookbuilder.locales.territories import territory_countries
from bookbuilder.maps.borders import Borders, GeoPoint
from bookbuilder.maps.map_data import WORLD, Bounds, MapData
from bookbuilder.maps.projections import great_circle

EUROPE = "150"
"""Its code (UN M.49)."""
_EUROPE = (-25.0, 34.0, 60.0, 71.5)
"""What a map of a part of Europe shows at most: not Siberia, nor Svalbard."""
_NEAR, _LARGE = 8.0, 0.01
"""In degrees, how far apart the parts of a country may be to be shown together; the size of a part that has to be shown."""


def points_to_show(data: MapData, borders: Borders) -> tuple[list[GeoPoint], float]:
    """Return the points that a map has to show, and the margin around them as a share of its size."""
    if WORLD in data.region:
        return [(-180.0, -56.0), (180.0, 79.0)], 0.0
    if data.bounds:
        return _edge(data.bounds), 0.0
    european = len(data.region) > 1 and set(data.region) <= set(territory_countries(EUROPE))
    points = [
        point
        for code in data.region
        for point in _main_part(borders, code)
        if not european or _within(point, _EUROPE)
    ]
    ways = [place.point for place in data.places]
    for route in data.routes:
        for one, other in itertools.pairwise(route):
            ways += great_circle(data.places[one].point, data.places[other].point, 12)
    if points:
        return points + ways, 0.04
    if not ways:
        codes = dict.fromkeys(
            (*data.highlighted, *(code for code, value in data.values if value is not None))
        )
        points = [point for code in codes for point in _main_part(borders, code)]
        return points or [(-180.0, -56.0), (180.0, 79.0)], 0.06
    return ways, 0.22


def _edge(bounds: Bounds) -> list[GeoPoint]:
    west, south, east, north = bounds
    east = east if east > west else east + 360
    steps = [step / 8 for step in range(9)]
    across = [(west + share * (east - west) + 180) % 360 - 180 for share in steps]
    return [(x, y) for x in across for y in (south, (south + north) / 2, north)]


def _within(point: GeoPoint, box: Bounds) -> bool:
    return box[0] <= point[0] <= box[2] and box[1] <= point[1] <= box[3]


def _main_part(borders: Borders, code: str) -> Iterator[GeoPoint]:
    """Yield points of the largest part of a country, and of those near it that are not tiny."""
    rings = [
        polygon[0]
        for area in borders.areas
        if area.code == code or area.part == code
        for polygon in area.polygons
    ]
    outlines = sorted(
        ((_size(points := borders.ring(ring)), points) for ring in rings), key=lambda one: -one[0]
    )
    if not outlines:
        return
    largest = outlines[0][0]
    boxes: list[Bounds] = []
    for size, points in outlines:
        east_west, north_south = [x for x, _ in points], [y for _, y in points]
        box = min(east_west), min(north_south), max(east_west), max(north_south)
        if boxes and (size < _LARGE * largest or not any(_near(box, other) for other in boxes)):
            continue
        boxes.append(box)
        yield from points[:: max(len(points) // 60, 1)]
        # The outermost ones, which may be left out by the step.
        for index in (0, 1):
            yield min(points, key=lambda point: point[index])
            yield max(points, key=lambda point: point[index])


def _near(one: Bounds, other: Bounds) -> bool:
    level = max(cos(radians((one[1] + one[3]) / 2)), 0.1)
    gaps = (
        max(one[0] - other[2], other[0] - one[2], 0.0),
        360 - max(one[2], other[2]) + min(one[0], other[0]),
    )
    return min(gaps) * level <= _NEAR and max(one[1] - other[3], other[1] - one[3]) <= _NEAR


def _size(ring: Sequence[GeoPoint]) -> float:
    """Return the area of a ring, roughly, so that those of one country can be compared."""
    level = cos(radians(ring[0][1]))
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in itertools.pairwise(ring))) / 2 * level
