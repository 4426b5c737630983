"""Page numbers that are not known while a part is laid out: found in the boxes, drawn as slots for the linker to fill.

In the text of a part they are elements of the HTML (`<span data-page="anchor">00</span>`). In margin boxes, and where a
style sheet puts them into the text, they are page counters; since WeasyPrint joins the values of `content` into one text,
the counters come out as characters that no text has, and the text is split there before it is laid out."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, TypeVar

from weasyprint.formatting_structure import boxes
from weasyprint.matrix import Matrix
from weasyprint.text import line_break

from bookbuilder.formats.pdf.compile.compiled_part import PAGE_COUNT, PAGE_NUMBER, SLOT, Content, Shift, Slot
from bookbuilder.formats.pdf.engine.marks import mark, marks
from bookbuilder.formats.pdf.engine.patch import Change, Kind, Patch, Scope
from bookbuilder.formats.pdf.engine.setup.part_state import PartState

if TYPE_CHECKING:
    from weasyprint.css import AnonymousStyle, ComputedStyle
    from weasyprint.css.counters import CounterStyle
    from weasyprint.pdf.stream import Stream

    from bookbuilder.formats.pdf.engine.html_element import HtmlElement

_B = TypeVar("_B", bound=boxes.Box)

PAGE_ATTRIBUTE = "data-page"
VERBATIM_ATTRIBUTE = "data-exact"
"""Says of a page number that it is printed as it was laid out."""
PLACEHOLDER = 2
"""Figures with which a number in a margin box is laid out."""
_FIRST, _LAST = 0xF0000, 0xFFFFD  # a plane for private use
_PLACEHOLDERS = re.compile(f"([{chr(_FIRST)}-{chr(_LAST)}])")
_TABULAR = {"proportional-nums", "tabular-nums"}
_GLYPHS = re.compile(rb"<([0-9a-f]*)>")

_Draw = Callable[["Stream", boxes.TextBox, str, str | tuple[str, str], Matrix], list[object]]
"""Draws the first line of a text: stream, box, overflow, ellipsis, matrix. Returns the emojis that are still to be drawn."""


@dataclass(slots=True, eq=False)
class DeferredNumber:
    """A page counter in a text: which number (`PAGE_NUMBER` or `PAGE_COUNT`), the ten digits that it is written with, how
    many figures it has room for, its index among the numbers of the part, and whether it stands in running text."""

    name: str
    symbols: str
    room: int = PLACEHOLDER
    index: int = -1
    running: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class NumberedLine:
    """A line of a margin box with page numbers: their texts, how many of them stand `before` a text, and the share of the
    extra width of the line that goes to its start."""

    numbers: list[boxes.TextBox]
    before: int
    share: float


class OpenCounter(int):
    """The value of a page counter, which is not known, as a rule."""

    name = PAGE_NUMBER
    known = running = False

    def __deepcopy__(self, memo: object) -> OpenCounter:
        return self


class RunningCounter(OpenCounter):
    """The value of the page counter in running text."""

    running = True


class PageCountCounter(OpenCounter):
    """The value of the counter `pages`."""

    name = PAGE_COUNT


class KnownCounter(OpenCounter):
    """The value of the page counter in a part that was laid out for one number."""

    known = True


@dataclass(slots=True, eq=False)
class DeferredNumbers:
    """The page numbers of a part, and the slots of the stream that is drawn now.

    `rooms` says for numbers in running text, by their index, how many figures they have room for. `page_count` is the number
    of pages of the book; `prints_page_count` says that the text prints it. `depends_on_number`: a number is written without
    decimal digits, so it must be known. `style` is the counter style of the last folio.
    """

    numbers: list[DeferredNumber] = field(default_factory=list)
    rooms: Mapping[int, int] = field(default_factory=dict)
    page_count: int = 0
    depends_on_number: bool = False
    prints_page_count: bool = False
    style: str = ""
    slots: list[Slot] = field(default_factory=list)
    shifts: list[Shift] = field(default_factory=list)
    digits: dict[Hashable, tuple[tuple[str, ...], tuple[float, ...]]] = field(default_factory=dict)

    def placeholder(self, counter: OpenCounter, name: str, style: CounterStyle) -> str | None:
        """Return the character that stands for a counter; None if its style does not write with ten digits."""
        if counter.name == PAGE_NUMBER and not counter.running:
            self.style = name
        if counter.known:
            return None
        symbols = self.ten_digits(style, name)
        if not symbols:
            self.depends_on_number = True
            return None
        index = len(self.numbers)
        room = self.rooms.get(index, PLACEHOLDER)
        self.numbers.append(DeferredNumber(counter.name, symbols, room, index, counter.running))
        return chr(_FIRST + index)

    @staticmethod
    def ten_digits(style: CounterStyle, name: object) -> str:
        """Return the ten digits that a counter style writes with; empty if it writes in another way."""
        counter = style.resolve_counter(name) if isinstance(name, str) else None
        if not counter or counter["pad"] not in (None, (0, ""), (0, ("string", ""))):
            return ""
        system = counter["system"][1] if counter["system"] else ""
        symbols = "".join(value for kind, value in counter["symbols"] or ()) if system == "numeric" else ""
        return symbols if len(symbols) == 10 else ""

    @contextmanager
    def left_open(self, style: CounterStyle) -> Iterator[None]:
        """Make a counter style write placeholders for page counters."""
        theirs = type(style).render_value

        def render_value(
            value: int, name: object = None, counter: object = None, previous_types: object = None
        ) -> str:
            if isinstance(value, OpenCounter) and isinstance(name, str):
                placeholder = self.placeholder(value, name, style)
                if placeholder is not None:
                    return placeholder
            return str(theirs(style, value, name, counter, previous_types))

        vars(style)["render_value"] = render_value  # of this one alone, not of its class
        try:
            yield
        finally:
            del vars(style)["render_value"]

    def split_texts(self, box: _B) -> _B:
        """Split the texts in a box where numbers stand, and return the box."""
        every: list[boxes.Box] = [box, *box.descendants()]
        for parent in every:
            children = parent.children
            if any(
                isinstance(child, boxes.TextBox) and _PLACEHOLDERS.search(child.text) for child in children
            ):
                parent.children = [piece for child in children for piece in self._pieces(child)]
        return box

    def _pieces(self, child: boxes.Box) -> Iterator[boxes.Box]:
        if not isinstance(child, boxes.TextBox):
            yield child
            return
        for piece in _PLACEHOLDERS.split(child.text):
            index = ord(piece) - _FIRST if len(piece) == 1 else -1
            if 0 <= index < len(self.numbers):
                number = self.numbers[index]
                box = child.copy_with_text(number.symbols[0] * number.room)
                mark(box).number = number
                if number.running:
                    box.style = _unbreakable(_tabular(box.style))
                yield box
            elif piece:
                yield child.copy_with_text(piece)

    def note_alignment(self, box: boxes.Box) -> None:
        """Note for each text of a margin box how it moves when the numbers on its line become wider or narrower."""
        for line in box.descendants():
            if isinstance(line, boxes.LineBox):
                texts = [text for text in line.descendants() if isinstance(text, boxes.TextBox)]
                numbers = [text for text in texts if marks(text).number is not None]
                if numbers:
                    share = _start_share(line)
                    before = 0
                    for text in texts:
                        mark(text).numbered_line = NumberedLine(numbers, before, share)
                        before += text in numbers

    def take_content(self, data: bytes) -> Content:
        """Return what was drawn, with its slots, and begin anew."""
        content = Content(data, tuple(self.slots), tuple(self.shifts))
        self.slots, self.shifts = [], []
        return content


def _start_share(line: boxes.LineBox) -> float:
    align, direction = line.style["text_align_all"], line.style["direction"]
    share = {"center": 0.5, "right": 1.0, "left": 0.0, "end": 1.0, "start": 0.0}.get(align, 0.0)
    return 1.0 - share if direction == "rtl" and align in ("start", "end") else share


def keep_numbers_whole(box: boxes.Box) -> None:
    """Give page numbers in the text of a box tabular figures, between which no line ends."""
    for child in box.descendants():
        element = child.element
        if isinstance(child, boxes.TextBox) and element is not None and element.get(PAGE_ATTRIBUTE):
            child.style = _unbreakable(_tabular(child.style))


def is_number(box: boxes.Box) -> bool:
    """Whether a box begins with a page number."""
    element = box.element
    if element is None:
        return False
    return bool(element.get(PAGE_ATTRIBUTE)) or (
        bool(box.children) and marks(box.children[0]).number is not None
    )


def _unbreakable(style: ComputedStyle | AnonymousStyle) -> ComputedStyle | AnonymousStyle:
    """Return a style, which is not used elsewhere, changed so that no line ends inside a word."""
    # A number that was divided at the end of a line ended the build: each half was taken for a number.
    if style["overflow_wrap"] != "normal" or style["word_break"] != "normal" or style["hyphens"] == "auto":
        style["overflow_wrap"], style["word_break"], style["hyphens"] = "normal", "normal", "manual"
    return style


def _tabular(style: ComputedStyle | AnonymousStyle) -> ComputedStyle | AnonymousStyle:
    tabular = style.copy()
    old = tabular["font_variant_numeric"]
    others = () if old == "normal" else tuple(name for name in old if name not in _TABULAR)
    tabular["font_variant_numeric"] = (*others, "tabular-nums")
    return tabular


def _draw_first_line(theirs: _Draw, part: PartState) -> _Draw:
    numbers = part[DeferredNumbers]

    def draw_first_line(
        stream: Stream, box: boxes.TextBox, overflow: str, ellipsis: str | tuple[str, str], matrix: Matrix
    ) -> list[object]:
        number = marks(box).number
        element: HtmlElement | None = getattr(box, "element", None)  # the text of a drawing (SVG) has none
        anchor = None if element is None or number is not None else _anchor(box, element)
        line = marks(box).numbered_line
        if number is None and not anchor and line is None:
            return theirs(stream, box, overflow, ellipsis, matrix)
        start = len(stream.stream)
        name = number.name if number else anchor
        tags = stream._tags
        if name is not None:  # another number may come to stand here, so nothing is marked with this one
            stream._tags = None
        emojis = theirs(stream, box, overflow, ellipsis, matrix)
        if name is not None and (number or anchor):
            _leave_slot(numbers, theirs, stream, start, box, name, number)
        stream._tags = tags
        if line is not None:
            _leave_shift(numbers, line, stream, start, box, matrix)
        return emojis

    return draw_first_line


def _leave_slot(
    numbers: DeferredNumbers, theirs: _Draw, stream: Stream, start: int, box: boxes.TextBox, name: str,
    number: DeferredNumber | None,
) -> None:  # fmt: skip
    """Put a slot in the place of what shows a number, in what was drawn from `start` on."""
    drawn = stream.stream[start:]
    shown = [item for item in drawn if isinstance(item, bytes) and item.endswith(b"TJ")]
    zero = ord(box.text[0]) if box.text.isdecimal() else ord("0")
    symbols = number.symbols if number else "".join(chr(zero + figure) for figure in range(10))
    slot = _slot(numbers, theirs, stream, box, name, symbols, b"\n".join(shown))
    index = mark(box).slot = len(numbers.slots)
    numbers.slots.append(slot)
    place = SLOT + b"%d" % index + SLOT
    stream.stream[start:] = [item for item in drawn if item not in shown] + [place]


def _leave_shift(
    numbers: DeferredNumbers,
    line: NumberedLine,
    stream: Stream,
    start: int,
    box: boxes.TextBox,
    matrix: Matrix,
) -> None:
    """Put a slot in the place of x, where a text begins, in what was drawn from `start` on."""
    index = mark(box).shift = len(numbers.shifts)
    numbers.shifts.append(Shift(matrix.values[4], (), line.before, line.share))
    place = SLOT + b">%d" % index + SLOT
    for at, item in enumerate(stream.stream[start:], start):
        if isinstance(item, bytes) and item.endswith(b"Tm"):
            parts = item.split(b" ")
            stream.stream[at] = b" ".join((*parts[:4], place, *parts[5:]))


def _anchor(box: boxes.TextBox, element: HtmlElement) -> str | None:
    """Return the anchor whose page number a text is; None if it is another text, such as one that a style sheet adds."""
    anchor = element.get(PAGE_ATTRIBUTE)
    if not anchor or "::" in box.element_tag or element.get(VERBATIM_ATTRIBUTE) is not None:
        return None
    return anchor


def fill_shifts(numbers: DeferredNumbers, box: boxes.Box) -> None:
    """Say, when a margin box is drawn, which slots are on the line of each of its texts."""
    for text in box.descendants():
        line, at = marks(text).numbered_line, marks(text).shift
        if line is not None and at is not None:
            drawn = (marks(other).slot for other in line.numbers)
            slots = tuple(slot for slot in drawn if slot is not None)
            numbers.shifts[at] = replace(numbers.shifts[at], slots=slots)


def _slot(
    numbers: DeferredNumbers,
    theirs: _Draw,
    stream: Stream,
    box: boxes.TextBox,
    name: str,
    symbols: str,
    operator: bytes,
) -> Slot:
    assert stream._current_font is not None  # the text was drawn
    face, size = stream._current_font
    key = (face, box.style["font_variant_numeric"], box.style["font_feature_settings"], symbols)
    if key not in numbers.digits:
        numbers.digits[key] = _digits(theirs, stream, box, symbols, face)
    glyphs, widths = numbers.digits[key]
    width = box.width / marks(box).scale  # as glyphs are, before the line scales them
    return Slot(name, box.text, operator, glyphs, widths, width / size * 1000, size, symbols)


def _digits(
    theirs: _Draw, stream: Stream, box: boxes.TextBox, symbols: str, face: str
) -> tuple[tuple[str, ...], tuple[float, ...]]:
    """Return the glyphs of ten digits and their widths, as the font has them in the style of a text; both are empty if it
    lacks one of them."""
    layout, *_ = line_break.split_first_line(symbols, box.style, None, None, 0)
    probe = box.copy_with_text(symbols)
    probe.pango_layout = layout
    layout.reactivate(box.style)
    scratch = stream.clone()
    theirs(scratch, probe, "clip", "none", Matrix())
    layout.deactivate()
    codes = b"".join(
        _GLYPHS.findall(b"".join(i for i in scratch.stream if isinstance(i, bytes) and i.endswith(b"TJ")))
    )
    glyphs = tuple(codes[at : at + 4].decode() for at in range(0, len(codes), 4))
    widths: dict[int, float] = {}
    for font in stream._fonts.values():
        if font.hash == face:
            widths.update(font.widths)
    if len(glyphs) != 10 or scratch._current_font is None or scratch._current_font[0] != face:
        return (), ()
    return glyphs, tuple(widths[int(glyph, 16)] for glyph in glyphs)


PATCH = Patch(
    "A number that is not known while its part is laid out is drawn as a slot for the linker to fill.",
    Kind.HOOK,
    (Change("weasyprint.draw.text:draw_first_line", "1bb8eae6d88e71b1", _draw_first_line),),
    Scope.PART,
)
