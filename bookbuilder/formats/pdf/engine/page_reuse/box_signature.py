"""Says of what a box is made before it is laid out, so that two layouts can compare it.

Elements and models of styles are compared as objects (`same_elements`, `shaping.style_cache`), so a signature holds as long
as these live.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from operator import attrgetter
from typing import TYPE_CHECKING

from weasyprint.formatting_structure import boxes

from bookbuilder.formats.pdf.engine.marks import marks
from bookbuilder.formats.pdf.engine.shaping.style_cache import Anonymous, Computed

if TYPE_CHECKING:
    from weasyprint.css import Style

Signature = tuple[Hashable, ...]
_EDGES = ("top", "right", "bottom", "left")

PLAIN = (
    *("bookmark_label", "link", "is_leader", "is_table_wrapper", "is_flex_item", "colspan", "rowspan"),
    *("leading_collapsible_space", "trailing_collapsible_space"),
)
"""Fields of a box that are compared by their values."""
BY_CONTENT = (
    *("element", "element_tag", "style", "first_letter_style", "first_line_style", "text", "string_set"),
    *("footnote", "note", "children", "column_groups"),
)
"""Fields that are compared by what they are made of."""
_BY_LAYOUT = "the layout sets it"
_OF_STYLE = "the style says it, or the layout sets it"
_OF_ELEMENT = "the element and its style say it"
LEFT_OUT = {
    **dict.fromkeys(
        (
            "index",
            "column_widths",
            "grid_x",
            "position_x",
            "position_y",
            "width",
            "height",
            "baseline",
            "background",
        ),
        _BY_LAYOUT,
    ),
    **dict.fromkeys(
        (f"{least}_{side}" for least in ("min", "max") for side in ("width", "height")), _OF_STYLE
    ),
    **dict.fromkeys((f"{kind}_{edge}" for kind in ("margin", "padding") for edge in _EDGES), _OF_STYLE),
    **dict.fromkeys((f"border_{edge}_width" for edge in _EDGES), _OF_STYLE),
    **dict.fromkeys(("pango_layout", "justification_spacing", "text_indent"), _BY_LAYOUT),
    **dict.fromkeys(("text_overflow", "block_ellipsis", "is_column"), _BY_LAYOUT),
    **dict.fromkeys(("is_header", "is_footer", "replacement"), _OF_ELEMENT),
    **dict.fromkeys(
        ("page_type", "bleed", "canvas_background", "fixed_boxes", "page"), "pages are made by the layout"
    ),
    "link_annotation": "it is set when the page is drawn",
    "cached_counter_values": "what is made of counters is in texts; one that looks pages up is not reused (`_is_plain`)",
}
"""Fields of boxes that the stubs declare and that are not compared, and why."""
_plain: Callable[[boxes.Box], tuple[Hashable, ...]] = attrgetter(*PLAIN)


def signature(box: boxes.Box, without: boxes.Box | None = None) -> Signature:
    """Return what tells a box and all in it from another one: all fields that the stubs declare (`PLAIN`, `BY_CONTENT`)
    but those that are `LEFT_OUT`, and what we note at boxes when they are made. `without`: a box in it whose children are
    left out."""
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
        _plain(box),
        None if box.footnote is None else signature(box.footnote),
        None if box.note is None else signature(box.note),
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
