"""Leaves page numbers open that a style sheet puts into running text; see `running_numbers` of the engine."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bookbuilder.formats.pdf.engine import running_numbers
from bookbuilder.formats.pdf.engine.part import PartState
from bookbuilder.formats.pdf.engine.patch import Change, Kind, Patch, Scope


def _content(theirs: Callable[..., Any], part: PartState) -> Callable[..., Any]:
    def content_to_boxes(style: Any, box: Any, *given: Any, **page: Any) -> Any:
        return running_numbers.content(theirs, part.numbers, style, box, *given, **page)

    return content_to_boxes


PATCH = Patch(
    "A page number that `content` puts into the text becomes a slot for the linker to fill.",
    Kind.HOOK,
    (Change("weasyprint.formatting_structure.build:content_to_boxes", "a4b18a5a0b5083d6", _content),),
    Scope.PART,
)
