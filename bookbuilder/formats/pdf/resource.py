"""A file that the HTML of a part names, as a value."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

from bookbuilder.cache_key import Keyed, excluded
from bookbuilder.html.resource_loads import SCHEME

FORMULAS = f"{SCHEME}formula//"
"""Begins the addresses of drawings of formulas. No picture of a book has one: its path has no empty part."""
CHARTS = f"{SCHEME}chart//"
"""Begins the addresses of drawings of charts and maps."""


def is_named_by_content(path: str) -> bool:
    """Whether the name of a file is a hash of what it holds: that of a drawing of the program.

    >>> is_named_by_content("chart//0f.svg"), is_named_by_content("images/bridge.jpg")
    (True, False)
    """
    return "//" in path


@dataclass(frozen=True)
class Resource(Keyed):
    """A file that the HTML may name; `digest` is its SHA-256."""

    data: bytes
    media_type: str
    digest: str = field(default="", metadata=excluded("it follows from the data"))

    @classmethod
    def of(cls, data: bytes, media_type: str) -> Resource:
        """Return a file with its hash."""
        return cls(data, media_type, hashlib.sha256(data).hexdigest())
