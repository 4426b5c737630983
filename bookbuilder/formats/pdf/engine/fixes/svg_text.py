"""Draws the words of an SVG in one piece where their letters are joined or run from right to left.

WeasyPrint 70.0 draws the letters of an SVG one by one (`svg/text.py`), so that each can have a place of its own. Arabic
then falls apart and runs backwards. A text without such places is passed on here as if it were one letter.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from weasyprint import svg

from bookbuilder.formats.pdf.engine.patch import Change, Function, Kind, Patch

_WHOLE = re.compile("[\u0590-\u08ff\u0900-\u0fff\u1780-\u18af\ufb1d-\ufdff\ufe70-\ufeff]")
"""Scripts from right to left, joined ones, and the Brahmic ones, whose glyphs are reordered."""
_Draw = Callable[[svg.SVG, svg.Node, float], None]
"""Draws an element of a drawing: the drawing, its node, the size of its font."""


class _Whole(str):
    """A `str` that iterates as one item, so that WeasyPrint's loop over letters draws it whole."""

    __slots__ = ()

    def __iter__(self) -> Iterator[str]:
        yield str(self)


class _Node:
    """A node of a drawing with its text in one piece; everything else is that of the node."""

    def __init__(self, node: svg.Node) -> None:
        # Past `__setattr__`, which sets everything on the node itself.
        vars(self)["node"] = node
        vars(self)["text"] = _Whole(node.text)

    def __getattr__(self, name: str) -> object:
        return getattr(self.node, name)

    def __setattr__(self, name: str, value: object) -> None:
        setattr(self.node, name, value)


def _tags(theirs: dict[str, _Draw]) -> dict[str, _Draw]:
    """Return the table of elements with the patched `text`: WeasyPrint compares functions of elements with it."""
    return theirs | dict.fromkeys(("text", "tspan"), svg.text)


def _whole(theirs: Function) -> _Draw:
    def draw_text(picture: svg.SVG, node: svg.Node, font_size: float) -> None:
        theirs(picture, _Node(node) if node.text and _WHOLE.search(node.text) else node, font_size)

    return draw_text


PATCH = Patch(
    "Joined letters, and those from right to left, are drawn together, where WeasyPrint draws each letter of a drawing.",
    Kind.FIX,
    (
        Change("weasyprint.svg.text:text", "67a30c3e181b4a80", _whole),
        Change("weasyprint.svg:TAGS", "", _tags),
    ),
    upstream=("svg-text",),
)
