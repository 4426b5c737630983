"""Reports drawings whose words are printed smaller than an edition for certain readers allows.

Attributes and `style` are read, with what a group passes on (SVG 1.1, 10.10), scaling by `transform`, and the rules for an
element or a class in style sheets inside the drawing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from lxml import etree

from bookbuilder.diagnostics import Findings, Report, Rule, Severity
from bookbuilder.document import nodes
from bookbuilder.document.picture_files import svg_size
from bookbuilder.document.walk import walk
from bookbuilder.formats.book import Book
from bookbuilder.formats.book_charts import page_room
from bookbuilder.formats.book_pictures import shown_picture
from bookbuilder.html.drawing_texts import SVG
from bookbuilder.html.reading_rules import least_size
from bookbuilder.xml_parser import xml_root

SMALL = Rule(
    "picture.reading",
    "the words of {name} are {size} pt high in this edition; reading = {reading!r} needs {needed} pt ({source})",
    "A drawing is as wide as the text, and its words grow and shrink with it. Large words have room in few drawings: another"
    " one for these readers may show less, or its parts side by side.",
    Severity.WARNING,
)
_UNITS = {"": 1.0, "px": 1.0, "pt": 4 / 3, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96.0, "pc": 16.0}
"""Units of length in those of a drawing without one."""
_MEDIUM = 16.0
"""The size of type of which a drawing says nothing, in its units."""
_SIZE = re.compile(r"\s*(\d*\.?\d+)\s*([a-z%]*)\s*")
_SCALE = re.compile(r"scale\(\s*(\d*\.?\d+)(?:[\s,]+(\d*\.?\d+))?\s*\)")
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_DECLARED = re.compile(r"(?:^|;)\s*font-size\s*:\s*([^;!]+)")


def report_small_type(book: Book, report: Report) -> None:
    """Report the drawings of an edition for certain readers whose words are too small for them, once each
    (`picture.reading`)."""
    rule = least_size(book.edition.reading)
    if rule is None:
        return
    seen: set[str] = set()
    tokens = book.theme.tokens
    for figure in (node for node in walk(book.document.chapters) if isinstance(node, nodes.Figure)):
        image = figure.image
        if not image.source or image.shown in seen:
            continue
        seen.add(image.shown)
        picture = shown_picture(book, image, Findings())  # reported where they are printed
        if picture is None or picture.media_type != SVG:
            continue
        try:
            width, height = page_room(tokens, image.setting)
        except ValueError:  # a calc(): `theme.value` says what each of them can be
            return
        size = smallest_type(picture.data, width, height)
        if size and size < rule.least - 0.05:
            report(
                SMALL, image.span, hint="set them larger in the drawing, or leave some out", name=image.source,
                size=f"{size:.1f}", reading=book.edition.reading, needed=f"{rule.least:g}", source=rule.source,
            )  # fmt: skip


def smallest_type(data: bytes, width: float, height: float) -> float:
    """Return the size in points of the smallest words of a drawing that has at most `width` by `height` points; 0 if it has
    none, or cannot be read.

    >>> drawing = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 50"><text font-size="10">a</text></svg>'
    >>> smallest_type(drawing.encode(), 200, 999)
    20.0
    """
    if b"text" not in data:
        return 0.0
    try:
        root = xml_root(data)
    except etree.XMLSyntaxError:
        return 0.0
    wide, high = svg_size(root)
    sheets = dict(_sheet_sizes(root))
    return min(_sizes(root, sheets, min(width / wide, height / high)), default=0.0)


def _sizes(root: etree._Element, sheets: Mapping[str, str], scale: float) -> Iterator[float]:
    """Yield the sizes of the texts of a drawing, `scale` times as large as in it."""
    waiting = [(root, _MEDIUM, scale)]
    while waiting:
        element, size, scale = waiting.pop()
        if not isinstance(element.tag, str):  # comments
            continue
        name = etree.QName(element).localname
        if name in ("title", "desc", "metadata", "style", "defs"):
            continue
        size = _size(_declared(element, name, sheets), size)
        match = _SCALE.search(element.get("transform") or "")
        if match:
            scale *= min(float(match[1]), float(match[2] or match[1]))
        if name in ("text", "tspan", "textPath") and (element.text or "").strip():
            yield size * scale
        waiting.extend((child, size, scale) for child in element)


def _declared(element: etree._Element, name: str, sheets: Mapping[str, str]) -> str:
    """Return the size that a drawing says of an element; empty if none."""
    own = _DECLARED.search(element.get("style") or "")
    classes = (
        sheets[one] for one in map(".{}".format, (element.get("class") or "").split()) if one in sheets
    )
    return own[1] if own else next(classes, "") or sheets.get(name, "") or element.get("font-size") or ""


def _size(text: str, above: float) -> float:
    match = _SIZE.fullmatch(text)
    if match is None:
        return above
    number, unit = float(match[1]), match[2]
    if unit in ("em", "%"):
        return above * (number if unit == "em" else number / 100)
    return number * _UNITS.get(unit, 1.0)


def _sheet_sizes(root: etree._Element) -> Iterator[tuple[str, str]]:
    """Yield the sizes that style sheets in a drawing give to elements (`text`) and classes (`.small`)."""
    for sheet in root.iter("{http://www.w3.org/2000/svg}style"):
        for selectors, body in _RULE.findall(sheet.text or ""):
            if size := _DECLARED.search(body):
                yield from ((selector.strip(), size[1]) for selector in selectors.split(","))
