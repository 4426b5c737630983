"""Merges a chapter in two languages into one bilingual chapter, row by row; each side has its own anchors.

Untranslated parts that a translation took from its source (`document.source_fallback`) already stand on the side of the
source, so the side of the translation leaves them out.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import Any

from msgspec.structs import replace

from bookbuilder.document import nodes
from bookbuilder.document.anchors import note_anchor
from bookbuilder.document.bilingual_rows import BlockLink, align_rows
from bookbuilder.document.source_fallback import FALLBACK_CLASS, NOTICE_CLASS, WHOLE
from bookbuilder.document.walk import transform, walk

IMPRINT = "imprint"
"""The kind of the generated box that a bilingual book has in its first language only."""
_FIELDS = ("title", "subtitle", "kicker", "short", "summary", "place")


def without_fallback(chapter: nodes.Chapter) -> nodes.Chapter | None:
    """Return a chapter without its parts from the source; None if there is nothing else."""
    if chapter.fallback == WHOLE:
        return None
    if not chapter.fallback:
        return chapter
    blocks = tuple(block for block in chapter.blocks if not _is_fallback(block))
    called = {node.label for node in walk(blocks) if isinstance(node, nodes.NoteRef)}
    lost_fields = {name: () for name in _FIELDS if _is_fallback_field(getattr(chapter, name))}
    notes = tuple(note for note in chapter.notes if note.label in called)
    return replace(chapter, blocks=blocks, notes=notes, **lost_fields)


def fallback_anchors(chapter: nodes.Chapter) -> Iterator[str]:
    """Yield the anchors in a chapter's parts from the source."""
    if chapter.fallback == WHOLE:
        yield chapter.id
    for block in chapter.blocks if chapter.fallback else ():
        if chapter.fallback == WHOLE or _is_fallback(block):
            yield from (node.id for node in walk(block) if node.id)


def _is_fallback(block: nodes.Block) -> bool:
    return FALLBACK_CLASS in block.classes or NOTICE_CLASS in block.classes


def _is_fallback_field(content: tuple[nodes.Inline, ...]) -> bool:
    """Whether a front matter field comes from the source."""
    return len(content) == 1 and isinstance(content[0], nodes.Styled) and bool(content[0].lang)


def redirect_references(chapter: nodes.Chapter, anchor: Callable[[str], str]) -> nodes.Chapter:
    """Return a chapter with `anchor` applied to the targets of its references."""

    def moved(target: nodes.Target) -> nodes.Target:
        return replace(target, anchor=anchor(target.anchor))

    def change(node: nodes.Node) -> nodes.Node:
        match node:
            case nodes.Reference(resolved=nodes.Target() as target):
                return replace(node, resolved=moved(target))
            case nodes.IndexMark(resolved=nodes.Target() as target):
                return replace(node, resolved=moved(target))
            case nodes.Locators(targets=targets):
                return replace(node, targets=tuple(map(moved, targets)))
            case _:
                return node

    result: nodes.Chapter = transform(chapter, change)
    return result


def with_anchor_suffix(chapter: nodes.Chapter, suffix: str) -> nodes.Chapter:
    """Return a chapter whose anchors end in a suffix, so that they differ from those of the other language."""
    changed: nodes.Chapter = transform(
        chapter, lambda node: replace(node, id=node.id + suffix) if node.id else node
    )
    changed = replace(changed, id=chapter.id + suffix)
    notes = {
        place: note_anchor(changed.id, note.label)
        for note in chapter.notes
        if note.repeated
        for place in (note_anchor(chapter.id, note.label), note_anchor(chapter.id, note.label) + suffix)
    }
    return redirect_references(changed, lambda anchor: notes.get(anchor, anchor)) if notes else changed


def side_by_side(
    name: str,
    first: nodes.Chapter | None,
    second: nodes.Chapter | None,
    links: Sequence[BlockLink],
    texts: tuple[Collection[int], Collection[int]],
    lang: str,
    pictures: Mapping[str, str],
) -> nodes.Chapter:
    """Return the bilingual chapter called `name`; `lang` is the language of the second one (BCP 47). One may be None.

    `links` and `texts` are positions of blocks (`document.bilingual_rows`). `pictures` maps paths of pictures to hashes: a
    picture that both have is shown once.
    """
    lang = (second.lang if second else "") or lang
    if first is not None and second is not None and first.kind == IMPRINT:
        second = _without_imprint(second)
        if second is None:
            return first
    first_blocks, second_blocks = first.blocks if first else (), second.blocks if second else ()
    blocks = tuple(
        block
        for a, b in align_rows(first_blocks, second_blocks, links, texts)
        for block in _row(first_blocks[a.start : a.stop], second_blocks[b.start : b.stop], lang, pictures)
    )
    beside = replace(second, blocks=(), lang=lang) if second else None
    if first is not None:
        return replace(first, blocks=blocks, beside=beside)
    assert beside is not None
    empty: dict[str, Any] = dict.fromkeys(_FIELDS, ())
    return replace(beside, id=name, blocks=blocks, notes=(), lang="", author="", beside=beside, **empty)


def _without_imprint(chapter: nodes.Chapter) -> nodes.Chapter | None:
    """Return a chapter without the generated imprint; None if nothing is left."""
    blocks: list[nodes.Block] = []
    for block in chapter.blocks:
        if isinstance(block, nodes.Box) and block.kind == IMPRINT:
            # The generated lines are in the first language only; those of an author come from a file of Markdown.
            inner = tuple(
                inner_block for inner_block in block.blocks if inner_block.span.path.endswith(".md")
            )
            block = replace(block, blocks=inner)
            if not inner:
                continue
        blocks.append(block)
    return replace(chapter, blocks=tuple(blocks)) if blocks else None


def _row(
    first: Sequence[nodes.Block], second: Sequence[nodes.Block], lang: str, pictures: Mapping[str, str]
) -> Iterator[nodes.Block]:
    """Yield one row; a page break spans both languages, and so does a rule that both have."""
    match (tuple(first), tuple(second)):
        case ((nodes.PageBreak() as page_break,), (nodes.PageBreak(id=anchor),)):
            yield page_break
            if anchor:
                yield nodes.Box("place", (), id=anchor, span=page_break.span)
        case ((nodes.PageBreak() as page_break,), ()) | ((), (nodes.PageBreak() as page_break,)):
            yield page_break
        case ((nodes.Rule() as rule,), (nodes.Rule(id=""),)):
            yield rule
        case first_blocks, second_blocks:
            shared = _same_picture(first_blocks, second_blocks, pictures)
            yield nodes.Parallel(
                nodes.Column(first_blocks),
                nodes.Column(second_blocks, lang=lang),
                shared=shared,
                span=(*first_blocks, *second_blocks)[0].span,
            )


def _same_picture(
    first: tuple[nodes.Block, ...], second: tuple[nodes.Block, ...], pictures: Mapping[str, str]
) -> bool:
    match (first, second):
        case ((nodes.Figure(image=first_image),), (nodes.Figure(image=second_image),)) if (
            first_image.source and second_image.source
        ):
            first_hash = pictures.get(first_image.source)
            return first_image.source == second_image.source or (
                first_hash is not None and first_hash == pictures.get(second_image.source)
            )
        case _:
            return False


def anchor_suffix(
    name: str, taken: Collection[str], chapters: Collection[str], anchors: Collection[str]
) -> str:
    """Return the suffix for anchors of a second language, its locale's name, such that no suffixed anchor is `taken`, or
    looks like one derived from a chapter's (`01-a-en-title`)."""
    result = f"-{name}"
    while any(anchor + result in taken for anchor in anchors) or any(
        one.startswith(tuple(chapter + result for chapter in chapters)) for one in taken
    ):
        result = f"-{result}"
    return result
