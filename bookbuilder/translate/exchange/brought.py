"""Brings files of translators into a book: its chapters and states as they will be, and what cannot be taken."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from bookbuilder import locales
from bookbuilder.diagnostics import Findings, Rule, Span, diagnostic, nearest
from bookbuilder.locales.value_lexicon import lexicon
from bookbuilder.project import Project
from bookbuilder.translate.chapters import Paths, chapters, translations
from bookbuilder.translate.exchange.compared import Words, compared
from bookbuilder.translate.exchange.fitted import fitted
from bookbuilder.translate.exchange.formats import read
from bookbuilder.translate.exchange.given import GivenChapter
from bookbuilder.translate.exchange.kept import kept
from bookbuilder.translate.exchange.languages import LANGUAGE, locale_of
from bookbuilder.translate.exchange.outgoing import OutgoingChapter
from bookbuilder.translate.exchange.placed import placed
from bookbuilder.translate.exchange.placed_texts import placed_texts
from bookbuilder.translate.exchange.prints import prints
from bookbuilder.translate.exchange.refused import Refused, returned
from bookbuilder.translate.exchange.units import Chapter, chapter
from bookbuilder.translate.exchange.writing import Writing
from bookbuilder.translate.load import Reader
from bookbuilder.world import Workspace

CHAPTER = Rule(
    "exchange.chapter",
    "{source!r} is no chapter that this book translates",
    "Each part of an exchanged file names the chapter of the source that it is of. It must be one of this book, under the"
    " name that it had when it was exported, and stand in one file only.",
)


@dataclass(frozen=True, slots=True)
class Brought:
    """What an import changes: files of the book with what they will hold, and how many units of each locale were taken.
    `kept` are those of the files that hold units which could not be taken, with their number."""

    files: Mapping[str, bytes]
    units: Mapping[str, int]
    kept: Mapping[str, int]


def brought(
    world: Workspace,
    project: Project,
    files: Mapping[str, bytes],
    findings: Findings,
    *,
    numbers: bool = True,
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
            name = locale_of(given.language, tags)
            if name is None:
                hint = nearest(given.language, tags) or f"its translations are {', '.join(tags)}"
                findings(LANGUAGE, Span(path, given.line), hint=hint, tag=given.language)
            else:
                books.setdefault(name, []).append((path, given))
    work = _Import(world, project, findings, numbers, Writing(world))
    for name, parts in sorted(books.items()):
        work.locale(name, parts)
    found = dict(kept(world, project, files, work.refused))
    return Brought(
        work.writing.result() | {path: data for path, (data, _) in found.items()},
        work.units,
        {path: count for path, (_, count) in found.items()},
    )


@dataclass(slots=True)
class _Import:
    """What becomes of the book while one locale after another is looked at."""

    world: Workspace
    project: Project
    findings: Findings
    numbers: bool
    writing: Writing
    units: dict[str, int] = field(default_factory=dict)
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
        place = partial(placed_texts if one.loaded.whole else placed, one)
        new, unplaced = fitted(found.taken, place) if found.taken else (None, ())
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
        self.writing.put(one, new)
        return len(found.taken) - len(unplaced)
