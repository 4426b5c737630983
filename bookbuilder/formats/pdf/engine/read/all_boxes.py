"""Lists the boxes of a page that is laid out once for all that read them: a page has some thousand, and to walk through them
takes longer than to look at them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from weasyprint.formatting_structure.boxes import Box, LineBox, MarginBox, PageBox
from weasyprint.layout.absolute import AbsolutePlaceholder

from bookbuilder.formats.pdf.engine.marks import mark, marks


class PageBoxes(NamedTuple):
    """All boxes of a page in their order, and the lines of its text, without running heads and folios. What is
    out of flow is an `AbsolutePlaceholder`, which has the attributes of its box."""

    every: list[Box]
    lines: list[LineBox]


def boxes_of(page: PageBox) -> PageBoxes:
    """Return the boxes of a page box, which does not change any more."""
    known = marks(page).page_boxes
    if known is None:
        known = PageBoxes([page], [])
        for child in page.children:
            inside = list(child.descendants())
            known.every.extend(inside)
            if not isinstance(child, MarginBox):
                known.lines.extend(box for box in inside if isinstance(box, LineBox))
        mark(page).page_boxes = known
    return known


def expanded(every: Iterable[Box]) -> Iterator[Box]:
    """Yield boxes, and for what is out of flow the boxes in it instead of its placeholder: a list of boxes lacks those."""
    for box in every:
        if isinstance(box, AbsolutePlaceholder):
            yield from expanded(box._box.descendants())
        else:
            yield box


def around(page: PageBox, box: Box) -> list[Box]:
    """Return the boxes in which a box of a page stands, from the page down; it itself is the last. A page is searched, so
    this is for what is seldom asked."""
    path: list[Box] = []

    def search(one: Box) -> bool:
        path.append(one)
        if one is box or any(map(search, one.children)):
            return True
        path.pop()
        return False

    search(page)
    return [one._box if isinstance(one, AbsolutePlaceholder) else one for one in path]
