"""The cache of a book on disk: results under names that are hashes of all that they depend on.

A book, and its cache with it, may come from a stranger. So each entry starts with an authentication tag: a keyed hash
of its name and bytes, whose key is this user's secret and lies outside every book. An entry whose tag does not fit
counts as missing. Entries may be moved with their book, or restored from a copy.
"""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Iterator

from bookbuilder.open_folder import Folder, SymlinkError

ENTRIES = "kept"
"""The folder of entries in the cache, with subfolders named by the first two characters of the entries' names."""
LIMIT = 512 << 20
"""Bytes of the largest entry; a larger result is not cached."""
_TAG_SIZE = 16
"""Bytes of the authentication tag at the start of an entry."""
_HOUR = 3_600_000_000_000
"""In nanoseconds."""


def _authentication_tag(secret: bytes, name: str, data: bytes) -> bytes:
    digest = hashlib.blake2b(name.encode() + b"\0", key=secret, digest_size=_TAG_SIZE, person=b"cache entry")
    digest.update(data)
    return digest.digest()


def recall(cache: Folder, secret: bytes, name: str) -> bytes | None:
    """Return the entry of a name; None if there is none, or its tag does not fit. Raises `SymlinkError`."""
    try:
        with cache.folder(ENTRIES) as entries, entries.folder(name[:2]) as folder:
            # `prune` takes the time of the last change for that of the last use.
            data = folder.read(name, LIMIT + _TAG_SIZE, touch=True)
    except SymlinkError:
        # A link in the place of our folder is reported; any other error means that there is no entry.
        raise
    except OSError:
        return None
    if data is None or data[:_TAG_SIZE] != _authentication_tag(secret, name, data[_TAG_SIZE:]):
        return None
    return data[_TAG_SIZE:]


def retain(cache: Folder, secret: bytes, name: str, data: bytes) -> None:
    """Store an entry atomically; a cache that cannot be written stores nothing. Raises `SymlinkError`."""
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
    """Delete the least recently used entries beyond `limit` bytes, and what a killed build left half-written. Raises
    `SymlinkError`."""
    try:
        with cache.folder(ENTRIES) as entries:
            entries_by_use = sorted(_entries(entries), reverse=True)
            newest = entries_by_use[0][0] if entries_by_use else 0
            total = 0
            for used, size, prefix, name in entries_by_use:
                total += size
                # A half-written entry that is younger may belong to a build that still runs.
                if total > limit or (name.startswith(".") and newest - used > _HOUR):
                    with contextlib.suppress(FileNotFoundError), entries.folder(prefix) as folder:
                        folder.remove(name)
    except SymlinkError:
        raise
    except OSError:
        return


def stats(cache: Folder) -> tuple[int, int]:
    """Return the number of entries and their bytes. Raises `SymlinkError`."""
    try:
        with cache.folder(ENTRIES) as entries:
            sizes = [size for _, size, _, _ in _entries(entries)]
    except SymlinkError:
        raise
    except OSError:
        return 0, 0
    return len(sizes), sum(sizes)


def _entries(entries: Folder) -> Iterator[tuple[int, int, str, str]]:
    """Yield the time of use of each entry in nanoseconds, its size in bytes, its subfolder and its name."""
    for prefix in entries.names():
        with contextlib.suppress(NotADirectoryError, FileNotFoundError), entries.folder(prefix) as folder:
            for name in folder.names():
                if status := folder.status(name):
                    yield status.st_mtime_ns, status.st_size, prefix, name
