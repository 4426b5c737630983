"""A folder held open by its descriptor, in which files are read, written and deleted without following symbolic links.

A path can be redirected between a check and a use: somebody puts a link in the place of a folder, and the book is
written elsewhere. A descriptor stays the folder that was opened.
"""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import stat
import time
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
_READ = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC  # a pipe without a writer must not block
_TRIES = 100
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC


class SymlinkError(OSError):
    """A symbolic link stands where a folder of ours should be."""


class Folder:
    """An open folder. `place` is the path that it was opened by, for messages."""

    def __init__(self, descriptor: int, place: str) -> None:
        """Take over an open descriptor."""
        self.descriptor, self.place = descriptor, place

    @classmethod
    def for_traversal(cls, path: Path) -> Folder:
        """Open a folder only to go on from it; it need not be readable. Raises `OSError`."""
        flags = getattr(os, "O_PATH", os.O_RDONLY) | os.O_DIRECTORY | os.O_CLOEXEC
        return cls(os.open(path, flags), str(path))

    @classmethod
    def at(cls, path: Path) -> Self:
        """Open a folder by its path. Links in it are followed, since a person named it."""
        return cls(os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC), str(path))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close it."""
        os.close(self.descriptor)

    # -- folders in it -------------------------------------------------------------------------------------

    def folder(self, name: str, *, make: bool = False, mode: int = 0o777) -> Folder:
        """Open a subfolder, created first with `make`. Raises `SymlinkError` for a link, else `OSError`."""
        place = f"{self.place}/{name}"
        if make:
            with contextlib.suppress(FileExistsError):
                os.mkdir(name, mode, dir_fd=self.descriptor)
        try:
            return Folder(os.open(name, _FOLDER, dir_fd=self.descriptor), place)
        except OSError as error:
            # Linux says ENOTDIR of a link as well as of a file.
            if self.is_link(name):
                raise SymlinkError(errno.ELOOP, "it is a link", place) from None
            raise type(error)(error.errno, error.strerror, place) from None

    def make_new(self, prefix: str) -> str:
        """Create a private folder with a unique name that begins with `prefix`, and return the name."""
        name = prefix + os.urandom(8).hex()
        os.mkdir(name, 0o700, dir_fd=self.descriptor)
        return name

    def mark_used(self) -> None:
        """Update the access time of this folder, for `last_use`. Its modification time stays: fontconfig compares it to see
        whether its index of the fonts in the folder is still valid."""
        with contextlib.suppress(OSError):
            os.utime(self.descriptor, ns=(time.time_ns(), os.fstat(self.descriptor).st_mtime_ns))

    def is_same(self, status: os.stat_result) -> bool:
        """Whether a status belongs to this folder."""
        return os.path.samestat(os.fstat(self.descriptor), status)

    def walk(self, path: str, *, make: bool = False) -> Folder:
        """Open the folder at the end of a path without dots, step by step."""
        result = Folder(os.dup(self.descriptor), self.place)
        for name in filter(None, path.split("/")):
            with result:
                result = result.folder(name, make=make)
        return result

    def make_private(self, *, strict: bool = True) -> None:
        """Make the folder accessible to its owner only. Raises `PermissionError` if it is somebody else's and, if `strict`,
        if others can still write, as on a file system without owners."""
        status = os.fstat(self.descriptor)
        if status.st_uid != os.geteuid():
            raise PermissionError(errno.EACCES, "it belongs to somebody else", self.place)
        if status.st_mode & 0o077:
            with contextlib.suppress(OSError):
                os.fchmod(self.descriptor, stat.S_IMODE(status.st_mode) & 0o700)
            if strict and os.fstat(self.descriptor).st_mode & 0o022:
                raise PermissionError(errno.EACCES, "somebody else could write here", self.place)

    # -- what is in it -------------------------------------------------------------------------------------

    def names(self) -> list[str]:
        """Return the names of all its entries, sorted."""
        return sorted(os.listdir(self.descriptor))

    def status(self, name: str) -> os.stat_result | None:
        """Return the status of an entry, of a link itself; None if there is none."""
        try:
            return os.lstat(name, dir_fd=self.descriptor)
        except OSError:
            return None

    def is_folder(self, name: str) -> bool:
        """Whether there is a folder of this name; a link to one does not count."""
        result = self.status(name)
        return result is not None and stat.S_ISDIR(result.st_mode)

    def is_link(self, name: str) -> bool:
        """Whether there is a symbolic link of this name."""
        result = self.status(name)
        return result is not None and stat.S_ISLNK(result.st_mode)

    def read(self, name: str, limit: int, *, touch: bool = False) -> bytes | None:
        """Return the bytes of a regular file; None if it is none, cannot be read, or is larger than `limit`. `touch`
        updates its modification time."""
        try:
            descriptor = os.open(name, _READ, dir_fd=self.descriptor)
        except OSError:
            return None
        with os.fdopen(descriptor, "rb", buffering=0) as file:
            status = os.fstat(descriptor)
            if not stat.S_ISREG(status.st_mode) or status.st_size > limit:
                return None
            try:
                data = file.read(status.st_size + 1)
            except OSError:
                return None
            if touch:
                with contextlib.suppress(OSError):
                    os.utime(descriptor)
        return data

    def write(self, name: str, data: bytes, mode: int = 0o666) -> None:
        """Write a new file; one that cannot be written to its end is removed."""
        descriptor = os.open(name, _NEW, mode, dir_fd=self.descriptor)
        try:
            with os.fdopen(descriptor, "wb", buffering=0) as file:
                # Without a buffer, a write may take only a part of what it is given.
                rest = memoryview(data)
                while rest:
                    rest = rest[file.write(rest) :]
        except OSError as error:
            self.remove(name)
            raise type(error)(error.errno, error.strerror, f"{self.place}/{name}") from None

    def replace(self, name: str, data: bytes, mode: int = 0o666) -> None:
        """Replace the file or link of this name atomically."""
        stage = f".{os.urandom(8).hex()}"
        self.write(stage, data, mode)
        try:
            os.replace(stage, name, src_dir_fd=self.descriptor, dst_dir_fd=self.descriptor)
        except OSError:
            self.remove(stage)
            raise

    def move(self, name: str, other: Folder, new: str) -> None:
        """Move an entry into another folder; a file there is replaced."""
        os.replace(name, new, src_dir_fd=self.descriptor, dst_dir_fd=other.descriptor)

    def link(self, name: str, other: Folder, new: str) -> None:
        """Hard-link a file or link into another folder."""
        os.link(name, new, src_dir_fd=self.descriptor, dst_dir_fd=other.descriptor, follow_symlinks=False)

    def link_or_copy(self, name: str, other: Folder, new: str) -> None:
        """Hard-link a file or link into another folder, or copy it where the file system has no hard links."""
        try:
            self.link(name, other, new)
        except OSError:
            if self.is_link(name):
                os.symlink(os.readlink(name, dir_fd=self.descriptor), new, dir_fd=other.descriptor)
                return
            descriptor = os.open(name, _READ, dir_fd=self.descriptor)
            with os.fdopen(descriptor, "rb") as file:
                other.write(new, file.read(), stat.S_IMODE(os.fstat(descriptor).st_mode))

    def remove(self, name: str) -> None:
        """Delete a file, a link, or a folder with its contents, as far as the system allows."""
        with contextlib.suppress(OSError):
            if self.is_folder(name):
                shutil.rmtree(
                    name, dir_fd=self.descriptor, ignore_errors=True
                )  # does not follow links either
            else:
                os.unlink(name, dir_fd=self.descriptor)

    def remove_file(self, name: str) -> None:
        """Delete a file or a link; raises `OSError`."""
        os.unlink(name, dir_fd=self.descriptor)

    def remove_tree(self, name: str) -> bool:
        """Delete a folder with its contents; return whether there was one. Raises `OSError`.

        What others write into it meanwhile is deleted as well; they may also be quicker to delete something.
        """
        if not self.is_folder(name):
            return False
        for _ in range(_TRIES):
            try:
                shutil.rmtree(name, dir_fd=self.descriptor)
            except OSError as error:
                if error.errno not in (errno.ENOTEMPTY, errno.EEXIST, errno.ENOENT):
                    raise
            if not self.is_folder(name):
                return True
        raise OSError(errno.ENOTEMPTY, "others keep writing here", f"{self.place}/{name}")

    def remove_empty(self, name: str) -> None:
        """Delete a folder, if it is empty."""
        with contextlib.suppress(OSError):
            os.rmdir(name, dir_fd=self.descriptor)

    def remove_empty_tree(self, name: str) -> bool:
        """Delete a folder that holds nothing but empty folders, otherwise only these; return whether there was a folder."""
        if not self.is_folder(name):
            return False
        with self.folder(name) as inner:
            for inner_name in inner.names():
                inner.remove_empty_tree(inner_name)
        self.remove_empty(name)
        return True


def tree(folder: Folder, above: str = "", *, readable: bool = False) -> Iterator[str]:
    """Yield the paths of all entries below a folder, without the folders themselves. A folder that cannot be read is skipped
    if `readable`; otherwise it raises `OSError`."""
    skipped = contextlib.suppress(OSError) if readable else contextlib.nullcontext()
    names: list[str] = []
    with skipped:
        names = folder.names()
    for name in names:
        if folder.is_folder(name):
            with skipped, folder.folder(name) as inner:
                yield from tree(inner, f"{above}{name}/", readable=readable)
        else:
            yield above + name


def last_use(status: os.stat_result) -> int:
    """Return when a folder was used last (`Folder.mark_used`), or changed, in nanoseconds."""
    return max(status.st_atime_ns, status.st_mtime_ns)
