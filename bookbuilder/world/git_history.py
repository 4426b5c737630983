"""World methods that read the book as it was in a commit of its Git repository.

The repository may be a stranger's, as the book may be: only objects are read (`ls-tree`, `cat-file`), which runs no hook and
no filter (gitattributes(5)), opens no connection, and follows no link to another folder (gitrepository-layout(5)).
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from bookbuilder.diagnostics import BookbuilderError, Rule, Severity, Span, diagnostic
from bookbuilder.jail import rlimits
from bookbuilder.phrases import Phrase
from bookbuilder.world.book_root import READ_LIMIT, is_plain, read_file
from bookbuilder.world.host_machine import Machine
from bookbuilder.world.series_folder import PREFIX, is_shared, series_folder

UNREADABLE = Rule(
    "git.read",
    "the commit {name} cannot be read: {problem}",
    "The book is read as it was in a commit of its own Git repository, by `git`, which has to be installed. Objects that lie"
    " in another folder (`git clone --shared`) or that have to be fetched first are not read.",
    Severity.WARNING,
)
ENVIRONMENT = {
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_ALLOW_PROTOCOL": "",  # none: no connection
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "LC_ALL": "C",
}
OPTIONS = ("--no-pager", "-c", "safe.directory=*")
"""A repository of somebody else is safe as well, since nothing that it configures is run (git-config(1))."""
SECONDS = 60
TOTAL_LIMIT = 4 * READ_LIMIT
"""Bytes of the files of a commit that are read."""
LISTED_LIMIT = 16 << 20
"""Bytes of the list of files of a commit: some hundred thousand."""
_LINE = 200
_NAME = re.compile(r"(?!-)(?!.*@\{)[^\s\x00]{1,200}")
"""No option, and no day or step of the local log, which is another one in each copy (gitrevisions(7))."""
_ENTRY = re.compile(rb"(?:100644|100755) blob ([0-9a-f]{40,64}) +(\S+)\t(.+)", re.DOTALL)


class _Blob(NamedTuple):
    """A file in a commit: its path in the book, the hash of its content, and its size in bytes."""

    path: str
    hash: str
    size: int


class GitHistory(Machine):
    """Reads the book as it was."""

    __slots__ = ()

    @property
    def repository(self) -> tuple[Path, ...]:
        """The folders of the book's Git repository; none if it has none, or one whose objects lie elsewhere."""
        try:
            return self._repository("")
        except BookbuilderError:  # told where a commit is asked for
            return ()

    def commit_hash(self, name: str) -> str:
        """Return the full name of a commit by its name, the name of a tag or of a branch; empty if there is none.

        Raises `BookbuilderError` (`git.read`).
        """
        return self._logged("commit_hash", name, lambda: self._commit_hash(name))

    def _commit_hash(self, name: str) -> str:
        if _NAME.fullmatch(name) is None or not self._repository(name):
            return ""
        command = ("rev-parse", "--quiet", "--verify", "--end-of-options", f"{name}^{{commit}}")
        return self._git(name, self.root, command).decode("ascii", "replace").strip()

    def files_of_commit(self, commit: str) -> Mapping[str, bytes]:
        """Return path → bytes of the files of the book, and of those that its series shares (`../facts.toml`), in a commit;
        no links, no submodules. Raises `BookbuilderError` (`git.read`)."""
        return self._logged("files_of_commit", commit, lambda: self._files_of_commit(commit))

    def _files_of_commit(self, commit: str) -> Mapping[str, bytes]:
        if not self._repository(commit):
            return {}
        blobs = [one for one in self._blobs(commit) if one.size <= READ_LIMIT]
        size = sum(one.size for one in blobs)
        if size > TOTAL_LIMIT:
            megabytes, limit = size >> 20, TOTAL_LIMIT >> 20
            raise _unreadable(
                commit, Phrase("its files have {size} MB, more than {limit}", size=megabytes, limit=limit)
            )
        asked = "".join(f"{one.hash}\n" for one in blobs).encode()
        command = ("cat-file", "--batch")
        contents = self._git(commit, self.root, command, asked, limit=size + _LINE * len(blobs))
        return dict(_contents([one.path for one in blobs], contents, commit))

    def _blobs(self, commit: str) -> Iterator[_Blob]:
        """Yield the files of the book and its series whose names lead nowhere else and are not hidden."""
        for folder, before in ((self.root, ""), (series_folder(self.root), PREFIX)):
            listed = self._git(commit, folder, ("ls-tree", "-r", "-l", "-z", commit)) if folder else b""
            for line in listed.split(b"\0"):
                if not (found := _ENTRY.fullmatch(line)):
                    continue
                blob, size, name = (one.decode("utf-8", "replace") for one in found.groups())
                path = before + name
                # A tree may hold any name, `..` as well, since not only git writes them.
                visible = is_plain(name) and not any(part.startswith(".") for part in name.split("/"))
                if not visible or (before and not is_shared(path)):
                    continue
                if not size.isdigit():  # an object that is not here: `BAD`
                    raise _missing_object(commit, path)
                yield _Blob(path, blob, int(size))

    def _repository(self, name: str) -> tuple[Path, ...]:
        """Return the folders of the repository; raises `BookbuilderError` if it keeps its objects in another one."""
        for folder in (self.root, *self.root.parents):
            place = folder / ".git"
            if os.path.lexists(place):
                folders = _repository_folders(place, name)
                for git in folders:
                    if os.path.exists(git / "objects/info/alternates") or os.path.islink(git / "objects"):
                        raise _unreadable(name, Phrase("its repository keeps objects in another folder"))
                return folders
        return ()

    def _git(
        self, name: str, folder: Path, command: Sequence[str], given: bytes = b"", limit: int = LISTED_LIMIT
    ) -> bytes:
        """Run git in a folder and return what it prints, at most `limit` bytes, since trees inside one another list files
        without end; empty if it says that there is no such thing."""
        import subprocess
        import tempfile
        from threading import Timer

        git = self.program("git")
        if git is None:
            raise _unreadable(name, Phrase("git is not installed"))
        environment = {key: value for key, value in self.environ.items() if not key.startswith("GIT_")}
        with tempfile.TemporaryFile() as source, tempfile.TemporaryFile() as errors:
            source.write(given)
            source.seek(0)
            try:
                process = subprocess.Popen(
                    [git, *OPTIONS, *command],
                    stdin=source,
                    stdout=subprocess.PIPE,
                    stderr=errors,
                    cwd=folder,
                    env={**self._program_environment(environment), **ENVIRONMENT},
                    start_new_session=True,
                )
            except OSError:  # where no program may be started
                raise _unreadable(name, Phrase("git cannot be started")) from None
            timer = Timer(SECONDS, process.kill)
            with process:
                rlimits.limit_child(process.pid, SECONDS)
                timer.start()
                assert process.stdout
                try:
                    output = process.stdout.read(limit + 1)
                except BaseException:  # Ctrl-C must not wait for it
                    process.kill()
                    raise
                finally:
                    in_time = timer.is_alive()
                    timer.cancel()
                if len(output) > limit:
                    process.kill()
            if not in_time:
                problem = Phrase("git takes longer than {seconds} seconds", seconds=SECONDS)
                raise _unreadable(name, problem)
            if len(output) > limit:
                raise _unreadable(name, Phrase("it has more files than are read"))
            errors.seek(0)
            said = errors.read(_LINE).decode("utf-8", "replace").strip()
        if process.returncode and said:
            raise _unreadable(name, said.splitlines()[0].removeprefix("fatal: "))
        return output


def _repository_folders(place: Path, name: str) -> tuple[Path, ...]:
    """Return the folders of a repository: its own, and for a second working tree that of the repository.

    A working tree of a repository is known to it: its folder there names the `.git` file back. Else a book could name the
    repository of anybody who builds it.
    """
    if os.path.islink(place):
        raise _unreadable(name, Phrase("its .git is a link"))
    if os.path.isdir(place):
        if os.path.exists(place / "commondir"):
            raise _unreadable(name, Phrase("its repository keeps objects in another folder"))
        return (place,)
    try:
        own = (place.parent / _path_in(place).removeprefix("gitdir:").strip()).resolve()
        back, common = _path_in(own / "gitdir"), (own / _path_in(own / "commondir")).resolve()
    except (BookbuilderError, OSError, ValueError):
        raise _unreadable(name, Phrase("its .git leads to a repository that does not know it")) from None
    if (own / back).resolve() != place.resolve():
        raise _unreadable(name, Phrase("its .git leads to a repository that does not know it"))
    return (own, common)


def _path_in(place: Path) -> str:
    """Return what a small file says; a pipe, for which one would wait, is none."""
    return read_file(place.parent, place.name).decode("utf-8").strip()


def _contents(paths: Sequence[str], printed: bytes, name: str) -> Iterator[tuple[str, bytes]]:
    """Yield path and bytes out of what `cat-file --batch` prints: `<hash> blob <size>`, the bytes, a line end."""
    at = 0
    for path in paths:
        end = printed.find(b"\n", at)
        head = printed[at:end].split()
        if end < 0 or len(head) != 3:
            raise _missing_object(name, path)
        start, at = end + 1, end + 1 + int(head[2]) + 1
        yield path, printed[start : at - 1]


def _missing_object(name: str, path: str) -> BookbuilderError:
    return _unreadable(name, Phrase("{path} is not in this copy of the repository", path=path))


def _unreadable(name: str, problem: str) -> BookbuilderError:
    return BookbuilderError(diagnostic(UNREADABLE, Span("book.toml"), name=name, problem=problem))
