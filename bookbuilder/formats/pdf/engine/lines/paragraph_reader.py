"""Reads a paragraph, the boxes of which WeasyPrint has made, as one list of places at which it may be broken.

A place may be between two words of a text, inside a word, or between two boxes (a word and a link behind it). What is not
made of words, or is not in the flow of the text, makes a paragraph that is broken line by line as before.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from weasyprint.formatting_structure import boxes
from weasyprint.layout import inline, percent
from weasyprint.text import line_break

from bookbuilder.formats.pdf.engine.lines.hanging_punctuation import hanging
from bookbuilder.formats.pdf.engine.lines.paragraph import (
    BREAK_PLACE,
    DASHES,
    Leaf,
    LineByLine,
    ParagraphBreaks,
    Pen,
    PictureLeaf,
    Resume,
    Stop,
    TextLeaf,
    Unplannable,
)
from bookbuilder.formats.pdf.engine.lines.text_breaks import BreakReader, hangs_by
from bookbuilder.formats.pdf.engine.shaping.break_style import CODE, BreakStyle, break_style, measured_text
from bookbuilder.formats.pdf.engine.shaping.text_widths import MeasuredText
from bookbuilder.formats.pdf.engine.shaping.word_cache import WordCache, word_cache
from bookbuilder.formats.pdf.line_breaking.breakpoints import BreakKind

if TYPE_CHECKING:
    from weasyprint.layout import LayoutContext

_OBJECT = "\u2e80"
"""What stands for a picture where Unicode says whether a line may end (WeasyPrint's `split_inline_level`)."""


def read(
    box: boxes.Box, context: LayoutContext, containing_block: boxes.Box, *, hyphens: bool, hangs: bool
) -> ParagraphBreaks | LineByLine:
    """Return the places of a line box; those inside of words only with `hyphens`. `hangs` says that characters may hang into
    the margins."""
    try:
        return _read(box, context, containing_block, hyphens=hyphens, hangs=hangs)
    except Unplannable as given_up:
        return LineByLine(given_up.reason)


def _read(
    box: boxes.Box, context: LayoutContext, containing_block: boxes.Box, *, hyphens: bool, hangs: bool
) -> ParagraphBreaks:
    """Return the places of a line box. Raises `Unplannable`."""
    paragraph = ParagraphBreaks(box, hyphens, hangs)
    pen = Pen()
    space = _space(word_cache(box.style))
    for path, child, parents, edge in boxes_in(box, (), (box,), containing_block):
        pen.place += edge
        if child is None:
            continue
        if isinstance(child, boxes.TextBox):
            if child.text and child.style["font_size"]:
                _add_text(paragraph, pen, _text_leaf(path, child, parents, pen, context, space), context)
        elif isinstance(child, boxes.AtomicInlineLevelBox):
            width = _width(child, context, containing_block)
            leaf = PictureLeaf(path, child, parents, pen.place, pen.spaces, width)
            _add_between(paragraph, pen, leaf)
            pen.place += width
            pen.closed, pen.trailing, pen.hangs, pen.fresh = pen.place, 0.0, 0.0, False
            paragraph.leaves.append(leaf)
        else:  # a box that holds others ends here
            pen.closed = pen.place
    if pen.fresh:  # no line stands behind the last line break
        if not paragraph.breaks:
            raise Unplannable("empty")
        paragraph.stops[-1], paragraph.resumes[-1] = Stop((len(box.children) - 1,)), None
        return paragraph
    paragraph.add(BreakKind.END, *pen.end, pen.place, pen.spaces, Stop((len(box.children) - 1,)), None)
    return paragraph


_Part = tuple[
    tuple[int, ...],
    boxes.TextBox | boxes.AtomicInlineLevelBox | boxes.InlineBox | None,
    tuple[boxes.Box, ...],
    float,
]


def boxes_in(
    box: boxes.Box, path: tuple[int, ...], parents: tuple[boxes.Box, ...], containing_block: boxes.Box
) -> Iterator[_Part]:
    """Yield the texts and pictures of a box with their paths and what holds them. A box that holds others comes twice: as
    None with what is left of its content, in px, and, when it ends, itself with what is right of it."""
    for index, child in enumerate(box.children):
        inner = (*path, index)
        if not child.is_in_normal_flow():
            if is_out_of_line(child) and all(one.style["position"] == "static" for one in parents[1:]):
                continue
            raise Unplannable("out of flow")
        if isinstance(child, boxes.InlineBox):
            if child.is_leader or child.style["box_decoration_break"] == "clone":
                raise Unplannable("decoration")
            percent.resolve_percentages(child, containing_block)
            # CSS 2.2, 10.3.1: `auto` is 0 for a box in a line.
            for margin in ("margin_left", "margin_right"):
                if getattr(child, margin) == "auto":
                    setattr(child, margin, 0)
            yield inner, None, parents, edges(child, "left")
            yield from boxes_in(child, inner, (*parents, child), containing_block)
            yield inner, child, parents, edges(child, "right")
        elif isinstance(child, boxes.TextBox | boxes.AtomicInlineLevelBox):
            percent.resolve_percentages(child, containing_block)
            yield inner, child, parents, 0.0
        else:
            raise Unplannable("inline flex or grid")


def is_out_of_line(box: boxes.Box) -> bool:
    """Whether a box that stands among the words of a line has no room there, nor a place that depends on the line, as a
    note in the margin."""
    style = box.style
    return bool(style["position"] == "absolute" and (style["top"], style["bottom"]) != ("auto", "auto"))


def texts_and_pictures(box: boxes.Box) -> Iterator[boxes.Box]:
    """Yield the texts that have room and the pictures of a paragraph, in their order."""
    for child in box.children:
        if isinstance(child, boxes.InlineBox):
            yield from texts_and_pictures(child)
        elif is_out_of_line(child):
            continue
        elif not isinstance(child, boxes.TextBox) or (child.text and child.style["font_size"]):
            yield child


def edges(box: boxes.Box, side: str) -> float:
    """Return the margin, border and padding of a box on its left or right, in px."""
    return float(
        getattr(box, f"margin_{side}")
        + getattr(box, f"border_{side}_width")
        + getattr(box, f"padding_{side}")
    )


def _width(box: boxes.Box, context: LayoutContext, containing_block: boxes.Box) -> float:
    """Return how wide a picture or an inline block is, with its margins. The content of a block is not laid out for that."""
    if isinstance(box, boxes.InlineBlockBox) and not box.is_table_wrapper:
        for side in ("margin_left", "margin_right"):
            if getattr(box, side) == "auto":
                setattr(box, side, 0)
        inline.inline_block_width(box, context, containing_block)
        return float(box.margin_width())
    return float(inline.atomic_box(context, box, 0, None, containing_block, [], []).margin_width())


def _text_leaf(
    path: tuple[int, ...],
    box: boxes.TextBox,
    parents: tuple[boxes.Box, ...],
    pen: Pen,
    context: LayoutContext,
    space: int,
) -> TextLeaf:
    breaking = break_style(box.style)
    if breaking is None:
        raise Unplannable("script")
    text = box.text
    if text == "\n":
        return TextLeaf(path, box, parents, pen.place, pen.spaces, breaking)
    if getattr(breaking.zone, "value", breaking.zone):
        raise Unplannable("hyphenation zone")
    if breaking.space in ("pre", "pre-wrap") or "\n" in text or "  " in text:
        raise Unplannable("white space")
    match = _no_width(breaking) if text == BREAK_PLACE else measured_text(breaking, text, context)
    if match is None:
        raise Unplannable("script")
    # A space of a bold face is narrower than those around it as a rule, and would be squeezed too much with them. One that
    # is wider (of code) gives no more than they do.
    own = _space(breaking.cache)
    share = min(own / space, 1.0) if own and space else 1.0
    return TextLeaf(path, box, parents, pen.place, pen.spaces, breaking, *match, share)


def _space(words: WordCache | None) -> int:
    """Return how wide a space is, in units of Pango; 0 if that is not known."""
    word = words.word(" ") if words else None
    return word.width if word else 0


def _no_width(breaking: BreakStyle) -> tuple[MeasuredText, int] | None:
    """Return the text of a `wbr`, measured; None if it has a width, which letters that are spaced may give it."""
    word = None if breaking.cache.spacing else breaking.cache.word(BREAK_PLACE)
    if word is None or word.width:
        return None
    return MeasuredText(breaking.cache, BREAK_PLACE, [0, 1], [0], [0], [], []), 0


def _add_text(paragraph: ParagraphBreaks, pen: Pen, leaf: TextLeaf, context: LayoutContext) -> None:
    _add_between(paragraph, pen, leaf)
    paragraph.leaves.append(leaf)
    if leaf.measured is None:  # a line break of the author
        end = pen.end
        paragraph.add(BreakKind.FORCED, *end, pen.place, pen.spaces, Stop(leaf.path, 0), Resume(leaf.path, 1))
        pen.closed, pen.trailing, pen.hangs, pen.fresh = pen.place, 0.0, 0.0, True
        return
    BreakReader(paragraph, leaf, leaf.measured, context).read(pen)


def _add_between(paragraph: ParagraphBreaks, pen: Pen, leaf: Leaf) -> None:
    """Add the place before a text or a picture, if a line may end there."""
    if pen.fresh:
        return
    last = paragraph.leaves[-1]
    depth = next(at for at, (one, other) in enumerate(zip(last.path, leaf.path)) if one != other)
    if last.parents[depth].style["white_space"] in ("pre", "nowrap"):
        return
    before = " " if last.box.trailing_collapsible_space else _letters(last)[-1]
    # Two letters behind the place: a closing quotation mark, as in »so«, opens one if a letter follows.
    # What code begins with, such as the point of `.tex`, ends no sentence (UAX 14, LB15d).
    code = before == " " and leaf.breaking is not None and leaf.breaking.patterns == CODE
    if before == "\n" or not (code or _can_break(before + _letters(leaf)[:2], leaf.box.style["lang"])):
        return
    path = last.path[:depth]
    kind = BreakKind.DASH if before in DASHES else BreakKind.PLAIN
    hangs = hangs_by(leaf, _letters(leaf)[0], hanging(leaf.box.style).left) if paragraph.hangs else 0.0
    stop = Stop((*path, last.path[depth]), hangs=pen.hangs)
    resume = Resume((*path, last.path[depth] + 1), hangs=hangs)
    paragraph.add(kind, *pen.end, pen.closed, pen.spaces, stop, resume)


def _letters(leaf: Leaf) -> str:
    return leaf.box.text if isinstance(leaf.box, boxes.TextBox) else _OBJECT


@lru_cache(maxsize=4096)
def _can_break(letters: str, lang: str | None) -> bool:
    """Return whether a line may end behind the first of these letters."""
    return bool(line_break.get_log_attrs(letters, lang)[1].is_line_break)
