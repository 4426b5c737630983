"""Draws the maps of a book, each once: a drawing is cached by what it shows, its size, fonts and colours."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

import msgspec
from markupsafe import Markup

from bookbuilder.charts.chart_style import ChartStyle
from bookbuilder.charts.drawing import ChartDrawing
from bookbuilder.charts.svg import page_svg, standalone_svg
from bookbuilder.diagnostics import BookbuilderError, Findings, Report
from bookbuilder.document import nodes
from bookbuilder.document.chart_table import chart_data
from bookbuilder.formats.book import Book
from bookbuilder.formats.book_charts import Charts, ChartSetting, PrintedChart, joined_drawings
from bookbuilder.formats.unprinted_map_names import MapSvg, report_unprinted
from bookbuilder.html.font_family import Fonts
from bookbuilder.html.map_colours import map_colours
from bookbuilder.locales import Locale
from bookbuilder.locales.territories import territory_name
from bookbuilder.typed_decoding import from_msgpack

if TYPE_CHECKING:
    from bookbuilder.maps.borders import Borders
    from bookbuilder.maps.map_data import MapData


@dataclass(frozen=True, slots=True)
class MapToDraw:
    """All that a drawing of a map depends on. `colours` are those of print; on screens a style sheet has them, and `screen`
    is the class of the drawing."""

    data: MapData
    borders: str
    disputed: tuple[str, ...]
    locale: str
    width: float
    highest: float
    size: float
    fonts: str
    screen: str = ""
    colours: tuple[tuple[str, str], ...] = ()
    family: str = ""
    least: float = 0.0


SCREENS = {"wide": "on screens", "narrow": "on phones"}
"""Where the drawings of screens are seen, by their classes."""


class Maps:
    """Draws the maps of an edition."""

    smallest = 0.85
    """The size of the smallest type of a map, in that of its names."""

    def __init__(self, book: Book, report: Report) -> None:
        # Here, since the modules of this folder are loaded for each book, and few have maps.
        from bookbuilder.maps.borders import ASSET
        from bookbuilder.maps.disputed_borders import DISPUTED

        self._book, self._charts, self._report = book, Charts(ChartSetting.of(book)), report
        path = book.project.maps.borders
        try:
            data = book.world.read(path) if path else book.world.read_asset(ASSET)
        except BookbuilderError:  # a check has reported it
            data = b""
        self._digest = hashlib.sha256(data).hexdigest()
        self._path, self._data = path, data
        lines = book.project.maps.disputed
        self._disputed = DISPUTED if lines is None else lines
        self._stack = book.theme.stacks.get("sans", "")
        self._fonts = _digest(book.fonts, self._stack)

    def on_screen(self, figure: nodes.Figure) -> Markup:
        """Return the drawings of a map for a page and for a phone; nothing if it cannot be drawn. Reports `map.room`,
        `map.outside`."""
        locale = self._charts.locale(figure)
        drawings = [
            (SCREENS[name], self._drawn(figure, style, locale, name))
            for name, style in self._charts.screen_styles(figure)
        ]
        report_unprinted(figure, drawings, self._report)
        return joined_drawings(drawing.svg for _, drawing in drawings)

    def in_print(self, figure: nodes.Figure) -> PrintedChart | None:
        """Return the drawing of a map as a file; None if it cannot be drawn. Reports `map.room`, `map.outside`."""
        style = self._charts.print_style(figure)
        drawing = self._drawn(figure, style, self._charts.locale(figure), "")
        report_unprinted(figure, [("in print", drawing)], self._report)
        return (
            PrintedChart(drawing.svg.encode(), style.size * style.smaller(self.smallest))
            if drawing.svg
            else None
        )

    def _drawn(self, figure: nodes.Figure, style: ChartStyle, locale: Locale, name: str) -> MapSvg:
        task = self._task(figure, style, locale, name)
        return self._cached(task, style, locale) if task else MapSvg()

    def _task(self, figure: nodes.Figure, style: ChartStyle, locale: Locale, screen: str) -> MapToDraw | None:
        data = _map_data(figure)
        if data is None:
            return None
        colours = () if screen else tuple(sorted(map_colours(self._book.theme.tokens).items()))
        family = "" if screen else self._stack.replace('"', "'")
        return MapToDraw(
            data, self._digest, tuple(self._disputed), locale.tag, style.width, style.highest, style.size, self._fonts,
            screen, colours, family, style.least,
        )  # fmt: skip

    def _cached(self, task: MapToDraw, style: ChartStyle, locale: Locale) -> MapSvg:
        from bookbuilder.maps.disputed_borders import pairs
        from bookbuilder.maps.draw_map import draw_map

        def make(given: MapToDraw) -> bytes:
            borders = self._borders()
            if borders is None:
                return b""
            drawn = draw_map(
                _named(given.data, borders, locale), borders, pairs(given.disputed), style, locale
            )
            return msgspec.msgpack.encode(
                MapSvg(
                    _written(drawn.drawing, given, style), drawn.without_room, drawn.outside, drawn.cut_routes
                )
            )

        (made,) = self._book.runner.cached([task], make)
        return from_msgpack(made, MapSvg) if made else MapSvg()

    def _borders(self) -> Borders | None:
        from bookbuilder.maps.borders import borders_of_program
        from bookbuilder.maps.house_borders import house_borders

        if self._path:
            return house_borders(
                self._data, self._path, Findings()
            )  # a check has reported what is wrong with them
        return borders_of_program(self._data)


def _written(drawing: ChartDrawing, task: MapToDraw, style: ChartStyle) -> str:
    if task.screen:
        return page_svg(drawing, task.screen, rtl=style.rtl, prefix="map")
    return standalone_svg(drawing, dict(task.colours), task.family, style.highest, rtl=style.rtl)


def _map_data(figure: nodes.Figure) -> MapData | None:
    """Return what a map shows; None if something of it is wrong."""
    from bookbuilder.maps.map_data import NUMBER, MapData, MapPlace

    drawn = figure.map
    if drawn is None or drawn.scope is None:
        return None
    scope = drawn.scope
    series = chart_data(figure).series if scope.countries else ()
    values = tuple(zip(scope.countries, series[0].values, strict=True)) if series else ()
    places = tuple(MapPlace(one.name, one.latitude, one.longitude) for one in scope.places)
    bounds = drawn.bounds
    return MapData(
        scope.region,
        (bounds[0], bounds[1], bounds[2], bounds[3]) if bounds else None,
        places,
        scope.routes,
        drawn.route_names,
        scope.highlighted,
        values,
        series[0].name if series else "",
        chart_data(figure).unit if series else NUMBER,
        tuple(map(Decimal, drawn.classes)),
        scope.inset,
    )


def _named(data: MapData, borders: Borders, locale: Locale) -> MapData:
    return replace(data, names=tuple((code, territory_name(code, locale)) for code in sorted(borders.codes)))


def _digest(fonts: Fonts, stack: str) -> str:
    """Return a hash of the fonts by which names are measured."""
    names = [name.strip().strip("\"'") for name in stack.split(",")]
    files = sorted({face.file for family in fonts.families if family.name in names for face in family.faces})
    parts = [
        f"{file} {hashlib.sha256(fonts.files[file]).hexdigest()}" for file in files if file in fonts.files
    ]
    return hashlib.sha256("\n".join((stack, *parts)).encode()).hexdigest()
