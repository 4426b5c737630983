"""Splits an article at its headings: title, introduction, days, closing part, credits."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from bookbuilder.diagnostics import Span
from bookbuilder.importers.article.headings import ArticleSection
from bookbuilder.importers.manuscript import nodes
from bookbuilder.locales.article_vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Article:
    """The parts of an article. In `days` a part without a day is a section of the day above it."""

    title: str
    introduction: tuple[ArticleSection, ...]
    days: tuple[ArticleSection, ...]
    closing: tuple[ArticleSection, ...]
    credits: str


_BREAK = re.compile(r"\s*(?:(?:\*\s*){3,}|(?:-\s*){3,}|(?:_\s*){3,})")
"""A thematic break: `***`, `---`, `* * *`."""
_ITEM = re.compile(r"\s*[-*•]\s+(?=\S)")
TITLE = 120
"""The longest first line that counts as a title, in characters."""


def split_article(
    lines: Sequence[str], headings: Sequence[ArticleSection], words: Vocabulary, path: str
) -> Article:
    """Return the parts of an article; its headings name at least one day.

    The closing part begins after the last day, at a heading without a day (of the same level, if it has hashes) or at a
    thematic break. The last paragraph is a credit if it begins like one.
    """
    starts = [heading.line for heading in headings]
    cut = [ArticleSection(blocks=_blocks(enumerate(lines[: starts[0]]), path))]
    for heading, end in zip(headings, [*starts[1:], len(lines)]):
        rows = [(heading.line, heading.rest), *enumerate(lines[heading.line + 1 : end], heading.line + 1)]
        section = replace(heading, blocks=_blocks(rows, path))
        if section.day and section.title and not section.blocks:  # `17. Januar: Alles bleibt ruhig.`
            section = replace(section, title="", blocks=_blocks([(heading.line, heading.title)], path))
        cut.append(section)
    cut[-1], thanks = _credited(cut[-1], words)
    named = [index for index, part in enumerate(cut) if part.day is not None]
    first, last = named[0], named[-1]
    level = cut[last].level
    while last + 1 < len(cut) and (cut[last + 1].level > level or not cut[last].blocks):
        last += 1  # a section of the last day
    day, after = _parted(cut[last])
    title, introduction = _titled(cut[0], cut[1:first])
    return Article(title, introduction, (*cut[first:last], day), (*after, *cut[last + 1 :]), thanks)


def _blocks(rows: Iterable[tuple[int, str]], path: str) -> tuple[nodes.Block, ...]:
    """Return numbered lines as paragraphs, lists and dividers, without dividers at the end."""
    out: list[nodes.Block] = []
    block: list[tuple[int, str]] = []
    for number, line in (*rows, (-1, "")):
        divides = _BREAK.fullmatch(line) is not None
        if line.strip() and not divides:
            block.append((number, line))
            continue
        if block:
            out.append(_paragraph(block, path))
            block = []
        if divides:
            out.append(nodes.Divider(Span(path, number + 1, 1)))
    return _without_last_dividers(out)


def _without_last_dividers(blocks: Sequence[nodes.Block]) -> tuple[nodes.Block, ...]:
    end = len(blocks)
    while end and isinstance(blocks[end - 1], nodes.Divider):
        end -= 1
    return tuple(blocks[:end])


def _paragraph(rows: Sequence[tuple[int, str]], path: str) -> nodes.Block:
    """Return a paragraph as one text with line feeds, or a list if all its lines begin like list items."""
    span = Span(path, rows[0][0] + 1, 1)
    if len(rows) > 1 and all(_ITEM.match(line) for _, line in rows):
        items = [[(number, _ITEM.sub("", line, count=1))] for number, line in rows]
        return nodes.List(ordered=False, items=tuple((_paragraph(item, path),) for item in items), span=span)
    return nodes.Paragraph((nodes.Text("\n".join(line.strip() for _, line in rows)),), span=span)


def _words(block: nodes.Block) -> str:
    """Return the text of a paragraph; of another block nothing."""
    return nodes.plain_text(block.content) if isinstance(block, nodes.Paragraph) else ""


def _parted(part: ArticleSection) -> tuple[ArticleSection, tuple[ArticleSection, ...]]:
    """Return the last day up to a thematic break, and the part after it, if there is any."""
    for index, block in enumerate(part.blocks):
        if isinstance(block, nodes.Divider):
            behind = ArticleSection(blocks=part.blocks[index + 1 :])
            return replace(part, blocks=part.blocks[:index]), (behind,)
    return part, ()


def _credited(part: ArticleSection, words: Vocabulary) -> tuple[ArticleSection, str]:
    """Return the last part without a final paragraph of credits, and that paragraph. It stays if there is nothing else."""
    rest = _without_last_dividers(part.blocks[:-1])
    thanks = _words(part.blocks[-1]) if rest else ""
    if not thanks.casefold().startswith(tuple(word.casefold() for word in words.credits)):
        return part, ""
    return replace(part, blocks=rest), thanks


def _titled(
    start: ArticleSection, others: Sequence[ArticleSection]
) -> tuple[str, tuple[ArticleSection, ...]]:
    """Return the title of the article and the introduction without it, which begins with what has no heading.

    It is a heading with nothing before it, or a first paragraph of one line that does not end like a sentence.
    """
    title = ""
    if not start.blocks and others:
        title, start, others = others[0].title, ArticleSection(blocks=others[0].blocks), others[1:]
    elif start.blocks:
        text = _words(start.blocks[0])
        if len(text) <= TITLE and "\n" not in text and not text.endswith((".", ":", ",", ";")):
            title, start = text, ArticleSection(blocks=start.blocks[1:] if text else start.blocks)
    return title, (*([start] if start.blocks else []), *others)
