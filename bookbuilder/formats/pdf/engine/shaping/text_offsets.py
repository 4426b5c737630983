"""Records on each piece that WeasyPrint splits off a text box the whole text and the byte offset of the piece.

`read/page_starts` says by them where in a text a page begins.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from bookbuilder.formats.pdf.engine.marks import mark
from bookbuilder.formats.pdf.engine.patch import Change, Kind, Patch, Scope
from bookbuilder.formats.pdf.engine.setup.part_state import PartState

if TYPE_CHECKING:
    from weasyprint.formatting_structure.boxes import TextBox
    from weasyprint.layout import LayoutContext

    _Piece = tuple[TextBox | None, int | None, bool]


def _split_text_box(theirs: Callable[..., _Piece], _: PartState) -> Callable[..., _Piece]:
    def split_text_box(
        context: LayoutContext,
        box: TextBox,
        width: float | None,
        skip: int | None,
        is_line_start: bool = True,
    ) -> _Piece:
        result = theirs(context, box, width, skip, is_line_start)
        if result[0] is not None:
            mark(result[0]).rest = box.text, skip or 0
        return result

    return split_text_box


PATCH = Patch(
    "Where in the text a page begins is recorded; WeasyPrint does not expose it.",
    Kind.HOOK,
    (Change("weasyprint.layout.inline:split_text_box", "8c564329599ef23f", _split_text_box),),
    Scope.PART,
)
