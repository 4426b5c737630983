"""World methods that cache results, and files for libraries."""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import msgspec

from bookbuilder import cache, library_files, user_folders
from bookbuilder.folder_lock import HeldFolder
from bookbuilder.open_folder import Folder
from bookbuilder.typed_decoding import from_msgpack
from bookbuilder.world.own_folder import CACHE_FOLDER, ProgramFolder
from bookbuilder.world.reading import Reader

KEPT_BYTES = 2 << 30
"""Bytes of results that the cache of a book may hold."""

USER_BYTES = 1 << 20
"""Bytes of results that are kept for the user; each is a sentence at most."""


class FileState(NamedTuple):
    """A file at a moment: its path in a folder, its inode, its bytes, and when it was changed last, in nanoseconds."""

    path: str
    inode: int
    size: int
    changed: int


FolderState = tuple[FileState, ...]


class Cache(ProgramFolder):
    """Caches results by name, and provides files for libraries that read them by path."""

    __slots__ = ()

    @property
    def cache(self) -> Path:
        """The cache folder: `.bookbuilder/cache` in the book's root, private to the user; or, if that cannot be written or
        belongs to somebody else, one in a folder of the user.

        Raises `BookbuilderError` (`path.outside`, `path.link`) if a symbolic link is in the way.
        """
        with self._cache(make=True) as folder:
            assert folder is not None
            return Path(folder.place)

    @property
    def workplaces(self) -> tuple[Path, ...]:
        """The folders outside the book that a build writes into. They and the user's secret are created now, and the secret
        is read, since jailed workers may not look for it."""
        result = []
        with contextlib.suppress(OSError):
            user_folders.secret(self.environ, self.root, make=True)
            with user_folders.open_user_folder(self.environ, self.root, "cache") as place:
                path = Path(place.place)
            result.append(path.parent if path.parent.name.startswith("bookbuilder-") else path)
        return tuple(result)

    def recall(self, name: str) -> bytes | None:
        """Return the result that `retain` stored under a name; None if there is none. Creates no folder.

        Raises `BookbuilderError` (`path.outside`, `path.link`) if a symbolic link is in the way.
        """
        secret = user_folders.secret(self.environ, self.root, make=False)
        if secret is None:
            return None
        with self._cache() as folder:
            return cache.recall(folder, secret, name) if folder else None

    def retain(self, name: str, data: bytes) -> None:
        """Store a result under a name atomically; a cache that cannot be written stores nothing.

        Raises `BookbuilderError` (`path.outside`, `path.link`) if a symbolic link is in the way.
        """
        with contextlib.suppress(user_folders.NoUserFolder), self._cache(make=True) as folder:
            secret = user_folders.secret(self.environ, self.root, make=True)
            assert folder is not None and secret is not None
            cache.retain(folder, secret, name, data)

    def recall_for_user(self, name: str) -> bytes | None:
        """Return the result that `retain_for_user` stored under a name, for whichever book; None if there is none."""
        secret = user_folders.secret(self.environ, self.root, make=False)
        if secret is not None:
            with (
                contextlib.suppress(OSError),
                user_folders.open_user_folder(self.environ, self.root, "cache", make=False) as place,
            ):
                return cache.recall(place, secret, name)
        return None

    def retain_for_user(self, name: str, data: bytes) -> None:
        """Store a short result that serves all books of the user, in a folder of the user; nothing where that is impossible.
        The latest `USER_BYTES` stay."""
        with (
            contextlib.suppress(OSError),
            user_folders.open_user_folder(self.environ, self.root, "cache") as place,
        ):
            secret = user_folders.secret(self.environ, self.root, make=True)
            assert secret is not None
            cache.retain(place, secret, name, data)
            cache.prune(place, USER_BYTES)

    def prune(self, limit: int = KEPT_BYTES) -> None:
        """Delete the least recently used results beyond `limit` bytes, and what a killed build left half-written."""
        with self._cache() as folder:
            if folder:
                cache.prune(folder, limit)

    def cached(self) -> tuple[int, int]:
        """Return the number of results in the cache of the book, and their bytes."""
        with self._cache() as folder:
            return cache.stats(folder) if folder else (0, 0)

    def materialize(self, name: str, files: Mapping[str, bytes], key: str = "") -> HeldFolder:
        """Return a folder outside the book that holds exactly these files, for libraries that read them by path. No process
        deletes it while the result exists.

        It is named by `key`, or by the files if there is none. What is there already is compared with them.
        """
        with user_folders.open_user_folder(self.environ, self.root, "cache") as place:
            return library_files.materialize(place, name, key or library_files.files_digest(files), files)

    def materialized(self, name: str, key: str) -> Path | None:
        """Return the folder that `materialize` made under a key; None if there is none. Its files are not compared."""
        with (
            contextlib.suppress(OSError),
            user_folders.open_user_folder(self.environ, self.root, "cache", make=False) as place,
        ):
            if place.is_folder(f"{name}-{key}"):
                return Path(place.place) / f"{name}-{key}"
        return None

    def folder_state(self, folder: Path) -> FolderState:
        """Return the state of all files of a folder that `materialize` gave, sorted by path; nothing if it is gone."""
        try:
            with Folder.at(folder) as opened:
                return tuple(_states(opened, ""))
        except OSError:
            return ()

    def library_cache(self, name: str) -> HeldFolder:
        """Return a folder outside the book in which a library may cache files. No process deletes it while the result
        exists. When a process first asks, it holds exactly what `keep_library_cache` stored in the book's cache: later
        changes are gone."""
        with user_folders.open_user_folder(self.environ, self.root, "cache") as place:
            return library_files.library_folder(place, name, lambda: self._library_cache(place, name))

    def keep_library_cache(self, name: str) -> None:
        """Store in the book's cache what a library has written into the folder of `library_cache`."""
        with user_folders.open_user_folder(self.environ, self.root, "cache") as place:
            files = library_files.read_folder(place, name)
            if files != self._library_cache(place, name):
                self.retain(_library_name(place, name), msgspec.msgpack.encode(files))

    def _library_cache(self, place: Folder, name: str) -> dict[str, bytes]:
        data = self.recall(_library_name(place, name))
        try:
            return from_msgpack(data, dict[str, bytes]) if data else {}
        except msgspec.MsgspecError:
            return {}

    @contextlib.contextmanager
    def _cache(self, *, make: bool = False) -> Iterator[Folder | None]:
        """Open the cache folder; None if there is none and `make` is false."""
        with self._links_refused():
            program_folder = self._own(make=make)
            if program_folder is None:
                yield None
                return
            with program_folder:
                try:
                    cache_folder = program_folder.folder(CACHE_FOLDER, make=make, mode=0o700)
                except FileNotFoundError:
                    yield None
                    return
            with cache_folder:
                yield cache_folder


def _states(folder: Folder, above: str) -> Iterator[FileState]:
    for name in folder.names():
        if folder.is_folder(name):
            with folder.folder(name) as inner:
                yield from _states(inner, f"{above}{name}/")
        elif status := folder.status(name):
            yield FileState(above + name, status.st_ino, status.st_size, status.st_mtime_ns)


class Workspace(Reader, Cache):
    """Reads the book and caches results: what rendering an edition may do."""

    __slots__ = ()

    @contextlib.contextmanager
    def environment(self, **values: str) -> Iterator[None]:
        """Set environment variables for libraries that read nothing else (fontconfig), and put them back."""
        before = {name: os.environ.get(name) for name in values}
        os.environ.update(values)
        try:
            yield
        finally:
            for name, value in before.items():
                if value is None:
                    os.environ.pop(name, None)
                else:
                    os.environ[name] = value


def _library_name(place: Folder, name: str) -> str:
    """Return the cache name of a library's files; they may contain the path of their folder."""
    return hashlib.sha256(f"library {place.place} {name}".encode("utf-8", "surrogateescape")).hexdigest()
