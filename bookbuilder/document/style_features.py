"""Names what few books have and a style sheet has to know of, and what fonts need a face for."""

from __future__ import annotations

from collections.abc import Iterable

from bookbuilder.document import drawn_figures, nodes
from bookbuilder.document.code_rows import has_rows
from bookbuilder.locales import direction
from bookbuilder.locales.counter_styles import LATIN, counter_style_of

_BOXES = frozenset(("callout", "details"))
BOX = "box-"
"""Begins the feature of a book with boxes of a kind, which the directive of that kind may have a sheet for."""
_EMPHASES = frozenset(("emphasis", "strong"))
_MARKS = frozenset(("subscript", "superscript", "mark", "keyboard"))

COPY_CODE = "copy-code"
"""The feature of a book that has blocks of code."""


def features(all_nodes: Iterable[nodes.Node]) -> tuple[str, ...]:
    """Return the features of nodes, sorted: `box-…` for kinds of boxes, `callout`, `chart`, `code`, `code-rows`,
    `copy-code`, `credits`, `endnotes`, `figures`, `formula`, `line-block`, `listing`, `map`, `marked-words`, `marks`,
    `numbered-list`, `pictures`, `ruby`, `task`; `ltr`, `rtl`, the directions of passages in other languages; and
    `numerals`, if some of these count lists in digits of their own."""
    found, tags, counts = set(), set(), False
    for node in all_nodes:
        found.add(_feature(node))
        if isinstance(node, nodes.Code):
            found |= {COPY_CODE, "listing" if node.caption else "", "code-rows" if has_rows(node) else ""}
        tags.add(node.lang)
        counts = counts or (isinstance(node, nodes.List) and node.ordered)
    if counts and any(counter_style_of(tag) != LATIN for tag in tags):
        found.add("numerals")
    return tuple(sorted((found | {direction(tag) for tag in tags if tag}) - {""}))


def emphases(all_nodes: Iterable[nodes.Node]) -> tuple[str, ...]:
    """Return which kinds of emphasis nodes have, sorted: `emphasis`, `strong`."""
    return tuple(sorted({node.kind for node in all_nodes if isinstance(node, nodes.Styled)} & _EMPHASES))


def _feature(node: nodes.Node) -> str:
    match node:
        case nodes.Box(kind=kind) if kind in _BOXES:
            return "callout"
        case nodes.Endnotes():
            return "endnotes"
        case (
            nodes.IndexMark(index=nodes.TERMS)
            | nodes.IndexMark(resolved=nodes.Target())
            | nodes.Box(kind="glossary")
        ):
            return "marked-words"
        case nodes.Figure(chart=drawn_figures.Chart()):
            return "chart"
        case nodes.Figure(map=drawn_figures.Map()):
            return "map"
        case nodes.Box(kind="credits" | "figures" | "numbered-list" as kind):
            return kind
        case nodes.Box(kind=kind):
            return f"{BOX}{kind}"
        case nodes.Code(language=language) if language:
            return "code"
        case nodes.Formula():
            return "formula"
        case nodes.Styled(kind="margin"):
            return f"{BOX}margin"
        case nodes.Styled(kind=kind) if kind in _MARKS:
            return "marks"
        case nodes.Ruby():
            return "ruby"
        case nodes.Image(setting=setting) if setting != nodes.AS_THEME:
            return "pictures"
        case nodes.Item(done=bool()):
            return "task"
        case nodes.Paragraph(classes=classes) if "line-block" in classes:
            return "line-block"
        case _:
            return ""
