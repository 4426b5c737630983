"""Names what few books have and a style sheet has to know of."""

from __future__ import annotations

from collections.abc import Iterable

from bookbuilder.document.nodes import Box, Item, Node, Paragraph, Styled

_BOXES = frozenset(("callout", "details"))
_MARKS = frozenset(("subscript", "superscript", "mark", "keyboard"))


def features(nodes: Iterable[Node]) -> tuple[str, ...]:
    """Return the features of nodes, sorted: `callout`, `line-block`, `marks`, `task`."""
    return tuple(sorted({name for node in nodes if (name := _feature(node))}))


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
