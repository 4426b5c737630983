"""Reads from a style whether pages face each other, as in a bound book, or each is seen by itself, as on a screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bookbuilder.formats.pdf.engine.setup.custom_property import custom_property

if TYPE_CHECKING:
    from weasyprint.css import Style

PROPERTY = "__facing_pages"
"""The custom property `--facing-pages`, as WeasyPrint calls it: `none` for a book on the screen, which has no left-hand and
right-hand pages."""


def pages_face(style: Style) -> bool:
    """Whether the pages of a book face each other, by any style in it."""
    return custom_property(style, PROPERTY) != "none"
