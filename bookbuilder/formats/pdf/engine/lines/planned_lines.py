"""Makes the lines of a paragraph from its plan: WeasyPrint's line boxes, made in one go from words that are measured.

WeasyPrint 70.0 finds each line anew: it tries how much of a box fits, text by text, and lays out again what it has split too
late (`layout/inline.py`). A planned line is known: which piece of which text stands in it, how wide its spaces are, and by
how much its glyphs are scaled."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from weasyprint.formatting_structure import boxes
from weasyprint.layout import inline
from weasyprint.layout.absolute import AbsolutePlaceholder
from weasyprint.text import line_break
from weasyprint.text.ffi import FROM_UNITS

from bookbuilder.formats.pdf.engine.lines.line_plan import (
    LinePlan,
    PlannedLine,
    mark_unplanned,
    plan_of,
    skip_path,
)
from bookbuilder.formats.pdf.engine.lines.line_style import MOST_GAP, SHRINK, STRETCH, line_style
from bookbuilder.formats.pdf.engine.lines.paragraph import Leaf, Stop
from bookbuilder.formats.pdf.engine.lines.paragraph_reader import edges, is_out_of_line
from bookbuilder.formats.pdf.engine.marks import mark, marks
from bookbuilder.formats.pdf.engine.shaping.word_cache import FIXED_SPACES, SPACES

if TYPE_CHECKING:
    from weasyprint.layout import LayoutContext
    from weasyprint.layout.block import SkipStack

_DROPPED = " " + FIXED_SPACES
"""What has no width at the end of a line."""


def next_line(
    context: LayoutContext,
    box: boxes.LineBox,
    position_y: float,
    skip_stack: SkipStack,
    containing_block: boxes.Box,
    absolute_boxes: list[AbsolutePlaceholder],
) -> tuple[boxes.LineBox, SkipStack] | None:
    """Return the next line of a line box, and where the one behind it begins, as WeasyPrint's `get_next_linebox` does; None
    if the paragraph is broken line by line. What is positioned absolutely in the line is added to `absolute_boxes`."""
    if skip_stack is not None and marks(box).unplanned:
        return None  # its first line was not planned
    plan = plan_of(context, box, skip_stack, containing_block)
    number = None if plan is None else plan.begins.get(skip_path(skip_stack))
    if plan is None or number is None:
        if not marks(box).unplanned:
            mark_unplanned(box, "another width")
        return None
    if marks(box).unplanned:
        mark(box).unplanned = ""  # it was beside a float when the page was laid out before
    maker = _LineMaker(context, box, containing_block, plan, plan.lines[number])
    line = maker.made(position_y)
    absolute_boxes += maker.absolute_boxes
    mark(line).ends_page = number in plan.page_ends
    resume = plan.lines[number].resume
    return line, None if resume is None else plan.skip_stack(resume)


@dataclass(slots=True, eq=False)
class _Piece:
    """What stands in a line: a box of the paragraph, the part of its text (None: it is no text) and where that begins, how
    wide it is by itself, its spaces, and which `share` each of them has of the gap of the line; or a box that holds such,
    and which of its ends are in the line; or one that has no room in it (`is_out_of_line`)."""

    box: Any  # a TextBox, an AtomicInlineLevelBox or an InlineBox, as the other fields say
    text: str | None = None
    offset: int = 0
    width: float = 0.0
    spaces: int = 0
    share: float = 1.0
    elastic: bool = False
    children: list[_Piece] | None = None
    starts: bool = True
    ends: bool = True
    out_of_line: bool = False


class _LineMaker:
    """Makes one line. `gap` is what is added to a space of the paragraph, in px, and `scale` is that of the glyphs."""

    def __init__(
        self,
        context: LayoutContext,
        box: boxes.LineBox,
        containing_block: boxes.Box,
        plan: LinePlan,
        line: PlannedLine,
    ) -> None:
        self.context, self.box, self.containing_block = context, box, containing_block
        self.plan, self.line = plan, line
        self.gap, self.scale = 0.0, 1.0
        self.absolute_boxes: list[AbsolutePlaceholder] = []
        self._texts: list[_Piece] = []
        self._width = self._elastic = 0.0
        self._spaces = 0.0

    def made(self, position_y: float) -> boxes.LineBox:
        line, box = self.line, self.box
        begin = line.begin
        pieces = self._pieces(
            box, begin.path if begin else (), begin.offset if begin else None, line.stop.path, line.stop
        )
        self._strip()
        for piece in self._texts:
            self._width += piece.width
            self._spaces += piece.spaces * piece.share
            self._elastic += piece.width if piece.elastic else 0.0
        left = begin.hangs if begin else 0.0
        spare = line.length + left + line.stop.hangs - self._width
        if self.plan.justified and (not line.last or spare < 0):
            self._share(spare)
        x = start = self.containing_block.content_box_x()
        indent = 0.0 if begin else self.containing_block.width - line.length
        box.position_x, box.position_y = x, position_y
        children, x = self._placed(pieces, x + indent - left)
        made = box.copy_with_children(children)
        made.width = x - start
        offset = 0.0
        if not self.plan.justified or (line.last and spare >= 0):
            # The last line of a justified paragraph as well: `text-align-last` says how (CSS Text 3, 6.3).
            offset = inline.text_align(self.context, made, self.containing_block.width, line.last)
        top, bottom = self._extent(made, pieces)
        made.baseline, made.height = -top, bottom - top
        made.margin_top = made.margin_bottom = 0
        made.position_x += offset
        made.position_y = position_y
        for child in children:
            child.translate(offset, position_y - top)
        for placeholder in self.absolute_boxes:
            placeholder.translate(0, position_y - placeholder.position_y)
        return made

    def _extent(self, made: boxes.LineBox, pieces: list[_Piece]) -> tuple[float, float]:
        """Place the boxes of a line as if its baseline were at 0 px, and return where it begins and ends then. Lines of
        text alone are alike."""
        key = None
        if len(made.children) == len(pieces) == 1 and pieces[0].text is not None:
            child = made.children[0]
            key = child.height, child.margin_top, child.baseline
            if key in self.plan.extents:
                child.position_y = -child.baseline
                return self.plan.extents[key]
        inline._adjust_line_height(made)
        bottom, top = inline.line_box_verticality(made)
        if key is not None:
            self.plan.extents[key] = top, bottom
        return top, bottom

    def _share(self, spare: float) -> None:
        """Share what a line lacks among its spaces and its glyphs, each as much as it can give."""
        spaces = self._spaces * self.plan.space * (STRETCH if spare > 0 else SHRINK)
        most = self._elastic * self.plan.style.elastic
        if most:
            by_glyphs = max(-most, min(most, spare * most / (spaces + most)))
            self.scale = round(1 + by_glyphs / self._elastic, 4)
            spare -= (self.scale - 1) * self._elastic
        if self._spaces and spare <= MOST_GAP * self.box.style["font_size"] * self._spaces:
            self.gap = spare / self._spaces

    def _pieces(
        self, box: boxes.Box, begin: tuple[int, ...], offset: int | None, stop: tuple[int, ...], end: Stop
    ) -> list[_Piece]:
        """Return the pieces of a box that stand in the line; an empty path stands for its start or its end."""
        pieces = []
        first = begin[0] if begin else 0
        last = stop[0] if stop else len(box.children) - 1
        for index in range(first, last + 1):
            child = box.children[index]
            if is_out_of_line(child):
                pieces.append(_Piece(child, out_of_line=True))
                continue
            if child.element_tag in ("wbr", "wbr::before"):
                continue  # it has no width, and its boxes would be half of those of an address
            inner_begin = begin[1:] if index == first else ()
            inner_stop = stop[1:] if index == last else ()
            if isinstance(child, boxes.InlineBox):
                inner = self._pieces(child, inner_begin, offset, inner_stop, end)
                piece = _Piece(child, children=inner, starts=not inner_begin, ends=not inner_stop)
                if not inner and not piece.starts and not edges(child, "right"):
                    continue  # what is left of a box that ended with the line before
                self._width += edges(child, "left") if piece.starts else 0.0
                self._width += edges(child, "right") if piece.ends else 0.0
                pieces.append(piece)
                continue
            leaf = self.plan.leaves.get(child)
            if leaf is None:  # an empty text
                continue
            if leaf.breaking is None:
                pieces.append(_Piece(child, width=leaf.width))
            elif leaf.measured is not None:
                from_ = offset if len(begin) == 1 and index == first and offset is not None else 0
                text = leaf.box.text
                to = len(text)
                hyphen = ""
                if len(stop) == 1 and index == last and end.offset is not None:
                    to, hyphen = end.offset, end.hyphen
                if not self._texts and text.startswith(" ", from_):
                    from_ += 1
                if to <= from_:
                    continue
                pieces.append(self._text(leaf, from_, to, hyphen))
            else:
                continue
            self._texts.append(pieces[-1])
        return pieces

    def _text(self, leaf: Leaf, start: int, stop: int, hyphen: str = "") -> _Piece:
        assert leaf.breaking is not None and leaf.measured is not None, "pieces of texts alone have a text"
        measured = leaf.measured
        text = leaf.box.text[start:stop]
        width = measured.width(leaf.start + start, leaf.start + stop, hyphen)
        assert width is not None, "a line ends in a word that cannot be parted"
        spaces = sum(map(text.count, SPACES))
        elastic = line_style(leaf.box.style).elastic > 0
        return _Piece(
            leaf.box,
            text + hyphen,
            start,
            width * FROM_UNITS + leaf.breaking.cache.spacing,
            spaces,
            leaf.share,
            elastic,
        )

    def _strip(self) -> None:
        last = self._texts[-1] if self._texts else None
        if last is None or last.text is None or last.text[-1] not in _DROPPED:
            return
        text = last.text.rstrip(_DROPPED)
        if text:
            stripped = self._text(self.plan.leaves[last.box], last.offset, last.offset + len(text))
            last.text, last.width, last.spaces = stripped.text, stripped.width, stripped.spaces
        else:
            last.text, last.width, last.spaces = "", 0.0, 0

    def _placed(self, pieces: list[_Piece], x: float) -> tuple[list[boxes.Box], float]:
        """Return the boxes of pieces, the first of which begins at `x` px, and where the last one ends."""
        placed: list[boxes.Box] = []
        made: boxes.Box
        for piece in pieces:
            if piece.out_of_line:
                piece.box.position_x, piece.box.position_y = x, self.box.position_y
                placeholder = AbsolutePlaceholder(piece.box)
                self.absolute_boxes.append(placeholder)
                placed.append(cast("boxes.Box", placeholder))  # it has the attributes of its box
                continue
            if piece.children is not None:
                made = self._holder(piece, piece.children, x)
            elif piece.text is None:
                # Set before its layout: an inline block that was moved after it (a QR code in a note) was not printed.
                piece.box.position_y = self.box.position_y  # a picture keeps it, as in WeasyPrint
                made = inline.atomic_box(self.context, piece.box, x, None, self.containing_block, [], [])
                made.position_x = x
            elif piece.text:
                made = self._text_box(piece, x)
            else:
                continue
            x = made.position_x + made.margin_width()
            placed.append(made)
        return placed, x

    def _holder(self, piece: _Piece, inside: list[_Piece], x: float) -> boxes.InlineBox:
        box: boxes.InlineBox = piece.box
        made = box.copy_with_children([])
        made.remove_decoration(start=not piece.starts, end=not piece.ends)
        made.position_x, made.position_y = x, self.box.position_y
        start = made.content_box_x()
        made.children, end = self._placed(inside, start)
        made.width = end - start
        inline._adjust_line_height(made)
        return made

    def _text_box(self, piece: _Piece, x: float) -> boxes.TextBox:
        box: boxes.TextBox = piece.box
        text = piece.text
        assert text is not None
        made = box.copy_with_text(text)
        scale = self.scale if piece.elastic else 1.0
        # An ellipsis at the end of the line must know how long it is.
        # The matrix that scales the glyphs scales the gaps in the text as well, so they are divided by its scale.
        gap = self.gap * piece.share
        layout = line_break.Layout(box.style, gap / scale if piece.spaces else 0.0, self.line.length)
        layout.set_text(text)
        layout.deactivate()
        made.pango_layout = layout
        made.justification_spacing = gap
        made.width = piece.width * scale + gap * piece.spaces
        made.position_x = x
        made.height, made.margin_top, made.margin_bottom, made.baseline = self.plan.metrics(self.context, box)
        made_marks = mark(made)
        made_marks.rest = box.text, len(box.text[: piece.offset].encode())
        made_marks.scale = scale
        return made
