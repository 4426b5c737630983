"""Walks and transforms trees of nodes, and extracts their plain or spoken text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from inspect import get_annotations
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from bookbuilder.document import nodes


def walk(value: object) -> Iterator[nodes.Node]:
    """Yield every node in a node, a chapter or a tuple of them, parents before children, in reading order."""
    waiting = [value]
    while waiting:
        current = waiting.pop()
        if isinstance(current, tuple):
            waiting.extend(current[::-1])
        elif isinstance(current, (nodes.Node, nodes.Chapter)):
            if isinstance(current, nodes.Node):
                yield current
            waiting.extend([getattr(current, name) for name in node_fields(type(current))[::-1]])


def transform(
    value: Any,
    change: Callable[[nodes.Node], nodes.Node | tuple[nodes.Node, ...]],
    enter: Callable[[nodes.Node], bool] | None = None,
) -> Any:
    """Return a copy in which every node, children first, went through `change`.

    `change` may return several nodes (or none) for one that stands in a tuple. What it returns is not visited
    again. Nodes that nothing changed are kept as they are. A node for which `enter` is false stays untouched, with
    all that it holds.
    """
    if type(value) is tuple:
        out: list[Any] = []
        same = True
        for part in value:
            new = transform(part, change, enter)
            if new is part:
                out.append(part)
                continue
            same = False
            if type(new) is tuple and isinstance(part, nodes.Node):
                out.extend(new)
            else:
                out.append(new)
        return value if same else tuple(out)
    node = isinstance(value, nodes.Node)
    if not node and not isinstance(value, nodes.Chapter):
        return value
    if node and enter is not None and not enter(value):
        return value
    updates = {}
    for name in node_fields(type(value)):
        old = getattr(value, name)
        if old:
            new = transform(old, change, enter)
            if new is not old:
                updates[name] = new
    changed = replace(value, **updates) if updates else value
    return change(changed) if node else changed


def plain(content: tuple[nodes.Inline, ...]) -> str:
    """Return the text of inlines without markup; notes and index marks leave no trace."""
    parts = []
    for node in walk(content):
        match node:
            case nodes.Text(text=text) | nodes.Value(text=text) | nodes.CodeText(text=text):
                parts.append(text)
            case nodes.Image(alt=alt):
                parts.append(alt)
            case nodes.Formula(words=words):
                parts.append(words)
            case nodes.Break():
                parts.append(" ")
            case _:
                pass
    return "".join(parts)


def spoken_text(content: tuple[nodes.Inline, ...]) -> str:
    """Return `plain` text with abbreviations spelled out, for names that are only read aloud."""

    def say(node: nodes.Node) -> nodes.Node:
        match node:
            case nodes.Abbreviation(expansion):
                return nodes.Text(expansion)
            case nodes.Ruby(reading):
                return nodes.Text(reading)
            case nodes.Formula(words=words, spoken=spoken):
                return nodes.Text(spoken or words)
            case nodes.Value(text, expansions=expansions):
                return nodes.Text(spelled_out(text, expansions))
            case _:
                return node

    return plain(transform(content, say))


def spelled_out(text: str, expansions: Iterable[tuple[int, int, str]]) -> str:
    """Return a text with its abbreviations replaced by their expansions."""
    parts, last = [], 0
    for start, end, words in expansions:
        parts += [text[last:start], words]
        last = end
    return "".join((*parts, text[last:]))


def bare(
    content: tuple[nodes.Inline, ...], *, readings: bool = False, breaks: bool = False
) -> tuple[nodes.Inline, ...]:
    """Return inlines for a table of contents or running head: without notes, marks, readings, anchors and links. The title
    above a chapter has its `readings`; `breaks` stay in what has several lines there."""

    def strip(node: nodes.Node) -> nodes.Node | tuple[nodes.Node, ...]:
        match node:
            case nodes.NoteRef() | nodes.Styled(kind=nodes.MARGIN):
                return ()
            case nodes.Ruby() if readings:
                return node
            case (
                nodes.IndexMark(content=inner)
                | nodes.NameUse(content=inner)
                | nodes.Claim(content=inner)
                | nodes.Link(content=inner)
                | nodes.Reference(content=inner)
                | nodes.Ruby(content=inner)
            ):
                return inner
            case nodes.Break() if not breaks:
                return nodes.Text(" ", span=node.span)
            case _:
                return replace(node, id="") if node.id else node

    result: tuple[nodes.Inline, ...] = transform(content, strip)
    return result


def outline_text(content: tuple[nodes.Inline, ...]) -> str:
    """Return the text of a heading for an outline if it is another one than that of its elements: without readings, and
    without the pages of references, which are not known when the outline is made; else empty."""
    return plain(bare(content)) if any(map(_leaves_outline, walk(content))) else ""


def _leaves_outline(node: nodes.Node) -> bool:
    match node:
        case nodes.Ruby() | nodes.Reference(form=nodes.RefForm.PAGE | nodes.RefForm.TEXT_PAGE):
            return True
        case _:
            return False


def unexpanded(content: tuple[nodes.Inline, ...]) -> tuple[nodes.Inline, ...]:
    """Return inlines without spoken expansions, for places that hold plain words, such as an e-reader's own contents."""

    def strip(node: nodes.Node) -> nodes.Node | tuple[nodes.Node, ...]:
        match node:
            case nodes.Abbreviation(content=inner) | nodes.Ruby(content=inner):
                return inner
            case nodes.Value():
                return replace(node, expansions=())
            case _:
                return node

    result: tuple[nodes.Inline, ...] = transform(content, strip)
    return result


def node_fields(node_type: type[Struct]) -> tuple[str, ...]:
    """Return the names of a type's fields that can hold nodes, in reading order."""
    result = _NODE_FIELDS.get(node_type)
    if result is None:
        types = {
            name: annotation
            for ancestor in node_type.__mro__
            for name, annotation in get_annotations(ancestor).items()
        }
        names = (
            n for n in node_type.__struct_fields__ if _NODE_TYPES.search(str(types[n])) and n not in _LINKS
        )
        result = tuple(sorted(names, key=lambda name: name not in _AHEAD))
        _NODE_FIELDS[node_type] = result
    return result


_NODE_TYPES = re.compile(
    r"\b(?:Block|Cell|Chapter|Definition|Entry|Column|Image|Inline|Item|Node|Note|Row)\b"
)
"""Node types in an annotation."""
_LINKS = {"targets", "resolved", "meaning"}
"""Fields that point elsewhere in the book, or show what stands there."""
_AHEAD = ("title", "term", "caption")
"""Fields that readers meet before the other fields of a node."""

_NODE_FIELDS: dict[type[Struct], tuple[str, ...]] = {}
