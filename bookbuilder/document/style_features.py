"""Names what few books have and a style sheet has to know of, and what fonts need a face for."""

from __future__ import annotations

from collections.abc import Iterable

from bookbuilder.document.nodes import Box, Item, Node, Paragraph, Styled

_BOXES = frozenset(("callout", "details"))
_EMPHASES = frozenset(("emphasis", "strong"))
_MARKS = frozenset(("subscript", "superscript", "mark", "keyboard"))


def features(nodes: Iterable[Node]) -> tuple[str, ...]:
    """Return the features of nodes, sorted: `callout`, `line-block`, `marks`, `task`."""
    return tuple(sorted({name for node in nodes if (name := _feature(node))}))


def emphases(nodes: Iterable[Node]) -> tuple[str, ...]:
    """Return which kinds of emphasis nodes have, sorted: `emphasis`, `strong`."""
    return tuple(sorted({node.kind for node in nodes if isinstance(node, Styled)} & _EMPHASES))


def _feature(node: Node) -> str:
    match node:
        case Box(kind=kind) if kind in _BOXES:
            return "callout"
        case Styled(kind=kind) if kind in _MARKS:
            return "marks"
        case Item(done=bool()):
            return "task"
        case Paragraph(classes=classes) if "line-block" in classes:
            return "line-block"
        case _:
            return ""
