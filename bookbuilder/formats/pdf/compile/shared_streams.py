"""Splits the content of running heads and folios into what many pages share and what each page has for itself.

The content of a page may lie in several streams, which are read as one (ISO 32000-1, table 30). So a head that stands on
twenty pages, and all that comes before a folio, need not be written twenty times.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bookbuilder.formats.pdf.compile.compiled_part import SLOT

_TEXT = re.compile(rb"(?<=\n)(BT\n.*?\nET\n)", re.DOTALL)
LEAST = 48
"""In bytes: a shorter piece is not worth a stream of its own."""


def split_shared(data: bytes) -> Iterator[bytes]:
    """Yield the pieces of content, cut between text objects. Those with places to fill in are as short as they can be.

    >>> list(split_shared(b"q\\nBT\\n" + b"1 0 0 1 5 5 Tm\\n" * 4 + b"ET\\nBT\\n\\x010\\x01\\nET\\nQ"))[1]
    b'BT\\n\\x010\\x01\\nET\\nQ'
    """
    pending = b""
    for piece in _TEXT.split(data):
        if pending and (SLOT in pending) != (SLOT in piece) and not _joins(pending, piece):
            yield pending
            pending = b""
        pending += piece
    if pending:
        yield pending


def _joins(pending: bytes, piece: bytes) -> bool:
    """Whether the neighbour without places is too short to stand alone."""
    return len(pending if SLOT in piece else piece) < LEAST
