"""Has the charts of a book drawn for print, as files that its pages name."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec
from markupsafe import Markup

from bookbuilder.diagnostics import Report, Rule, Severity, Span
from bookbuilder.document.chart_table import chart_file_name
from bookbuilder.document.nodes import Figure
from bookbuilder.formats.book import Book
from bookbuilder.formats.drawn_characters import report_uncovered
from bookbuilder.formats.pdf.resource import CHARTS, Resource
from bookbuilder.html.reading_rules import least_size
from bookbuilder.html.resource_loads import SCHEME
from bookbuilder.phrases import Phrase
from bookbuilder.typed_decoding import from_msgpack

if TYPE_CHECKING:
    from bookbuilder.formats.book_charts import Charts, ChartToPrint, PrintedChart

SMALL = Rule(
    "chart.small",
    "the words of this chart are {size} pt high, and can hardly be read",
    "A chart with many rows or long names is set smaller so that it fits a page. On screens it is scrolled instead.",
    Severity.WARNING,
)
READING = Rule(
    "chart.reading",
    "the words of this chart are {size} pt high in this edition; reading = {reading!r} needs {needed} pt ({source})",
    "A chart with many rows or long names is set smaller so that it fits a page. An edition for certain readers has larger"
    " type, and room for fewer rows.",
    Severity.WARNING,
)
SMALLEST = 5.5
"""In points."""


@dataclass(frozen=True, slots=True, eq=False)
class DrawnCharts:
    """The drawings of a book's charts, by their place in the source."""

    drawings: Mapping[Span, bytes]

    def paths(self, figures: Iterable[Figure]) -> frozenset[str]:
        """Return the names of the drawings of charts among the resources of a part."""
        return frozenset(
            _path(self.drawings[figure.span]) for figure in figures if figure.span in self.drawings
        )

    def placed(self, figure: Figure, alt: str) -> Markup:
        """Return the picture of a chart; its words if it was refused."""
        drawing = self.drawings.get(figure.span)
        if drawing is None:
            return Markup("<p>{}</p>").format(alt)
        picture = Markup('<img src="{}" alt="{}" data-file="{}"/>')
        return picture.format(SCHEME + _path(drawing), alt, chart_file_name(figure))

    @property
    def resources(self) -> dict[str, Resource]:
        """The drawings as files that a part may name."""
        return {_path(data): Resource.of(data, "image/svg+xml") for data in self.drawings.values()}


NO_CHARTS = DrawnCharts({})


def _path(drawing: bytes) -> str:
    return f"{CHARTS.removeprefix(SCHEME)}{hashlib.sha256(drawing).hexdigest()[:32]}.svg"


def drawn_charts(book: Book, report: Report) -> DrawnCharts:
    """Return the drawings of a book's charts; reports those whose type has to be very small (`chart.small`) or
    is smaller than the readers of an edition need (`chart.reading`), and characters that no font has (`glyph.drawing`)."""
    figures = [figure for galley in book.document.galleys for figure in galley.summary.charts]
    if not figures:
        return NO_CHARTS
    from bookbuilder.formats.book_charts import Charts, ChartSetting  # few books have charts

    charts = Charts(ChartSetting.of(book))
    tasks = [(figure, charts.to_print(figure)) for figure in figures if not figure.map]
    # Most are those of the build before, and whoever edits the data of one waits for its page.
    drawn = {figure.span: chart for figure, task in tasks if (chart := _cached(book, charts, task))}
    if maps := [figure for figure in figures if figure.map]:
        from bookbuilder.formats.book_maps import Maps  # few books have maps

        drawer = Maps(book, report)
        drawn |= {figure.span: drawing for figure in maps if (drawing := drawer.in_print(figure))}
    rule = least_size(book.edition.reading)
    for span, chart in drawn.items():
        size, hint = f"{chart.type_size:.1f}", Phrase("show fewer rows, or shorter names")
        if rule and chart.type_size < rule.least - 0.05:
            report(
                READING, span, hint=hint, size=size, reading=book.edition.reading, needed=f"{rule.least:g}",
                source=rule.source,
            )  # fmt: skip
        elif chart.type_size < SMALLEST:
            report(SMALL, span, size=size, hint=hint)
    for figure in figures:
        if figure.span in drawn:
            report_uncovered(drawn[figure.span].svg.decode(), figure, book, report)
    return DrawnCharts({span: chart.svg for span, chart in drawn.items()})


def _cached(book: Book, charts: Charts, task: ChartToPrint) -> PrintedChart | None:
    from bookbuilder.formats.book_charts import PrintedChart

    (data,) = book.runner.cached([task], lambda task: msgspec.msgpack.encode(charts.printed(task)))
    return from_msgpack(data, PrintedChart | None)
