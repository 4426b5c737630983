"""Keeps words on one line that belong together in easy language: a noun with its article and the preposition before them.

Where a line is too short for a sentence, it ends before such a group.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from msgspec.structs import replace

from bookbuilder.document import nodes
from bookbuilder.document.paragraph_texts import LINE_END, text_runs, with_changed_texts
from bookbuilder.document.walk import transform

LONGEST = 22
"""Letters of a group that stay together at most: on a telephone in large type a line has few more. Of a longer group the end
stays together."""
_SPACE = re.compile(r"\s+")
_NO_BREAK = "\u00a0"

FindGroups = Callable[[str], Iterable[tuple[int, int]]]
"""Returns the beginnings and ends of word groups in a text."""


def with_word_groups(chapter: nodes.Chapter, find: FindGroups) -> nodes.Chapter:
    """Return a chapter in which no line breaks within a word group: spaces there are no-break spaces."""
    return with_changed_texts(chapter, lambda content: join_groups(content, find))


def join_groups(content: tuple[nodes.Inline, ...], find: FindGroups) -> tuple[nodes.Inline, ...]:
    """Return inlines with no-break spaces in their word groups."""
    runs = list(text_runs(content))
    text = "".join(run.text if isinstance(run, nodes.Text) else run for run in runs)
    spaces = sorted(place for group in _merged(find(text)) for place in _spaces(text, *group))
    if not spaces:
        return content
    places: dict[int, list[tuple[int, int]]] = {}
    offset = 0
    for run in runs:
        size = len(run.text if isinstance(run, nodes.Text) else run)
        if isinstance(run, nodes.Text):
            places[id(run)] = [
                (start - offset, end - offset)
                for start, end in spaces
                if offset <= start and end <= offset + size
            ]
        offset += size

    def join(node: nodes.Node) -> nodes.Node:
        if not isinstance(node, nodes.Text) or not places.get(id(node)):
            return node
        new = node.text
        for start, end in reversed(places[id(node)]):
            new = new[:start] + _NO_BREAK + new[end:]
        return replace(node, text=new)

    result: tuple[nodes.Inline, ...] = transform(content, join)
    return result


def _merged(groups: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield groups, those that overlap as one."""
    begin = end = -1
    for start, stop in sorted(groups):
        if start < end:
            end = max(end, stop)
            continue
        if end >= 0:
            yield begin, end
        begin, end = start, stop
    if end >= 0:
        yield begin, end


def _spaces(text: str, begin: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the spaces of a group between the words at its end that have `LONGEST` letters together, with what follows the
    group without a space."""
    end += len(text[end : end + LONGEST].split(None, 1)[0]) if text[end : end + 1].strip() else 0
    for match in _SPACE.finditer(text, begin, end):
        before = text[begin : match.start()].split()
        if before and end - match.start() + len(before[-1]) <= LONGEST and LINE_END not in match[0]:
            yield match.span()
