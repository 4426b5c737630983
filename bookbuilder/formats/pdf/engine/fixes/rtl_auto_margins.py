"""Places blocks with an automatic margin on right-to-left pages (CSS 2.2, 10.3.3).

WeasyPrint moves a block that is narrower than what holds it to the right, and then gives the same room to its automatic
margins as well: a picture in the middle stands beside the page. A drawing in a line that has no size of its own ends it.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from weasyprint.formatting_structure import boxes

from bookbuilder.formats.pdf.engine.patch import Change, Function, Kind, Patch

if TYPE_CHECKING:
    from weasyprint.formatting_structure.boxes import Box


def _block_level_width(theirs: Function) -> Function:
    def block_level_width(
        box: Box, containing_block: Box | tuple[float, float], with_min_max: bool = True
    ) -> None:
        if not hasattr(box, "position_x"):  # a picture in a line, which WeasyPrint gives a place later
            box.position_x = 0
        left = box.position_x
        theirs(box, containing_block, with_min_max)
        if box.position_x != left and isinstance(containing_block, boxes.Box):
            box.position_x = left + containing_block.width - box.margin_width()

    # WeasyPrint calls it as an attribute of its function, which has no type for one.
    block_level_width.without_min_max = partial(block_level_width, with_min_max=False)  # type: ignore[attr-defined]
    return block_level_width


PATCH = Patch(
    "The room beside a block on a right-to-left page goes to its automatic margins, once.",
    Kind.FIX,
    (Change("weasyprint.layout.block:block_level_width", "f1668591a4219143", _block_level_width),),
    upstream=("rtl-auto-margins",),
)
