"""Gives charts an alternative text that is made from their data, and reports those that cannot be drawn."""

from __future__ import annotations

from msgspec.structs import replace

from bookbuilder.diagnostics import Report, Rule, nearest
from bookbuilder.document import nodes
from bookbuilder.document.chart_digits import in_own_digits
from bookbuilder.document.chart_table import chart_data, chart_spec, chart_table, charts, number_of
from bookbuilder.document.walk import transform
from bookbuilder.locales import Locale

REFUSED = Rule(
    "chart.refused",
    "a {kind} chart cannot show this: {why}",
    "Each kind of chart shows some data well and others wrongly or not at all. One that would mislead, or that nobody could"
    " read, is not drawn.",
)
UNITS = Rule(
    "chart.units",
    "{text} counts something else than the other numbers of this chart",
    "All numbers of a chart have one axis, and so one unit. Two currencies, or euros and per cent, are two charts.",
)


PLACE = Rule(
    "chart.place",
    "nothing in this chart is called {name!r}",
    "`at` and `total` name categories of a chart as they are printed, in the language of the chapter, or a day such as"
    " 2022-01-19 that has a row.",
)


def with_chart_texts(chapter: nodes.Chapter, locale: Locale, report: Report) -> nodes.Chapter:
    """Return a chapter whose facts are localized with alternative texts for its charts, where the author has written none.
    Reports `chart.refused`, `chart.units`; a chart that is refused is left with its data."""

    def change(node: nodes.Node) -> nodes.Node:
        return _with_text(node, locale, report) if isinstance(node, nodes.Figure) and node.chart else node

    if next(charts(chapter), None) is None:  # as in nearly all books
        return chapter
    changed: nodes.Chapter = transform(chapter, change)
    return changed


def _with_text(figure: nodes.Figure, locale: Locale, report: Report) -> nodes.Figure:
    # Loaded here: few books have charts.
    from bookbuilder.charts.describe import description
    from bookbuilder.charts.draw_chart import chart_refusal
    from bookbuilder.charts.remarks import place_of

    data, spec = chart_data(figure), chart_spec(figure)
    if units_differ(figure, report):
        return figure
    refusal = chart_refusal(data, spec)
    if refusal is not None:
        report(REFUSED, figure.span, hint=refusal.hint, kind=spec.kind, why=refusal.why)
        return figure
    for name in (*(note.at for note in spec.notes if place_of(note, data) is None), *spec.totals):
        if name not in data.labels:
            hint = nearest(name, data.labels) or "name a row of its data"
            report(PLACE, figure.span, hint=hint, name=name)
    figure = in_own_digits(figure, locale)
    data, spec, image = chart_data(figure), chart_spec(figure), figure.image
    return figure if image.alt else replace(figure, image=replace(image, alt=description(data, spec, locale)))


def units_differ(figure: nodes.Figure, report: Report) -> bool:
    """Return whether the numbers of a chart or a map count different things; reports each that does (`chart.units`)."""
    table = chart_table(figure)
    cells = [cell for row in table.body for cell in row.cells[1:]] if table else []
    found = [(cell, number[1]) for cell in cells if (number := number_of(cell))]
    others = [cell for cell, unit in found if unit != found[0][1]]
    for cell in others[:10]:
        text = "".join(node.text for node in cell.content if isinstance(node, nodes.Value))
        report(UNITS, cell.span, hint="make two charts of them", text=text)
    return bool(others)
