"""Keeps the books that tests share from one session to the next, under a hash of all that they are made of.

That is every file of the program, its fonts, styles and books, the tests (which write the books), the locks, what is
installed, and the libraries of the system that lay out. A book that somebody has changed since is made anew.
"""

from __future__ import annotations

import contextlib
import ctypes
import ctypes.util
import hashlib
import json
import os
import shutil
import sys
import time
from collections.abc import Iterable
from importlib.metadata import distributions
from pathlib import Path

from bookbuilder import user_folders

FOLDERS = ("bookbuilder", "chapters", "docs", "editors", "fonts", "l10n", "scripts", "styles", "tests")
ENDINGS = (".toml", ".lock", ".md", ".py", ".json")
"""Of the files of the repository itself."""
OTHERS = 2
"""So many other hashes keep their books, and those that another session of the last hours may still read."""
HOURS = 3


def digest(repo: Path) -> str:
    """Return a hash of all that a book of the tests is made of."""
    found = hashlib.sha256()
    for folder in FOLDERS:
        _add(found, repo, sorted((repo / folder).rglob("*")))
    _add(found, repo, sorted(path for path in repo.iterdir() if path.suffix in ENDINGS))
    installed = sorted(f"{one.name} {one.version}" for one in distributions())
    found.update(json.dumps([sys.version, str(repo), installed, _system()]).encode())
    return found.hexdigest()


def _add(found: hashlib._Hash, root: Path, paths: Iterable[Path]) -> None:
    for path in paths:
        if path.is_file() and path.suffix != ".pyc":
            data = path.read_bytes()
            found.update(f"{path.relative_to(root).as_posix()} {len(data)}\n".encode())
            found.update(data)


def _system() -> list[str]:
    """Return the versions of the libraries of the system that lay out text."""
    found = []
    for library, function in (("pango-1.0", "pango_version_string"), ("harfbuzz", "hb_version_string")):
        if path := ctypes.util.find_library(library):
            version = ctypes.CDLL(path)[function]
            version.restype = ctypes.c_char_p
            found.append(f"{library} {version()!r}")
    return found


class KeptBooks:
    """The folder of the books of one hash; workers see it by its path alone."""

    def __init__(self, place: Path, repo: Path) -> None:
        self.place, self.repo = place, repo

    @staticmethod
    def begin(folder: Path, repo: Path) -> KeptBooks:
        """Return the books of the repository as it is now, before any worker starts, without those that are not as they
        were made; old ones of others are deleted."""
        kept = KeptBooks(folder / digest(repo), repo)
        if (kept.place / "stale").exists():
            shutil.rmtree(kept.place)
        kept.place.mkdir(parents=True, exist_ok=True)
        kept.place.touch()
        others = sorted(
            (one for one in folder.iterdir() if one != kept.place), key=lambda one: one.stat().st_mtime
        )
        for other in others[:-OTHERS]:
            with contextlib.suppress(OSError):
                if other.stat().st_mtime < time.time() - HOURS * 3600:
                    shutil.rmtree(other)
        for whole in kept.place.glob("*.whole"):
            if whole.read_text() != contents(whole.with_suffix("")):
                whole.unlink()
        return kept

    def share_secret(self, state: Path) -> None:
        """Give a session the secret of the one that began these books, or their caches would be those of somebody else.

        `state` is where the session has the state of programs (XDG_STATE_HOME).
        """
        file, new = self.place / user_folders._SECRET, self.place / f"{os.getpid()}.new"
        if not file.exists():
            new.touch(mode=0o600)
            new.write_bytes(os.urandom(user_folders._BYTES))
            with contextlib.suppress(FileExistsError):  # another session was quicker
                os.link(new, file)
            new.unlink()
        folder = next(user_folders.candidates({"XDG_STATE_HOME": str(state)}, self.repo, "state"))
        folder.mkdir(mode=0o700, parents=True)
        shutil.copy(file, folder)

    def finish(self, name: str) -> None:
        """Take note that a book is whole; for this session alone, if the repository has changed since that began."""
        if digest(self.repo) != self.place.name:
            (self.place / "stale").touch()
        (self.place / f"{name}.whole").write_text(contents(self.place / name))


def contents(book: Path) -> str:
    """Return a hash of what lies in the folder of a book, but for the cache of the program, which mends itself."""
    found = hashlib.sha256()
    cache = book / ".bookbuilder"
    _add(found, book, sorted(path for path in book.rglob("*") if not path.is_relative_to(cache)))
    return found.hexdigest()
