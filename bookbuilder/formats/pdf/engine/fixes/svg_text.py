"""Draws the words of an SVG in one piece, with the figures that it asks for.

WeasyPrint 70.0 draws the letters of an SVG one by one (`svg/text.py`), so that each can have a place of its own. Arabic
then falls apart and runs backwards, and nothing is kerned. A text without such places is passed on here as if it were one
letter. It also knows nothing of `font-variant-numeric`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextvars import ContextVar

from weasyprint import svg

from bookbuilder.formats.pdf.engine.patch import Change, Function, Kind, Patch

_WHOLE = re.compile("[\u0590-\u08ff\u0900-\u0fff\u1780-\u18af\ufb1d-\ufdff\ufe70-\ufeff]")
"""Scripts from right to left, joined ones, and the Brahmic ones, whose glyphs are reordered."""
_PLACES = ("x", "y", "dx", "dy")
_LETTERS = ("rotate", "letter-spacing", "textLength")
"""Attributes that say something of each letter."""
_NUMERIC = ("lining-nums", "oldstyle-nums", "proportional-nums", "tabular-nums")
_FIGURES: ContextVar[str] = ContextVar("figures", default="")
"""The `font-variant-numeric` of the text that is drawn."""
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


def _is_whole(node: svg.Node) -> bool:
    """Whether a text is drawn in one piece: its letters are joined, or have no places of their own."""
    if not node.text:
        return False
    if _WHOLE.search(node.text):
        return True
    several = any(len(str(node.get(name) or "").replace(",", " ").split()) > 1 for name in _PLACES)
    return not several and not any(node.get(name) for name in _LETTERS)


def _style(theirs: type[dict[str, object]]) -> type[dict[str, object]]:
    """Return the style of a text, which has the figures of the text that is drawn."""

    # The class is that of WeasyPrint at run time, which mypy cannot know: another patch may have changed it.
    class Style(theirs):  # type: ignore[misc, valid-type]
        def update(self, values: Mapping[str, object]) -> None:
            super().update(values)
            if figures := tuple(word for word in _FIGURES.get().split() if word in _NUMERIC):
                super().update(font_variant_numeric=figures)

    return Style


def _tags(theirs: dict[str, _Draw]) -> dict[str, _Draw]:
    """Return the table of elements with the patched `text`: WeasyPrint compares functions of elements with it."""
    return theirs | dict.fromkeys(("text", "tspan"), svg.text)


def _whole(theirs: Function) -> _Draw:
    def draw_text(picture: svg.SVG, node: svg.Node, font_size: float) -> None:
        figures = _FIGURES.set(str(node.get("font-variant-numeric") or ""))
        try:
            theirs(picture, _Node(node) if _is_whole(node) else node, font_size)
        finally:
            _FIGURES.reset(figures)

    return draw_text


PATCH = Patch(
    "The words of a drawing are drawn in one piece, joined and kerned, where WeasyPrint draws each letter by itself.",
    Kind.FIX,
    (
        Change("weasyprint.svg.text:text", "67a30c3e181b4a80", _whole),
        Change("weasyprint.svg.text:Style", "d946aa624fd9af57", _style),
        Change("weasyprint.svg:TAGS", "", _tags),
    ),
    upstream=("svg-text",),
)
