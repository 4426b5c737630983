"""Says in words what a map shows: its alternative text, the table of its places, and whose its borders are."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from functools import reduce

from msgspec.structs import replace

from bookbuilder.charts.describe import data_sentences
from bookbuilder.document import drawn_figures, nodes
from bookbuilder.document.chart_table import chart_data, chart_table
from bookbuilder.locales import Locale, join_list, numbers
from bookbuilder.locales.territories import territory_name
from bookbuilder.maps.map_data import WORLD
from bookbuilder.project.project import MapSettings

MOST = 8
"""Countries that are named one by one."""


def with_words(figure: nodes.Figure, locale: Locale, settings: MapSettings) -> nodes.Figure:
    """Return a map with an alternative text, if the author has written none, the credit of its borders, and without data
    with a table of its places."""
    drawn = figure.map
    if drawn is None or drawn.scope is None:
        return figure
    scope, image = drawn.scope, figure.image
    if not image.alt:
        image = replace(image, alt=_joined(_sentences(figure, scope, locale), locale))
    description = figure.description
    if chart_table(figure) is None and scope.places:
        description = (*description, _table(scope, figure, locale))
    parts = (figure.credit, settings.credit if settings.borders else _borders(locale))
    return replace(figure, image=image, credit=" · ".join(filter(None, parts)), description=description)


def _borders(locale: Locale) -> str:
    # Translators: the credit of a map; Natural Earth and Visionscarto are names
    return locale.say("Borders: Natural Earth, as amended by Visionscarto")


def _sentences(figure: nodes.Figure, scope: drawn_figures.MapScope, locale: Locale) -> Iterator[str]:
    say = locale.say
    if shown := _region(figure, scope, locale):
        # Translators: what a map shows, a country or a part of the world
        yield say("Map: {region}.", region=shown)
    else:
        # Translators: the kind of a picture
        yield say("Map.")
    on_routes = {place for route in scope.routes for place in route}
    others = [place.name for number, place in enumerate(scope.places) if number not in on_routes]
    if others:
        # Translators: the places on a map, as a list
        yield say("Places: {places}.", places=join_list(others, locale))
    named = figure.map.route_names if figure.map else ()
    for number, route in enumerate(scope.routes):
        way = " – ".join(scope.places[place].name for place in route)
        if named:
            # Translators: a route on a map with its name, a traveller for example: "Blinken: Kyiv – Berlin."
            yield say("{name}: {route}.", name=named[number], route=way)
        else:
            # Translators: the places of a route on a map, in their order, parted by dashes
            yield say("Route: {route}.", route=way)
    if chart_table(figure) is not None:
        yield from data_sentences(chart_data(figure), locale)


def _region(figure: nodes.Figure, scope: drawn_figures.MapScope, locale: Locale) -> str:
    """Return the name of what a map shows; empty if it has none."""
    word = figure.map.region if figure.map else None
    if word is None:
        return _names(scope.highlighted, locale)
    if scope.region == (WORLD,):
        return territory_name("001", locale)
    from bookbuilder.locales.territories import territory_code

    whole = territory_code(word.text, locale)
    return territory_name(whole, locale) if whole else _names(scope.region, locale)


def _names(codes: tuple[str, ...], locale: Locale) -> str:
    return join_list([territory_name(code, locale) for code in codes], locale) if len(codes) <= MOST else ""


def _joined(sentences: Iterator[str], locale: Locale) -> str:
    return reduce(
        lambda text, sentence: locale.say("{text} {sentence}", text=text, sentence=sentence), sentences
    )


def _table(scope: drawn_figures.MapScope, figure: nodes.Figure, locale: Locale) -> nodes.Table:
    say, span = locale.say, figure.span

    def cell(text: str, scope: str = "") -> nodes.Cell:
        return nodes.Cell((nodes.Text(text, span=span),), scope=scope, span=span)

    # Translators: above the column of a table with the places of a map
    place = say("Place")
    # Translators: above the column of a table that says where places are
    position = say("Position")
    rows = tuple(nodes.Row((cell(one.name), cell(_position(one, locale))), span=span) for one in scope.places)
    head = nodes.Row((cell(place, "col"), cell(position, "col")), span=span)
    return nodes.Table((head,), rows, span=span)


def _position(place: drawn_figures.LocatedPlace, locale: Locale) -> str:
    say = locale.say
    north = _degrees(place.latitude, locale)
    east = _degrees(place.longitude, locale)
    # Translators: degrees of latitude and longitude: north, south, east, west
    latitude = (
        say("{degrees}° N", degrees=north) if place.latitude >= 0 else say("{degrees}° S", degrees=north)
    )
    longitude = (
        say("{degrees}° E", degrees=east) if place.longitude >= 0 else say("{degrees}° W", degrees=east)
    )
    return join_list([latitude, longitude], locale)


def _degrees(value: float, locale: Locale) -> str:
    return locale.shown(numbers.number(Decimal(f"{abs(value):.2f}"), locale, 2))
