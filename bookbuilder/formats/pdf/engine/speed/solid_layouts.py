"""Takes what cannot be parted (a table, a figure, a heading) as it was laid out when its height was measured.

The pages of a chapter are planned before the first one is laid out (`galley`), so a block that is kept together is laid out
then, to know how high it is. Once more is not needed: on its page it is moved to its place. That holds where its layout
depends on nothing but its width, and for one page: what is laid out again, say since a note was added, is made anew.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.layout import block

from bookbuilder.formats.pdf.engine.patch import Change, Kind, Patch

_MEASURED = "bookbuilder_measured"
"""The attribute of a block that was measured."""

_NOISE = 1e-6
"""In px: the measure of recto and verso pages differs by the rounding of their margins."""


@dataclass(frozen=True, slots=True, eq=False)
class _Measured:
    """A block that was laid out at 0 px: `laid_out` and the rest of what WeasyPrint's function returned, and on what it
    depends: the width of what holds it, in px, and the boxes in it, which may be made anew for their page."""

    laid_out: Any
    rest: tuple[Any, ...]
    width: float
    parts: tuple[Any, ...]


def keep(box: Any, containing_block: Any, result: Sequence[Any]) -> None:
    """Keep the layout of a block that is whole (`block_level_layout` with no margin above), for the page that it is put
    on."""
    laid_out, resume_at, _, _, collapsing_through, max_lines = result
    parts = tuple(box.descendants())
    if resume_at is None and not collapsing_through and max_lines is None and all(map(_is_plain, parts)):
        if _has_margin_of_its_own(laid_out):
            measured = _Measured(laid_out, tuple(result[1:]), containing_block.width, parts)
            setattr(box, _MEASURED, measured)


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


def _layout(theirs: Callable[..., Any]) -> Callable[..., Any]:
    def block_level_layout_switch(
        context: Any, box: Any, bottom_space: Any, skip_stack: Any, containing_block: Any, page_is_empty: Any,
        absolute_boxes: Any, fixed_boxes: Any, adjoining_margins: Any, first_letter_style: Any,
        first_line_style: Any, discard: Any, max_lines: Any,
    ) -> Any:  # fmt: skip
        measured: _Measured | None = box.__dict__.pop(_MEASURED, None)
        if (
            measured is not None
            and skip_stack is None
            and not (first_letter_style or first_line_style or discard or context.in_column)
            and max_lines is None
            and not context.excluded_shapes
            and abs(measured.width - containing_block.width) < _NOISE
            and measured.parts == tuple(box.descendants())
        ):
            above = block.collapse_margin([*adjoining_margins, box.margin_top])
            height = measured.laid_out.border_height()
            if not context.overflows_page(bottom_space, box.position_y + above + height):
                return _placed(box, measured, above)
        return theirs(
            context, box, bottom_space, skip_stack, containing_block, page_is_empty, absolute_boxes, fixed_boxes,
            adjoining_margins, first_letter_style, first_line_style, discard, max_lines,
        )  # fmt: skip

    return block_level_layout_switch


def _placed(box: Any, measured: _Measured, above: float) -> Any:
    """Return what WeasyPrint's function does; `above` is the margin above the block, in px."""
    laid_out = measured.laid_out
    for name, mark in box.__dict__.items():
        if name.startswith("bookbuilder_"):
            setattr(laid_out, name, mark)  # it was noted when the pages were planned
    top = box.position_y + above
    laid_out.translate(box.position_x - laid_out.position_x, top - laid_out.border_box_y())
    laid_out.margin_top, laid_out.margin_bottom = box.margin_top, box.margin_bottom
    laid_out.position_y = top - box.margin_top
    return (laid_out, *measured.rest)


PATCH = Patch(
    "A block that is kept together is laid out once, where it would be laid out to plan pages and again on its page.",
    Kind.SPEED,
    (
        Change("weasyprint.layout.block:block_level_layout_switch", "b963d54014264fcd", _layout),
    ),
)  # fmt: skip
