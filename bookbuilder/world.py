"""The World: the one object that touches files, programs and the surroundings. It refuses what lies outside the book.

Everything else gets the World (or what it read) as an argument, so a test can hand in a small folder and a build
can be trusted to read nothing else. Paths are given relative to the root of the book, with forward slashes.
"""

from __future__ import annotations

import contextlib
import errno
import fnmatch
import functools
import hashlib
import os
import resource
import stat
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, TypeVar

import msgspec

from bookbuilder import cache, materials, private
from bookbuilder import publish as publishing
from bookbuilder.answers import Answers, Elsewhere
from bookbuilder.diagnostics import BookbuilderError, Diagnostic, Rule, Span, diagnostic
from bookbuilder.folder import Folder, Linked
from bookbuilder.jail import rlimits

if TYPE_CHECKING:
    import datetime as dt

T = TypeVar("T")

OUTSIDE = Rule(
    "path.outside",
    "{path} lies outside the book's folder and is not read",
    "A book reads only what lies in its own folder. A manuscript from somebody else must not be able to print a"
    " private file of the person who builds it, so links that lead out of the folder are refused as well.",
)
LINKED = Rule(
    "path.link",
    "{path} is a link, where bookbuilder keeps or makes files of its own",
    "What a build keeps in .bookbuilder and makes in its output folder is written and deleted without asking. Behind a link,"
    " that would happen somewhere else, so no link is followed there.",
)
FOREIGN = Rule(
    "output.foreign",
    "{path} would be replaced, and with it {lost}, which no build made; nothing was written",
    "A finished web edition is a folder, and a new one takes its place as a whole. A build deletes only what builds made, so"
    " a file of yours in such a folder, or in a folder that has the name of a finished file, is not deleted without asking.",
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
    "file.encoding",
    "this file is not UTF-8: byte {byte} cannot be read",
    "Chapters and settings are UTF-8 text. Save the file as UTF-8 in your editor.",
)

READ_LIMIT = 64 << 20
"""Bytes of the largest file that is read."""
OWN = ".bookbuilder"
"""The folder of a book for what the program notes for itself."""
CACHE = f"{OWN}/cache"
_CACHE = "cache"
_MADE = "made.json"
"""The file in `OWN` that says what builds made, and of which files."""
_ASSETS = "_assets"
"""The folder of the package that holds themes, fonts and the starter book in a wheel."""
_LIBRARIES = ("/usr/lib/*-linux-*", "/usr/lib64", "/usr/lib", "/usr/local/lib", "/opt/homebrew/lib")
_LAYING_OUT = ("libpango", "libharfbuzz", "libfontconfig", "libfreetype", "libfribidi")
_FILES = 64
"""Files that a build with several processes may have open at once."""
QUESTIONS = frozenset(
    {"read", "read_asset", "exists", "asset_exists", "folder_exists", "folders", "files", "asset_files"}
)
"""The methods of a World that its `answers` note."""
KEPT_BYTES = 2 << 30
"""Bytes of results that the cache of a book keeps."""


def _package_assets() -> Path:
    """Return where the shipped themes, fonts and starter lie: in the wheel, or the checkout around the package."""
    package = Path(__file__).parent
    packed = package / _ASSETS
    return packed if packed.is_dir() else package.parent


@dataclass(frozen=True, slots=True)
class Ran:
    """What a program that has ended printed, and how it ended: 0 is well."""

    returncode: int
    stdout: str
    stderr: str


@dataclass(frozen=True, slots=True)
class World:
    """A book's folder, the program's own assets, and the few doors to the machine.

    `root` is the folder of the book, `assets` the folder that holds the shipped `styles/`, `fonts/` and (in
    `starter/`, or the checkout itself) the starter book. `answers`, if there are any, note what is read; files of the
    program's own package are not noted, since `program_digest` is a hash of them all.
    """

    root: Path
    assets: Path = field(default_factory=_package_assets)
    environ: Mapping[str, str] = field(default_factory=lambda: dict(os.environ), hash=False)
    answers: Answers | Elsewhere | None = field(default=None, compare=False, repr=False)

    # -- reading -------------------------------------------------------------------------------------------

    def read(self, path: str) -> bytes:
        """Return the bytes of a file of the book; raises `BookbuilderError` (`path.outside`, `file.*`)."""
        files = self.answers.files if isinstance(self.answers, Answers) else None
        if files is None:
            return self._answer("read", path, lambda: _read(self.root, path))
        if path not in files:
            files[path] = self._answer("read", path, lambda: _read(self.root, path))
        return files[path]

    def read_asset(self, path: str) -> bytes:
        """Return the bytes of a file of the program (`styles/…`, `fonts/…`, `package/…`)."""
        if path.startswith("package/"):
            return _read(Path(__file__).parent, path.removeprefix("package/"))
        return self._answer("read_asset", path, lambda: _read(self.assets, path))

    def text(self, path: str) -> str:
        """Return a UTF-8 file of the book with line ends as `\\n` and without a byte order mark."""
        return decode(self.read(path), path)

    def exists(self, path: str) -> bool:
        """Whether the book has something of this name; reading it may still be refused (a link that leads out)."""
        return self._answer("exists", path, lambda: os.path.lexists(self.root / path))

    def asset_exists(self, path: str) -> bool:
        """Whether the program ships this file (`package/…` for one beside its code)."""
        if path.startswith("package/"):
            return _is_file(Path(__file__).parent, path.removeprefix("package/"))
        return self._answer("asset_exists", path, lambda: _is_file(self.assets, path))

    def folder_exists(self, path: str) -> bool:
        """Whether the book has this folder."""
        return self._answer(
            "folder_exists",
            path,
            lambda: _inside(self.root, path) is not None and (self.root / path).is_dir(),
        )

    def files(self, folder: str) -> tuple[str, ...]:
        """Return what lies below a folder of the book, sorted, without folders and hidden names.

        What is no ordinary file, and links that lead out, are named as well, so that reading them is refused with a
        word. Raises `BookbuilderError` (`path.outside`) for a folder outside the book.
        """
        return self._answer("files", folder, lambda: _files(self.root, folder))

    def folders(self, folder: str) -> tuple[str, ...]:
        """Return the folders that lie in a folder of the book, sorted, without hidden ones and those that lead out."""
        return self._answer("folders", folder, lambda: _inner_folders(self.root, folder))

    def asset_files(self, folder: str) -> tuple[str, ...]:
        """Return the files that the program ships below a folder (`package/…` for its own code), sorted."""
        if folder.startswith("package/"):
            inner = _files(Path(__file__).parent, folder.removeprefix("package/"))
            return tuple(f"package/{name}" for name in inner)
        return self._answer("asset_files", folder, lambda: _files(self.assets, folder))

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

    def ask(self, question: str, path: str) -> object:
        """Ask one of the `QUESTIONS` again, by its name; raises `ValueError` for any other word."""
        if question not in QUESTIONS:
            raise ValueError(question)
        answer: object = getattr(self, question)(path)
        return answer

    def _answer(self, question: str, path: str, find: Callable[[], T]) -> T:
        """Return what `find` finds, noted as the answer to a question: the name of a method that can be asked again."""
        if self.answers is None:
            return find()
        try:
            found = find()
        except BookbuilderError as error:
            self.answers.note(question, path, error.diagnostics)
            raise
        self.answers.note(question, path, found)
        return found

    # -- writing -------------------------------------------------------------------------------------------

    @contextlib.contextmanager
    def scratch(self, name: str, files: Mapping[str, bytes]) -> Iterator[Path]:
        """Give a folder that holds these files, and room for more; it is deleted afterwards.

        It lies in the system's place for such folders, since a browser cannot work in one whose path is long.
        """
        import tempfile

        with tempfile.TemporaryDirectory(prefix=f"bookbuilder-{name}-", ignore_cleanup_errors=True) as place:
            folder = Path(place).resolve()
            _write(folder, files)
            yield folder

    def scratched(self, folder: Path, path: str) -> bytes | None:
        """Return a file that a program made in a folder of `scratch`; None if there is none."""
        try:
            return _read(folder, path)
        except BookbuilderError:
            return None

    def publish(
        self, folder: str, artifacts: Iterable[tuple[str, Mapping[str, bytes]]], *, output: bool = False
    ) -> tuple[Path, ...]:
        """Write finished artifacts into `folder` of the book and return their paths.

        An artifact is a name and its files: `{"": data}` is a single file, anything else a folder. All of them are
        written beside the target first and then renamed into place; if one cannot be, those before it are put back, so
        that the folder holds all the old ones or all the new ones. Of a build that was killed each is whole, old or new;
        what else it left there is cleared away.

        The folder of the `output` must be none behind a link, and what is made there is noted, so that a file which no build
        made is never deleted with the folder that it lies in. Raises `BookbuilderError` (`path.*`, `output.foreign`).
        """
        if output and not _plain(folder):
            raise BookbuilderError(diagnostic(OUTSIDE, Span(folder), path=folder))
        target = folder if output else self._resolved(folder)
        there = self.root.exists()

        def parent(name: str) -> str:
            above = name.rpartition("/")[0]
            if not _plain(name):
                raise BookbuilderError(diagnostic(OUTSIDE, Span(name), path=name))
            return f"{target}/{above}" if output else self._resolved(f"{folder}/{above}")

        def ready(new: Mapping[str, Sequence[str]]) -> None:
            known = self._made() if output else {}
            with Folder.at(self.root) as root:
                for name, files in new.items():
                    path = f"{folder}/{name}".removeprefix("./")
                    leaf = name.rpartition("/")[2]
                    lost = publishing.foreign(root, parent(name), leaf, files, known.get(path, ()))
                    if lost:
                        raise BookbuilderError(_foreign(path, lost))
            if output:  # before they are there, so that what a killed build leaves is known as well
                self._note_made(
                    known | {
                        f"{folder}/{name}": sorted({*files, *known.get(f"{folder}/{name}", ())})
                        for name, files in new.items()
                    }
                )  # fmt: skip

        self.root.mkdir(parents=True, exist_ok=True)
        try:
            with self._links_refused(), Folder.at(self.root) as root:
                names = publishing.publish(root, target, artifacts, parent, ready)
        except BaseException:
            if not there:
                with contextlib.suppress(OSError):
                    self.root.rmdir()
            raise
        return tuple(self.root / folder / name for name in names)

    def _resolved(self, path: str) -> str:
        """Return a path below the root with links followed; raises `BookbuilderError` (`path.outside`)."""
        place = _inside(self.root, path)
        if place is None:
            name = path.removeprefix("./").rstrip("/")
            raise BookbuilderError(diagnostic(OUTSIDE, Span(name), path=name))
        return place.relative_to(os.path.realpath(self.root)).as_posix().removeprefix(".")

    def _made(self) -> dict[str, list[str]]:
        """Return the artifacts that builds made, with the names of their files."""
        with self._links_refused(), contextlib.suppress(OSError, msgspec.MsgspecError, ValueError):
            own = self._own(make=False)
            if own is not None:
                with own:
                    return msgspec.json.decode(
                        own.read(_MADE, READ_LIMIT) or b"{}", type=dict[str, list[str]]
                    )
        return {}

    def _note_made(self, made: Mapping[str, Sequence[str]]) -> None:
        data = msgspec.json.encode(dict(sorted(made.items())))
        with self._links_refused(), contextlib.suppress(private.NoPlace):
            own = self._own(make=True)
            assert own is not None
            with own:
                if own.read(_MADE, READ_LIMIT) != data:
                    own.replace(_MADE, data, 0o600)

    def published(self, path: str) -> str | None:
        """Return a hash of a finished file, or of a folder with everything in it, as `sealed` makes it of an artifact;
        None if there is none, or if anything of it is no ordinary file."""
        if _inside(self.root, path) is None:
            return None
        try:
            return _seal(sorted(_hashed(self.root / path, "")))
        except OSError:
            return None

    def withdraw(self, folder: str) -> tuple[bool, tuple[str, ...]]:
        """Delete the finished files in a folder of the book, and the folder if nothing else is in it. Return whether
        anything was deleted, and the paths of what is left, since no build that is known made it.

        Raises `BookbuilderError` (`path.outside`, `path.link`) if that leads over a link, `OSError` if a file cannot be
        deleted."""
        if not _plain(folder):
            raise BookbuilderError(diagnostic(OUTSIDE, Span(folder), path=folder))
        made, (above, _, name) = self._made(), folder.rpartition("/")
        own = {path: files for path, files in made.items() if path.startswith(f"{folder}/")}
        with self._links_refused(), Folder.at(self.root) as root:
            try:
                with root.walk(above) as outer:
                    with outer.folder(name) as there:
                        deleted, left = publishing.withdraw(
                            there,
                            (
                                f"{path.removeprefix(f'{folder}/')}/{file}".rstrip("/")
                                for path, files in own.items()
                                for file in files
                            ),
                        )
                    if not left:
                        outer.remove_tree(name)
            except (FileNotFoundError, NotADirectoryError):
                return False, ()
        if own:
            self._note_made({path: files for path, files in made.items() if path not in own})
        return bool(deleted) or not left, tuple(f"{folder}/{path}" for path in left)

    @property
    def nearest(self) -> Path:
        """The root, or, if it is not there, the nearest folder around it that is."""
        place = self.root
        while not place.exists() and place != place.parent:
            place = place.parent
        return place if place.is_dir() else place.parent

    def writable(self, folder: str) -> bool:
        """Whether files can be made in a folder of the book, or in the nearest folder around it that is there."""
        place = self.root.absolute() / folder
        while not place.exists() and place != place.parent:
            place = place.parent
        return place.is_dir() and os.access(place, os.W_OK | os.X_OK)

    def remove(self, folder: str) -> bool:
        """Delete a folder of the book; return whether there was one. Raises `BookbuilderError` (`path.outside`, `path.link`)
        if that leads over a link, `OSError` if it cannot be deleted."""
        if not _plain(folder):
            raise BookbuilderError(diagnostic(OUTSIDE, Span(folder), path=folder))
        above, _, name = folder.rpartition("/")
        with self._links_refused(), Folder.at(self.root) as root:
            try:
                with root.walk(above) as outer:
                    if outer.is_link(name):
                        raise Linked(errno.ELOOP, "it is a link", f"{outer.place}/{name}")
                    return outer.remove_tree(name)
            except (FileNotFoundError, NotADirectoryError):
                return False

    # -- the cache -----------------------------------------------------------------------------------------

    @property
    def cache(self) -> Path:
        """The folder for what can be made again: `.bookbuilder/cache` in the book's root, for the user alone; or, if the
        book's folder cannot be written or what is there belongs to somebody else, one in a place of the user's own.

        Raises `BookbuilderError` (`path.outside`, `path.link`) where a link stands.
        """
        with self._cache(make=True) as folder:
            assert folder is not None
            return Path(folder.place)

    @property
    def workplaces(self) -> tuple[Path, ...]:
        """The folders outside the book that a build writes into. They, and the secret of the user, are there from now on,
        and the secret is at hand, so that nobody looks for it who may not."""
        found = []
        with contextlib.suppress(OSError):
            private.secret(self.environ, self.root, make=True)
            with private.opened(self.environ, self.root, "cache") as place:
                path = Path(place.place)
            found.append(path.parent if path.parent.name.startswith("bookbuilder-") else path)
        return tuple(found)

    def recall(self, name: str) -> bytes | None:
        """Return what `retain` kept under a name; None if there is nothing, or not that. Looking makes no folder.

        Raises `BookbuilderError` (`path.outside`, `path.link`) where a link stands.
        """
        secret = private.secret(self.environ, self.root, make=False)
        if secret is None:
            return None
        with self._cache() as folder:
            return cache.recall(folder, secret, name) if folder else None

    def retain(self, name: str, data: bytes) -> None:
        """Keep something under a name, whole or not at all. A cache that cannot be written keeps nothing.

        Raises `BookbuilderError` (`path.outside`, `path.link`) where a link stands.
        """
        with contextlib.suppress(private.NoPlace), self._cache(make=True) as folder:
            secret = private.secret(self.environ, self.root, make=True)
            assert folder is not None and secret is not None
            cache.retain(folder, secret, name, data)

    def prune(self, limit: int = KEPT_BYTES) -> None:
        """Delete what was not used for longest from what `retain` keeps, so that at most `limit` bytes are left, and what a
        killed build left half-written."""
        with self._cache() as folder:
            if folder:
                cache.prune(folder, limit)

    def materialize(self, name: str, files: Mapping[str, bytes], key: str = "") -> Path:
        """Return a folder outside the book that holds exactly these files, for libraries that read them by their path.

        It is named by `key`, or by the files if there is none. What is there already is compared with them.
        """
        with private.opened(self.environ, self.root, "cache") as place:
            target = materials.materialize(place, name, key or materials.digest(files), files)
            return Path(place.place) / target

    def library_cache(self, name: str) -> Path:
        """Return a folder outside the book in which a library may keep what it found out. It holds what
        `keep_library_cache` kept of it in the cache of the book, and nothing else, when a process asks for it first: what
        was changed there since is gone."""
        with private.opened(self.environ, self.root, "cache") as place:
            materials.begin(place, name, lambda: self._library_cache(place, name))
            materials.forget(place, name.partition("-")[0], name)
            return Path(place.place) / name

    def keep_library_cache(self, name: str) -> None:
        """Keep in the cache of the book what a library has written into the folder of `library_cache`."""
        with private.opened(self.environ, self.root, "cache") as place:
            found = materials.held(place, name)
            if found != self._library_cache(place, name):
                self.retain(_library_name(place, name), msgspec.msgpack.encode(found))

    def _library_cache(self, place: Folder, name: str) -> dict[str, bytes]:
        data = self.recall(_library_name(place, name))
        try:
            return msgspec.msgpack.decode(data, type=dict[str, bytes]) if data else {}
        except msgspec.MsgspecError:
            return {}

    @contextlib.contextmanager
    def _cache(self, *, make: bool = False) -> Iterator[Folder | None]:
        """Open the folder of the cache; None if there is none and none is to be made."""
        with self._links_refused():
            own = self._own(make=make)
            if own is None:
                yield None
                return
            with own:
                try:
                    found = own.folder(_CACHE, make=make, mode=0o700)
                except FileNotFoundError:
                    yield None
                    return
            with found:
                yield found

    def _own(self, *, make: bool) -> Folder | None:
        """Open `.bookbuilder` if it and the cache in it are the user's, else a folder for this book in a place of his own;
        None if there is none and none is to be made."""
        try:
            with Folder.at(self.root) as root:
                own = root.folder(OWN, make=make, mode=0o700)
            try:
                own.make_private(strict=False)
                if make or own.status(_CACHE):
                    with own.folder(_CACHE, make=make, mode=0o700) as inner:
                        inner.make_private(strict=False)
            except BaseException:
                own.close()
                raise
            return own
        except Linked:
            raise
        except OSError as error:
            if not make and (isinstance(error, FileNotFoundError) and self.writable(".")):
                return None
        try:
            with private.opened(self.environ, self.root, "cache", make=make) as place:
                return place.walk(f"books/{private.name_of(self.root)}", make=make)
        except OSError:
            if make:
                raise
            return None

    @contextlib.contextmanager
    def _links_refused(self) -> Iterator[None]:
        """Tell of a link where a folder should be."""
        try:
            yield
        except Linked as error:
            path = os.path.relpath(error.filename, self.root)
            rule = OUTSIDE if _inside(self.root, path) is None else LINKED
            hint = f"delete the link {path}; what stood behind it stays as it is"
            raise BookbuilderError(diagnostic(rule, Span(path), hint=hint, path=path)) from None

    # -- the machine ---------------------------------------------------------------------------------------

    @property
    def cores(self) -> int:
        """How many processors this process may use."""
        return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1

    def processes(self, wanted: int = 0) -> int:
        """Return how many processes may work on a book: as many as are wanted (0: as there are processors), but one alone
        where the system lets a program open too few files to talk to others."""
        return 1 if resource.getrlimit(resource.RLIMIT_NOFILE)[0] < _FILES else wanted or self.cores

    @property
    def today(self) -> dt.date:
        """The day on which somebody does something; a build does not ask."""
        import datetime

        return datetime.date.today()  # noqa: DTZ011 # the day where the person is

    def program_digest(self) -> str:
        """Return a hash of the program's own files; shipped themes and fonts, which are read as assets, are left out."""
        digest, package = hashlib.sha256(), os.path.dirname(__file__)
        for path in sorted(_own(package, "")):
            with open(f"{package}/{path}", "rb", buffering=0) as file:
                digest.update(path.encode() + hashlib.sha256(file.read()).digest())
        return digest.hexdigest()

    @property
    def installed(self) -> tuple[str, ...]:
        """The packages of this Python as `name-version`, from the names of their folders, in the order in which it looks."""
        found: dict[str, None] = {}
        for folder in sys.path:
            with contextlib.suppress(OSError):
                for name in sorted(os.listdir(folder or ".")):
                    if name.endswith((".dist-info", ".egg-info")):
                        found[name.rpartition(".")[0]] = None
        return tuple(found)

    @property
    def libraries(self) -> tuple[str, ...]:
        """The files of the system's libraries that lay out text, with their versions in their names."""
        found = set()
        for pattern in _LIBRARIES:
            above, star, _ = pattern.partition("*")
            for folder in _folders(os.path.dirname(above), pattern) if star else [pattern]:
                with contextlib.suppress(OSError):
                    for name in os.listdir(folder):
                        if name.startswith(_LAYING_OUT) and ".so" in name:
                            found.add(os.path.basename(os.path.realpath(f"{folder}/{name}")))
        return tuple(sorted(found))

    @property
    def readable(self) -> tuple[str, ...]:
        """The folders that hold what the program reads, besides those of the system: Python, its packages, our own files,
        and the book."""
        own = (os.fspath(self.assets), os.fspath(self.root))
        places = (*(path for path in sys.path if path), sys.prefix, sys.base_prefix, *own)
        return tuple(dict.fromkeys(os.path.realpath(place) for place in places))

    def program(self, name: str) -> str | None:
        """Return the path of a program, or None if the machine has none of that name."""
        import shutil

        return shutil.which(name, path=self.environ.get("PATH"))

    def package_file(self, package: str, *paths: str) -> Path | None:
        """Return the first of these files that an installed Python package has, or None."""
        import importlib.util

        found = importlib.util.find_spec(package)
        places = [Path(p) for p in (found and found.submodule_search_locations) or ()]
        return next((place / path for place in places for path in paths if (place / path).is_file()), None)

    def beside(self, path: str) -> Path | None:
        """Return a file beside the program (in a checkout of it, what npm has installed there), or None."""
        place = self.assets / path
        return place if place.is_file() else None

    def read_tool(self, place: Path) -> bytes:
        """Return a file of an installed tool."""
        return place.read_bytes()

    def run(
        self,
        command: Sequence[str],
        *,
        seconds: float,
        cwd: Path | None = None,
        environment: Mapping[str, str] | None = None,
    ) -> Ran:
        """Run a program and return what it printed; raises `TimeoutError` after `seconds`.

        It and all that it started are ended then. With `environment` it sees those variables and no others.
        """
        import signal
        import subprocess

        with subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            errors="replace",
            cwd=cwd,
            env=dict(self.environ if environment is None else environment),
            start_new_session=True,
        ) as process:
            rlimits.widen(process.pid, seconds)
            try:
                output, errors = process.communicate(timeout=seconds)
            except BaseException as error:  # somebody who presses Ctrl-C waits for nothing, either
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGKILL)
                if isinstance(error, subprocess.TimeoutExpired):
                    raise TimeoutError(f"{command[0]} took longer than {seconds:g} seconds") from None
                raise
        return Ran(process.returncode, output, errors)

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


def _library_name(place: Folder, name: str) -> str:
    """Return the name in the cache of what a library has written; it may hold the path of its folder."""
    return hashlib.sha256(f"library {place.place} {name}".encode("utf-8", "surrogateescape")).hexdigest()


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
    # Strings, for this is called for every file, and a build that has nothing to do does little else.
    if "\0" in path or path.startswith("/"):
        return None
    base = os.path.realpath(root)
    try:
        real = os.path.realpath(os.path.join(base, path))
    except OSError:  # a link that is deleted while it is read: where it leads is not known
        return None
    try:
        os.stat(real)
    except OSError as error:
        if error.errno == errno.ELOOP:  # links that lead to one another
            return None
    return Path(real) if os.path.join(real, "").startswith(os.path.join(base, "")) else None


def _plain(path: str) -> bool:
    """Whether a path says step by step what lies in what, without dots."""
    return "\0" not in path and not {"", ".", ".."} & set(path.split("/"))


def _is_file(root: Path, path: str) -> bool:
    place = _inside(root, path)
    return place is not None and place.is_file()


def _read(root: Path, path: str) -> bytes:
    place = _inside(root, path)
    if place is None:
        raise BookbuilderError(diagnostic(OUTSIDE, Span(path), path=path))
    try:
        descriptor = os.open(place, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except PermissionError as error:
        raise BookbuilderError(diagnostic(UNREADABLE, Span(path), path=path, reason=error.strerror)) from None
    except OSError as error:
        if error.errno in (errno.EMFILE, errno.ENFILE):  # it may well be there
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
        data = file.read(
            status.st_size + 1
        )  # room for READ_LIMIT would be more than the system likes to give
        return data + file.read(READ_LIMIT) if len(data) > status.st_size else data


def _files(root: Path, folder: str) -> tuple[str, ...]:
    start = _inside(root, folder)
    if start is None:
        raise BookbuilderError(diagnostic(OUTSIDE, Span(folder), path=folder))
    if not start.is_dir():
        return ()
    found, odd = [], []
    above = (root / folder).relative_to(root).as_posix()
    top = os.fspath(root / folder)
    for where, folders, files in os.walk(top, onerror=functools.partial(_unreadable, root)):
        folders[:] = [name for name in folders if not _hidden(name)]
        inner = (above + where.removeprefix(top)).removeprefix("./")
        for name in (*folders, *(file for file in files if not _hidden(file))):
            path = name if inner == "." else f"{inner}/{name}"
            if not name.isprintable() and not _utf8(name):
                odd.append(path)
            elif not os.path.isdir(os.path.join(where, name)) or _inside(root, path) is None:
                found.append(path)
    if odd:
        hint = "rename it: `ls -b` shows such names, and `mv` takes them with the Tab key"
        raise BookbuilderError(
            *(diagnostic(ODD_NAME, Span(p), hint=hint, path=p) for p in map(_shown, sorted(odd)))
        )
    return tuple(sorted(found))


def _inner_folders(root: Path, folder: str) -> tuple[str, ...]:
    start = _inside(root, folder)
    if start is None or not start.is_dir():
        return ()
    with os.scandir(root / folder) as entries:
        names = [
            f"{folder}/{one.name}" for one in entries if os.path.isdir(one.path) and not _hidden(one.name)
        ]
    return tuple(sorted(name for name in names if _inside(root, name) is not None))


def _utf8(name: str) -> bool:
    """Whether the name of a file can be read as text; bytes that cannot are half of a surrogate pair in Python."""
    return not any("\ud800" <= letter <= "\udfff" for letter in name)


def _shown(path: str) -> str:
    """Return a path with bytes that are no text as `\\xff`."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def _own(package: str, folder: str) -> Iterator[str]:
    """Yield the files of the package below a folder of it (empty, or with a slash at its end)."""
    with os.scandir(f"{package}/{folder}") as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                if entry.name not in ("__pycache__", _ASSETS):
                    yield from _own(package, f"{folder}{entry.name}/")
            elif entry.is_file() and not entry.name.endswith((".pyc", ".so")):
                yield folder + entry.name


def _folders(above: str, pattern: str) -> list[str]:
    """Return what lies in a folder and fits a pattern of the shell."""
    try:
        names = os.listdir(above)
    except OSError:
        return []
    return fnmatch.filter((f"{above}/{name}" for name in names), pattern)


def _hidden(name: str) -> bool:
    return name.startswith(".") or name == "__pycache__"


def _unreadable(root: Path, error: OSError) -> None:
    """Say that a folder cannot be looked into; without this its files would be missing without a word."""
    path = Path(error.filename).relative_to(root).as_posix()
    raise BookbuilderError(diagnostic(UNREADABLE, Span(path), path=path, reason=error.strerror))


def _write(place: Path, files: Mapping[str, bytes]) -> None:
    """Write the files of a folder."""
    for path, data in files.items():
        file = place / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)


def _foreign(path: str, found: Sequence[str]) -> Diagnostic:
    """Return what to tell where files would be lost with the folder, or in the place, of something new."""
    first = _shown(f"{path}/{found[0]}".rstrip("/"))
    lost = f"{first} and {len(found) - 1} more" if len(found) > 1 else first
    hint = f"move {'it' if len(found) == 1 else 'them'} somewhere else, or delete {path} if nobody needs it"
    return diagnostic(FOREIGN, Span(first), hint=hint, path=path, lost=lost)


def sealed(files: Mapping[str, bytes]) -> str:
    """Return a hash of an artifact: of the names and bytes of its files."""
    return _seal(sorted((path, hashlib.sha256(data).digest()) for path, data in files.items()))


def _seal(hashed: Iterable[tuple[str, bytes]]) -> str:
    digest = hashlib.sha256()
    for path, found in hashed:
        digest.update(path.encode("utf-8", "surrogateescape") + b"\0" + found)
    return digest.hexdigest()


def _hashed(place: Path, path: str) -> Iterator[tuple[str, bytes]]:
    """Yield name and hash of a file, or of all files in a folder; raises `OSError` for what is neither."""
    mode = place.lstat().st_mode
    if stat.S_ISDIR(mode):
        for inner in place.iterdir():
            yield from _hashed(inner, f"{path}/{inner.name}" if path else inner.name)
    elif stat.S_ISREG(mode):
        with place.open("rb") as file:
            yield path, hashlib.file_digest(file, "sha256").digest()
    else:
        raise OSError(errno.EINVAL, "not an ordinary file", str(place))
