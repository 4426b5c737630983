from typing import Any

from weasyprint.css import Style
from weasyprint.formatting_structure.boxes import Box
from weasyprint.pdf.stream import Stream

def draw_border(stream: Stream, box: Box) -> None: ...
def draw_dotted_dashed_border(stream: Stream, box: Box, style: Style, width: float, color: Any) -> None: ...
