"""World methods that read the book and the program's assets."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import lru_cache

from bookbuilder.diagnostics import BookbuilderError, Span
from bookbuilder.input_log import InputLog
from bookbuilder.world.book_root import (
    ASSETS,
    PACKAGE,
    PROGRAM,
    BookRoot,
    decode,
    files_below,
    folders_in,
    inside,
    is_file,
    read_file,
)
from bookbuilder.world.house_fonts import HouseFonts
from bookbuilder.world.series_folder import PREFIX, SERIES, is_shared, shared_files, shared_path

QUESTIONS = frozenset(
    {
        "read",
        "read_asset",
        "exists",
        "leads_out",
        "asset_exists",
        "entry",
        "folder_exists",
        "folders",
        "files",
        "asset_files",
        "house_font",
        "commit_hash",
        "files_of_commit",
    }
)
"""The methods of a World that its `input_log` records."""
ASSET_QUESTIONS = frozenset({"read_asset", "asset_exists", "asset_files"})
"""Those about the program's own files, to which every World has the same answers."""


class BookFiles(BookRoot):
    """Reads the files of a book, and those that its series shares (`../facts.toml`, see `series_folder`)."""

    __slots__ = ()

    def read(self, path: str) -> bytes:
        """Return the bytes of a file of the book; raises `BookbuilderError` (`path.outside`, `file.*`)."""
        files = self.input_log.files if isinstance(self.input_log, InputLog) else None
        if files is None:
            return self._logged("read", path, lambda: self._read(path))
        if path not in files:
            files[path] = self._logged("read", path, lambda: self._read(path))
        return files[path]

    def _read(self, path: str) -> bytes:
        if (place := shared_path(self.root, path) if is_shared(path) else None) is not None:
            try:
                return read_file(place.parent, place.name)
            except BookbuilderError as error:
                raise BookbuilderError(
                    *(replace(one, span=Span(path)) for one in error.diagnostics)
                ) from None
        return read_file(self.root, path)

    def text(self, path: str) -> str:
        """Return a UTF-8 file of the book with line ends as `\\n` and without a byte order mark."""
        return decode(self.read(path), path)

    def exists(self, path: str) -> bool:
        """Whether the book has an entry of this name; reading it may still be refused (a link that leads out)."""
        return self._logged("exists", path, lambda: self._exists(path))

    def _exists(self, path: str) -> bool:
        return (
            shared_path(self.root, path) is not None
            if is_shared(path)
            else os.path.lexists(os.path.join(self.root, path))
        )

    def leads_out(self, path: str) -> bool:
        """Whether a path is outside of the book's folder, links followed, so that it will not be read or written."""
        return self._logged("leads_out", path, lambda: self._leads_out(path))

    def _leads_out(self, path: str) -> bool:
        return shared_path(self.root, path) is None if is_shared(path) else inside(self.root, path) is None

    def entry(self, place: str) -> object:
        """Return a table of a TOML file by the file and its key (`../facts.toml#oil`), None if there is none or the file
        is no TOML. A build that needs a few entries of a file depends on these alone."""
        path, _, key = place.partition("#")
        return self._logged(
            "entry", place, lambda: _tables(self._read(path)).get(key) if self._exists(path) else None
        )

    def unlogged_text(self, path: str) -> str:
        """Return a text without logging it as an input of a build, since its entries are asked for one by one (`entry`)."""
        return decode(self._read(path), path)

    def versions(self, path: str) -> tuple[str, ...]:
        """Return the paths at which a file exists: in the book's series (`../facts.toml`), then in the book, which wins."""
        return tuple(one for one in self._places(path) if self.exists(one))

    def _places(self, path: str) -> tuple[str, ...]:
        """Return where a shared file may be. A book without a series is asked nothing more about it."""
        return (PREFIX + path, path) if self.exists(PREFIX + SERIES) else (path,)

    def folder_exists(self, path: str) -> bool:
        """Whether the book has this folder."""
        return self._logged(
            "folder_exists",
            path,
            lambda: inside(self.root, path) is not None and (self.root / path).is_dir(),
        )

    def files(self, folder: str) -> tuple[str, ...]:
        """Return the paths of all files below a folder of the book, sorted, without folders and hidden names.

        Special files and links that lead out are included, so that reading them is refused with a message.
        Raises `BookbuilderError` (`path.outside`) for a folder outside the book.
        """
        if is_shared(folder):
            return self._logged("files", folder, lambda: shared_files(self.root, folder))
        return self._logged("files", folder, lambda: files_below(self.root, folder))

    def folders(self, folder: str) -> tuple[str, ...]:
        """Return the subfolders of a folder of the book, sorted, without hidden ones and those that lead out."""
        return self._logged("folders", folder, lambda: folders_in(self.root, folder))

    def empty(self) -> bool:
        """Whether the book's folder is empty or missing; `.git` does not count."""
        return not self.root.exists() or (
            self.root.is_dir() and all(place.name == ".git" for place in self.root.iterdir())
        )

    def size(self, path: str) -> int:
        """Return the bytes of a file of the book, or of all files in a folder."""
        return sum((self.root / name).lstat().st_size for name in self.files(path) or [path])


# A build asks for the entries of the same few files one by one.
@lru_cache(4)
def _tables(data: bytes) -> Mapping[str, object]:
    from bookbuilder import toml  # not loaded where nothing is shared

    try:
        return toml.loads(data.decode("utf-8-sig").replace("\r\n", "\n"))
    except ValueError:  # no UTF-8, or no TOML
        return {}


class Assets(BookRoot):
    """Reads the program's own files."""

    __slots__ = ()

    def read_asset(self, path: str) -> bytes:
        """Return the bytes of a file of the program (`styles/…`, `fonts/…`, `package/…`)."""
        if path.startswith("package/"):
            return read_file(PACKAGE, path.removeprefix("package/"))
        return self._logged("read_asset", path, lambda: read_file(self.assets, path))

    def asset_exists(self, path: str) -> bool:
        """Whether the program ships this file (`package/…` for one beside its code)."""
        if path.startswith("package/"):
            return is_file(PACKAGE, path.removeprefix("package/"))
        return self._logged("asset_exists", path, lambda: is_file(self.assets, path))

    def asset_files(self, folder: str) -> tuple[str, ...]:
        """Return the files that the program ships below a folder (`package/…` for its own code), sorted."""
        if folder.startswith("package/"):
            inner = files_below(PACKAGE, folder.removeprefix("package/"))
            return tuple(f"package/{name}" for name in inner)
        return self._logged("asset_files", folder, lambda: files_below(self.assets, folder))

    def program_digest(self) -> str:
        """Return a hash of the program's own files, without shipped themes and fonts, which are read as assets."""
        digest, package = hashlib.sha256(), os.fspath(PACKAGE)
        for path in sorted(_own(package, "")):
            with open(f"{package}/{path}", "rb", buffering=0) as file:
                digest.update(path.encode() + hashlib.sha256(file.read()).digest())
        return digest.hexdigest()


class Reader(BookFiles, Assets, HouseFonts):
    """Reads the book, the program's assets and the fonts of the house: all that a check may do."""

    __slots__ = ()

    def theme_files(self, folder: str) -> Mapping[str, bytes]:
        """Return name (inside `folder`) → bytes for `styles/…` or `fonts/…`: shipped files, overridden by those of the
        series, and these by the book's.

        A book that brings a file of the same name gets its own.
        """
        result = {name: self.read_asset(name) for name in self.asset_files(folder)}
        for place in self._places(folder):
            if place != folder or self.root != self.assets:
                result |= {name.removeprefix(PREFIX): self.read(name) for name in self.files(place)}
        return {name.removeprefix(f"{folder}/"): data for name, data in sorted(result.items())}

    def theme_path(self, path: str) -> str:
        """Return where a file of `theme_files` comes from: the path in the book or its series; after `bookbuilder:` if the
        program ships it, so that it does not look like a file of the book."""
        return next(reversed(self.versions(path)), PROGRAM + path)

    def ask(self, question: str, path: str) -> object:
        """Ask one of the `QUESTIONS` again by its name. Raises `ValueError` for any other."""
        if question not in QUESTIONS:
            raise ValueError(question)
        answer: object = getattr(self, question)(path)
        return answer


def _own(package: str, folder: str) -> Iterator[str]:
    """Yield the files of the package below a folder of it (empty, or with a slash at its end)."""
    with os.scandir(f"{package}/{folder}") as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                if entry.name not in ("__pycache__", ASSETS):
                    yield from _own(package, f"{folder}{entry.name}/")
            elif entry.is_file() and not entry.name.endswith((".pyc", ".so")):
                yield folder + entry.name
