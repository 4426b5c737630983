"""World methods that read the fonts of a house, which lie on this machine and not in the book.

They are the user's, in `fonts/` beside the `config.toml` of the program (`~/.config/bookbuilder/fonts`), and are found by
their hash alone: no text of a book decides about a path there.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from bookbuilder import user_folders
from bookbuilder.open_folder import Folder, tree
from bookbuilder.world.book_root import BookRoot

_LARGEST = 64 << 20
"""Bytes of the largest font that is read."""
_ENDINGS = (".ttf", ".otf")
_DIGESTS: dict[tuple[str, int, int, int], str] = {}
"""SHA-256 of the files that this process has read, by path, inode, size and time of the last change."""


class HouseFonts(BookRoot):
    """Reads the fonts of a house."""

    __slots__ = ()

    @property
    def house_font_folder(self) -> Path | None:
        """The folder with the fonts of the house; None if there is none."""
        return user_folders.house_font_folder(self.environ, self.root)

    def house_font(self, sha256: str) -> bytes | None:
        """Return the font file of the house with this SHA-256 (hexadecimal digits); None if there is none."""
        return self._logged("house_font", sha256, lambda: self._house_font(sha256))

    def _house_font(self, sha256: str) -> bytes | None:
        with self._opened() as folder:
            path = next((path for path, digest in _digests(folder) if digest == sha256), None)
            return None if folder is None or path is None else _read(folder, path)

    def house_fonts(self) -> Mapping[str, bytes]:
        """Return all font files of the house by their SHA-256, for commands that list them."""
        with self._opened() as folder:
            return {digest: _read(folder, path) or b"" for path, digest in _digests(folder) if folder}

    def house_font_stamps(self) -> dict[str, tuple[int, int, int]]:
        """Return each font file of the house, as a path from the book's folder, with its time (ns), size and inode number,
        which tell whether it has changed."""
        with self._opened() as folder:
            return {
                os.path.relpath(f"{folder.place}/{path}", self.root): (
                    status.st_mtime_ns,
                    status.st_size,
                    status.st_ino,
                )
                for path, status in _files(folder)
                if folder
            }

    @contextlib.contextmanager
    def _opened(self) -> Iterator[Folder | None]:
        path = self.house_font_folder
        try:
            folder = Folder.at(path) if path else None
        except OSError:
            folder = None
        with folder or contextlib.nullcontext() as opened:
            yield opened


def _files(folder: Folder | None) -> Iterator[tuple[str, os.stat_result]]:
    for path in tree(folder, readable=True) if folder else ():
        if folder is None or not path.lower().endswith(_ENDINGS):
            continue
        parent, _, name = path.rpartition("/")
        with contextlib.suppress(OSError), folder.walk(parent) as inner:
            status = inner.status(name)
            if status is not None:
                yield path, status


def _digests(folder: Folder | None) -> Iterator[tuple[str, str]]:
    """Yield path and SHA-256 of each font file in a folder."""
    for path, status in _files(folder):
        if folder is None:
            return
        key = f"{folder.place}/{path}", status.st_ino, status.st_size, status.st_mtime_ns
        if key not in _DIGESTS and (data := _read(folder, path)) is not None:
            _DIGESTS[key] = hashlib.sha256(data).hexdigest()
        if key in _DIGESTS:
            yield path, _DIGESTS[key]


def _read(folder: Folder, path: str) -> bytes | None:
    parent, _, name = path.rpartition("/")
    with contextlib.suppress(OSError), folder.walk(parent) as inner:
        return inner.read(name, _LARGEST)
    return None
