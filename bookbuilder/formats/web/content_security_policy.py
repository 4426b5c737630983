"""The Content Security Policy (level 3): pages may only load their own style sheet, fonts and pictures."""

from __future__ import annotations

import base64
import hashlib

_CLOSED = "default-src 'none'; base-uri 'none'; form-action 'none'"


def site() -> str:
    """Return the policy of a page in the folder; `file:` stands for `self` without a server."""
    return f"{_CLOSED}; style-src 'self' file:; font-src 'self' file:; img-src 'self' file: data:"


def single(css: str) -> str:
    """Return the policy of the single file: its style sheet by hash, and embedded data."""
    digest = base64.b64encode(hashlib.sha256(css.encode()).digest()).decode()
    return f"{_CLOSED}; style-src 'sha256-{digest}'; font-src data:; img-src data:"


def data_uri(data: bytes, media_type: str) -> str:
    """Return a file as a data URI (RFC 2397)."""
    return f"data:{media_type};base64,{base64.b64encode(data).decode()}"
