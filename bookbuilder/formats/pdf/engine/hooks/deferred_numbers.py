"""Draws page numbers as slots for the linker to fill; see `deferred_numbers` of the engine."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bookbuilder.formats.pdf.engine import deferred_numbers
from bookbuilder.formats.pdf.engine.part import PartState
from bookbuilder.formats.pdf.engine.patch import Change, Kind, Patch, Scope


def _draw_first_line(theirs: Callable[..., Any], part: PartState) -> Callable[..., Any]:
    def draw_first_line(stream: Any, box: Any, overflow: Any, ellipsis: Any, matrix: Any) -> Any:
        return deferred_numbers.draw(part.numbers, theirs, stream, box, overflow, ellipsis, matrix)

    return draw_first_line


PATCH = Patch(
    "A number that is not known while its part is laid out is drawn as a slot for the linker to fill.",
    Kind.HOOK,
    (Change("weasyprint.draw.text:draw_first_line", "1bb8eae6d88e71b1", _draw_first_line),),
    Scope.PART,
)
