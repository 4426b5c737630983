"""Reads the borders of a house from GeoJSON (RFC 7946): a feature for each area, with the code of its country."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from math import isfinite
from typing import Any

from bookbuilder.diagnostics import Report, Rule, Span
from bookbuilder.maps.borders import BorderArc, BorderArea, Borders, GeoPoint, owners
from bookbuilder.phrases import Phrase

BROKEN = Rule(
    "map.borders",
    "the borders in {path} cannot be read: {problem}",
    "`borders` in [maps] of book.toml names a GeoJSON file (RFC 7946) in degrees: a FeatureCollection whose features are"
    " Polygons or MultiPolygons, each with the code of its country (ISO 3166-1) as its `id`, or as `code`, `ISO_A2` or"
    " `iso_a2` of its properties.",
)
CODES = ("code", "iso_a2", "ISO_A2", "ISO_A2_EH", "ISO3166-1-Alpha-2")
MOST = 2_000_000
"""Points of a file: as many as a map of the world has where every bay is drawn."""


class _Problem(Exception):
    """What is wrong with a file, and where: line and column, both 0 if that is not known."""

    def __init__(self, text: str, line: int = 0, column: int = 0) -> None:
        super().__init__(text)
        self.text, self.line, self.column = text, line, column


def house_borders(data: bytes, path: str, report: Report) -> Borders | None:
    """Return the borders of a file; None after reporting what is wrong with it (`map.borders`)."""
    result = _read(data)
    if isinstance(result, _Problem):
        report(BROKEN, Span(path, result.line, result.column), path=path, problem=result.text)
        return None
    return result


@lru_cache(2)
def _read(data: bytes) -> Borders | _Problem:
    try:
        return _borders(_parsed(data))
    except _Problem as problem:
        return problem


def _parsed(data: bytes) -> Any:
    try:
        return json.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise _Problem("it is not UTF-8") from None
    except json.JSONDecodeError as error:
        raise _Problem("it is no JSON here", error.lineno, error.colno) from None
    except (RecursionError, ValueError):
        raise _Problem("it is nested too deeply, or has a number without end") from None


def _borders(data: Any) -> Borders:
    if not isinstance(data, dict) or data.get("type") != "FeatureCollection":
        raise _Problem("it is no FeatureCollection")
    features = data.get("features")
    if not isinstance(features, list) or not features:
        raise _Problem("it has no features")
    shapes: list[tuple[str, list[list[list[GeoPoint]]]]] = []
    count = 0
    for number, feature in enumerate(features, 1):
        where = f"feature {number}"
        if not isinstance(feature, dict):
            raise _Problem(Phrase("{where} is no object", where=where))
        polygons = [list(_rings(polygon, where)) for polygon in _polygons(feature.get("geometry"), where)]
        count += sum(len(ring) for polygon in polygons for ring in polygon)
        if count > MOST:
            raise _Problem(Phrase("it has more than {most} points", most=MOST))
        shapes.append(
            (_code(feature), [kept for polygon in polygons if (kept := [r for r in polygon if len(r) > 3])])
        )
    return _joined(shapes)


def _code(feature: Mapping[str, Any]) -> str:
    properties = feature.get("properties")
    values = [properties.get(name) for name in CODES] if isinstance(properties, dict) else []
    for value in (*values, feature.get("id")):
        if isinstance(value, str) and len(value) == 2 and value.isascii() and value.isalpha():
            return value.upper()
    return ""


def _polygons(geometry: Any, where: str) -> Sequence[Any]:
    if geometry is None:
        return []
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    coordinates = geometry.get("coordinates") if isinstance(geometry, dict) else None
    if kind not in ("Polygon", "MultiPolygon") or not isinstance(coordinates, list):
        raise _Problem(Phrase("{where} is no Polygon and no MultiPolygon", where=where))
    return [coordinates] if kind == "Polygon" else coordinates


def _rings(polygon: Any, where: str) -> Iterator[list[GeoPoint]]:
    if not isinstance(polygon, list):
        raise _Problem(Phrase("{where} has a polygon that is no list of rings", where=where))
    for ring in polygon:
        if not isinstance(ring, list):
            raise _Problem(Phrase("{where} has a ring that is no list of points", where=where))
        points = [_point(point, where) for point in ring]
        if points and points[0] != points[-1]:
            points.append(points[0])
        yield [point for index, point in enumerate(points) if not index or point != points[index - 1]]


def _point(point: Any, where: str) -> GeoPoint:
    if isinstance(point, list) and len(point) >= 2:
        x, y = point[0], point[1]
        numbers = isinstance(x, int | float) and isinstance(y, int | float) and not isinstance(x, bool)
        if numbers and isfinite(x) and isfinite(y) and abs(x) <= 180 and abs(y) <= 90:
            return float(x), float(y)
    raise _Problem(Phrase("{where} has a point that is no longitude and latitude in degrees", where=where))


Stroke = tuple[GeoPoint, GeoPoint]


def _joined(shapes: Sequence[tuple[str, list[list[list[GeoPoint]]]]]) -> Borders:
    """Return areas whose rings are parted into lines, so that neighbours share those between them."""
    sides: dict[Stroke, tuple[int, ...]] = {}
    for index, (_, polygons) in enumerate(shapes):
        for stroke in (stroke for polygon in polygons for ring in polygon for stroke in pairwise(ring)):
            key = min(stroke, stroke[::-1])
            if index not in sides.get(key, ()):
                sides[key] = (*sides.get(key, ()), index)
    arcs: dict[tuple[GeoPoint, ...], int] = {}
    areas = []
    for code, polygons in shapes:
        kept = tuple(
            tuple(tuple(_number(part, arcs) for part in _parts(ring, sides)) for ring in polygon)
            for polygon in polygons
        )
        if kept:
            areas.append(BorderArea(code, kept))
    lines = [BorderArc(tuple(x for x, _ in arc), tuple(y for _, y in arc)) for arc in arcs]
    return Borders(lines, areas, owners(len(lines), areas))


def _parts(ring: list[GeoPoint], sides: Mapping[Stroke, tuple[int, ...]]) -> Iterator[list[GeoPoint]]:
    """Yield the lines of a ring: each has the same areas on its sides all along."""
    strokes = list(pairwise(ring))
    of = [sides[min(stroke, stroke[::-1])] for stroke in strokes]
    changes = [index for index in range(len(of)) if of[index] != of[index - 1]]
    if not changes:
        yield ring
        return
    for start, end in zip(changes, (*changes[1:], changes[0] + len(of)), strict=True):
        yield [strokes[start % len(of)][0], *(strokes[index % len(of)][1] for index in range(start, end))]


def _number(part: list[GeoPoint], arcs: dict[tuple[GeoPoint, ...], int]) -> int:
    line = tuple(part)
    back = line[::-1]
    if back in arcs and line not in arcs:
        return ~arcs[back]
    return arcs.setdefault(line, len(arcs))
