"""Moves a float that must not be parted (`break-inside: avoid`, CSS Fragmentation 3, 3.2) to the next page as a whole.

WeasyPrint lays a float out as if its page were empty, so what has no room at the foot of a page, say the caption of a figure
beside text, is parted from the rest. On an empty page it is parted still: there it is too tall for any page.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from weasyprint.layout import block

from bookbuilder.formats.pdf.engine.patch import Change, Function, Kind, Patch

if TYPE_CHECKING:
    from weasyprint.formatting_structure.boxes import Box
    from weasyprint.layout import LayoutContext
    from weasyprint.layout.absolute import AbsolutePlaceholder
    from weasyprint.layout.block import SkipStack

_AVOIDED = ("avoid", "avoid-page")


def _out_of_flow_layout(theirs: Function) -> Function:
    def out_of_flow_layout(
        context: LayoutContext, box: Box, index: int, child: Box, new_children: list[Box], page_is_empty: bool,
        absolute_boxes: list[AbsolutePlaceholder], fixed_boxes: list[AbsolutePlaceholder],
        adjoining_margins: list[float], bottom_space: float,
    ) -> tuple[bool, SkipStack, Box | None, SkipStack]:  # fmt: skip
        before = len(new_children)
        stop, resume_at, new_child, rest = theirs(
            context, box, index, child, new_children, page_is_empty, absolute_boxes, fixed_boxes, adjoining_margins,
            bottom_space,
        )  # fmt: skip
        if (
            rest is None
            or new_child is None
            or not child.is_floated()
            or child.style["break_inside"] not in _AVOIDED
            or (page_is_empty and not before)
            or box.is_monolithic()
        ):
            return stop, resume_at, new_child, rest
        new_children.pop()
        context.excluded_shapes.remove(new_child)
        block.remove_placeholders(context, [new_child], absolute_boxes, fixed_boxes)
        resume_at = {index: None}
        above = block.find_last_class_a_break_point_child(new_children)
        if above and block.avoid_page_break(block.block_level_page_break(above, child), context):
            earlier = block.find_earlier_page_break(context, new_children, absolute_boxes, fixed_boxes)
            if earlier:
                new_children[:], resume_at = earlier
        return True, resume_at, None, None

    return out_of_flow_layout


PATCH = Patch(
    "A float that must not be parted goes to the next page as a whole.",
    Kind.FIX,
    (Change("weasyprint.layout.block:_out_of_flow_layout", "2ace1b03f455de46", _out_of_flow_layout),),
    upstream=("unbreakable-floats",),
)
