"""Files on disk for libraries that read them by path (fonts, configuration), in a folder of the user's own.

The files are compared with the wanted ones before every use, so a damaged one is written anew. Several processes use such
folders at once; each holds those that it uses (`folder_lock`), so that the others leave them.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
from collections.abc import Callable, Mapping
from pathlib import Path
from threading import Lock

from bookbuilder.folder_lock import HeldFolder, is_unused, lock_shared, locked_alone
from bookbuilder.open_folder import Folder, SymlinkError, last_use, tree

KEPT_FOLDERS = 4
"""Folders of one name that stay while nobody holds them: the most recently used."""
_TRIES = 100
_HOUR = 3_600_000_000_000
"""In nanoseconds."""
_MONTH = 30 * 24 * _HOUR
"""How long folders stay where the file system does not say whether somebody holds them."""
_LARGEST = 64 << 20
"""Bytes of the largest file that is read back from a library's folder."""


def files_digest(files: Mapping[str, bytes]) -> str:
    """Return a hash of files and their names."""
    result = hashlib.sha256()
    for path, data in sorted(files.items()):
        result.update(f"{path}\0{len(data)}\0".encode("utf-8", "surrogateescape"))
        result.update(data)
    return result.hexdigest()[:32]


def materialize(place: Folder, name: str, key: str, files: Mapping[str, bytes]) -> HeldFolder:
    """Return a folder in `place`, named `name`-`key`, that holds exactly these files, and holds it against deletion.

    Of the folders of this name that nobody holds only the `KEPT_FOLDERS` that were used last stay. Raises `OSError`.
    """
    target = f"{name}-{key}"
    for _ in range(_TRIES):  # another process can be quicker, or delete what nobody held yet
        folder = _held(place, target)
        if folder is None:
            folder = _created(place, name, target, files)
            if folder is not None:
                folder.mark_used()
            evict(place, name)
        if folder is not None:
            held = HeldFolder(Path(place.place) / target, folder)
            if not _holds(folder, files):
                with locked_alone(place):
                    _repair(folder, files)
            if _holds(folder, files):
                folder.mark_used()
                return held
    raise OSError(errno.EBUSY, "others keep changing this folder", f"{place.place}/{target}")


def _held(place: Folder, target: str) -> Folder | None:
    """Return a folder, open and held; None if there is none any more. What stands in its place, such as a link, is
    deleted."""
    try:
        folder = place.folder(target)
    except FileNotFoundError:
        return None
    except (SymlinkError, NotADirectoryError):
        place.remove(target)
        return None
    lock_shared(folder)
    # Before it was locked, another process may have deleted it and made a new one.
    if _is_there(place, target, folder):
        return folder
    folder.close()
    return None


def _is_there(place: Folder, target: str, folder: Folder) -> bool:
    """Whether the folder of this name is still the one that was opened."""
    there = place.status(target)
    return there is not None and folder.is_same(there)


def _created(place: Folder, name: str, target: str, files: Mapping[str, bytes]) -> Folder | None:
    """Return a new folder, open and held, with its files; None if another process was quicker."""
    stage, folder, moved = place.make_new(f".{name}-"), None, False
    try:
        folder = place.folder(stage)
        lock_shared(folder)
        _write(folder, files)
        with locked_alone(place):
            place.move(stage, place, target)
        moved = True
    except OSError as error:
        if error.errno not in (errno.EEXIST, errno.ENOTEMPTY, errno.ENOENT, errno.ENOTDIR):
            raise
        return None
    finally:
        if not moved:
            if folder is not None:
                folder.close()
            place.remove(stage)
    return folder


_BEGUN: set[str] = set()
_ALONE = Lock()


def library_folder(place: Folder, name: str, files: Callable[[], Mapping[str, bytes]]) -> HeldFolder:
    """Return a folder in which a library writes, and hold it against deletion. When this process first asks for it, it is
    made to hold exactly these files. Raises `OSError`."""
    with _ALONE:
        path = f"{place.place}/{name}"
        for _ in range(_TRIES):
            if path not in _BEGUN or not place.is_folder(name):
                with locked_alone(place):
                    sync_folder(place, name, files())
                _BEGUN.add(path)
            folder = _held(place, name)
            if folder is not None:
                folder.mark_used()
                evict(place, name.partition("-")[0])
                return HeldFolder(Path(path), folder)
    raise OSError(errno.EBUSY, "others keep deleting this folder", path)


def sync_folder(place: Folder, name: str, files: Mapping[str, bytes]) -> None:
    """Make a folder hold exactly these files; files that are the same already are left alone."""
    if place.status(name) and not place.is_folder(name):
        place.remove(name)
    with place.folder(name, make=True, mode=0o700) as folder:
        for path in folder.names():
            # A longer file differs in any case, so it need not be read.
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


def evict(place: Folder, name: str) -> None:
    """Delete those folders of a name that nobody holds but the `KEPT_FOLDERS` that were used last, and those left
    half-written for more than an hour."""
    dated, left = [], []
    for folder_name in place.names():
        if status := place.status(folder_name):
            if folder_name.startswith(f"{name}-"):
                dated.append((last_use(status), folder_name))
            elif folder_name.startswith(f".{name}-"):
                left.append((last_use(status), folder_name))
    dated.sort(reverse=True)
    newest = dated[0][0] if dated else 0
    for used, folder_name in dated[KEPT_FOLDERS:]:
        _discard(place, name, folder_name, long_unused=newest - used > _MONTH)
    for used, folder_name in left:
        if newest - used > _HOUR:
            _discard(place, name, folder_name, long_unused=True)


def _discard(place: Folder, name: str, folder_name: str, *, long_unused: bool) -> None:
    """Delete a folder unless somebody holds it; where the file system does not say, if it is `long_unused`."""
    try:
        folder = place.folder(folder_name)
    except (SymlinkError, NotADirectoryError):
        place.remove(folder_name)
        return
    except OSError:
        return
    with folder:
        unused = is_unused(folder)
        if unused is False or (unused is None and not long_unused):
            return
        aside = folder_name
        if not folder_name.startswith("."):
            # Under another name first: nobody must find one that is half deleted.
            aside = place.make_new(f".{name}-")
            with locked_alone(place):
                if not _is_there(place, folder_name, folder):
                    place.remove(aside)
                    return
                place.move(folder_name, place, aside)
        place.remove(aside)


def _holds(folder: Folder, files: Mapping[str, bytes]) -> bool:
    try:
        return sorted(tree(folder)) == sorted(files) and not _differing(folder, files)
    except OSError:
        return False


def _differing(folder: Folder, files: Mapping[str, bytes]) -> list[str]:
    """Return the paths of the files that are missing in a folder, or have other bytes there."""
    result = []
    for path, data in files.items():
        parent, _, file_name = path.rpartition("/")
        try:
            with folder.walk(parent) as inner_folder:
                # None if it is longer: then it differs in any case, and need not be read.
                if inner_folder.read(file_name, len(data)) != data:
                    result.append(path)
        except OSError:
            result.append(path)
    return result


def _repair(folder: Folder, files: Mapping[str, bytes]) -> None:
    """Make a folder hold exactly these files, each replaced at once: others may be reading those that are right."""
    for path in tree(folder):
        if path not in files:
            parent, _, name = path.rpartition("/")
            with folder.walk(parent) as inner_folder:
                inner_folder.remove(name)
    for path in _differing(folder, files):
        parent, _, name = path.rpartition("/")
        with folder.walk(parent, make=True) as inner_folder:
            if inner_folder.is_folder(name):
                inner_folder.remove(name)
            inner_folder.replace(name, files[path])


def _write(folder: Folder, files: Mapping[str, bytes]) -> None:
    for path, data in files.items():
        parent, _, name = path.rpartition("/")
        with folder.walk(parent, make=True) as target:
            target.write(name, data)
