"""Puts the page numbers of another edition into the margin, each beside the line where that page begins.

In the style sheet a number is positioned absolutely, so that it takes no room in its line. It is moved from there to the
side where lines begin; from the second of two columns, to the other one. So it stands on the same side of left and right
pages, and neither has to be laid out again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from weasyprint.formatting_structure import boxes
from weasyprint.layout.absolute import AbsolutePlaceholder

from bookbuilder.formats.pdf.engine.html_element import classes_of
from bookbuilder.formats.pdf.engine.pages.margin_notes import PX, is_margin_note
from bookbuilder.formats.pdf.page_breaking.margin_places import GAP, margin_places

if TYPE_CHECKING:
    from bookbuilder.formats.pdf.engine.html_element import HtmlElement

PAGE_MARK = 'class="page-mark'
"""How the HTML of a mark begins, behind the name of its element."""
COLUMN = 0.6
"""A block that is narrower than so much of the text area is a column."""


@dataclass(frozen=True, slots=True, eq=False)
class _Mark:
    """A mark: the box that stands for it in the text, the box around that, the line, the block around the line, the figure
    in whose caption that is (or None), and the outermost box around it that is drawn turned (or None)."""

    place: AbsolutePlaceholder
    parent: boxes.Box
    line: boxes.LineBox
    block: boxes.Box
    figure: boxes.Box | None
    turned: boxes.Box | None

    @property
    def top(self) -> float:
        """The top at which its number is on the line, or beside the top of the figure or of the turned block."""
        box = self.place._box
        beside = self.turned or self.figure
        if beside is not None:
            return float(beside.content_box_y())
        first = next((one for one in box.descendants() if isinstance(one, boxes.LineBox)), None)
        ahead = first.position_y - box.position_y + first.baseline if first else self.line.baseline
        return float(self.line.position_y + self.line.baseline - ahead)


def place_page_break_markers(pages: Iterable[boxes.PageBox]) -> None:
    """Move the marks of pages into their margins. Of a mark in a row that is repeated, the first one stays; one that
    WeasyPrint has not laid out, since it knows no such boxes at its place, is removed."""
    seen: set[HtmlElement | None] = set()
    for page in pages:
        marks = []
        for mark in list(_marks(page)):
            if mark.place._box.element in seen or not mark.place._layout_done:
                _remove(mark)
            else:
                seen.add(mark.place._box.element)
                marks.append(mark)
        other = _has_notes(page, at_start=True)
        for at_start in (True, False):
            of_side = [mark for mark in marks if (_begins_left_or_right(mark, page) != other) is at_start]
            _place(of_side, page, at_start=at_start)


def _place(marks: Sequence[_Mark], page: boxes.PageBox, *, at_start: bool) -> None:
    marks = sorted(marks, key=lambda mark: mark.top)
    heights = [mark.place._box.margin_height() for mark in marks]
    top, bottom = page.content_box_y(), page.content_box_y() + page.height
    tops = margin_places([mark.top for mark in marks], heights, top, bottom, 0)
    for mark, y in zip(marks, tops, strict=True):
        box = mark.place._box
        if _is_left(page, at_start=at_start):
            x = page.content_box_x() - GAP * PX - box.margin_width()
        else:
            x = page.content_box_x() + page.width + GAP * PX
        mark.place.translate(float(x) - box.position_x, y - box.position_y)
        if mark.turned:
            _remove(mark)
            body = next(child for child in page.children if not isinstance(child, boxes.MarginBox))
            body.children = [*body.children, mark.place]  # type: ignore[list-item] # it pretends to be a box


def _begins_left_or_right(mark: _Mark, page: boxes.PageBox) -> bool:
    """Whether a mark belongs to the side where lines begin: anything else than a column at the other side."""
    block, left = mark.block, page.content_box_x()
    if mark.turned or block.width >= COLUMN * page.width:
        return True
    in_left_half = block.content_box_x() + block.width / 2 < left + page.width / 2
    return bool(in_left_half == (page.style["direction"] == "ltr"))


def _is_left(page: boxes.PageBox, *, at_start: bool) -> bool:
    return bool(at_start == (page.style["direction"] == "ltr"))


def _has_notes(page: boxes.PageBox, *, at_start: bool) -> bool:
    """Whether a page has notes in the margin at one side."""
    left = _is_left(page, at_start=at_start)
    return any(
        (box.position_x < page.content_box_x()) is left
        for child in page.children
        if not isinstance(child, boxes.MarginBox)
        for box in _placed(child)
        if is_margin_note(box)
    )


def _placed(box: boxes.Box) -> Iterator[boxes.Box]:
    for child in box.children:
        if isinstance(child, AbsolutePlaceholder):
            yield child._box
        else:
            yield from _placed(child)


def _marks(page: boxes.PageBox) -> Iterator[_Mark]:
    """Yield the marks in the lines of a page."""

    def walk(
        box: boxes.Box, line: boxes.LineBox | None, block: boxes.Box, figure: boxes.Box | None,
        turned: boxes.Box | None,
    ) -> Iterator[_Mark]:  # fmt: skip
        for child in box.children:
            if isinstance(child, AbsolutePlaceholder):
                if line is not None and _is_page_mark(child._box):
                    yield _Mark(child, box, line, block, figure, turned)
                continue
            yield from walk(
                child,
                child if isinstance(child, boxes.LineBox) else line,
                child if isinstance(child, boxes.BlockContainerBox) else block,
                figure or (child if child.element_tag == "figure" else None),
                turned or (child if child.style["transform"] else None),
            )

    for child in page.children:
        if not isinstance(child, boxes.MarginBox | boxes.FootnoteAreaBox):
            yield from walk(child, None, child, None, None)


def _is_page_mark(box: boxes.Box) -> bool:
    return box.element is not None and "page-mark" in classes_of(box.element)


def _remove(mark: _Mark) -> None:
    mark.parent.children = [child for child in mark.parent.children if id(child) != id(mark.place)]
