"""The text in drawings: which characters it has, and the drawing with others in their place."""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree

from bookbuilder.document.drawing_words import text_pieces
from bookbuilder.xml_parser import xml_root

SVG = "image/svg+xml"


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
    return frozenset().union(*(text for text, _ in text_pieces(root)))


def with_other_characters(data: bytes, table: Mapping[str, str]) -> bytes:
    """Return a drawing in whose text characters are replaced; the same bytes if it has none of them."""
    if drawing_characters(data).isdisjoint(table):
        return data
    root, codes = xml_root(data), str.maketrans(dict(table))
    for text, (element, tail) in list(text_pieces(root)):
        setattr(element, "tail" if tail else "text", text.translate(codes))
    return etree.tostring(root, encoding="utf-8", xml_declaration=True)
