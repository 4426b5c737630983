"""The borders of maps: what the manual says of disputed places, and files of a house."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from functools import cache
from itertools import pairwise

import pytest

from bookbuilder.diagnostics import Findings
from bookbuilder.maps.borders import Borders, borders_of_program
from bookbuilder.maps.disputed_borders import DISPUTED
from bookbuilder.maps.geography import inside
from bookbuilder.maps.house_borders import house_borders
from bookbuilder.maps.simplify import simplified
from tests.cases.case import ROOT

MAPS = ROOT / "bookbuilder/maps"
PAGE = (ROOT / "docs/maps.md").read_text(encoding="utf-8")


@cache
def borders() -> Borders:
    return borders_of_program((MAPS / "borders.json").read_bytes())


def countries_at(longitude: float, latitude: float) -> list[str]:
    """Return the countries whose area has a point, each with the name of its part."""
    return [
        f"{area.code} {area.part}".strip()
        for area in borders().areas
        if sum(
            inside((longitude, latitude), borders().ring(ring))
            for polygon in area.polygons
            for ring in polygon
        )
        % 2
    ]


@pytest.mark.parametrize(
    ("place", "longitude", "latitude", "country", "said"),
    [
        ("Simferopol", 34.10, 44.95, "UA", "Crimea is a part of Ukraine"),
        ("El Aaiún", -13.20, 27.15, "EH", "Western Sahara is a country"),
        ("Taipei", 121.50, 25.03, "TW", "and so are Taiwan and Kosovo"),
        ("Pristina", 21.17, 42.66, "XK", "and so are Taiwan and Kosovo"),
        ("the Golan Heights", 35.80, 33.10, "IL", "Golan Heights are in Israel's area"),
        ("Famagusta", 33.94, 35.12, "CY CYN", "the north of Cyprus and Somaliland are areas by themselves"),
        ("Hargeisa", 44.06, 9.56, "SO SOL", "the north of Cyprus and Somaliland are areas by themselves"),
    ],
)
def test_a_disputed_place_is_where_the_manual_says(
    place: str, longitude: float, latitude: float, country: str, said: str
) -> None:
    assert countries_at(longitude, latitude) == [country], place
    assert said in " ".join(PAGE.split())


def test_disputed_lines_are_lines_of_the_data() -> None:
    names = {name for area in borders().areas for name in area.names}
    neighbours = {
        frozenset((one, other))
        for sides in borders().owners
        if len(sides) == 2
        for one in borders().areas[sides[0]].names
        for other in borders().areas[sides[1]].names
    }
    assert {code for line in DISPUTED for code in line.split()} <= names
    assert {frozenset(line.split()) for line in DISPUTED} <= neighbours


def test_a_ring_has_an_area_and_is_closed() -> None:
    for area in borders().areas:
        for ring in (ring for polygon in area.polygons for ring in polygon):
            points = borders().ring(ring)
            assert points[0] == points[-1]
            assert len(points) > 4


def geojson(*shapes: tuple[str, Sequence[Sequence[object]]]) -> bytes:
    features = [
        {
            "type": "Feature",
            "id": code,
            "properties": {},
            "geometry": {"type": "Polygon", "coordinates": [ring]},
        }
        for code, ring in shapes
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def test_a_line_that_goes_to_and_fro_is_simplified_in_linear_time() -> None:
    """Each point of it stays; parts of it are looked at by themselves, or this would take a minute."""
    points = [(float(step), float(step % 2)) for step in range(20_000)]
    start = time.process_time()
    assert simplified(points, 0.2) == points
    assert time.process_time() - start < 6


WEST = ("DE", [[0, 0], [5, 0], [5, 2], [5, 5], [0, 5], [0, 0]])
EAST = ("PL", [[5, 0], [9, 0], [9, 5], [5, 5], [5, 2], [5, 0]])


def test_neighbours_of_a_house_share_their_border() -> None:
    read = house_borders(geojson(WEST, EAST), "a.geojson", Findings())
    assert read is not None
    (shared,) = [number for number, sides in enumerate(read.owners) if len(sides) == 2]
    assert sorted(read.arcs[shared].points) == [(5, 0), (5, 2), (5, 5)]
    for area, (code, ring) in zip(read.areas, (WEST, EAST), strict=True):
        (numbers,) = area.polygons[0]
        drawn = {frozenset(stroke) for stroke in pairwise(read.ring(numbers))}
        assert area.code == code
        assert drawn == {
            frozenset(stroke) for stroke in pairwise(tuple(map(float, map(str, at))) for at in ring)
        }


@pytest.mark.parametrize(
    ("data", "line", "problem"),
    [
        (b"{}", 0, "no FeatureCollection"),
        (b'{"type":\n x}', 2, "no JSON here"),
        (b"\xff", 0, "not UTF-8"),
        (b"[" * 200_000, 0, "nested too deeply"),
        (b'{"type": "FeatureCollection", "features": []}', 0, "no features"),
        (b'{"type": "FeatureCollection", "features": [1]}', 0, "feature 1 is no object"),
        (geojson(("DE", [[0, 0], [1, 0], [200, 5], [0, 0]])), 0, "no longitude and latitude"),
        (geojson(("DE", [["a", 0]])), 0, "no longitude and latitude"),
        (b'{"type": "FeatureCollection", "features": [{"geometry": {"type": "Point"}}]}', 0, "no Polygon"),
        (geojson(("DE", [[float("nan"), 1]])), 0, "no longitude"),
    ],
)  # fmt: skip
def test_broken_borders_are_reported_in_a_sentence(data: bytes, line: int, problem: str) -> None:
    findings = Findings()
    assert house_borders(data, "a.geojson", findings) is None
    (found,) = findings.sorted()
    assert (found.code, found.span.path, found.span.line) == ("map.borders", "a.geojson", line)
    assert problem in found.message
