"""Lets the context of a layout go when the layout is done.

WeasyPrint 70.0 gives a context a function that holds it (`layout/__init__.py`), and a context holds the boxes of a document.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from bookbuilder.formats.pdf.engine.patch import Change, Kind, Patch


def _layout_document(theirs: Callable[..., Iterator[Any]]) -> Callable[..., Iterator[Any]]:
    def layout_document(html: Any, root_box: Any, context: Any, *given: Any) -> Iterator[Any]:
        yield from theirs(html, root_box, context, *given)
        del context.get_image_from_uri

    return layout_document


PATCH = Patch(
    "The boxes of a layout are freed when nobody needs them, where they wait for the garbage collector with WeasyPrint.",
    Kind.SPEED,
    (Change("weasyprint.layout:layout_document", "a5cbf437e99caf72", _layout_document),),
)
