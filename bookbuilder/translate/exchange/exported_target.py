"""Marks a translation in a file for translators as it was exported, so that what nobody has touched is known."""

from __future__ import annotations

import hashlib
import re

from bookbuilder.translate.exchange.inline_codes import CodedText

_SEAL = re.compile(rb"contents ([0-9a-f]{16})")
SEAL = "contents 0000000000000000"
"""Stands in a text where `sealed` puts its hash."""


def exported_digest(digest: str, target: CodedText, *, finished: bool) -> str:
    """Return the hash of a translation in the book with a mark of how it was exported: its text, and whether as finished."""
    return f"{digest}+{_mark(target, finished=finished)}"


def book_digest(digest: str) -> str:
    """Return the hash of a translation in the book, without the mark."""
    return digest.partition("+")[0]


def is_untouched(target: CodedText, digest: str, *, finished: bool) -> bool:
    """Whether a translation is as it was exported, and nobody says that it is finished now."""
    return digest.partition("+")[2] == _mark(target, finished=finished)


def _mark(target: CodedText, *, finished: bool) -> str:
    return hashlib.sha256(repr((target, finished)).encode("utf-8", "surrogatepass")).hexdigest()[:8]


def sealed(text: str) -> str:
    """Return a text, in which `SEAL` stands, with the hash of the whole text there."""
    return text.replace(SEAL, f"contents {_seal(text.encode())}", 1)


def is_sealed(data: bytes) -> bool:
    """Whether a file has the hash of its own contents, and so was changed by nobody."""
    found = _SEAL.search(data)
    return found is not None and found[1].decode() == _seal(_SEAL.sub(SEAL.encode(), data, count=1))


def _seal(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:16]
