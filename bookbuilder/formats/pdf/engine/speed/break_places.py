"""Makes one box of a `wbr`.

The style sheet of WeasyPrint 70.0 says that a `wbr` has a zero-width space before its content, which makes three boxes, two
of them in one another: an element, its `::before`, and a text. An address that is printed has some ten, and they are more
than half of the boxes of a note. Where no style sheet says more of it, the text stands for all three.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from weasyprint.formatting_structure import boxes

from bookbuilder.formats.pdf.engine.lines.paragraph import BREAK_PLACE
from bookbuilder.formats.pdf.engine.marks import style_marks
from bookbuilder.formats.pdf.engine.patch import Change, Kind, Patch

if TYPE_CHECKING:
    from weasyprint.css import Style, StyleFor

    from bookbuilder.formats.pdf.engine.html_element import HtmlElement

_HARMLESS = {"content", "margin_break"}
"""Properties that may be set: what is before a `wbr` has a content, and a theme says of all elements how margins of blocks
go on after a page has ended."""
_MakeBoxes = Callable[..., "list[boxes.Box]"]


class _BreakPlace(boxes.InlineBox):
    """Holds the text of a `wbr` until its parent is made: WeasyPrint would join it with the text behind it."""


def _element_to_box(theirs: _MakeBoxes) -> _MakeBoxes:
    def element_to_box(element: HtmlElement, style_for: StyleFor, *others: object) -> list[boxes.Box]:
        if element.tag == "wbr":
            return _break_place(theirs, element, style_for, *others)
        made = theirs(element, style_for, *others)
        if element.find("wbr") is not None:
            for box in made:
                box.children = [
                    child.children[0] if isinstance(child, _BreakPlace) else child for child in box.children
                ]
        return made

    return element_to_box


def _break_place(
    theirs: _MakeBoxes, element: HtmlElement, style_for: StyleFor, *others: object
) -> list[boxes.Box]:
    style = style_for(element)
    # Elements to which the same rules apply, also those about what is before them, have one style.
    notes = None if style is None else style_marks(style)
    known: Style | None = getattr(notes, "break_place", None)
    if known is None:
        made = theirs(element, style_for, *others)
        text = _only_text(made)
        if notes is None or text is None:
            return made
        known = notes.break_place = text.style
    text = boxes.TextBox("wbr::before", known, element, BREAK_PLACE)
    return [_BreakPlace("wbr", style, element, [text])]


def _only_text(made: Sequence[boxes.Box]) -> boxes.TextBox | None:
    """Return the text of a `wbr` that is nothing but a zero-width space; None if it is more."""
    inside = made
    for _ in range(2):
        if (
            len(inside) != 1
            or type(inside[0]) is not boxes.InlineBox
            or _declared(inside[0].style) - _HARMLESS
        ):
            return None
        inside = inside[0].children
    text = inside[0] if len(inside) == 1 else None
    return text if isinstance(text, boxes.TextBox) and text.text == BREAK_PLACE else None


def _declared(style: Style) -> set[str]:
    """Return the properties that a style sheet sets for an element itself."""
    return set(getattr(style, "cascaded", ()))


PATCH = Patch(
    "A place at which an address may be broken is one box, where WeasyPrint makes three of it.",
    Kind.SPEED,
    (Change("weasyprint.formatting_structure.build:element_to_box", "2d0a37e45b7f3e0c", _element_to_box),),
)
