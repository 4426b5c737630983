"""Finds out what a map shows: places by their keys, and countries by their names or codes."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from msgspec.structs import replace

from bookbuilder.diagnostics import Report, Rule, Span, nearest
from bookbuilder.document import drawn_figures, nodes
from bookbuilder.document.chart_table import chart_table, number_of
from bookbuilder.document.chart_texts import units_differ
from bookbuilder.document.walk import plain
from bookbuilder.locales import Locale
from bookbuilder.locales.territories import (
    WORLD,
    city_name,
    known_territories,
    territory_code,
    territory_countries,
    territory_name,
)
from bookbuilder.maps import map_data
from bookbuilder.maps.known_places import ASSET, known_cities, known_places
from bookbuilder.names import LocalName
from bookbuilder.phrases import Phrase

PLACE = Rule(
    "map.place",
    "nobody knows where {place!r} is",
    "A place on a map is a key of names.toml that says where it is (`at`), or a city that the program knows, such as berlin."
    " Some of these have no name in all languages, and need one in names.toml.",
)
REGION = Rule(
    "map.region",
    "{region!r} is no country and no part of the world",
    "A region is said by its name in any language of the program (Osteuropa), by a code of ISO 3166-1 (UA) or UN M.49 (151),"
    " or by several of them with commas between them.",
)
COUNTRY = Rule(
    "map.country",
    "{country!r} is no country",
    "The first column of the data of a map has countries, by their names or their codes (ISO 3166-1): Ukraine, UA, UKR.",
)
TWICE = Rule(
    "map.twice",
    "{country} stands twice in the data of this map",
    "A country on a map has one shade, and so one number.",
)
COLUMNS = Rule(
    "map.columns",
    "a map shows one column of numbers, and these are {count}",
    "Each shade of a map is one number. Several columns are several maps, or a chart.",
)
NUMBERS = Rule(
    "map.numbers",
    "this map has no numbers to show",
    "The second column of the data of a map has the numbers by which countries are shaded.",
)


def with_scope(
    figure: nodes.Figure,
    locale: Locale,
    names: Mapping[str, LocalName],
    read: Callable[[str], bytes],
    report: Report,
) -> nodes.Figure:
    """Return a map with its scope, and the names of the countries of its data in the language of the edition. A map with
    something wrong is left without; all of that is reported at once."""
    drawn = figure.map
    assert drawn is not None
    reading = _Reading(locale, names, read, report)
    region, highlighted, inset = map(reading.region, (drawn.region, drawn.highlight, drawn.inset))
    words = dict.fromkeys(
        word.text for word in (*drawn.places, *(word for route in drawn.routes for word in route))
    )
    numbers = {key: number for number, key in enumerate(words)}
    spans = {
        word.text: word.span
        for word in reversed((*drawn.places, *(word for route in drawn.routes for word in route)))
    }
    places = tuple(reading.place(key, spans[key]) for key in words)
    figure, countries = reading.data(figure)
    if reading.wrong:
        return figure
    scope = drawn_figures.MapScope(
        region,
        tuple(place for place in places if place),
        tuple(tuple(numbers[word.text] for word in route) for route in drawn.routes),
        highlighted,
        inset,
        countries,
    )
    return replace(figure, map=replace(drawn, scope=scope))


class _Reading:
    """Looks up the words of a map; `wrong` says that one of them is not known."""

    def __init__(
        self, locale: Locale, names: Mapping[str, LocalName], read: Callable[[str], bytes], report: Report
    ) -> None:
        self.locale, self.names, self.report = locale, names, report
        self.cities_data = read(ASSET)
        self.cities = known_cities(self.cities_data)
        self.wrong = False

    def place(self, key: str, span: Span) -> drawn_figures.LocatedPlace | None:
        """Return a place with its name; None after reporting that nobody knows it."""
        name, city = self.names.get(key), self.cities.get(key)
        at = (name.name.at if name else None) or (city.at if city else None)
        if at is not None and name is not None:
            return drawn_figures.LocatedPlace(self.locale.shown(name.form.short), at.latitude, at.longitude)
        if at is not None and city is not None and city.zone:
            return drawn_figures.LocatedPlace(city_name(city.zone, self.locale), at.latitude, at.longitude)
        self.wrong = True
        if name is not None:
            hint: str = Phrase(
                'say where it is in names.toml: at = "50.45 N, 30.52 E" in {index}.{key}',
                index=name.name.index,
                key=key,
            )
        elif city is not None:
            hint = Phrase("name it in [places] of names.toml: {key} = ...", key=key)
        else:
            known = known_places((one.name for one in self.names.values()), self.cities_data)
            hint = nearest(key, known) or 'add it to [places] of names.toml, with at = "50.45 N, 30.52 E"'
        self.report(PLACE, span, hint=hint, place=key)
        return None

    def region(self, word: drawn_figures.MapWord | None) -> tuple[str, ...]:
        """Return the codes of the countries of a region; reports `map.region`."""
        if word is None:
            return ()
        if word.text.casefold() in ("world", "welt"):
            return (map_data.WORLD,)
        whole = territory_code(word.text, self.locale)
        parts = [word.text] if whole else [part for part in word.text.split(",") if part.strip()]
        if len(parts) == 1 and not whole and all(len(part) in (2, 3) for part in word.text.split()):
            parts = word.text.split()
        codes: dict[str, None] = {}
        found = []
        for part in parts:
            code = territory_code(part, self.locale)
            if code is None:
                self.wrong = True
                hint = (
                    nearest(part.strip(), known_territories(self.locale)) or "take a code such as UA, or 151"
                )
                self.report(REGION, word.span, hint=hint, region=part.strip())
                continue
            found.append(code)
            codes |= dict.fromkeys(territory_countries(code))
        if WORLD in found:
            return (map_data.WORLD,)
        return tuple(codes)

    def data(self, figure: nodes.Figure) -> tuple[nodes.Figure, tuple[str, ...]]:
        """Return a figure whose data name their countries as the edition does, and the codes of these."""
        table = chart_table(figure)
        if table is None:
            return figure, ()
        count = len(table.head[-1].cells) - 1 if table.head else 0
        if count != 1:
            self._say(COLUMNS, table.span, "name one with y", count=count)
            return figure, ()
        if not any(number_of(row.cells[1]) for row in table.body if len(row.cells) > 1):
            self._say(NUMBERS, table.span, Phrase("name the column with them: y=..."))
            return figure, ()
        if units_differ(figure, self.report):
            self.wrong = True
        codes, rows = dict[str, None](), []
        for row in table.body:
            text = plain(row.cells[0].content).strip()
            code = territory_code(text, self.locale)
            if code is None or territory_countries(code) != (code,):
                hint = (
                    nearest(text, known_territories(self.locale)) or "write its name, or its code such as UA"
                )
                self._say(COUNTRY, row.cells[0].span, hint, country=text)
                continue
            if code in codes:
                self._say(TWICE, row.cells[0].span, Phrase("leave one of both rows"), country=text)
                continue
            codes[code] = None
            name = nodes.Text(territory_name(code, self.locale), span=row.cells[0].span)
            rows.append(replace(row, cells=(replace(row.cells[0], content=(name,)), *row.cells[1:])))
        shown = replace(table, body=tuple(rows)) if len(rows) == len(table.body) else table
        return replace(figure, description=(*figure.description[:-1], shown)), tuple(codes)

    def _say(self, rule: Rule, span: Span, hint: str, **values: str | int) -> None:
        self.wrong = True
        self.report(rule, span, hint=hint, fix=None, area=None, **values)
