"""The text in drawings: which characters it has, and the drawing with others in their place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lxml import etree

from bookbuilder.xml_parser import xml_root

SVG = "image/svg+xml"
_TEXT = "{http://www.w3.org/2000/svg}text"


def drawing_characters(data: bytes) -> frozenset[str]:
    """Return the characters that a drawing shows as text; none if it cannot be read.

    >>> sorted(drawing_characters(b"<svg xmlns='http://www.w3.org/2000/svg'><title>x</title><text>b<tspan>a</tspan></text></svg>"))
    ['a', 'b']
    """
    if b"text" not in data:
        return frozenset()
    try:
        root = xml_root(data)
    except etree.XMLSyntaxError:
        return frozenset()
    return frozenset().union(*(text for text, _ in _texts(root)))


def with_other_characters(data: bytes, table: Mapping[str, str]) -> bytes:
    """Return a drawing in whose text characters are replaced; the same bytes if it has none of them."""
    if drawing_characters(data).isdisjoint(table):
        return data
    root, codes = xml_root(data), str.maketrans(dict(table))
    for text, (element, tail) in list(_texts(root)):
        setattr(element, "tail" if tail else "text", text.translate(codes))
    return etree.tostring(root, encoding="utf-8", xml_declaration=True)


def _texts(root: etree._Element) -> Iterator[tuple[str, tuple[etree._Element, bool]]]:
    """Yield the texts of a drawing, each with the element in which it stands, or behind which (its tail)."""
    for shown in root.iter(_TEXT):
        for element in shown.iter():
            if isinstance(element.tag, str) and element.text:
                yield element.text, (element, False)
            if element is not shown and element.tail:
                yield element.tail, (element, True)
