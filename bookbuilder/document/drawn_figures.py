"""What charts and maps are drawn from, as their authors ask for it. A figure has one of them (`nodes.Figure`)."""

from __future__ import annotations

from msgspec import Struct

from bookbuilder.diagnostics import NOWHERE, Span


class ChartRemark(Struct, frozen=True, array_like=True, gc=False):
    """A remark in a chart, at a category or a day."""

    at: str
    text: str


class Chart(Struct, frozen=True, array_like=True, gc=False):
    """How data are drawn as a chart: its kind (`bookbuilder.charts.kinds`), how its series are put onto one another
    (`bookbuilder.charts.chart_data.ChartSpec`), remarks, and which categories are sums of those before them."""

    kind: str
    stack: str = ""
    notes: tuple[ChartRemark, ...] = ()
    totals: tuple[str, ...] = ()


class MapWord(Struct, frozen=True, array_like=True, gc=False):
    """A word of an option of a map, and where it stands."""

    text: str
    span: Span = NOWHERE


class LocatedPlace(Struct, frozen=True, array_like=True, gc=False):
    """A place of a map with its name in the language of the edition, and its degrees to the north and to the east."""

    name: str
    latitude: float
    longitude: float


class MapScope(Struct, frozen=True, array_like=True, gc=False):
    """What a map shows, when that is found out: `region`, `highlighted` and `inset` are codes of countries,
    `routes` numbers of places, `countries` the codes of the rows of the data."""

    region: tuple[str, ...] = ()
    places: tuple[LocatedPlace, ...] = ()
    routes: tuple[tuple[int, ...], ...] = ()
    highlighted: tuple[str, ...] = ()
    inset: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()


class Map(Struct, frozen=True, array_like=True, gc=False):
    """A map as its author asks for it: a part of the world, or `bounds` (west, south, east, north), places and routes by
    their keys, countries that stand out, limits of shades, what a small map in a corner shows, and what routes are called
    (empty: they are all one). `scope` is what they mean (None: that is not found out, or something is wrong)."""

    region: MapWord | None = None
    bounds: tuple[float, ...] = ()
    places: tuple[MapWord, ...] = ()
    routes: tuple[tuple[MapWord, ...], ...] = ()
    highlight: MapWord | None = None
    inset: MapWord | None = None
    classes: tuple[str, ...] = ()
    route_names: tuple[str, ...] = ()
    scope: MapScope | None = None
