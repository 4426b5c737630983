"""The attributes by which the pieces of a line know the text that they are cut from, and the HTML that it was made from."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bookbuilder.formats.pdf.engine.patch import Change, Kind, Patch, Scope
from bookbuilder.formats.pdf.engine.setup.part_state import PartState

PICTURE = "bookbuilder_picture"
"""The attribute of a picture: its number among those of the HTML (`text_places.Reading.pictures`)."""
RUNS = "bookbuilder_runs"
"""The attribute of a text: the text nodes that it is made from (`text_places.Run`)."""
REST = "bookbuilder_rest"
"""The attribute of a piece of a text: the whole text, and the byte at which the piece begins."""


def _split_text_box(theirs: Callable[..., Any], _: PartState) -> Callable[..., Any]:
    def split_text_box(context: Any, box: Any, width: Any, skip: Any, is_line_start: Any = True) -> Any:
        result = theirs(context, box, width, skip, is_line_start)
        if result[0] is not None:
            setattr(result[0], REST, (box.text, skip or 0))
        return result

    return split_text_box


PATCH = Patch(
    "The place in the text at which a page begins is noted, which WeasyPrint does not say.",
    Kind.HOOK,
    (Change("weasyprint.layout.inline:split_text_box", "8c564329599ef23f", _split_text_box),),
    Scope.PART,
)
