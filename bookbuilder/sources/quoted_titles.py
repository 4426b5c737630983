"""Writes the quotation marks in a title as those that a citation processor knows, which sets them as the locale does, and as
inner ones where the title itself is in quotation marks."""

from __future__ import annotations

import re
from collections.abc import Mapping

_SPACE = "\u00a0\u202f "
_PAIRS = (
    (re.compile(r"„([^„“”]*)[“”]"), "“", "”"),
    (re.compile(r"»([^«»]*)«"), "“", "”"),
    (re.compile(rf"«[{_SPACE}]?([^«»]*?)[{_SPACE}]?»"), "“", "”"),
    (re.compile(r"‚([^‚‘’]*)‘"), "‘", "’"),
    (re.compile(rf"‹[{_SPACE}]?([^‹›]*?)[{_SPACE}]?›"), "‘", "’"),
    (re.compile(r"›([^‹›]*)‹"), "‘", "’"),
)
"""Quotation marks of other languages in pairs (CLDR, `delimiters`), and those of English that stand for them."""
TITLES = (
    "title",
    "title-short",
    "container-title",
    "container-title-short",
    "collection-title",
    "volume-title",
)


def quoted(title: str) -> str:
    """Return a title with quotation marks of English; marks that are not in pairs stay as they are."""
    for pair, opening, closing in _PAIRS:
        title = pair.sub(rf"{opening}\1{closing}", title)
    return title


def with_quoted_titles(item: Mapping[str, object]) -> dict[str, object]:
    """Return an item of CSL-JSON with such marks in its titles."""
    return {
        name: quoted(value) if name in TITLES and isinstance(value, str) else value
        for name, value in item.items()
    }
