"""A pie of a few parts, each with its name and its share beside it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from math import cos, pi, sin

from bookbuilder.charts.chart_data import ChartData, ChartSpec, NumberUnit
from bookbuilder.charts.chart_head import colour_of
from bookbuilder.charts.chart_kind import ChartKind, ChartRefusal
from bookbuilder.charts.chart_style import ChartStyle
from bookbuilder.charts.drawing import END, PAPER, START, ChartDrawing, ChartLabel, Point, Shape, Stroke
from bookbuilder.charts.number_labels import value_labels
from bookbuilder.charts.spread_places import spread
from bookbuilder.charts.wrapped_text import wrapped
from bookbuilder.locales import Locale, numbers
from bookbuilder.phrases import Phrase

MOST = 5
"""Parts whose sizes somebody can compare in a circle."""
_WIDEST = 0.3
"""The share of a chart that the names at one side may take."""
_HIGHEST = 16.0
"""The height of the circle at most, in sizes of the type."""
_STEP = pi / 90


def draw(data: ChartData, _spec: ChartSpec, style: ChartStyle, locale: Locale) -> ChartDrawing:
    """Return the circle, its parts clockwise from above, with names and shares at both sides."""
    size = style.size
    parts = [(label, value) for label, value in zip(data.labels, data.series[0].values, strict=True) if value]
    whole = sum((value for _, value in parts), Decimal(0))
    shares = [value * 100 / whole for _, value in parts]
    printed = value_labels(shares, NumberUnit("percent"), locale)
    room = _WIDEST * style.width
    texts = [
        (
            *wrapped(label, room, style, 2),
            locale.shown(numbers.percentage(_rounded(share, printed.decimals), locale)),
        )
        for (label, _), share in zip(parts, shares, strict=True)
    ]
    high = min(_HIGHEST * size, style.highest - 2 * size)
    radius = min(high / 2, (style.width - 2 * room) / 2 - 1.2 * size)
    rooms = [(len(lines) * style.line + 0.3) * size for lines in texts]
    height = max(2 * radius + size, sum(rooms) + size)
    x, y = style.width / 2, height / 2
    shapes: list[Shape] = []
    labels: list[ChartLabel] = []
    angles = _middles(shares)
    begin = 0.0
    for index, share in enumerate(shares):
        end = begin + 2 * pi * float(share) / 100
        shapes.append(Stroke(((x, y), *_arc(x, y, radius, begin, end)), colour_of(index), filled=True))
        begin = end
    if len(shares) > 1:
        edge = 0.0
        for share in shares:
            shapes.append(
                Stroke(((x, y), (x + radius * sin(edge), y - radius * cos(edge))), PAPER, 0.12 * size)
            )
            edge += 2 * pi * float(share) / 100
    for side in (1, -1):
        own = [index for index, angle in enumerate(angles) if (sin(angle) >= 0) == (side == 1)]
        wanted = [y - radius * cos(angles[index]) for index in own]
        for index, middle in zip(own, spread(wanted, [rooms[one] for one in own], 0.0, height), strict=True):
            edge_x, edge_y = x + radius * sin(angles[index]), y - radius * cos(angles[index])
            beside = x + side * (radius + 0.8 * size)
            shapes.append(Stroke(((edge_x, edge_y), (beside, middle)), colour_of(index), 0.07 * size))
            for number, line in enumerate(texts[index]):
                place = middle + (0.32 + (number - (len(texts[index]) - 1) / 2) * style.line) * size
                anchor = START if side == 1 else END
                labels.append(
                    ChartLabel(line, beside + side * 0.3 * size, place, size, style.text(line), anchor)
                )
    return ChartDrawing(style.width, height, tuple(shapes), tuple(labels))


def _rounded(share: Decimal, decimals: int) -> Decimal:
    return share.quantize(Decimal(1).scaleb(-min(decimals, 1)))


def _middles(shares: Sequence[Decimal]) -> list[float]:
    """Return the angle of the middle of each part, clockwise from above."""
    result, begin = [], 0.0
    for share in shares:
        angle = 2 * pi * float(share) / 100
        result.append(begin + angle / 2)
        begin += angle
    return result


def _arc(x: float, y: float, radius: float, begin: float, end: float) -> Iterator[Point]:
    """Yield points along a part of a circle, close enough for every printer."""
    steps = max(int((end - begin) / _STEP), 1)
    for number in range(steps + 1):
        angle = begin + (end - begin) * number / steps
        yield x + radius * sin(angle), y - radius * cos(angle)


def refusal(data: ChartData, spec: ChartSpec) -> ChartRefusal | None:
    """Return why a pie cannot show data: it has few parts of one whole, none of them below zero."""
    if len(data.series) != 1:
        return ChartRefusal(
            Phrase("a pie has one series, and here are {count}", count=len(data.series)),
            "take kind=bar stack=share",
        )
    values = [value for value in data.series[0].values if value]
    if not values:
        return ChartRefusal("it has no number")
    if any(value < 0 for value in values):
        return ChartRefusal("a part of a whole cannot be below zero", "take kind=bar")
    if len(values) > MOST:
        return ChartRefusal(
            Phrase(
                "it has {count} parts, and nobody can compare more than {most} in a circle",
                count=len(values),
                most=MOST,
            ),
            "take kind=bar",
        )
    if spec.stack or spec.notes:
        return ChartRefusal("a pie has neither a stack nor remarks", "leave them out")
    return None


KIND = ChartKind("pie", "a circle of at most five parts of a whole", draw, refusal)
