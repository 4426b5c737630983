"""Brings files of translators into a book: its chapters and states as they will be, or all that is wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bookbuilder import locales
from bookbuilder.diagnostics import BookbuilderError, Findings, Rule, Span, nearest
from bookbuilder.locales.lexicon import lexicon
from bookbuilder.project import Project
from bookbuilder.project.change import changed
from bookbuilder.project.places import KeyPath
from bookbuilder.translate.chapters import BOOK, Paths, chapters, translations
from bookbuilder.translate.exchange import po, xliff
from bookbuilder.translate.exchange.compared import Words, compared
from bookbuilder.translate.exchange.given import BROKEN, LIMIT, GivenChapter
from bookbuilder.translate.exchange.placed import placed
from bookbuilder.translate.exchange.placed_texts import placed_texts
from bookbuilder.translate.exchange.prints import prints
from bookbuilder.translate.exchange.units import chapter
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
FORMATS = {xliff.SUFFIX: xliff, ".xliff": xliff, po.SUFFIX: po}
"""The format of a file by the end of its name."""


@dataclass(frozen=True, slots=True)
class Brought:
    """What an import changes: files of the book with what they will hold, and how many units of each locale were taken."""

    files: Mapping[str, bytes]
    units: Mapping[str, int]


def brought(
    world: World, project: Project, files: Mapping[str, bytes], findings: Findings, *, numbers: bool = True
) -> Brought:
    """Return what the files (name → bytes) of translators make of the chapters and their states.

    Everything that is wrong in any of them is reported to `findings` (`exchange.*`), at its line; then nothing is to be
    written. `numbers` says whether those of a translation must be those of its source.
    """
    books: dict[str, list[tuple[str, GivenChapter]]] = {}
    tags = {project.locales[name].tag: name for name in translations(project)}
    for path, data in files.items():
        for given in _read(path, data, findings):
            name = tags.get(given.language) or _relative(given.language, tags)
            if name is None:
                hint = nearest(given.language, tags) or f"its translations are {', '.join(tags)}"
                findings(LANGUAGE, Span(path, given.line), hint=hint, tag=given.language)
            else:
                books.setdefault(name, []).append((path, given))
    result: dict[str, bytes] = {}
    units = {}
    texts: dict[KeyPath, str] = {}
    for name, parts in sorted(books.items()):
        found, count = _locale(world, project, name, parts, findings, texts, numbers=numbers)
        result |= found
        units[name] = count
    if texts and not findings.failed:  # all locales stand in one file
        new = changed(world.text(BOOK), texts)
        assert new is not None, "the texts of each locale have been put there"
        result[BOOK] = _as_it_was(new, world.read(BOOK))
    return Brought(result, units)


def _as_it_was(text: str, raw: bytes) -> bytes:
    """Return a text with the line ends, and the mark, of the file that it is put into."""
    return (MARK if raw.startswith(MARK) else b"") + text.replace(
        "\n", "\r\n" if b"\r\n" in raw else "\n"
    ).encode()


def _read(path: str, data: bytes, findings: Findings) -> Sequence[GivenChapter]:
    ending = f".{path.rpartition('.')[2].casefold()}"
    if len(data) > LIMIT:
        findings(
            BROKEN, Span(path), problem=f"it is larger than {LIMIT >> 20} MB", hint="export single chapters"
        )
        return ()
    if ending not in FORMATS:
        hint = "files of translators end with .xlf, .xliff or .po"
        findings(BROKEN, Span(path), problem=f"its name ends with {ending!r}", hint=hint)
        return ()
    before = len(findings.sorted())
    found: Sequence[GivenChapter] = FORMATS[ending].read(data, path, findings)
    if not found and len(findings.sorted()) == before:
        findings(BROKEN, Span(path), problem="it holds no units", hint="is it the right file?")
    return found


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


def _locale(
    world: World,
    project: Project,
    name: str,
    parts: Sequence[tuple[str, GivenChapter]],
    findings: Findings,
    texts: dict[KeyPath, str],
    *,
    numbers: bool,
) -> tuple[dict[str, bytes], int]:
    """Return the files of one locale that change, and how many units; `texts` gets those of book.toml that do."""
    known: dict[str, Paths] = {
        paths.source: paths for paths in chapters(world, project, name) if paths.source
    }
    reader, said = Reader(world, findings), prints(world, project, name)
    words: Words | None = None
    if numbers:
        source = locales.load(project.locales[project.source].tag, world)
        words = lexicon(source, world), lexicon(said.locale, world)
    files: dict[str, bytes] = {}
    count, seen = 0, set()
    for path, given in parts:
        if given.source not in known or given.source in seen:
            twice = given.source in seen
            hint = "it stands twice: import one after the other" if twice else nearest(given.source, known)
            findings(CHAPTER, Span(path, given.line), hint=hint, source=given.source)
            continue
        seen.add(given.source)
        try:
            one = chapter(reader, known[given.source], said)
        except BookbuilderError as error:
            findings.extend(error.diagnostics)
            continue
        taken = compared(one, given.units, path, words, findings)
        if not taken:
            continue
        if one.loaded.whole:
            said_ = placed_texts(one, taken, findings)
            new = said_ and said_[0]
            texts |= said_[1] if said_ else {}
        else:
            new = placed(one, taken, findings)
        if new is None:
            continue
        paths, target = one.paths, one.paths.target
        if not one.loaded.whole and (one.new or new.text != one.base):
            files[target] = _as_it_was(new.text, world.read(paths.source if one.new else target))
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
        files[one.paths.state] = written(entries).encode()
        count += len(taken)
    return files, count
