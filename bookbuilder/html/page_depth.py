"""Finds pages whose elements are nested too deeply, without parsing them: a parser or the layout calls itself for each."""

from __future__ import annotations

import re

_TAG = re.compile(
    r"<!--(?s:.*?)(?:-->|\Z)|<(?P<end>/)?(?P<name>[a-zA-Z][^\s/>]*+)(?:[^>\"']|\"[^\"]*+\"|'[^']*+')*+>?"
)
_VOID = frozenset((
    "area", "base", "br", "col", "embed", "hr", "img", "input", "item", "itemref", "link", "meta", "param", "reference",
    "source", "track", "wbr",
))  # fmt: skip
_CLOSED = frozenset(("p", "li", "dt", "dd", "tr", "td", "th", "option", "thead", "tbody", "tfoot"))
"""Elements that the next one of their kind ends; their own end tag may be missing."""


def nested_deeper(page: str, limit: int) -> bool:
    """Return whether elements of a page stand in one another deeper than a limit; end tags that are missing count as if
    they were at the end of the page.

    >>> nested_deeper("<b>" * 9, 8), nested_deeper("<b><br></b>" * 9, 8)
    (True, False)
    """
    depth = 0
    for match in _TAG.finditer(page):
        name = (match["name"] or "").lower()
        if not name or name in _VOID or name in _CLOSED or match[0].endswith("/>"):
            continue
        depth = max(0, depth - 1) if match["end"] else depth + 1
        if depth > limit:
            return True
    return False
