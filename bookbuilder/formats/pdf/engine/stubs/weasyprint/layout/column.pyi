from typing import Any

from weasyprint.formatting_structure.boxes import Box
from weasyprint.layout import LayoutContext
from weasyprint.layout.absolute import AbsolutePlaceholder
from weasyprint.layout.block import FlexLayout, SkipStack

def columns_layout(
    context: LayoutContext,
    box: Box,
    bottom_space: float,
    skip_stack: SkipStack,
    containing_block: Box,
    page_is_empty: bool,
    absolute_boxes: list[AbsolutePlaceholder],
    fixed_boxes: list[AbsolutePlaceholder],
    adjoining_margins: list[float],
    first_letter_style: Any,
    first_line_style: Any,
) -> FlexLayout: ...
def _create_column_box(
    box: Box, containing_block: Box, children: list[Box], width: float, position_y: float
) -> Box: ...
