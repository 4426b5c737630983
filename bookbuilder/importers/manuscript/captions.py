"""Joins captions with the pictures and tables that they stand beside."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bookbuilder.diagnostics import NOWHERE, Span
from bookbuilder.importers.manuscript import nodes
from bookbuilder.importers.manuscript.gather_blocks import LooseBlock, without_start
from bookbuilder.importers.manuscript.typed_numbers import typed_caption


@dataclass(frozen=True, slots=True)
class Caption:
    """A paragraph that is a caption: its whole content, and, if its number is computed, the label with the number and the
    rest. `certain`: its style says so."""

    content: tuple[nodes.Inline, ...]
    label: tuple[nodes.Inline, ...]
    rest: tuple[nodes.Inline, ...]
    span: Span = NOWHERE
    certain: bool = True


LABEL = 40
"""Characters of a label such as `Figure 3`; a paragraph whose number stands further behind is no caption."""
_SEPARATOR = re.compile(r"[\s.:–—-]+")


def with_captions(blocks: Sequence[LooseBlock | Caption]) -> list[LooseBlock]:
    """Return blocks with figures and tables that have their captions; other captions are paragraphs.

    A caption belongs to the picture above it, or to the table below or above it.
    """
    out: list[LooseBlock] = []
    counts: Counter[str] = Counter()
    index = 0
    while index < len(blocks):
        block = blocks[index]
        if not isinstance(block, Caption):
            out.append(block)
            index += 1
            continue
        before = out[-1] if out else None
        behind = blocks[index + 1] if index + 1 < len(blocks) else None
        text, anchors = _parts(block)
        kind, number, length = typed_caption(nodes.plain_text(text)) if not block.label else ("", 0, 0)
        counts[kind] += 1
        if kind and number == counts[kind]:  # the book prints the same
            text = without_start(text, length)
        picture, others = _lone_picture(before)
        if not nodes.plain_text(text).strip() or not (
            block.certain or len(nodes.plain_text(block.label)) < LABEL
        ):
            out.append(nodes.Paragraph(block.content, span=block.span))
        elif picture is not None:
            out[-1] = nodes.Figure(
                picture, (*others, *_with_rest(text, anchors)), _first(anchors), block.span
            )
        elif isinstance(behind, nodes.Table) and not behind.caption:
            out.append(replace(behind, caption=_with_rest(text, anchors), anchor=_first(anchors)))
            index += 1
        elif isinstance(before, nodes.Table) and not before.caption:
            out[-1] = replace(before, caption=_with_rest(text, anchors), anchor=_first(anchors))
        else:
            out.append(nodes.Paragraph(block.content, span=block.span))
        index += 1
    return out


def _parts(block: Caption) -> tuple[tuple[nodes.Inline, ...], list[str]]:
    """Return the text of a caption without its label, and the anchors in the label."""
    if not block.label:
        return block.content, []
    anchors = [node.name for node in nodes.walk_inlines(block.label) if isinstance(node, nodes.Anchor)]
    text = block.rest
    match = _SEPARATOR.match(nodes.plain_text(text))
    return (without_start(text, match.end()) if match else text), anchors


def _with_rest(text: tuple[nodes.Inline, ...], anchors: list[str]) -> tuple[nodes.Inline, ...]:
    return (*text, *map(nodes.Anchor, anchors[1:]))


def _first(anchors: list[str]) -> str:
    return anchors[0] if anchors else ""


def _lone_picture(block: object) -> tuple[nodes.Picture | None, tuple[nodes.Inline, ...]]:
    """Return the picture of a paragraph that holds nothing else, and the marks and anchors beside it."""
    if not isinstance(block, nodes.Paragraph):
        return None, ()
    marks = tuple(node for node in block.content if isinstance(node, nodes.Anchor | nodes.ProofMark))
    inlines = [
        node
        for node in block.content
        if node not in marks and not (isinstance(node, nodes.Text) and not node.text.strip())
    ]
    return (inlines[0], marks) if len(inlines) == 1 and isinstance(inlines[0], nodes.Picture) else (None, ())
