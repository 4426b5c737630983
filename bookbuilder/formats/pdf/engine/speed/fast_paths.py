"""Skips the search for floats and backgrounds in boxes that have none.

WeasyPrint 70.0 looks for every line which floats it collides with (`layout/float.py`, `avoid_collisions`), and for every box
what is drawn behind it (`layout/background.py`, `layout_box_backgrounds`). The same places and backgrounds come out.
"""

from __future__ import annotations

from typing import Any

from weasyprint.draw.color import get_color
from weasyprint.formatting_structure import boxes
from weasyprint.layout import background
from weasyprint.layout import float as floats

from bookbuilder.formats.pdf.engine.patch import Change, Kind, Patch, Scope
from bookbuilder.formats.pdf.engine.speed.style_cache import model

_their_collisions = floats.avoid_collisions
_their_backgrounds = background.layout_box_backgrounds


def collisions(context: Any, box: Any, around: Any, outer: bool = True) -> Any:
    """Return where a box may stand beside floats, and how wide it may be: x, y and width."""
    if context.excluded_shapes or not outer or not isinstance(box, boxes.LineBox):
        return _their_collisions(context, box, around, outer)
    if around.style["direction"] != "ltr" or box.style["float"] != "none":
        return _their_collisions(context, box, around, outer)
    left = around.content_box_x()
    return left, box.position_y, left + around.width - left


def backgrounds(page: Any, box: Any, image: Any, layout_children: bool = True, style: Any = None) -> None:
    """Set the background of a box and of those below it."""
    if style is not None or box is page or not _plain(box.style):
        _their_backgrounds(page, box, image, layout_children, style)
        return
    background.resolve_radii_percentages(box)
    if layout_children:
        for child in box.all_children():
            backgrounds(page, child, image)
    box.background = None


def _plain(style: Any) -> bool:
    """Whether nothing is drawn behind a box of a style, or around it as an image."""
    shared = model(style)
    cached: bool | None = shared.__dict__.get("bookbuilder_plain")
    if cached is None:
        cached = shared.bookbuilder_plain = (
            style["border_image_source"][0] == "none"
            and style["mask_border_source"][0] == "none"
            and all(kind == "none" for kind, _ in style["background_image"])
            and not style["box_shadow"]
            and get_color(style, "background_color").alpha == 0
        )
    return cached


PATCH = Patch(
    "Floats and backgrounds are not looked for where there are none; WeasyPrint looks for them at every line and box.",
    Kind.SPEED,
    (
        Change("weasyprint.layout.float:avoid_collisions", "5fc7793c573af328", lambda theirs, _: collisions),
        Change(
            "weasyprint.layout.background:layout_box_backgrounds",
            "617a870678c82755",
            lambda theirs, _: backgrounds,
        ),
    ),
    Scope.PART,
)
