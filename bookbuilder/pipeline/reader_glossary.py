"""Takes the terms that a book explains to its readers from glossary.toml, as one locale has them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from msgspec.structs import replace

from bookbuilder.diagnostics import Findings, Report, Rule, Span
from bookbuilder.document import nodes
from bookbuilder.document.expand_abbreviations import expand_abbreviations
from bookbuilder.document.localize import localize
from bookbuilder.document.margin_notes import MARGIN
from bookbuilder.document.reader_terms import ReaderTerm
from bookbuilder.document.resolve_names import resolve_names
from bookbuilder.document.walk import walk
from bookbuilder.facts import FactValue
from bookbuilder.locales import Locale
from bookbuilder.locales.collation import collation
from bookbuilder.markdown.dialect import Dialect
from bookbuilder.markdown.parse_text import parse_text
from bookbuilder.names import LocalName
from bookbuilder.phrases import Phrase
from bookbuilder.project import Project, ProjectLocale

if TYPE_CHECKING:
    from bookbuilder.translate.glossary import Glossary, Term

MEANING = Rule(
    "glossary.meaning",
    "the meaning of {name} has {what}, which cannot stand there",
    "A meaning is a line that may stand in several places: in each glossary, and in a window beside the word. It can have"
    " emphasis, links, references, facts, names and citations.",
)


def reader_terms(
    glossary: Glossary, project: Project, edition: ProjectLocale, dialect: Dialect, report: Report
) -> tuple[ReaderTerm, ...]:
    """Return the terms with a meaning. Reports what is wrong with the text of a meaning, and `glossary.meaning`."""
    return tuple(_entry(term, project, edition, dialect, report) for term in glossary.terms if term.meaning)


def as_shown(
    terms: tuple[ReaderTerm, ...],
    facts: Mapping[str, FactValue],
    names: Mapping[str, LocalName],
    locale: Locale,
) -> dict[str, ReaderTerm]:
    """Return the terms by their keys, in the order of the language, with their meanings as they are shown beside words in
    the text. What is wrong with facts and names is reported where the glossary stands."""
    order, quiet = collation(locale), Findings()
    result = {}
    for term in sorted(terms, key=lambda term: (order.key(term.words), term.key)):
        words = nodes.Styled("span", term.meaning, lang=term.meaning_lang, span=term.span)
        alone = nodes.Chapter(id="", span=term.span, title=(words,), blocks=())
        alone = localize(resolve_names(alone, names, locale, quiet), facts, locale, quiet)
        shown = expand_abbreviations(alone, locale).title
        if not term.meaning_lang and isinstance(shown[0], nodes.Styled):
            shown = shown[0].content
        result[term.key] = replace(term, shown=shown)
    return result


def _entry(
    term: Term, project: Project, edition: ProjectLocale, dialect: Dialect, report: Report
) -> ReaderTerm:
    source = project.locales[project.source]
    there = source.tag if edition.name != source.name else ""
    own_words, words = _words(term, edition, source), _words(term, source, source)
    own_meaning, key = _key_of(term.meaning, edition, source), _key_of(term.meaning, source, source)
    chosen = next(name for name in (own_meaning, key, next(iter(term.meaning))) if name is not None)
    span, exact = term.places[chosen]
    meaning = parse_text(term.meaning[chosen], span, dialect, report, exact=exact)
    for what, place in _refused(meaning):
        report(MEANING, place, name=term.key, what=what)
    return ReaderTerm(
        term.key,
        own_words or words,
        meaning,
        "" if own_words else there,
        there if own_meaning is None else "",
        term.span,
    )


def _refused(content: tuple[nodes.Inline, ...]) -> Iterator[tuple[str, Span]]:
    for node in walk(content):
        match node:
            case nodes.NoteRef():
                yield Phrase("a note"), node.span
            case nodes.Styled() if node.kind == MARGIN:
                yield Phrase("a note in the margin"), node.span
            case nodes.Image():
                yield Phrase("a picture"), node.span
            case _ if node.id:
                yield Phrase("the anchor #{id}", id=node.id), node.span


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
    """Return the text of a locale, empty if it has none."""
    key = _key_of(texts, edition, source)
    return "" if key is None else texts[key]


def _key_of(texts: Mapping[str, str], edition: ProjectLocale, source: ProjectLocale) -> str | None:
    """Return the key of a locale's text: its name, its tag or its language; one that is empty is of the source."""
    keys = (*_keys(edition), "") if edition.name == source.name else _keys(edition)
    return next((key for key in keys if key in texts), None)


def _keys(edition: ProjectLocale) -> tuple[str, ...]:
    return (edition.name, edition.tag, edition.tag.partition("-")[0])
