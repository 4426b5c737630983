"""Renders what a browser may show instead of a picture: the drawing for narrow screens, and smaller files of other types."""

from __future__ import annotations

from pathlib import PurePosixPath

from markupsafe import Markup

from bookbuilder.document import nodes
from bookbuilder.document.picture_types import PICTURE_TYPES
from bookbuilder.html.chapter_renderer import Renderer

NARROW = "(max-width: 480px)"
"""The screens on which a picture for narrow screens is shown."""
_COLUMN = 40
"""The width in rem of a page below which a picture is as wide as the page, and about as wide as its column otherwise."""


def with_sources(node: nodes.Image, shown: Markup, r: Renderer, *, in_figure: bool) -> Markup:
    """Return a picture, which is `shown` as an `img`, as a `picture` if there is something to choose from. Other types are
    only for pictures in a figure: those in the text are small."""
    sources = Markup("")
    if node.narrow:
        size = r.medium.size(node.narrow) if r.medium.size else None
        there = Markup(' width="{}" height="{}"').format(*map(round, size)) if size else Markup("")
        kind, _ = PICTURE_TYPES[PurePosixPath(node.narrow).suffix.lower()]
        sources += Markup('<source media="{}" type="{}" srcset="{}"{}/>').format(
            NARROW, kind, r.medium.image(node.narrow), there
        )
    if in_figure and r.medium.versions:
        share = (node.setting.width or 100) / 100
        sizes = f"(max-width: {_COLUMN}rem) 100vw, {_COLUMN * share:g}rem"
        for source in r.medium.versions(node.shown):
            files = ", ".join(f"{address} {width}w" for address, width in source.files)
            sources += Markup('<source type="{}" srcset="{}" sizes="{}"/>').format(
                source.media_type, files, sizes
            )
    return Markup("<picture>{}{}</picture>").format(sources, shown) if sources else shown
