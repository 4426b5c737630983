"""Summarizes how much of each chapter is translated; unchanged chapters come from a cached index."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

from bookbuilder.diagnostics import BookbuilderError, Diagnostic, Findings, Report, Span, diagnostic, nearest
from bookbuilder.project import Project
from bookbuilder.translate.chapter_paths import ChapterPaths, chapters, state_path, translated_locales
from bookbuilder.typed_decoding import from_msgpack
from bookbuilder.world import Workspace, decode

if TYPE_CHECKING:
    from bookbuilder.translate.chapter_blocks import Block
    from bookbuilder.translate.compare_blocks import Unit
    from bookbuilder.translate.load_chapter import ChapterReader, LoadedChapter

    Terms = Callable[[LoadedChapter, bytes, Report], None]


class BlockCount(Struct, frozen=True, array_like=True):
    """Numbers of blocks and of their words: of the source, or of the translation for orphans."""

    blocks: int = 0
    words: int = 0


class OpenBlock(Struct, frozen=True, array_like=True):
    """A block that is not done: its status, place, number of words and first words."""

    status: str
    path: str
    line: int
    column: int
    words: int
    text: str


class ChapterStatus(Struct, frozen=True, array_like=True):
    """How much of a chapter is translated: counts by status (`BlockStatus`), the open blocks, problems of its files
    (`diagnostics`), and violations of the glossary (`terms`). `free`: as `ChapterPaths.free`."""

    locale: str
    stem: str
    source: str
    target: str
    counts: dict[str, BlockCount]
    open: tuple[OpenBlock, ...]
    diagnostics: tuple[Diagnostic, ...] = ()
    terms: tuple[Diagnostic, ...] = ()
    free: bool = False

    @property
    def paths(self) -> ChapterPaths:
        """The files of the chapter."""
        return ChapterPaths(
            self.locale,
            self.stem,
            self.source,
            self.target,
            state_path(self.locale, self.stem),
            free=self.free,
        )

    @property
    def left_out(self) -> bool:
        """Whether a free translation does not have the chapter."""
        return self.free and not self.target

    @property
    def words(self) -> int:
        """The number of words in the source."""
        return sum(count.words for standing, count in self.counts.items() if standing != "orphan")

    @property
    def share(self) -> float:
        """The share of the source's words that is done, 0 to 1; blocks without words count as one word."""
        total = sum(_weight(count) for standing, count in self.counts.items() if standing != "orphan")
        return _weight(self.counts["done"]) / total if total and "done" in self.counts else float(not total)


def _weight(count: BlockCount) -> int:
    return count.words or count.blocks


_EXCERPT = 60
GLOSSARY = "glossary.toml"


def chapter_statuses(world: Workspace, project: Project, locales: Sequence[str]) -> tuple[ChapterStatus, ...]:
    """Return the status of each chapter, in the order of locales and of the book.

    An index in the cache holds the previous results by the contents of source, translation and state; unchanged chapters
    are not parsed. Problems of a state are in its chapter's `result`.
    """
    texts = {path: world.text(path) for path in world.versions(GLOSSARY)}
    tags = {name: locale.tag for name, locale in project.locales.items()} if texts else {}
    terms = hashlib.sha256(f"{texts} {tags}".encode()).hexdigest() if texts else ""
    name = hashlib.sha256(f"translate.status {world.program_digest()}".encode()).hexdigest()
    index = _index(world, name)
    digests: dict[str, tuple[bytes | None, str]] = {}
    fresh: dict[str, ChapterStatus] = {}
    every = [paths for locale in locales for paths in chapters(world, project, locale)]
    result: dict[tuple[str, str], ChapterStatus] = {}
    reader = None
    for paths in sorted(
        every, key=lambda paths: paths.stem
    ):  # by source, so that each one is read once for all translations
        contents, key = _read(world, paths, digests, terms)
        one = index.get(key)
        if one is None:
            from bookbuilder.translate.load_chapter import ChapterReader

            reader = reader or ChapterReader(world, Findings())
            one = _status(reader, paths, contents, _glossary(texts, tags))
        fresh[key] = result[paths.locale, paths.stem] = one
    whole = set(locales) >= set(
        translated_locales(project)
    )  # then deleted chapters are dropped from the index
    if reader is not None or (whole and len(fresh) < len(index)):
        world.retain(name, msgspec.msgpack.encode(fresh if whole else {**index, **fresh}))
    return tuple(result[paths.locale, paths.stem] for paths in every)


def select_chapters(names: Sequence[str], statuses: Sequence[ChapterStatus]) -> tuple[ChapterStatus, ...]:
    """Return the chapters with these names, given by source or translation, with or without folder; raises
    `BookbuilderError` (`translation.chapter`) for an unknown one."""
    from bookbuilder.translate.select_blocks import NO_CHAPTER, find_chapter

    meant = {name: find_chapter(name, statuses) for name in names}
    wrong = [
        diagnostic(NO_CHAPTER, Span(), hint=nearest(name, [status.stem for status in statuses]), name=name)
        for name, one in meant.items()
        if one is None
    ]
    if wrong:
        raise BookbuilderError(*wrong)
    stems = {one.stem for one in meant.values() if one is not None}
    return tuple(status for status in statuses if status.stem in stems)


def _index(world: Workspace, name: str) -> Mapping[str, ChapterStatus]:
    data = world.recall(name)
    try:
        return from_msgpack(data, dict[str, ChapterStatus]) if data else {}
    except msgspec.MsgspecError:
        return {}


def _read(
    world: Workspace, paths: ChapterPaths, digests: dict[str, tuple[bytes | None, str]], terms: str
) -> tuple[dict[str, bytes], str]:
    """Return the existing files of a chapter, and a key of everything that its status depends on."""
    contents, parts = {}, [paths.locale, paths.stem, terms, str(paths.free)]
    for path in (paths.source, paths.target, paths.state):
        if path in digests:
            data, digest = digests[path]
        else:
            data, digest = _bytes(world, path)
            if path == paths.source:
                digests.clear()
                digests[path] = data, digest
        if data is not None:
            contents[path] = data
        parts.append(f"{path} {digest}")
    return contents, hashlib.sha256("\0".join(parts).encode()).hexdigest()


def _bytes(world: Workspace, path: str) -> tuple[bytes | None, str]:
    """Return a file's contents and their hash; None if it cannot be read, which is reported when the chapter is loaded."""
    try:
        data = world.read(path) if path else None
    except BookbuilderError as error:
        return None, error.diagnostics[0].code
    return data, "" if data is None else hashlib.sha256(data).hexdigest()


@lru_cache(4096)  # the blocks of a source are counted once for all translations
def _size(blocks: tuple[Block, ...]) -> tuple[int, str]:
    """Return the number of words in blocks (code has none), and their plain text."""
    from bookbuilder.translate.plain_text import plain_text, words

    text = " ".join(plain_text(block.text) for block in blocks)
    return (len(words(text)) if blocks[0].prose else 0), text


def _glossary(texts: Mapping[str, str], tags: Mapping[str, str]) -> Terms | None:
    """Return a function that checks a chapter against the glossary; None without one. A check reports its own problems."""
    if not texts:
        return None
    from bookbuilder.translate.check_terms import check_terms
    from bookbuilder.translate.glossary import read_quietly

    glossary = read_quietly(texts, tags)

    def terms(loaded: LoadedChapter, data: bytes, report: Report) -> None:
        locale, path = loaded.paths.locale, loaded.paths.target
        check_terms(
            loaded.units(quick=True), glossary, (locale, tags[locale]), path, decode(data, path), report
        )

    return terms


def _status(
    reader: ChapterReader, paths: ChapterPaths, contents: Mapping[str, bytes], terms: Terms | None = None
) -> ChapterStatus:
    reader.findings = Findings()
    loaded = reader.load(paths, contents)
    counts: dict[str, list[int]] = {}
    undone = []
    if loaded.up_to_date:
        sizes = [_size((block,))[0] for block in loaded.sources]
        if sizes:
            counts["done"] = [len(sizes), sum(sizes)]
        units: tuple[Unit, ...] = ()
    else:
        units = loaded.tracked_units(quick=True) if loaded.entries is not None else ()
    for unit in units:
        size, text = _size(unit.sources or unit.targets)
        count = counts.setdefault(unit.status.value, [0, 0])
        count[0] += 1
        count[1] += size
        if unit.status != "done":
            path = paths.source if unit.sources else paths.target
            excerpt = text if len(text) <= _EXCERPT else f"{text[: _EXCERPT - 1].rstrip()}…"
            undone.append(
                OpenBlock(unit.status.value, path, unit.block.line, unit.block.column, size, excerpt)
            )
    findings = Findings()
    if terms and loaded.entries is not None and paths.target in contents:
        terms(loaded, contents[paths.target], findings)
    return ChapterStatus(
        paths.locale, paths.stem, paths.source, paths.target,
        {standing: BlockCount(*count) for standing, count in sorted(counts.items())},
        tuple(undone), reader.findings.sorted(), findings.sorted(), paths.free,
    )  # fmt: skip
