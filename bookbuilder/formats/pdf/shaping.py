"""Shapes texts with fewer calls of Pango: what WeasyPrint sets up anew for every line is set up once for a style.

WeasyPrint 70.0 makes a Pango layout of every piece of text that it measures (`text/line_break.py`, `Layout`): a context, a
description of the font, its features. Here the first layout of a style is kept as a pattern and copied, and a text is only
handed over when its lines are asked for.

It also asks of every line whether the next word has room after all. Where the shapes that are already known say that it has
none, that question is answered without shaping the line again.

What a text was broken into is kept for the next part as well (`split`): whoever edits a paragraph has the others laid out as
they were.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, ClassVar

from weasyprint.layout import inline, preferred
from weasyprint.text import line_break
from weasyprint.text.ffi import TO_UNITS, gobject, pango

from bookbuilder.formats.pdf.cascade import model
from bookbuilder.formats.pdf.native import ffi

CLEAR = 0.25
"""In em: a word that misses the measure by more than this has no room, whatever kerning does."""

_WORD = re.compile("[0-9A-Za-z\u00c0-\u024f\u0370-\u052f]+[-\u2010.,;:!?»«›‹“”’)]*")
_OF_STYLE = (
    *("ascent", "underline_position", "strikethrough_position"),
    *("underline_thickness", "strikethrough_thickness", "language"),
)
"""What WeasyPrint's layout knows of its style besides the layout of Pango."""


class Shaped(line_break.Layout):
    """A layout as WeasyPrint wants it, which does its work when its lines are asked for."""

    latest: ClassVar[Lines | None] = None
    patterns: ClassVar[dict[int, tuple[Any, Any, dict[str, Any]]]] = {}

    def setup(self, style: Any) -> None:
        """Begin with a style: as a copy of the layout that was made for it first."""
        self.style = style
        self.first_line_direction = 0
        self._pending: tuple[str, bool] | None = None
        self._kept: Lines | None = None
        self.__dict__.pop("layout", None)
        self._layout: Any = None
        shared = model(style)
        known = Shaped.patterns.get(id(shared))
        if known is None:
            known = Shaped.patterns[id(shared)] = shared, *_pattern(style)
        _, self._pattern, given = known
        self.__dict__.update(given)

    def __getattr__(self, name: str) -> Any:
        """Return the layout of Pango, with the text that was set last: it is made when it is asked for."""
        if name != "layout":
            raise AttributeError(name)
        return self._ready()

    def _ready(self) -> Any:
        """Return the layout with its text set, from now on as the attribute `layout`."""
        if self._layout is None:
            self._layout = ffi.gc(pango.pango_layout_copy(self._pattern), gobject.g_object_unref)
        self.layout = self._layout
        if self._pending is not None:
            (text, justify), self._pending = self._pending, None
            if Shaped.latest is not None and Shaped.latest.layout is self._layout:
                Shaped.latest = None  # Pango frees its lines
            super().set_text(text, justify)
        return self._layout

    def set_text(self, text: str, justify: bool = False) -> None:
        """Set a text; only its first line and one letter more are kept, as in WeasyPrint."""
        index = text.find("\n")
        if index != -1:
            text = text[: index + 2]
        self.text = text
        self._pending = text, justify
        self.__dict__.pop("layout", None)
        if len(text) == 1:  # WeasyPrint may set two letters for it, and its caller reads them
            self._ready()

    def get_first_line(self) -> tuple[Any, Any]:
        """Return the first line, and the byte with which the second one begins (None: there is none)."""
        if self._pending is not None:
            known = _same(self, *self._pending)
            if (
                known is not None
            ):  # the text itself goes on waiting, for somebody may ask for more than the line
                self._kept = known
                self.first_line_direction = 0
                return known.line, known.index
        line, index = super().get_first_line()
        if index is not None:
            Shaped.latest = Lines(self.style, self._layout, self.text, line, index)
        return line, index

    def deactivate(self) -> None:
        """Forget all but the text."""
        self.__dict__.pop("layout", None)
        self._layout = self._pending = self._pattern = self._kept = None
        self.style = self.language = None


@dataclass(slots=True, eq=False)
class Lines:
    """Lines that Pango broke a text into: the first one, and the byte with which the second one begins."""

    style: Any
    layout: Any
    text: str
    line: Any
    index: int


def _same(shaped: Shaped, text: str, justify: bool) -> Lines | None:
    """Return the lines that were made last, if their first one is surely that of a text too.

    It is if the text begins as those did and goes on with one word that is too wide for the room that the line has left. The
    line itself ends with a space that Pango does not count, so the sum of the two widths is less than the true one.
    """
    known = Shaped.latest
    style = shaped.style
    if known is None or justify or shaped._layout is None or known.style is not style:
        return None
    if style["letter_spacing"] != "normal" or style["word_spacing"]:
        return None
    start = known.text.encode()[: known.index].decode()
    word = text[len(start) :]
    stem = word.removesuffix(style["hyphenate_character"])
    if (
        not stem
        or not _WORD.fullmatch(word)
        or not known.text.startswith(start + stem)
        or not text.startswith(start)
    ):
        return None
    width = pango.pango_layout_get_width(shaped._layout)
    if width < 0 or width != pango.pango_layout_get_width(known.layout):
        return None
    second = pango.pango_layout_get_line_readonly(known.layout, 1)
    if (
        known.line.resolved_dir
        or second.resolved_dir
        or known.index + second.length < known.index + len(stem.encode())
    ):
        return None
    pango.pango_layout_line_get_extents(known.line, ffi.NULL, _EXTENTS)
    pango.pango_layout_line_index_to_x(second, known.index + len(stem.encode()) - 1, 1, _PLACE)
    if _EXTENTS.width + _PLACE[0] <= width + CLEAR * style["font_size"] * TO_UNITS:
        return None
    return known


_EXTENTS = ffi.new("PangoRectangle *")
_PLACE = ffi.new("int *")


def _pattern(style: Any) -> tuple[Any, dict[str, Any]]:
    """Return a layout without text for a style, and what WeasyPrint read from the style for it."""
    made = _theirs(style)
    return made.layout, {name: getattr(made, name) for name in _OF_STYLE if hasattr(made, name)}


_theirs = line_break.Layout

MOST = 6000
"""Lines that are kept; a chapter has some hundred, each of which is asked for two or three times."""


@dataclass(slots=True)
class _Broken:
    """Lines that texts were broken into while words were parted in one way, by all that they depend on. The layouts in them
    are those without Pango's, which WeasyPrint keeps until a line is drawn."""

    words: str = ""
    lines: dict[Any, tuple[Any, ...]] = field(default_factory=dict)


_BROKEN = _Broken()


def begin(words: str) -> None:
    """Begin with a part whose words are parted in some way; what was broken in another way is forgotten."""
    if words != _BROKEN.words or len(_BROKEN.lines) > MOST:
        _BROKEN.words, _BROKEN.lines = words, {}


def split(
    text: str, style: Any, context: Any, max_width: Any, justification_spacing: Any,
    is_line_start: bool = True, minimum: bool = False,
) -> tuple[Any, ...]:  # fmt: skip
    """Return the first line of a text, as `split_first_line` does."""
    shared = model(style)
    given = text, style, context, max_width, justification_spacing, is_line_start, minimum
    if shared is style:  # a style that holds for one element
        alone: tuple[Any, ...] = _split(*given)
        return alone
    key = text, id(shared), max_width, justification_spacing, is_line_start, minimum
    found = _BROKEN.lines.get(key)
    if found is None:
        found = _BROKEN.lines[key] = shared, *_split(*given)
    _, layout, *rest = found
    copied = Shaped.__new__(Shaped)  # who draws a line may shorten it
    copied.__dict__.update(layout.__dict__)
    return copied, *rest


_split: Any = line_break.split_first_line


def forget() -> None:
    """Let go of all layouts of Pango: they must not outlive their fonts."""
    Shaped.latest = None
    Shaped.patterns.clear()


PATCHES = (
    (line_break, "Layout", Shaped),
    (inline, "split_first_line", split),
    (preferred, "split_first_line", split),
)
"""What is replaced: owner, name, ours."""
