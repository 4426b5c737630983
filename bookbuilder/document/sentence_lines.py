"""Begins a line with each sentence, as texts in easy language are printed: in paragraphs, captions and cells."""

from __future__ import annotations

from bisect import bisect_right

from msgspec.structs import replace

from bookbuilder.document import nodes
from bookbuilder.document.paragraph_texts import LINE_END, text_runs, with_changed_texts
from bookbuilder.document.walk import transform
from bookbuilder.locales.sentence_starts import SentenceRules


def with_sentence_lines(chapter: nodes.Chapter, rules: SentenceRules) -> nodes.Chapter:
    """Return a chapter in which each sentence begins a line."""
    return with_changed_texts(chapter, lambda content: begin_lines(content, rules))


def begin_lines(content: tuple[nodes.Inline, ...], rules: SentenceRules) -> tuple[nodes.Inline, ...]:
    """Return inlines with a break before each sentence but the first, in place of the spaces there."""
    runs = list(text_runs(content))
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
        if text[start] == LINE_END:
            return True
    return False
