"""Numbers the citations of a chapter, and makes notes of them where the style has notes."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from functools import partial
from itertools import count
from typing import TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from bookbuilder.diagnostics import Report, Span
from bookbuilder.document import nodes
from bookbuilder.document.walk import transform, walk
from bookbuilder.sources.rules import PLACE

_Line: TypeAlias = tuple[nodes.Inline, ...]


class CitationUse(Struct, frozen=True, array_like=True, gc=False):
    """A citation of a chapter: its number, its sources, the number of the note that it stands in (0: none), whether that
    note says more (`inside`), its anchor (empty: that of the chapter), and its place."""

    number: int
    sources: tuple[nodes.CitedSource, ...]
    note: int
    inside: bool
    anchor: str
    span: Span


def number_citations(
    chapter: nodes.Chapter, report: Report, *, notes: bool, behind_points: bool = False
) -> nodes.Chapter:
    """Return a chapter whose citations have numbers and anchors. With `notes`, each that stands in the text becomes the
    call of a note of its own, close to the word before it or, as English has it, `behind_points`; reports `citation.place`
    where no note can stand.

    Front matter is printed in several places, so citations in it have no anchor.
    """
    if not any(isinstance(node, nodes.Citation) for node in walk(chapter)):
        return chapter
    numbers = count(1)
    made: list[nodes.Note] = []

    def numbered(node: nodes.Node) -> nodes.Node:
        return replace(node, number=next(numbers)) if isinstance(node, nodes.Citation) else node

    def anchored(node: nodes.Node) -> nodes.Node:
        if not isinstance(node, nodes.Citation):
            return node
        number = next(numbers)
        return replace(node, number=number, id=node.id or f"{chapter.id}-c{number}")

    def noted(node: nodes.Node) -> nodes.Node | tuple[nodes.Node, ...]:
        if not isinstance(node, nodes.Citation):
            return node
        number = next(numbers)
        label = f"citation-{number}"
        cited = replace(node, number=number, id=f"{chapter.id}-c{number}", part="note")
        made.append(nodes.Note(label, (nodes.Paragraph((cited,), span=node.span),), span=node.span))
        call = nodes.NoteRef(label, span=node.span)
        if node.sources[0].author != "in-text":
            return call
        return (replace(node, number=number, part="author"), call)

    front = transform(replace(chapter, blocks=(), notes=()), numbered)
    if notes:
        for node in _misplaced(chapter):
            report(PLACE, node.span, text=node.text, hint="put it behind a word of the text")
        tight = transform(chapter.blocks, partial(_changed_lines, change=_tight_line), _takes_notes)
        blocks = transform(tight, noted, _takes_notes)
        if behind_points:
            calls = {note.label for note in made}
            blocks = transform(
                blocks, partial(_changed_lines, change=partial(_behind_points, calls)), _takes_notes
            )
    else:
        blocks = transform(chapter.blocks, anchored)
    own_notes = transform(chapter.notes, anchored)
    result: nodes.Chapter = replace(front, blocks=blocks, notes=(*own_notes, *made))
    return result


def _takes_notes(node: nodes.Node) -> bool:
    return not isinstance(node, nodes.Heading)


def _changed_lines(node: nodes.Node, change: Callable[[_Line], _Line]) -> nodes.Node:
    """Return a node whose lines are changed."""
    changed = {name: change(line) for name in ("content", "caption") if (line := getattr(node, name, ()))}
    return replace(node, **changed) if changed else node


def _tight_line(content: _Line) -> _Line:
    """Return a line without the blanks before citations that become notes."""
    result: list[nodes.Inline] = []
    for inline in content:
        before = result[-1] if result else None
        noted = isinstance(inline, nodes.Citation) and inline.sources[0].author != "in-text"
        if noted and isinstance(before, nodes.Text):
            words = before.text.rstrip(" ")
            result[-1:] = [replace(before, text=words)] if words else []
        result.append(inline)
    return tuple(result)


def _behind_points(calls: Collection[str], content: _Line) -> _Line:
    """Return a line whose calls, those with these labels, stand behind the points that follow them."""
    result: list[nodes.Inline] = []
    for inline in content:
        first = len(result)
        while first and isinstance(call := result[first - 1], nodes.NoteRef) and call.label in calls:
            first -= 1
        if isinstance(inline, nodes.Text) and first < len(result) and (match := _POINTS.match(inline.text)):
            result.insert(first, nodes.Text(match[0], span=inline.span))
            place = Span(inline.span.path, inline.span.line, inline.span.column + match.end())
            inline = nodes.Text(inline.text[match.end() :], span=place)
        if not isinstance(inline, nodes.Text) or inline.text:
            result.append(inline)
    return tuple(result)


_POINTS = re.compile("[.,;:!?”’»]+")
"""Signs that stand before the call of a note in English (Chicago Manual of Style, 18th edition, 13.29)."""


def _misplaced(chapter: nodes.Chapter) -> Iterator[nodes.Citation]:
    """Yield citations in places that are repeated, where a note would be lost."""
    places: list[object] = [replace(chapter, blocks=(), notes=())]
    places += [node.content for node in walk(chapter.blocks) if isinstance(node, nodes.Heading)]
    for place in places:
        yield from (node for node in walk(place) if isinstance(node, nodes.Citation))


def citation_uses(chapter: nodes.Chapter) -> tuple[CitationUse, ...]:
    """Return the citations of a numbered chapter in the order in which they are read: those of a note at its first call."""
    texts = {note.label: note for note in chapter.notes}
    found: dict[int, CitationUse] = {}

    def add(part: object, note: int) -> None:
        for node in walk(part):
            match node:
                case nodes.Citation(sources, number=number):
                    if node.part != "author":
                        found.setdefault(
                            number,
                            CitationUse(
                                number, sources, note, bool(note) and node.part != "note", node.id, node.span
                            ),
                        )
                case nodes.NoteRef(label) if label in texts:
                    called = texts.pop(label)
                    add(called.blocks, called.number)

    add(replace(chapter, notes=()), 0)
    return tuple(found.values())
