from weasyprint.formatting_structure.boxes import TextBox
from weasyprint.matrix import Matrix
from weasyprint.pdf.stream import Stream

def draw_first_line(
    stream: Stream,
    textbox: TextBox,
    text_overflow: str,
    block_ellipsis: str | tuple[str, str],
    matrix: Matrix,
) -> list[list[object]]: ...
def draw_text(
    stream: Stream,
    textbox: TextBox,
    offset_x: float,
    text_overflow: str,
    block_ellipsis: str | tuple[str, str],
) -> None: ...
