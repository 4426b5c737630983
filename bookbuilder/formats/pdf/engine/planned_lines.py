"""Makes the lines of a paragraph from its plan: WeasyPrint's line boxes, made in one go from words that are measured.

WeasyPrint 70.0 finds each line anew: it tries how much of a box fits, text by text, and lays out again what it has split too
late (`layout/inline.py`). A planned line is known: which piece of which text stands in it, how wide its spaces are, and by
how much its glyphs are scaled."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.layout import inline
from weasyprint.text import line_break
from weasyprint.text.ffi import FROM_UNITS

from bookbuilder.formats.pdf.engine.line_style import RAGGED, SCALE, SHRINK, STRETCH, LineStyle, line_style
from bookbuilder.formats.pdf.engine.paragraph import Leaf, Paragraph, Resume, Stop, Unplannable, edges, read
from bookbuilder.formats.pdf.engine.speed.style_cache import cached
from bookbuilder.formats.pdf.engine.word_cache import SPACES, word_cache
from bookbuilder.formats.pdf.line_breaking.breakpoints import Kind, Measure
from bookbuilder.formats.pdf.line_breaking.total_fit import Lines, balanced, total_fit

REST = "bookbuilder_rest"
"""The attribute of a piece of a text: the whole text, and the byte at which the piece begins."""
UNPLANNED = "bookbuilder_unplanned"
"""The attribute of a line of a paragraph that is broken line by line: why."""
PLANS = "bookbuilder_plans"
"""The attribute of all lines of a paragraph: its plans by its width, one value for all of them."""
_GENERATED = "bookbuilder_generated"
"""The attribute of a paragraph with what its plans were made of."""


@dataclass(frozen=True, slots=True)
class PlannedLine:
    """A line: where it begins (None: with the paragraph) and ends, where the next one begins, its length, and whether it is
    the last one or ends with a line break of the author."""

    begin: Resume | None
    stop: Stop
    resume: Resume | None
    length: float
    last: bool


@dataclass(slots=True, eq=False)
class Plan:
    """The lines of a paragraph of some width. `leaves` are its texts and pictures by their boxes, `placed` the same by their
    paths; `begins` finds a line by where it begins in WeasyPrint's terms (`skip_stack`)."""

    style: LineStyle
    justified: bool
    space: float
    lines: list[PlannedLine]
    leaves: dict[Any, Leaf]
    placed: dict[tuple[int, ...], Leaf]
    begins: dict[tuple[int, ...], int] = field(default_factory=dict)
    heights: dict[Any, tuple[float, float, float, float]] = field(default_factory=dict)

    def metrics(self, context: Any, box: Any) -> tuple[float, float, float, float]:
        """Return the height of a text, its margins above and below, and its baseline, in px: as WeasyPrint has them."""
        if box not in self.heights:
            self.heights[box] = cached(
                box.style, "bookbuilder_text_metrics", lambda _: _metrics(context, box)
            )
        return self.heights[box]


def _metrics(context: Any, box: Any) -> tuple[float, float, float, float]:
    probe, _, _ = inline.split_text_box(context, box.copy_with_text("x"), None, 0)
    return probe.height, probe.margin_top, probe.margin_bottom, probe.baseline


def next_line(context: Any, box: Any, position_y: float, skip_stack: Any, containing_block: Any) -> Any:
    """Return the next line of a line box, and where the one behind it begins, as WeasyPrint's `get_next_linebox` does; None
    if the paragraph is broken line by line."""
    plan = _plan(context, box, skip_stack, containing_block)
    number = None if plan is None else plan.begins.get(_flat(skip_stack))
    if plan is None or number is None:
        if not hasattr(box, UNPLANNED):
            setattr(box, UNPLANNED, "another width")
        return None
    box.__dict__.pop(UNPLANNED, None)  # it was beside a float when the page was laid out before
    line = _LineMaker(context, box, containing_block, plan, plan.lines[number]).made(position_y)
    resume = plan.lines[number].resume
    return line, None if resume is None else _skip_stack(plan, resume)


def leave(box: Any, reason: str) -> None:
    """Note that a line box is broken line by line, and why."""
    box.__dict__.setdefault(PLANS, {})
    setattr(box, UNPLANNED, reason)


def _plan(context: Any, box: Any, skip_stack: Any, containing_block: Any) -> Plan | None:
    """Return the plan of a paragraph, which is made when its first line is asked for."""
    plans: dict[float, Plan | None] = box.__dict__.setdefault(PLANS, {})
    if any(one.children is not content for one, content in box.__dict__.get(_GENERATED, ())):
        plans.clear()  # the number of a page is known now
    width = round(containing_block.width, 2)  # verso and recto pages differ by the rounding of their margins
    if width not in plans:
        if skip_stack is not None:
            return None
        setattr(box, _GENERATED, _generated(box))
        plans[width] = _new_plan(context, box, containing_block)
    return plans[width]


def _generated(box: Any) -> list[tuple[Any, Any]]:
    """Return the paragraph itself and the boxes that CSS generates in it, with their content: WeasyPrint gives them another
    one when it knows the numbers of pages."""
    return [
        (one, one.children)
        for one in (box, *box.descendants())
        if one is box or (isinstance(one, boxes.InlineBox) and "::" in str(one.element_tag))
    ]


def _new_plan(context: Any, box: Any, containing_block: Any) -> Plan | None:
    style = line_style(box.style)
    cache = word_cache(box.style)
    space = cache.word(" ") if cache else None
    if style.method == "line" or space is None:
        setattr(box, UNPLANNED, "script" if space is None else "line")
        return None
    justified = box.style["text_align_all"] == "justify"
    width, natural = containing_block.width, space.width * FROM_UNITS
    measure = Measure(
        width - box.text_indent,
        width,
        stretch=natural * STRETCH if justified else 0.0,
        shrink=natural * SHRINK if justified else 0.0,
        elastic=style.elastic if justified else 0.0,
        slack=0.0 if justified else RAGGED * box.style["font_size"],
        even=style.method == "balance",
    )
    solve = balanced if measure.even else total_fit
    try:
        # Most paragraphs need no hyphens, and to measure the parts of all words takes long.
        paragraph = read(box, context, containing_block, hyphens=False)
        lines = solve(paragraph.breaks, measure, style.costs, hyphens=False)
        if lines is None:
            paragraph = read(box, context, containing_block, hyphens=True)
            lines = solve(paragraph.breaks, measure, style.costs, hyphens=True)
        if lines is None:
            raise Unplannable("long word")
    except Unplannable as given_up:
        setattr(box, UNPLANNED, given_up.reason)
        return None
    return _planned(paragraph, lines, measure, style, natural, justified=justified)


def _planned(
    paragraph: Paragraph, lines: Lines, measure: Measure, style: LineStyle, space: float, *, justified: bool
) -> Plan:
    leaves = paragraph.leaves
    by_box, by_path = {leaf.box: leaf for leaf in leaves}, {leaf.path: leaf for leaf in leaves}
    plan = Plan(style, justified, space, [], by_box, by_path)
    begin: Resume | None = None
    for number, at in enumerate(lines.ends):
        plan.begins[_flat(None if begin is None else _skip_stack(plan, begin))] = number
        resume = paragraph.resumes[at]
        last = paragraph.breaks.kinds[at] >= Kind.FORCED
        length = measure.rest if number else measure.first
        plan.lines.append(PlannedLine(begin, paragraph.stops[at], resume, length, last))
        begin = resume
    return plan


def _flat(skip_stack: Any) -> tuple[int, ...]:
    path: list[int] = []
    while skip_stack:
        ((index, skip_stack),) = skip_stack.items()
        path.append(index)
    return tuple(path)


def _skip_stack(plan: Plan, resume: Resume) -> Any:
    """Return where a line begins as WeasyPrint says it: nested indices of boxes, and a byte in the text of the last."""
    stack: Any = None
    if resume.offset is not None:
        stack = {len(plan.placed[resume.path].box.text[: resume.offset].encode()): None}
    for index in reversed(resume.path):
        stack = {index: stack}
    return stack


@dataclass(slots=True, eq=False)
class _Piece:
    """What stands in a line: a box of the paragraph, the part of its text (None: it is no text) and where that begins, how
    wide it is by itself, and its spaces; or a box that holds such, and which of its ends are in the line."""

    box: Any
    text: str | None = None
    offset: int = 0
    width: float = 0.0
    spaces: int = 0
    elastic: bool = False
    children: list[_Piece] | None = None
    starts: bool = True
    ends: bool = True


class _LineMaker:
    """Makes one line. `gap` is what is added to each space, in px, and `scale` is that of the glyphs."""

    def __init__(self, context: Any, box: Any, containing_block: Any, plan: Plan, line: PlannedLine) -> None:
        self.context, self.box, self.containing_block = context, box, containing_block
        self.plan, self.line = plan, line
        self.gap, self.scale = 0.0, 1.0
        self._texts: list[_Piece] = []
        self._width = self._elastic = 0.0
        self._spaces = 0

    def made(self, position_y: float) -> Any:
        """Return the line box."""
        line, box = self.line, self.box
        begin = line.begin
        pieces = self._pieces(
            box, begin.path if begin else (), begin.offset if begin else None, line.stop.path, line.stop
        )
        self._strip()
        for piece in self._texts:
            self._width += piece.width
            self._spaces += piece.spaces
            self._elastic += piece.width if piece.elastic else 0.0
        spare = line.length - self._width
        if self.plan.justified and (not line.last or spare < 0):
            self._share(spare)
        x = start = self.containing_block.content_box_x()
        indent = 0.0 if begin else self.containing_block.width - line.length
        box.position_x, box.position_y = x, position_y
        children, x = self._placed(pieces, x + indent)
        made = box.copy_with_children(children)
        made.width = x - start
        inline._adjust_line_height(made)
        offset = 0.0
        if not self.plan.justified:
            offset = inline.text_align(self.context, made, self.containing_block.width, line.last)
        bottom, top = inline.line_box_verticality(made)
        made.baseline, made.position_y, made.height = -top, top, bottom - top
        made.margin_top = made.margin_bottom = 0
        made.translate(offset, position_y - top)
        made.position_y = position_y
        return made

    def _share(self, spare: float) -> None:
        """Share what a line lacks among its spaces and its glyphs, each as much as it can give."""
        spaces = self._spaces * self.plan.space * (STRETCH if spare > 0 else SHRINK)
        most = self._elastic * self.plan.style.elastic
        if most:
            by_glyphs = max(-most, min(most, spare * most / (spaces + most)))
            self.scale = round(1 + by_glyphs / self._elastic, 4)
            spare -= (self.scale - 1) * self._elastic
        if self._spaces:
            self.gap = spare / self._spaces

    def _pieces(
        self, box: Any, begin: tuple[int, ...], offset: int | None, stop: tuple[int, ...], end: Stop
    ) -> list[_Piece]:
        """Return what of a box stands in the line; an empty path is its start or its end."""
        pieces = []
        first = begin[0] if begin else 0
        last = stop[0] if stop else len(box.children) - 1
        for index in range(first, last + 1):
            child = box.children[index]
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
                to = len(child.text)
                hyphen = ""
                if len(stop) == 1 and index == last and end.offset is not None:
                    to, hyphen = end.offset, end.hyphen
                if not self._texts and child.text.startswith(" ", from_):
                    from_ += 1
                if to <= from_:
                    continue
                pieces.append(self._text(leaf, from_, to, hyphen))
            else:
                continue
            self._texts.append(pieces[-1])
        return pieces

    def _text(self, leaf: Leaf, start: int, stop: int, hyphen: str = "") -> _Piece:
        measured, breaking = leaf.measured, leaf.breaking
        assert measured is not None and breaking is not None
        text = leaf.box.text[start:stop]
        width = measured.width(leaf.start + start, leaf.start + stop, hyphen)
        assert width is not None, "a line ends in a word that cannot be parted"
        spaces = sum(map(text.count, SPACES))
        elastic = line_style(leaf.box.style).elastic > 0
        return _Piece(
            leaf.box, text + hyphen, start, width * FROM_UNITS + breaking.cache.spacing, spaces, elastic
        )

    def _strip(self) -> None:
        """Drop the space at the end of the line."""
        last = self._texts[-1] if self._texts else None
        if last is None or last.text is None or not last.text.endswith(" "):
            return
        text = last.text.rstrip(" ")
        if text:
            stripped = self._text(self.plan.leaves[last.box], last.offset, last.offset + len(text))
            last.text, last.width, last.spaces = stripped.text, stripped.width, stripped.spaces
        else:
            last.text, last.width, last.spaces = "", 0.0, 0

    def _placed(self, pieces: list[_Piece], x: float) -> tuple[list[Any], float]:
        """Return the boxes of pieces, the first of which begins at `x` px, and where the last one ends."""
        placed = []
        for piece in pieces:
            if piece.children is not None:
                made = self._holder(piece, piece.children, x)
            elif piece.text is None:
                made = inline.atomic_box(self.context, piece.box, x, None, self.containing_block, [], [])
                made.position_x = x
            elif piece.text:
                made = self._text_box(piece, x)
            else:
                continue
            x = made.position_x + made.margin_width()
            placed.append(made)
        return placed, x

    def _holder(self, piece: _Piece, inside: list[_Piece], x: float) -> Any:
        """Return a box that holds others."""
        box = piece.box
        made = box.copy_with_children([])
        made.remove_decoration(start=not piece.starts, end=not piece.ends)
        made.position_x, made.position_y = x, self.box.position_y
        start = made.content_box_x()
        made.children, end = self._placed(inside, start)
        made.width = end - start
        inline._adjust_line_height(made)
        return made

    def _text_box(self, piece: _Piece, x: float) -> Any:
        box, text = piece.box, piece.text
        made = box.copy_with_text(text)
        scale = self.scale if piece.elastic else 1.0
        layout = line_break.Layout(box.style, self.gap / scale if piece.spaces else 0.0, None)
        layout.set_text(text)
        layout.deactivate()
        made.pango_layout = layout
        made.justification_spacing = self.gap
        made.width = piece.width * scale + self.gap * piece.spaces
        made.position_x = x
        made.height, made.margin_top, made.margin_bottom, made.baseline = self.plan.metrics(self.context, box)
        setattr(made, REST, (box.text, len(box.text[: piece.offset].encode())))
        if scale != 1:
            setattr(made, SCALE, scale)
        return made
