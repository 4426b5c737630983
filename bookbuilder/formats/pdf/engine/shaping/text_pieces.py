"""Notes for each piece of a line which text it was cut from, and where, so that `page_starts` knows how much came before."""

from __future__ import annotations

from typing import Any

from bookbuilder.formats.pdf.engine.marks import mark
from bookbuilder.formats.pdf.engine.patch import Change, Function, Kind, Patch, Scope
from bookbuilder.formats.pdf.engine.setup.part_state import PartState


def _split_text_box(theirs: Function, _: PartState) -> Function:
    def split_text_box(context: Any, box: Any, width: Any, skip: Any, is_line_start: Any = True) -> Any:
        result = theirs(context, box, width, skip, is_line_start)
        if result[0] is not None:
            mark(result[0]).rest = box.text, skip or 0
        return result

    return split_text_box


PATCH = Patch(
    "The place in the text at which a page begins is noted, which WeasyPrint does not say.",
    Kind.HOOK,
    (Change("weasyprint.layout.inline:split_text_box", "8c564329599ef23f", _split_text_box),),
    Scope.PART,
)
