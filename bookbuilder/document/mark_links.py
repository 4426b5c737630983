"""Links the marked words of a book with the entries of its glossary and of its indexes, and finds where it uses a term for
the first time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial

from msgspec import Struct
from msgspec.structs import replace

from bookbuilder.diagnostics import Report, Rule, nearest
from bookbuilder.document import nodes
from bookbuilder.document.anchors import term_anchor
from bookbuilder.document.chapter_survey import Survey
from bookbuilder.document.reader_terms import (
    LIST_OF_TERMS,
    ReaderTerm,
    entries_by_term,
    entry_anchor,
    shown_meaning,
)
from bookbuilder.document.walk import walk
from bookbuilder.phrases import Phrase

UNKNOWN = Rule(
    "glossary.unknown",
    "glossary.toml gives no meaning for {name!r}",
    "[words]{term=name} marks a term of the glossary for readers. In glossary.toml it has a `meaning`.",
)
LINKED = "linked"
"""The class of the box of an index to which the words in the text lead as well."""


class MarkLink(Struct, frozen=True, array_like=True, gc=False):
    """What a marked word gets when the whole book is known: the entry that it leads to (None: there is none), what the term
    means, the words of its entry, which are printed where it has none, and whether it is the first in the book."""

    target: nodes.Target | None
    meaning: tuple[nodes.Inline, ...] = ()
    words: str = ""
    lang: str = ""
    first: bool = False


def mark_links(
    surveys: Sequence[Survey],
    expanded: Sequence[nodes.Chapter],
    targets: Mapping[str, nodes.Target],
    terms: Mapping[str, ReaderTerm],
    report: Report,
) -> list[dict[str, MarkLink]]:
    """Return for each chapter the links of its marks, by their anchors; `expanded` are the chapters that directives have
    expanded. Reports `glossary.unknown`."""
    entries = {
        mark: targets[entry] for chapter in expanded for mark, entry in _entries(chapter) if entry in targets
    }
    listed = entries_by_term(expanded)
    meanings: dict[str, tuple[nodes.Inline, ...]] = {}
    result = []
    for survey in surveys:
        links: dict[str, MarkLink] = {}
        for mark in survey.marks:
            target = entries.get(mark.id)
            if mark.index != nodes.TERMS:
                if target is not None:
                    links[mark.id] = MarkLink(target)
                continue
            term = terms.get(mark.entry)
            if term is None:
                report(UNKNOWN, mark.span, name=mark.entry, hint=partial(_hint, mark.entry, terms))
            elif mark.id:
                first = mark.entry not in meanings
                meaning = meanings.setdefault(mark.entry, shown_meaning(term.shown, targets))
                # The glossary of its own chapter is nearest to a word, then that of the book.
                nearest_entries = (
                    entry_anchor(mark.entry, survey.head.id),
                    term_anchor(mark.entry),
                    listed.get(term_anchor(mark.entry), ""),
                )
                entry = next((targets[anchor] for anchor in nearest_entries if anchor in targets), None)
                links[mark.id] = MarkLink(entry, meaning, term.words, term.words_lang, first)
        result.append(links)
    return result


def with_link(mark: nodes.IndexMark, link: MarkLink) -> nodes.IndexMark:
    """Return a mark that leads to its entry."""
    content = mark.content or (nodes.Text(link.words, span=mark.span, lang=link.lang),)
    return replace(
        mark, content=content, resolved=link.target, words=link.words, meaning=link.meaning, first=link.first
    )


def _hint(name: str, terms: Mapping[str, ReaderTerm]) -> str:
    return nearest(name, terms) or Phrase('add meaning = "…" to [{name}] in glossary.toml', name=name)


def _entries(chapter: nodes.Chapter) -> Iterator[tuple[str, str]]:
    """Yield the anchor of each mark that an entry of an index lists, and that of the entry."""
    for box in walk(chapter.blocks):
        if not isinstance(box, nodes.Box) or box.kind == LIST_OF_TERMS or LINKED not in box.classes:
            continue
        entry = ""
        for node in walk(box.blocks):
            match node:
                case nodes.Locators(targets=targets):
                    yield from ((target.anchor, entry) for target in targets)
                case nodes.Paragraph() if node.id:
                    entry = node.id
                case _:
                    pass
