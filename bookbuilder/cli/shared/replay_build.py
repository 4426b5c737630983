"""Replays the previous result of a command line when nothing has changed, before typer or anything heavy is loaded.

The parsed command line is stored in the cache of the book, as is the build. While the program is the same, the same words
mean the same, and if the book is the same too, the result is known.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import msgspec

from bookbuilder.cli.shared import print_findings
from bookbuilder.cli.shared.outcome import Outcome, Output
from bookbuilder.cli.shared.print_outcome import print_outcome
from bookbuilder.diagnostics import BookbuilderError
from bookbuilder.pipeline.build_record import PreviousBuild, previous_build, previous_environment
from bookbuilder.pipeline.build_request import BuildRequest
from bookbuilder.typed_decoding import from_json
from bookbuilder.world import CACHE, World

UNJAILED = "--no-jail"
_WATCH = re.compile("--watch|-[a-z]*w[a-z]*")
"""A word that may mean that the process stays."""


@dataclass(frozen=True, slots=True)
class CommandLine:
    """A command line, without the program's name. `looked_up`: it was looked up, and there is something to do."""

    words: tuple[str, ...] = ()
    looked_up: bool = False

    @property
    def name(self) -> str:
        """The cache key of its meaning."""
        return hashlib.sha256(f"words {self.words!r}".encode("utf-8", "surrogateescape")).hexdigest()


class _RememberedBuild(msgspec.Struct):
    """The parsed command line of a build: the book, the request, the surroundings, the output options."""

    book: str
    request: BuildRequest
    around: str
    output: Output


@dataclass(frozen=True, slots=True)
class Lookup:
    """The result of looking up a command line: `previous` is the previous build of `book` if nothing has changed; otherwise
    `roots` are the books that it probably builds."""

    line: CommandLine
    book: Path = Path()
    previous: PreviousBuild | None = None
    remembered: _RememberedBuild | None = None
    roots: tuple[Path, ...] = ()

    def tell(self) -> int:
        """Print the previous result and return its exit code; there must be one (`previous`)."""
        assert self.previous and self.remembered
        return replay(self.book, self.previous, self.remembered.output)


def look_up(words: Sequence[str]) -> Lookup:
    """Look up a command line: was it a build, and has nothing changed since? Nothing is printed, started or written."""
    line = CommandLine(tuple(words))
    # The book is one of the words, or the current folder.
    for place in dict.fromkeys(("", *line.words)):
        book = Path(place)
        meant = _remembered(line, book)
        if meant is None:
            continue
        previous = previous_build(World(book.resolve()), meant.request)
        if previous and previous.environment == meant.around:
            return Lookup(line, book, previous, meant)
        if previous:
            return Lookup(line)
        return Lookup(CommandLine(line.words, looked_up=True), roots=(book.resolve(),))
    return Lookup(line, roots=_probable_books(line.words))


def replay_or_start(looked: Lookup) -> int | CommandLine:
    """Replay the previous result if there is one and return its exit code; else start workers early if it is probably a
    build, and return the command line for typer."""
    if looked.previous:
        return looked.tell()
    # In this process, since its temporary folder may differ from that of the lookup.
    worlds = [World(root) for root in looked.roots]
    if worlds and not any(map(_shares_cache, worlds)):
        words = looked.line.words
        stays = any(_WATCH.fullmatch(word) for word in words)
        start_workers(worlds, jailed=UNJAILED not in words, stays=stays)
    return looked.line


def _shares_cache(world: World) -> bool:
    """Whether the user has set up a shared cache: its process has to be started before this one is confined."""
    from bookbuilder.shared_cache.settings import store_settings

    try:
        return store_settings(world.environ, world.root) is not None
    except BookbuilderError:
        return True  # the build reports it


def _probable_books(words: Sequence[str]) -> tuple[Path, ...]:
    """Return the folders of the books that an unparsed command line probably builds, with the default number of jobs."""
    if words[:1] != ("build",) or any(word.startswith(("-h", "--help", "-j", "--jobs")) for word in words):
        return ()
    result = []
    for one in ("", *words[1:]):
        with suppress(OSError, RuntimeError, ValueError):  # not a valid path
            root = Path(one).resolve()
            if root not in result and World(root).exists("book.toml"):
                result.append(root)
    return tuple(result)


def start_workers(worlds: Sequence[World], *, jailed: bool, stays: bool = False) -> None:
    """Start worker processes early for a build of one of these books, if there is more than one processor; with `jailed`,
    first confine this process to the books and the shared files of their series; one that `stays` may also read new files in
    their place."""
    if jailed:
        from bookbuilder.cli.shared.command_jail import confine_to, watched_series

        reads = [Path(place) for world in worlds for place in world.readable]
        if stays:
            reads += [folder for world in worlds for folder in watched_series(world)]
        confine_to(worlds[0], *(world.root for world in worlds), reads=reads)
    from bookbuilder.jail.rlimits import short_of_memory

    if worlds[0].processes() > 1 and not short_of_memory():
        from bookbuilder.workers import worker_start

        worker_start.start(() if stays else worlds)


def _remembered(line: CommandLine, book: Path) -> _RememberedBuild | None:
    """Return the meaning of a command line, if it concerns this book."""
    world = _cached_world(book)
    # If the cache is unusable or foreign, the build reports it.
    with suppress(BookbuilderError, OSError, msgspec.MsgspecError, ValueError, RecursionError):
        data = world.recall(line.name) if world else None
        found = from_json(data or b"", _RememberedBuild)
        return found if found.book == str(book) else None
    return None


def remember(line: CommandLine, book: Path, request: BuildRequest, output: Output) -> None:
    """Remember the meaning of a command line: a build that is recorded."""
    world = _cached_world(book)
    looked_for = ".." in book.parts and str(book) not in line.words
    if not line.words or world is None or looked_for:  # the same words may mean another book elsewhere
        return
    if found := previous_environment(world, request):
        with suppress(UnicodeEncodeError, BookbuilderError):  # a folder name that is not valid text
            world.retain(line.name, msgspec.json.encode(_RememberedBuild(str(book), request, found, output)))


def replay(book: Path, previous: PreviousBuild, output: Output) -> int:
    """Print the result of a previous build that is still valid, and return its exit code."""
    work = print_findings.layout_text(0, previous.parts, unchanged=True)
    return print_outcome(
        book,
        Outcome(
            previous.diagnostics,
            previous.files,
            work,
            writes=True,
            unchanged=True,
            paragraphs=previous.paragraphs,
        ),
        output,
    )


def _cached_world(book: Path) -> World | None:
    """Return the World of a book that was built before, without creating a folder."""
    try:
        world = World(book.resolve())
        return world if world.folder_exists(CACHE) else None
    except (OSError, RuntimeError, ValueError):  # not a valid path
        return None
