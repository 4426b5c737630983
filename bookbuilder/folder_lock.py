"""Locks on open folders (flock): several processes use a folder at once, or one has it alone.

The system releases a lock with its process, however that ends. Nothing is written for it, so it also works in folders that
can only be read, and in the jail. Some network file systems have no locks.
"""

from __future__ import annotations

import contextlib
import errno
import fcntl
from collections.abc import Iterator
from pathlib import Path

from bookbuilder.open_folder import Folder


class HeldFolder:
    """A folder that no process deletes while this value exists. `path` is where it lies.

    Another process to which it is sent relies on this one.
    """

    __slots__ = ("_folder", "path")

    def __init__(self, path: Path, folder: Folder | None = None) -> None:
        """Take over an open folder with a shared lock."""
        self.path, self._folder = path, folder

    def __del__(self) -> None:
        """Release it."""
        # The field is missing where `__init__` was not run to its end.
        folder = getattr(self, "_folder", None)
        if folder is not None:
            folder.close()

    def __reduce__(self) -> tuple[type[HeldFolder], tuple[Path]]:
        """Send the path alone."""
        return HeldFolder, (self.path,)

    def __repr__(self) -> str:
        """Return the path: an open folder says nothing to a reader."""
        return f"HeldFolder({str(self.path)!r})"


def lock_shared(folder: Folder) -> None:
    """Hold a folder together with others until it is closed. Waits for a process that has it alone, which is a moment."""
    with contextlib.suppress(OSError):  # `is_unused` says what holds where there are no locks
        fcntl.flock(folder.descriptor, fcntl.LOCK_SH)


def is_unused(folder: Folder) -> bool | None:
    """Whether nobody holds a folder, which then is locked for this process alone until it is closed; None if the file system
    does not say."""
    try:
        fcntl.flock(folder.descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        return False if error.errno in (errno.EWOULDBLOCK, errno.EACCES) else None
    return True


@contextlib.contextmanager
def locked_alone(folder: Folder) -> Iterator[None]:
    """Have a folder alone for a moment, where the file system has locks; others who ask for the same wait."""
    with contextlib.suppress(OSError):
        fcntl.flock(folder.descriptor, fcntl.LOCK_EX)
    try:
        yield
    finally:
        with contextlib.suppress(OSError):
            fcntl.flock(folder.descriptor, fcntl.LOCK_UN)
