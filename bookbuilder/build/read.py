"""Reads one locale of a book: its chapters are drafted, get their places in the book, and are finished.

Drafting and finishing look at one chapter at a time, so they are done side by side and not again while nothing has changed;
what needs the whole book works with surveys of the chapters.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import msgspec

from bookbuilder.build.chapter_files import File, files
from bookbuilder.build.draft import Draft, Drafting, drafted
from bookbuilder.build.fallback import Fallback
from bookbuilder.build.finish import Finished, Finishing, Original
from bookbuilder.build.names import FILE as NAMES
from bookbuilder.build.names import names as read_names
from bookbuilder.build.tongue import Tongue
from bookbuilder.checks.check import History, Subject, checks
from bookbuilder.diagnostics import Findings
from bookbuilder.document.assemble import Place, complete, place
from bookbuilder.document.document import Document
from bookbuilder.document.localize import localize
from bookbuilder.document.names import named
from bookbuilder.document.nodes import Chapter, Manuscript, Target
from bookbuilder.document.pseudo import disguised, registers
from bookbuilder.document.survey import Survey
from bookbuilder.facts import read as read_facts
from bookbuilder.formats.format import Alone, Work
from bookbuilder.locales import Locale
from bookbuilder.markdown.directive import directives
from bookbuilder.markdown.directives.imprint import chapter as imprint_chapter
from bookbuilder.names import Local
from bookbuilder.project import Project, ProjectLocale
from bookbuilder.project.abbreviations import own_abbreviations
from bookbuilder.project.by_language import ByLanguage
from bookbuilder.project.model import Untranslated
from bookbuilder.project.places import places
from bookbuilder.translate.chapters import place as place_of_state
from bookbuilder.world import World

FACTS = "facts.toml"
"""The values that all locales share; a book may have none."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """A chapter that was read: its draft, and its text (empty for one that the program made). `borrowed`: it is that of
    the source, where that was said already what is wrong with it."""

    draft: Draft
    text: str = ""
    borrowed: bool = False


@dataclass(frozen=True, eq=False)
class Reading:
    """A locale of a book, read: the chapters as they were drafted, and the document made from them."""

    name: str
    tongue: Tongue
    locale: Locale
    leaves: tuple[Leaf, ...]
    document: Document

    @cached_property
    def manuscript(self) -> Manuscript:
        """The chapters as their author wrote them."""
        return Manuscript(self.name, tuple(leaf.draft.written for leaf in self.leaves))


def read(
    world: World,
    project: Project,
    edition: ProjectLocale,
    source: Reading | None,
    findings: Findings,
    history: History | None = None,
    work: Work | None = None,
) -> Reading:
    """Return one locale of the book. `source` is the locale it was translated from, None for the first.

    `history` looks rates up for a command that may, `work` does what takes long.
    Everything that can be found without laying out is reported: syntax, references, facts, pictures, imprint.
    """
    tongue = _tongue(world, project, edition)
    locale = tongue.locale(world)
    text, spelled = _file(world, FACTS), _file(world, NAMES)
    facts = read_facts(text, FACTS, findings, places)
    names = read_names(world, project, locale, findings)
    names_key = _hash(f"{project.locales[project.source].tag} {spelled}")
    hands = work or Alone()
    leaves = _leaves(world, edition, source, tongue, names, names_key, hands, findings)
    placed, targets, expanded = _placed(leaves, project, edition, locale, names, findings)
    originals = (
        {leaf.draft.survey.head.id: leaf for leaf in source.leaves if leaf.draft.survey} if source else {}
    )
    tasks = []
    for at, leaf in enumerate(leaves):
        found = originals.get(_survey(leaf).head.id)
        tasks.append(
            Finishing(
                world,
                leaf.draft,
                "" if leaf.borrowed else leaf.text,
                placed[at],
                msgspec.msgpack.encode(expanded[at]) if at in expanded else b"",
                tongue,
                facts,
                _hash(text),
                names,
                names_key,
                project.date,
                Original(found.draft, found.text, source.tongue)
                if found and source and not leaf.borrowed
                else None,
                history,
            )
        )
    # What is looked up is of this day, so nothing of it is kept.
    finished = _run(hands if history is None else Alone(), "finish:finish", tasks)
    chapters = [Finished(data) for data in finished]
    for one in chapters:
        findings.extend(one.found)
    document = Document(edition.name, tuple(one.galley for one in chapters), targets)
    known = places(text) if facts else {}
    subject = Subject(
        world,
        project,
        edition,
        locale,
        tuple(one.galley.summary for one in chapters),
        facts,
        known,
        source is None,
        history,
    )
    for check in checks():
        if check.run is not None:
            check.run(subject, findings)
    return Reading(edition.name, tongue, locale, leaves, document)


def pretend(world: World, project: Project, source: Reading) -> Reading:
    """Return the only locale of a project that is a pseudo-locale (`project.pseudo.disguised`), made from the source.

    What is wrong with the text has been told of the source, so nothing is told here, and nothing checked.
    """
    edition, quiet = project.locales[project.source], Findings()
    tongue = Tongue(edition.tag, {}, edition.home_currency, ByLanguage({}))
    locale = tongue.locale(world)
    assert locale.pseudo is not None
    names = read_names(world, project, source.locale, quiet)
    leaves = []
    for old in source.leaves:
        chapter = old.draft.written
        if chapter.span.path == "book.toml":
            chapter = imprint_chapter(locale)
        else:
            chapter = disguised(named(chapter, names, source.locale, quiet), locale.pseudo)
        leaves.append(Leaf(Draft(drafted(chapter, tongue, {}, world, quiet, old.draft))))
    placed, targets, expanded = _placed(leaves, project, edition, locale, {}, quiet)
    facts = read_facts(_file(world, FACTS), FACTS, quiet, places)

    def finished(at: int, leaf: Leaf) -> Chapter:
        chapter = complete(expanded.get(at) or leaf.draft.prepared, placed[at])
        assert locale.pseudo is not None
        return localize(registers(chapter, locale.pseudo), facts, locale, quiet)

    document = Document.of(edition.name, (finished(at, leaf) for at, leaf in enumerate(leaves)), targets)
    return Reading(edition.name, tongue, locale, tuple(leaves), document)


def _tongue(world: World, project: Project, edition: ProjectLocale) -> Tongue:
    return Tongue(edition.tag, edition.words, edition.home_currency, own_abbreviations(world, project))


def _placed(
    leaves: Sequence[Leaf],
    project: Project,
    edition: ProjectLocale,
    locale: Locale,
    names: Mapping[str, Local],
    findings: Findings,
) -> tuple[list[Place], dict[str, Target], dict[int, Chapter]]:
    """Return what `document.assemble.place` does."""
    expanders = {d.name: d.expand for d in directives().values() if d.expand is not None}
    surveys = [_survey(leaf) for leaf in leaves]
    return place(
        surveys, lambda at: leaves[at].draft.prepared, project, edition, locale, expanders, findings, names
    )


def _leaves(
    world: World,
    edition: ProjectLocale,
    source: Reading | None,
    tongue: Tongue,
    names: Mapping[str, Local],
    names_key: str,
    work: Work,
    findings: Findings,
) -> tuple[Leaf, ...]:
    """Return the chapters of a locale, with an imprint in front if none of them has it."""
    originals = {_survey(leaf).head.id: leaf for leaf in source.leaves} if source else {}
    tasks = []
    for file in files(
        world,
        edition.name,
        edition.span,
        source.name if source else "",
        findings,
        edition.untranslated.missing,
    ):
        if file.text is not None:
            original = originals.get(file.name)
            name = file.name if file.name != file.stem else ""
            fallback = _fallback(world, edition, file, original, source.locale.tag if source else "")
            draft = original.draft if original and not file.borrowed else None
            tasks.append(
                Drafting(world, file.path, file.text, tongue, names, names_key, draft, name, fallback)
            )
    drafts = [Draft(data) for data in _run(work, "draft:draft", tasks)]
    for one in drafts:
        findings.extend(one.found)
    leaves = [
        Leaf(one, task.text, borrowed=task.fallback is not None and task.fallback.whole)
        for one, task in zip(drafts, tasks, strict=True)
        if one.survey
    ]
    if not any("imprint" in _survey(leaf).pending for leaf in leaves):
        made = imprint_chapter(tongue.locale(world))
        leaves.insert(0, Leaf(Draft(drafted(made, tongue, names, world, findings))))
    return tuple(leaves)


def _fallback(
    world: World, edition: ProjectLocale, file: File, original: Leaf | None, tag: str
) -> Fallback | None:
    """Return what a chapter needs where the book says what becomes of blocks that are not up to date."""
    wanted = edition.untranslated
    if original is None or wanted == Untranslated():
        return None
    if file.borrowed:
        return Fallback(wanted, tag, whole=True)
    state = place_of_state(edition.name, file.name)
    known = world.text(state) if world.exists(state) else None
    path = original.draft.written.span.path
    return Fallback(wanted, tag, path, original.text, state, known)


def _survey(leaf: Leaf) -> Survey:
    assert leaf.draft.survey is not None
    return leaf.draft.survey


def _run(work: Work, function: str, tasks: Sequence[Drafting] | Sequence[Finishing]) -> list[bytes]:
    return work.run(
        f"bookbuilder.build.{function}", tasks, [one.key for one in tasks], [len(one.text) for one in tasks]
    )


def _file(world: World, path: str) -> str:
    return world.text(path) if world.exists(path) else ""


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
