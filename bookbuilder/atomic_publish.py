"""Replaces finished files in a folder of a book atomically: all of them or none, whatever interrupts it."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Mapping, Sequence

import msgspec

from bookbuilder.folder_lock import locked_alone
from bookbuilder.open_folder import Folder, tree
from bookbuilder.typed_decoding import from_json

Files = Mapping[str, bytes]
"""The files of an artifact: `{"": data}` is a single file, anything else a folder."""

_STAGE, _NEW, _OLD, _NAMES = ".stage-", "new", "old", "names"
"""The staging folder beside the artifacts: `new/<n>`, `old/<n>`, and `names`, the list of their names."""
_LIMIT = 16 << 20
_SPARE = 8
"""File descriptors that are reserved for cleaning up, which must not fail for lack of one."""
_OF_THE_SYSTEM = frozenset({".DS_Store", "Thumbs.db", "desktop.ini"})
"""Files that file managers put into any folder that they show."""


class OpenFolders:
    """Folders of the book, each opened once. `undo` removes those that were created, if they are empty."""

    def __init__(self, root: Folder) -> None:
        """Start with the root of the book."""
        self.root = root
        self._open: dict[str, Folder] = {}
        self._made: list[tuple[Folder, str]] = []

    def folder(self, path: str) -> Folder:
        """Open a folder by its path without links and dots, created if missing."""
        current, place = self.root, ""
        for name in filter(None, path.split("/")):
            place = f"{place}/{name}"
            if place not in self._open:
                if current.status(name) is None:
                    self._made.append((current, name))
                self._open[place] = current.folder(name, make=True)
            current = self._open[place]
        return current

    def undo(self) -> None:
        """Remove the folders that were created."""
        for parent, name in reversed(self._made):
            parent.remove_empty(name)

    def close(self) -> None:
        """Close all folders."""
        for folder in self._open.values():
            folder.close()


def publish(
    root: Folder,
    folder: str,
    artifacts: Iterable[tuple[str, Files]],
    parent: Callable[[str], str],
    before_swap: Callable[[Mapping[str, Sequence[str]]], object],
) -> list[str]:
    """Write artifacts into a folder below `root`, and return their names.

    All are written to a stage beside the target first and then renamed; if one fails, those before it are restored, and
    folders that were created are removed. `parent` gives the folder, below `root`, of an artifact; `before_swap` is
    called with the files of all artifacts before any is put in place, and may refuse by raising.
    """
    with contextlib.closing(OpenFolders(root)) as places:
        try:
            target = places.folder(folder)
            with locked_alone(target):
                for leftover in target.names():
                    if leftover.startswith(_STAGE) and target.is_folder(leftover):
                        _clear(target, leftover)
                with contextlib.ExitStack() as spare:
                    for _ in range(_SPARE):
                        spare.enter_context(target.walk(""))
                    stage = target.make_new(_STAGE)
                    try:
                        return _publish_staged(
                            target, stage, artifacts, lambda name: places.folder(parent(name)), before_swap
                        )
                    finally:
                        # From here on `_clear` has descriptors, also where the system allows no more.
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
    before_swap: Callable[[Mapping[str, Sequence[str]]], object],
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
            except OSError as error:  # name the final file, not the staged one
                raise type(error)(error.errno, error.strerror, f"{target.place}/{name}") from None
            names[name] = sorted(files)
        before_swap(names)
        # Before anything is moved: if this build is killed, the next one restores the old files by it.
        staged.write(_NAMES, msgspec.json.encode(list(names)))
        with contextlib.ExitStack() as undo:
            for index, name in enumerate(names):
                above, leaf = parent(name), name.rpartition("/")[2]
                # Registered before the swap, which may fail in the middle.
                undo.callback(_put_back, old, above, leaf, new, str(index))
                _swap(new, str(index), above, leaf, old)
            undo.pop_all()
        return list(names)


def foreign_files(
    root: Folder, parent: str, name: str, files: Sequence[str], published: Iterable[str]
) -> list[str]:
    """Return the files that would be lost if an artifact with `files` replaced what is there: neither among them nor
    `published` from an earlier build. Links do not count, nor does a file that a file replaces."""
    try:
        with root.walk(parent) as outer:
            status = outer.status(name)
            if status is None or outer.is_link(name):
                return []
            if not outer.is_folder(name):
                return [] if files == [""] or "" in published else [""]
            with outer.folder(name) as folder:
                present = {path for path in tree(folder) if path.rpartition("/")[2] not in _OF_THE_SYSTEM}
    except (FileNotFoundError, NotADirectoryError):
        return []
    return sorted(present.difference(files, published))


def withdraw(folder: Folder, files: Iterable[str]) -> tuple[int, list[str]]:
    """Delete these files below a folder of artifacts, and folders that become empty. Return how many there were, and what
    is left. Raises `OSError`."""
    deleted = 0
    with locked_alone(folder):
        for name in folder.names():
            if name.startswith(_STAGE) and folder.is_folder(name):
                _clear(folder, name)
        for path in files:
            parent, _, file_name = path.rpartition("/")
            with (
                contextlib.suppress(FileNotFoundError, NotADirectoryError, IsADirectoryError),
                folder.walk(parent) as inner,
            ):
                inner.remove_file(file_name)
                deleted += 1
        for name in folder.names():
            folder.remove_empty_tree(name)
        return deleted, sorted(path for path in tree(folder) if path.rpartition("/")[2] not in _OF_THE_SYSTEM)


def _write(folder: Folder, name: str, files: Files) -> None:
    if list(files) == [""]:
        folder.write(name, files[""])
        return
    with folder.folder(name, make=True) as inner:
        for path, data in files.items():
            parent, _, file_name = path.rpartition("/")
            with inner.walk(parent, make=True) as target:
                target.write(file_name, data)


def _swap(new: Folder, number: str, parent: Folder, name: str, old: Folder) -> None:
    """Put a new artifact in place and the old one aside; a file is replaced in one step."""
    if parent.status(name) is not None:
        if new.is_folder(number) or parent.is_folder(name):
            parent.move(name, old, number)
        else:
            parent.link_or_copy(name, old, number)
    new.move(number, parent, name)


def _put_back(old: Folder, parent: Folder, name: str, new: Folder, number: str) -> None:
    """Undo `_swap`, wherever it stopped."""
    if new.status(number) is None:  # it was put into place
        parent.move(name, new, number)
    if old.status(number) is not None:
        old.move(number, parent, name)


def _clear(target: Folder, stage: str) -> None:
    """Delete the stage of a build; artifacts that a killed build had set aside are restored."""
    with contextlib.suppress(OSError, msgspec.MsgspecError, ValueError):
        with target.folder(stage) as staged:
            data = staged.read(_NAMES, _LIMIT)
            names = from_json(data, list[str]) if data else []
            with contextlib.suppress(FileNotFoundError), staged.folder(_OLD) as old:
                for index, name in enumerate(names):
                    parent, _, file_name = name.rpartition("/")
                    # A stranger's book may bring such a stage, with names that lead elsewhere.
                    if old.status(str(index)) and not {"", ".", ".."} & set(name.split("/")):
                        with target.walk(parent) as target_folder:
                            # What is there is the new artifact, already in place.
                            if target_folder.status(file_name) is None:
                                old.move(str(index), target_folder, file_name)
        target.remove(stage)
