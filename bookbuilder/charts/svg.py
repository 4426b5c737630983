"""Writes a drawing as SVG: with the colours of a theme for print, with classes that a style sheet colours on screens."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape

from bookbuilder.charts.drawing import END, MIDDLE, Area, Bar, ChartDrawing, ChartLabel, Dot, Shape, Stroke
from bookbuilder.locales.rtl_marks import directed

NAMESPACE = "http://www.w3.org/2000/svg"


def standalone_svg(
    drawing: ChartDrawing,
    colours: Mapping[str, str],
    family: str,
    highest: float,
    *,
    rtl: bool = False,
    browser: bool = False,
) -> str:
    """Return a drawing as a file, its lengths in points; one that is too high is made smaller. `colours` maps the colours
    of drawings to those of CSS, `family` are the fonts of its text. A `browser` knows no attribute for figures."""
    width, height = _number(drawing.width), _number(drawing.height)
    share = share_of_page(drawing, highest)
    wide, high = _number(drawing.width * share), _number(drawing.height * share)
    figures = "lining-nums tabular-nums"
    said = f'style="font-variant-numeric: {figures}"' if browser else f'font-variant-numeric="{figures}"'
    opening = (
        f'<svg xmlns="{NAMESPACE}" width="{wide}pt" height="{high}pt" viewBox="0 0 {width} {height}"'
        f' font-family="{escape(family)}" {said}>'
    )
    shapes = (
        _shape(shape, f'"{colours[shape.colour]}"', fill="fill", stroke="stroke") for shape in drawing.shapes
    )
    labels = (_text(label, f'fill="{colours[label.colour]}"', rtl=rtl) for label in drawing.labels)
    return "\n".join((opening, *shapes, *labels, "</svg>\n"))


def share_of_page(drawing: ChartDrawing, highest: float) -> float:
    """Return by how much a drawing is made smaller so that it is no higher than it may be: 1, if it is not."""
    return min(highest / drawing.height, 1.0)


def page_svg(drawing: ChartDrawing, *classes: str, rtl: bool = False, prefix: str = "chart") -> str:
    """Return a drawing as a part of a page, whose style sheet gives it colours (`.chart-ink`) and fonts. It is hidden from
    screen readers, which have the words around it."""
    view = f"0 0 {_number(drawing.width)} {_number(drawing.height)}"
    names = " ".join(classes)
    opening = (
        f'<svg xmlns="{NAMESPACE}" class="{names}" viewBox="{view}" aria-hidden="true" focusable="false">'
    )
    shapes = (
        _shape(shape, f'"{prefix}-{shape.colour}"', fill="class", stroke="class") for shape in drawing.shapes
    )
    labels = (_text(label, f'class="{prefix}-{label.colour}"', rtl=rtl) for label in drawing.labels)
    return "\n".join((opening, *shapes, *labels, "</svg>"))


def _shape(shape: Shape, colour: str, *, fill: str, stroke: str) -> str:
    match shape:
        case Bar(x, y, width, height):
            return (
                f'<rect x="{_number(x)}" y="{_number(y)}" width="{_number(width)}" height="{_number(height)}"'
                f" {fill}={colour}/>"
            )
        case Stroke(points, thickness=thickness, filled=filled, dashes=dashes):
            path = "M" + "L".join(f"{_number(x)} {_number(y)}" for x, y in points)
            if filled:
                return f'<path d="{path}Z" {fill}={colour}/>'
            gaps = f' stroke-dasharray="{" ".join(map(_number, dashes))}"' if dashes else ""
            colour = colour if stroke == "stroke" else f'"line {colour[1:]}'
            none = ' fill="none"' if stroke == "stroke" else ""
            return (
                f'<path d="{path}" {stroke}={colour} stroke-width="{_number(thickness)}"{none}{gaps}'
                ' stroke-linejoin="round"/>'
            )
        case Dot(x, y, radius, thickness=thickness):
            place = f'cx="{_number(x)}" cy="{_number(y)}" r="{_number(radius)}"'
            if not thickness:
                return f"<circle {place} {fill}={colour}/>"
            colour = colour if stroke == "stroke" else f'"line {colour[1:]}'
            none = ' fill="none"' if stroke == "stroke" else ""
            return f'<circle {place} {stroke}={colour} stroke-width="{_number(thickness)}"{none}/>'
        case Area(rings):
            path = "".join(
                "M" + "L".join(f"{_tenth(x)} {_tenth(y)}" for x, y in ring) + "Z" for ring in rings
            )
            return f'<path d="{path}" {fill}={colour} fill-rule="evenodd"/>'


def _text(label: ChartLabel, paint: str, *, rtl: bool) -> str:
    parts = [f'<text x="{_number(label.x)}" y="{_number(label.y)}" font-size="{_number(label.size)}"']
    parts += [f'text-anchor="{label.anchor}"'] if label.anchor in (MIDDLE, END) else []
    parts += ['font-weight="bold"'] if label.bold else []
    parts += ['direction="rtl"'] if rtl else []
    text = directed(label.text, "rtl" if rtl else "ltr")
    return " ".join((*parts, paint)) + f">{escape(text, quote=False)}</text>"


def _number(value: float) -> str:
    """Return a length with two decimals at most, never as -0.

    >>> [_number(value) for value in (1.0, 0.125, -0.001, 12.5)]
    ['1', '0.12', '0', '12.5']
    """
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def _tenth(value: float) -> str:
    """Return a length with one decimal at most; outlines of areas have thousands of points."""
    text = f"{value:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text


def painted(drawing: ChartDrawing) -> Iterator[str]:
    """Yield the colours that a drawing has."""
    yield from (one.colour for one in (*drawing.shapes, *drawing.labels))
