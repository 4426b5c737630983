"""The page map of a printed book: where each page begins in the text, for page numbers in other media."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import msgspec

from bookbuilder.typed_decoding import from_json


@dataclass(frozen=True, slots=True)
class PageStart:
    """Where a page begins.

    `label` is the page's folio, in arabic or roman ASCII digits; empty for a cover. `block` is the id of the first block on
    the page, `offset` the number of its characters on earlier pages (0: it begins here), as defined in
    `bookbuilder.formats.text_places`. `block` is empty for a page without text and pictures, and if no element around its
    text has an id. Repeated table heads, running heads, folios and notes do not begin a page.
    """

    label: str
    block: str = ""
    offset: int = 0


@dataclass(frozen=True, slots=True)
class PageBreakMarker:
    """The number of a page of another edition, which stands beside the text where that page begins: the place as in
    `PageStart`, the number as it is printed, and as it is read aloud."""

    block: str
    offset: int
    shown: str
    spoken: str


@dataclass(frozen=True, slots=True)
class PageMap:
    """The pages in order, and the label of each anchor's page. `source` is the identifier of the printed book: `urn:isbn:…`,
    or another one without ISBN."""

    pages: tuple[PageStart, ...] = ()
    anchors: Mapping[str, str] = msgspec.field(default_factory=dict)
    source: str = ""

    def encode(self) -> bytes:
        """Return the map as reproducible JSON, as stored beside a printed book."""
        return msgspec.json.format(msgspec.json.encode(self, order="deterministic"), indent=1) + b"\n"


def decode(data: bytes) -> PageMap:
    """Return a map from JSON; raises `msgspec.DecodeError` if it is invalid."""
    return from_json(data, PageMap)
