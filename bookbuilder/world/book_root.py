"""The root folder of a book, and safe access to paths below it: nothing outside is read."""

from __future__ import annotations

import errno
import functools
import os
import stat
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import TypeVar

from bookbuilder.diagnostics import NOT_TEXT, BookbuilderError, Rule, Span, diagnostic
from bookbuilder.input_log import InputLog, InputLogClosed

T = TypeVar("T")

OUTSIDE = Rule(
    "path.outside",
    "{path} lies outside the book's folder and is not read",
    "A book reads only what lies in its own folder. A manuscript from somebody else must not be able to print a"
    " private file of the person who builds it, so links that lead out of the folder are refused as well.",
)
MISSING = Rule(
    "file.missing",
    "there is no file {path}",
    "A chapter or book.toml names a file that is not there. Paths in a chapter start at the chapter's own folder.",
)
UNREADABLE = Rule(
    "file.unreadable",
    "{path} cannot be read: {reason}",
    "The file or folder is there, but the system does not let this program read it. Look at who owns it and who may read"
    " it (`ls -l`).",
)
NOT_A_FILE = Rule(
    "file.odd",
    "{path} is not an ordinary file",
    "Only ordinary files are read: no folders, pipes or devices.",
)
TOO_LARGE = Rule(
    "file.large",
    "{path} is {size} MB large; at most {limit} MB are read",
    "A limit keeps a broken or hostile file from filling the memory of the machine.",
)
ODD_NAME = Rule(
    "file.name",
    "the name of {path} is not UTF-8",
    "Names of files are bytes to the system, and text in a book: in links, in the files of an e-book, in what is printed. A"
    " name that was made on a machine with another encoding, or came out of an old archive, cannot be read as text. Rename"
    " the file.",
)
NOT_UTF8 = Rule(
    NOT_TEXT,
    "this file is not UTF-8: byte {byte} cannot be read",
    "Chapters and settings are UTF-8 text. Save the file as UTF-8 in your editor.",
)

READ_LIMIT = 64 << 20
"""Bytes of the largest file that is read."""
ASSETS = "_assets"
"""The folder of the package that holds themes, fonts and the starter book in a wheel."""
PROGRAM = "bookbuilder:"
"""What the paths of files begin with, in messages, that come with the program: they are not in the book."""
PACKAGE = Path(__file__).parents[1]
"""The folder of the program's own code."""


def _package_assets() -> Path:
    """Return the folder of the shipped themes, fonts and starter book: in the wheel, or the checkout around the package."""
    packed = PACKAGE / ASSETS
    return packed if packed.is_dir() else PACKAGE.parent


@dataclass(frozen=True, slots=True)
class BookRoot:
    """A book's folder and the program's own assets.

    `root` is the folder of the book, `assets` the folder that holds the shipped `styles/`, `fonts/` and (in
    `starter/`, or the checkout itself) the starter book. `input_log`, if there is one, records what is read; files of the
    program's own package are not noted, since `program_digest` is a hash of them all.
    """

    root: Path
    assets: Path = field(default_factory=_package_assets)
    environ: Mapping[str, str] = field(default_factory=lambda: dict(os.environ), hash=False)
    input_log: InputLog | InputLogClosed | None = field(default=None, compare=False, repr=False)

    def _logged(self, question: str, path: str, find: Callable[[], T]) -> T:
        """Return what `find` returns, logged as the answer to `question`: the name of a method that can be asked again."""
        if self.input_log is None:
            return find()
        try:
            result = find()
        except BookbuilderError as error:
            self.input_log.note(question, path, error.diagnostics)
            raise
        self.input_log.note(question, path, result)
        return result


def decode(data: bytes, path: str) -> str:
    """Return UTF-8 bytes as text with line ends as `\\n`; raises `BookbuilderError` (`file.encoding`)."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        # Counted without the byte order mark, and in characters.
        before = error.object[: error.start].decode().replace("\r\n", "\n").replace("\r", "\n")
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
        byte = f"0x{error.object[error.start]:02X}"
        hint = "save the file as UTF-8; most editors offer that under 'Save with encoding'"
        raise BookbuilderError(diagnostic(NOT_UTF8, Span(path, line, column), hint=hint, byte=byte)) from None
    return text.replace("\r\n", "\n").replace("\r", "\n")


def relative(base: str, path: str) -> str:
    """Return `path`, written in the file `base`, as a path from the root of the book, dots resolved as far as possible.

    A path that climbs out keeps its leading `..`, so that reading it is refused.
    """
    start = PurePosixPath(base).parent if not path.startswith("/") else PurePosixPath()
    parts: list[str] = []
    for part in (start / path.lstrip("/")).parts:
        if part == ".." and parts and parts[-1] != "..":
            parts.pop()
        elif part != ".":
            parts.append(part)
    return "/".join(parts)


def inside(root: Path, path: str) -> Path | None:
    """Return the real path of `path` below `root`, or None if it leads out, links followed."""
    # Strings instead of `Path`, since an unchanged build spends most of its time here.
    if "\0" in path or path.startswith("/"):
        return None
    base = os.path.realpath(root)
    if is_plain(path) and not _has_links(base, path):
        return Path(base, path)
    try:
        real = os.path.realpath(os.path.join(base, path))
    except OSError:  # a link that is deleted meanwhile
        return None
    try:
        os.stat(real)
    except OSError as error:
        if error.errno == errno.ELOOP:  # a cycle of links
            return None
    return Path(real) if os.path.join(real, "").startswith(os.path.join(base, "")) else None


def _has_links(base: str, path: str) -> bool:
    """Whether a part of a plain path below a real folder is a link, or cannot be looked at."""
    for part in path.split("/"):
        base = f"{base}/{part}"
        try:
            if stat.S_ISLNK(os.lstat(base).st_mode):
                return True
        except (FileNotFoundError, NotADirectoryError):
            return False  # nothing is below it either
        except OSError:
            return True
    return False


def is_plain(path: str) -> bool:
    """Whether a path has no dots, empty parts or NUL."""
    return "\0" not in path and not {"", ".", ".."} & set(path.split("/"))


def is_file(root: Path, path: str) -> bool:
    place = inside(root, path)
    return place is not None and place.is_file()


def read_file(root: Path, path: str) -> bytes:
    place = inside(root, path)
    if place is None:
        raise BookbuilderError(diagnostic(OUTSIDE, Span(path), path=path))
    try:
        # `place` has no links: one that is there now came since. A pipe without a writer must not block.
        descriptor = os.open(place, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except PermissionError as error:
        raise BookbuilderError(diagnostic(UNREADABLE, Span(path), path=path, reason=error.strerror)) from None
    except OSError as error:
        if error.errno in (errno.EMFILE, errno.ENFILE):  # too many open files: it may exist
            raise
        raise BookbuilderError(diagnostic(MISSING, Span(path), path=path)) from None
    status = os.fstat(descriptor)
    if not stat.S_ISREG(status.st_mode):
        os.close(descriptor)
        raise BookbuilderError(diagnostic(NOT_A_FILE, Span(path), path=path))
    with os.fdopen(descriptor, "rb") as file:
        if status.st_size > READ_LIMIT:
            size, limit = status.st_size >> 20, READ_LIMIT >> 20
            raise BookbuilderError(diagnostic(TOO_LARGE, Span(path), path=path, size=size, limit=limit))
        data = file.read(status.st_size + 1)  # a buffer of READ_LIMIT may be refused
        # A longer file is one to which somebody writes meanwhile.
        return data + file.read(READ_LIMIT) if len(data) > status.st_size else data


def files_below(root: Path, folder: str) -> tuple[str, ...]:
    start = inside(root, folder)
    if start is None:
        raise BookbuilderError(diagnostic(OUTSIDE, Span(folder), path=folder))
    if not start.is_dir():
        return ()
    paths, unreadable_names = [], []
    relative_folder = (root / folder).relative_to(root).as_posix()
    top = os.fspath(root / folder)
    for walked_folder, folders, files in os.walk(top, onerror=functools.partial(_unreadable, root)):
        folders[:] = [name for name in folders if not _hidden(name)]
        inner = (relative_folder + walked_folder.removeprefix(top)).removeprefix("./")
        for name in (*folders, *(file for file in files if not _hidden(file))):
            path = name if inner == "." else f"{inner}/{name}"
            # The first test is quick, and lone surrogates are never printable.
            if not name.isprintable() and not _utf8(name):
                unreadable_names.append(path)
            elif not os.path.isdir(os.path.join(walked_folder, name)) or inside(root, path) is None:
                paths.append(path)
    if unreadable_names:
        hint = "rename it: `ls -b` shows such names, and `mv` takes them with the Tab key"
        raise BookbuilderError(
            *(diagnostic(ODD_NAME, Span(p), hint=hint, path=p) for p in map(shown, sorted(unreadable_names)))
        )
    return tuple(sorted(paths))


def folders_in(root: Path, folder: str) -> tuple[str, ...]:
    start = inside(root, folder)
    if start is None or not start.is_dir():
        return ()
    with os.scandir(root / folder) as entries:
        names = [
            f"{folder}/{entry.name}"
            for entry in entries
            if os.path.isdir(entry.path) and not _hidden(entry.name)
        ]
    return tuple(sorted(name for name in names if inside(root, name) is not None))


def _utf8(name: str) -> bool:
    """Whether a file name is text; bytes that are not become lone surrogates in Python."""
    return not any("\ud800" <= letter <= "\udfff" for letter in name)


def shown(path: str) -> str:
    """Return a path with undecodable bytes as `\\xff`."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def _hidden(name: str) -> bool:
    return name.startswith(".") or name == "__pycache__"


def _unreadable(root: Path, error: OSError) -> None:
    """Report a folder that cannot be listed; its files would be missing silently."""
    path = Path(error.filename).relative_to(root).as_posix()
    raise BookbuilderError(diagnostic(UNREADABLE, Span(path), path=path, reason=error.strerror))
