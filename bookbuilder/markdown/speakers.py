"""Puts the names of speakers before what they say, for interviews and dialogues."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from bookbuilder.document.nodes import Block, Inline, Paragraph, Styled, Text
from bookbuilder.document.walk import plain

SPEAKER = "speaker"
"""The kind of the words that name a speaker."""
_ENDS = tuple(".:!?…。：！？؟")
"""Signs that end a name, which then needs no colon."""
_WIDE = 0x2E80
"""Scripts from here on (Chinese, Japanese …) have wide signs, and no spaces."""


def named(name: Sequence[Inline], words: Sequence[Inline]) -> tuple[Inline, ...]:
    """Return what somebody says with the name before it, and a colon of its script between them; the words alone without a
    name."""
    said = plain(tuple(name)).rstrip()
    if not said:
        return tuple(words)
    span = name[0].span
    wide = ord(said[-1]) >= _WIDE
    sign = "" if said.endswith(_ENDS) else "：" if wide else ":"
    label = Styled(SPEAKER, (*name, Text(sign, span=span)) if sign else tuple(name), span=span)
    return (label, *words) if wide or not words else (label, Text(" ", span=span), *words)


def spoken(name: Sequence[Inline], blocks: Sequence[Block], kind: str) -> tuple[Block, ...]:
    """Return what somebody says, its paragraphs with the class `kind`, with the name in the first one; before a list,
    say, in one of its own."""
    out: list[Block] = [
        replace(block, classes=(*block.classes, kind)) if isinstance(block, Paragraph) else block
        for block in blocks
    ]
    if not name:
        return tuple(out)
    if out and isinstance(first := out[0], Paragraph):
        out[0] = replace(first, content=named(name, first.content))
    else:
        out.insert(0, Paragraph(named(name, ()), span=name[0].span, classes=(kind,)))
    return tuple(out)
