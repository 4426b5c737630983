"""What a page may load: its own style sheet, fonts and pictures, and nothing else (Content Security Policy level 3)."""

from __future__ import annotations

import base64
import hashlib

_CLOSED = "default-src 'none'; base-uri 'none'; form-action 'none'"


def site() -> str:
    """Return the policy of a page in the folder. `file:` is what `self` means where there is no server."""
    return f"{_CLOSED}; style-src 'self' file:; font-src 'self' file:; img-src 'self' file: data:"


def single(css: str) -> str:
    """Return the policy of the single file: the one style sheet, known by its hash, and what it holds itself."""
    digest = base64.b64encode(hashlib.sha256(css.encode()).digest()).decode()
    return f"{_CLOSED}; style-src 'sha256-{digest}'; font-src data:; img-src data:"


def data_uri(data: bytes, media_type: str) -> str:
    """Return a file as an address that holds it (RFC 2397)."""
    return f"data:{media_type};base64,{base64.b64encode(data).decode()}"
