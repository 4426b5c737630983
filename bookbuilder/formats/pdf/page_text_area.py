"""A page whose margins leave no room for its text, and where the theme says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bookbuilder.diagnostics import Rule, Span

if TYPE_CHECKING:  # typesetters know no theme
    from bookbuilder.html.theme import Theme

ROOMLESS = Rule(
    "page.roomless",
    "page {page} of {part} has no room for its text: {width} × {height} mm are left between its margins",
    "Margins, border and padding of a page stand inside the size that it is trimmed to. A theme that gives them more than"
    " there is prints its text over the edge, one letter a line.",
)
_MARGINS = ("inner", "outer", "top", "bottom")
_SIZE = ("width", "height")


def widest_margin(theme: Theme) -> Span:
    """Return where the book or its series has written the widest margin of its pages, or else their size; the folder of the
    theme if neither is written there, for then a style sheet says it."""
    # Imported here: processes that lay out know this module, and load nothing that reads books.
    from bookbuilder.html.environment import points

    page = theme.tokens.get("page", {})
    margins = sorted(
        (key for key in _MARGINS if ("page", key) in theme.spans),
        key=lambda key: points(page[key]),
        reverse=True,
    )
    sizes = [key for key in _SIZE if ("page", key) in theme.spans]
    written = [*margins, *sizes]
    return theme.spans["page", written[0]] if written else Span(theme.folder)
