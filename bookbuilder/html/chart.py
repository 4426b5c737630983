"""Renders a chart: its drawing, and its data as a table that can be opened."""

from __future__ import annotations

from collections.abc import Callable

from markupsafe import Markup

from bookbuilder.document import nodes
from bookbuilder.html.chapter_renderer import Renderer, element

ChartMarkup = Callable[[nodes.Figure, str], Markup]
"""Returns the drawing of a chart with its alternative text."""


def chart_picture(figure: nodes.Figure, r: Renderer, spoken: str) -> Markup:
    """Return the drawing of a chart; in a medium that draws none, its alternative text."""
    alt = " ".join(filter(None, (figure.image.alt, spoken if r.medium.footnotes else "")))
    return r.medium.chart(figure, alt) if r.medium.chart else element("p", Markup(""), alt)
