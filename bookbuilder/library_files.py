"""Files on disk for libraries that read them by path (fonts, configuration), in a folder of the user's own.

The files are compared with the wanted ones before every use, so a damaged one is written anew.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
from collections.abc import Callable, Mapping
from threading import Lock

from bookbuilder.open_folder import Folder, SymlinkError, tree

KEPT_FOLDERS = 4
"""Folders of one name that stay: the most recently used."""
_HOUR = 3_600_000_000_000
"""In nanoseconds."""
_LARGEST = 64 << 20
"""Bytes of the largest file that is read back from a library's folder."""


def files_digest(files: Mapping[str, bytes]) -> str:
    """Return a hash of files and their names."""
    result = hashlib.sha256()
    for path, data in sorted(files.items()):
        result.update(f"{path}\0{len(data)}\0".encode("utf-8", "surrogateescape"))
        result.update(data)
    return result.hexdigest()[:32]


def materialize(place: Folder, name: str, key: str, files: Mapping[str, bytes]) -> str:
    """Return the name (`name`-`key`) of a folder in `place` that holds exactly these files.

    Of all the folders of this name only the `KEPT_FOLDERS` that were used last stay.
    """
    target = f"{name}-{key}"
    for _ in range(3):  # another process can be quicker, or repair what we are about to repair
        if _holds(place, target, files):
            return target
        stage = place.make_new(f".{name}-")
        try:
            with place.folder(stage) as folder:
                _write(folder, files)
            if place.status(target):
                place.move(target, place, f"{stage}-old")
            place.move(stage, place, target)
        except OSError as error:
            if error.errno not in (errno.EEXIST, errno.ENOTEMPTY, errno.ENOENT):
                raise
        finally:
            place.remove(stage)
            place.remove(f"{stage}-old")
        evict(place, name, target)
    return target


_BEGUN: set[str] = set()
_ALONE = Lock()


def sync_folder_once(place: Folder, name: str, files: Callable[[], Mapping[str, bytes]]) -> None:
    """Make a folder hold exactly these files when this process first asks for it; after that a library writes there."""
    with _ALONE:
        path = f"{place.place}/{name}"
        if path not in _BEGUN or not place.is_folder(name):
            sync_folder(place, name, files())
            _BEGUN.add(path)


def sync_folder(place: Folder, name: str, files: Mapping[str, bytes]) -> None:
    """Make a folder hold exactly these files; files that are the same already are left alone."""
    if place.status(name) and not place.is_folder(name):
        place.remove(name)
    with place.folder(name, make=True, mode=0o700) as folder:
        folder.mark_used()
        for path in folder.names():
            if path not in files or folder.read(path, len(files[path])) != files[path]:
                folder.remove(path)
        for path, data in files.items():
            if folder.status(path) is None:
                with contextlib.suppress(FileExistsError):
                    folder.replace(path, data, 0o600)


def read_folder(place: Folder, name: str) -> dict[str, bytes]:
    """Return the files of a folder, without hidden ones and those in subfolders."""
    with contextlib.suppress(OSError), place.folder(name) as folder:
        result = {path: folder.read(path, _LARGEST) for path in folder.names() if not path.startswith(".")}
        return {path: data for path, data in result.items() if data is not None}
    return {}


def evict(place: Folder, name: str, keep: str) -> None:
    """Delete the least recently used folders of a name, and those left half-written for more than an hour."""
    dated, left = [], []
    for folder_name in place.names():
        if status := place.status(folder_name):
            if folder_name.startswith(f"{name}-"):
                dated.append((status.st_mtime_ns, folder_name))
            elif folder_name.startswith(f".{name}-"):
                left.append((status.st_mtime_ns, folder_name))
    dated.sort(reverse=True)
    now = next((used for used, folder_name in dated if folder_name == keep), 0)
    old = [folder_name for _, folder_name in dated[KEPT_FOLDERS:]] + [
        folder_name for used, folder_name in left if now - used > _HOUR
    ]
    for folder_name in old:
        if folder_name != keep:
            place.remove(folder_name)


def _holds(place: Folder, name: str, files: Mapping[str, bytes]) -> bool:
    """Whether a folder holds exactly these files; if so, its modification time is updated."""
    try:
        with place.folder(name) as folder:
            if sorted(tree(folder)) != sorted(files):
                return False
            for path, data in files.items():
                parent, _, file_name = path.rpartition("/")
                with folder.walk(parent) as inner_folder:
                    if inner_folder.read(file_name, len(data)) != data:
                        return False
            folder.mark_used()
            return True
    except (SymlinkError, OSError):
        return False


def _write(folder: Folder, files: Mapping[str, bytes]) -> None:
    for path, data in files.items():
        parent, _, name = path.rpartition("/")
        with folder.walk(parent, make=True) as target:
            target.write(name, data)
