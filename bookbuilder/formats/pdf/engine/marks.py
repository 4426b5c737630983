"""What we note on the objects of WeasyPrint: one object of ours on each, its attribute `bookbuilder`, with a field for each
note.

A copy of a box has the notes of its original, and what is noted on it later is its own: `mark` gives a box notes of its own
before it changes them. This module knows the values of the rooms above it by their names alone, for type checkers.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field, fields, replace
from operator import attrgetter
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from weasyprint.css import Style
    from weasyprint.formatting_structure.boxes import Box
    from weasyprint.layout import LayoutContext
    from weasyprint.pdf.fonts import Font

    from bookbuilder.formats.pdf.engine.glyphs.glyph_drawing import SizedFace
    from bookbuilder.formats.pdf.engine.layout.title_plan import TitlePlan
    from bookbuilder.formats.pdf.engine.lines.hanging_punctuation import Hanging
    from bookbuilder.formats.pdf.engine.lines.line_plan import LinePlan
    from bookbuilder.formats.pdf.engine.lines.line_style import LineStyle
    from bookbuilder.formats.pdf.engine.numbers.deferred_numbers import DeferredNumber, NumberedLine
    from bookbuilder.formats.pdf.engine.page_reuse.cached_page import CachedPage
    from bookbuilder.formats.pdf.engine.pages.block_column import KnownBlocks
    from bookbuilder.formats.pdf.engine.pages.chapter_pages import ChapterPages
    from bookbuilder.formats.pdf.engine.pages.column_plan import ColumnPlan
    from bookbuilder.formats.pdf.engine.pages.completed_notes import CompletedNote
    from bookbuilder.formats.pdf.engine.pages.unbreakable_blocks import Measured
    from bookbuilder.formats.pdf.engine.read.all_boxes import PageBoxes
    from bookbuilder.formats.pdf.engine.read.text_ink import TextInk
    from bookbuilder.formats.pdf.engine.shaping.break_style import BreakStyle
    from bookbuilder.formats.pdf.engine.shaping.style_cache import Models, WaitingStyles
    from bookbuilder.formats.pdf.engine.shaping.word_cache import StyleCaches, WordCache
    from bookbuilder.formats.pdf.engine.speed.note_layouts import NoteBox, NoteLayouts
    from bookbuilder.formats.text_places import SourceRun

T = TypeVar("T")

NAME = "bookbuilder"
"""The attribute that holds what we note."""


@dataclass(frozen=True, slots=True)
class ParagraphPiece:
    """Some lines of a paragraph that a figure splits: the path to the first one (empty: the paragraph begins with it), and
    the path to the one behind the last (empty: the paragraph ends with it)."""

    begin: tuple[int, ...] = ()
    stop: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class TablePiece:
    """Some rows of a turned table that is longer than a page: the path to the first one from the block around the table
    (empty: it begins with its caption), and the path to the one behind the last (empty: it ends with its last row)."""

    begin: tuple[int, ...] = ()
    stop: tuple[int, ...] = ()


@dataclass(slots=True, eq=False)
class Planned:
    """How a child of a chapter, or the lines in it, are planned to stand. Only `mark_planned` gives one to be changed.

    All of this is in the key of a page that is reused (`page_reuse.page_content`): a field that is added here is in it too.
    """

    starts_page: bool = False
    """A page is planned to end before it."""
    starts_column: bool = False
    """A column is planned to end before it, in a chapter that is set in columns."""
    moved: bool | None = None
    """A figure stands elsewhere than it is written; None: its place is not planned."""
    added_space: float = 0.0
    """The space that is added above it, in px."""
    added_below: float = 0.0
    """The space that is added below it, in px."""
    overhang: float = 0.0
    """How much of what is below its last line has no room, in px."""
    piece: ParagraphPiece = ParagraphPiece()
    """Which lines of a paragraph that a figure splits stand in it."""
    rows: TablePiece = TablePiece()
    """Of a block with a turned table: which rows of it stand in it."""

    def key(self) -> tuple[Hashable, ...]:
        """Return all fields, as a key."""
        return tuple(getattr(self, one.name) for one in fields(self))


_NOT_PLANNED = Planned()


@dataclass(slots=True, eq=False)
class BoxMarks:
    """What we note on a box. Only `mark` and the room that a field belongs to change it."""

    planned: Planned = _NOT_PLANNED

    # -- pages: chapters and their children
    chapter_pages: ChapterPages | None = None
    """Of a chapter: its pages, as they are planned."""
    column_plans: dict[int, ColumnPlan] | None = None
    """Of a chapter in columns: how its text is planned, by the number of the child behind it, which stands over them."""
    planned_for_side: bool = False
    """Of a chapter: its plan would be another one if it began on the other side of the sheet."""
    known_blocks: KnownBlocks | None = None
    """Of a child of a chapter that has not changed since the layout before: the blocks in it as they were read then."""
    measured: Measured | Callable[[], Measured | None] | None = None
    """Of a block that was measured: its layout, or a function that makes it if only the height is known."""
    note_height: float | None = None
    """Of a footnote: its height in the note area of a page, in px."""
    highest: float | None = None
    """Of the note area of a page: how high it may become, in px, while text above it is set in columns."""

    # -- lines
    plans: dict[float, LinePlan | None] | None = None
    """Of all lines of a paragraph: its plans by its width, one value for all of them."""
    exact_plans: bool = False
    """Of a line of a note, which is laid out on other pages than that for which it was planned: see `line_plan.plan_of`."""
    unplanned: str = ""
    """Of a line of a paragraph that is broken line by line: why."""
    title: tuple[float, int, TitlePlan | None] | None = None
    """Of a title: its width, the number of its children, and where its lines should end; None if that is left to Pango."""
    ends_page: bool = False
    """Of a line: a page is planned to end behind it."""
    scale: float = 1.0
    """Of a text: by how much its glyphs are scaled, horizontally."""
    narrowed: float = 0.0
    """Of a text that ends a line with a sign that is half empty: how much of its width stands beyond the line, in px."""
    head_room: float = 0.0
    """Of a text that begins a line with a sign that is half empty: how much of its width stands before the line, in px."""

    # -- texts and where they come from
    runs: tuple[SourceRun, ...] = ()
    """Of a text: the text nodes that it is made from (`text_places.SourceRun`)."""
    rest: tuple[str, int] | None = None
    """Of a piece of a text: the whole text, and the byte at which the piece begins."""
    picture: int | None = None
    """Of a picture: its number among those of the HTML (`text_places.SourceText.pictures`)."""

    words: tuple[Box, ...] | None = None
    """Of a cell that says on each page of its table how that goes on: all that it may say."""

    measured_at: int | None = None
    """Of a table of which the head and the foot are measured: the row with which the page begins that they are measured for,
    and behind the page that they are measured for."""

    fitted: int = 0
    """Of a table that was too wide: 1 if it is hyphenated for that, 2 if it is set smaller as well, 3 if columns are
    narrow then."""

    widths: tuple[float, list[float]] | None = None
    """Of a table: its width, and those of its columns, in px."""

    parts: tuple[int, tuple[int, ...]] | None = None
    """Of a table that was too wide: how it may be parted by its columns (`column_parts`); None if it cannot be."""

    part: int = 0
    """Of a table that is one of those that a wide one is parted into, and of its groups of rows: its number, from 0."""

    repeated: bool = False
    """A cell that a part of a table repeats: it is no part of the text."""

    # -- numbers
    number: DeferredNumber | None = None
    """Of a text that is a page counter: which."""
    numbered_line: NumberedLine | None = None
    """Of a text of a margin box: the numbers on its line, and how it moves when they become wider."""
    slot: int | None = None
    """Of a text that was drawn: the index of the slot of its number."""
    shift: int | None = None
    """Of a text that was drawn: the index of the slot of where it begins."""

    # -- footnotes: their boxes, and the note area of a page
    completed: CompletedNote | None = None
    """Of a footnote: its boxes as they are laid out."""
    note: NoteBox | None = None
    """Of a footnote whose layout changes nothing but its own boxes, and of its copies: itself."""
    note_layouts: NoteLayouts | None = None
    """Of a note area, and of its copies: what was laid out in it."""

    # -- pages that are laid out
    page_boxes: PageBoxes | None = None
    """Of a page: all boxes in it."""
    text_inks: list[TextInk] | None = None
    """Of a page: where the ink of its texts stands."""
    artifact: str = ""
    """The kind of artifact that a box is (ISO 32000-1, 14.8.2.2); empty for content."""
    cached_page: CachedPage | None = None
    """Of a page: what is kept of it for the next layout of its part."""

    def copy(self) -> BoxMarks:
        """Return notes that can be changed without these."""
        return BoxMarks(*_ALL_OF_BOX(self))

    def update(self, other: BoxMarks) -> None:
        """Take over all that other notes say."""
        for name in BOX_FIELDS:
            value = getattr(other, name)
            if value != getattr(NO_MARKS, name):
                setattr(self, name, value)


BOX_FIELDS = tuple(one.name for one in fields(BoxMarks))
_ALL_OF_BOX = attrgetter(*BOX_FIELDS)
NO_MARKS = BoxMarks()
"""The notes of a box that has none; never changed."""


def marks(box: Box) -> BoxMarks:
    """Return what is noted on a box, to be read."""
    known: BoxMarks = getattr(box, NAME, NO_MARKS)
    return known


def mark(box: Box) -> BoxMarks:
    """Return the notes of a box, to be changed: those of its copies stay as they are."""
    known: BoxMarks | None = getattr(box, NAME, None)
    own = BoxMarks() if known is None else known.copy()
    setattr(box, NAME, own)
    return own


def mark_planned(box: Box) -> Planned:
    """Return how a box is planned to stand, to be changed: its copies stay as they are."""
    own = mark(box)
    own.planned = replace(own.planned)
    return own.planned


def noted(owner: object, make: Callable[[], T]) -> T:
    """Return our object on one of WeasyPrint's that is never copied; it is made when it is asked for first."""
    known: T | None = owner.__dict__.get(NAME)
    if known is None:
        known = make()
        setattr(owner, NAME, known)
    return known


class StyleMarks:
    """What is computed from a style and kept on it. A field has no value until it is asked for (`shared_style.cached`)."""

    __slots__ = (
        "break_place", "break_style", "empty_halves", "hanging", "is_planned_title", "line_style", "measures",
        "most_added_space", "one_line", "square_corners", "strut", "text_metrics", "words",
    )  # fmt: skip

    words: WordCache | None
    """The words of its face at its size; None if its lines are not made of words."""
    one_line: bool
    """It holds for one line: a cache for it would be of no use to another."""
    break_style: BreakStyle | None
    """How its texts are broken; None if WeasyPrint is to break them."""
    break_place: Style
    """Of a `wbr`: the style of the text that stands for it (`break_places`)."""
    line_style: LineStyle
    hanging: Hanging
    is_planned_title: bool
    """It is of a title whose lines `layout.title_plan` plans."""
    empty_halves: dict[str, float]
    """How much of its square a bracket or a stop of Chinese or Japanese leaves empty, in px."""
    most_added_space: float
    """By how many lines the space above a block may grow so that its page is full."""
    text_metrics: tuple[float, float, float, float]
    """The height of a text, its margins above and below, and its baseline, in px."""
    strut: tuple[float, float]
    """The height of a line and its baseline, in px."""
    measures: tuple[Mapping[str, object], tuple[tuple[str, object], ...]]
    """The used values of its measures by their names, and those of borders; empty if they depend on what is around a box."""
    square_corners: bool


def style_marks(style: Style) -> StyleMarks:
    """Return what is kept on a style."""
    return noted(style, StyleMarks)


@dataclass(slots=True, eq=False)
class FontMarks:
    """What we note on a font of a PDF: its faces by their sizes."""

    faces: dict[float, SizedFace] = field(default_factory=dict)


def font_marks(font: Font) -> FontMarks:
    """Return what is noted on a font of a PDF."""
    return noted(font, FontMarks)


@dataclass(slots=True, eq=False)
class FontConfigurationMarks:
    """What we note on the fonts of a book: the words that were shaped in them."""

    caches: StyleCaches


@dataclass(slots=True, eq=False)
class StyleSheetMarks:
    """What we note on a style sheet: the models of the styles of its last document."""

    models: Models


@dataclass(slots=True, eq=False)
class StyleForMarks:
    """What we note on the styles of a document: those of pseudo-elements that nobody has asked for yet."""

    waiting: WaitingStyles


@dataclass(slots=True, eq=False)
class FirstText:
    """What we note on the context of a layout: where the first text of the line begins that is made, and how much of
    its room stays empty so that the last line of the paragraph is not too short, both in px."""

    x: float | None = None
    withheld: float = 0.0
    title_withheld: float | None = None
    """Of a line of a title whose phrases stay whole: how much of its room stays empty so that it ends behind one, in px."""


def first_text(context: LayoutContext) -> FirstText:
    """Return what is noted on the context of a layout."""
    return noted(context, FirstText)


@dataclass(slots=True, eq=False)
class DocumentMarks:
    """What we note on a document when it is written: the levels of its headings."""

    headings: tuple[int, ...]
