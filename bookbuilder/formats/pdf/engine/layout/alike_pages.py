"""Gives all pages of a book for the screen the side of the first one, and lets none of them be blank.

WeasyPrint 70.0 takes turns between right-hand and left-hand pages, and leaves one blank where the next text wants the other
side. On the screen (`facing_pages`) there is only one side, so a break to a side is a break to the next page.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bookbuilder.formats.pdf.engine.patch import Change, Function, Kind, Patch
from bookbuilder.formats.pdf.engine.setup.facing_pages_property import pages_face

if TYPE_CHECKING:
    from weasyprint import HTML
    from weasyprint.formatting_structure.boxes import BlockBox
    from weasyprint.layout import LayoutContext

_SIDES = ("left", "right", "recto", "verso")


def _remake_page(theirs: Function) -> Function:
    def remake_page(index: int, context: LayoutContext, root_box: BlockBox, html: HTML) -> object:
        if not pages_face(root_box.style):
            pages = context.page_maker
            resume_at, following, _, state, remake_state = pages[index]
            if following["break"] in _SIDES:
                following = {**following, "break": "page"}
            pages[index] = (resume_at, following, pages[0][2], state, remake_state)
        return theirs(index, context, root_box, html)

    return remake_page


PATCH = Patch(
    "All pages of a book for the screen are alike, where WeasyPrint takes turns between left and right.",
    Kind.LAYOUT,
    (Change("weasyprint.layout.page:remake_page", "1ff09b2dffa17839", _remake_page),),
)
