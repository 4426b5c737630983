"""Takes the terms that a book explains to its readers from glossary.toml, as one locale has them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from bookbuilder.document.book_context import GlossaryEntry
from bookbuilder.project import Project, ProjectLocale

if TYPE_CHECKING:
    from bookbuilder.translate.glossary import Glossary, Term


def reader_terms(glossary: Glossary, project: Project, edition: ProjectLocale) -> dict[str, GlossaryEntry]:
    """Return the terms with a meaning, by their keys."""
    return {term.key: _entry(term, project, edition) for term in glossary.terms if term.meaning}


def _entry(term: Term, project: Project, edition: ProjectLocale) -> GlossaryEntry:
    source = project.locales[project.source]
    there = source.tag if edition.name != source.name else ""
    own_words, words = _words(term, edition, source), _words(term, source, source)
    own_meaning, meaning = _of(term.meaning, edition, source), _of(term.meaning, source, source)
    return GlossaryEntry(
        own_words or words,
        own_meaning or meaning or next(iter(term.meaning.values())),
        "" if own_words else there,
        "" if own_meaning else there,
        term.span,
    )


def _words(term: Term, edition: ProjectLocale, source: ProjectLocale) -> str:
    """Return how a locale calls a term: its entry, or the first of its forms without the signs for endings."""
    entry = _of(term.entry, edition, source)
    forms = _forms(term, edition, source)
    return entry or (forms[0].replace("*", "") if forms else "")


def _forms(term: Term, edition: ProjectLocale, source: ProjectLocale) -> tuple[str, ...]:
    keys = _keys(edition)
    own = next((term.allowed[key] for key in keys if key in term.allowed), ())
    return own or (term.forms if edition.name == source.name else ())


def _of(texts: Mapping[str, str], edition: ProjectLocale, source: ProjectLocale) -> str:
    """Return the text of a locale, by its name, its tag or its language; one without a key is of the source."""
    keys = (*_keys(edition), "") if edition.name == source.name else _keys(edition)
    return next((texts[key] for key in keys if key in texts), "")


def _keys(edition: ProjectLocale) -> tuple[str, ...]:
    return (edition.name, edition.tag, edition.tag.partition("-")[0])
