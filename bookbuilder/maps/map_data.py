"""What a map shows, as values: countries, places, routes between them, and numbers by which countries are shaded."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from bookbuilder.charts.chart_data import NumberUnit

Bounds = tuple[float, float, float, float]
"""West, south, east, north."""


@dataclass(frozen=True, slots=True)
class MapPlace:
    """A place with its name in the language of the edition."""

    name: str
    latitude: float
    longitude: float

    @property
    def point(self) -> tuple[float, float]:
        """Its longitude and latitude."""
        return self.longitude, self.latitude


NUMBER = NumberUnit()


@dataclass(frozen=True, slots=True)
class MapData:
    """What a map shows. `region` are the codes of the countries that it has to show (`world`: all), or `bounds` its edges;
    with neither it shows its places. `routes` go from place to place by their numbers; each has one of the `route_names` if
    there are any. `highlighted` countries stand out, `values` shade countries, `unit` says what these count, `classes` where
    shades begin (empty: that is found out). `inset` are the countries of a small map in a corner. `names` are those of
    countries by code."""

    region: tuple[str, ...] = ()
    bounds: Bounds | None = None
    places: tuple[MapPlace, ...] = ()
    routes: tuple[tuple[int, ...], ...] = ()
    route_names: tuple[str, ...] = ()
    highlighted: tuple[str, ...] = ()
    values: tuple[tuple[str, Decimal | None], ...] = ()
    series: str = ""
    unit: NumberUnit = NUMBER
    classes: tuple[Decimal, ...] = ()
    inset: tuple[str, ...] = ()
    names: tuple[tuple[str, str], ...] = field(default=())


WORLD = "world"
"""The region of a map of the whole earth."""
