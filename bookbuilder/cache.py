"""The cache of a book: results that can be made again, each under a name that says all that it depends on.

A book may come from a stranger, and its cache with it. So every entry carries a mark that only this user can make: a hash
of its name and its bytes, keyed with a secret that lies outside every book. What carries another mark, or none, or was
damaged, is as good as absent. An entry can be moved with its book, and be put back from a copy, for its name says what it is
an answer to.
"""

from __future__ import annotations

import contextlib
import hashlib

from bookbuilder.open_folder import Folder, SymlinkError

ENTRIES = "kept"
"""The folder in the cache that holds the entries, in folders named by the first two signs of their names."""
LIMIT = 512 << 20
"""Bytes of the largest entry; a larger one is not kept."""
_TAG_SIZE = 16
"""Bytes of the mark before an entry."""
_HOUR = 3_600_000_000_000
"""In nanoseconds."""


def _authentication_tag(secret: bytes, name: str, data: bytes) -> bytes:
    digest = hashlib.blake2b(name.encode() + b"\0", key=secret, digest_size=_TAG_SIZE, person=b"cache entry")
    digest.update(data)
    return digest.digest()


def recall(cache: Folder, secret: bytes, name: str) -> bytes | None:
    """Return what `retain` kept under a name; None if there is nothing, or not that. Raises `SymlinkError`."""
    try:
        with cache.folder(ENTRIES) as entries, entries.folder(name[:2]) as folder:
            data = folder.read(name, LIMIT + _TAG_SIZE, touch=True)
    except SymlinkError:
        raise
    except OSError:
        return None
    if data is None or data[:_TAG_SIZE] != _authentication_tag(secret, name, data[_TAG_SIZE:]):
        return None
    return data[_TAG_SIZE:]


def retain(cache: Folder, secret: bytes, name: str, data: bytes) -> None:
    """Keep something under a name, whole or not at all. A cache that cannot be written keeps nothing. Raises `SymlinkError`."""
    if len(data) > LIMIT:
        return
    try:
        with (
            cache.folder(ENTRIES, make=True, mode=0o700) as entries,
            entries.folder(name[:2], make=True, mode=0o700) as folder,
        ):
            folder.replace(name, _authentication_tag(secret, name, data) + data, 0o600)
    except SymlinkError:
        raise
    except OSError:
        return


def prune(cache: Folder, limit: int) -> None:
    """Delete the entries that were not used for longest, so that at most `limit` bytes are left, and what a killed build
    left half-written. Raises `SymlinkError`."""
    entries_by_use: list[tuple[int, int, str, str]] = []
    try:
        with cache.folder(ENTRIES) as entries:
            for prefix in entries.names():
                with (
                    contextlib.suppress(NotADirectoryError, FileNotFoundError),
                    entries.folder(prefix) as folder,
                ):
                    entries_by_use += [
                        (status.st_mtime_ns, status.st_size, prefix, name)
                        for name in folder.names()
                        if (status := folder.status(name))
                    ]
            entries_by_use.sort(reverse=True)
            newest = entries_by_use[0][0] if entries_by_use else 0
            total = 0
            for used, size, prefix, name in entries_by_use:
                total += size
                if total > limit or (name.startswith(".") and newest - used > _HOUR):
                    with contextlib.suppress(FileNotFoundError), entries.folder(prefix) as folder:
                        folder.remove(name)
    except SymlinkError:
        raise
    except OSError:
        return
