"""World methods that read the book as it was in a commit of its Git repository.

The repository may be a stranger's, as the book may be: only objects are read (`ls-tree`, `cat-file`), which runs no hook and
no filter (gitattributes(5)), opens no connection, and follows no link to another folder (gitrepository-layout(5)).
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from bookbuilder.diagnostics import BookbuilderError, Rule, Severity, Span, diagnostic
from bookbuilder.phrases import Phrase
from bookbuilder.world.book_root import READ_LIMIT
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
_NAME = re.compile(r"(?!-)(?!.*@\{)[^\s\x00]{1,200}")
"""No option, and no day or step of the local log, which is another one in each copy (gitrevisions(7))."""
_ENTRY = re.compile(rb"(?:100644|100755) blob ([0-9a-f]{40,64}) +(\S+)\t(.+)", re.DOTALL)


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

    def commit(self, name: str) -> str:
        """Return the full name of a commit by its name, the name of a tag or of a branch; empty if there is none.

        Raises `BookbuilderError` (`git.read`).
        """
        return self._logged("commit", name, lambda: self._commit(name))

    def _commit(self, name: str) -> str:
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
        places: list[tuple[str, str]] = []
        size = 0
        for path, blob, length in self._entries(commit):
            if length <= READ_LIMIT:
                places.append((path, blob))
                size += length
        if size > TOTAL_LIMIT:
            raise _unreadable(
                commit,
                Phrase(
                    "its files have {size} MB, more than {limit}", size=size >> 20, limit=TOTAL_LIMIT >> 20
                ),
            )
        asked = "".join(f"{blob}\n" for _, blob in places).encode()
        found = self._git(commit, self.root, ("cat-file", "--batch"), asked)
        return dict(_batch([path for path, _ in places], found, commit))

    def _entries(self, commit: str) -> Iterator[tuple[str, str, int]]:
        for folder, before in ((self.root, ""), (series_folder(self.root), PREFIX)):
            listed = self._git(commit, folder, ("ls-tree", "-r", "-l", "-z", commit)) if folder else b""
            for line in listed.split(b"\0"):
                if found := _ENTRY.fullmatch(line):
                    blob, length, name = found.groups()
                    path = before + name.decode("utf-8", "replace")
                    if not length.isdigit():  # an object that is not here: `BAD`
                        raise _missing(commit, path)
                    if not before or is_shared(path):
                        yield path, blob.decode("ascii"), int(length)

    def _repository(self, name: str) -> tuple[Path, ...]:
        """Return the folders of the repository; raises `BookbuilderError` if it keeps its objects in another one."""
        for folder in (self.root, *self.root.parents):
            place = folder / ".git"
            if os.path.lexists(place):
                folders = _folders(place, name)
                for git in folders:
                    if (git / "objects/info/alternates").exists() or (git / "objects").is_symlink():
                        raise _unreadable(name, Phrase("its repository keeps objects in another folder"))
                return folders
        return ()

    def _git(self, name: str, folder: Path, command: Sequence[str], given: bytes = b"") -> bytes:
        """Run git in a folder and return what it prints; empty if it says that there is no such thing."""
        import subprocess

        git = self.program("git")
        if git is None:
            raise _unreadable(name, Phrase("git is not installed"))
        environment = {key: value for key, value in self.environ.items() if not key.startswith("GIT_")}
        try:
            done = subprocess.run(
                [git, *OPTIONS, *command],
                input=given,
                capture_output=True,
                cwd=folder,
                env={**self._program_environment(environment), **ENVIRONMENT},
                timeout=SECONDS,
                check=False,
                start_new_session=True,
            )
        except OSError:  # where no program may be started
            raise _unreadable(name, Phrase("git cannot be started")) from None
        except subprocess.TimeoutExpired:
            raise _unreadable(
                name, Phrase("git takes longer than {seconds} seconds", seconds=SECONDS)
            ) from None
        errors = done.stderr.decode("utf-8", "replace").strip()
        if done.returncode and errors:
            raise _unreadable(name, errors.splitlines()[0].removeprefix("fatal: "))
        return done.stdout


def _folders(place: Path, name: str) -> tuple[Path, ...]:
    """Return the folders of a repository: its own, and for a second working tree that of the repository.

    A working tree of a repository is known to it: its folder there names the `.git` file back. Else a book could name the
    repository of anybody who builds it.
    """
    if place.is_symlink():
        raise _unreadable(name, Phrase("its .git is a link"))
    if place.is_dir():
        if (place / "commondir").exists():
            raise _unreadable(name, Phrase("its repository keeps objects in another folder"))
        return (place,)
    try:
        inner = Path(place.read_text(encoding="utf-8").removeprefix("gitdir:").strip())
        own = (place.parent / inner).resolve()
        back = Path((own / "gitdir").read_text(encoding="utf-8").strip())
        common = (own / (own / "commondir").read_text(encoding="utf-8").strip()).resolve()
    except (OSError, ValueError):
        raise _unreadable(name, Phrase("its .git leads to a repository that does not know it")) from None
    if (own / back).resolve() != place.resolve():
        raise _unreadable(name, Phrase("its .git leads to a repository that does not know it"))
    return (own, common)


def _batch(paths: Sequence[str], found: bytes, name: str) -> Iterator[tuple[str, bytes]]:
    """Yield path and bytes out of what `cat-file --batch` prints: `<hash> blob <size>`, the bytes, a line end."""
    at = 0
    for path in paths:
        end = found.find(b"\n", at)
        head = found[at:end].split()
        if end < 0 or len(head) != 3:
            raise _missing(name, path)
        start, at = end + 1, end + 1 + int(head[2]) + 1
        yield path, found[start : at - 1]


def _missing(name: str, path: str) -> BookbuilderError:
    return _unreadable(name, Phrase("{path} is not in this copy of the repository", path=path))


def _unreadable(name: str, problem: str) -> BookbuilderError:
    return BookbuilderError(diagnostic(UNREADABLE, Span("book.toml"), name=name, problem=problem))
