"""Maps of many real places near one another: each is printed, as its name or as a number with a key, or it is reported."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import combinations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bookbuilder.charts.drawing import Dot, Stroke, collide
from bookbuilder.locales.territories import city_name
from bookbuilder.maps.clipping import line_meets, meets
from bookbuilder.maps.draw_map import DrawnMap
from bookbuilder.maps.known_places import known_cities
from bookbuilder.maps.map_data import MapData, MapPlace
from tests.cases.case import ROOT
from tests.maps.test_drawn_maps import TAGS, box, drawn_map, faults, locale

NAMED = {
    "Köln": (50.94, 6.96), "Bonn": (50.73, 7.10), "Düsseldorf": (51.23, 6.77), "Duisburg": (51.43, 6.76),
    "Essen": (51.46, 7.01), "Bochum": (51.48, 7.22), "Dortmund": (51.51, 7.47), "Gelsenkirchen": (51.52, 7.10),
    "Oberhausen": (51.47, 6.85), "Mülheim an der Ruhr": (51.43, 6.88), "Hagen": (51.36, 7.47), "Wuppertal": (51.26, 7.15),
    "Solingen": (51.17, 7.08), "Leverkusen": (51.03, 6.99), "Krefeld": (51.34, 6.59), "Mönchengladbach": (51.19, 6.44),
    "Recklinghausen": (51.61, 7.20), "Neuss": (51.20, 6.69), "Antwerpen": (51.22, 4.40), "Gent": (51.05, 3.72),
    "Den Haag": (52.08, 4.31), "Rotterdam": (51.92, 4.48), "Utrecht": (52.09, 5.12), "Eindhoven": (51.44, 5.48),
    "Maastricht": (50.85, 5.69), "Lüttich": (50.63, 5.57), "Brügge": (51.21, 3.22), "Reims": (49.26, 4.03),
    "Lille": (50.63, 3.06), "Rouen": (49.44, 1.10), "Calais": (50.95, 1.86), "Dover": (51.13, 1.31),
    "Oxford": (51.75, -1.26), "Cambridge": (52.21, 0.12), "Brighton": (50.82, -0.14),
    "Canterbury": (51.28, 1.08), "Amiens": (49.89, 2.30),
    "გ. წერეთლის სახელობის ადგილი": (41.72, 44.79),
    "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch": (53.22, -4.2),
}  # fmt: skip
KNOWN = known_cities((ROOT / "bookbuilder/maps/cities.tsv").read_bytes())
KEYS = (
    *NAMED, "london", "paris", "brussels", "amsterdam", "luxembourg", "berlin", "kyiv", "moscow", "tokyo", "prague",
    "vienna", "warsaw", "zurich", "rome", "madrid", "auckland", "honolulu", "apia", "fiji", "vaduz", "monaco", "vatican",
)  # fmt: skip
SIZES = ((280.0, 7.6), (330.0, 7.6), (340.0, 13.4), (480.0, 8.2), (640.0, 14.0), (1000.0, 14.0))
"""Widths and sizes of type: columns and pages of print, phones, pages of the web."""


@cache
def place(key: str, tag: str) -> MapPlace:
    if key in NAMED:
        return MapPlace(key, *NAMED[key])
    known = KNOWN[key]
    return MapPlace(city_name(known.zone, locale(tag)), known.at.latitude, known.at.longitude)


def hidden(drawing: DrawnMap, rtl: bool) -> Iterator[str]:
    """Yield the names that stand upon dots, or through which lines run to dots."""
    dots = [one for one in drawing.drawing.shapes if isinstance(one, Dot) and one.colour == "place"]
    leaders = [
        one.points
        for one in drawing.drawing.shapes
        if isinstance(one, Stroke) and one.colour == "ink" and len(one.points) == 2
    ]
    for label in (box(one, rtl=rtl) for one in drawing.drawing.labels):
        left, top, right, bottom = label.box
        for dot in dots:
            if meets(
                label.box, (dot.x - dot.radius, dot.y - dot.radius, dot.x + dot.radius, dot.y + dot.radius)
            ):
                yield f"{label.text} lies upon a dot"
        inner = (left + 0.01, top + 0.01, right - 0.01, bottom - 0.01)
        for leader in leaders:
            if line_meets(leader, inner):
                yield f"a line runs through {label.text}"


@settings(max_examples=30, deadline=None)
@given(
    st.lists(st.sampled_from(KEYS), min_size=2, max_size=25, unique=True),
    st.sampled_from(TAGS),
    st.sampled_from(SIZES),
    st.booleans(),
    st.sampled_from((1.1, 6.0)),
)
@example(list(KEYS[:18]), "de", SIZES[0], True, 1.1)
@example(list(KEYS[:25]), "ja", SIZES[2], False, 6.0)
@example(list(KEYS[18:40]), "ar", SIZES[1], True, 1.1)
@example(["berlin", *KEYS[:18], "fiji"], "en", SIZES[2], False, 6.0)
def test_each_place_is_printed_or_reported(
    keys: list[str], tag: str, room: tuple[float, float], routed: bool, high: float
) -> None:
    places = tuple(place(key, tag) for key in keys)
    data = MapData(places=places, routes=(tuple(range(min(len(places), 6))),) if routed else ())
    made = drawn_map(data, tag, *room, high)
    rtl = tag == "ar"
    assert not list(faults(made.drawing, rtl=rtl))
    assert not list(hidden(made, rtl))
    assert not made.outside
    texts = "".join("".join(label.text.split()) for label in made.drawing.labels)
    for number, one in enumerate(places):
        assert "".join(one.name.split()) in texts or number in made.without_room, one.name


@pytest.mark.parametrize("tag", TAGS)
def test_the_ruhr_is_named_whole(tag: str) -> None:
    """Of eighteen cities within a hundred kilometres on a map of Germany none is left out, but for one in a narrow
    column and a few on phones, where dots take up half of the ground."""
    places = tuple(place(key, tag) for key in KEYS[:18])
    for room in SIZES:
        made = drawn_map(MapData(region=("DE",), places=places), tag, *room, 6.0)
        assert len(made.without_room) <= {280.0: 1, 340.0: 4}.get(room[0], 0)
        assert not list(faults(made.drawing, rtl=tag == "ar"))
        assert not list(hidden(made, tag == "ar"))


def test_a_place_beyond_the_edges_is_told() -> None:
    places = (place("berlin", "de"), place("tokyo", "de"))
    made = drawn_map(MapData(bounds=(5.0, 47.0, 16.0, 55.0), places=places))
    assert made.outside == (1,)
    assert not drawn_map(MapData(region=("world",), places=places)).outside


@pytest.mark.parametrize("letters", ["x" * 10_000, "wort " * 2_000, "字" * 10_000, "ა" * 10_000])
def test_a_name_without_end_is_told(letters: str) -> None:
    data = MapData(
        places=(MapPlace(letters, 50.0, 10.0), place("paris", "de")),
        routes=((0, 1),),
        route_names=(letters,),
    )
    made = drawn_map(data)
    assert made.without_room == (0,)
    assert made.cut_routes == (0,)
    assert not list(faults(made.drawing, rtl=False))


def test_places_upon_one_another_are_all_named() -> None:
    places = tuple(
        MapPlace(name, 50.0 + step / 1e4, 10.0) for step, name in enumerate(("Alt", "Neu", "Mitte"))
    )
    made = drawn_map(MapData(region=("DE",), places=places))
    assert not made.without_room
    assert {"Alt", "Neu", "Mitte"} <= {label.text for label in made.drawing.labels}
    assert all(not collide(one, other) for one, other in combinations(made.drawing.labels, 2))
