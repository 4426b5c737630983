"""Begins a line with each sentence, as texts in easy language are printed: in paragraphs, captions and cells."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from typing import Any

from msgspec.structs import replace

from bookbuilder.document import nodes
from bookbuilder.document.walk import transform
from bookbuilder.locales.sentence_starts import SentenceRules

_NO_TEXT = "\ufffc"
"""Stands for pictures and formulas; code and values count as the words that they are."""
_BREAK = "\u2028"


def with_sentence_lines(chapter: nodes.Chapter, rules: SentenceRules) -> nodes.Chapter:
    """Return a chapter in which each sentence begins a line."""

    def change(node: nodes.Node) -> nodes.Node:
        match node:
            case nodes.Paragraph(content=content) | nodes.Cell(content=content):
                new = _parted(content, rules)
                return node if new is content else replace(node, content=new)
            case nodes.Figure(caption=caption) | nodes.Table(caption=caption):
                new = _parted(caption, rules)
                return node if new is caption else replace(node, caption=new)
            case _:
                return node

    result: nodes.Chapter = transform(chapter, change)
    summary = _parted(result.summary, rules)
    return result if summary is result.summary else replace(result, summary=summary)


def _parted(content: tuple[nodes.Inline, ...], rules: SentenceRules) -> tuple[nodes.Inline, ...]:
    """Return inlines with a break before each sentence but the first, in place of the spaces there."""
    runs = list(_runs(content))
    text = "".join(run.text if isinstance(run, nodes.Text) else run for run in runs)
    starts = rules.starts(text)
    if not starts:
        return content
    ends: list[int] = []
    for run in runs:
        ends.append((ends[-1] if ends else 0) + len(run.text if isinstance(run, nodes.Text) else run))
    # The space before a sentence is in the text of the one before it; there it is replaced.
    cuts: dict[int, list[int]] = {}
    for start in starts:
        if _begins_line(text, start):
            continue  # as its author wrote it
        index = bisect_right(ends, start - 1)
        run = runs[index]
        if isinstance(run, nodes.Text):
            cuts.setdefault(id(run), []).append(start - (ends[index] - len(run.text)))

    def part(node: nodes.Node) -> nodes.Node | tuple[nodes.Node, ...]:
        if not isinstance(node, nodes.Text) or id(node) not in cuts:
            return node
        parts: list[nodes.Node] = []
        last = 0
        for cut in cuts[id(node)]:
            before = node.text[last:cut].rstrip()
            parts += [replace(node, text=before)] if before else []
            parts.append(nodes.Break(span=node.span))
            last = cut
        rest = node.text[last:]
        return (*parts, *([replace(node, text=rest)] if rest else []))

    result: tuple[nodes.Inline, ...] = transform(content, part)
    return result


def _begins_line(text: str, start: int) -> bool:
    """Whether there is a line end among the spaces before a place."""
    while start > 0 and text[start - 1].isspace():
        start -= 1
        if text[start] == _BREAK:
            return True
    return False


def _runs(content: tuple[Any, ...]) -> Iterator[nodes.Text | str]:
    """Yield the texts of inlines, those that stay whole as plain strings, and a line end for a break."""
    for node in content:
        match node:
            case nodes.Text():
                yield node
            case nodes.Value(text=text) | nodes.CodeText(text=text):
                yield text
            case nodes.Break():
                yield _BREAK
            case nodes.NoteRef() | nodes.Locators():
                yield ""
            case nodes.Formula() | nodes.Image():
                yield _NO_TEXT
            case _:
                yield from _runs(node.content)
