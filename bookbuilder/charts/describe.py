"""Says what a chart shows, in the language of its readers: where it begins and ends, and its largest and smallest values."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from functools import reduce

from bookbuilder.charts.chart_data import ChartData, ChartSpec
from bookbuilder.charts.number_labels import in_words
from bookbuilder.charts.time_events import time_events
from bookbuilder.locales import Locale

MOST = 6
"""DataSeries that are described; the table says the rest."""
_ORDERED = ("line", "area", "slope")
"""Kinds whose values follow one another, whatever they are called."""


def description(data: ChartData, spec: ChartSpec, locale: Locale) -> str:
    """Return the alternative text of a chart, from its data as they are printed."""
    if spec.kind == "timeline":
        return _joined((kind_sentence(spec.kind, locale), *_events(data, locale)), locale)
    if spec.totals:  # a sum is no part of what it sums up
        data = _without(data, spec.totals)
    ordered = bool(data.days) or spec.kind in _ORDERED
    sentences = data_sentences(data, locale, ordered=ordered)
    return _joined((kind_sentence(spec.kind, locale), *sentences), locale)


def data_sentences(data: ChartData, locale: Locale, *, ordered: bool = False) -> Iterator[str]:
    """Yield what is said of each series of data."""
    sentences = (_of_series(data, index, locale, ordered=ordered) for index in range(len(data.series[:MOST])))
    yield from filter(None, sentences)


def _joined(sentences: Iterable[str], locale: Locale) -> str:
    """Return sentences as a text; Chinese and Japanese set no space between them."""
    # Translators: how one sentence follows another; Chinese and Japanese set no space
    return reduce(
        lambda text, sentence: locale.say("{text} {sentence}", text=text, sentence=sentence), sentences
    )


def _without(data: ChartData, totals: Collection[str]) -> ChartData:
    """Return data without the categories that are sums."""
    kept = [index for index, label in enumerate(data.labels) if label not in totals]
    series = tuple(replace(one, values=tuple(one.values[index] for index in kept)) for one in data.series)
    return replace(data, labels=tuple(data.labels[index] for index in kept), series=series, days=())


def _events(data: ChartData, locale: Locale) -> Iterator[str]:
    """Yield what happened on each day, or in each year."""
    for event in time_events(data, locale, form="date"):
        # Translators: a day of a timeline, and what happened
        yield locale.say("{day}: {event}.", day=event.time, event=event.text.rstrip("."))


def kind_sentence(kind: str, locale: Locale) -> str:
    """Return what a kind of chart is called, as a sentence."""
    say = locale.say
    # Translators: the kinds of charts, at the beginning of a description
    names = {
        "area": say("Area chart."),
        "bar": say("Bar chart."),
        "column": say("Column chart."),
        "dot": say("Dot chart."),
        "line": say("Line chart."),
        "multiples": say("Several charts side by side."),
        "pie": say("Pie chart."),
        "range": say("Range chart."),
        "slope": say("Slope chart."),
        "timeline": say("Timeline."),
        "waterfall": say("Waterfall chart."),
    }
    return names[kind]


def _of_series(data: ChartData, index: int, locale: Locale, *, ordered: bool) -> str:
    """Return what is said of a series; nothing if it has no number."""
    series, say = data.series[index], locale.say
    filled = [(value, place) for place, value in enumerate(series.values) if value is not None]
    if not filled:
        return ""
    (least, low), (most, high) = min(filled), max(filled, key=lambda one: (one[0], -one[1]))
    # Translators: what the numbers of a chart are called, if nobody has named them
    name = series.name or say("Value")
    texts = [None if value is None else in_words(value, data.unit, locale) for value in series.values]
    ends = {"most": texts[high], "where": data.labels[high], "least": texts[low], "there": data.labels[low]}
    if len(filled) == 1:
        # Translators: the only value of a series in a chart, and its category
        return say("{name}: {most} ({where}).", name=name, most=texts[high], where=data.labels[high])
    if least == most:
        return say("{name}: {most} everywhere.", name=name, most=texts[high])
    if not ordered:
        # Translators: the largest and the smallest value of a series in a chart, each with its category
        return say("{name}: most {most} ({where}), least {least} ({there}).", name=name, **ends)
    (begin, first), (end, last) = filled[0], filled[-1]
    ends |= {
        "first": texts[first],
        "start": data.labels[first],
        "last": texts[last],
        "end": data.labels[last],
    }
    if begin < end:
        # Translators: the values of a series in a chart that follow one another, each with its day or category
        return say(
            "{name}: rise from {first} ({start}) to {last} ({end}); most {most} ({where}), least {least} ({there}).",
            name=name,
            **ends,
        )
    if begin > end:
        return say(
            "{name}: fall from {first} ({start}) to {last} ({end}); most {most} ({where}), least {least} ({there}).",
            name=name,
            **ends,
        )
    return say(
        "{name}: from {first} ({start}) to {last} ({end}); most {most} ({where}), least {least} ({there}).",
        name=name,
        **ends,
    )
