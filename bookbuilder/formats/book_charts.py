"""Draws the charts and maps of a book in the sizes, fonts and colours of an edition."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache, cached_property
from typing import Any

from markupsafe import Markup

from bookbuilder.charts.chart_data import ChartData, ChartSpec
from bookbuilder.charts.chart_style import ChartStyle, line_distance
from bookbuilder.charts.draw_chart import chart_refusal, draw_chart
from bookbuilder.charts.drawing import ChartDrawing
from bookbuilder.charts.svg import page_svg, share_of_page, standalone_svg
from bookbuilder.document import nodes
from bookbuilder.document.chart_table import chart_data, chart_spec
from bookbuilder.document.nodes import PictureSetting
from bookbuilder.formats.book import Book
from bookbuilder.html.chart_colours import print_colours
from bookbuilder.html.chart_typeface import BookTypeface, stack_digest
from bookbuilder.html.environment import points
from bookbuilder.html.font_family import Fonts
from bookbuilder.html.svg_fonts import embed_fonts
from bookbuilder.html.theme import Theme
from bookbuilder.locales import Locale
from bookbuilder.locales.hyphenator import hyphenator
from bookbuilder.world import Assets


@dataclass(frozen=True, slots=True)
class Screen:
    """A drawing for screens: its class, its width and the size of its type in pixels, and the most height in widths."""

    name: str
    width: float
    size: float
    highest: float

    def room(self, share: float) -> tuple[float, float, float]:
        """Return the width, the most height and the size of the type of a drawing that takes a share of a page; on a phone
        it takes all of it."""
        return self.width * (share if self is WIDE else 1.0), self.width * self.highest, self.size


@dataclass(frozen=True, slots=True)
class PrintedChart:
    """A drawing for print: its file, and the size of its smallest type in points."""

    svg: bytes
    type_size: float


@dataclass(frozen=True, slots=True)
class ChartToPrint:
    """All that a drawing for print is made from: `locale` is its key, `fonts` a hash of those by which text is measured and
    of the names of their families, `colours` are those of the theme."""

    data: ChartData
    spec: ChartSpec
    width: float
    highest: float
    size: float
    locale: str
    second: bool
    fonts: str
    colours: tuple[tuple[str, str], ...]


WIDE, NARROW = Screen("wide", 640.0, 14.0, 1.6), Screen("narrow", 340.0, 13.4, 6.0)
"""On a phone of 320 pixels, where 280 are left, no letter is smaller than 11; a long list of bars is scrolled there."""
LEAST = 0.4
"""The share of the width of a page that a drawing is made for at least."""
HALF = 0.47
"""The share of the measure that a column of a bilingual edition has."""
TURNED = "landscape"
_CAPTION = 0.94
"""The size of type in charts, in that of captions."""
_BELOW = 6
"""Lines of the page that a chart leaves to its caption."""


@dataclass(frozen=True, slots=True, eq=False)
class ChartSetting:
    """What charts are drawn in: fonts, theme and language, and the `world` that has the patterns by which words are parted;
    in a bilingual edition also the second language, and the name of the folder of its chapters. In an edition for certain
    readers nothing is printed smaller than notes: `least` is their size in points."""

    fonts: Fonts
    theme: Theme
    locale: Locale
    world: Assets
    beside: Locale | None = None
    second: str = ""
    least: float = 0.0

    @classmethod
    def of(cls, book: Book) -> ChartSetting:
        """Return the setting of an edition."""
        second = book.edition.beside
        name = second.name if second else ""
        least = points(book.theme.tokens["size"]["note"]) if book.edition.reading else 0.0
        return cls(book.fonts, book.theme, book.locale, book.world, book.beside, name, least)


def joined_drawings(drawings: Iterable[str]) -> Markup:
    """Return drawings for screens as one piece of markup; those that are refused are empty."""
    return Markup("\n".join(filter(None, drawings)))  # noqa: S704 # written by the program, with its texts escaped


class Charts:
    """Draws charts in a setting."""

    def __init__(self, setting: ChartSetting) -> None:
        self._book = setting
        self._typeface = BookTypeface(setting.fonts, setting.theme.stacks.get("sans", ""))
        # Parsed when a word is too long, which few are.
        self._hyphenator = cache(lambda tag, limits: hyphenator(tag, setting.world, limits))

    def on_screen(self, figure: nodes.Figure) -> Markup:
        """Return the drawings of a chart for a page and for a phone; nothing if it is refused."""
        locale = self.locale(figure)
        rtl = locale.direction == "rtl"
        styles = self.screen_styles(figure)
        drawings = [(name, self._drawn(figure, style, locale)) for name, style in styles]
        shown = (page_svg(drawing, name, rtl=rtl) for name, drawing in drawings if drawing)
        return joined_drawings(shown)

    def in_print(self, figure: nodes.Figure) -> PrintedChart | None:
        """Return the drawing of a chart; None if it is refused."""
        return self.printed(self.to_print(figure))

    def to_print(self, figure: nodes.Figure) -> ChartToPrint:
        """Return what the drawing of a chart is made from."""
        style, locale = self.print_style(figure), self.locale(figure)
        return ChartToPrint(
            chart_data(figure), chart_spec(figure), style.width, style.highest, style.size, locale.key,
            locale is not self._book.locale, self._fonts, self._colours,
        )  # fmt: skip

    def printed(self, task: ChartToPrint) -> PrintedChart | None:
        """Return a drawing for print; None if it is refused."""
        locale = (self._book.beside if task.second else None) or self._book.locale
        style = self._style(task.width, task.highest, task.size, locale)
        drawing = _drawn(task.data, task.spec, style, locale)
        if drawing is None:
            return None
        family = self._book.theme.stacks.get("sans", "").replace('"', "'")
        svg = standalone_svg(drawing, dict(task.colours), family, style.highest, rtl=style.rtl).encode()
        smallest = min((label.size for label in drawing.labels), default=style.size)
        return PrintedChart(svg, smallest * share_of_page(drawing, style.highest))

    @cached_property
    def _fonts(self) -> str:
        return stack_digest(self._book.fonts, self._book.theme.stacks.get("sans", ""))

    @cached_property
    def _colours(self) -> tuple[tuple[str, str], ...]:
        return tuple(sorted(print_colours(self._book.theme.tokens).items()))

    def screen_styles(self, figure: nodes.Figure) -> list[tuple[str, ChartStyle]]:
        """Return the styles of the drawings for a page and for a phone by their class."""
        share = max((figure.image.setting.width or 100) / 100 * self._share, LEAST)
        locale = self.locale(figure)
        return [(screen.name, self._style(*screen.room(share), locale)) for screen in (WIDE, NARROW)]

    def print_style(self, figure: nodes.Figure) -> ChartStyle:
        """Return the style of a drawing for print."""
        tokens = self._book.theme.tokens
        size = max(points(tokens["size"]["caption"]) * _CAPTION, self._book.least)
        width, height = page_room(tokens, figure.image.setting)
        if figure.image.setting.page != TURNED:
            width *= self._share
        style = self._style(width, height, size, self.locale(figure))
        return replace(style, least=self._book.least)

    def as_file(self, figure: nodes.Figure) -> bytes | None:
        """Return the drawing of a page on the web as a file that has its fonts; None if it is refused."""
        tokens, locale = self._book.theme.tokens, self.locale(figure)
        rtl = locale.direction == "rtl"
        drawing = self._drawn(figure, self._style(*WIDE.room(1.0), locale), locale)
        if drawing is None:
            return None
        family = self._book.theme.stacks.get("sans", "").replace('"', "'")
        svg = standalone_svg(drawing, print_colours(tokens), family, drawing.height, rtl=rtl, browser=True)
        return embed_fonts(svg.encode(), self._book.fonts)

    @property
    def _share(self) -> float:
        """The share of the measure that a chart has: in a bilingual edition it stands in a column."""
        return HALF if self._book.beside else 1.0

    def locale(self, figure: nodes.Figure) -> Locale:
        """Return the locale of a chart: in a bilingual edition that of its chapter."""
        second = self._book.second
        if self._book.beside and second and figure.span.path.startswith(f"chapters/{second}/"):
            return self._book.beside
        return self._book.locale

    def _drawn(self, figure: nodes.Figure, style: ChartStyle, locale: Locale) -> ChartDrawing | None:
        return _drawn(chart_data(figure), chart_spec(figure), style, locale)

    def _style(self, width: float, height: float, size: float, locale: Locale) -> ChartStyle:
        def hyphenated(word: str) -> tuple[int, ...]:
            found = self._hyphenator(locale.tag, str(locale.settings.get("hyphenation", {}).get("chars", "")))
            return found.positions(word) if found else ()

        rtl = locale.direction == "rtl"
        return ChartStyle(width, height, size, self._typeface, rtl, line_distance(locale.script), hyphenated)


def _drawn(data: ChartData, spec: ChartSpec, style: ChartStyle, locale: Locale) -> ChartDrawing | None:
    return None if chart_refusal(data, spec) else draw_chart(data, spec, style, locale)


def page_room(tokens: Mapping[str, Any], setting: PictureSetting) -> tuple[float, float]:
    """Return the width and the height that a page of print, or a column of it, has for a drawing, in points: a share of
    it, if the author wants so, or the page turned by a quarter (`html/feature_sheets/pictures.css`)."""
    page = tokens["page"]
    width = points(page["width"]) - points(page["inner"]) - points(page["outer"])
    columns = int(page["columns"])
    width = (width - (columns - 1) * points(tokens["text"]["gap"])) / columns
    grid = points(tokens["grid"]["baseline"])
    height = points(page["height"]) - points(page["top"]) - points(page["bottom"])
    if setting.page == TURNED:
        return (int(height / grid) - 2) * grid, width - 4 * points(tokens["leading"]["caption"]) - 6
    return width * (setting.width or 100) / 100, height - _BELOW * grid
