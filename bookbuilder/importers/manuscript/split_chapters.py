"""Splits the blocks of a manuscript into chapters: at its highest headings, and where a chapter would be too large."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from bookbuilder.diagnostics import Report, Rule, Severity
from bookbuilder.importers.manuscript import nodes
from bookbuilder.importers.manuscript.losses import CONTENTS
from bookbuilder.limits import BLOCKS, CHARACTERS, NOTES

LARGE = Rule(
    "import.large",
    "a chapter was too large for one file and became {count}",
    "A chapter has at most two million characters, thirty thousand blocks and two thousand notes. It is divided between"
    " paragraphs; give the manuscript headings where you want other chapters.",
    Severity.WARNING,
)
ROOM = 0.8
"""The share of a limit that a chapter takes, since marks of Markdown count as well."""


def title_in_headings(
    blocks: Sequence[nodes.Block],
) -> tuple[tuple[nodes.Inline, ...], tuple[nodes.Block, ...]]:
    """Return the first heading as the title of a book, and the blocks without it.

    The title is empty if that heading is not the first block and the only one of the highest level, or if the headings
    below it are not chapters.
    """
    headings = [block for block in blocks if isinstance(block, nodes.Heading)]
    if len(headings) < 3 or blocks[0] is not headings[0]:
        return (), tuple(blocks)
    counts = Counter(heading.level for heading in headings)
    first = headings[0].level
    if first != min(counts) or counts[first] != 1 or counts[min(set(counts) - {first}, default=0)] < 2:
        return (), tuple(blocks)
    return headings[0].content, tuple(blocks[1:])


def chapters_by_heading(
    blocks: Sequence[nodes.Block], title: tuple[nodes.Inline, ...] = ()
) -> tuple[nodes.Section, ...]:
    """Return chapters that begin at the headings of the highest level; headings in them then begin with level 2.

    What stands before the first one is a chapter that is called `title`, without a number.
    """
    levels = [block.level for block in blocks if isinstance(block, nodes.Heading)]
    top = min(levels, default=0)
    sections: list[nodes.Section] = []
    head: nodes.Heading | None = None
    inner: list[nodes.Block] = []

    def close() -> None:
        if head is not None:
            anchors = tuple(
                node.name for node in nodes.walk_inlines(head.content) if isinstance(node, nodes.Anchor)
            )
            sections.append(nodes.Section(head.content, tuple(inner), head.span, anchors=anchors))
        elif inner:
            sections.append(nodes.Section(title, tuple(inner), inner[0].span, numbered=not levels))

    for block in blocks:
        if isinstance(block, nodes.Heading) and block.level == top:
            close()
            head, inner = block, []
        elif isinstance(block, nodes.Heading):
            inner.append(replace(block, level=max(block.level - top + 1, 2)))
        else:
            inner.append(block)
    close()
    return tuple(sections)


def without_imprint(sections: Iterable[nodes.Section], report: Report) -> Iterator[nodes.Section]:
    """Yield chapters but those that are an imprint by their style. Reports `import.contents`."""
    for section in sections:
        roles = {block.role if isinstance(block, nodes.Paragraph) else "" for block in section.blocks}
        if roles == {"imprint"}:
            report(CONTENTS, section.span, what="the imprint")
        else:
            yield section


def within_limits(sections: Iterable[nodes.Section], report: Report) -> Iterator[nodes.Section]:
    """Yield chapters, those that are too large in several. Reports `import.large`."""
    for section in sections:
        parts = list(_parts(section.blocks))
        if len(parts) > 1:
            report(LARGE, section.span, count=len(parts), hint="give the manuscript headings for chapters")
        for number, blocks in enumerate(parts, 1):
            if number == 1:
                yield replace(section, blocks=blocks)
            else:
                more = replace(
                    section, blocks=blocks, anchors=(), events=(), numbered=False, span=blocks[0].span
                )
                yield replace(more, title=_numbered(section.title, number))


def _numbered(title: tuple[nodes.Inline, ...], number: int) -> tuple[nodes.Inline, ...]:
    from bookbuilder.importers.manuscript.nodes import Text

    return (Text(f"{nodes.plain_text(title)} ({number})"),)


def _parts(blocks: tuple[nodes.Block, ...]) -> Iterator[tuple[nodes.Block, ...]]:
    """Yield blocks in runs that keep within the limits of a chapter."""
    part: list[nodes.Block] = []
    sizes = Counter[str]()
    limits = {"characters": CHARACTERS * ROOM / 2, "blocks": BLOCKS * ROOM / 2, "notes": NOTES * ROOM}
    for block in blocks:
        size = _size(block)
        if part and any(sizes[name] + size[name] > limit for name, limit in limits.items()):
            yield tuple(part)
            part, sizes = [], Counter()
        part.append(block)
        sizes += size
    yield tuple(part)


def _size(block: nodes.Block) -> Counter[str]:
    """Return how many characters, blocks and notes a block has; the text of its notes is not counted."""
    texts = list(nodes.block_inlines((block,)))
    notes = sum(isinstance(node, nodes.NoteCall) for text in texts for node in nodes.walk_inlines(text))
    return Counter(
        characters=sum(len(nodes.plain_text(text)) + 16 for text in texts),
        blocks=2 * len(texts) + 1,
        notes=notes,
    )
