"""What the program draws for print: the formulas and the charts of a book."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bookbuilder.diagnostics import Report
from bookbuilder.document.galley import Summary
from bookbuilder.formats.book import Book
from bookbuilder.formats.pdf.chart_drawings import NO_CHARTS, DrawnCharts, drawn_charts
from bookbuilder.formats.pdf.formula_drawings import NO_FORMULAS, DrawnFormulas, drawn_formulas
from bookbuilder.formats.pdf.resource import Resource


@dataclass(frozen=True, slots=True, eq=False)
class PrintDrawings:
    """The drawings of a book's formulas and charts."""

    formulas: DrawnFormulas = NO_FORMULAS
    charts: DrawnCharts = NO_CHARTS

    def paths(self, summaries: Iterable[Summary]) -> frozenset[str]:
        """Return the names of the drawings of chapters among the resources of a part."""
        found = list(summaries)
        return self.formulas.paths(node for one in found for node in one.formulas) | self.charts.paths(
            node for one in found for node in one.charts
        )

    @property
    def resources(self) -> dict[str, Resource]:
        """The drawings as files that a part may name."""
        return self.formulas.resources | self.charts.resources


NO_DRAWINGS = PrintDrawings()


def print_drawings(book: Book, report: Report) -> PrintDrawings:
    """Return the drawings of a book; reports what is wrong with them (`formula.glyph`, `chart.small`)."""
    return PrintDrawings(drawn_formulas(book, report), drawn_charts(book, report))
