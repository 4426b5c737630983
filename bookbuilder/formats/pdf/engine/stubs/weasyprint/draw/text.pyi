from typing import Any

from weasyprint.formatting_structure.boxes import TextBox
from weasyprint.matrix import Matrix
from weasyprint.pdf.stream import Stream

def draw_first_line(
    stream: Stream, textbox: TextBox, text_overflow: Any, block_ellipsis: Any, matrix: Matrix
) -> list[Any]: ...
