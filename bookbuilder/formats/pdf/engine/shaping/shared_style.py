"""Finds the style that a style shares its values with, and caches on it what is computed from it.

`shaping.style_cache` makes styles that share; without it, nothing is shared and nothing cached.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

T = TypeVar("T")


def model(style: Any) -> Any:
    """Return the style on which to cache what is computed from a style: its model, or itself if it was changed."""
    shared = getattr(style, "model", None)
    if shared is None and getattr(style, "origin", None):
        shared = style.model_of_copy()
    return style if shared is None or style.own else shared


def cached(style: Any, name: str, make: Callable[[Any], T]) -> T:
    """Return a value derived from a style, cached by a name on the shared style. For a style that belongs to one element,
    and may still change, it is made again."""
    shared = model(style)
    if shared is style:
        return make(style)
    attributes = shared.__dict__
    if name not in attributes:
        attributes[name] = make(shared)
    value: T = attributes[name]
    return value
