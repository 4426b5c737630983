"""Reports words, titles and web addresses that are longer than the limits of what can be laid out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import get_args

from bookbuilder.diagnostics import Report, Span
from bookbuilder.document import nodes
from bookbuilder.document.character_positions import locate_characters
from bookbuilder.document.walk import plain, walk
from bookbuilder.limits import ADDRESS, LONG, TITLE, WORD, long_word, unbroken

_INLINES = tuple(kind for kind in get_args(nodes.Inline) if kind is not nodes.Break)


def report_overlong(chapter: nodes.Chapter, text: str, report: Report) -> None:
    """Report overlong texts of a chapter (`text.long`); `text` is its file."""
    titles = [("the title", part) for part in (chapter.title, chapter.short) if part]
    measured = [(what, plain(content), TITLE, content[0].span) for what, content in titles]
    for node in walk(chapter):
        match node:
            case nodes.Heading(content=content):
                measured.append(("this heading", plain(content), TITLE, node.span))
            case nodes.IndexMark(entry, sub=sub):
                measured.append(("this entry", max(entry, sub, key=len), TITLE, node.span))
            case nodes.Link(address):
                measured.append(("this address", address, ADDRESS, node.span))
    for what, words, limit, span in measured:
        if len(words) > limit:
            report(LONG, span, what=what, count=len(words), limit=limit)
    if long_word(text):
        for span, length in _words(chapter, text.split("\n")):
            if length > WORD:
                report(LONG, span, what="this word", count=length, limit=WORD, hint="part it by spaces")


def _walk(chapter: nodes.Chapter) -> Iterator[nodes.Node | None]:
    """Yield the nodes of a chapter, and None between texts of the front matter."""
    for part in (
        chapter.title,
        chapter.subtitle,
        chapter.kicker,
        chapter.short,
        chapter.summary,
        chapter.place,
        *chapter.events,
    ):
        yield from walk(part)
        yield None
    yield from walk((chapter.blocks, chapter.notes))


def _place(
    node: nodes.Text | nodes.CodeText | nodes.Code, start: int, end: int, lines: Sequence[str]
) -> Span:
    """Return the span of a part of a text; if it is no long word by itself, that of the text."""
    if end - start <= WORD and start:
        return node.span
    if isinstance(node, nodes.Text):
        return locate_characters(node.text[: start + 1], node.span, lines)[start] or node.span
    word = node.text[start:end]
    for number, line in enumerate(lines[node.span.line - 1 :], node.span.line):
        if (column := line.find(word)) >= 0:
            return Span(node.span.path, number, column + 1)
    return node.span


def _words(chapter: nodes.Chapter, lines: Sequence[str]) -> Iterator[tuple[Span, int]]:
    """Yield span and length of each run of characters without a line break opportunity, across markup."""
    begun, length = Span(), 0
    for node in _walk(chapter):
        if not isinstance(node, _INLINES):
            yield begun, length
            length = 0
        if not isinstance(node, nodes.Text | nodes.CodeText | nodes.Code):
            continue
        last = 0
        for start, end in unbroken(node.text):
            if start > last or not length:
                yield begun, length
                begun, length = _place(node, start, end, lines), 0
            length += end - start
            last = end
        if last < len(node.text):
            yield begun, length
            length = 0
    yield begun, length
