"""Measures what maps cost: `python -m tests.bench.maps` prints the processor time of each, as SVG in a warm process."""

from __future__ import annotations

import statistics
import time

from bookbuilder.charts.svg import page_svg
from bookbuilder.locales.territories import territory_countries
from bookbuilder.maps.map_data import MapData, MapPlace
from tests.maps.test_drawn_maps import CITIES, drawn

ROUNDS = 7
PLACES = tuple(MapPlace(name, *CITIES[name]) for name in ("Kyjiw", "Moskau", "Berlin", "Genf", "Paris"))
MAPS = {
    "Eastern Europe": MapData(territory_countries("151"), places=PLACES, routes=((2, 0, 1),)),
    "Europe": MapData(territory_countries("150"), places=PLACES),
    "the world": MapData(("world",), places=PLACES),
    "four cities": MapData(places=PLACES[:4]),
}


def cost(data: MapData, width: float, size: float) -> float:
    """Return the median of the milliseconds that a map takes, first drawn and then written."""
    costs = []
    for _ in range(ROUNDS):
        started = time.process_time()
        page_svg(drawn(data, "de", width, size), "wide", prefix="map")
        costs.append((time.process_time() - started) * 1000)
    return statistics.median(costs)


if __name__ == "__main__":
    print("| map | CPU ms in print | on screens |\n| --- | --: | --: |")
    for name, shown in MAPS.items():
        print(f"| {name} | {cost(shown, 330, 7.6):.0f} | {cost(shown, 640, 14):.0f} |")
