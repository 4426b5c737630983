"""A held set of 200 random data sets for each kind of chart: all are drawn without a fault, or refused."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from random import Random

import pytest

from bookbuilder.charts.chart_data import ChartData, ChartNote, ChartSpec, DataSeries
from bookbuilder.charts.chart_kind import chart_kinds
from bookbuilder.charts.chart_style import ChartStyle
from bookbuilder.charts.draw_chart import chart_refusal, draw_chart
from bookbuilder.charts.drawing import mirrored
from tests.properties.test_charts import SIZES, UNITS, WORDS, faults, medium

HELD, TRIED = 200, 1600


def number(random: Random, sort: int) -> Decimal:
    """Return a number of some sort: whole, with decimals, huge, tiny, odd."""
    match sort:
        case 0:
            return Decimal(random.randint(-1000, 1000))
        case 1:
            return Decimal(random.randint(0, 1000)) / 10
        case 2:
            return Decimal(random.randint(10**6, 10**13))
        case 3:
            return Decimal(random.randint(1, 1000)) / 100_000
        case _:
            return Decimal(random.choice(("0", "1", "1000000000000", "0.0001", "-5")))


def held(random: Random, kind: str, language: str) -> ChartData:
    count = random.choice((1, 2, 2, 3, 4, 5, random.randint(1, 60), random.randint(1, 60)))
    sort, holes = random.randint(0, 4), random.random() < 0.3
    words = WORDS[language]
    series = tuple(
        DataSeries(
            random.choice(words) + (str(index) if index else ""),
            tuple(None if holes and random.random() < 0.2 else number(random, sort) for _ in range(count)),
        )
        for index in range(random.choice((1, 1, 2, 2, 3, random.randint(1, 6))))
    )
    unit = random.choice(UNITS)
    match random.choice(("days", "words", "years")):
        case "days":
            step = random.choice((1, 7, 31, 366))
            days = tuple(dt.date(2022, 1, 17) + dt.timedelta(step * index) for index in range(count))
            labels = tuple(map(str, days))
            if kind == "timeline":
                labels = tuple(" ".join(random.choices(words, k=random.randint(1, 20))) for _ in days)
            return ChartData(labels, series, unit, days)
        case "years":
            return ChartData(tuple(str(1990 + index) for index in range(count)), series, unit)
        case _:
            return ChartData(tuple(random.choice(words) for _ in range(count)), series, unit)


@pytest.mark.heavy
@pytest.mark.parametrize("kind", chart_kinds())
def test_no_text_meets_another_one(kind: str) -> None:
    random = Random(f"charts {kind}")
    drawn = 0
    for _ in range(TRIED):
        language = random.choice(list(WORDS))
        data = held(random, kind, language)
        notes = tuple(
            ChartNote(random.choice(data.labels), random.choice(WORDS[language]))
            for _ in range(random.choice((0, 0, 1, 3)))
        )
        spec = ChartSpec(kind, random.choice(("", *chart_kinds()[kind].stacks)), notes)
        if chart_refusal(data, spec) is not None:
            continue
        locale, typeface = medium(language)
        width, size, highest = random.choice(SIZES)
        style = ChartStyle(width, highest, size, typeface, locale.direction == "rtl")
        drawing = draw_chart(data, spec, style, locale)
        assert faults(mirrored(drawing) if style.rtl else drawing) == [], (data, spec)
        drawn += 1
        if drawn == HELD:
            break
    assert drawn > HELD / 2
