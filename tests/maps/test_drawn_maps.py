"""Maps of many places: nothing collides, leaves the drawing, or takes long, and the same map has the same bytes."""

from __future__ import annotations

import hashlib
import subprocess
import sys
import time
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bookbuilder.charts.chart_style import ChartStyle
from bookbuilder.charts.drawing import Area, Bar, ChartDrawing, ChartLabel, Dot, Stroke, collide
from bookbuilder.charts.svg import page_svg
from bookbuilder.locales import Locale, load
from bookbuilder.locales.territories import territory_code, territory_countries, territory_name
from bookbuilder.maps.disputed_borders import pairs
from bookbuilder.maps.draw_map import DrawnMap, draw_map
from bookbuilder.maps.extents import points_to_show
from bookbuilder.maps.geography import BORDER, COAST, DISPUTED, OUTLINE, geography
from bookbuilder.maps.map_data import MapData, MapPlace
from bookbuilder.maps.map_window import map_window
from bookbuilder.maps.projections import Azimuthal, EqualEarth, angle_between, great_circle
from bookbuilder.world import World
from tests.cases.case import ROOT
from tests.maps.test_borders import borders

TAGS = ("de", "en", "ar", "ja")
CITIES = {
    "Kyjiw": (50.45, 30.52), "Moskau": (55.76, 37.62), "Berlin": (52.52, 13.40), "Genf": (46.20, 6.14),
    "Brüssel": (50.85, 4.35), "Paris": (48.86, 2.35), "London": (51.51, -0.13), "Washington": (38.91, -77.04),
    "Tokyo": (35.69, 139.69), "Auckland": (-36.85, 174.76), "Honolulu": (21.31, -157.86), "Kapstadt": (-33.93, 18.42),
    "Tromsø": (69.65, 18.96), "McMurdo": (-77.85, 166.67), "Luxemburg": (49.61, 6.13), "Straßburg": (48.57, 7.75),
}  # fmt: skip


class Letters:
    """A typeface whose letters are all half as wide as high."""

    def width(self, text: str, size: float, *, bold: bool = False) -> float:
        return len(text) * size * (0.55 if bold else 0.5)


@cache
def locale(tag: str) -> Locale:
    return load(tag, World(ROOT))


def drawn_map(
    data: MapData, tag: str = "de", width: float = 330, size: float = 7.6, high: float = 1.6
) -> DrawnMap:
    style = ChartStyle(width, high * width, size, Letters(), locale(tag).direction == "rtl")
    named = tuple((code, territory_name(code, locale(tag))) for code in sorted(borders().codes))
    shown = MapData(**{name: getattr(data, name) for name in data.__slots__} | {"names": named})
    return draw_map(shown, borders(), pairs(None), style, locale(tag))


def drawn(data: MapData, tag: str = "de", width: float = 330, size: float = 7.6) -> ChartDrawing:
    return drawn_map(data, tag, width, size).drawing


def box(label: ChartLabel, *, rtl: bool) -> ChartLabel:
    """Return a label as its box counts it: in a language from right to left its start is at the right."""
    turned = {"start": "end", "end": "start"}.get(label.anchor, label.anchor)
    return ChartLabel(label.text, label.x, label.y, label.size, label.width, turned if rtl else label.anchor)


def faults(drawing: ChartDrawing, *, rtl: bool) -> Iterator[str]:
    labels = [box(label, rtl=rtl) for label in drawing.labels]
    for one, other in combinations(labels, 2):
        if collide(one, other):
            yield f"{one.text} meets {other.text}"
    for label in labels:
        left, top, right, bottom = label.box
        if left < -0.01 or top < -0.01 or right > drawing.width + 0.01 or bottom > drawing.height + 0.01:
            yield f"{label.text} leaves the drawing"


places = st.lists(st.sampled_from(sorted(CITIES)), min_size=1, max_size=12, unique=True).map(
    lambda names: tuple(MapPlace(name, *CITIES[name]) for name in names)
)
regions = st.lists(st.sampled_from(sorted(borders().codes)), max_size=4, unique=True).map(tuple)


@settings(max_examples=40, deadline=None)
@given(
    places,
    regions,
    st.sampled_from(TAGS),
    st.sampled_from(((330.0, 7.6), (340.0, 12.5), (640.0, 14.0))),
    st.booleans(),
    st.booleans(),
)
def test_names_never_collide(
    shown: tuple[MapPlace, ...],
    region: tuple[str, ...],
    tag: str,
    room: tuple[float, float],
    shaded: bool,
    named: bool,
) -> None:
    values = tuple((code, Decimal(number * 7)) for number, code in enumerate(region)) if shaded else ()
    route = tuple(tuple(range(len(shown))) for _ in range(4 if named else 1) if len(shown) > 1)
    inset = ("world",) if len(region) == 1 else ()
    names = ("Annalena Baerbock", "Antony Blinken", "ا", "国際連合の代表団")[: len(route)] if named else ()
    data = MapData(region, None, shown, route, names, values=values, inset=inset)
    drawing = drawn(data, tag, *room)
    assert not list(faults(drawing, rtl=tag == "ar"))
    assert drawing.height <= 1.6 * room[0] + 0.01


@settings(max_examples=25, deadline=None)
@given(st.lists(st.sampled_from(sorted(borders().codes)), min_size=1, max_size=4, unique=True).map(tuple))
def test_countries_that_stand_out_have_an_outline(codes: tuple[str, ...]) -> None:
    """It goes along all of their coasts and borders, and not between the parts of a country."""
    drawing = drawn(MapData(region=codes, highlighted=codes))
    outline = [one for one in drawing.shapes if isinstance(one, Stroke) and one.colour == OUTLINE]
    assert bool(outline) == any(isinstance(one, Area) and one.colour == "focus" for one in drawing.shapes)
    plain = drawn(MapData(region=codes))
    assert not any(isinstance(one, Stroke) and one.colour == OUTLINE for one in plain.shapes)


def test_an_outline_is_some_of_the_borders_and_coasts() -> None:
    points, margin = points_to_show(MapData(region=("UA",)), borders())
    window = map_window(points, 330, 528, margin)
    seen = geography(borders(), window, pairs(None), frozenset({"UA"}))
    everything = [line for kind in (BORDER, DISPUTED, COAST) for line in seen.lines[kind]]
    assert set(seen.lines[OUTLINE]) < set(everything)
    one_side = geography(borders(), window, frozenset(), frozenset({"UA", "RU"}))
    assert len(one_side.lines[OUTLINE]) > len(seen.lines[OUTLINE])


@settings(max_examples=30, deadline=None)
@given(
    st.lists(st.tuples(st.floats(45, 52), st.floats(23, 39)), min_size=1, max_size=14),
    st.sampled_from(("world", "150")),
)
def test_an_inset_covers_no_place_unless_one_is_in_each_corner(
    where: list[tuple[float, float]], inset: str
) -> None:
    shown = tuple(MapPlace(f"Ort {number}", *point) for number, point in enumerate(where))
    region = ("world",) if inset == "world" else territory_countries(inset)
    found = drawn_map(MapData(region=("UA",), places=shown, inset=region))
    box = next(one for one in found.drawing.shapes[1:] if isinstance(one, Bar) and one.colour == "sea")
    frame = found.drawing.shapes[0]
    assert isinstance(frame, Bar)
    dots = [one for one in found.drawing.shapes if isinstance(one, Dot) and one.colour == "place"]
    assert not any(box.x < dot.x < box.x + box.width and box.y < dot.y < box.y + box.height for dot in dots)
    corners = [(x, y) for x in (0.0, frame.width - box.width) for y in (0.0, frame.height - box.height)]
    if found.without_room:
        hit = [
            any(x < dot.x < x + box.width and y < dot.y < y + box.height for dot in dots)
            for x, y in corners
            if (x, y) != pytest.approx((box.x, box.y))
        ]
        assert all(hit)


def test_the_four_maps_name_every_place() -> None:
    shown = tuple(
        MapPlace(name, *CITIES[name])
        for name in ("Kyjiw", "Moskau", "Berlin", "Genf", "Brüssel", "Paris", "London")
    )
    for tag in TAGS:
        drawing = drawn(MapData(region=territory_countries("151"), places=shown, routes=((2, 0, 1),)), tag)
        texts = {label.text for label in drawing.labels}
        assert {place.name for place in shown} <= texts
        assert territory_name("UA", locale(tag)) in texts


@pytest.mark.parametrize("shape", [Azimuthal(30, 50), Azimuthal(-60, -20), EqualEarth()])
def test_areas_are_equal(shape: Azimuthal | EqualEarth) -> None:
    """A field of a degree has the same area everywhere on the plane as on the sphere."""
    from math import radians, sin

    for longitude, latitude in ((30, 50), (10, 40), (50, 65), (-40, -10), (0, 0)):
        corners = [(longitude + x, latitude + y) for x, y in ((0, 0), (1, 0), (1, 1), (0, 1), (0, 0))]
        fine = [
            (a[0] + step / 50 * (b[0] - a[0]), a[1] + step / 50 * (b[1] - a[1]))
            for a, b in pairwise(corners)
            for step in range(50)
        ]
        points = shape.project([*fine, fine[0]])
        area = abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(points))) / 2
        sphere = radians(1) * (sin(radians(latitude + 1)) - sin(radians(latitude)))
        assert area == pytest.approx(sphere, rel=2e-3)


@given(st.floats(-179, 179), st.floats(-80, 80), st.floats(-179, 179), st.floats(-80, 80))
def test_a_great_circle_is_the_shortest_way(a: float, b: float, c: float, d: float) -> None:
    way = great_circle((a, b), (c, d))
    length = sum(angle_between(one, other) for one, other in pairwise(way))
    assert length == pytest.approx(angle_between((a, b), (c, d)), abs=1e-5)


def test_regions_are_found_by_name_and_code() -> None:
    names = ("Osteuropa", "eastern  europe", "151", "شرق أوروبا", "東ヨーロッパ")
    assert {territory_code(name, locale("de")) for name in names} == {"151"}
    assert territory_countries("151") == ("BG", "BY", "CZ", "HU", "MD", "PL", "RO", "RU", "SK", "UA")
    assert [territory_code(name, locale("de")) for name in ("UKR", "uk", "Frankreich", "France", "Atlantis")] == [
        "UA", "GB", "FR", "FR", None,
    ]  # fmt: skip


def digest() -> str:
    """Return a hash of the bytes of a map."""
    shown = (MapPlace("Kyjiw", 50.45, 30.52), MapPlace("Berlin", 52.52, 13.4))
    data = MapData(region=territory_countries("151"), places=shown, routes=((1, 0),), inset=("world",))
    return hashlib.sha256(page_svg(drawn(data), "wide", prefix="map").encode()).hexdigest()


def test_a_map_has_the_same_bytes_in_every_process() -> None:
    program = "from tests.maps.test_drawn_maps import digest; print(digest())"
    found = {
        subprocess.run(
            [sys.executable, "-c", program],
            cwd=ROOT,
            env={"PYTHONHASHSEED": seed, "PATH": ""},
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()
        for seed in ("0", "1")
    }
    assert found == {digest()}


def test_a_map_takes_a_tenth_of_a_second() -> None:
    shown = tuple(MapPlace(name, *CITIES[name]) for name in ("Kyjiw", "Moskau", "Berlin", "Genf"))
    data = MapData(region=territory_countries("151"), places=shown, routes=((2, 0, 1),))
    drawn(data)
    times = []
    for _ in range(5):
        start = time.process_time()
        drawn(data)
        times.append(time.process_time() - start)
    assert min(times) < 0.25, "0.1 s where nothing else runs"
