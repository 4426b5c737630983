"""Answers a command line that was given before, when there is nothing to do: without reading the command line again.

What a command line means is found out once, by typer, and noted in the cache of the book; so is the build itself. While
the program is the same, the same words mean the same, and if the book is the same too, all is known before anything heavy
is loaded.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import msgspec

from bookbuilder.cli import _show
from bookbuilder.cli._outcome import Outcome, Output
from bookbuilder.cli._tell import tell
from bookbuilder.diagnostics import BookbuilderError
from bookbuilder.pipeline.build_record import PreviousBuild, previous_build, previous_environment
from bookbuilder.pipeline.build_request import BuildRequest
from bookbuilder.world import CACHE, World

UNJAILED = "--no-jail"


@dataclass(frozen=True, slots=True)
class Line:
    """A command line, without the name of the program. `looked` says that it was looked up, and there is something to do."""

    words: tuple[str, ...] = ()
    looked: bool = False

    @property
    def name(self) -> str:
        """The name under which its meaning is noted."""
        return hashlib.sha256(f"words {self.words!r}".encode("utf-8", "surrogateescape")).hexdigest()


class _Meaning(msgspec.Struct):
    """What a command line meant: a build of `book`, what was asked of it, how it was to be said, in which surroundings."""

    book: str
    request: BuildRequest
    around: str
    output: Output


@dataclass(frozen=True, slots=True)
class Looked:
    """What is known of a command line that was looked up: the line; `book` and what it comes to if nothing has changed
    (`known`, asked for as it `meant`); else the folders of the books of which it most likely makes one."""

    line: Line
    book: Path = Path()
    known: PreviousBuild | None = None
    meant: _Meaning | None = None
    roots: tuple[Path, ...] = ()

    def tell(self) -> int:
        """Tell what the line comes to, and return its exit code; there must be something `known`."""
        assert self.known and self.meant
        return retold(self.book, self.known, self.meant.output)


def look(words: Sequence[str]) -> Looked:
    """Look a command line up: was it a build, and has nothing changed since? Nothing is printed, started or written."""
    line = Line(tuple(words))
    # The book is one of the words, or the folder that we are in.
    for place in dict.fromkeys(("", *line.words)):
        book = Path(place)
        meant = _meant(line, book)
        if meant is None:
            continue
        known = previous_build(World(book.resolve()), meant.request)
        if known and known.environment == meant.around:
            return Looked(line, book, known, meant)
        if known:
            return Looked(line)
        return Looked(Line(line.words, looked=True), roots=(book.resolve(),))
    return Looked(line, roots=_built(line.words))


def again(looked: Looked) -> int | Line:
    """Do what was done for a command line, if that was a build and nothing has changed since, and return the exit code; else
    return the line, for somebody who reads it."""
    if looked.known:
        return looked.tell()
    if (
        looked.roots
    ):  # in this process: where it looked, another one may have had other places for temporary files
        begin([World(root) for root in looked.roots], jailed=UNJAILED not in looked.line.words)
    return looked.line


def _built(words: Sequence[str]) -> tuple[Path, ...]:
    """Return the folders of the books of which a line that nobody has read yet most likely makes one, with all processors
    there are."""
    if words[:1] != ("build",) or any(one.startswith(("-h", "--help", "-j", "--jobs")) for one in words):
        return ()
    found = []
    for one in ("", *words[1:]):
        with suppress(OSError, RuntimeError, ValueError):  # a word that no folder can be called
            root = Path(one).resolve()
            if root not in found and World(root).exists("book.toml"):
                found.append(root)
    return tuple(found)


def begin(worlds: Sequence[World], *, jailed: bool) -> None:
    """Begin to start other processes for a build of one of some books that has something to do, if there are processors for
    them; if it is to be `jailed`, behind walls around these books, which this process is put behind now."""
    if jailed:
        from bookbuilder.cli._jail import jail

        roots = [world.root for world in worlds]
        jail(worlds[0], *roots, reads=roots)
    from bookbuilder.jail.rlimits import short_of_memory

    if worlds[0].processes() > 1 and not short_of_memory():
        from bookbuilder.pipeline import worker_start

        worker_start.start()


def _meant(line: Line, book: Path) -> _Meaning | None:
    """Return what a line meant, if it meant this book."""
    world = _there(book)
    # A cache that cannot be used, or is no cache of ours: a build will say so.
    with suppress(BookbuilderError, OSError, msgspec.MsgspecError, ValueError, RecursionError):
        data = world.recall(line.name) if world else None
        found = msgspec.json.decode(data or b"", type=_Meaning)
        return found if found.book == str(book) else None
    return None


def note(line: Line, book: Path, request: BuildRequest, output: Output) -> None:
    """Note what a command line meant: a build of a book that is remembered."""
    world = _there(book)
    looked_for = ".." in book.parts and str(book) not in line.words
    if not line.words or world is None or looked_for:  # the same words mean another book elsewhere
        return
    if found := previous_environment(world, request):
        with suppress(UnicodeEncodeError, BookbuilderError):  # a name of a folder that is no text
            world.retain(line.name, msgspec.json.encode(_Meaning(str(book), request, found, output)))


def retold(book: Path, known: PreviousBuild, output: Output) -> int:
    """Tell what a build came to that would come to the same again, and return its exit code."""
    work = _show.work(0, known.parts, unchanged=True)
    return tell(book, Outcome(known.diagnostics, known.files, work, writes=True, unchanged=True), output)


def _there(book: Path) -> World | None:
    """Return the World of a book that was built before; looking makes no folder."""
    try:
        world = World(book.resolve())
        return world if world.folder_exists(CACHE) else None
    except (OSError, RuntimeError, ValueError):  # a word that no folder can be called
        return None
