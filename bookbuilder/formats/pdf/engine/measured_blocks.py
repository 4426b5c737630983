"""Keeps the layout of what cannot be parted (a table, a figure, a heading), made to measure its height, and of paragraphs in
columns.

It holds where the layout depends on nothing but its width. `layout/solid_layouts.py` puts it in its place.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from weasyprint.formatting_structure import boxes

MEASURED = "bookbuilder_measured"
"""The attribute of a block that was measured: `Measured`, or a function that makes it if only the height is known."""


@dataclass(frozen=True, slots=True, eq=False)
class Measured:
    """A block that was laid out at 0 px: `laid_out` and the rest of what WeasyPrint's function returned, and on what it
    depends: the width of what holds it, in px, and the boxes in it, which may be made anew for their page."""

    laid_out: Any
    rest: tuple[Any, ...]
    width: float
    parts: tuple[Any, ...]


def keep(box: Any, containing_block: Any, result: Sequence[Any]) -> None:
    """Keep the layout of a block that is whole, as `block_level_layout` returned it."""
    laid_out, resume_at, _, _, collapsing_through, max_lines = result
    if laid_out is None:
        return
    parts = tuple(box.descendants())
    if resume_at is None and not collapsing_through and max_lines is None and all(map(_is_plain, parts)):
        if _has_margin_of_its_own(laid_out):
            measured = Measured(laid_out, tuple(result[1:]), containing_block.width, parts)
            setattr(box, MEASURED, measured)


def _is_plain(box: Any) -> bool:
    """Whether the layout of a box changes nothing but itself."""
    return (
        box.is_in_normal_flow()
        and not box.footnote
        and not box.note
        and box.style["position"] == "static"
        and not isinstance(box, boxes.FlexContainerBox | boxes.GridContainerBox)
    )


def _has_margin_of_its_own(box: Any) -> bool:
    """Whether nothing in a block has a margin that collapses with the one above it."""
    while isinstance(box, boxes.BlockContainerBox) and box.top_margin_collapses():
        if not box.children or isinstance(box.children[0], boxes.LineBox):
            return True
        box = box.children[0]
        if box.margin_top:
            return False
    return True
