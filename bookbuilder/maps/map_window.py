"""Chooses the part of the earth that a map shows: a projection around its middle, edges, and a scale."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import hypot

from bookbuilder.maps.borders import GeoPoint
from bookbuilder.maps.map_data import Bounds
from bookbuilder.maps.projections import EARTH, Azimuthal, EqualEarth, Projection

Point = tuple[float, float]
_LOWEST, _HIGHEST, _WORLD = 0.55, 1.12, 0.4
"""The height of a map in its width, at least and at most; of a map of the world at least."""
_WIDE, _TALL = 170.0, 115.0
"""More degrees of longitude, or of latitude, are a map of the world."""
_POLAR = 40.0
"""What lies all around the earth and nearer to a pole is seen from above that."""
_SMALLEST = 60 / EARTH
"""What a map shows at least from edge to edge: sixty kilometres, for borders have no more points."""
_CORNERS = ((-180.0, -56.0), (180.0, -56.0), (0.0, 79.0))


@dataclass(frozen=True, slots=True, eq=False)
class MapWindow:
    """A part of the plane of a projection: its corner above left, its scale (points of the drawing for a unit), its size in
    the drawing. `band` are the geographic edges of all that can be seen (with room around it); `world`: distances differ
    from place to place, so that there is no scale to print."""

    projection: Projection
    left: float
    top: float
    scale: float
    width: float
    height: float
    band: Bounds
    world: bool = False

    def places(self, points: Iterable[GeoPoint]) -> list[Point]:
        """Return where points are in the drawing."""
        left, top, scale = self.left, self.top, self.scale
        return [((x - left) * scale, (top - y) * scale) for x, y in self.projection.project(points)]

    @property
    def frame(self) -> tuple[float, float, float, float]:
        """The edges of the map in the drawing."""
        return 0.0, 0.0, self.width, self.height

    def shows(self, box: Bounds) -> bool:
        """Whether something in a geographic box may be seen."""
        west, south, east, north = self.band
        if box[1] > north or box[3] < south:
            return False
        return any(box[0] + turn <= east and box[2] + turn >= west for turn in (-360, 0, 360))


def map_window(
    points: Sequence[GeoPoint], width: float, highest: float, margin: float, share: float = 0.0
) -> MapWindow:
    """Return the window that shows points with a margin (in shares of its size), so wide, and no higher than it may be. A
    `share` fixes its height in widths."""
    middle, wide = _middle(points)
    latitudes = [latitude for _, latitude in points]
    south, north = min(latitudes), max(latitudes)
    polar = 90.0 if south > _POLAR else -90.0 if north < -_POLAR else 0.0
    if (wide > _WIDE and not polar) or north - south > _TALL:
        return _world(points, width, highest, share)
    shape = Azimuthal(0.0, polar) if wide > _WIDE else Azimuthal(middle, (south + north) / 2)
    first = _edges(shape.project(points))
    centre = shape.unproject((first[0] + first[2]) / 2, (first[1] + first[3]) / 2)
    shape = Azimuthal(*centre) if centre else shape
    edges = _framed(_edges(shape.project(points)), width, highest, margin, (_LOWEST, _HIGHEST), share)
    left, bottom, right, top = edges
    reach = min(1.12 * max(hypot(x, y) for x in (left, right) for y in (bottom, top)) + 0.02, 1.99)
    shape = Azimuthal(shape.longitude, shape.latitude, reach)
    scale = width / (right - left)
    return MapWindow(
        shape, left, top, scale, width, (top - bottom) * scale, _band(shape, edges), world=right - left > 1.9
    )


def _world(points: Sequence[GeoPoint], width: float, highest: float, share: float) -> MapWindow:
    shape = EqualEarth()
    edges = _edges(shape.project((*points, *_CORNERS)))
    left, bottom, right, top = _framed(edges, width, highest, 0.01, (_WORLD, _HIGHEST), share)
    scale = width / (right - left)
    band = (-180.0, -90.0, 180.0, 90.0)
    return MapWindow(shape, left, top, scale, width, (top - bottom) * scale, band, world=True)


def _edges(points: Iterable[Point]) -> Bounds:
    across, up = zip(*points, strict=True)
    return min(across), min(up), max(across), max(up)


def _framed(
    edges: Bounds, width: float, highest: float, margin: float, shares: tuple[float, float], share: float
) -> Bounds:
    """Return edges with a margin, and as much more as gives them a shape that a map can have."""
    left, bottom, right, top = edges
    across, up = max(right - left, _SMALLEST), max(top - bottom, _SMALLEST)
    across, up = across * (1 + 2 * margin), up * (1 + 2 * margin)
    low, high = (share, share) if share else (shares[0], min(shares[1], highest / width))
    low = min(low, high)
    if up < low * across:
        up = low * across
    elif up > high * across:
        across = up / high
    x, y = (left + right) / 2, (bottom + top) / 2
    return x - across / 2, y - up / 2, x + across / 2, y + up / 2


def _middle(points: Iterable[GeoPoint]) -> tuple[float, float]:
    """Return the longitude in the middle of points, and how far they reach: around the earth the way without the widest gap.

    >>> _middle([(170, 0), (-170, 0)]), _middle([(10, 0), (30, 0)])
    ((180.0, 20.0), (20.0, 20.0))
    """
    longitudes = sorted({longitude for longitude, _ in points})
    gaps = [(other - one, other) for one, other in pairwise(longitudes)]
    gaps.append((longitudes[0] + 360 - longitudes[-1], longitudes[0]))
    gap, start = max(gaps)
    wide = 360.0 - gap
    middle = start + wide / 2
    return (middle - 360 if middle > 180 else middle), wide


def _band(shape: Azimuthal, edges: Bounds) -> Bounds:
    """Return the geographic edges of a window with some room around it."""
    left, bottom, right, top = edges
    points = []
    for step in range(13):
        share = step / 12
        x, y = left + share * (right - left), bottom + share * (top - bottom)
        points += [shape.unproject(*at) for at in ((x, bottom), (x, top), (left, y), (right, y))]
    if None in points:
        return -180.0, -90.0, 180.0, 90.0
    found = [point for point in points if point is not None]
    south, north = min(one[1] for one in found), max(one[1] for one in found)
    middle, wide = _middle(found)
    poles = shape.project(((0.0, 90.0), (0.0, -90.0)))
    for pole, at in enumerate(poles):
        if left <= at[0] <= right and bottom <= at[1] <= top:
            wide = 360.0
            south, north = (south, 90.0) if pole == 0 else (-90.0, north)
    room = 1 + 0.1 * (north - south)
    return middle - wide / 2 - 2 * room, south - room, middle + wide / 2 + 2 * room, north + room
