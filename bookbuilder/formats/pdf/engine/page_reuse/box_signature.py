"""Says of what a box is made before it is laid out, so that two layouts can compare it.

Elements and models of styles are compared as objects (`same_elements`, `shaping.style_cache`), so a signature holds as long
as these live.
"""

from __future__ import annotations

from collections.abc import Hashable
from typing import TYPE_CHECKING

from weasyprint.formatting_structure import boxes

from bookbuilder.formats.pdf.engine.marks import marks
from bookbuilder.formats.pdf.engine.shaping.style_cache import Anonymous, Computed

if TYPE_CHECKING:
    from weasyprint.css import Style

Signature = tuple[Hashable, ...]


def signature(box: boxes.Box, without: boxes.Box | None = None) -> Signature:
    """Return what tells a box and all in it from another one: whatever WeasyPrint sets when it makes boxes (`build.py`), and
    what we note at them then. `without` is a box in it the children of which are left out."""
    inside = () if box is without else (*getattr(box, "children", ()), *getattr(box, "column_groups", ()))
    return (
        type(box).__name__,
        id(box.element),
        str(box.element_tag),
        _style(box.style),
        None if box.first_letter_style is None else _style(box.first_letter_style),
        None if box.first_line_style is None else _style(box.first_line_style),
        _text(box) if isinstance(box, boxes.TextBox) else None,
        repr(box.string_set) if box.string_set else None,
        box.bookmark_label,
        box.link,
        box.is_leader,
        None if box.footnote is None else signature(box.footnote),
        *[signature(child, without) for child in inside],
    )


def _text(box: boxes.TextBox) -> Hashable:
    """Return what tells a text from another one: its characters, the text nodes that it is made from (some of them may be
    hidden), and the page number that it is."""
    runs = marks(box).runs
    return box.text, _number(box), tuple((id(run.holder), run.tail) for run in runs)


def _style(style: Style) -> Hashable:
    """Return what tells a style from another one: its model, or all that is known of it if it has none or was changed."""
    model = None
    if isinstance(style, (Computed, Anonymous)):
        model = style.model
        if model is not None and not style.own:
            return id(model)
    cascaded = getattr(style, "cascaded", None) or {}
    return (
        id(model),
        tuple(sorted((name, repr(value)) for name, value in style.items())),
        tuple(sorted((name, id(value[0])) for name, value in cascaded.items())),
    )


def _number(box: boxes.TextBox) -> Hashable:
    """Return what is known of the page number that a text is (`deferred_numbers`); None if it is none."""
    number = marks(box).number
    return None if number is None else (number.name, number.symbols, number.room, number.running)
