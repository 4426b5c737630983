"""Finds the thinnest line of an SVG drawing, as it is printed.

Attributes and `style` are read, with what a group passes on (SVG 1.1, 11.4), and scaling by `transform`; style sheets inside
the drawing are not.
"""

from __future__ import annotations

import re

from lxml import etree

from bookbuilder.document.picture_files import svg_size
from bookbuilder.xml_parser import xml_root

_LENGTH = re.compile(r"\s*(\d*\.?\d+)(?:px)?\s*")
_SCALE = re.compile(r"scale\(\s*(\d*\.?\d+)(?:[\s,]+(\d*\.?\d+))?\s*\)")
_DRAWN = {"path", "line", "polyline", "polygon", "rect", "circle", "ellipse"}


def thinnest(data: bytes, width: float, height: float) -> float:
    """Return the thickness in points of the thinnest line of a drawing that is printed `width` by `height` points; 0 if it
    draws none."""
    root = xml_root(data)
    wide, high = svg_size(root)
    widths: list[float] = []
    waiting = [(root, "none", 1.0, min(width / wide, height / high))]
    while waiting:
        element, stroke, thick, scale = waiting.pop()
        # The tags of comments and processing instructions are functions of lxml.
        if not isinstance(element.tag, str):
            continue
        properties = {**dict(element.attrib), **_style(str(element.get("style", "")))}
        stroke = str(properties.get("stroke", stroke)).strip()
        length = _LENGTH.fullmatch(str(properties.get("stroke-width", "")))
        thick = float(length[1]) if length else thick
        match = _SCALE.search(str(element.get("transform", "")))
        if match:
            scale *= min(float(match[1]), float(match[2] or match[1]))
        if stroke != "none" and thick and etree.QName(element).localname in _DRAWN:
            widths.append(thick * scale)
        waiting.extend((child, stroke, thick, scale) for child in element)
    return min(widths, default=0.0)


def _style(text: str) -> dict[str, str]:
    pairs = (part.partition(":") for part in text.split(";"))
    return {name.strip(): value.strip() for name, _, value in pairs if value}
