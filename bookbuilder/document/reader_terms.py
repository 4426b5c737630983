"""Puts the terms that a book explains to its readers, with their meanings, where its glossaries stand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct
from msgspec.structs import replace

from bookbuilder.diagnostics import NOWHERE, Report, Rule, Span
from bookbuilder.document import nodes
from bookbuilder.document.anchors import term_anchor
from bookbuilder.document.walk import transform, walk

LIST_OF_TERMS = "glossary"
"""The name of the directive, and the kind of the box that it becomes."""
CHAPTER = "chapter"
"""The value of `of` for a glossary with the terms of its chapter alone."""
TWICE = Rule(
    "glossary.twice",
    "this glossary stands in the book already; the first is in {first}",
    "A term leads to one entry. So a book has one glossary of all its terms, and besides, each chapter may have one of those"
    " that it marks itself.",
)


class ReaderTerm(Struct, frozen=True, array_like=True, gc=False):
    """A term, as a locale has it: its words and its meaning, the language of each if that is the one of the source, and
    where glossary.toml has it. `shown` is the meaning as it is printed beside its words in the text."""

    key: str
    words: str
    meaning: tuple[nodes.Inline, ...]
    words_lang: str = ""
    meaning_lang: str = ""
    span: Span = NOWHERE
    shown: tuple[nodes.Inline, ...] = ()


class ReaderTerms(Struct, frozen=True, array_like=True, gc=False):
    """The terms of a locale, in the order of its language, and the keys of those that are marked: in the book, and in the
    chapter that has these."""

    terms: tuple[ReaderTerm, ...] = ()
    marked: tuple[str, ...] = ()
    marked_here: tuple[str, ...] = ()


NO_TERMS = ReaderTerms()
"""Of a chapter without a glossary."""


def with_terms(chapter: nodes.Chapter, known: ReaderTerms) -> nodes.Chapter:
    """Return a chapter whose glossaries have their terms; where those stand in the text is added when all chapters are
    known (`markdown.directives.glossary`)."""

    def fill(node: nodes.Node) -> nodes.Node:
        if not isinstance(node, nodes.Pending) or node.directive != LIST_OF_TERMS:
            return node
        own = node.options.get("of") == CHAPTER
        items = tuple(
            _definition(term, entry_anchor(term.key, chapter.id if own else ""), node.span)
            for term in _listed(known, own=own, shows_all=node.options.get("show") == "all")
        )
        if not items:
            return node
        listed = nodes.Definitions(items, span=node.span, classes=(nodes.TERMS,))
        options = {**node.options, nodes.TERMS: chapter.id} if own else node.options
        return replace(node, options=options, blocks=(*node.blocks, listed))

    result: nodes.Chapter = transform(chapter, fill)
    return result


def entry_anchor(key: str, chapter: str = "") -> str:
    """Return the anchor of a term's entry, in the glossary of the book or in that of a chapter.

    >>> entry_anchor("draft"), entry_anchor("draft", "02-b")
    ('term-draft', '02-b-term-draft')
    """
    return f"{chapter}-{term_anchor(key)}" if chapter else term_anchor(key)


def entries_by_term(chapters: Iterable[nodes.Chapter]) -> dict[str, str]:
    """Return for each term the anchor of its first entry in chapters."""
    result: dict[str, str] = {}
    for chapter in chapters:
        for box in walk(chapter.blocks):
            if isinstance(box, nodes.Box) and box.kind == LIST_OF_TERMS:
                for node in walk(box.blocks):
                    if isinstance(node, nodes.Definition) and node.id:
                        result.setdefault(node.id.removeprefix(f"{chapter.id}-"), node.id)
    return result


def without_second_glossary(
    blocks: tuple[nodes.Block, ...], seen: dict[str, Span], report: Report
) -> tuple[nodes.Block, ...]:
    """Return what a directive has made; nothing for a glossary whose terms another one has. `seen` gets their anchors.
    Reports `glossary.twice`."""
    for box in blocks:
        if not isinstance(box, nodes.Box) or box.kind != LIST_OF_TERMS:
            continue
        anchors = [node.id for node in walk(box.blocks) if isinstance(node, nodes.Definition) and node.id]
        first = next((seen[anchor] for anchor in anchors if anchor in seen), None)
        if first is not None:
            report(TWICE, box.span, first=first, hint="write {of=chapter} for the terms of one chapter")
            return ()
        seen |= dict.fromkeys(anchors, box.span)
    return blocks


def _listed(known: ReaderTerms, *, own: bool, shows_all: bool) -> Iterator[ReaderTerm]:
    """Yield the terms of a glossary: those that are marked, also in the meaning of one of them, or all."""
    by_key = {term.key: term for term in known.terms}
    wanted = set(known.marked_here if own else known.marked) & by_key.keys()
    waiting = sorted(wanted)
    while waiting:
        more = set(_marked(by_key[waiting.pop()].meaning)) & by_key.keys() - wanted
        wanted |= more
        waiting += sorted(more)
    yield from (term for term in known.terms if shows_all or term.key in wanted)


def _marked(content: tuple[nodes.Inline, ...]) -> Iterator[str]:
    for node in walk(content):
        if isinstance(node, nodes.IndexMark) and node.index == nodes.TERMS:
            yield node.entry


def _definition(term: ReaderTerm, anchor: str, span: Span) -> nodes.Definition:
    words = _in_language((nodes.Text(term.words, span=term.span),), term.words_lang, term.span)
    meaning = nodes.Paragraph(_in_language(term.meaning, term.meaning_lang, term.span), span=span)
    return nodes.Definition(words, (meaning,), span=span, id=anchor)


def _in_language(content: tuple[nodes.Inline, ...], lang: str, span: Span) -> tuple[nodes.Inline, ...]:
    return (nodes.Styled("span", content, lang=lang, span=span),) if lang else content


def marked_terms(marks: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """Return the keys of the terms among marks, given as index and entry, sorted."""
    return tuple(sorted({entry for index, entry in marks if index == nodes.TERMS}))


def shown_meaning(
    content: tuple[nodes.Inline, ...], targets: Mapping[str, nodes.Target]
) -> tuple[nodes.Inline, ...]:
    """Return a meaning for a window of an e-book and the title of a word on the web: without anchors, marks and citations;
    references have their words."""

    def change(node: nodes.Node) -> nodes.Node | tuple[nodes.Node, ...]:
        match node:
            case nodes.Citation() | nodes.NoteRef():
                return ()
            case nodes.IndexMark(content=inner) | nodes.NameUse(content=inner):
                return inner
            case nodes.Reference(content=inner, target=name):
                target = targets.get(name)
                words = inner or ((nodes.Text(target.name, span=node.span),) if target else ())
                if target is None or node.issue or node.chapter:
                    return words
                return replace(node, content=words, resolved=target, form=nodes.RefForm.TEXT, id="")
            case _:
                return replace(node, id="") if node.id else node

    result: tuple[nodes.Inline, ...] = transform(tuple(_closed_up(content)), change)
    return result


def _closed_up(content: tuple[nodes.Inline, ...]) -> Iterator[nodes.Inline]:
    """Yield inlines without the spaces before citations, which leave with these."""
    for node, following in zip(content, (*content[1:], None)):
        leaves = isinstance(following, nodes.Citation)
        yield replace(node, text=node.text.rstrip()) if leaves and isinstance(node, nodes.Text) else node
