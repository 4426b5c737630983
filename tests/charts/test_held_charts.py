"""A held set of 200 random data sets for each kind of chart: all are drawn without a fault, or refused."""

from __future__ import annotations

import datetime as dt
import io
from decimal import Decimal
from functools import cache
from pathlib import Path
from random import Random

import pytest
from fontTools.ttLib import TTFont

from bookbuilder.charts.chart_data import ChartData, ChartNote, ChartSpec, DataSeries
from bookbuilder.charts.chart_kind import chart_kinds
from bookbuilder.charts.draw_chart import chart_refusal, draw_chart
from bookbuilder.charts.drawing import mirrored
from bookbuilder.html.chart_typeface import BookTypeface
from bookbuilder.html.font_family import Face, Family, Fonts
from tests.charts.glyph_ink import glyph_faults
from tests.properties.test_charts import SIZES, UNITS, WORDS, faults, medium, style_of

HELD, TRIED = 200, 3000
GLYPHS = 4
"""Of so many drawings, that of which the glyphs are looked at as well: it takes longer."""
DEBIAN = {
    "de": ("opentype/ebgaramond/EBGaramond12-Regular.otf", "opentype/linux-libertine/LinBiolinum_R.otf"),
    "en": ("truetype/crosextra/Caladea-Regular.ttf", "truetype/liberation/LiberationSans-Regular.ttf"),
    "ar": ("truetype/dejavu/DejaVuSans.ttf",),
    "ja": (),
}
"""Fonts of others that have the letters of a language."""


@cache
def debian(path: str) -> BookTypeface:
    """Return a font of Debian."""
    data = (Path("/usr/share/fonts") / path).read_bytes()
    family = Family("Debian", "sans", "", "", (Face(path, 400, "normal"),))
    characters = "".join(map(chr, TTFont(io.BytesIO(data), lazy=True).getBestCmap()))
    return BookTypeface(Fonts((family,), files={path: data}, characters={path: characters}), "Debian")


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
        typeface = random.choice((typeface, *map(debian, DEBIAN[language])))
        width, size, highest = random.choice(SIZES)
        style = style_of(width, size, highest, locale, typeface)
        drawing = draw_chart(data, spec, style, locale)
        assert faults(mirrored(drawing) if style.rtl else drawing) == [], data
        if drawn % GLYPHS == 0:
            assert glyph_faults(drawing, typeface, rtl=style.rtl) == [], (data, spec)
        drawn += 1
        if drawn == HELD:
            break
    assert drawn == HELD
