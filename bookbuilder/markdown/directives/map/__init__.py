"""`::: map`: countries, places and routes drawn as a map, shaded by data if it has some. It is a figure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation

from msgspec.structs import replace

from bookbuilder.diagnostics import Report, Rule, Span
from bookbuilder.document import drawn_figures, nodes
from bookbuilder.markdown.directive import Call, Directive
from bookbuilder.markdown.directives.chart import SIZES, TWICE
from bookbuilder.markdown.directives.chart.chart_columns import OPTIONS as DATA_OPTIONS
from bookbuilder.markdown.directives.chart.chart_columns import data_of_file, data_of_table
from bookbuilder.markdown.directives.map.mixed_units import units_mixed
from bookbuilder.markdown.figure_place import FLOAT_OPTION, figure_place
from bookbuilder.markdown.picture_setting import OPTIONS as PICTURE_OPTIONS
from bookbuilder.markdown.picture_setting import picture_setting
from bookbuilder.names.coordinates import coordinates

NOTHING = Rule(
    "map.empty",
    "this map has nothing to show",
    "A map shows a region, some places, a route, countries that stand out, or data of countries: `region=Europa`,"
    ' `places="kyiv moscow"`, `route="berlin kyiv"`, `highlight=UA`, `src=data/aid.csv`.',
)
CAPTION = Rule(
    "map.caption",
    "this map has no caption",
    "A map is a numbered figure, and its caption says what it shows.",
)
BOUNDS = Rule(
    "map.bounds",
    "bounds={value} are not the corners of a map",
    'The corner below left and that above right, with a semicolon between them: `bounds="44 N, 22 E; 53 N, 41 E"`.',
)
ROUTE = Rule(
    "map.route",
    "a route goes from one place to another",
    'A route names at least two places: `route="berlin kyiv moscow"`. Several are parted by a vertical line.',
)
ROUTE_NAMES = Rule(
    "map.names",
    "there are {names} names for {routes} routes",
    'Routes that are told apart have a name each: `route="berlin kyiv | moscow geneva" names="Blinken|Lavrov"`.',
)
ROUTES = Rule(
    "map.routes",
    "this map has {count} routes with names, and more than {limit} cannot be told apart",
    "The line of each route with a name has its colour and dashes. Without names a map has as many routes as you like.",
)
CLASSES = Rule(
    "map.classes",
    "classes={value} are no limits of shades",
    'Four numbers at most, in order, each where a shade begins: `classes="10 50 100"`.',
)
MOST_PLACES = 60
"""More names have no room on a page."""
CROWDED = Rule(
    "map.crowded",
    "this map has {count} places, and more than {limit} have no room",
    "A map whose names lie upon one another shows nothing. Make several maps, or name the important places.",
)


def run(call: Call, report: Report) -> tuple[nodes.Block, ...]:
    """Return the figure."""
    tables = [block for block in call.blocks if isinstance(block, nodes.Table)]
    rest = tuple(block for block in call.blocks if not isinstance(block, nodes.Table))
    if ("src" in call.options) + len(tables) > 1:
        report(TWICE, call.span, hint="leave one of them")
    data = None
    if "src" in call.options:
        data = data_of_file(call, report)
    elif tables and not units_mixed(tables[0], report):
        data = data_of_table(tables[0], call, report)
    drawn = drawn_figures.Map(
        _word("region", call),
        _bounds(call, report),
        tuple(_words("places", call)),
        _routes(call, report),
        _word("highlight", call),
        _word("inset", call),
        _classes(call, report),
    )
    drawn = replace(drawn, route_names=_route_names(drawn, call, report))
    shown = (drawn.region, drawn.bounds, drawn.places, drawn.routes, drawn.highlight, tables)
    if "src" not in call.options and not any(shown):
        report(NOTHING, call.span, hint="name a region or some places")
        return ()
    count = len(drawn.places) + sum(map(len, drawn.routes))
    if count > MOST_PLACES:
        report(
            CROWDED,
            call.places.get("places", call.span),
            count=count,
            limit=MOST_PLACES,
            hint="name fewer of them",
        )
        return ()
    if data is None and ("src" in call.options or tables):
        return ()
    caption: tuple[nodes.Inline, ...] = ()
    if rest and isinstance(rest[0], nodes.Paragraph):
        caption, rest = rest[0].content, rest[1:]
    else:
        report(CAPTION, call.span, hint="write it in a paragraph of the directive")
    sizes = {name: value for name, value in call.options.items() if name in SIZES}
    setting = picture_setting(sizes, call.places, call.span, report, drawn=True)
    place = figure_place(call, report) or ("page" if setting.page else "")
    image = nodes.Image(
        "", call.options.get("alt", ""), setting=setting, span=call.places.get("alt", call.span)
    )
    description = (*rest, replace(data, span=call.span)) if data else rest
    figure = nodes.Figure(
        image, caption, call.options.get("credit", ""), description,
        place=place, map=drawn,
        span=call.span, id=call.id, classes=call.classes, lang=call.lang,
    )  # fmt: skip
    return (figure,)


def _word(option: str, call: Call) -> drawn_figures.MapWord | None:
    text = call.options.get(option, "").strip()
    return drawn_figures.MapWord(text, call.places.get(option, call.span)) if text else None


def _words(option: str, call: Call) -> Sequence[drawn_figures.MapWord]:
    """Return the words of an option, each with its place."""
    text, place = call.options.get(option, ""), _value_place(option, call)
    return [
        drawn_figures.MapWord(match[0], _behind(place, match.start()))
        for match in re.finditer(r"[^\s|]+", text)
    ]


def _value_place(option: str, call: Call) -> Span:
    """Return where the value of an option begins: behind its name, the sign of equality, and quotes if it needs them."""
    quoted = not re.fullmatch(r"[A-Za-z0-9_:-]*", call.options.get(option, ""))
    place = call.places.get(option)
    return _behind(place, len(option) + 1 + quoted) if place else call.span


def _behind(place: Span, letters: int) -> Span:
    return replace(place, column=place.column + letters) if place.column else place


def _routes(call: Call, report: Report) -> tuple[tuple[drawn_figures.MapWord, ...], ...]:
    """Return the routes of a map, in the places that they name."""
    text, place = call.options.get("route", ""), _value_place("route", call)
    routes = []
    for match in re.finditer(r"[^|]+", text):
        words = [
            drawn_figures.MapWord(word[0], _behind(place, match.start() + word.start()))
            for word in re.finditer(r"\S+", match[0])
        ]
        if len(words) < 2:
            report(ROUTE, place, hint='name two places or more: route="berlin kyiv"')
        else:
            routes.append(tuple(words))
    return tuple(routes)


def _route_names(drawn: drawn_figures.Map, call: Call, report: Report) -> tuple[str, ...]:
    """Return what the routes of a map are called; nothing if they are all one."""
    names = tuple(name.strip() for name in call.options.get("names", "").split("|") if name.strip())
    if not names:
        return ()
    # Only a book with maps loads what is about them
    from bookbuilder.maps.route_lines import MOST

    count, place = len(drawn.routes), call.places.get("names", call.span)
    if len(names) != count:
        report(
            ROUTE_NAMES, place, names=len(names), routes=count, hint="put a vertical line between the names"
        )
        return ()
    if count > MOST:
        report(ROUTES, place, count=count, limit=MOST, hint="draw fewer of them, or leave their names")
        return ()
    return names


def _bounds(call: Call, report: Report) -> tuple[float, ...]:
    """Return the west, south, east and north of the corners that a directive names."""
    text = call.options.get("bounds", "")
    if not text:
        return ()
    corners = [coordinates(part) for part in text.split(";")]
    if len(corners) == 2 and corners[0] and corners[1] and corners[0].latitude < corners[1].latitude:
        low, high = corners[0], corners[1]
        if low.longitude != high.longitude:
            return low.longitude, low.latitude, high.longitude, high.latitude
    report(
        BOUNDS,
        call.places.get("bounds", call.span),
        value=text,
        hint='write it like "44 N, 22 E; 53 N, 41 E"',
    )
    return ()


def _classes(call: Call, report: Report) -> tuple[str, ...]:
    text = call.options.get("classes", "")
    try:
        numbers = [Decimal(part) for part in text.split()]
    except InvalidOperation:
        numbers = [Decimal("NaN")]
    if len(numbers) > 4 or not all(map(Decimal.is_finite, numbers)) or numbers != sorted(set(numbers)):
        report(CLASSES, call.places.get("classes", call.span), value=text, hint="write them like 10 50 100")
        return ()
    return tuple(map(str, numbers))


DIRECTIVE = Directive(
    "map",
    "A map: what it shows, the data of countries or where they are, its caption, and below it a long description.",
    run,
    {
        "region": "what the map shows: a country, a part of the world, or several with commas between them, by name or code;"
        " `world`",
        "bounds": 'its edges: `"44 N, 22 E; 53 N, 41 E"`',
        "places": "the places that are named on it, by their keys in names.toml, or cities that the program knows",
        "route": "places that a line joins in their order; several with a vertical line between them",
        "names": "what the routes are called, with a vertical line between them: each has a line of its own then",
        "highlight": "countries that stand out",
        "inset": "what a small map in a corner shows, which says where this one is: `world`, or as `region`",
        "classes": "where the shades of data begin",
        **DATA_OPTIONS,
        "src": "the CSV or XLSX file with the data of countries, beside the chapter or in the folder of the book",
        "x": "the name of the column with the countries (the first one, if not given)",
        "y": "the name of the column with numbers",
        "alt": "the alternative text, instead of the one that is made from the map",
        "credit": "who made the map, and where the data are from",
        "float": FLOAT_OPTION,
        **{name: PICTURE_OPTIONS[name] for name in SIZES},
    },
    translated_options=("alt", "credit", "names"),
)
