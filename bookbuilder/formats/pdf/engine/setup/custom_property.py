"""Reads a custom property of CSS (`--figure-float`) from a style: what the theme says to the typesetter."""

from __future__ import annotations

from typing import TYPE_CHECKING

import tinycss2

if TYPE_CHECKING:
    from weasyprint.css import Style


def custom_property(style: Style, name: str) -> str:
    """Return the value of a custom property, by the name that WeasyPrint gives it (`__figure_float`); empty if it has
    none."""
    return str(tinycss2.serialize(style[name] or [])).strip()
