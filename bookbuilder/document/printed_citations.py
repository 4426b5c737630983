"""Citations as a style prints them, the entries of the list of sources, and how chapters get both."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from msgspec import Struct, field
from msgspec.structs import replace

from bookbuilder.document import nodes
from bookbuilder.document.walk import transform

ENTRY = "source-"
"""How the anchor of an entry begins; the key follows, so it is the same in all languages."""


class PrintedCitation(Struct, frozen=True, array_like=True, gc=False):
    """A citation: the author who stands in the sentence before a note, and the rest. In a style with notes, `first` has the
    place of the first note for each source that is cited again: chapter and anchor."""

    author: tuple[nodes.Inline, ...]
    content: tuple[nodes.Inline, ...]
    first: Mapping[str, tuple[str, str]] = field(default_factory=dict)


class PrintedSource(Struct, frozen=True, array_like=True, gc=False):
    """An entry of the list of sources, with what selects it and where it is cited: chapters and anchors in the order of the
    book. `archived` is the address of a copy in an archive, `behind_facts` are the chapters that print a fact from it."""

    key: str
    content: tuple[nodes.Inline, ...]
    type: str
    language: str
    places: tuple[tuple[str, str], ...]
    archived: str = ""
    behind_facts: tuple[str, ...] = ()


class PrintedCitations(Struct, frozen=True, array_like=True, gc=False):
    """All of a locale: citations by chapter and number, entries in the order of the style."""

    by_chapter: Mapping[str, Mapping[int, PrintedCitation]] = field(default_factory=dict)
    entries: tuple[PrintedSource, ...] = ()

    def placed(self, chapter: str, targets: Mapping[str, nodes.Target]) -> dict[int, PrintedCitation]:
        """Return the citations of a chapter with links: to the first note, or to the entry of the source, as far as the book
        has one."""
        result = {}
        for number, citation in self.by_chapter.get(chapter, {}).items():
            link = partial(_linked, first=citation.first, targets=targets)
            result[number] = PrintedCitation(citation.author, transform(citation.content, link))
        return result


NO_CITATIONS = PrintedCitations()
"""Of a book without sources."""


def _linked(
    node: nodes.Node, *, first: Mapping[str, tuple[str, str]], targets: Mapping[str, nodes.Target]
) -> nodes.Node | tuple[nodes.Node, ...]:
    if not isinstance(node, nodes.Reference):
        return node
    target = targets.get(entry_anchor(node.target))
    if node.target in first:
        chapter, anchor = first[node.target]
        target = nodes.Target(chapter, anchor, "")
    return replace(node, resolved=target, target=target.anchor) if target else node.content


def entry_anchor(key: str) -> str:
    """Return the anchor of a source's entry; signs that ids do not have are written as hyphens.

    >>> entry_anchor("kant:1795")
    'source-kant-1795'
    """
    return ENTRY + "".join(letter if letter.isalnum() or letter in "-_" else "-" for letter in key)


def without_repeated_entries(blocks: tuple[nodes.Block, ...], seen: set[str]) -> tuple[nodes.Block, ...]:
    """Return what a directive has made without the anchors of entries that an earlier list has; `seen` gets the others."""

    def change(node: nodes.Node) -> nodes.Node:
        if not isinstance(node, nodes.Paragraph) or not node.id.startswith(ENTRY):
            return node
        if node.id in seen:
            return replace(node, id="")
        seen.add(node.id)
        return node

    result: tuple[nodes.Block, ...] = transform(blocks, change)
    return result


def with_citations(chapter: nodes.Chapter, printed: Mapping[int, PrintedCitation]) -> nodes.Chapter:
    """Return a chapter whose citations have their content; one that was not printed has what the author wrote."""

    def fill(node: nodes.Node) -> nodes.Node:
        if not isinstance(node, nodes.Citation):
            return node
        citation = printed.get(node.number)
        content = (citation.author if node.part == "author" else citation.content) if citation else ()
        content = transform(content, lambda inner: replace(inner, span=node.span))
        return replace(node, content=content or (nodes.Text(node.text, span=node.span),))

    result: nodes.Chapter = transform(chapter, fill)
    return result
