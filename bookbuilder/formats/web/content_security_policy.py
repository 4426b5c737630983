"""The Content Security Policy (level 3): pages may only load their own style sheet, scripts, fonts and pictures."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable

_CLOSED = "default-src 'none'; base-uri 'none'; form-action 'none'"


def site() -> str:
    """Return the policy of a page in the folder; `file:` stands for `self` without a server."""
    return f"{_CLOSED}; script-src 'self' file:; style-src 'self' file:; font-src 'self' file:; img-src 'self' file: data:"


def single(css: str, scripts: Iterable[str]) -> str:
    """Return the policy of the single file: its style sheet and its scripts by their hashes, and embedded data."""
    hashes = " ".join(map(_hash, scripts))
    return f"{_CLOSED}; script-src {hashes}; style-src {_hash(css)}; font-src data:; img-src data:"


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def data_uri(data: bytes, media_type: str) -> str:
    """Return a file as a data URI (RFC 2397)."""
    return f"data:{media_type};base64,{base64.b64encode(data).decode()}"
