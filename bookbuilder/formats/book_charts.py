"""Draws the charts of a book in the sizes, fonts and colours of an edition."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from bookbuilder.charts.chart_style import ChartStyle
from bookbuilder.charts.draw_chart import chart_refusal, draw_chart
from bookbuilder.charts.drawing import ChartDrawing
from bookbuilder.charts.svg import page_svg, standalone_svg
from bookbuilder.document import nodes
from bookbuilder.document.chart_table import chart_data, chart_spec
from bookbuilder.formats.book import Book
from bookbuilder.html.chart_colours import print_colours
from bookbuilder.html.chart_typeface import BookTypeface
from bookbuilder.html.environment import points

WIDE, NARROW = ("wide", 640.0, 14.0, 1.6), ("narrow", 340.0, 12.5, 6.0)
"""The drawings for screens: a class, the width and the size of type in pixels, and the most height in widths. On a phone of
360 pixels no letter is smaller than 11; a long list of bars is scrolled there."""
_CAPTION = 0.94
"""The size of type in charts, in that of captions."""
_BELOW = 6
"""Lines of the page that a chart leaves to its caption."""


class Charts:
    """Draws the charts of an edition."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._typeface = BookTypeface(book.fonts, book.theme.stacks.get("sans", ""))

    def on_screen(self, figure: nodes.Figure) -> Markup:
        """Return the drawings of a chart for a page and for a phone; nothing if it is refused."""
        rtl = self._book.locale.direction == "rtl"
        drawings = (
            (name, self._drawn(figure, ChartStyle(width, width * highest, size, self._typeface, rtl)))
            for name, width, size, highest in (WIDE, NARROW)
        )
        shown = (page_svg(drawing, name, rtl=rtl) for name, drawing in drawings if drawing)
        return Markup("\n".join(shown))  # noqa: S704 # written by the program, with its texts escaped

    def in_print(self, figure: nodes.Figure) -> bytes | None:
        """Return the drawing of a chart as a file; None if it is refused."""
        book, tokens = self._book, self._book.theme.tokens
        rtl = book.locale.direction == "rtl"
        size = points(tokens["size"]["caption"]) * _CAPTION
        width, height = page_room(tokens)
        drawing = self._drawn(figure, ChartStyle(width, height, size, self._typeface, rtl))
        if drawing is None:
            return None
        family = book.theme.stacks.get("sans", "").replace('"', "'")
        return standalone_svg(drawing, print_colours(tokens), family, rtl=rtl).encode()

    def _drawn(self, figure: nodes.Figure, style: ChartStyle) -> ChartDrawing | None:
        data, spec = chart_data(figure), chart_spec(figure)
        return None if chart_refusal(data, spec) else draw_chart(data, spec, style, self._book.locale)


def page_room(tokens: Mapping[str, Any]) -> tuple[float, float]:
    """Return the width and the height that a page of print, or a column of it, has for a drawing, in points."""
    page = tokens["page"]
    width = points(page["width"]) - points(page["inner"]) - points(page["outer"])
    if page["columns"] == "2":
        width = (width - points(tokens["text"]["gap"])) / 2
    height = points(page["height"]) - points(page["top"]) - points(page["bottom"])
    return width, height - _BELOW * points(tokens["grid"]["baseline"])
