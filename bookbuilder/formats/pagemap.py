"""The page map of a printed book: where each of its pages begins, for whoever wants to name them in another medium."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import msgspec


@dataclass(frozen=True, slots=True)
class Start:
    """Where a page begins.

    `label` is what the page is called (its folio in arabic or roman figures of ASCII; empty for a cover, which has none).
    `block` is the id of the block that stands first on it, `offset` how many characters of that block are on pages before
    (0: it begins there); `bookbuilder.formats.blocktext` says what a block is and which characters count. `block` is empty
    for a page with no text and no picture, such as a blank one, and where no element around its text has an id. Repeated
    heads of tables, running heads, folios and notes do not begin a page.
    """

    label: str
    block: str = ""
    offset: int = 0


@dataclass(frozen=True, slots=True)
class PageMap:
    """The pages in their order, and the label of the page of every anchor. `source` is the identifier of the printed book:
    `urn:isbn:…`, or another one if it has no ISBN."""

    pages: tuple[Start, ...] = ()
    anchors: Mapping[str, str] = msgspec.field(default_factory=dict)
    source: str = ""

    def encode(self) -> bytes:
        """Return the map as JSON, the same for the same map, as it is kept beside a printed book."""
        return msgspec.json.format(msgspec.json.encode(self, order="deterministic"), indent=1) + b"\n"


def decode(data: bytes) -> PageMap:
    """Return a map from JSON; raises `msgspec.DecodeError` if it is none."""
    return msgspec.json.decode(data, type=PageMap)
