from weasyprint.formatting_structure.boxes import Box
from weasyprint.layout import LayoutContext
from weasyprint.text.line_break import split_first_line as split_first_line

def max_content_width(context: LayoutContext, box: Box, outer: bool = ...) -> float: ...
def table_and_columns_preferred_widths(
    context: LayoutContext, box: Box, outer: bool = ...
) -> tuple[
    float, float, list[float], list[float], list[float], list[bool], float, list[list[Box | None]]
]: ...
