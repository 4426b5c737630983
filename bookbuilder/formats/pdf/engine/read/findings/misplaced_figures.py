"""Reads which figures and tables do not stand where their author asks for them (`float=top`), and why.

Where they stand is measured on the pages, not taken from their plan. The reason is read from the plan of the chapter.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from weasyprint.formatting_structure import boxes

from bookbuilder.formats.pdf.compile.layout_finding import LayoutFinding
from bookbuilder.formats.pdf.engine.html_element import classes_of
from bookbuilder.formats.pdf.engine.marks import marks
from bookbuilder.formats.pdf.engine.pages.block_column import BlockColumn
from bookbuilder.formats.pdf.engine.pages.block_properties import is_chapter, line_height, place_of
from bookbuilder.formats.pdf.engine.read.all_boxes import boxes_of
from bookbuilder.formats.pdf.engine.read.page_flow import chapters, flow, foot, page_break

if TYPE_CHECKING:
    from weasyprint.formatting_structure.boxes import Box, PageBox

    from bookbuilder.formats.pdf.engine.html_element import HtmlElement

_WISHES = ("top", "bottom", "page")
_LEVEL = 2.0
"""Lines: a figure that ends a chapter stands at the foot of its page if fewer of them would have room below it."""
_NOISE = 0.5
"""In px: what rounding leaves over."""
_CELLS = ("td", "th")
_INSIDE = {"li": "list", "dd": "list", "blockquote": "quotation", "td": "table", "th": "table"}


@dataclass(frozen=True, slots=True, eq=False)
class _Piece:
    """A line, or a figure or table as far as it stands on a page (from 0), with the boxes `around` it, from the page on.
    `place` is where a figure is to stand; empty for a line."""

    page: int
    box: Box
    around: tuple[Box, ...]
    place: str

    @property
    def top(self) -> float:
        """Where it begins, in px."""
        return float(self.box.position_y if _is_line(self.box) else self.box.border_box_y())

    @property
    def bottom(self) -> float:
        """Where it ends, in px."""
        return self.top + float(self.box.height if _is_line(self.box) else self.box.border_height())

    @property
    def chapter(self) -> Box | None:
        """The chapter in which it stands, as far as that is on this page; None if it stands in none."""
        return next((box for box in self.around if is_chapter(box)), None)


def _is_line(box: Box) -> bool:
    return isinstance(box, boxes.LineBox)


class _Pages:
    """Pages and their pieces, the first and the last page (from 0) on which each element stands, and for each figure whose
    author asks for a place its pieces."""

    def __init__(self, pages: Sequence[PageBox]) -> None:
        self.boxes = pages
        self.spans: dict[HtmlElement, tuple[int, int]] = {}
        self.pieces = [list(_pieces(page, (), number, self.spans)) for number, page in enumerate(pages)]
        self.asked: dict[HtmlElement, list[_Piece]] = {}
        for piece in (piece for pieces in self.pieces for piece in pieces if piece.place):
            for figure in _figures(piece):
                assert figure.box.element is not None
                self.asked.setdefault(figure.box.element, []).append(figure)

    def is_alone(self, figure: _Piece) -> bool:
        return all(piece is figure for piece in self.pieces[figure.page])

    def is_at_head(self, figure: _Piece) -> bool:
        """Whether nothing but other figures stands above a figure."""
        above = (piece for piece in self.pieces[figure.page] if piece.top < figure.top - _NOISE)
        return all(map(self._may_stand_beside, above))

    def is_at_foot(self, figure: _Piece) -> bool:
        """Whether nothing but other figures stands below a figure; nor is there much room below it, unless the page is short
        by itself, where its chapter goes on."""
        below = [piece for piece in self.pieces[figure.page] if piece.top > figure.top + _NOISE]
        if not all(map(self._may_stand_beside, below)):
            return False
        spare = foot(self.boxes[figure.page]) - max(piece.bottom for piece in (figure, *below))
        return spare < _LEVEL * line_height(figure.around[-1]) - _NOISE or self._goes_on(figure)

    def _may_stand_beside(self, piece: _Piece) -> bool:
        """Whether a piece is a figure that stands at the head or the foot with others: one that is moved, and whole."""
        assert piece.box.element is not None
        first, last = self.spans[piece.box.element]
        return piece.place not in ("", "here") and first == last

    def _goes_on(self, figure: _Piece) -> bool:
        """Whether the chapter of a figure goes on on the next page, where its author does not begin one."""
        chapter = figure.chapter
        if chapter is None or figure.page + 1 == len(self.boxes):
            return False
        rest = (rest for rest in chapters(self.boxes[figure.page + 1]) if rest.element is chapter.element)
        return any(not page_break(chapter, one)[1] for one in rest)


def find(pages: Sequence[PageBox]) -> Iterator[LayoutFinding]:
    """Yield the figures and tables that stand elsewhere than their authors ask for, in the order of the pages. A place that
    only the theme asks for does not count. The words of each are what its author asks for, and why it does not stand there.

    Why: it stands inside a `list`, a `quotation`, a `table`, a `box` or `columns`; it is `high`er than a page; before
    another page begins, a page `break` of the author comes, or a figure that stays where it is written and keeps the
    `order`, or something across which no pages are planned (a `barrier`), or the chapter `end`s; what follows is `kept` with
    it; its page is `unplanned`. Empty: there are such pages, but others would not be full then.
    """
    if not any(_wish(box) for page in pages for box in boxes_of(page).every):
        return
    read = _Pages(pages)
    for element, figures in read.asked.items():
        source, asked, first = element.get("data-source"), element.get("data-float"), figures[0]
        assert source is not None and asked is not None  # as `_wish` says
        if asked == "page":
            met = all(map(read.is_alone, figures))
        elif asked == "top":
            met = read.is_at_head(first)
        else:
            met = read.is_at_foot(figures[-1])
        # A table is a piece as a whole, with the figures in its cells.
        if not met or any(box.element_tag in _CELLS for box in first.around):
            yield LayoutFinding("figure.place", first.page, source, words=(asked, _reason(first, read)))


def _wish(box: Box) -> bool:
    """Whether a box is a figure or a table that its author asks to stand somewhere, in a place that is known."""
    if box.element_tag not in ("figure", "div"):
        return False
    assert box.element is not None
    return "data-source" in box.element.attrib and box.element.get("data-float") in _WISHES


def _pieces(
    box: Box, around: tuple[Box, ...], number: int, spans: dict[HtmlElement, tuple[int, int]]
) -> Iterator[_Piece]:
    """Yield what stands in a box on a page, and note the pages of each element."""
    if box.element is not None:
        spans[box.element] = spans.get(box.element, (number, number))[0], number
    place = "" if _is_line(box) or box.element is None else place_of(box)
    inside = [] if place or _is_line(box) else flow(box)
    if inside:
        for child in inside:
            yield from _pieces(child, (*around, box), number, spans)
    elif _is_line(box) or box.border_height() > _NOISE:
        yield _Piece(number, box, around, place)


def _figures(piece: _Piece) -> Iterator[_Piece]:
    """Yield a figure or a table, and those in its cells, that their author asks to stand somewhere."""
    if _wish(piece.box):
        yield piece
    if piece.box.element_tag == "div":
        around = (*piece.around, piece.box)
        cells = (box for box in piece.box.descendants() if box.element_tag in _CELLS)
        for cell in cells:
            yield from (
                _Piece(piece.page, box, (*around, cell), piece.place)
                for box in cell.descendants()
                if _wish(box)
            )


# -- why it stands elsewhere -------------------------------------------------------------------------------------------


def _reason(figure: _Piece, pages: _Pages) -> str:
    """Return why a figure stands elsewhere (`find`)."""
    chapter, element = figure.chapter, figure.box.element
    assert element is not None
    if chapter is None:
        return "unplanned"
    if figure.around[-1] is not chapter:
        return _holder(figure.around)
    first, last = pages.spans[element]
    page = pages.boxes[first]
    if first != last or figure.box.border_height() > page.height + _NOISE:
        return "high"
    planned = marks(chapter).chapter_pages
    galley = planned.galley if planned else BlockColumn()
    number = next((at for at, entry in enumerate(galley.entries) if entry.box.element is element), None)
    if number is None or marks(galley.entries[number].box).planned.moved is None:
        return "unplanned"
    if number + 1 < len(galley.blocks) and galley.blocks[number + 1].kept:
        return "kept"
    reason, end = _limit(galley, number)
    behind = (entry.box.element for entry in galley.entries[number + 1 : end])
    pushed = any(pages.spans.get(other, (0, 0))[1] > first for other in behind if other is not None)
    return "" if pushed else reason


def _holder(around: Sequence[Box]) -> str:
    """Return what holds a figure that is no child of its chapter (`find`)."""
    for box in reversed(around):
        if "half" in classes_of(box.element):
            return "columns"
        if is_chapter(box):
            break
        if box.element_tag in _INSIDE:
            return _INSIDE[box.element_tag]
    return "box"


def _limit(galley: BlockColumn, number: int) -> tuple[str, int]:
    """Return the first thing after a figure that no figure moves past (`find`), and the number of the block before which
    it is."""
    for at in range(number + 1, len(galley.blocks)):
        block = galley.blocks[at]
        if at in galley.barriers:
            return "barrier", at
        if block.forced:
            return "break", at
        if block.place and not block.movable:
            return "order", at
    end = len(galley.blocks)
    return "barrier" if end in galley.barriers else "end", end
