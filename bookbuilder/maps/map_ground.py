"""Draws the ground of a map: areas in their colours, coasts and borders."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from bookbuilder.charts.chart_style import ChartStyle
from bookbuilder.charts.drawing import Area, Shape, Stroke
from bookbuilder.maps.borders import Borders
from bookbuilder.maps.clipping import Box, line_without
from bookbuilder.maps.geography import BORDER, COAST, DISPUTED, OUTLINE, Geography
from bookbuilder.maps.hatching import hatching
from bookbuilder.maps.map_data import MapData
from bookbuilder.maps.shades import class_of, shade_of

Point = tuple[float, float]
LINES = {COAST: (0.05, ()), BORDER: (0.06, ()), DISPUTED: (0.07, (0.32, 0.22)), OUTLINE: (0.11, ())}
"""The thickness and the dashes of lines, in the size of the type. An outline is seen where colours are not."""


def area_fills(data: MapData, borders: Borders, seen: Geography, edges: Sequence[Decimal]) -> dict[int, str]:
    """Return the colour of each area that is seen."""
    values, region = dict(data.values), set(data.region)
    result = {}
    for index in seen.areas:
        area = borders.areas[index]
        value = values.get(area.code)
        if area.code in values:
            count = max(len(edges) - 1, 1)
            result[index] = "unknown" if value is None else shade_of(class_of(value, edges), count)
        elif area.code and area.code in data.highlighted:
            result[index] = "focus"
        elif data.values and region and area.code in region:
            result[index] = "unknown"
        elif data.values or (region and "world" not in region and area.code not in region):
            result[index] = "around"
        else:
            result[index] = "land"
    return result


def filled_areas(fills: Mapping[int, str], seen: Geography, style: ChartStyle) -> list[Shape]:
    """Return areas in their colours; those of which nothing is known are hatched."""
    by_colour: dict[str, list[tuple[Point, ...]]] = {}
    for index, colour in fills.items():
        by_colour.setdefault(colour, []).extend(seen.areas[index])
    shapes: list[Shape] = [Area(tuple(rings), colour) for colour, rings in sorted(by_colour.items())]
    strokes = hatching(by_colour.get("unknown", ()), 0.7 * style.size)
    return shapes + [Stroke(stroke, "hatch", 0.05 * style.size) for stroke in strokes]


def border_lines(seen: Geography, gaps: Sequence[Box], style: ChartStyle) -> list[Shape]:
    """Return coasts and borders, which end where names begin."""
    shapes: list[Shape] = []
    for kind, (thickness, dashes) in LINES.items():
        lengths = tuple(one * style.size for one in dashes)
        parts = (part for line in seen.lines[kind] for part in line_without(line, gaps))
        shapes += [Stroke(tuple(part), kind, thickness * style.size, dashes=lengths) for part in parts]
    return shapes
