"""Explains a map below it: what its numbers stand for, whose its routes are, and of its shades from which number to which
one, and what is not known."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class _KeyEntry:
    """A name in a key, in lines: where what it explains begins, and the baseline of its first line."""

    lines: Sequence[str]
    x: float
    baseline: float

    def labels(self, before: float, style: ChartStyle) -> Iterator[ChartLabel]:
        """Yield its lines, behind the room `before` them."""
        for index, text in enumerate(self.lines):
            y = self.baseline + index * style.line * style.size
            yield ChartLabel(text, self.x + before, y, style.size, style.text(text), colour=CAPTION)


def _entries(names: Sequence[tuple[str, float]], style: ChartStyle) -> tuple[list[_KeyEntry], float]:
    """Return the entries of a key, given each name and the room before it: beside each other where they have room; and the
    height of the key."""
    size, y, x = style.size, 0.0, 0.0
    entries = []
    for name, before in names:
        lines = _lines(name, style.width - before, style)
        width = max(map(style.text, lines)) + before
        if x == 0 or x + width > style.width:
            x, y = 0.0, y + style.line * size
        entries.append(_KeyEntry(lines, x, y - 0.3 * size))
        y += (len(lines) - 1) * style.line * size
        # Nothing stands beside a name in several lines.
        x = style.width if len(lines) > 1 else x + width + _BETWEEN * size
    return entries, y


def number_key(names: Sequence[tuple[str, str]], style: ChartStyle) -> ChartDrawing:
    """Return the key of places that have numbers on a map: each number with its name."""
    widths = [style.text(number, bold=True) for number, _ in names]
    rooms = [width + _GAP * style.size for width in widths]
    entries, height = _entries([(name, room) for (_, name), room in zip(names, rooms, strict=True)], style)
    labels = list[ChartLabel]()
    for (number, _), width, room, entry in zip(names, widths, rooms, entries, strict=True):
        labels.append(
            ChartLabel(number, entry.x, entry.baseline, style.size, width, colour=CAPTION, bold=True)
        )
        labels += entry.labels(room, style)
    drawing = ChartDrawing(style.width, height, (), tuple(labels))
    return mirrored(drawing) if style.rtl else drawing


def route_key(names: Sequence[str], style: ChartStyle) -> ChartDrawing:
    """Return the key of the routes of a map as a drawing of its width; its height is 0 if they have no names."""
    size, before = style.size, (SAMPLE + _GAP) * style.size
    entries, height = _entries([(name, before) for name in names], style)
    shapes, labels = list[Shape](), list[ChartLabel]()
    for number, entry in enumerate(entries):
        level = entry.baseline - 0.3 * size
        line = ((entry.x, level), (entry.x + SAMPLE * size, level))
        shapes.append(Stroke(line, route_colour(number), THICKNESS * size, dashes=route_dashes(number, size)))
        labels += entry.labels(before, style)
    drawing = ChartDrawing(style.width, height, tuple(shapes), tuple(labels))
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
    named = data.series and printed.unit and printed.unit.casefold() not in data.series.casefold()
    title = f"{data.series} ({printed.unit})" if named else data.series or printed.unit
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
