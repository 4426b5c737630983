"""Shapes texts with fewer calls of Pango: what WeasyPrint sets up anew for every text is set up once for a style.

WeasyPrint 70.0 makes a Pango layout of every piece of text that it measures (`text/line_break.py`, `Layout`): a context, a
description of the font, its features. Here the first layout of a style is kept as a pattern and copied, and a text is only
handed over when its lines are asked for: never, where a line is made of words that are cached (`word_cache`, `line_breaks`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar

from weasyprint.text import line_break
from weasyprint.text.ffi import gobject, pango

from bookbuilder.formats.pdf.engine.patch import Change, Kind, Patch, Scope
from bookbuilder.formats.pdf.engine.setup.cffi_declarations import ffi
from bookbuilder.formats.pdf.engine.shaping.shared_style import model

if TYPE_CHECKING:
    from weasyprint.css import Style
    from weasyprint.text.ffi import CData

_OF_STYLE = (
    *("ascent", "underline_position", "strikethrough_position"),
    *("underline_thickness", "strikethrough_thickness", "language"),
)
"""What WeasyPrint's layout takes from its style besides the layout of Pango."""


class Shaped(line_break.Layout):
    """A layout as WeasyPrint wants it, which does its work when its lines are asked for."""

    patterns: ClassVar[dict[int, tuple[Mapping[str, object], CData, dict[str, object]]]] = {}
    _pattern: CData | None

    def setup(self, style: Style | Mapping[str, object]) -> None:
        """Begin with a style: as a copy of the layout that was made for it first."""
        self.style = style
        self.first_line_direction = 0
        self._pending: tuple[str, bool] | None = None
        self.__dict__.pop("layout", None)
        self._layout: CData | None = None
        shared = model(style)
        cached = Shaped.patterns.get(id(shared))
        if cached is None:
            # The style is held, so that no other one gets its identity.
            cached = Shaped.patterns[id(shared)] = shared, *_pattern(style)
        _, self._pattern, attributes = cached
        self.__dict__.update(attributes)

    def __getattr__(self, name: str) -> CData:
        """Return the layout of Pango, with the text that was set last: it is made when it is asked for."""
        if name != "layout":
            raise AttributeError(name)
        return self._ready()

    def _ready(self) -> CData:
        """Return the layout with its text set, from now on as the attribute `layout`."""
        if self._layout is None:
            self._layout = ffi.gc(pango.pango_layout_copy(self._pattern), gobject.g_object_unref)
        self.layout = self._layout
        if self._pending is not None:
            (text, justify), self._pending = self._pending, None
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

    def deactivate(self) -> None:
        """Forget all but the text."""
        self.__dict__.pop("layout", None)
        self._layout = self._pending = self._pattern = None
        self.style = self.language = None


class _Pattern(line_break.Layout):
    """A layout that WeasyPrint sets up, to be copied."""


def _pattern(style: Style | Mapping[str, object]) -> tuple[CData, dict[str, object]]:
    """Return a layout without text for a style, and what WeasyPrint read from the style for it."""
    layout = _Pattern(style)
    return layout.layout, {name: getattr(layout, name) for name in _OF_STYLE if hasattr(layout, name)}


def forget() -> None:
    """Let go of the layouts of styles: they must not outlive their fonts."""
    Shaped.patterns.clear()


PATCH = Patch(
    "What Pango needs for a style is set up once, where WeasyPrint sets it up for every piece of text.",
    Kind.SPEED,
    (Change("weasyprint.text.line_break:Layout", "681b737d1ba5e004", lambda theirs, _: Shaped),),
    Scope.PART,
)
