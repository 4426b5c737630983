"""Brings files of translators into a book: its chapters and states as they will be, or all that is wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath

from bookbuilder import locales
from bookbuilder.diagnostics import Findings, Rule, Span, diagnostic, nearest
from bookbuilder.locales.lexicon import lexicon
from bookbuilder.project import Project
from bookbuilder.project.change import changed
from bookbuilder.project.places import KeyPath
from bookbuilder.translate.chapters import BOOK, Paths, chapters, translations
from bookbuilder.translate.exchange.compared import Words, compared
from bookbuilder.translate.exchange.fitted import fitted
from bookbuilder.translate.exchange.formats import format_of, read
from bookbuilder.translate.exchange.given import GivenChapter
from bookbuilder.translate.exchange.outgoing import OutgoingChapter
from bookbuilder.translate.exchange.placed import Placed, placed
from bookbuilder.translate.exchange.placed_texts import placed_texts
from bookbuilder.translate.exchange.prints import prints
from bookbuilder.translate.exchange.refused import Refused, returned
from bookbuilder.translate.exchange.units import Chapter, chapter
from bookbuilder.translate.load import Reader
from bookbuilder.translate.record import synced
from bookbuilder.translate.state import written
from bookbuilder.world import World

CHAPTER = Rule(
    "exchange.chapter",
    "{source!r} is no chapter that this book translates",
    "Each part of an exchanged file names the chapter of the source that it is of. It must be one of this book, under the"
    " name that it had when it was exported, and stand in one file only.",
)
LANGUAGE = Rule(
    "exchange.language",
    "this is a translation into {tag!r}, which is no locale of this book",
    "An exchanged file names the language that it was translated into, as the table of its locale in book.toml does.",
)
MARK = b"\xef\xbb\xbf"
"""A byte order mark, which some editors put before UTF-8."""


FOLDER = "translate"
"""The folder of the book in which units are kept that could not be taken."""


@dataclass(frozen=True, slots=True)
class Brought:
    """What an import changes: files of the book with what they will hold, and how many units of each locale were taken.
    `kept` are those of the files that hold units which could not be taken, with their number."""

    files: Mapping[str, bytes]
    units: Mapping[str, int]
    kept: Mapping[str, int]


def brought(
    world: World, project: Project, files: Mapping[str, bytes], findings: Findings, *, numbers: bool = True
) -> Brought:
    """Return what the files (name → bytes) of translators make of the chapters and their states.

    Everything that is wrong in any of them is reported to `findings` (`exchange.*`), at its line. Units with which nothing
    is wrong are taken; the others are kept in files of the folder `translate`, in the format that they came in, for the
    translator. Of a file that is broken nothing is taken. `numbers` says whether those of a translation must be those of its
    source.
    """
    books: dict[str, list[tuple[str, GivenChapter]]] = {}
    tags = {project.locales[name].tag: name for name in translations(project)}
    for path, data in files.items():
        for given in read(path, data, findings):
            name = tags.get(given.language) or _relative(given.language, tags)
            if name is None:
                hint = nearest(given.language, tags) or f"its translations are {', '.join(tags)}"
                findings(LANGUAGE, Span(path, given.line), hint=hint, tag=given.language)
            else:
                books.setdefault(name, []).append((path, given))
    work = _Import(world, project, findings, numbers=numbers)
    for name, parts in sorted(books.items()):
        work.locale(name, parts)
    if work.texts:  # all locales stand in one file
        new = changed(world.text(BOOK), work.texts)
        assert new is not None, "the texts of each locale have been put there"
        work.files[BOOK] = _as_it_was(new, world.read(BOOK))
    kept = dict(_kept(world, project, files, work.refused))
    return Brought(
        work.files | {path: data for path, (data, _) in kept.items()},
        work.units,
        {path: count for path, (_, count) in kept.items()},
    )


def _kept(
    world: World,
    project: Project,
    files: Mapping[str, bytes],
    refused: Mapping[tuple[str, str], list[OutgoingChapter]],
) -> Iterator[tuple[str, tuple[bytes, int]]]:
    """Yield a file for the units of each file and locale that could not be taken, and how many they are."""
    taken: set[str] = set()
    several = {path for path, _ in refused if sum(path == other for other, _ in refused) > 1}
    for (path, name), chapters_ in refused.items():
        form = format_of(path, files[path])
        assert form is not None, "its units have been read"
        tags = project.locales[project.source].tag, project.locales[name].tag
        data = form.written(chapters_, *tags).encode()
        stem = _KEPT.sub("", PurePosixPath(path).stem) + (f".{name}" if path in several else "")
        count = 1
        while True:
            place = f"{FOLDER}/{stem}.rejected{f'-{count}' if count > 1 else ''}{form.SUFFIX}"
            # What was kept before stays; the same again is the same file.
            if place not in taken and (not world.exists(place) or world.read(place) == data):
                break
            count += 1
        taken.add(place)
        yield place, (data, sum(len(chapter.units) for chapter in chapters_))


_KEPT = re.compile(r"\.rejected(-[0-9]+)?$", re.ASCII)


def _as_it_was(text: str, raw: bytes) -> bytes:
    """Return a text with the line ends, and the mark, of the file that it is put into."""
    return (MARK if raw.startswith(MARK) else b"") + text.replace(
        "\n", "\r\n" if b"\r\n" in raw else "\n"
    ).encode()


def _relative(tag: str, tags: Mapping[str, str]) -> str | None:
    """Return the locale of a tag that a tool has written in its own way: `EN-us`, or `en` for the only English one."""
    same = [name for known, name in tags.items() if known.casefold() == tag.casefold()]
    alike = [
        name
        for known, name in tags.items()
        if known.split("-")[0].casefold() == tag.casefold()
        or known.casefold() == tag.split("-", maxsplit=1)[0].casefold()
    ]
    return same[0] if same else alike[0] if len(alike) == 1 else None


@dataclass(slots=True)
class _Import:
    """What becomes of the book while one locale after another is looked at; `texts` are those of book.toml."""

    world: World
    project: Project
    findings: Findings
    numbers: bool
    files: dict[str, bytes] = field(default_factory=dict)
    units: dict[str, int] = field(default_factory=dict)
    texts: dict[KeyPath, str] = field(default_factory=dict)
    refused: dict[tuple[str, str], list[OutgoingChapter]] = field(default_factory=dict)

    def locale(self, name: str, parts: Sequence[tuple[str, GivenChapter]]) -> None:
        """Take over what files have for one locale."""
        known: dict[str, Paths] = {
            paths.source: paths for paths in chapters(self.world, self.project, name) if paths.source
        }
        said = prints(self.world, self.project, name)
        words: Words | None = None
        if self.numbers:
            source = locales.load(self.project.locales[self.project.source].tag, self.world)
            words = lexicon(source, self.world), lexicon(said.locale, self.world)
        count, seen = 0, set()
        for path, given in parts:
            if given.source not in known or given.source in seen:
                twice = given.source in seen
                hint = (
                    "it stands twice: import one after the other" if twice else nearest(given.source, known)
                )
                self.findings(CHAPTER, Span(path, given.line), hint=hint, source=given.source)
                continue
            seen.add(given.source)
            unread = Findings()
            one = chapter(Reader(self.world, unread), known[given.source], said)
            if unread.failed:
                self.findings.extend(unread.sorted())
                continue
            count += self.chapter(one, given, path, words)
        self.units[name] = count

    def chapter(self, one: Chapter, given: GivenChapter, path: str, words: Words | None) -> int:
        """Take over what a file has for one chapter; return how many units that are."""
        found = compared(one, given.units, path, words, self.findings)
        place = placed_texts if one.loaded.whole else placed
        new, unplaced = fitted(found.taken, lambda taken: place(one, taken)) if found.taken else (None, ())
        refused = list(found.refused)
        for left in unplaced:
            why = diagnostic(
                left.rule, left.taken.span, hint=left.hint, id=left.taken.one.id, path=one.paths.target
            )
            self.findings.extend([why])
            if left.taken.given is not None:
                refused.append(Refused(left.taken.given, (why.message,), left.taken.one))
        if refused:
            refused.sort(key=lambda unit: unit.given.line)
            kept = self.refused.setdefault((path, one.paths.locale), [])
            kept.append(replace(returned(given.source, refused), literal=one.loaded.whole))
        if new is None:
            return 0
        self.texts |= new.values
        self._write(one, new)
        return len(new.targets)

    def _write(self, one: Chapter, new: Placed) -> None:
        """Note the files of a chapter and its state."""
        paths, target = one.paths, one.paths.target
        if not one.loaded.whole and (one.new or new.text != one.base):
            self.files[target] = _as_it_was(new.text, self.world.read(paths.source if one.new else target))
        chosen = {}
        for unit, theirs in new.targets:
            for block in unit.one.unit.sources:
                chosen[block.line, block.column] = theirs
        for block in one.loaded.sources:  # code is the same in all languages
            if block.prose:
                continue
            same = [b for b in new.blocks if b.digest == block.digest and b.kind == block.kind]
            if len(same) == 1:
                chosen[block.line, block.column] = (same[0],)
        loaded = replace(one.loaded, targets=new.blocks, entries=one.loaded.entries)
        entries = synced(loaded, chosen.keys(), chosen).entries
        self.files[one.paths.state] = written(entries).encode()
