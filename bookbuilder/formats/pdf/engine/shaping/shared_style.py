"""Finds the style that a style shares its values with, and caches on it what is computed from it.

`shaping.style_cache` makes styles that share; without it, nothing is shared and nothing cached.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Literal, TypeVar

from bookbuilder.formats.pdf.engine.marks import NAME, StyleMarks, style_marks

if TYPE_CHECKING:
    from weasyprint.css import Style

    from bookbuilder.formats.pdf.engine.shaping.style_cache import Modelled

T = TypeVar("T")
S = TypeVar("S", "Style", "Mapping[str, object]")


def model(style: S) -> S:
    """Return the style on which to cache what is computed from a style: its model, or itself if it was changed."""
    # A style of WeasyPrint itself has neither a model nor an origin, and no more is read of it.
    ours: Modelled = style  # type: ignore[assignment] # a cast would be a call, for every text that is measured
    shared: S | None = getattr(style, "model", None)
    if shared is None and getattr(style, "origin", None):
        shared = ours.model_of_copy()
    return style if shared is None or ours.own else shared


Field = Literal[
    "break_style", "empty_halves", "hanging", "is_planned_title", "line_style", "measures", "most_added_space",
    "square_corners", "strut", "text_metrics", "words",
]  # fmt: skip
"""The fields of `StyleMarks` that are computed from a style."""


def cached(style: Style, name: Field, make: Callable[[Style], T]) -> T:
    """Return a value derived from a style, kept in a field of the shared style. For a style that belongs to one element, and
    may still change, it is made again."""
    shared = model(style)
    return make(style) if shared is style else cached_on(shared, name, make)


def cached_on(style: Style, name: Field, make: Callable[[Style], T]) -> T:
    """Return a value derived from a style, kept in a field of this very style."""
    notes = style_marks(style)
    try:
        value: T = getattr(notes, name)
    except AttributeError:  # it is the first time
        value = make(style)
        setattr(notes, name, value)
    return value


def mark_as_of_one_line(style: Style) -> None:
    """Note that a style holds for one line, so that nothing is cached for it."""
    style_marks(style).one_line = True


def is_of_one_line(style: Style) -> bool:
    """Whether a style holds for one line."""
    notes: StyleMarks | None = style.__dict__.get(NAME)
    return notes is not None and getattr(notes, "one_line", False)
