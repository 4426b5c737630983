"""Has the citations of a locale, and the list of its sources, printed by pandoc: one process for all of them, cached."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec
from msgspec import Struct

from bookbuilder.cache_key import excluded
from bookbuilder.diagnostics import BookbuilderError, Report, Span, diagnostic, nearest
from bookbuilder.document import nodes
from bookbuilder.document.chapter_survey import Survey
from bookbuilder.document.citation_digits import with_own_digits
from bookbuilder.document.mark_titles import with_language
from bookbuilder.document.number_citations import CitationUse
from bookbuilder.document.printed_citations import PrintedCitation, PrintedCitations, PrintedSource
from bookbuilder.document.walk import plain
from bookbuilder.locales import Locale
from bookbuilder.pandoc import pandoc_ast as ast
from bookbuilder.pandoc.pandoc_ast import Blocks, Element, Inlines
from bookbuilder.pandoc.run_pandoc import convert_with_pandoc
from bookbuilder.phrases import Phrase
from bookbuilder.pipeline.book_sources import CitedBook, require_pandoc
from bookbuilder.pipeline.citation_affixes import marked_words
from bookbuilder.pipeline.context import Context
from bookbuilder.pipeline.pandoc_inlines import ended, own_inlines, with_square_brackets
from bookbuilder.sources.locators import locator_word
from bookbuilder.sources.rules import FAILED, UNKNOWN, UNLISTED
from bookbuilder.sources.source import Source
from bookbuilder.typed_decoding import from_json, from_msgpack
from bookbuilder.world import World

_MODES = {"": "NormalCitation", "none": "SuppressAuthor", "in-text": "AuthorInText"}
ALONE = "chapter"
"""The value of `[sources] first` with which each chapter cites in full what it is the first to cite."""


@dataclass(frozen=True, slots=True)
class CitationInput:
    """What pandoc gets: the citations as its document, the sources as CSL-JSON, the style; `ending` ends its notes."""

    document: bytes
    items: str
    style: str
    ending: str
    world: World = field(metadata=excluded("pandoc reads the other fields alone"))


class _Printed(Struct, frozen=True, array_like=True):
    """What pandoc printed: the content of each citation (the author in the sentence, and the rest), and the entries by
    key."""

    citations: tuple[tuple[tuple[nodes.Inline, ...], tuple[nodes.Inline, ...]], ...]
    entries: tuple[tuple[str, tuple[nodes.Inline, ...]], ...]


@dataclass(frozen=True, slots=True)
class CitingChapters:
    """The chapters of a locale: their surveys, and by their ids the keys of the sources `behind_facts` that they print."""

    surveys: Sequence[Survey]
    behind_facts: Mapping[str, Sequence[str]]


def print_citations(
    context: Context,
    cited: CitedBook,
    chapters: CitingChapters,
    locale: Locale,
    first: str,
    listed: bool,
    report: Report,
) -> PrintedCitations:
    """Return the citations of chapters as the style prints them, and the entries of all sources that are cited or stand
    behind facts (with `listed` of all that the book has). Reports `citation.unknown`, and `citation.failed`,
    `sources.unlisted`.

    Where no program may be started, nothing is printed: citations stay as they are written.
    """
    sources = {key: source.in_language(locale.tag) for key, source in cited.sources.by_key.items()}
    uses = [(survey.head.id, use) for survey in chapters.surveys for use in survey.citations]
    for _, use in uses:
        for source in use.sources:
            if source.key not in sources:
                hint = nearest(source.key, sources) or Phrase("write \\@{key} if it is none", key=source.key)
                report(UNKNOWN, use.span, key=source.key, hint=hint)
    uses = [(chapter, use) for chapter, use in uses if all(source.key in sources for source in use.sources)]
    keys = dict.fromkeys(source.key for _, use in uses for source in use.sources)
    chapters_by_key: dict[str, tuple[str, ...]] = {}
    for chapter, cited_keys in chapters.behind_facts.items():
        for key in cited_keys:
            chapters_by_key[key] = (*chapters_by_key.get(key, ()), chapter)
    wanted = dict.fromkeys((*keys, *sorted(chapters_by_key), *(sources if listed else ())))
    world = context.world
    if not wanted:
        return PrintedCitations()
    if cited.style is None or not isinstance(world, World):
        return _unprinted([sources[key] for key in wanted], uses, chapters_by_key)
    style = cited.style
    has_list = any("sources" in survey.pending for survey in chapters.surveys)
    if uses and style.lists and not style.notes and not has_list:
        report(UNLISTED, uses[0][1].span, count=len(keys), hint="add a chapter with `::: sources` and `:::`")
    by_chapter = first == ALONE or style.counts_notes
    groups = _chapters(uses) if by_chapter else [uses]
    items = json.dumps([sources[key].item for key in wanted], ensure_ascii=False, sort_keys=True)
    tasks = [
        CitationInput(
            msgspec.json.encode(_document([use for _, use in group], tuple(wanted), locale.tag)),
            items,
            style.text,
            style.ending,
            world,
        )
        for group in groups or [[]]
    ]
    try:
        results = [from_msgpack(data, _Printed) for data in context.runner.cached(tasks, _print)]
    except BookbuilderError as error:  # what else is wrong with the book is still said
        context.findings.extend(error.diagnostics)
        return _unprinted([sources[key] for key in wanted], uses, chapters_by_key)
    places: dict[str, list[tuple[str, str]]] = {}
    by_number: dict[str, dict[int, PrintedCitation]] = {}
    flat = [printed for result in results for printed in result.citations]
    for (chapter, use), (author, content) in zip(
        [use for group in groups for use in group], flat, strict=True
    ):
        again = {source.key: places[source.key][0] for source in use.sources if source.key in places}
        by_number.setdefault(chapter, {})[use.number] = PrintedCitation(
            with_own_digits(author, locale), with_own_digits(content, locale), again if style.notes else {}
        )
        for source in use.sources:
            places.setdefault(source.key, []).append((chapter, use.anchor or chapter))
    in_own_language = _entries_in_their_language(context, cited, tuple(wanted), locale)
    entries = tuple(
        _entry(
            sources[key],
            in_own_language.get(key, content),
            tuple(places.get(key, ())),
            chapters_by_key.get(key, ()),
            locale,
        )
        for key, content in results[0].entries
        # Some styles list no interviews and no laws; of these there is nothing to print.
        if key in sources and plain(content).strip()
    )
    return PrintedCitations(by_number, entries)


def _entries_in_their_language(
    context: Context, cited: CitedBook, wanted: tuple[str, ...], locale: Locale
) -> dict[str, tuple[nodes.Inline, ...]]:
    """Return the entries of sources in other languages as the style has them there, if the book wants that. What pandoc
    cannot print in a language stays in that of the locale."""
    world = context.world
    assert isinstance(world, World)
    result: dict[str, tuple[nodes.Inline, ...]] = {}
    for language, style in cited.styles.items():
        sources = {key: cited.sources.by_key[key].in_language(locale.tag) for key in wanted}
        own = [key for key, source in sources.items() if source.language == language]
        items = json.dumps([source.item for source in sources.values()], ensure_ascii=False, sort_keys=True)
        document = msgspec.json.encode(_document([], wanted, language))
        try:
            (data,) = context.runner.cached(
                [CitationInput(document, items, style.text, style.ending, world)], _print
            )
        except BookbuilderError:
            continue
        entries = dict(from_msgpack(data, _Printed).entries)
        result |= {
            key: (nodes.Styled("span", entries[key], lang=language),) for key in own if entries.get(key)
        }
    return result


def _unprinted(
    sources: Sequence[Source],
    uses: Sequence[tuple[str, CitationUse]],
    behind_facts: Mapping[str, tuple[str, ...]],
) -> PrintedCitations:
    """Return a list of sources as a reader of the file knows them, so that what refers to them leads somewhere."""
    places: dict[str, list[tuple[str, str]]] = {}
    for chapter, use in uses:
        for source in use.sources:
            places.setdefault(source.key, []).append((chapter, use.anchor or chapter))
    entries = (
        PrintedSource(
            source.key,
            (nodes.Text(source.short),),
            source.type,
            source.language,
            tuple(places.get(source.key, ())),
            behind_facts=behind_facts.get(source.key, ()),
        )
        for source in sources
    )
    return PrintedCitations({}, tuple(entries))


def _entry(
    source: Source,
    content: tuple[nodes.Inline, ...],
    places: tuple[tuple[str, str], ...],
    behind_facts: tuple[str, ...],
    locale: Locale,
) -> PrintedSource:
    whole = len(content) == 1 and isinstance(content[0], nodes.Styled) and content[0].lang == source.language
    marked = (
        content if whole and source.language else with_own_digits(_marked(content, [source], locale), locale)
    )
    return PrintedSource(
        source.key, marked, source.type, source.language, places, source.archived, behind_facts
    )


def _marked(
    content: tuple[nodes.Inline, ...], sources: Sequence[Source], locale: Locale
) -> tuple[nodes.Inline, ...]:
    """Return what is printed of sources, with the language of their titles where it is another one."""
    for source in sources:
        if source.language and source.language.partition("-")[0] != locale.language:
            content = with_language(content, source.titles, source.language)
    return content


def _chapters(uses: Sequence[tuple[str, CitationUse]]) -> list[list[tuple[str, CitationUse]]]:
    groups: dict[str, list[tuple[str, CitationUse]]] = {}
    for chapter, use in uses:
        groups.setdefault(chapter, []).append((chapter, use))
    return list(groups.values())


def _document(uses: Sequence[CitationUse], listed: Sequence[str], language: str) -> Element:
    """Return a document in a language with a paragraph for each citation. All sources of the book are listed in each: the
    letters behind years depend on all of them."""
    content: Blocks = []
    note = 0
    for use in uses:
        # Pandoc takes citations with one number for those of one note.
        note = use.note or note + 1
        cited = _cite([_citation(source, note, language) for source in use.sources])
        content.append(ast.para([ast.note([ast.para([*ast.words("x "), cited])]) if use.inside else cited]))
    hidden = [_citation(nodes.CitedSource(key), 0, language) for key in listed]
    meta: dict[str, Element] = {
        "lang": ast.meta_text(language),
        "link-citations": {"t": "MetaBool", "c": True},
        "link-bibliography": {"t": "MetaBool", "c": True},
        "nocite": {"t": "MetaInlines", "c": [_cite(hidden)]},
    }
    return ast.document(meta, content)


def _cite(citations: list[Element]) -> Element:
    return {"t": "Cite", "c": [citations, ast.words("?")]}


def _citation(source: nodes.CitedSource, note: int, language: str) -> Element:
    return {
        "citationId": source.key,
        "citationPrefix": marked_words(source.prefix),
        "citationSuffix": _behind(source, language),
        "citationMode": {"t": _MODES[source.author]},
        "citationNoteNum": note,
        "citationHash": 0,
    }


def _behind(source: nodes.CitedSource, language: str) -> Inlines:
    """Return what stands behind the key: the place with the word that pandoc reads in this locale, and the suffix."""
    if not source.locator:
        return marked_words(source.suffix)
    place = f"{locator_word(source.label, language.partition('-')[0])} {source.locator}".lstrip()
    return [*ast.words(f", {{{place}}}"), *marked_words(source.suffix)]


def _print(given: CitationInput) -> bytes:
    """Return the encoded `_Printed`."""
    require_pandoc(given.world)
    files = {
        "book.json": given.document,
        "items.json": given.items.encode(),
        "style.csl": given.style.encode(),
    }
    arguments = [
        "--from=json",
        "--to=json",
        "--citeproc",
        "--bibliography=items.json",
        "--csl=style.csl",
        "book.json",
    ]
    data, message = convert_with_pandoc(given.world, files, arguments)
    if data is None:
        raise BookbuilderError(diagnostic(FAILED, Span(), message=message))
    blocks: Blocks = from_json(data)["blocks"]
    entries = tuple(_entries(blocks))
    citations = tuple(_citations(blocks, given.ending))
    return msgspec.msgpack.encode(_Printed(citations, entries))


def _citations(
    blocks: Blocks, ending: str
) -> Iterator[tuple[tuple[nodes.Inline, ...], tuple[nodes.Inline, ...]]]:
    """Yield the author in the sentence, which is empty in most citations, and the rest, which ends as notes of the style
    do if it is a note."""
    for block in blocks:
        if block["t"] != "Para":
            continue
        (first, *_) = block["c"]
        inner: Any = first["c"][1] if first["t"] == "Cite" else [first]
        notes = [inline for inline in inner if inline["t"] == "Note"]
        if not notes:
            yield (), own_inlines(inner, Span())
            continue
        words: Any = notes[0]["c"][0]["c"]
        inside = [inline for inline in words if inline["t"] == "Cite"]
        if inside:
            yield (), with_square_brackets(own_inlines(inside[0]["c"][1], Span()))
            continue
        author = own_inlines([inline for inline in inner if inline["t"] != "Note"], Span())
        yield author, ended(own_inlines(words, Span()), ending)


def _entries(blocks: Blocks) -> Iterator[tuple[str, tuple[nodes.Inline, ...]]]:
    for block in blocks:
        if block["t"] == "Div" and block["c"][0][0] == "refs":
            for entry in block["c"][1]:
                paragraphs = [inner["c"] for inner in entry["c"][1] if inner["t"] in ("Para", "Plain")]
                yield (
                    entry["c"][0][0].removeprefix("ref-"),
                    own_inlines(paragraphs[0] if paragraphs else [], Span()),
                )
