"""Seals the entries of a shared cache with a key of the house, so that nobody without it can put words into a book.

Whoever may write to the store can delete entries, but neither make one nor give one the name of another: the seal is an
HMAC (RFC 2104, SHA-256) over name and data.
"""

from __future__ import annotations

import hmac

SIZE = 32
"""Bytes of the seal at the start of an entry."""
_VERSION = b"bookbuilder shared cache 1\0"
"""Begins what is hashed, so that the same key may be used for something else."""


def sealed(key: bytes, name: str, data: bytes) -> bytes:
    """Return an entry: its seal, then its data. `name` holds no NUL."""
    return _tag(key, name, data) + data


def unsealed(key: bytes, name: str, entry: bytes) -> bytes | None:
    """Return the data of an entry; None unless the entry was made with this key under this name.

    >>> entry = sealed(b"house", "ab12", b"a page")
    >>> unsealed(b"house", "ab12", entry), unsealed(b"house", "ab13", entry), unsealed(b"other", "ab12", entry)
    (b'a page', None, None)
    """
    data = entry[SIZE:]
    return data if hmac.compare_digest(entry[:SIZE], _tag(key, name, data)) else None


def _tag(key: bytes, name: str, data: bytes) -> bytes:
    digest = hmac.new(key, _VERSION + name.encode() + b"\0", "sha256")
    digest.update(data)
    return digest.digest()
