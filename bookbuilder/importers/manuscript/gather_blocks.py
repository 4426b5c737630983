"""Gathers loose paragraphs into lists, quotations, boxes and code, as word processors mark each paragraph by itself."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bookbuilder.importers.manuscript import nodes
from bookbuilder.importers.manuscript.placeholders import placeholder, source_in


@dataclass(frozen=True, slots=True)
class ListParagraph:
    """A paragraph that is an item: its level from 0, whether it has a number, and which. A `bare` one has no sign, so it
    belongs to the item above it."""

    depth: int
    ordered: bool
    number: int
    paragraph: nodes.Paragraph
    bare: bool = False


@dataclass(frozen=True, slots=True)
class Quoted:
    """A paragraph or an item of a quotation, of a box, or of a list of definitions: `kind` is `quote`, `aside`, `missing`,
    `term` or `definition`; a `title` begins a box."""

    kind: str
    paragraph: nodes.Paragraph | ListParagraph
    title: bool = False


LooseBlock = nodes.Block | ListParagraph | Quoted
_DIVIDER = re.compile(r"\s*(?:(?:[*#~•·∗_–—-]\s*){3}(?:[*#~•·∗_–—-]\s*)*|(?:\*\s*){1,2}|[⁂❦❧]\s*)")
"""A paragraph of signs alone, by which authors part scenes."""
_BULLET = re.compile(r"[•·●▪◦‣⁃*–-][\t\u00a0 ]\s*(?=\S)")
_NUMBER = re.compile(r"(\d{1,3})[.)]\t\s*(?=\S)")


def gather(blocks: Sequence[LooseBlock]) -> tuple[nodes.Block, ...]:
    """Return blocks with lists, quotations, boxes and code as wholes; stars between scenes are dividers. Rows of paragraphs
    that begin with a bullet, or with numbers in order and a tab, are lists as well."""
    out: list[nodes.Block] = []
    index = 0
    blocks = _typed_lists(blocks)
    while index < len(blocks):
        block = blocks[index]
        end = index + 1
        if isinstance(block, ListParagraph):
            while end < len(blocks) and isinstance(blocks[end], ListParagraph):
                end += 1
            out += _lists([one for one in blocks[index:end] if isinstance(one, ListParagraph)])
        elif isinstance(block, Quoted) and block.kind in _DEFINING:
            while end < len(blocks) and isinstance(one := blocks[end], Quoted) and one.kind in _DEFINING:
                end += 1
            out.append(_definitions([one for one in blocks[index:end] if isinstance(one, Quoted)]))
        elif isinstance(block, Quoted):
            while end < len(blocks) and _goes_on(blocks[end], blocks[end - 1], block.kind):
                end += 1
            out.append(_box(block.kind, [one for one in blocks[index:end] if isinstance(one, Quoted)]))
        elif isinstance(block, nodes.CodeBlock):
            lines = [block.text]
            while end < len(blocks) and isinstance(one := blocks[end], nodes.CodeBlock):
                lines.append(one.text)
                end += 1
            out.append(replace(block, text="\n".join(lines)))
        elif isinstance(block, nodes.Paragraph) and _DIVIDER.fullmatch(nodes.plain_text(block.content)):
            marks = tuple(node for node in block.content if isinstance(node, nodes.Anchor | nodes.ProofMark))
            out += [*([replace(block, content=marks)] if marks else []), nodes.Divider(block.span)]
        else:
            out.append(block)
        index = end
    return tuple(out)


_DEFINING = ("term", "definition")


def _definitions(row: Sequence[Quoted]) -> nodes.Definitions:
    """Return a row of terms and their meanings; a meaning without a term has an empty one."""
    items: list[tuple[tuple[nodes.Inline, ...], tuple[nodes.Block, ...]]] = []
    paragraphs = [(one.kind, one.paragraph) for one in row if isinstance(one.paragraph, nodes.Paragraph)]
    for kind, paragraph in paragraphs:
        if kind == "term":
            items.append((paragraph.content, ()))
        else:
            term, meaning = items.pop() if items else ((), ())
            items.append((term, (*meaning, paragraph)))
    return nodes.Definitions(tuple(items), paragraphs[0][1].span)


def _goes_on(block: LooseBlock, before: LooseBlock, kind: str) -> bool:
    """Whether a block belongs to the same box as the one before it: a placeholder ends with its source."""
    if kind == "missing" and isinstance(before, Quoted) and source_in(before.paragraph):
        return False
    return isinstance(block, Quoted) and block.kind == kind and not block.title


def _box(kind: str, quoted: Sequence[Quoted]) -> nodes.Block:
    first = quoted[0].paragraph
    span = first.paragraph.span if isinstance(first, ListParagraph) else first.span
    title = first.content if quoted[0].title and isinstance(first, nodes.Paragraph) else ()
    inner = gather([one.paragraph for one in quoted if not one.title])
    if kind == "missing":
        return placeholder(inner, span)
    return nodes.Quote(inner, span) if kind == "quote" else nodes.Aside(title, inner, span)


def _lists(items: Sequence[ListParagraph]) -> list[nodes.Block]:
    """Return a row of items as lists within lists."""
    out: list[nodes.Block] = []
    index = 0
    while index < len(items):
        first = items[index]
        level, last = first.depth, first.number - 1
        gathered: list[tuple[nodes.Block, ...]] = []
        while index < len(items) and items[index].depth >= level:
            item = items[index]
            if item.depth == level and item.bare and gathered:
                index += 1
                own: list[nodes.Block] = [*gathered.pop(), item.paragraph]
            elif item.depth == level:
                if item.ordered != first.ordered or (item.ordered and item.number != last + 1):
                    break
                last = item.number
                index += 1
                own = [item.paragraph]
            else:
                own = list(gathered.pop()) if gathered else []
            end = index
            while end < len(items) and items[end].depth > level:
                end += 1
            if end > index:
                own += _lists(items[index:end])
                index = end
            gathered.append(tuple(own))
        if gathered:
            out.append(
                nodes.List(
                    first.ordered, tuple(gathered), first.number if first.ordered else 1, first.paragraph.span
                )
            )
    return out


def _typed_lists(blocks: Sequence[LooseBlock]) -> Sequence[LooseBlock]:
    """Return blocks in which rows of paragraphs with typed bullets or numbers are items."""
    out: list[LooseBlock] = []
    index = 0
    while index < len(blocks):
        row: list[ListParagraph] = []
        while index < len(blocks) and (item := _typed_item(blocks[index], row)) is not None:
            row.append(item)
            index += 1
        if len(row) > 1:
            out += row
            continue
        index -= len(row)
        out.append(blocks[index])
        index += 1
    return out


def _typed_item(block: LooseBlock, row: Sequence[ListParagraph]) -> ListParagraph | None:
    """Return a paragraph as the next item of a row, or None."""
    if not isinstance(block, nodes.Paragraph) or block.role:
        return None
    text = nodes.plain_text(block.content[:4])
    if match := _BULLET.match(text):
        if row and row[0].ordered:
            return None
        return ListParagraph(0, ordered=False, number=1, paragraph=_without(block, match.end()))
    if match := _NUMBER.match(text):
        number = int(match[1])
        if row and (not row[0].ordered or number != row[-1].number + 1):
            return None
        return ListParagraph(0, ordered=True, number=number, paragraph=_without(block, match.end()))
    return None


def _without(block: nodes.Paragraph, count: int) -> nodes.Paragraph:
    return replace(block, content=without_start(block.content, count))


def without_start(content: tuple[nodes.Inline, ...], count: int) -> tuple[nodes.Inline, ...]:
    """Return inlines without their first characters; inlines without characters stay."""
    out: list[nodes.Inline] = []
    for node in content:
        size = len(nodes.plain_text((node,)))
        if count <= 0 or isinstance(node, nodes.Anchor | nodes.ProofMark):
            out.append(node)
            continue
        if isinstance(node, nodes.Text | nodes.Code):
            if count < size:
                out.append(replace(node, text=node.text[count:]))
        elif isinstance(node, nodes.Styled):
            inner = without_start(node.content, count)
            out += [replace(node, content=inner)] if inner else []
        elif size > count or not size:
            out.append(node)
        count -= size
    return tuple(out)
