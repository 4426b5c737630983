"""Collects what book.toml says in the language of the source, to find it in other editions."""

from __future__ import annotations

from collections.abc import Iterator

from bookbuilder.locales import Locale
from bookbuilder.locales.copied_text import SourceTexts, normal
from bookbuilder.project.project import Project


def source_texts(project: Project, locale: Locale) -> SourceTexts | None:
    """Return the texts of book.toml in the language of the source; None for an edition in the same language, or in a
    pseudo-locale."""
    source = project.locales[project.source]
    if locale.pseudo is not None or source.tag.split("-")[0].casefold() == locale.language:
        return None
    return SourceTexts(source.tag, frozenset(map(normal, _texts(project))))


def language_of(text: str, project: Project, locale: Locale) -> str:
    """Return the language tag of a text of book.toml or names.toml in an edition, if it is still that of the source; else
    empty."""
    texts = source_texts(project, locale)
    return texts.tag_of(text, locale) if texts else ""


def _texts(project: Project) -> Iterator[str]:
    locale, imprint = project.locales[project.source], project.imprints[project.source]
    yield from (locale.title, locale.subtitle, locale.description, locale.series, *locale.keywords)
    yield from (person.affiliation for person in project.authors)
    yield from (imprint.responsible, imprint.printer, imprint.rights, *imprint.address, *imprint.credits)
