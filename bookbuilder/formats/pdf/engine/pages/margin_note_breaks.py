"""Takes a note in the margin, which stands between two blocks, to the page of the block behind it.

It is positioned absolutely, so WeasyPrint 70.0 ends a page behind it, and leaves it alone on the page before.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from weasyprint.layout.absolute import AbsolutePlaceholder

from bookbuilder.formats.pdf.engine.pages.margin_notes import is_margin_note
from bookbuilder.formats.pdf.engine.patch import Change, Function, Kind, Patch

if TYPE_CHECKING:
    from weasyprint.formatting_structure.boxes import Box
    from weasyprint.layout import LayoutContext
    from weasyprint.layout.block import BlockLayout, SkipStack


def _block_container_layout(theirs: Function) -> Function:
    def block_container_layout(
        context: LayoutContext, box: Box, bottom_space: float, skip_stack: SkipStack, page_is_empty: bool,
        absolute_boxes: list[AbsolutePlaceholder], *given: object, **named: object
    ) -> BlockLayout:  # fmt: skip
        result: BlockLayout = theirs(
            context, box, bottom_space, skip_stack, page_is_empty, absolute_boxes, *given, **named
        )
        laid_out, resume_at, next_page, margins, collapsing_through, max_lines = result
        if laid_out is None or resume_at is None:
            return result
        ((following, inside),) = resume_at.items()
        moved = _notes_at_the_end(laid_out, following) if inside is None else []
        if not moved or len(moved) == len(laid_out.children):
            return result
        laid_out.children = laid_out.children[: -len(moved)]
        absolute_boxes[:] = [one for one in absolute_boxes if one not in moved]
        resume_at = {following - len(moved): None}
        return laid_out, resume_at, next_page, margins, collapsing_through, max_lines

    return block_container_layout


def _notes_at_the_end(box: Box, following: int) -> list[AbsolutePlaceholder]:
    """Return the notes that stand directly before a child that begins the next page."""
    found: list[AbsolutePlaceholder] = []
    for child in reversed(box.children):
        if not isinstance(child, AbsolutePlaceholder) or not is_margin_note(child._box):
            break
        if child.index != following - len(found) - 1:
            break
        found.append(child)
    return found


PATCH = Patch(
    "A note in the margin between two blocks goes to the page of the block behind it.",
    Kind.LAYOUT,
    (Change("weasyprint.layout.block:block_container_layout", "65842ca53a8391eb", _block_container_layout),),
)
