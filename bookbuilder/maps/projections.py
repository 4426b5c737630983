"""Two equal-area projections of a sphere of radius 1: Lambert's azimuthal one for regions, Equal Earth for the world."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import asin, atan2, cos, degrees, hypot, pi, radians, sin, sqrt
from typing import Protocol

from bookbuilder.maps.borders import GeoPoint

Point = tuple[float, float]
EARTH = 6371.0088
"""The mean radius of the earth in kilometres (IUGG)."""


class Projection(Protocol):
    """Puts geographic points onto a plane whose second axis points up."""

    def project(self, points: Iterable[GeoPoint]) -> list[Point]:
        """Return the places of points."""
        ...


@dataclass(frozen=True, slots=True)
class Azimuthal:
    """Lambert's azimuthal equal-area projection around a point (Snyder, Map Projections, 1987, 24-2 to 24-4). What is
    farther away than a `reach` on the plane is put onto that circle, so that no ring is torn at the point opposite."""

    longitude: float
    latitude: float
    reach: float = 1.99

    def project(self, points: Iterable[GeoPoint]) -> list[Point]:
        """Return the places of points."""
        sine, cosine = sin(radians(self.latitude)), cos(radians(self.latitude))
        middle, most = radians(self.longitude), self.reach**2
        result = []
        turn = pi / 180
        for longitude, latitude in points:
            angle, up = longitude * turn - middle, latitude * turn
            level = cos(up)
            x, y, near = level * sin(angle), sin(up), level * cos(angle)
            near, y = sine * y + cosine * near, cosine * y - sine * near
            away = 2 - 2 * near
            if away > most:  # the distance to the centre is the root of `away`
                factor = self.reach / (hypot(x, y) or 1e-9)
            else:
                factor = sqrt(2 / (1 + near))
            result.append((x * factor, y * factor))
        return result

    def unproject(self, x: float, y: float) -> GeoPoint | None:
        """Return the geographic point of a place; None outside the earth."""
        away = hypot(x, y)
        if away >= 2:
            return None
        if not away:
            return self.longitude, self.latitude
        angle, start = 2 * asin(away / 2), radians(self.latitude)
        up = cos(angle) * sin(start) + y * sin(angle) * cos(start) / away
        latitude = asin(max(-1.0, min(1.0, up)))
        east = x * sin(angle)
        north = away * cos(start) * cos(angle) - y * sin(start) * sin(angle)
        return _turned(self.longitude + degrees(atan2(east, north))), degrees(latitude)


def _turned(longitude: float) -> float:
    """Return a longitude between -180 and 180."""
    return (longitude + 180) % 360 - 180


_A1, _A2, _A3, _A4 = 1.340264, -0.081106, 0.000893, 0.003796


@dataclass(frozen=True, slots=True)
class EqualEarth:
    """The Equal Earth projection (Šavrič, Patterson and Jenny, 2018), Greenwich in its middle, cut open at 180°."""

    def project(self, points: Iterable[GeoPoint]) -> list[Point]:
        """Return the places of points."""
        result = []
        for longitude, latitude in points:
            angle = asin(sqrt(3) / 2 * sin(radians(latitude)))
            square = angle * angle
            six = square * square * square
            x = radians(longitude) * cos(angle) * 2 * sqrt(3)
            x /= 3 * (9 * _A4 * six * square + 7 * _A3 * six + 3 * _A2 * square + _A1)
            result.append((x, angle * (_A1 + _A2 * square + six * (_A3 + _A4 * square))))
        return result


def great_circle(start: GeoPoint, end: GeoPoint, steps: int = 48) -> list[GeoPoint]:
    """Return points of the shortest way over the earth, both ends included.

    >>> [tuple(map(round, point)) for point in great_circle((0, 0), (90, 0), 3)]
    [(0, 0), (30, 0), (60, 0), (90, 0)]
    """
    first, last = _vector(start), _vector(end)
    whole = angle_between(start, end)
    if whole < 1e-9 or abs(whole - pi) < 1e-9:
        return [start, end]
    result = []
    for step in range(steps + 1):
        share = step / steps
        one, other = sin((1 - share) * whole) / sin(whole), sin(share * whole) / sin(whole)
        x, y, z = (one * a + other * b for a, b in zip(first, last, strict=True))
        result.append((degrees(atan2(y, x)), degrees(atan2(z, hypot(x, y)))))
    return result


def angle_between(start: GeoPoint, end: GeoPoint) -> float:
    """Return the angle between two points seen from the middle of the earth; times `EARTH` it is their distance."""
    a, b = _vector(start), _vector(end)
    cross = (a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0])
    return atan2(hypot(*cross), sum(one * other for one, other in zip(a, b, strict=True)))


def _vector(point: GeoPoint) -> tuple[float, float, float]:
    longitude, latitude = radians(point[0]), radians(point[1])
    return cos(latitude) * cos(longitude), cos(latitude) * sin(longitude), sin(latitude)
