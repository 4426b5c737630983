"""Drafts the chapters of a locale: its own, those that it borrows from the source, those that it inherits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import PurePosixPath

from bookbuilder.diagnostics import Span
from bookbuilder.locales.private_use import is_easy
from bookbuilder.markdown.conditions import includes_chapter, variant_of
from bookbuilder.markdown.dialect import Citing, Dialect
from bookbuilder.markdown.directives.imprint import chapter as imprint_chapter
from bookbuilder.pipeline.alternative_texts import alternative_texts
from bookbuilder.pipeline.chapter_files import LEFT_OUT, ChapterFile, chapter_files
from bookbuilder.pipeline.draft_chapter import DRAFT, Draft, DraftInput, encode_draft
from bookbuilder.pipeline.fallback_request import FallbackRequest
from bookbuilder.pipeline.included_files import dialect_of
from bookbuilder.pipeline.inherited_chapter import ALONE, RegionalOverrides, holds_overrides, regional_letters
from bookbuilder.pipeline.locale_reading import DraftedChapter, LocaleInput, LocaleReading
from bookbuilder.project.project import Untranslated
from bookbuilder.translate.chapter_paths import state_path as place_of_state


def draft_chapters(reading: LocaleInput) -> tuple[tuple[DraftedChapter, ...], dict[str, Span]]:
    """Return the drafts of a locale's chapters, with a generated imprint in front if none of them has it, and the places of
    anchors in passages and chapters that the variant has not."""
    world, findings, settings = reading.context.world, reading.context.findings, reading.settings
    source, parent, spec, names = reading.source, reading.parent, reading.spec, reading.names
    originals = {drafted.id: drafted for drafted in source.drafts} if source else {}
    inherited = {drafted.id for drafted in parent.drafts if drafted.given} if parent else set()
    tasks: list[DraftInput] = []
    left_out: set[str] = set()
    parts: dict[str, ChapterFile] = {}
    source_name = source.name if source else ""
    for file in chapter_files(
        *(world, settings, source_name, findings),
        inherits=parent is not None,
        flavour=reading.project.flavour,
    ):
        # Most chapters do not have the word, and need not be parsed for it.
        if file.text is not None and (parent is not None or "differs" in file.text):
            if holds_overrides(file.text, file.path, findings):
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
            fallback = _fallback(reading, file, original)
            draft = original.draft if original and not file.borrowed else None
            own = (settings.name, settings.tag) if source else None
            citing = reading.cited.citing if reading.cited else Citing.NO
            dialect = dialect_of(
                file.text, file.path, reading.project.flavour, world, own, settings.variant, citing
            )
            if facts := reading.fact_sources.cited_in(file.text, *dialect.included.values()):
                dialect = replace(dialect, fact_sources=facts)
            if alts := alternative_texts(file.text, file.path, reading.rights, reading.locale):
                dialect = replace(dialect, alts=alts)
            if not includes_chapter(file.text, file.path, dialect.variant, findings):
                left_out.add(file.path)
            other = source.locale if source and source.locale.language != reading.locale.language else None
            tasks.append(
                DraftInput(
                    world, file.path, file.text, spec, names, draft, name, fallback, dialect=dialect,
                    source_tag=other.tag if other else "",
                )
            )  # fmt: skip
    if parent is not None:
        tasks = _with_inherited(reading, parent, tasks, parts)
    drafts = reading.context.runner.run(DRAFT, tasks)
    leaves, anchors = [], dict[str, Span]()
    for draft, task in zip(drafts, tasks, strict=True):
        if draft.survey and task.path in left_out:
            anchors |= {anchor.id: anchor.span for anchor in draft.survey.anchors}
            anchors[draft.survey.head.id] = draft.survey.head.span
            continue
        findings.extend(draft.diagnostics)
        if draft.omission.whole and task.fallback:
            findings(LEFT_OUT, Span(task.fallback.source), locale=settings.name)
        elif draft.survey:
            leaves.append(_drafted_chapter(draft, task))
            anchors |= draft.survey.left_out
    if not any("imprint" in drafted.survey.pending for drafted in leaves):
        imprint = imprint_chapter(reading.locale)
        leaves.insert(0, DraftedChapter(Draft(encode_draft(imprint, spec, names, world, findings))))
    return tuple(leaves), anchors


def _drafted_chapter(draft: Draft, task: DraftInput) -> DraftedChapter:
    part = task.regional.text if task.regional else ""
    whole = task.fallback is not None and task.fallback.whole
    borrowed = (task.regional is not None or whole) and not part
    return DraftedChapter(draft, part or task.text, borrowed=borrowed, part=bool(part), given=task)


def _with_inherited(
    reading: LocaleInput,
    parent: LocaleReading,
    own_tasks: Sequence[DraftInput],
    parts: Mapping[str, ChapterFile],
) -> list[DraftInput]:
    """Return the chapters of a regional locale in the order of its parent: its own, those with overrides, and the
    parent's."""
    replacements, language = regional_letters(parent.locale, reading.locale), parent.locale.language
    spec, names = reading.spec, reading.names
    own_by_name = {task.name or PurePosixPath(task.path).stem: task for task in own_tasks}
    result = []
    for drafted in parent.drafts:
        name = drafted.id
        if drafted.given is None:
            continue
        if name in own_by_name:
            result.append(own_by_name.pop(name))
            continue
        part = parts.get(name)
        dialect = _with_own_data(reading, drafted.given, part)
        kind = RegionalOverrides(
            replacements, language, part.path if part else "", (part.text or "") if part else ""
        )
        result.append(
            replace(
                drafted.given, spec=spec, names=names, regional=kind, anchors=drafted.draft, dialect=dialect
            )
        )
    return result + list(own_by_name.values())


def _with_own_data(reading: LocaleInput, given: DraftInput, part: ChapterFile | None) -> Dialect:
    """Return how an inherited chapter is read, with the files that the region has of its own or names in its part."""
    texts = ((given.path, given.text), (part.path, part.text or "") if part else ("", ""))
    settings, world, flavour = reading.settings, reading.context.world, reading.project.flavour
    locale = (settings.name, settings.tag) if reading.source else None
    each = [dialect_of(text, path, flavour, world, locale) for path, text in texts]
    included = {path: text for made in each for path, text in made.included.items()}
    return replace(
        given.dialect,
        included=included,
        included_from={path: place for made in each for path, place in made.included_from.items()},
        data={name: file for made in each for name, file in (made.data or {}).items()},
        variant=variant_of(settings.variant, *(text for _, text in texts), *included.values()),
        fact_sources=reading.fact_sources.cited_in(*(text for _, text in texts), *included.values()),
    )


def _fallback(
    reading: LocaleInput, file: ChapterFile, original: DraftedChapter | None
) -> FallbackRequest | None:
    """Return the fallback request of a chapter, where the book has a policy or tracks the translation."""
    world, source, wanted = reading.context.world, reading.source, reading.settings.untranslated
    if original is None or source is None or reading.settings.inherits:
        return None  # overrides of a region are not tracked
    tag = source.locale.tag
    if file.borrowed:
        return FallbackRequest(wanted, tag, whole=True)
    state = place_of_state(reading.settings.name, file.name)
    state_text = world.text(state) if world.exists(state) else None
    free = is_easy(reading.settings.tag)
    # What easy language leaves out needs no state, and nothing else is asked for by itself.
    if state_text is None and (wanted == Untranslated() or (free and not wanted.stale)):
        return None
    path = original.draft.written.span.path
    variant = variant_of(reading.settings.variant, original.text, file.text or "")
    return FallbackRequest(
        *(wanted, tag, path, original.text, state, state_text),
        variant=variant,
        locale=reading.settings.name,
        free=free,
    )
