"""Pseudo-localizes a chapter: changes its text, but no id, address, code or key of a fact."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, get_args

from msgspec.structs import replace

from bookbuilder.document import nodes
from bookbuilder.document.printed_citations import PrintedCitations
from bookbuilder.document.reader_terms import ReaderTerm
from bookbuilder.document.walk import node_fields, plain, transform
from bookbuilder.locales.pseudo_locales import Pseudo

_INLINES = get_args(nodes.Inline)


def pseudolocalize(chapter: nodes.Chapter, pseudo: Pseudo) -> nodes.Chapter:
    """Return a chapter in the pseudo-locale; each title, paragraph and cell is marked.

    An index keeps the names of its entries until it is made, since its body refers to them; see `indexes`.
    """
    result: nodes.Chapter = replace(_changed(chapter, pseudo), author=pseudo.letters(chapter.author), lang="")
    return result


def indexes(chapter: nodes.Chapter, pseudo: Pseudo) -> nodes.Chapter:
    """Return a chapter whose indexes have gone through the pseudo-locale as well."""

    def change(node: nodes.Node) -> nodes.Node:
        if isinstance(node, nodes.Box) and node.kind == "index":
            found: nodes.Node = transform(node, letters)
            return found
        return node

    def letters(node: nodes.Node) -> nodes.Node:
        return replace(node, text=pseudo.letters(node.text)) if isinstance(node, nodes.Text) else node

    result: nodes.Chapter = transform(chapter, change)
    return result


def citations(printed: PrintedCitations, pseudo: Pseudo) -> PrintedCitations:
    """Return what a locale prints of its sources in the pseudo-locale; addresses stay."""

    def words(content: tuple[nodes.Inline, ...]) -> tuple[nodes.Inline, ...]:
        return tuple(_inline(node, pseudo) for node in content)

    return PrintedCitations(
        {
            chapter: {
                number: replace(one, author=words(one.author), content=words(one.content))
                for number, one in own.items()
            }
            for chapter, own in printed.by_chapter.items()
        },
        tuple(replace(entry, content=words(entry.content)) for entry in printed.entries),
    )


def glossary(terms: Mapping[str, ReaderTerm], pseudo: Pseudo) -> dict[str, ReaderTerm]:
    """Return the terms that a book explains in the pseudo-locale."""
    return {
        key: replace(
            term,
            words=pseudo.letters(term.words),
            meaning=_line(term.meaning, pseudo),
            shown=_line(term.shown, pseudo),
        )
        for key, term in terms.items()
    }


def _changed(value: Any, pseudo: Pseudo) -> Any:
    """Return nodes, chapters or tuples of them with pseudo-localized text."""
    if isinstance(value, tuple):
        if value and all(isinstance(part, _INLINES) for part in value):
            return _line(value, pseudo)
        return tuple(_changed(part, pseudo) for part in value)
    if not isinstance(value, nodes.Node | nodes.Chapter):
        return value
    if isinstance(value, nodes.Pending) and value.directive == "index":
        title = {key: pseudo(text) for key, text in value.options.items() if key == "title"}
        return replace(value, options={**value.options, **title}, title=_changed(value.title, pseudo))
    updates = {name: _changed(getattr(value, name), pseudo) for name in node_fields(type(value))}
    if isinstance(value, nodes.Image):
        updates |= {"alt": pseudo(value.alt), "title": pseudo(value.title)}
    if isinstance(value, nodes.Figure):
        updates["credit"] = pseudo(value.credit)
        if value.chart is not None:
            notes = tuple(replace(note, text=pseudo(note.text)) for note in value.chart.notes)
            updates["chart"] = replace(value.chart, notes=notes)
        if value.map is not None:
            names = tuple(map(pseudo, value.map.route_names))
            updates["map"] = replace(value.map, route_names=names)
    return replace(value, **_ours(value, updates))


def _line(content: tuple[nodes.Inline, ...], pseudo: Pseudo) -> tuple[nodes.Inline, ...]:
    """Return the inlines of one block, marked at both ends."""
    new = tuple(_inline(node, pseudo) for node in content)
    first, last = pseudo.marks if any(map(str.isalpha, plain(content))) else ("", "")
    span = content[0].span
    return (
        *((nodes.Text(first, span=span),) if first else ()),
        *new,
        *((nodes.Text(last, span=span),) if last else ()),
    )


def _inline(node: nodes.Inline, pseudo: Pseudo) -> nodes.Inline:
    match node:
        case nodes.Text(text):
            return replace(node, text=pseudo.letters(text))
        case nodes.Image(alt=alt, title=title):
            return replace(node, alt=pseudo(alt), title=pseudo(title))
        case nodes.Link(address) if plain(node.content) in (address, address.removeprefix("mailto:")):
            return node
        case nodes.CodeText():
            return node
        case nodes.Formula(spoken=spoken):
            return replace(node, spoken=pseudo(spoken))
        case _:
            updates: dict[str, Any] = {"lang": ""} if node.lang else {}
            for name in node_fields(type(node)):
                inner = getattr(node, name)
                if isinstance(inner, tuple):
                    updates[name] = tuple(_inline(part, pseudo) for part in inner)
            if isinstance(node, nodes.Link):
                updates["title"] = pseudo(node.title)
            return replace(node, **updates) if updates else node


def _ours(value: nodes.Node | nodes.Chapter, updates: dict[str, Any]) -> dict[str, Any]:
    """Return the updates of a node, without its foreign language."""
    return updates | {"lang": ""} if value.lang else updates
