"""Gives a locale the glossary of the book: what readers are told of its terms, and which a translation has to use."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from msgspec import structs

from bookbuilder.diagnostics import Findings
from bookbuilder.document.reader_terms import LIST_OF_TERMS, ReaderTerm, ReaderTerms, marked_terms
from bookbuilder.pipeline.draft_chapter import DRAFT
from bookbuilder.pipeline.glossary_check import GlossaryCheck
from bookbuilder.pipeline.locale_reading import DraftedChapter, LocaleInput
from bookbuilder.project import Project
from bookbuilder.translate import GLOSSARY
from bookbuilder.translate.chapter_paths import state_path as place_of_state
from bookbuilder.world import Workspace

if TYPE_CHECKING:
    from bookbuilder.translate.glossary import Glossary


def book_glossary(world: Workspace, project: Project, findings: Findings) -> Glossary | None:
    """Return the glossary of the book; None if it has none. Reports `glossary.*`."""
    if not world.versions(GLOSSARY):
        return None
    from bookbuilder.translate.glossary import load

    return load(world, project, findings)


def with_glossaries(
    reading: LocaleInput, drafts: tuple[DraftedChapter, ...], terms: Mapping[str, ReaderTerm]
) -> tuple[DraftedChapter, ...]:
    """Return the drafts, those of chapters with a glossary with its terms: which it has is known when all are drafted."""
    again = [
        index
        for index, drafted in enumerate(drafts)
        if LIST_OF_TERMS in drafted.survey.pending and drafted.given is not None
    ]
    tasks = [
        replace(given, terms=terms_of(index, drafts, terms))
        for index in again
        if (given := drafts[index].given) is not None
    ]
    result = list(drafts)
    for index, draft in zip(again, reading.context.runner.run(DRAFT, tasks), strict=True):
        reading.context.findings.extend(draft.diagnostics)
        result[index] = replace(drafts[index], draft=draft)
    return tuple(result)


def terms_of(index: int, drafts: Sequence[DraftedChapter], terms: Mapping[str, ReaderTerm]) -> ReaderTerms:
    """Return the terms for the glossaries of the chapter at a position."""
    each = [[(mark.index, mark.entry) for mark in drafted.survey.marks] for drafted in drafts]
    known = tuple(structs.replace(term, shown=()) for term in terms.values())
    return ReaderTerms(
        known, marked_terms(mark for marks in each for mark in marks), marked_terms(each[index])
    )


def glossary_checks(
    reading: LocaleInput, drafts: Sequence[DraftedChapter], glossary: Glossary | None
) -> list[GlossaryCheck]:
    world, settings = reading.context.world, reading.settings
    if not glossary or reading.source is None or settings.inherits:
        return []
    originals = {drafted.id: drafted for drafted in reading.source.drafts if drafted.given}
    result = []
    for drafted in drafts:
        name = drafted.id
        if drafted.given is None or drafted.borrowed or name not in originals:
            continue
        state, original = place_of_state(settings.name, name), originals[name]
        path = original.draft.written.span.path
        state_text = _text_or_empty(world, state)
        pair = (settings.name, settings.tag)
        result.append(
            GlossaryCheck(
                path, original.text, drafted.given.path, drafted.text, state, state_text, glossary, pair
            )
        )
    return result


def _text_or_empty(world: Workspace, path: str) -> str:
    return world.text(path) if world.exists(path) else ""
