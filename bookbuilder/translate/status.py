"""Says how far the translations of a book are; what has not changed since the last time is not looked at again."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

from bookbuilder.diagnostics import BookbuilderError, Diagnostic, Findings, Report, Span, diagnostic, nearest
from bookbuilder.project import Project
from bookbuilder.translate.chapters import Paths, chapters, translations
from bookbuilder.world import Workspace, decode

if TYPE_CHECKING:
    from bookbuilder.translate.blocks import Block
    from bookbuilder.translate.compare import Unit
    from bookbuilder.translate.load import Loaded, Reader

    Terms = Callable[[Loaded, bytes, Report], None]


class Count(Struct, frozen=True, array_like=True):
    """Blocks, and their words: of the source, or of the translation for an orphan."""

    blocks: int = 0
    words: int = 0


class Open(Struct, frozen=True, array_like=True):
    """A block that is not done: how it stands, where, how many words it has and how it begins."""

    standing: str
    path: str
    line: int
    column: int
    words: int
    text: str


class ChapterStatus(Struct, frozen=True, array_like=True):
    """How far the translation of a chapter is: counts by standing (`Standing`), what is not done, and what the
    glossary has against it (`terms`)."""

    locale: str
    stem: str
    source: str
    target: str
    counts: dict[str, Count]
    open: tuple[Open, ...]
    found: tuple[Diagnostic, ...] = ()
    terms: tuple[Diagnostic, ...] = ()

    @property
    def words(self) -> int:
        """The words of the source."""
        return sum(count.words for standing, count in self.counts.items() if standing != "orphan")

    @property
    def share(self) -> float:
        """Which part of the source's words is done, 0 to 1; blocks without words count as one word."""
        total = sum(_weight(count) for standing, count in self.counts.items() if standing != "orphan")
        return _weight(self.counts["done"]) / total if total and "done" in self.counts else float(not total)


def _weight(count: Count) -> int:
    return count.words or count.blocks


_EXCERPT = 60
GLOSSARY = "glossary.toml"


def status(world: Workspace, project: Project, locales: Sequence[str]) -> tuple[ChapterStatus, ...]:
    """Return how far each chapter of each locale is, in the order of the locales and of the book.

    An index in the cache holds what came out the last time, named by the content of the source, the translation and the
    state: where none of them changed, nothing is parsed. What is wrong with a state is in `found` of its chapter.
    """
    said = world.text(GLOSSARY) if world.exists(GLOSSARY) else ""
    tags = {name: locale.tag for name, locale in project.locales.items()} if said else {}
    terms = hashlib.sha256(f"{said} {tags}".encode()).hexdigest() if said else ""
    name = hashlib.sha256(f"translate.status {world.program_digest()}".encode()).hexdigest()
    index = _index(world, name)
    known: dict[str, tuple[bytes | None, str]] = {}
    fresh: dict[str, ChapterStatus] = {}
    every = [paths for locale in locales for paths in chapters(world, project, locale)]
    found: dict[tuple[str, str], ChapterStatus] = {}
    reader = None
    for paths in sorted(
        every, key=lambda paths: paths.stem
    ):  # what a source holds is read once for all its translations
        given, key = _read(world, paths, known, terms)
        one = index.get(key)
        if one is None:
            from bookbuilder.translate.load import Reader

            reader = reader or Reader(world, Findings())
            one = _status(reader, paths, given, _glossary(said, tags))
        fresh[key] = found[paths.locale, paths.stem] = one
    whole = set(locales) >= set(translations(project))  # then what is in no chapter any more is forgotten
    if reader is not None or (whole and len(fresh) < len(index)):
        world.retain(name, msgspec.msgpack.encode(fresh if whole else {**index, **fresh}))
    return tuple(found[paths.locale, paths.stem] for paths in every)


def only(names: Sequence[str], found: Sequence[ChapterStatus]) -> tuple[ChapterStatus, ...]:
    """Return the chapters of these names, those of the source or of the translation, with or without their folder; raises
    `BookbuilderError` (`translation.chapter`) if one is none."""
    from bookbuilder.translate.named import NO_CHAPTER, called

    meant = {name: called(name, found) for name in names}
    wrong = [
        diagnostic(NO_CHAPTER, Span(), hint=nearest(name, [one.stem for one in found]), name=name)
        for name, one in meant.items()
        if one is None
    ]
    if wrong:
        raise BookbuilderError(*wrong)
    stems = {one.stem for one in meant.values() if one is not None}
    return tuple(one for one in found if one.stem in stems)


def _index(world: Workspace, name: str) -> Mapping[str, ChapterStatus]:
    data = world.recall(name)
    try:
        return msgspec.msgpack.decode(data, type=dict[str, ChapterStatus]) if data else {}
    except msgspec.MsgspecError:
        return {}


def _read(
    world: Workspace, paths: Paths, known: dict[str, tuple[bytes | None, str]], terms: str
) -> tuple[dict[str, bytes], str]:
    """Return the files of a chapter that are there, and a key of all that its status depends on."""
    given, parts = {}, [paths.locale, paths.stem, terms]
    for path in (paths.source, paths.target, paths.state):
        if path in known:
            data, digest = known[path]
        else:
            data, digest = _bytes(world, path)
            if path == paths.source:
                known.clear()
                known[path] = data, digest
        if data is not None:
            given[path] = data
        parts.append(f"{path} {digest}")
    return given, hashlib.sha256("\0".join(parts).encode()).hexdigest()


def _bytes(world: Workspace, path: str) -> tuple[bytes | None, str]:
    """Return what a file holds and a hash of it; None if it cannot be read, which is told by who reads it in earnest."""
    try:
        data = world.read(path) if path else None
    except BookbuilderError as error:
        return None, error.diagnostics[0].code
    return data, "" if data is None else hashlib.sha256(data).hexdigest()


@lru_cache(4096)  # the blocks of a source are counted once for all its translations
def _size(blocks: tuple[Block, ...]) -> tuple[int, str]:
    """Return the words of blocks (code has none), and their plain text."""
    from bookbuilder.translate.words import plain, words

    text = " ".join(plain(block.text) for block in blocks)
    return (len(words(text)) if blocks[0].prose else 0), text


def _glossary(text: str, tags: Mapping[str, str]) -> Terms | None:
    """Return how to compare a chapter with the glossary; None if there is none. What is wrong with it a check tells."""
    if not text:
        return None
    from bookbuilder.translate.glossary import quietly
    from bookbuilder.translate.terms import compared

    glossary = quietly(text, tags)

    def terms(loaded: Loaded, data: bytes, report: Report) -> None:
        locale, path = loaded.paths.locale, loaded.paths.target
        compared(loaded.units(quick=True), glossary, (locale, tags[locale]), path, decode(data, path), report)

    return terms


def _status(
    reader: Reader, paths: Paths, given: Mapping[str, bytes], terms: Terms | None = None
) -> ChapterStatus:
    reader.findings = Findings()
    loaded = reader.load(paths, given)
    counts: dict[str, list[int]] = {}
    undone = []
    if loaded.settled:
        sizes = [_size((block,))[0] for block in loaded.sources]
        if sizes:
            counts["done"] = [len(sizes), sum(sizes)]
        units: tuple[Unit, ...] = ()
    else:
        units = loaded.units(quick=True) if loaded.entries is not None else ()
    for unit in units:
        size, text = _size(unit.sources or unit.targets)
        count = counts.setdefault(unit.standing.value, [0, 0])
        count[0] += 1
        count[1] += size
        if unit.standing != "done":
            path = paths.source if unit.sources else paths.target
            excerpt = text if len(text) <= _EXCERPT else f"{text[: _EXCERPT - 1].rstrip()}…"
            undone.append(Open(unit.standing.value, path, unit.block.line, unit.block.column, size, excerpt))
    told = Findings()
    if terms and loaded.entries is not None and paths.target in given:
        terms(loaded, given[paths.target], told)
    return ChapterStatus(
        paths.locale, paths.stem, paths.source, paths.target,
        {standing: Count(*count) for standing, count in sorted(counts.items())},
        tuple(undone), reader.findings.sorted(), told.sorted(),
    )  # fmt: skip
