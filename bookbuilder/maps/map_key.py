"""Explains a map below it: what its numbers stand for, whose its routes are, and of its shades from which number to which
one, and what is not known."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from bookbuilder.charts.chart_style import ChartStyle
from bookbuilder.charts.drawing import Bar, ChartDrawing, ChartLabel, Shape, Stroke, mirrored
from bookbuilder.charts.number_labels import axis_labels
from bookbuilder.charts.wrapped_text import ELLIPSIS, wrapped
from bookbuilder.locales import Locale, numbers
from bookbuilder.maps.hatching import hatching
from bookbuilder.maps.map_data import MapData
from bookbuilder.maps.route_lines import SAMPLE, THICKNESS, route_colour, route_dashes
from bookbuilder.maps.shades import shade_of

_FIELD, _GAP, _BETWEEN = 1.5, 0.4, 1.2
_MOST_LETTERS = 1000
"""What is looked at of a name: more never has room."""
CAPTION = "caption"
"""The colour of text beside a map, which stands on the ground of the page."""


def number_key(names: Sequence[tuple[str, str]], style: ChartStyle) -> ChartDrawing:
    """Return the key of places that have numbers on a map: each number with its name."""
    size, y, x = style.size, 0.0, 0.0
    labels = list[ChartLabel]()
    for number, name in names:
        wide = style.text(number, bold=True)
        before = wide + _GAP * size
        lines = _lines(name, style.width - before, style)
        width = max(map(style.text, lines)) + before
        if x == 0 or x + width > style.width:
            x, y = 0.0, y + style.line * size
        for index, line in enumerate(lines):
            y += style.line * size if index else 0.0
            baseline = y - 0.3 * size
            if not index:
                labels.append(ChartLabel(number, x, baseline, size, wide, colour=CAPTION, bold=True))
            labels.append(ChartLabel(line, x + before, baseline, size, style.text(line), colour=CAPTION))
        # Nothing stands beside a name in several lines.
        x = style.width if len(lines) > 1 else x + width + _BETWEEN * size
    drawing = ChartDrawing(style.width, y, (), tuple(labels))
    return mirrored(drawing) if style.rtl else drawing


def route_key(names: Sequence[str], style: ChartStyle) -> ChartDrawing:
    """Return the key of the routes of a map as a drawing of its width; its height is 0 if they have no names."""
    size, y, x = style.size, 0.0, 0.0
    shapes, labels = list[Shape](), list[ChartLabel]()
    before = (SAMPLE + _GAP) * size
    for number, name in enumerate(names):
        lines = _lines(name, style.width - before, style)
        width = max(map(style.text, lines)) + before
        if x == 0 or x + width > style.width:
            x, y = 0.0, y + style.line * size
        for index, text in enumerate(lines):
            y += style.line * size if index else 0.0
            baseline = y - 0.3 * size
            if not index:
                level = baseline - 0.3 * size
                line = ((x, level), (x + SAMPLE * size, level))
                dashes = route_dashes(number, size)
                shapes.append(Stroke(line, route_colour(number), THICKNESS * size, dashes=dashes))
            labels.append(ChartLabel(text, x + before, baseline, size, style.text(text), colour=CAPTION))
        x = style.width if len(lines) > 1 else x + width + _BETWEEN * size
    drawing = ChartDrawing(style.width, y, tuple(shapes), tuple(labels))
    return mirrored(drawing) if style.rtl else drawing


MOST_LINES = 3
"""Of a name in a key."""


def cut_in_key(name: str, style: ChartStyle) -> bool:
    """Whether a name is so long that a key has only its beginning."""
    last = _lines(name, style.width - (SAMPLE + _GAP) * style.size, style)[-1]
    return len(name) > _MOST_LETTERS or (last.endswith(ELLIPSIS) and not name.endswith(ELLIPSIS))


def _lines(name: str, width: float, style: ChartStyle) -> tuple[str, ...]:
    return wrapped(name[:_MOST_LETTERS], width, style, MOST_LINES)


def shade_key(
    data: MapData, edges: Sequence[Decimal], style: ChartStyle, locale: Locale, *, unknown: bool
) -> ChartDrawing:
    """Return the key of the shades of a map as a drawing of its width; its height is 0 if nothing is shaded."""
    if len(edges) < 1:
        return ChartDrawing(style.width, 0.0, (), ())
    printed = axis_labels(edges, data.unit, locale)
    size, y, x = style.size, 0.0, 0.0
    shapes, labels = list[Shape](), list[ChartLabel]()
    title = f"{data.series} ({printed.unit})" if data.series and printed.unit else data.series or printed.unit
    for line in wrapped(title, style.width, style, 2) if title else ():
        y += style.line * size
        labels.append(ChartLabel(line, 0, y - 0.3 * size, size, style.text(line), colour=CAPTION))
    count = max(len(edges) - 1, 1)
    whole = (
        printed.divisor == 1
        and all(edge == edge.to_integral_value() for edge in edges)
        and data.unit.kind == "number"
    )
    for index in range(count + unknown):
        if index == count:
            # Translators: a country on a map for which there is no number
            text, colour = locale.say("no data"), "unknown"
        else:
            colour = shade_of(index, count)
            low, high = edges[index], edges[min(index + 1, len(edges) - 1)]
            last = index == count - 1
            high = high - 1 if whole and not last and high - low > 1 else high
            first, end = printed(low), printed(high)
            text = first if first == end else locale.shown(numbers.between(first, end, locale))
        (text,) = wrapped(text, style.width - (_FIELD + _GAP) * size, style)
        width = style.text(text) + (_FIELD + _GAP) * size
        if x == 0 or x + width > style.width:
            x, y = 0.0, y + style.line * size
        baseline = y - 0.3 * size
        top = baseline - 0.76 * size
        shapes.append(Bar(x, top, _FIELD * size, 0.86 * size, colour))
        if colour == "unknown":
            field = (
                (x, top),
                (x + _FIELD * size, top),
                (x + _FIELD * size, top + 0.86 * size),
                (x, top + 0.86 * size),
            )
            shapes += [Stroke(one, "hatch", 0.07 * size) for one in hatching([field], 0.42 * size)]
        labels.append(
            ChartLabel(text, x + (_FIELD + _GAP) * size, baseline, size, style.text(text), colour=CAPTION)
        )
        x += width + _BETWEEN * size
    drawing = ChartDrawing(style.width, y, tuple(shapes), tuple(labels))
    return mirrored(drawing) if style.rtl else drawing
