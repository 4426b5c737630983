"""World methods that publish finished files in a book's folder, and delete them."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import stat
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from bookbuilder import atomic_publish as publishing
from bookbuilder import user_folders
from bookbuilder.diagnostics import BookbuilderError, Diagnostic, Rule, Span, diagnostic
from bookbuilder.open_folder import Folder, SymlinkError
from bookbuilder.phrases import Phrase
from bookbuilder.typed_decoding import from_json
from bookbuilder.world.book_root import OUTSIDE, READ_LIMIT, inside, is_plain, shown
from bookbuilder.world.own_folder import ProgramFolder

if TYPE_CHECKING:
    import datetime as dt

FOREIGN = Rule(
    "output.foreign",
    "{path} would be replaced, and with it {lost}, which no build made; nothing was written",
    "A finished web edition is a folder, and a new one takes its place as a whole. A build deletes only what builds made, so"
    " a file of yours in such a folder, or in a folder that has the name of a finished file, is not deleted without asking.",
)
_MADE = "made.json"
"""The file in `PROGRAM_FOLDER` that lists the artifacts of builds, with their files."""


class Publisher(ProgramFolder):
    """Writes finished files into a book's folder atomically, and deletes only what builds made."""

    __slots__ = ()

    def publish(
        self, folder: str, artifacts: Iterable[tuple[str, Mapping[str, bytes]]], *, output: bool = False
    ) -> tuple[Path, ...]:
        """Write artifacts into `folder` of the book and return their paths.

        An artifact is a name and its files: `{"": data}` is a single file, anything else a folder. All are written
        beside the target first and then renamed into place; if one fails, those before it are restored, so that the
        folder holds all the old ones or all the new ones. After a killed build each artifact is whole, old or new, and
        its leftovers are removed.

        The `output` folder must not be behind a link. Artifacts in it are recorded, so that a file which no build made
        is never deleted with its folder. Raises `BookbuilderError` (`path.*`, `output.foreign`).
        """
        if output and not is_plain(folder):
            raise BookbuilderError(diagnostic(OUTSIDE, Span(folder), path=folder))
        target = folder if output else self._resolved(folder)
        root_existed = self.root.exists()

        def parent(name: str) -> str:
            parent_path = name.rpartition("/")[0]
            if not is_plain(name):
                raise BookbuilderError(diagnostic(OUTSIDE, Span(name), path=name))
            return f"{target}/{parent_path}" if output else self._resolved(f"{folder}/{parent_path}")

        def before_swap(new: Mapping[str, Sequence[str]]) -> None:
            published = self._made() if output else {}
            with Folder.at(self.root) as root:
                for name, files in new.items():
                    path = f"{folder}/{name}".removeprefix("./")
                    file_name = name.rpartition("/")[2]
                    lost_files = publishing.foreign_files(
                        root, parent(name), file_name, files, published.get(path, ())
                    )
                    if lost_files:
                        raise BookbuilderError(_foreign(path, lost_files))
            if output:  # noted first, so that files of a killed build are known as well
                self._note_made(
                    published | {
                        f"{folder}/{name}": sorted({*files, *published.get(f"{folder}/{name}", ())})
                        for name, files in new.items()
                    }
                )  # fmt: skip

        self.root.mkdir(parents=True, exist_ok=True)
        try:
            with self._links_refused(), Folder.at(self.root) as root:
                names = publishing.publish(root, target, artifacts, parent, before_swap)
        except BaseException:
            if not root_existed:
                with contextlib.suppress(OSError):
                    self.root.rmdir()
            raise
        return tuple(self.root / folder / name for name in names)

    def _resolved(self, path: str) -> str:
        """Return a path below the root with links followed; raises `BookbuilderError` (`path.outside`)."""
        place = inside(self.root, path)
        if place is None:
            name = path.removeprefix("./").rstrip("/")
            raise BookbuilderError(diagnostic(OUTSIDE, Span(name), path=name))
        return place.relative_to(os.path.realpath(self.root)).as_posix().removeprefix(".")

    def _made(self) -> dict[str, list[str]]:
        """Return the artifacts of earlier builds, with the names of their files."""
        with self._links_refused(), contextlib.suppress(OSError, msgspec.MsgspecError, ValueError):
            program_folder = self._own(make=False)
            if program_folder is not None:
                with program_folder:
                    return from_json(program_folder.read(_MADE, READ_LIMIT) or b"{}", dict[str, list[str]])
        return {}

    def _note_made(self, published: Mapping[str, Sequence[str]]) -> None:
        data = msgspec.json.encode(dict(sorted(published.items())))
        with self._links_refused(), contextlib.suppress(user_folders.NoUserFolder):
            program_folder = self._own(make=True)
            assert program_folder is not None
            with program_folder:
                if program_folder.read(_MADE, READ_LIMIT) != data:
                    program_folder.replace(_MADE, data, 0o600)

    def published(self, path: str) -> str | None:
        """Return a hash of a published file or folder, as `sealed` computes it for an artifact; None if there is none, or
        if it holds anything but regular files."""
        if inside(self.root, path) is None:
            return None
        try:
            return _seal(sorted(_hashed(self.root / path, "")))
        except OSError:
            return None

    def published_on(self, folder: str, prefix: str) -> dt.date | None:
        """Return the day on which the newest finished file with a name that begins with `prefix` was written; None if
        there are none. For people: no build asks for it."""
        import datetime as dt

        place = inside(self.root, folder)
        if place is None or not place.is_dir():
            return None
        times = [
            entry.stat(follow_symlinks=False).st_mtime
            for entry in os.scandir(place)
            if entry.name.startswith(prefix)
        ]
        # In the time zone of the person.
        return dt.datetime.fromtimestamp(max(times), dt.UTC).astimezone().date() if times else None

    def withdraw(self, folder: str) -> tuple[bool, tuple[str, ...]]:
        """Delete the files that builds published in a folder, and the folder if it is then empty. Return whether anything
        was deleted, and the paths of what is left.

        Raises `BookbuilderError` (`path.outside`, `path.link`) if that leads over a link, `OSError` if a file cannot be
        deleted."""
        if not is_plain(folder):
            raise BookbuilderError(diagnostic(OUTSIDE, Span(folder), path=folder))
        published, (above, _, name) = self._made(), folder.rpartition("/")
        published_here = {path: files for path, files in published.items() if path.startswith(f"{folder}/")}
        with self._links_refused(), Folder.at(self.root) as root:
            try:
                with root.walk(above) as outer:
                    with outer.folder(name) as target:
                        deleted, leftover = publishing.withdraw(
                            target,
                            (
                                f"{path.removeprefix(f'{folder}/')}/{file}".rstrip("/")
                                for path, files in published_here.items()
                                for file in files
                            ),
                        )
                    if not leftover:
                        outer.remove_tree(name)
            except (FileNotFoundError, NotADirectoryError):
                return False, ()
        if published_here:
            self._note_made({path: files for path, files in published.items() if path not in published_here})
        return bool(deleted) or not leftover, tuple(f"{folder}/{path}" for path in leftover)

    @property
    def nearest(self) -> Path:
        """The root, or its nearest existing parent."""
        place = self.root
        while not place.exists() and place != place.parent:
            place = place.parent
        return place if place.is_dir() else place.parent

    def remove(self, folder: str) -> bool:
        """Delete a folder of the book; return whether there was one. Raises `BookbuilderError` (`path.outside`, `path.link`)
        if that leads over a link, `OSError` if it cannot be deleted."""
        if not is_plain(folder):
            raise BookbuilderError(diagnostic(OUTSIDE, Span(folder), path=folder))
        above, _, name = folder.rpartition("/")
        with self._links_refused(), Folder.at(self.root) as root:
            try:
                with root.walk(above) as outer:
                    if outer.is_link(name):
                        raise SymlinkError(errno.ELOOP, "it is a link", f"{outer.place}/{name}")
                    return outer.remove_tree(name)
            except (FileNotFoundError, NotADirectoryError):
                return False


def _foreign(path: str, files: Sequence[str]) -> Diagnostic:
    first = shown(f"{path}/{files[0]}".rstrip("/"))
    if len(files) > 1:
        lost: str = Phrase("{file} and {count} more", file=first, count=len(files) - 1)
        hint = Phrase("move them somewhere else, or delete {path} if nobody needs it", path=path)
    else:
        lost = first
        hint = Phrase("move it somewhere else, or delete {path} if nobody needs it", path=path)
    return diagnostic(FOREIGN, Span(first), hint=hint, path=path, lost=lost)


def sealed(files: Mapping[str, bytes]) -> str:
    """Return a hash of the names and bytes of an artifact's files."""
    return _seal(sorted((path, hashlib.sha256(data).digest()) for path, data in files.items()))


def _seal(hashed: Iterable[tuple[str, bytes]]) -> str:
    digest = hashlib.sha256()
    for path, file_hash in hashed:
        digest.update(path.encode("utf-8", "surrogateescape") + b"\0" + file_hash)
    return digest.hexdigest()


def _hashed(place: Path, path: str) -> Iterator[tuple[str, bytes]]:
    """Yield name and hash of a file, or of each file in a folder. Raises `OSError` for anything else."""
    mode = place.lstat().st_mode
    if stat.S_ISDIR(mode):
        for inner in place.iterdir():
            yield from _hashed(inner, f"{path}/{inner.name}" if path else inner.name)
    elif stat.S_ISREG(mode):
        with place.open("rb") as file:
            yield path, hashlib.file_digest(file, "sha256").digest()
    else:
        raise OSError(errno.EINVAL, "not an ordinary file", str(place))
