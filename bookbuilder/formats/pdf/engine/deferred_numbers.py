"""Page numbers that are not known while a part is laid out: found in the boxes, drawn as places for the linker to fill.

In the text of a part they are elements of the HTML (`<span data-page="anchor">00</span>`). In margin boxes, and where a
style sheet puts them into the text, they are page counters; since WeasyPrint joins what `content` says into one text, the
counters come out as letters that no text has, and the text is parted there before it is laid out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from weasyprint.draw import text as drawing
from weasyprint.formatting_structure import boxes
from weasyprint.text.line_break import split_first_line

from bookbuilder.formats.pdf.compile.compiled_part import MARK, PAGE_COUNT, PAGE_NUMBER, Content, Shift, Slot

ATTRIBUTE = "data-page"
EXACT = "data-exact"
"""Says of a number that it is printed as it was laid out."""
PLACEHOLDER = 2
"""Figures with which a number in a margin box is laid out."""
_FIRST, _LAST = 0xF0000, 0xFFFFD  # a plane for private use
_HELD = re.compile(f"([{chr(_FIRST)}-{chr(_LAST)}])")
_TABULAR = {"proportional-nums", "tabular-nums"}
_GLYPHS = re.compile(rb"<([0-9a-f]*)>")

_theirs = drawing.draw_first_line


@dataclass(slots=True, eq=False)
class Number:
    """A page counter: which number, the ten signs that it is written with, how many figures it has room for, and its place
    among the numbers of the part."""

    name: str
    symbols: str
    room: int = PLACEHOLDER
    place: int = -1
    running: bool = False


class Counter(int):
    """The value of a page counter, which is not known, as a rule."""

    name = PAGE_NUMBER
    known = running = False

    def __deepcopy__(self, memo: object) -> Counter:
        return self


class Running(Counter):
    """The value of the page counter in running text."""

    running = True


class Total(Counter):
    """The value of the counter `pages`."""

    name = PAGE_COUNT


class Known(Counter):
    """The value of the page counter in a part that was laid out for one number."""

    known = True


@dataclass(slots=True, eq=False)
class Late:
    """What is being compiled: its numbers, and the slots of the stream that is drawn now.

    `rooms` says for numbers in running text, by their places, how many figures they have room for, `total` how many pages
    the book has; `totals` that its text says so.
    """

    numbers: list[Number] = field(default_factory=list)
    rooms: Mapping[int, int] = field(default_factory=dict)
    total: int = 0
    exact: bool = False
    totals: bool = False
    style: str = ""
    slots: list[Slot] = field(default_factory=list)
    shifts: list[Shift] = field(default_factory=list)
    digits: dict[Any, tuple[tuple[str, ...], tuple[float, ...]]] = field(default_factory=dict)

    def written(self, counter: Counter, name: str, style: Any) -> str | None:
        """Return the letter that stands for a counter; None if its style does not write with ten figures."""
        if counter.name == PAGE_NUMBER and not counter.running:
            self.style = name
        if counter.known:
            return None
        symbols = self.figures(style, name)
        if not symbols:
            self.exact = True
            return None
        place = len(self.numbers)
        room = self.rooms.get(place, PLACEHOLDER)
        self.numbers.append(Number(counter.name, symbols, room, place, counter.running))
        return chr(_FIRST + place)

    @staticmethod
    def figures(style: Any, name: Any) -> str:
        """Return the ten figures that a counter style writes with; empty if it writes in another way."""
        known = style.resolve_counter(name) if isinstance(name, str) else None
        if not known or known["pad"] not in (None, (0, ""), (0, ("string", ""))):
            return ""
        system = known["system"][1] if known["system"] else ""
        symbols = "".join(value for kind, value in known["symbols"] or ()) if system == "numeric" else ""
        return symbols if len(symbols) == 10 else ""

    @contextmanager
    def opened(self, style: Any) -> Iterator[None]:
        """Let page counters come out open."""
        written = type(style).render_value

        def render_value(
            value: Any, name: Any = None, counter: Any = None, previous_types: Any = None
        ) -> str:
            if isinstance(value, Counter) and isinstance(name, str):
                found = self.written(value, name, style)
                if found is not None:
                    return found
            return str(written(style, value, name, counter, previous_types))

        style.render_value = render_value
        try:
            yield
        finally:
            del style.render_value

    def part(self, box: Any) -> Any:
        """Part the texts in a box where numbers stand, and return the box."""
        for parent in [box, *box.descendants()]:
            children = getattr(parent, "children", ())
            if any(isinstance(child, boxes.TextBox) and _HELD.search(child.text) for child in children):
                parent.children = [piece for child in children for piece in self._pieces(child)]
        return box

    def _pieces(self, child: Any) -> Iterator[Any]:
        if not isinstance(child, boxes.TextBox):
            yield child
            return
        for piece in _HELD.split(child.text):
            number = ord(piece) - _FIRST if len(piece) == 1 else -1
            if 0 <= number < len(self.numbers):
                one = self.numbers[number]
                box = child.copy_with_text(one.symbols[0] * one.room)
                box.bookbuilder_number = one
                if one.running:
                    box.style = _whole(_tabular(box.style))
                yield box
            elif piece:
                yield child.copy_with_text(piece)

    def align(self, box: Any) -> None:
        """Note for each text of a margin box how it moves when the numbers on its line are wider or narrower."""
        for line in box.descendants():
            if isinstance(line, boxes.LineBox):
                texts = [text for text in line.descendants() if isinstance(text, boxes.TextBox)]
                numbers = [text for text in texts if hasattr(text, "bookbuilder_number")]
                if numbers:
                    share = _share(line)
                    before = 0
                    for text in texts:
                        text.bookbuilder_line = (numbers, before, share)
                        before += text in numbers

    def content(self, data: bytes) -> Content:
        """Return what was drawn, with the slots that it has, and begin anew."""
        found = Content(data, tuple(self.slots), tuple(self.shifts))
        self.slots, self.shifts = [], []
        return found


def _share(line: Any) -> float:
    align, direction = line.style["text_align_all"], line.style["direction"]
    share = {"center": 0.5, "right": 1.0, "left": 0.0, "end": 1.0, "start": 0.0}.get(align, 0.0)
    return 1.0 - share if direction == "rtl" and align in ("start", "end") else share


def hold_together(box: Any) -> None:
    """Give page numbers in the text of a box figures of one width, between which no line ends."""
    for child in box.descendants():
        element = child.element
        if isinstance(child, boxes.TextBox) and element is not None and element.get(ATTRIBUTE):
            child.style = _whole(_tabular(child.style))


def is_number(box: Any) -> bool:
    """Whether a box begins with a page number."""
    element = box.element
    if element is None:
        return False
    return bool(element.get(ATTRIBUTE)) or (
        bool(box.children) and hasattr(box.children[0], "bookbuilder_number")
    )


def _whole(style: Any) -> Any:
    """Return a style, which is not used elsewhere, with which no line ends inside of a word."""
    if style["overflow_wrap"] != "normal" or style["word_break"] != "normal" or style["hyphens"] == "auto":
        style["overflow_wrap"], style["word_break"], style["hyphens"] = "normal", "normal", "manual"
    return style


def _tabular(style: Any) -> Any:
    """Return a style with figures of one width."""
    made = style.copy()
    old = made["font_variant_numeric"]
    kept = () if old == "normal" else tuple(name for name in old if name not in _TABULAR)
    made["font_variant_numeric"] = (*kept, "tabular-nums")
    return made


def draw(
    late: Late, theirs: Callable[..., Any], stream: Any, box: Any, overflow: Any, ellipsis: Any, matrix: Any
) -> Any:
    """Draw a text as `theirs` does, leaving a place where a number or a start is not known."""
    number = getattr(box, "bookbuilder_number", None)
    element = getattr(box, "element", None)  # the text of a drawing has none
    anchor = None if element is None or number is not None else _anchor(box, element)
    line = getattr(box, "bookbuilder_line", None)
    if number is None and not anchor and line is None:
        return theirs(stream, box, overflow, ellipsis, matrix)
    start = len(stream.stream)
    name = number.name if number else anchor
    tags = stream._tags
    if name is not None:  # another number may come to stand here, so nothing is marked with this one
        stream._tags = None
    emojis = theirs(stream, box, overflow, ellipsis, matrix)
    stream._tags = tags
    drawn = stream.stream[start:]
    shown = [item for item in drawn if isinstance(item, bytes) and item.endswith(b"TJ")]
    if name is not None and (number or anchor):
        zero = ord(box.text[0]) if box.text.isdecimal() else ord("0")
        symbols = number.symbols if number else "".join(chr(zero + figure) for figure in range(10))
        slot = _slot(late, stream, box, name, symbols, b"\n".join(shown))
        box.bookbuilder_slot = len(late.slots)
        late.slots.append(slot)
        place = MARK + b"%d" % box.bookbuilder_slot + MARK
        stream.stream[start:] = [item for item in drawn if item not in shown] + [place]
    if line is not None:
        late.shifts.append(Shift(matrix.values[4], (), line[1], line[2]))
        box.bookbuilder_shift = len(late.shifts) - 1
        place = MARK + b">%d" % box.bookbuilder_shift + MARK
        for at, item in enumerate(stream.stream[start:], start):
            if isinstance(item, bytes) and item.endswith(b"Tm"):
                parts = item.split(b" ")
                stream.stream[at] = b" ".join((*parts[:4], place, *parts[5:]))
    return emojis


def _anchor(box: Any, element: Any) -> str | None:
    """Return the anchor whose page a text names; None if it is another text, such as one that a style sheet puts beside."""
    named: str | None = element.get(ATTRIBUTE)
    return None if not named or "::" in box.element_tag or element.get(EXACT) is not None else named


def settle(late: Late, box: Any) -> None:
    """Say, when a margin box is drawn, which slots are on the line of each of its texts."""
    for text in box.descendants():
        line = getattr(text, "bookbuilder_line", None)
        at = getattr(text, "bookbuilder_shift", None)
        if line is not None and at is not None:
            slots = tuple(other.bookbuilder_slot for other in line[0] if hasattr(other, "bookbuilder_slot"))
            old = late.shifts[at]
            late.shifts[at] = Shift(old.x, slots, old.before, old.align)


def _slot(late: Late, stream: Any, box: Any, name: str, symbols: str, shown: bytes) -> Slot:
    face, size = stream._current_font
    key = (face, box.style["font_variant_numeric"], box.style["font_feature_settings"], symbols)
    if key not in late.digits:
        late.digits[key] = _digits(stream, box, symbols, face)
    glyphs, widths = late.digits[key]
    return Slot(name, box.text, shown, glyphs, widths, box.width / size * 1000, size, symbols)


def _digits(stream: Any, box: Any, symbols: str, face: str) -> tuple[tuple[str, ...], tuple[float, ...]]:
    """Return the glyphs of ten figures and their widths, as the font gives them in the style of a text.

    Empty if the font has none of its own for one of them.
    """
    layout, *_ = split_first_line(symbols, box.style, None, None, 0)
    probe = box.copy_with_text(symbols)
    probe.pango_layout = layout
    layout.reactivate(box.style)
    scratch = stream.clone()
    _theirs(scratch, probe, "clip", "none", _Identity)
    layout.deactivate()
    found = b"".join(
        _GLYPHS.findall(b"".join(i for i in scratch.stream if isinstance(i, bytes) and i.endswith(b"TJ")))
    )
    glyphs = tuple(found[at : at + 4].decode() for at in range(0, len(found), 4))
    widths: dict[int, float] = {}
    for font in stream._fonts.values():
        if font.hash == face:
            widths.update(font.widths)
    if len(glyphs) != 10 or scratch._current_font[0] != face:
        return (), ()
    return glyphs, tuple(widths[int(glyph, 16)] for glyph in glyphs)


class _Identity:
    values = (1, 0, 0, 1, 0, 0)
