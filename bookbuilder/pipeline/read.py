"""Reads one locale of a book: its chapters are drafted, get their places in the book, and are finished.

Drafting and finishing look at one chapter at a time, so they are done side by side and not again while nothing has changed;
what needs the whole book works with surveys of the chapters.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import PurePosixPath

import msgspec

from bookbuilder.checks.check import BookInput, checks
from bookbuilder.diagnostics import Findings, Span
from bookbuilder.document.assemble import NOTHING, Omitted, Place, complete, place
from bookbuilder.document.document import Document
from bookbuilder.document.localize import localize
from bookbuilder.document.names import named
from bookbuilder.document.nodes import Chapter, Manuscript, Target
from bookbuilder.document.pseudo import disguised, registers
from bookbuilder.document.survey import Survey, fact_names
from bookbuilder.document.variants import variants
from bookbuilder.facts import read as read_facts
from bookbuilder.locales import Locale
from bookbuilder.markdown.directive import directives
from bookbuilder.markdown.directives.imprint import chapter as imprint_chapter
from bookbuilder.names import Local
from bookbuilder.pipeline.chapter_files import File, files
from bookbuilder.pipeline.context import Context
from bookbuilder.pipeline.draft import DRAFT, Draft, Drafting, drafted
from bookbuilder.pipeline.fallback_request import FallbackRequest, texts_lacking
from bookbuilder.pipeline.fallback_request import tell as tell_lacking
from bookbuilder.pipeline.finish import FINISH, Finishing, Original
from bookbuilder.pipeline.inherited_chapter import ALONE, Regional, differs, letters
from bookbuilder.pipeline.locale_spec import LocaleSpec
from bookbuilder.pipeline.names import Names
from bookbuilder.pipeline.names import names as read_names
from bookbuilder.pipeline.omitted_content import omitted_content
from bookbuilder.pipeline.terms import TERMS, Compared
from bookbuilder.project import Project, ProjectLocale
from bookbuilder.project.abbreviations import own_abbreviations
from bookbuilder.project.by_language import ByLanguage
from bookbuilder.project.model import Untranslated
from bookbuilder.project.places import places
from bookbuilder.step import Direct
from bookbuilder.translate import GLOSSARY
from bookbuilder.translate.chapter_paths import state_path as place_of_state
from bookbuilder.world import Workspace

FACTS = "facts.toml"
"""The values that all locales share; a book may have none."""


@dataclass(frozen=True, slots=True)
class DraftedChapter:
    """A chapter that was read: its draft, and its text (empty for one that the program made).

    `borrowed`: it is that of the source, or of the locale that this one inherits, where what is wrong with it has been told;
    `part`: the text holds only blocks that differ. `given` is what it was drafted from, None for one that the program made.
    """

    draft: Draft
    text: str = ""
    borrowed: bool = False
    part: bool = False
    given: Drafting | None = None


@dataclass(frozen=True, eq=False)
class Reading:
    """A locale of a book, read: the chapters as they were drafted with their places, and the document made from them."""

    name: str
    spec: LocaleSpec
    locale: Locale
    leaves: tuple[DraftedChapter, ...]
    document: Document
    places: tuple[Place, ...] = ()

    @cached_property
    def manuscript(self) -> Manuscript:
        """The chapters as their author wrote them."""
        return Manuscript(self.name, tuple(leaf.draft.written for leaf in self.leaves))


def read(
    context: Context,
    project: Project,
    edition: ProjectLocale,
    source: Reading | None,
    parent: Reading | None = None,
    on_idle: Callable[[Locale], object] | None = None,
) -> Reading:
    """Return one locale of the book. `source` is the locale it was translated from, None for the first; `parent` the
    one that it inherits. `on_idle` is called with the locale while workers are busy and this process has nothing to do.

    Everything that can be found without laying out is reported: syntax, references, facts, pictures, imprint.
    """
    world, findings, runner, history = context.world, context.findings, context.runner, context.history
    spec = _spec(world, project, edition)
    locale = spec.locale(world)
    text = _file(world, FACTS)
    facts = read_facts(text, FACTS, findings, places)
    names = read_names(world, project, locale, findings)
    leaves = _leaves(context, edition, source, parent, spec, names)
    if source and not edition.inherits:
        lacking = sum((leaf.draft.lacking for leaf in leaves), texts_lacking(world, edition))
        tell_lacking(lacking, edition, findings)
    compared = _compared(world, project, edition, source, leaves, findings)
    for told in runner.run(TERMS, compared):
        findings.extend(told)
    originals = {_survey(leaf).head.id: at for at, leaf in enumerate(source.leaves)} if source else {}
    omitted = NOTHING
    if source and edition.untranslated.missing == "omit" and not edition.inherits:
        written = (_survey(leaf) for leaf in source.leaves if leaf.given is not None)
        omitted = omitted_content(tuple(written), [_survey(leaf) for leaf in leaves], source.locale.tag)
    placed, targets, expanded = _placed(
        leaves, project, edition, locale, names.found, findings, omitted, source.leaves if source else ()
    )
    tasks = []
    for at, leaf in enumerate(leaves):
        original = _original(source, originals.get(_survey(leaf).head.id))
        used = {*leaf.draft.facts, *(original.draft.facts if original else ())}
        if at in expanded:
            used |= fact_names(expanded[at])
        tasks.append(
            Finishing(
                world,
                leaf.draft,
                "" if leaf.borrowed else leaf.text,
                placed[at],
                msgspec.msgpack.encode(expanded[at]) if at in expanded else b"",
                spec,
                # A name that nobody knows is compared with those of all facts.
                {name: facts[name] for name in sorted(used)} if used <= facts.keys() else facts,
                names,
                project.date,
                None if leaf.borrowed or leaf.part else original,
                leaf.borrowed,
                history,
                _pictures(world, edition, leaf),
                edition.equivalents,
            )
        )
    # What is looked up is of this day, so nothing of it is kept.
    finishing = (runner if history is None else Direct()).begin(FINISH, tasks)
    if on_idle and None in finishing.found:
        on_idle(locale)
    chapters = finishing.wait()
    for one in chapters:
        findings.extend(one.found)
    document = Document(edition.name, tuple(one.galley for one in chapters), targets)
    known = places(text) if facts else {}
    subject = BookInput(
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
    return Reading(edition.name, spec, locale, leaves, document, tuple(placed))


def pretend(world: Workspace, project: Project, source: Reading, edition: ProjectLocale) -> Reading:
    """Return the only locale of a project that is a pseudo-locale (`project.pseudo.disguised`), as an edition wants it, made
    from the source.

    What is wrong with the text has been told of the source, so nothing is told here, and nothing checked.
    """
    quiet = Findings()
    spec = LocaleSpec(edition.tag, {}, edition.home_currency, ByLanguage({}))
    locale = spec.locale(world)
    assert locale.pseudo is not None
    names = read_names(world, project, source.locale, quiet)
    leaves = []
    for old in source.leaves:
        chapter = old.draft.written
        if chapter.span.path == "book.toml":
            chapter = imprint_chapter(locale)
        else:
            chapter = disguised(named(chapter, names.found, source.locale, quiet), locale.pseudo)
        leaves.append(DraftedChapter(Draft(drafted(chapter, spec, Names(), world, quiet, old.draft))))
    placed, targets, expanded = _placed(leaves, project, edition, locale, {}, quiet, original=source.leaves)
    facts = read_facts(_file(world, FACTS), FACTS, quiet, places)

    def finished(at: int, leaf: DraftedChapter) -> Chapter:
        chapter = complete(expanded.get(at) or leaf.draft.prepared, placed[at])
        assert locale.pseudo is not None
        return localize(registers(chapter, locale.pseudo), facts, locale, quiet, edition.equivalents)

    document = Document.of(edition.name, (finished(at, leaf) for at, leaf in enumerate(leaves)), targets)
    return Reading(edition.name, spec, locale, tuple(leaves), document)


def _spec(world: Workspace, project: Project, edition: ProjectLocale) -> LocaleSpec:
    return LocaleSpec(edition.tag, edition.words, edition.home_currency, own_abbreviations(world, project))


def _placed(
    leaves: Sequence[DraftedChapter],
    project: Project,
    edition: ProjectLocale,
    locale: Locale,
    names: Mapping[str, Local],
    findings: Findings,
    omitted: Omitted = NOTHING,
    original: Sequence[DraftedChapter] = (),
) -> tuple[list[Place], dict[str, Target], dict[int, Chapter]]:
    """Return what `document.assemble.place` does."""
    expanders = {d.name: d.expand for d in directives().values() if d.expand is not None}
    surveys = [_survey(leaf) for leaf in leaves]
    return place(
        surveys,
        lambda at: leaves[at].draft.prepared,
        project,
        edition,
        locale,
        expanders,
        findings,
        names,
        omitted,
        [_survey(leaf) for leaf in original],
    )


def _leaves(
    context: Context,
    edition: ProjectLocale,
    source: Reading | None,
    parent: Reading | None,
    spec: LocaleSpec,
    names: Names,
) -> tuple[DraftedChapter, ...]:
    """Return the chapters of a locale, with an imprint in front if none of them has it."""
    world, findings = context.world, context.findings
    originals = {_survey(leaf).head.id: leaf for leaf in source.leaves} if source else {}
    inherited = {_survey(leaf).head.id: leaf for leaf in parent.leaves if leaf.given} if parent else {}
    tasks: list[Drafting] = []
    parts: dict[str, File] = {}
    for file in files(
        world,
        edition.name,
        edition.span,
        source.name if source else "",
        findings,
        edition.untranslated.missing,
        inherits=parent is not None,
    ):
        if file.text is not None and (parent is not None or "differs" in file.text):
            if differs(file.text, file.path, findings):
                if file.name in inherited:
                    parts[file.name] = file
                else:
                    findings(
                        ALONE,
                        Span(file.path),
                        hint="take the line out, or inherit a locale with this chapter",
                    )
                continue
        if file.text is not None:
            original = originals.get(file.name)
            name = file.name if file.name != file.stem else ""
            fallback = _fallback(world, edition, file, original, source.locale.tag if source else "")
            draft = original.draft if original and not file.borrowed else None
            tasks.append(Drafting(world, file.path, file.text, spec, names, draft, name, fallback))
    if parent is not None:
        tasks = _inherited(parent, tasks, parts, spec, names, world)
    drafts = context.runner.run(DRAFT, tasks)
    for one in drafts:
        findings.extend(one.found)
    leaves = [_leaf(one, task) for one, task in zip(drafts, tasks, strict=True) if one.survey]
    if not any("imprint" in _survey(leaf).pending for leaf in leaves):
        made = imprint_chapter(spec.locale(world))
        leaves.insert(0, DraftedChapter(Draft(drafted(made, spec, names, world, findings))))
    return tuple(leaves)


def _original(source: Reading | None, at: int | None) -> Original | None:
    """Return the chapter of the source at a position."""
    if source is None or at is None:
        return None
    leaf = source.leaves[at]
    return Original(leaf.draft, leaf.text, source.spec, source.places[at].led)


def _pictures(world: Workspace, edition: ProjectLocale, leaf: DraftedChapter) -> dict[str, str]:
    """Return the pictures of a chapter of which the locale has its own beside them, each with that."""
    found = {}
    for path in _survey(leaf).pictures:
        own = next((one for one in variants(path, edition.name, edition.tag) if world.exists(one)), "")
        if own:
            found[path] = own
    return found


def _compared(
    world: Workspace,
    project: Project,
    edition: ProjectLocale,
    source: Reading | None,
    leaves: Sequence[DraftedChapter],
    findings: Findings,
) -> list[Compared]:
    """Return the chapters to be compared with the glossary, if the book has one: those that somebody has translated."""
    if not world.exists(GLOSSARY):
        return []
    from bookbuilder.translate.glossary import load

    glossary = load(world, project, findings)
    if not glossary or source is None or edition.inherits:
        return []
    originals = {_survey(leaf).head.id: leaf for leaf in source.leaves if leaf.given}
    found = []
    for leaf in leaves:
        name = _survey(leaf).head.id
        if leaf.given is None or leaf.borrowed or name not in originals:
            continue
        state, original = place_of_state(edition.name, name), originals[name]
        path = original.draft.written.span.path
        known = _file(world, state)
        pair = (edition.name, edition.tag)
        found.append(Compared(path, original.text, leaf.given.path, leaf.text, state, known, glossary, pair))
    return found


def _leaf(draft: Draft, given: Drafting) -> DraftedChapter:
    part = given.regional.text if given.regional else ""
    whole = given.fallback is not None and given.fallback.whole
    borrowed = (given.regional is not None or whole) and not part
    return DraftedChapter(draft, part or given.text, borrowed=borrowed, part=bool(part), given=given)


def _inherited(
    parent: Reading,
    own: Sequence[Drafting],
    parts: Mapping[str, File],
    spec: LocaleSpec,
    names: Names,
    world: Workspace,
) -> list[Drafting]:
    """Return the chapters of a regional locale in the order of the one that it inherits: its own, those of which parts
    are its own, and the others of the parent."""
    written, language = letters(parent.locale, spec.locale(world)), parent.locale.language
    left = {one.name or PurePosixPath(one.path).stem: one for one in own}
    found = []
    for leaf in parent.leaves:
        name = _survey(leaf).head.id
        if leaf.given is None:
            continue
        if name in left:
            found.append(left.pop(name))
            continue
        part = parts.get(name)
        kind = Regional(written, language, part.path if part else "", (part.text or "") if part else "")
        found.append(replace(leaf.given, spec=spec, names=names, regional=kind, anchors=leaf.draft))
    return found + list(left.values())


def _fallback(
    world: Workspace, edition: ProjectLocale, file: File, original: DraftedChapter | None, tag: str
) -> FallbackRequest | None:
    """Return what a chapter needs where the book says what becomes of blocks that are not up to date."""
    wanted = edition.untranslated
    if original is None or edition.inherits:
        return None  # what a region has of its own is not recorded
    if file.borrowed:
        return FallbackRequest(wanted, tag, whole=True)
    state = place_of_state(edition.name, file.name)
    known = world.text(state) if world.exists(state) else None
    if wanted == Untranslated() and known is None:
        return None
    path = original.draft.written.span.path
    return FallbackRequest(wanted, tag, path, original.text, state, known)


def _survey(leaf: DraftedChapter) -> Survey:
    assert leaf.draft.survey is not None
    return leaf.draft.survey


def _file(world: Workspace, path: str) -> str:
    return world.text(path) if world.exists(path) else ""
