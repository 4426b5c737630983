"""Finds at once that a box calls no footnote.

WeasyPrint 70.0 asks of every box of a line whether its footnote is among those of the document that have no page yet
(`layout/block.py`, `_linebox_layout`), also of those that have none, and compares None with all of them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from bookbuilder.formats.pdf.engine.patch import Change, Kind, Patch

if TYPE_CHECKING:
    from weasyprint.formatting_structure.boxes import Box
    from weasyprint.layout import LayoutContext


class _Footnotes(list["Box"]):
    """A list of boxes, in which nobody has to look for None."""

    def __contains__(self, box: object) -> bool:
        return box is not None and super().__contains__(box)

    def copy(self) -> _Footnotes:
        """Return a copy that is as quick."""
        return _Footnotes(self)


def _new_context(theirs: Callable[..., None]) -> Callable[..., None]:
    def new_context(context: LayoutContext, *given: object) -> None:
        theirs(context, *given)
        context.footnotes = _Footnotes()

    return new_context


PATCH = Patch(
    "Boxes that call no footnote are not looked for among all footnotes of the document.",
    Kind.SPEED,
    (Change("weasyprint.layout:LayoutContext.__init__", "f687f507fee8883e", _new_context),),
)
