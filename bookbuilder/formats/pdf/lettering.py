"""Sets the words of a drawing whole where their letters are joined or run from right to left.

WeasyPrint 70.0 draws the letters of an SVG one by one (`svg/text.py`), so that each can have a place of its own. Arabic
then falls apart and runs backwards. A text without such places is handed over here as one letter.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from weasyprint import svg

_WHOLE = re.compile("[\u0590-\u08ff\u0900-\u0fff\u1780-\u18af\ufb1d-\ufdff\ufe70-\ufeff]")
"""Letters from right to left, joined ones, and those of India and its neighbours, which change their order."""
_theirs: Callable[[Any, Any, float], None] = svg.text


class _Whole(str):
    """A text that is its own only letter."""

    __slots__ = ()

    def __iter__(self) -> Iterator[str]:
        yield str(self)


class _Node:
    """A node of a drawing with its text whole; all else is the node's own."""

    def __init__(self, node: Any) -> None:
        vars(self)["node"] = node
        vars(self)["text"] = _Whole(node.text)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.node, name)

    def __setattr__(self, name: str, value: object) -> None:
        setattr(self.node, name, value)


def keep() -> None:
    """Change WeasyPrint for this process; a second call does nothing."""
    svg.text = _ours
    svg.TAGS.update({name: _ours for name, draw in svg.TAGS.items() if draw is _theirs})


def _ours(picture: Any, node: Any, font_size: float) -> None:
    _theirs(picture, _Node(node) if node.text and _WHOLE.search(node.text) else node, font_size)
