"""Checks that the numbers in the alternative text of a chart are numbers of its data."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from bookbuilder.charts.chart_data import ChartData, NumberUnit
from bookbuilder.checks.check import ChapterInput, Check
from bookbuilder.diagnostics import Report, Rule, Severity
from bookbuilder.document.chart_table import chart_data, charts
from bookbuilder.facts.numbers_in_text import NumberInText
from bookbuilder.facts.values_in_text import values_in_text
from bookbuilder.locales.value_lexicon import lexicon

STALE = Rule(
    "chart.number",
    "the alternative text says {said}, and this chart has no such number",
    "An alternative text that names a number of its chart has to change with the data. A number is looked for among those of"
    " the chart, their sums, and how much a series rose or fell, as exactly as the words have it. Without `alt` the text is"
    " made from the data.",
    Severity.WARNING,
)
LARGE = 1000
"""Numbers without a unit from here on that are no year count as numbers of a chart."""


def each(subject: ChapterInput, report: Report) -> None:
    """Report numbers in the alternative text of a chart that its data have not."""
    written = {figure.span for figure in charts(subject.written) if figure.image.alt}
    authored = [figure for figure in charts(subject.chapter) if figure.span in written] if written else []
    for figure in authored:
        data, text = chart_data(figure), figure.image.alt
        known = list(_known(data))
        for number in values_in_text(text, lexicon(subject.locale, subject.world)) if known else ():
            if not isinstance(number, NumberInText) or not _counts(number, data.unit):
                continue
            if not any(number.fits(value) for value in known):
                report(STALE, figure.image.span, said=text[number.start : number.end].strip())


def _counts(number: NumberInText, unit: NumberUnit) -> bool:
    """Whether a number in a text can be one of a chart: it has the unit of that, or is large."""
    if number.uncertain or number.clock or number.parts:
        return False
    match unit.kind:
        case "money":
            return unit.of in number.currencies
        case "percent":
            return number.percent
        case "quantity":
            return unit.of in number.units
        case _:
            year = 1900 <= number.value <= 2100 and not number.scaled
            bare = not (number.currencies or number.units or number.percent)
            return bare and not year and not number.spelled and number.value >= LARGE


def _known(data: ChartData) -> Iterator[Decimal]:
    """Yield the numbers that a text may name: those of the data, sums of categories and of series, and changes."""
    for series in data.series:
        values = [value for value in series.values if value is not None]
        yield from map(abs, values)
        if values:
            yield abs(sum(values, Decimal(0)))
            yield abs(values[-1] - values[0])
            yield max(values) - min(values)
    for column in zip(*(series.values for series in data.series), strict=True):
        yield abs(sum((value for value in column if value is not None), Decimal(0)))
    everything = list(data.numbers())
    yield abs(sum(everything, Decimal(0)))


CHECK = Check("charts", "The numbers in the alternative text of a chart are numbers of its data.", each=each)
