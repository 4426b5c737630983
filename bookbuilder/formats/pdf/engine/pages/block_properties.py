"""What the planning of pages asks of a box: whether it is a chapter or breaks a page, where it stands, its line height."""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING

from weasyprint.text import line_break

from bookbuilder.document.figure_places import FIGURE_PLACES
from bookbuilder.formats.pdf.engine.html_element import classes_of
from bookbuilder.formats.pdf.engine.setup.custom_property import custom_property

if TYPE_CHECKING:
    from weasyprint.formatting_structure.boxes import Box

    from bookbuilder.formats.pdf.engine.html_element import HtmlElement

AVOIDED_BREAKS = ("avoid", "avoid-page")
FORCED_BREAKS = ("page", "left", "right", "recto", "verso")
"""The values of `break-before` and `break-after` that begin a page (CSS Fragmentation 3, 3.1)."""
HEADINGS = tuple(f"h{level}" for level in range(1, 7))


def is_chapter(box: Box) -> bool:
    """Whether a box is that of a chapter: a `section` with that class; one without any class is none."""
    return box.element_tag == "section" and "chapter" in classes_of(box.element)


def place_of(box: Box) -> str:
    """Return where a figure or a table is to stand; empty for another block. The element says it, or the theme for all
    (`--figure-float`). One without a caption is part of the text: unless it says otherwise, it stands where it is
    written."""
    element = box.element
    assert element is not None, "only pages, and what stands in their margins, have none"
    classes = classes_of(element)
    if box.element_tag != "figure" and not (box.element_tag == "div" and _MOVED & set(classes)):
        return ""
    asked = element.get("data-float") or ("here" if "here" in classes or not _has_caption(element) else "")
    asked = asked or custom_property(box.style, "__figure_float")
    return asked if asked in FIGURE_PLACES else "auto"


_MOVED = {"table", "figures"}
"""Classes of blocks that may stand elsewhere than they are written."""


def _has_caption(element: HtmlElement) -> bool:
    return any(
        element.find(place) is not None for place in ("figcaption", "table/caption", "figure/figcaption")
    )


def is_numbered_table(box: Box) -> bool:
    """Whether a box is that of a table with a caption, which has a number, or of the block around one."""
    element = box.element
    if element is None:
        return False
    if box.element_tag == "div" and "table" in classes_of(element):
        element = element.find(".//table")
    return element is not None and element.tag == "table" and element.find("caption") is not None


def is_kept_in_section(box: Box) -> bool:
    """Whether a figure or a table moves past no heading: unless the theme lets it (`--figure-section: chapter`), or its
    author says where it is to stand."""
    element = box.element
    assert element is not None
    return custom_property(box.style, "__figure_section") != "chapter" and not element.get("data-float")


def limits_height(box: Box) -> bool:
    """Whether a style sheet limits how high a box is."""
    most = box.style["max_height"]
    return bool(getattr(most, "value", most) != inf)


def line_height(box: Box) -> float:
    """Return the distance of the lines of a box, in px."""
    return float(line_break.strut(box.style)[0])
