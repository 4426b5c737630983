"""Draws the charts of a book for e-books and the web, each once; a book without charts loads nothing for that."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup

from bookbuilder.diagnostics import Report, Span
from bookbuilder.document.nodes import Figure
from bookbuilder.formats.book import Book
from bookbuilder.formats.drawn_characters import report_uncovered

if TYPE_CHECKING:
    from bookbuilder.formats.book_charts import Charts


class ScreenCharts:
    """Gives the drawing of a chart of a book as markup; its place in the source names it."""

    def __init__(self, book: Book, report: Report) -> None:
        self._book, self._report = book, report
        self._drawn: dict[Span, Markup] = {}
        self._charts: Charts | None = None

    def __call__(self, figure: Figure, alt: str) -> Markup:
        """Return a chart: a drawing for pages and one for phones, with its alternative text."""
        if figure.span not in self._drawn:
            self._drawn[figure.span] = self._drawing(figure)
            report_uncovered(self._drawn[figure.span], figure, self._book, self._report)
        drawings = self._drawn[figure.span]
        if not drawings:
            return Markup("<p>{}</p>").format(alt)
        kind = "map" if figure.map else "chart"
        return Markup('<div class="{}" role="img" aria-label="{}">{}</div>').format(kind, alt, drawings)

    def _drawing(self, figure: Figure) -> Markup:
        if figure.map:
            from bookbuilder.formats.book_maps import Maps

            return Maps(self._book, self._report).on_screen(figure)
        if self._charts is None:
            from bookbuilder.formats.book_charts import Charts, ChartSetting

            self._charts = Charts(ChartSetting.of(self._book))  # once: it loads fonts
        return self._charts.on_screen(figure)
