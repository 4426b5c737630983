"""The words in a drawing: what it shows as text, and the drawing with translations in their place.

A text of SVG has no lines: each of its pieces (`text`, `tspan`, and what follows one) stands where the drawing puts it. So
each is a unit for translators, known by its words.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lxml import etree

from bookbuilder.xml_parser import xml_root

_TEXT = "{http://www.w3.org/2000/svg}text"
LEAST = 2
"""Letters in a row that make a word: a single one is the name of a point or an axis."""


def text_pieces(root: etree._Element) -> Iterator[tuple[str, tuple[etree._Element, bool]]]:
    """Yield the texts of a drawing, each with the element in which it stands, or behind which (its tail)."""
    for shown in root.iter(_TEXT):
        for element in shown.iter():
            if isinstance(element.tag, str) and element.text:
                yield element.text, (element, False)
            if element is not shown and element.tail:
                yield element.tail, (element, True)


def drawing_words(data: bytes) -> tuple[str, ...]:
    """Return the texts of a drawing that have words, each once, with single spaces; none if it cannot be read.

    >>> drawing_words(b"<svg xmlns='http://www.w3.org/2000/svg'><text> Hilfe  der <tspan>USA</tspan> 200 x</text></svg>")
    ('Hilfe der', 'USA')
    """
    if b"text" not in data:
        return ()
    try:
        root = xml_root(data)
    except etree.XMLSyntaxError:
        return ()
    return tuple(dict.fromkeys(words for text, _ in text_pieces(root) if (words := _words(text))))


def with_words(data: bytes, translations: Mapping[str, str]) -> bytes:
    """Return a drawing with translations in the place of its texts, whose outer spaces stay; the same bytes if it has none
    of them."""
    if not translations or b"text" not in data:
        return data
    try:
        root = xml_root(data)
    except etree.XMLSyntaxError:
        return data
    changed = False
    for text, (element, tail) in list(text_pieces(root)):
        translation = translations.get(" ".join(text.split()), "")
        if translation:
            before, behind = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
            setattr(element, "tail" if tail else "text", f"{before}{translation}{behind}")
            changed = True
    return etree.tostring(root, encoding="utf-8", xml_declaration=True) if changed else data


def _words(text: str) -> str:
    """Return a text with single spaces; empty if it has no word."""
    row = 0
    for letter in text:
        row = row + 1 if letter.isalpha() else 0
        if row == LEAST:
            return " ".join(text.split())
    return ""
