"""A folder that is open: what is done in it is done through its descriptor, and no link is followed on the way.

A path is a promise that others can break between a look and a use: somebody puts a link in the place of a folder, and what
was meant for the book is written or deleted elsewhere. A descriptor is the folder itself, whatever becomes of its name.
"""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import stat
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
_READ = (
    os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
)  # a pipe that nobody writes to must not hold us up
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC


class SymlinkError(OSError):
    """A link stands where a folder of ours should be."""


class Folder:
    """An open folder. `place` is its path as it was called, for messages."""

    def __init__(self, descriptor: int, place: str) -> None:
        """Take over an open descriptor."""
        self.descriptor, self.place = descriptor, place

    @classmethod
    def for_traversal(cls, path: Path) -> Folder:
        """Open a folder only to go on from it: it may be one that this process may not list. Raises `OSError`."""
        flags = getattr(os, "O_PATH", os.O_RDONLY) | os.O_DIRECTORY | os.O_CLOEXEC
        return cls(os.open(path, flags), str(path))

    @classmethod
    def at(cls, path: Path) -> Self:
        """Open a folder by its path, in which links are followed: it is what a person named."""
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
        """Open a folder in this one, which is made if it is not there; raises `SymlinkError` for a link, else `OSError`."""
        place = f"{self.place}/{name}"
        if make:
            with contextlib.suppress(FileExistsError):
                os.mkdir(name, mode, dir_fd=self.descriptor)
        try:
            return Folder(os.open(name, _FOLDER, dir_fd=self.descriptor), place)
        except OSError as error:
            if self.is_link(name):
                raise SymlinkError(errno.ELOOP, "it is a link", place) from None
            raise type(error)(error.errno, error.strerror, place) from None

    def make_new(self, prefix: str) -> str:
        """Make a folder that nobody else can look into, and return its name, which begins with `prefix`."""
        name = prefix + os.urandom(8).hex()
        os.mkdir(name, 0o700, dir_fd=self.descriptor)
        return name

    def touch(self) -> None:
        """Note that this folder was used."""
        with contextlib.suppress(OSError):
            os.utime(self.descriptor)

    def walk(self, path: str, *, make: bool = False) -> Folder:
        """Open the folder at the end of a path without dots, step by step."""
        result = Folder(os.dup(self.descriptor), self.place)
        for name in filter(None, path.split("/")):
            with result:
                result = result.folder(name, make=make)
        return result

    def make_private(self, *, strict: bool = True) -> None:
        """See to it that nobody else can look or write here; raises `PermissionError` if the folder is somebody else's and,
        if `strict`, where others can write all the same, as on a file system that knows no owners."""
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
        """Return the names of all that is in it, sorted."""
        return sorted(os.listdir(self.descriptor))

    def status(self, name: str) -> os.stat_result | None:
        """Return what the system knows of something in it, of a link itself; None if there is nothing."""
        try:
            return os.lstat(name, dir_fd=self.descriptor)
        except OSError:
            return None

    def is_folder(self, name: str) -> bool:
        """Whether there is a folder of this name; a link to one is none."""
        result = self.status(name)
        return result is not None and stat.S_ISDIR(result.st_mode)

    def is_link(self, name: str) -> bool:
        """Whether there is a link of this name."""
        result = self.status(name)
        return result is not None and stat.S_ISLNK(result.st_mode)

    def read(self, name: str, limit: int, *, touch: bool = False) -> bytes | None:
        """Return the bytes of an ordinary file; None for what is none, cannot be read, or is larger than `limit`. `touch`
        notes that it was used."""
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
        """Write a new file. One that cannot be written to its end is not left."""
        descriptor = os.open(name, _NEW, mode, dir_fd=self.descriptor)
        try:
            with os.fdopen(descriptor, "wb", buffering=0) as file:
                rest = memoryview(data)
                while rest:
                    rest = rest[file.write(rest) :]
        except OSError as error:
            self.remove(name)
            raise type(error)(error.errno, error.strerror, f"{self.place}/{name}") from None

    def replace(self, name: str, data: bytes, mode: int = 0o666) -> None:
        """Put a file in the place of whatever file or link has this name, whole or not at all."""
        stage = f".{os.urandom(8).hex()}"
        self.write(stage, data, mode)
        try:
            os.replace(stage, name, src_dir_fd=self.descriptor, dst_dir_fd=self.descriptor)
        except OSError:
            self.remove(stage)
            raise

    def move(self, name: str, other: Folder, new: str) -> None:
        """Move something into another folder; a file there is replaced."""
        os.replace(name, new, src_dir_fd=self.descriptor, dst_dir_fd=other.descriptor)

    def link(self, name: str, other: Folder, new: str) -> None:
        """Give a file or a link a second name in another folder."""
        os.link(name, new, src_dir_fd=self.descriptor, dst_dir_fd=other.descriptor, follow_symlinks=False)

    def link_or_copy(self, name: str, other: Folder, new: str) -> None:
        """Give a file or a link a second name in another folder, or copy it where the file system knows no links."""
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
        """Delete a file, a link, or a folder with all that is in it; what the system does not let go stays."""
        with contextlib.suppress(OSError):
            if self.is_folder(name):
                shutil.rmtree(
                    name, dir_fd=self.descriptor, ignore_errors=True
                )  # which follows no link either
            else:
                os.unlink(name, dir_fd=self.descriptor)

    def remove_file(self, name: str) -> None:
        """Delete a file or a link; raises `OSError`."""
        os.unlink(name, dir_fd=self.descriptor)

    def remove_tree(self, name: str) -> bool:
        """Delete a folder with all that is in it; return whether there was one. Raises `OSError` if something cannot be."""
        if not self.is_folder(name):
            return False
        shutil.rmtree(name, dir_fd=self.descriptor)
        return True

    def remove_empty(self, name: str) -> None:
        """Delete a folder, if it is empty."""
        with contextlib.suppress(OSError):
            os.rmdir(name, dir_fd=self.descriptor)

    def remove_empty_tree(self, name: str) -> bool:
        """Delete a folder if nothing is in it but folders like it; else those of them. Return whether there was one."""
        if not self.is_folder(name):
            return False
        with self.folder(name) as inner:
            for inner_name in inner.names():
                inner.remove_empty_tree(inner_name)
        self.remove_empty(name)
        return True

    def tree(self, above: str = "") -> Iterator[str]:
        """Yield the paths of all files, links and other things below this folder, without the folders themselves."""
        for name in self.names():
            if self.is_folder(name):
                with self.folder(name) as inner:
                    yield from inner.tree(f"{above}{name}/")
            else:
                yield above + name
