"""Puts files into their places in a book: all of them or none, whatever stops it."""

from __future__ import annotations

import contextlib
import fcntl
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

import msgspec

from bookbuilder.open_folder import Folder

Files = Mapping[str, bytes]
"""The files of an artifact: `{"": data}` is a single file, anything else a folder."""

_STAGE, _NEW, _OLD, _NAMES = ".stage-", "new", "old", "names"
"""The folder beside the artifacts in which they are made; in it those that are new and those that are being replaced, under
their numbers, and their names."""
_LIMIT = 16 << 20
_SPARE = 8
"""Descriptors that are kept for clearing the stage away, which must not fail for the want of one."""
_OF_THE_SYSTEM = frozenset({".DS_Store", "Thumbs.db", "desktop.ini"})
"""What file managers put into any folder that they show."""


class OpenFolders:
    """Folders in the book, opened once each. Those that were made are taken away again by `undo`, if they are empty."""

    def __init__(self, root: Folder) -> None:
        """Begin with the root of the book."""
        self.root = root
        self._open: dict[str, Folder] = {}
        self._made: list[tuple[Folder, str]] = []

    def folder(self, path: str) -> Folder:
        """Open a folder by its path without links and dots, and make it if it is not there."""
        found, at = self.root, ""
        for name in filter(None, path.split("/")):
            at = f"{at}/{name}"
            if at not in self._open:
                if found.status(name) is None:
                    self._made.append((found, name))
                self._open[at] = found.folder(name, make=True)
            found = self._open[at]
        return found

    def undo(self) -> None:
        """Take away the folders that were made."""
        for above, name in reversed(self._made):
            above.remove_empty(name)

    def close(self) -> None:
        """Close all folders."""
        for found in self._open.values():
            found.close()


def publish(
    root: Folder,
    folder: str,
    artifacts: Iterable[tuple[str, Files]],
    parent: Callable[[str], str],
    ready: Callable[[Mapping[str, Sequence[str]]], object],
) -> list[str]:
    """Write artifacts into a folder below `root`, and return their names.

    All of them are written beside their places first and then renamed; if one cannot be, those before it are put back, and
    folders that were made for them are gone again. `parent` gives the folder, below `root`, in which an artifact lies;
    `ready` is called with all that is about to be put into place, and may refuse it by raising.
    """
    with contextlib.closing(OpenFolders(root)) as places:
        try:
            target = places.folder(folder)
            with _locked(target):
                for left in target.names():
                    if left.startswith(_STAGE) and target.is_folder(left):
                        _clear(target, left)
                with contextlib.ExitStack() as spare:
                    for _ in range(_SPARE):
                        spare.enter_context(target.walk(""))
                    stage = target.make_new(_STAGE)
                    try:
                        return _publish_staged(
                            target, stage, artifacts, lambda name: places.folder(parent(name)), ready
                        )
                    finally:
                        spare.close()
                        _clear(target, stage)
        except BaseException:
            places.undo()
            raise


def _publish_staged(
    target: Folder,
    stage: str,
    artifacts: Iterable[tuple[str, Files]],
    parent: Callable[[str], Folder],
    ready: Callable[[Mapping[str, Sequence[str]]], object],
) -> list[str]:
    with (
        target.folder(stage) as staged,
        staged.folder(_NEW, make=True) as new,
        staged.folder(_OLD, make=True) as old,
    ):
        names: dict[str, list[str]] = {}
        for name, files in artifacts:
            try:
                _write(new, str(len(names)), files)
            except OSError as error:  # told of the file that was to be, not of where it is made
                raise type(error)(error.errno, error.strerror, f"{target.place}/{name}") from None
            names[name] = sorted(files)
        ready(names)
        staged.write(_NAMES, msgspec.json.encode(list(names)))
        with contextlib.ExitStack() as undo:
            for at, name in enumerate(names):
                above, leaf = parent(name), name.rpartition("/")[2]
                undo.callback(_put_back, old, above, leaf, new, str(at))
                _swap(new, str(at), above, leaf, old)
            undo.pop_all()
        return list(names)


def foreign_files(
    root: Folder, above: str, leaf: str, files: Sequence[str], known: Iterable[str]
) -> list[str]:
    """Return what would be lost if an artifact with these files took the place of what is there: files that are neither
    among them nor known to come from a build before. A link counts for nothing, and a file that a file replaces is meant."""
    try:
        with root.walk(above) as outer:
            status = outer.status(leaf)
            if status is None or outer.is_link(leaf):
                return []
            if not outer.is_folder(leaf):
                return [] if files == [""] or "" in known else [""]
            with outer.folder(leaf) as folder:
                there = {path for path in folder.tree() if path.rpartition("/")[2] not in _OF_THE_SYSTEM}
    except (FileNotFoundError, NotADirectoryError):
        return []
    return sorted(there.difference(files, known))


def withdraw(folder: Folder, files: Iterable[str]) -> tuple[int, list[str]]:
    """Delete these files, below a folder in which artifacts lie, and folders that are then empty. Return how many were
    there, and what is left in it; raises `OSError` if a file cannot be deleted."""
    deleted = 0
    with _locked(folder):
        for name in folder.names():
            if name.startswith(_STAGE) and folder.is_folder(name):
                _clear(folder, name)
        for path in files:
            above, _, leaf = path.rpartition("/")
            with (
                contextlib.suppress(FileNotFoundError, NotADirectoryError, IsADirectoryError),
                folder.walk(above) as there,
            ):
                there.remove_file(leaf)
                deleted += 1
        for name in folder.names():
            folder.remove_empty_tree(name)
        return deleted, sorted(
            path for path in folder.tree() if path.rpartition("/")[2] not in _OF_THE_SYSTEM
        )


@contextlib.contextmanager
def _locked(folder: Folder) -> Iterator[None]:
    """Keep other builds from publishing into a folder meanwhile; the lock ends with the process, however that ends."""
    with contextlib.suppress(OSError):  # not every network file system can lock
        fcntl.flock(folder.descriptor, fcntl.LOCK_EX)
    try:
        yield
    finally:
        with contextlib.suppress(OSError):
            fcntl.flock(folder.descriptor, fcntl.LOCK_UN)


def _write(folder: Folder, name: str, files: Files) -> None:
    if list(files) == [""]:
        folder.write(name, files[""])
        return
    with folder.folder(name, make=True) as inner:
        for path, data in files.items():
            above, _, leaf = path.rpartition("/")
            with inner.walk(above, make=True) as there:
                there.write(leaf, data)


def _swap(new: Folder, at: str, above: Folder, leaf: str, old: Folder) -> None:
    """Put what is new in its place and what was there aside; a file is replaced in one step."""
    if above.status(leaf) is not None:
        if new.is_folder(at) or above.is_folder(leaf):
            above.move(leaf, old, at)
        else:
            above.link_or_copy(leaf, old, at)
    new.move(at, above, leaf)


def _put_back(old: Folder, above: Folder, leaf: str, new: Folder, at: str) -> None:
    """Undo `_swap`, wherever it stopped."""
    if new.status(at) is None:  # it was put into place
        above.move(leaf, new, at)
    if old.status(at) is not None:
        old.move(at, above, leaf)


def _clear(target: Folder, stage: str) -> None:
    """Delete the stage of a build; what a killed one had taken out of its place goes back."""
    with contextlib.suppress(OSError, msgspec.MsgspecError, ValueError):
        with target.folder(stage) as staged:
            data = staged.read(_NAMES, _LIMIT)
            names = msgspec.json.decode(data, type=list[str]) if data else []
            with contextlib.suppress(FileNotFoundError), staged.folder(_OLD) as old:
                for at, name in enumerate(names):
                    above, _, leaf = name.rpartition("/")
                    if old.status(str(at)) and not {"", ".", ".."} & set(name.split("/")):
                        with target.walk(above) as there:
                            if there.status(leaf) is None:
                                old.move(str(at), there, leaf)
        target.remove(stage)
