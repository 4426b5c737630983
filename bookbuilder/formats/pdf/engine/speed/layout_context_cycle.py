"""Frees the context of a layout with its document.

WeasyPrint 70.0 gives a context a function that holds it (`layout/__init__.py`), and a context holds the boxes of a document.
The function is still asked while a drawing with a picture in it is drawn (`svg/images.py`), so it stays, without the context
and without the pictures that hold one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING

from bookbuilder.formats.pdf.engine.patch import Change, Kind, Patch

if TYPE_CHECKING:
    from weasyprint import HTML
    from weasyprint.formatting_structure.boxes import BlockBox, PageBox
    from weasyprint.layout import LayoutContext


def _layout_document(theirs: Callable[..., Iterator[PageBox]]) -> Callable[..., Iterator[PageBox]]:
    def layout_document(
        html: HTML, root_box: BlockBox, context: LayoutContext, *given: object
    ) -> Iterator[PageBox]:
        yield from theirs(html, root_box, context, *given)
        context.get_image_from_uri = partial(context.get_image_from_uri, cache={}, context=None)

    return layout_document


PATCH = Patch(
    "The boxes of a layout are freed as soon as nobody needs them; in WeasyPrint they wait for the garbage collector.",
    Kind.SPEED,
    (Change("weasyprint.layout:layout_document", "a5cbf437e99caf72", _layout_document),),
)
