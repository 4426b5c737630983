"""The World: the one object that touches files, programs and the surroundings. It refuses what lies outside the book.

Everything else gets the World (or what it read) as an argument, so a test can hand in a small folder and a build
can be trusted to read nothing else. Paths are given relative to the root of the book, with forward slashes.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import shutil
import stat
import subprocess
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from bookbuilder.diagnostics import BookbuilderError, Rule, Span, diagnostic

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
NOT_UTF8 = Rule(
    "file.encoding",
    "this file is not UTF-8: byte {byte} cannot be read",
    "Chapters and settings are UTF-8 text. Save the file as UTF-8 in your editor.",
)

READ_LIMIT = 64 << 20
"""Bytes of the largest file that is read."""


def _package_assets() -> Path:
    """Return where the shipped themes, fonts and starter lie: in the wheel, or the checkout around the package."""
    package = Path(__file__).parent
    packed = package / "_assets"
    return packed if packed.is_dir() else package.parent


@dataclass(frozen=True, slots=True)
class World:
    """A book's folder, the program's own assets, and the few doors to the machine.

    `root` is the folder of the book, `assets` the folder that holds the shipped `styles/`, `fonts/` and (in
    `starter/`, or the checkout itself) the starter book.
    """

    root: Path
    assets: Path = field(default_factory=_package_assets)
    environ: Mapping[str, str] = field(default_factory=lambda: dict(os.environ))

    # -- reading -------------------------------------------------------------------------------------------

    def read(self, path: str) -> bytes:
        """Return the bytes of a file of the book; raises `BookbuilderError` (`path.outside`, `file.*`)."""
        return _read(self.root, path)

    def read_asset(self, path: str) -> bytes:
        """Return the bytes of a file of the program (`styles/…`, `fonts/…`, `package/…`)."""
        if path.startswith("package/"):
            return _read(Path(__file__).parent, path.removeprefix("package/"))
        return _read(self.assets, path)

    def text(self, path: str) -> str:
        """Return a UTF-8 file of the book with line ends as `\\n` and without a byte order mark."""
        return decode(self.read(path), path)

    def exists(self, path: str) -> bool:
        """Whether the book has something of this name; reading it may still be refused (a link that leads out)."""
        return os.path.lexists(self.root / path)

    def asset_exists(self, path: str) -> bool:
        """Whether the program ships this file."""
        return _is_file(self.assets, path)

    def folder_exists(self, path: str) -> bool:
        """Whether the book has this folder."""
        return _inside(self.root, path) is not None and (self.root / path).is_dir()

    def files(self, folder: str) -> tuple[str, ...]:
        """Return what lies below a folder of the book, sorted, without folders and hidden names.

        What is no ordinary file, and links that lead out, are named as well, so that reading them is refused with a
        word. Raises `BookbuilderError` (`path.outside`) for a folder outside the book.
        """
        return _files(self.root, folder)

    def asset_files(self, folder: str) -> tuple[str, ...]:
        """Return the files that the program ships below a folder (`package/…` for its own code), sorted."""
        if folder.startswith("package/"):
            inner = _files(Path(__file__).parent, folder.removeprefix("package/"))
            return tuple(f"package/{name}" for name in inner)
        return _files(self.assets, folder)

    def theme_files(self, folder: str) -> Mapping[str, bytes]:
        """Return name (inside `folder`) → bytes for `styles/…` or `fonts/…`: shipped files, overridden by the book's.

        A book that brings a file of the same name gets its own.
        """
        found = {name: self.read_asset(name) for name in self.asset_files(folder)}
        if self.root != self.assets:
            found |= {name: self.read(name) for name in self.files(folder)}
        return {name.removeprefix(f"{folder}/"): data for name, data in sorted(found.items())}

    def empty(self) -> bool:
        """Whether the book's folder holds nothing yet, or is not there; Git's own folder does not count."""
        return not self.root.exists() or (
            self.root.is_dir() and all(place.name == ".git" for place in self.root.iterdir())
        )

    def size(self, path: str) -> int:
        """Return the bytes of a file of the book, or of all files in a folder of it."""
        return sum((self.root / name).lstat().st_size for name in self.files(path) or [path])

    # -- writing -------------------------------------------------------------------------------------------

    @property
    def cache(self) -> Path:
        """The folder for what can be made again: `.bookbuilder/cache` in the book's root (or in a temporary place
        if the book's folder cannot be written)."""
        own = self.root / ".bookbuilder" / "cache"
        try:
            own.mkdir(parents=True, exist_ok=True)
        except OSError:
            digest = hashlib.sha256(str(self.root).encode()).hexdigest()[:16]
            own = Path(tempfile.gettempdir()) / f"bookbuilder-{os.getuid()}-{digest}"
            own.mkdir(mode=0o700, exist_ok=True)
        return own

    def materialize(self, name: str, files: Mapping[str, bytes]) -> Path:
        """Return a folder of the cache that holds exactly these files; it is named by their content."""
        digest = hashlib.sha256()
        for path, data in sorted(files.items()):
            digest.update(f"{path}\0{len(data)}\0".encode())
            digest.update(data)
        target = self.cache / f"{name}-{digest.hexdigest()[:16]}"
        if not target.is_dir():
            stage = Path(tempfile.mkdtemp(prefix=f".{name}-", dir=self.cache))
            for path, data in files.items():
                place = stage / path
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_bytes(data)
            try:
                stage.rename(target)
            except OSError as error:
                shutil.rmtree(stage, ignore_errors=True)
                if error.errno not in (errno.EEXIST, errno.ENOTEMPTY):
                    raise
        return target

    def publish(self, folder: str, artifacts: Iterable[tuple[str, Mapping[str, bytes]]]) -> tuple[Path, ...]:
        """Write finished artifacts into `folder` of the book and return their paths.

        An artifact is a name and its files: `{"": data}` is a single file, anything else a folder. All of them are
        written beside the target first and then renamed into place, so a failure leaves the old ones whole.
        """
        target = self.root / folder
        if _inside(self.root, folder) is None:
            raise BookbuilderError(diagnostic(OUTSIDE, Span(folder), path=folder))
        target.mkdir(parents=True, exist_ok=True)
        stage = Path(tempfile.mkdtemp(prefix=".stage-", dir=target))
        try:
            names = []
            for name, files in artifacts:
                names.append(name)
                for path, data in files.items():
                    place = stage / name / path if path else stage / name
                    place.parent.mkdir(parents=True, exist_ok=True)
                    place.write_bytes(data)
            for name in names:
                _swap(stage / name, target / name, stage)
            return tuple(target / name for name in names)
        finally:
            shutil.rmtree(stage, ignore_errors=True)

    def writable(self, folder: str) -> bool:
        """Whether files can be made in a folder of the book, or in the nearest folder around it that is there."""
        place = self.root.absolute() / folder
        while not place.exists() and place != place.parent:
            place = place.parent
        return place.is_dir() and os.access(place, os.W_OK | os.X_OK)

    def remove(self, folder: str) -> bool:
        """Delete a folder of the book; return whether there was one."""
        if _inside(self.root, folder) is None or (self.root / folder).is_symlink():
            raise BookbuilderError(diagnostic(OUTSIDE, Span(folder), path=folder))
        if not (self.root / folder).is_dir():
            return False
        shutil.rmtree(self.root / folder)
        return True

    # -- the machine ---------------------------------------------------------------------------------------

    def program(self, name: str) -> str | None:
        """Return the path of a program, or None if the machine has none of that name."""
        return shutil.which(name, path=self.environ.get("PATH"))

    def run(
        self, command: Sequence[str], *, seconds: float, cwd: Path | None = None
    ) -> subprocess.CompletedProcess[str]:
        """Run a program and return what it printed; raises `TimeoutExpired` after `seconds`."""
        return subprocess.run(
            command,
            capture_output=True,
            text=True,
            timeout=seconds,
            check=False,
            cwd=cwd,
            env=dict(self.environ),
        )

    @contextlib.contextmanager
    def environment(self, **values: str) -> Iterator[None]:
        """Set environment variables for libraries that read nothing else (fontconfig), and put them back."""
        before = {name: os.environ.get(name) for name in values}
        os.environ.update(values)
        try:
            yield
        finally:
            for name, value in before.items():
                if value is None:
                    os.environ.pop(name, None)
                else:
                    os.environ[name] = value


def decode(data: bytes, path: str) -> str:
    """Return UTF-8 bytes as text with line ends as `\\n`; raises `BookbuilderError` (`file.encoding`)."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        # Counted in what the decoder saw: without the byte order mark, and in characters.
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


def _inside(root: Path, path: str) -> Path | None:
    """Return the real place of `path` below `root`, or None when it leaves the root, links followed."""
    if "\0" in path or PurePosixPath(path).is_absolute():
        return None
    try:
        real, base = (root / path).resolve(), root.resolve()
    except (OSError, RuntimeError):  # links that lead to one another; until Python 3.12 a RuntimeError
        return None
    return real if real.is_relative_to(base) else None


def _is_file(root: Path, path: str) -> bool:
    place = _inside(root, path)
    return place is not None and place.is_file()


def _read(root: Path, path: str) -> bytes:
    place = _inside(root, path)
    if place is None:
        raise BookbuilderError(diagnostic(OUTSIDE, Span(path), path=path))
    try:
        descriptor = os.open(place, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError:
        raise BookbuilderError(diagnostic(MISSING, Span(path), path=path)) from None
    status = os.fstat(descriptor)
    if not stat.S_ISREG(status.st_mode):
        os.close(descriptor)
        raise BookbuilderError(diagnostic(NOT_A_FILE, Span(path), path=path))
    with os.fdopen(descriptor, "rb") as file:
        if status.st_size > READ_LIMIT:
            size, limit = status.st_size >> 20, READ_LIMIT >> 20
            raise BookbuilderError(diagnostic(TOO_LARGE, Span(path), path=path, size=size, limit=limit))
        return file.read(READ_LIMIT + 1)


def _files(root: Path, folder: str) -> tuple[str, ...]:
    start = _inside(root, folder)
    if start is None:
        raise BookbuilderError(diagnostic(OUTSIDE, Span(folder), path=folder))
    if not start.is_dir():
        return ()
    found = []
    for place in (root / folder).rglob("*"):
        name = place.relative_to(root).as_posix()
        hidden = any(part.startswith(".") or part == "__pycache__" for part in name.split("/"))
        if not hidden and (not place.is_dir() or _inside(root, name) is None):
            found.append(name)
    return tuple(sorted(found))


def _swap(new: Path, target: Path, stage: Path) -> None:
    """Put `new` in the place of `target`; what was there goes to the stage, which is deleted."""
    if target.is_dir() and not target.is_symlink():
        target.rename(stage / f".old-{target.name}")
    elif new.is_dir() and target.exists():
        target.unlink()
    new.replace(target)
